"""The answer in plain words: what it says of each verdict, and of splits that have another."""

import pytest

from kinset.cli.headline import in_plain_words
from kinset.lineage.overlap.reasons import Reason
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Answer, SplitCell, UnitAnswer


def unit(verdict: Verdict, name: str, reasons: tuple[Reason, ...] = (), flags: tuple[str, ...] = ()) -> UnitAnswer:
    return UnitAnswer("a", "b", name, verdict, reasons=reasons, flags=flags)


def answer(*units: UnitAnswer, splits: tuple[UnitAnswer, ...] = ()) -> Answer:
    cells = tuple(SplitCell("a/train", "b/test", (one,)) for one in splits)
    return Answer(("a",), "b", units, cells, ())


SHARED = unit(Verdict.SHARES, "Note"), unit(Verdict.SHARES, "Patient")


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (SHARED, "No: they share notes and patients."),
        (
            (unit(Verdict.SHARES, "Note", flags=("unpinned-version",)), unit(Verdict.MAY_SHARE, "Question")),
            "No: they share notes (in at least one of their versions).",
        ),
        (
            (unit(Verdict.DISJOINT, "Note"), unit(Verdict.DISJOINT, "Patient")),
            "Yes, as far as recorded: no notes or patients in common.",
        ),
        (
            (unit(Verdict.CONFLICT, "Note"),),
            "Not known: sources contradict each other on whether they share notes.",
        ),
        (
            (unit(Verdict.MAY_SHARE, "Note", (Reason.COMMON_SOURCE,)),),
            "Not known: both descend from one source.",
        ),
        ((unit(Verdict.MAY_SHARE, "Note"),), "Not known: nothing recorded decides it."),
    ],
)
def test_a_verdict_is_said_in_plain_words(units: tuple[UnitAnswer, ...], words: str) -> None:
    assert in_plain_words(answer(*units)) == words


def test_splits_are_told_only_where_they_have_another_verdict() -> None:
    same = answer(*SHARED, splits=(unit(Verdict.SHARES, "Note"), unit(Verdict.SHARES, "Patient")))
    assert in_plain_words(same) == "No: they share notes and patients."
    other = answer(*SHARED, splits=(unit(Verdict.MAY_SHARE, "Note"),))
    assert in_plain_words(other).endswith(" By split it differs: see below.")
