from kinset.engine import EmbeddedEngine
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Judge
from tests.overlap_turtle import BASE, check, claims, derived, judge, verdict

HELD = "<> kin:drawnBy kin:Note ; kin:carriedBy kin:Note .\n"


def test_units_that_both_hold_are_answered_finest_first() -> None:
    found = judge({"a": HELD, "b": HELD + derived("SubsetOf", "a")})
    answer = found.answer([BASE + "b"], BASE + "a")
    assert [one.unit for one in answer.by_unit] == ["Note", "Patient"]
    assert answer.headline.unit == "Note"
    assert answer.common_sources == (BASE + "a",)


def test_of_several_training_sets_the_worst_decides() -> None:
    found = judge({"a": HELD, "b": HELD + derived("SubsetOf", "a"), "c": HELD})
    answer = found.answer([BASE + "c", BASE + "b"], BASE + "a", "Note")
    assert (answer.headline.verdict, answer.headline.train) == (Verdict.SHARES, BASE + "b")


def test_the_same_on_both_sides_shares_what_it_has() -> None:
    found = judge({"a": HELD, "e": ""})
    assert found.answer([BASE + "a"], BASE + "a").headline.verdict is Verdict.SHARES
    assert found.answer([BASE + "e"], BASE + "e").headline.verdict is Verdict.MAY_SHARE


def test_an_empty_split_proves_nothing() -> None:
    none = "<s/test> kin:extent <#none> . <#none> a kin:Extent ; kin:unit kin:Patient ; kin:count 0 .\n"
    parts = "".join(f"<s/{name}> a kin:Split ; dcterms:isPartOf <> .\n" for name in ("train", "test"))
    found = judge({"s": HELD + parts + none})
    answer = found.pair(BASE + "s/test", BASE + "s", "Note")
    assert answer.verdict is Verdict.MAY_SHARE
    assert "unit-not-held" in {reason.value for reason in answer.reasons}


def test_splits_are_told_apart_from_the_whole() -> None:
    split = """<> kin:partition <#p> . <#p> a kin:Partition ; kin:unit kin:Patient ; kin:part <s/train>, <s/test> .
<s/train> a kin:Split ; dcterms:isPartOf <> ; kin:role kin:Train .
<s/test> a kin:Split ; dcterms:isPartOf <> ; kin:role kin:Test .
"""
    answer = judge({"s": HELD + split}).answer([BASE + "s"], BASE + "s")
    assert answer.headline.verdict is Verdict.SHARES
    assert [(cell.train, cell.test) for cell in answer.by_split] == [(BASE + "s/train", BASE + "s/test")]
    assert answer.by_split[0].headline.verdict is Verdict.DISJOINT


def test_a_proof_is_told_as_a_path_from_the_training_set() -> None:
    files = {"a": HELD, "b": HELD + derived("SubsetOf", "a"), "c": HELD + derived("SubsetOf", "b")}
    answer = verdict(judge(files), "c", "a", "Note")
    assert claims(answer) == ["c#all", "c#from", "b#all", "b#from"] or claims(answer)[0].startswith("c")


def test_every_proof_on_the_real_catalogue_stands_before_the_checker(whole_engine: EmbeddedEngine) -> None:
    found = Judge.of(whole_engine)
    things = [iri for iri, thing in found.statements.things.items() if "Dataset" in thing.names("type")]
    seen = dict.fromkeys(Verdict, 0)
    for one in things[::2]:
        for other in things:
            for unit in found.units(one, other):
                answer = found.pair(one, other, unit)
                seen[answer.verdict] += 1
                assert bool(answer.proof) is not bool(answer.reasons)
                if answer.forces and one != other:
                    check(found, answer)
    assert seen[Verdict.SHARES] > 50
