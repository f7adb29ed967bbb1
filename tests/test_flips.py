import pytest

from kinset.edits import applied, edits
from kinset.engine import EmbeddedEngine
from kinset.flips import Flip, How, find_flips
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.statements import Claim, Node, Statements, read_statements
from kinset.lineage.overlap.verdict import Judge
from tests.test_overlap_pictures import KIN, claim
from tests.test_trace import iri

PARENTAGE = {name: claim(name, "parentage", "parentage", completeness=f"{KIN}Complete") for name in "abc"}
S_T_APART = claim("s", "disjointness", "apart", between=(iri("s"), iri("t")), unit=f"{KIN}Note")


@pytest.fixture(scope="module")
def ontology(small_engine: EmbeddedEngine) -> Statements:
    return read_statements(small_engine)


def told(ontology: Statements, *claims: Claim, names: str = "abcst") -> Statements:
    values = {"type": (f"{KIN}Dataset",), "drawnBy": (f"{KIN}Note",)}
    things = {iri(name): Node(iri(name), values | {"label": (name.upper(),)}) for name in names}
    return Statements(ontology.units, ontology.kinds, things, claims, {}, {})


def subset(holder: str, source: str, kind: str = "SubsetOf", **more: str) -> Claim:
    return claim(
        holder, "qualifiedDerivation", f"from-{source}", entity=iri(source), kind=KIN + kind, unit=f"{KIN}Note", **more
    )


def between(flips: tuple[Flip, ...], one: str, other: str) -> Flip:
    """Return the flip of a pair on notes."""
    (found,) = [flip for flip in flips if {flip.one, flip.other} == {iri(one), iri(other)} and "Note" in flip.units]
    return found


def test_nothing_flips_where_nothing_changed(ontology: Statements) -> None:
    found = find_flips(told(ontology, subset("a", "s")), told(ontology, subset("a", "s")))
    assert (found.flips, found.compared, found.bearing) == ((), 0, 0)


def test_a_new_claim_is_the_one_fact_that_flipped_a_verdict(ontology: Statements) -> None:
    found = find_flips(told(ontology), told(ontology, subset("a", "s"), subset("b", "t")))
    flip = between(found.flips, "a", "s")
    assert (flip.old, flip.new) == (Verdict.MAY_SHARE, Verdict.SHARES)
    assert [edit.iri for edit in flip.causes] == [f"{iri('a')}#from-s"]
    assert (flip.how, flip.alone, flip.smallest) == (How.BOTH, 1, True)
    assert flip.proof
    assert "Note" in flip.units


def test_the_property_that_changed_is_named(ontology: Statements) -> None:
    found = find_flips(
        told(ontology, subset("a", "s", selection="x")), told(ontology, subset("a", "s", "EnrichedWith", selection="y"))
    )
    flip = between(found.flips, "a", "s")
    assert (flip.old, flip.new) == (Verdict.SHARES, Verdict.MAY_SHARE)
    assert [(edit.iri, edit.name) for edit in flip.causes] == [(f"{iri('a')}#from-s", "kind")]


def test_where_two_claims_are_needed_either_restores_the_verdict(ontology: Statements) -> None:
    """A ⊆ S by derivation and complete parentage, S and T apart: both are needed for A and T to be disjoint."""
    old = told(ontology, S_T_APART)
    new = told(ontology, S_T_APART, subset("a", "s", "MergeOf"), PARENTAGE["a"])
    flip = between(find_flips(old, new).flips, "a", "t")
    assert (flip.old, flip.new) == (Verdict.MAY_SHARE, Verdict.DISJOINT)
    assert (flip.how, flip.alone) == (How.RESTORES, 2)
    assert len(flip.causes) == 1


def test_where_two_claims_each_do_one_of_them_produces_the_verdict(ontology: Statements) -> None:
    """Two new overlaps, each of which forces the verdict: one produces it; taken back alone, it changes nothing."""
    overlaps = [claim("a", "overlap", f"o{n}", between=(iri("a"), iri("b")), unit=f"{KIN}Note") for n in (1, 2)]
    flip = between(find_flips(told(ontology), told(ontology, *overlaps)).flips, "a", "b")
    assert (flip.how, len(flip.causes)) == (How.PRODUCES, 1)


