import pytest

from kinset.lineage.overlap.solve import Verdict
from tests.overlap_turtle import claims, derived, judge, verdict

HELD = "<> kin:drawnBy kin:Note ; kin:carriedBy kin:Note .\n"


def count(number: int, unit: str = "Note", name: str = "size", more: str = "", at: str = "") -> str:
    return f"<{at}> kin:extent <#{name}> . <#{name}> a kin:Extent ; kin:unit kin:{unit} ; kin:count {number} {more}.\n"


def files(whole: str, one: str, other: str) -> dict[str, str]:
    return {
        "s": HELD + whole,
        "a": HELD + derived("AnnotationOf", "s") + one,
        "b": HELD + derived("AnnotationOf", "s") + other,
    }


def test_two_large_parts_of_one_source_must_share() -> None:
    answer = verdict(judge(files(count(100), count(60), count(50))), "a", "b", "Note")
    assert answer.verdict is Verdict.SHARES
    assert sorted(claims(answer)) == ["a#all", "a#from", "a#size", "b#all", "b#from", "b#size", "s#size"]


@pytest.mark.parametrize(
    ("whole", "one", "other"),
    [
        (count(100), count(60), count(40)),
        (count(100, more="; kin:approximate true "), count(60), count(50)),
        (count(100), count(60, more="; kin:approximate true "), count(50)),
        (count(100, more="; kin:population kin:AdultPatients "), count(60), count(50)),
        (count(100, "Question"), count(60, "Question"), count(50, "Question")),
        (count(100, "Row"), count(60, "Row"), count(50, "Row")),
    ],
)
def test_counts_that_leave_room_or_may_not_be_used_prove_nothing(whole: str, one: str, other: str) -> None:
    assert verdict(judge(files(whole, one, other)), "a", "b", "Note").verdict is Verdict.MAY_SHARE


def test_a_count_of_a_population_is_a_lower_bound() -> None:
    some = count(60, more="; kin:population kin:AdultPatients ")
    assert verdict(judge(files(count(100), some, count(50))), "a", "b", "Note").verdict is Verdict.SHARES


def test_where_extents_disagree_the_hull_is_taken_and_rests_on_all() -> None:
    whole = count(100) + count(108, name="other")
    assert verdict(judge(files(whole, count(60), count(45))), "a", "b", "Note").verdict is Verdict.MAY_SHARE
    answer = verdict(judge(files(whole, count(60), count(50))), "a", "b", "Note")
    assert {"s#size", "s#other"} <= set(claims(answer))


def test_equal_exact_counts_make_part_and_whole_one() -> None:
    answer = verdict(judge(files(count(100), count(100), "")), "b", "a", "Note")
    assert answer.verdict is Verdict.SHARES


def test_a_part_larger_than_its_whole_is_a_conflict() -> None:
    found = judge(files(count(100), count(101), count(50)))
    answer = verdict(found, "a", "s", "Note")
    assert answer.verdict is Verdict.CONFLICT
    assert verdict(found, "b", "s", "Note").verdict is Verdict.SHARES
