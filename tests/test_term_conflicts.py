import pytest

from kinset.lineage.terms import Assessment
from kinset.lineage.terms.term_conflicts import Conflict, ConflictKind, listed
from tests.terms_world import (
    CLOSED,
    OPEN,
    ask,
    dataset,
    derived,
    iri,
    kinds,
    oblige,
    permit,
    policy,
    prohibit,
    world,
)  # fmt: skip

SHARE_ALIKE = policy("sa", permit("distribute", "CopyrightBound"), oblige("kin:shareAlike", "CopyrightBound"))
OTHER_ALIKE = policy("sb", permit("distribute", "CopyrightBound"), oblige("kin:shareAlike", "CopyrightBound"))
PERSONAL = policy("dua", oblige("kin:becomeCredentialed", "PersonBound"), permit("kin:train"))


def found(*texts: str) -> Assessment:
    return ask(world(*texts), "d")


def of(answer: Assessment, kind: str) -> list[Conflict]:
    return [conflict for conflict in answer.conflicts if conflict.kind.value == kind]


def claims(conflict: Conflict) -> list[str]:
    """Return the claims of a conflict's strands: steps, then assignments and rules."""
    steps = [step.link.claim for way in conflict.ways for step in way.reach.path]
    return steps + [node.claim for way in conflict.ways if (node := way.assignment)]


def test_c1_declared_terms_weaker_than_inherited() -> None:
    answer = found(OPEN, CLOSED, dataset("d", "open"), dataset("s", "closed"), derived("d", "SubsetOf", "s"))
    (conflict,) = of(answer, "C1")
    assert "redistribute" in conflict.says
    assert {f"{iri('d')}#SubsetOf-s", f"{iri('s')}#closed-Data", f"{iri('d')}#open-Data"} <= set(claims(conflict))


def test_c1_is_not_told_where_it_only_may_pass() -> None:
    answer = found(OPEN, CLOSED, dataset("d", "open"), dataset("s", "closed"), derived("d", "SynthesizedFrom", "s"))
    assert of(answer, "C1") == []


@pytest.mark.parametrize(
    ("access", "terms", "expected"),
    [("Open", "open", 1), ("Registered", "open", 1), ("Credentialed", "dua", 0), ("NotDistributed", "open", 0)],
)
def test_c1_access_weaker_than_the_source_asks(access: str, terms: str, expected: int) -> None:
    texts = (
        dataset("d", terms, access=access),
        dataset("s", "dua", access="Credentialed"),
        derived("d", "AnnotationOf", "s"),
    )
    answer = found(OPEN, PERSONAL, *texts)
    assert len([one for one in of(answer, "C1") if "Access" in one.says]) == expected


def test_c1_share_alike_under_another_licence() -> None:
    answer = found(OPEN, SHARE_ALIKE, dataset("d", "open"), dataset("s", "sa"), derived("d", "AnnotationOf", "s"))
    assert len(of(answer, "C1")) == 1
    same = found(SHARE_ALIKE, dataset("d", "sa"), dataset("s", "sa"), derived("d", "AnnotationOf", "s"))
    assert (of(same, "C1"), of(same, "C2")) == ([], [])


def test_c2_incompatible_share_alikes() -> None:
    texts = (
        dataset("d"),
        dataset("s", "sa"),
        dataset("r", "sb"),
        derived("d", "MergeOf", "s"),
        derived("d", "MergeOf", "r"),
    )
    (conflict,) = of(found(SHARE_ALIKE, OTHER_ALIKE, *texts), "C2")
    assert {f"{iri('d')}#MergeOf-s", f"{iri('d')}#MergeOf-r"} <= set(claims(conflict))
    later = "t:sb dcat:previousVersion t:sa ."
    assert of(found(SHARE_ALIKE, OTHER_ALIKE, later, *texts), "C2") == []


def test_c2_share_alike_against_no_redistribution() -> None:
    texts = (dataset("d", "sa"), dataset("s", "closed"), derived("d", "AnnotationOf", "s"))
    assert len(of(found(SHARE_ALIKE, CLOSED, *texts), "C2")) == 1


def test_c2_exclusive_hosts_that_differ() -> None:
    one, two = "; dcterms:publisher o:one", "; dcterms:publisher o:two"
    links = (derived("d", "MergeOf", "s"), derived("d", "MergeOf", "r"))
    parts = (dataset("d"), dataset("s", "closed", more=one), dataset("r", "closed", more=two))
    (conflict,) = of(found(CLOSED, *parts, *links), "C2")
    assert ("one" in conflict.says, "two" in conflict.says) == (True, True)
    same = (dataset("d"), dataset("s", "closed", more=one), dataset("r", "closed", more=one))
    assert of(found(CLOSED, *same, *links), "C2") == []


def test_c3_terms_on_code_alone() -> None:
    (conflict,) = of(found(OPEN, dataset("d", "open", scope="Code")), "C3")
    assert claims(conflict) == [f"{iri('d')}#open-Code"]
    assert of(found(OPEN, dataset("d", "open")), "C3") == []


def test_c3_terms_on_a_part_of_the_scope() -> None:
    (conflict,) = of(found(OPEN, dataset("d", "open", scope="Text")), "C3")
    assert "Annotations" in conflict.says


def test_c6_a_source_without_terms() -> None:
    (conflict,) = of(found(OPEN, dataset("d", "open"), dataset("s"), derived("d", "SubsetOf", "s")), "C6")
    assert claims(conflict) == [f"{iri('d')}#SubsetOf-s"]


def test_c6_sources_that_are_not_recorded() -> None:
    parentage = ":d kin:parentage :p . :p kin:completeness kin:Incomplete ."
    answer = found(OPEN, dataset("d", "open"), parentage)
    assert len(of(answer, "C6")) == 1
    assert {one.outcome.value for one in answer.verdicts.values()} == {"REVIEW"}
    released = found(OPEN, dataset("d", "open", more="; kin:releasedBy o:h"), parentage)
    assert of(released, "C6") == []


@pytest.mark.parametrize(("terms", "expected"), [(("closed",), ["C7"]), ((), ["C6", "C7"])])
def test_c7_a_source_that_was_withdrawn(terms: tuple[str, ...], expected: list[str]) -> None:
    answer = found(
        CLOSED, dataset("d", "closed"), dataset("s", *terms, access="Withdrawn"), derived("d", "SubsetOf", "s")
    )
    assert kinds(answer) == expected


def test_rivals_are_told_with_both_claims() -> None:
    (conflict,) = of(found(OPEN, SHARE_ALIKE, dataset("d", "open", "sa")), "RIVAL")
    assert sorted(claims(conflict)) == [f"{iri('d')}#open-Data", f"{iri('d')}#sa-Data"]


def test_sound_terms_have_no_conflicts() -> None:
    answer = found(CLOSED, dataset("d", "closed"), dataset("s", "closed"), derived("d", "SubsetOf", "s"))
    assert kinds(answer) == []


def test_conflicts_stand_in_the_order_of_their_kinds() -> None:
    assert [kind.value for kind in ConflictKind] == ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "RIVAL"]
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_what_is_prohibited_by_own_terms_is_no_laundering() -> None:
    own = policy("own", prohibit("distribute"))
    answer = found(own, CLOSED, dataset("d", "own"), dataset("s", "closed"), derived("d", "SubsetOf", "s"))
    assert of(answer, "C1") == []
