"""What leaks into what, as pages show it. Level 6.

In: the verdicts of `Kinship`, labels. Out: `LeakRow`s for a dataset's page, and the plain values that the leak
checker's script reads: verdict, proof in words and evidence for each pair. The script only looks up; it proves nothing
itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kinset.lineage.overlap.phrases import plural
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Answer, Step, UnitAnswer
from kinset.lineage.overlap.words import REASONS, groups
from kinset.site.kinship import Kinship

Label = Callable[[str], str]

WORDS: Mapping[Verdict, str] = {
    Verdict.SHARES: "shares",
    Verdict.DISJOINT: "is disjoint",
    Verdict.CONFLICT: "sources conflict",
    Verdict.MAY_SHARE: "may share",
}
FLAGS = {
    "unpinned-version": "in at least one of their versions",
    "default-used": "rests on what the kind of derivation usually implies",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Units with one verdict and one proof.

    Attributes:
        because: what the proof says, claim by claim; or why the question is open.
        decide: what would decide it.
    """

    verdict: str
    units: tuple[str, ...]
    because: tuple[Step, ...]
    reasons: tuple[str, ...]
    decide: tuple[str, ...]
    flags: tuple[str, ...]
    weakest: str


@dataclass(frozen=True, slots=True)
class LeakRow:
    """The verdict between a dataset and another."""

    iri: str
    name: str
    verdict: str
    words: str
    groups: tuple[Group, ...]
    splits: tuple[tuple[str, str, str, str], ...]


def leak_rows(kinship: Kinship, iri: str, label: Label) -> tuple[LeakRow, ...]:
    """Return what a dataset shares with others, or may."""
    return tuple(_row(other, answer, label) for other, answer in kinship.row(iri))


def _row(other: str, answer: Answer, label: Label) -> LeakRow:
    head = answer.headline
    return LeakRow(
        iri=other,
        name=label(other),
        verdict=head.verdict.value,
        words=WORDS[head.verdict],
        groups=tuple(_group(found) for found in groups(answer.by_unit)),
        splits=tuple(
            (cell.train, cell.test, cell.headline.verdict.value, plural(cell.headline.unit)) for cell in answer.by_split
        )
        if head.verdict is not Verdict.MAY_SHARE
        else (),
    )


def _group(answers: list[UnitAnswer]) -> Group:
    first = answers[0]
    return Group(
        verdict=first.verdict.value,
        units=tuple(plural(answer.unit) for answer in answers),
        because=first.proof or tuple(step for quarrel in first.contested[:1] for step in quarrel),
        reasons=tuple(REASONS[reason] for reason in first.reasons),
        decide=first.would_decide,
        flags=tuple(FLAGS.get(flag, flag) for flag in first.flags),
        weakest=first.weakest.lower(),
    )


def as_json(rows: tuple[LeakRow, ...], slug: Callable[[str], str]) -> dict[str, Any]:
    """Return rows as the leak checker reads them: by the slug of the other dataset."""
    return {slug(row.iri): _json(row) for row in rows}


def _json(row: LeakRow) -> dict[str, Any]:
    return {
        "verdict": row.verdict,
        "groups": [
            {
                "verdict": group.verdict,
                "units": list(group.units),
                "because": [_step(step) for step in group.because],
                "reasons": list(group.reasons),
                "decide": list(group.decide),
                "flags": list(group.flags),
                "weakest": group.weakest,
            }
            for group in row.groups
        ],
        "splits": [list(cell) for cell in row.splits],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "says": step.says,
        "claim": step.claim,
        "method": step.method.lower(),
        "sources": [[note.source, note.locator] for note in step.evidence],
    }
