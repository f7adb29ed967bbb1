from kinset.lineage.overlap.reasons import Line, common_sources
from tests.overlap_turtle import BASE, derived, judge, verdict

HELD = "<> kin:drawnBy kin:Note ; kin:carriedBy kin:Note .\n"


def names(files: dict[str, str], one: str, other: str, unit: str = "Note") -> set[str]:
    answer = verdict(judge(files), one, other, unit)
    assert len(answer.would_decide) >= len(answer.reasons) > 0
    return {reason.value for reason in answer.reasons}


def test_nothing_recorded_is_no_proof() -> None:
    assert names({"a": HELD, "b": HELD}, "a", "b") == {"no-link-recorded"}


def test_a_common_source_is_told_the_nearest_one() -> None:
    files = {"r": HELD, "s": HELD + derived("SubsetOf", "r")}
    files |= {name: HELD + derived("AnnotationOf", "s") for name in ("a", "b")}
    assert names(files, "a", "b") == {"common-source"}
    found = judge(files).statements
    assert common_sources(Line.of(found, BASE + "a"), Line.of(found, BASE + "b")) == (BASE + "s",)


def test_units_that_a_side_lacks_and_custodians_are_told() -> None:
    keeper = "<> kin:custodian <https://w3id.org/kinset/organization/ward> .\n"
    assert names({"a": HELD + keeper, "b": keeper}, "a", "b") == {"same-custodian", "unit-not-held", "no-link-recorded"}


def test_versions_and_splits_and_synthesis_are_told() -> None:
    parts = "".join(f"<s/{name}> a kin:Split ; dcterms:isPartOf <> .\n" for name in ("train", "test"))
    assert "split-unknown" in names({"s": HELD + parts}, "s/train", "s/test")
    versions = "".join(f"<s/{name}> a kin:Version ; dcat:isVersionOf <> .\n" for name in (1, 2))
    assert {"revision-unknown"} <= names({"s": HELD + versions}, "s/1", "s/2")
    files = {"s": HELD, "a": HELD + derived("SynthesizedFrom", "s"), "b": HELD + derived("SubsetOf", "s")}
    assert {"synthetic", "common-source"} <= names(files, "a", "b")
    assert "unpinned-version" in names({**files, "s": HELD + versions}, "a", "b")
