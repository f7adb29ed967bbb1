import pytest

from kinset.lineage.overlap.solve import Verdict
from tests.overlap_turtle import claims, derived, judge, verdict

HELD = "<> kin:drawnBy kin:Note ; kin:carriedBy kin:Note .\n"
NOTHING_SHARED = (
    "<> kin:disjointness <#apart> .\n<#apart> a kin:Disjointness ; kin:unit kin:Patient ; kin:between {} .\n"
)


def apart(one: str, other: str) -> str:
    return NOTHING_SHARED.format(f"<https://w3id.org/kinset/dataset/{one}>, <https://w3id.org/kinset/dataset/{other}>")


@pytest.mark.parametrize(
    ("kind", "unit", "at", "expected"),
    [
        ("AnnotationOf", "Note", "Note", Verdict.SHARES),
        ("AnnotationOf", "Note", "Patient", Verdict.SHARES),
        ("AnnotationOf", "Patient", "Note", Verdict.MAY_SHARE),
        ("RepurposedFrom", "Note", "Patient", Verdict.SHARES),
        ("MergeOf", "Note", "Note", Verdict.SHARES),
        ("EnrichedWith", "Note", "Note", Verdict.MAY_SHARE),
        ("SynthesizedFrom", "Note", "Note", Verdict.MAY_SHARE),
        ("SynthesizedFrom", "Note", "Patient", Verdict.SHARES),
        ("TranslationOf", "ExamItem", "ExamItem", Verdict.SHARES),
        ("TranslationOf", "ExamItem", "Patient", Verdict.MAY_SHARE),
        ("ModuleOf", "Patient", "Note", Verdict.SHARES),
        ("SubsetOf", "Patient", "Note", Verdict.SHARES),
    ],
)
def test_each_kind_shows_sharing_at_its_units(kind: str, unit: str, at: str, expected: Verdict) -> None:
    found = judge({"a": HELD, "b": HELD + derived(kind, "a", unit)})
    assert verdict(found, "b", "a", at).verdict is expected


def test_a_closed_subset_of_one_source_is_disjoint_from_what_its_source_is_disjoint_from() -> None:
    files = {"a": HELD + apart("a", "c"), "b": HELD + derived("AnnotationOf", "a"), "c": HELD}
    answer = verdict(judge(files), "b", "c", "Patient")
    assert answer.verdict is Verdict.DISJOINT
    assert sorted(claims(answer)) == ["a#apart", "b carriedBy", "b#all", "b#from"]


def test_without_stated_completeness_the_default_never_makes_it_disjoint() -> None:
    files = {"a": HELD + apart("a", "c"), "b": HELD + derived("AnnotationOf", "a", complete=""), "c": HELD}
    answer = verdict(judge(files), "b", "c", "Note")
    assert answer.verdict is Verdict.MAY_SHARE
    assert "assumed-closure" in [reason.value for reason in answer.reasons]


def test_a_default_supports_sharing_and_is_marked() -> None:
    files = {
        "a": HELD,
        "b": HELD + derived("SampledFrom", "a", complete=""),
        "c": HELD + derived("SampledFrom", "b", complete=""),
    }
    answer = verdict(judge(files), "c", "a", "Note")
    assert (answer.verdict, "default-used" in answer.flags) == (Verdict.SHARES, True)


def test_incomplete_is_not_closed() -> None:
    files = {"a": HELD + apart("a", "c"), "b": HELD + derived("AnnotationOf", "a", complete="Incomplete"), "c": HELD}
    assert verdict(judge(files), "b", "c", "Note").verdict is Verdict.MAY_SHARE


def test_complete_and_incomplete_contest_each_other() -> None:
    said = "<> kin:parentage <#more> . <#more> a kin:Parentage ; kin:completeness kin:Incomplete .\n"
    files = {"a": HELD + apart("a", "c"), "b": HELD + derived("AnnotationOf", "a") + said, "c": HELD}
    found = judge(files)
    answer = verdict(found, "b", "c", "Note")
    assert (answer.verdict, answer.forces) == (Verdict.CONFLICT, Verdict.DISJOINT)
    assert {step.claim.rpartition("#")[2] for step in answer.contested[0]} == {"all", "more"}
    # The contradiction is about what else is in b: that b shares with a is not touched.
    assert verdict(found, "b", "a", "Note").verdict is Verdict.SHARES


def test_full_and_partial_contest_the_coverage_and_not_the_derivation() -> None:
    again = (
        "<> prov:qualifiedDerivation <#again> . <#again> a kin:Derivation ; "
        "prov:entity <https://w3id.org/kinset/dataset/a> ; kin:kind kin:ExtensionOf ; kin:unit kin:Note ; "
        "kin:coverage kin:Partial .\n"
    )
    first = derived("ExtensionOf", "a", complete="", more="; kin:coverage kin:Full ")
    files = {"a": HELD, "b": HELD + first + again, "c": HELD + derived("SubsetOf", "a")}
    found = judge(files)
    assert verdict(found, "b", "a", "Note").verdict is Verdict.SHARES
    assert verdict(found, "c", "b", "Note").verdict is Verdict.CONFLICT


def test_full_coverage_makes_descendants_of_the_source_share() -> None:
    files = {
        "a": HELD,
        "b": HELD + derived("ExtensionOf", "a", complete="", more="; kin:coverage kin:Full "),
        "c": HELD + derived("SubsetOf", "a"),
    }
    assert verdict(judge(files), "c", "b", "Note").verdict is Verdict.SHARES


def test_a_cycle_of_derivations_ends() -> None:
    files = {"a": HELD + derived("SubsetOf", "b"), "b": HELD + derived("SubsetOf", "a")}
    assert verdict(judge(files), "a", "b", "Note").verdict is Verdict.SHARES