def test_where_no_single_change_does_a_set_is_found_from_which_nothing_can_be_left_out(ontology: Statements) -> None:
    """Two ways to disjointness are lost and two ways to sharing are found: one change alone leaves it open."""
    more = claim("t", "disjointness", "apart", between=(iri("a"), iri("t")), unit=f"{KIN}Note")
    old = told(ontology, S_T_APART, subset("a", "s", "MergeOf"), PARENTAGE["a"], more)
    new = told(ontology, subset("a", "t"), claim("a", "overlap", "o", between=(iri("a"), iri("t")), unit=f"{KIN}Note"))
    flip = between(find_flips(old, new).flips, "a", "t")
    assert (flip.old, flip.new) == (Verdict.DISJOINT, Verdict.SHARES)
    assert len(flip.causes) > 1
    way, wanted = ((old, new), flip.new) if flip.how is How.PRODUCES else ((new, old), flip.old)
    for number, edit in enumerate((None, *flip.causes)):
        chosen = [one for one in flip.causes if one is not edit]
        found = Judge.of(applied(*way, chosen)).pair(flip.one, flip.other, "Note").verdict
        assert (found is wanted) is (number == 0)


def test_what_was_not_linked_to_a_change_is_not_judged(ontology: Statements) -> None:
    found = find_flips(told(ontology, subset("b", "t")), told(ontology, subset("b", "t"), subset("a", "s")))
    assert found.compared == 1


def test_pairs_beyond_the_bound_are_counted(ontology: Statements) -> None:
    names = "abcst"
    old = told(ontology, *(subset(name, "s") for name in "bct"))
    new = told(ontology, *(subset(name, "s") for name in "abct"))
    whole = find_flips(old, new)
    cut = find_flips(old, new, pairs=3)
    assert (whole.compared, whole.cut) == (len(names) * (len(names) - 1) // 2, 0)
    assert (cut.compared, cut.cut) == (3, whole.compared - 3)


def test_a_dataset_of_one_state_only_is_counted_and_not_compared(ontology: Statements) -> None:
    found = find_flips(told(ontology, names="as"), told(ontology, subset("a", "s"), subset("b", "s"), names="abs"))
    assert found.only_one == 1
    assert {flip.one for flip in found.flips} | {flip.other for flip in found.flips} == {iri("a"), iri("s")}


def test_without_tries_a_flip_is_told_without_its_cause(ontology: Statements) -> None:
    found = find_flips(told(ontology), told(ontology, subset("a", "s")), tries=0)
    assert found.exhausted
    assert (found.flips[0].how, found.flips[0].causes, found.flips[0].smallest) == (How.UNKNOWN, (), False)


def test_splits_that_a_change_names_are_judged_too(whole_engine: EmbeddedEngine) -> None:
    """A partition that is taken away: the splits it kept apart may share, and it is the one cause."""
    new = read_statements(whole_engine)
    gone = next(claim for claim in new.claims if claim.tie == "partition" and claim.node.name("unit") == "Patient")
    old = Statements(
        new.units, new.kinds, new.things, tuple(one for one in new.claims if one != gone), new.periods, new.notes
    )
    found = find_flips(old, new, pairs=12)
    assert found.flips
    assert {edit.iri for flip in found.flips for edit in flip.causes} == {gone.node.iri}
    assert {flip.new for flip in found.flips} <= {Verdict.DISJOINT, Verdict.SHARES}


@pytest.mark.parametrize("kept", range(0, 30, 10))
def test_causes_stand_up_to_a_check(whole_engine: EmbeddedEngine, kept: int) -> None:
    """Take a derivation of the catalogue away: each cause told does what is told of it."""
    old = read_statements(whole_engine)
    gone = [claim for claim in old.claims if claim.tie == "qualifiedDerivation"][kept]
    new = Statements(
        old.units, old.kinds, old.things, tuple(one for one in old.claims if one != gone), old.periods, old.notes
    )
    assert [edit.iri for edit in edits(old, new)] == [gone.node.iri]
    for flip in find_flips(old, new, pairs=30).flips:
        assert [edit.iri for edit in flip.causes] == [gone.node.iri]
        assert flip.how is How.BOTH
        assert Judge.of(old).pair(flip.one, flip.other, flip.units[0]).verdict is flip.old
        assert Judge.of(new).pair(flip.one, flip.other, flip.units[0]).verdict is flip.new
