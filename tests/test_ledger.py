from kinset.lineage.overlap.ledger import DEFAULT, Ledger, default, weight
from kinset.lineage.overlap.units import Holdings, UnitOrder, fact
from tests.overlap_turtle import BASE, judge

WEAK = """<> kin:evidence <#e> . <#e> a kin:Evidence ; kin:method kin:Remembered ; kin:supports kin:drawnBy .
<> kin:evidence <#f> . <#f> a kin:Evidence ; kin:method kin:Read ; kin:supports kin:carriedBy .
<> kin:drawnBy kin:Note ; kin:carriedBy kin:Note ."""


def test_a_claim_is_as_weak_as_its_best_evidence() -> None:
    said = judge({"a": WEAK}).statements
    ranked = [fact(BASE + "a", "isPartOf"), fact(BASE + "a", "carriedBy"), fact(BASE + "a", "drawnBy")]
    weights = [weight(said, key) for key in (*ranked, fact(BASE + "a", "versionsComplete"), default(BASE + "a"))]
    assert weights == sorted(set(weights))
    assert weights[-1] == DEFAULT


def test_a_clause_that_says_nothing_is_not_kept() -> None:
    said = judge({"a": WEAK}).statements
    ledger = Ledger(said, UnitOrder.of(said))
    ledger.clause(["a"], ["a", "b"], 1, ["claim x"])
    ledger.clause(["a"], ["b"], 0, ["claim x"])
    ledger.clause(["a"], ["b", "b"], 1, ["claim x", "default a"])
    theory = ledger.theory()
    assert [clause.heads for clause in theory.clauses] == [(1,)]
    assert theory.defaults == {1}
    assert Holdings(said, ledger.order).own(BASE + "a")
