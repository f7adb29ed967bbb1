"""What leaks into what, in plain values. Level 6.

In: the verdicts of `Kinship`. Out: for a dataset, what it shares with each other: verdict, proof in words and evidence.
The same values are written for the leak checker's script, which only looks them up and proves nothing itself, and are
shown on the pages of datasets and in the matrix. As they are written to a file, a later run can take them from there.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kinset.lineage.overlap.phrases import plural
from kinset.lineage.overlap.reasons import Reason
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Answer, Step, UnitAnswer
from kinset.lineage.overlap.words import REASONS, groups
from kinset.site.kinship import ORDER, Kinship

Told = Mapping[str, Any]  # slug of the other dataset -> what is known of the pair

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


def told(kinship: Kinship, iri: str) -> dict[str, Any]:
    """Return what a dataset shares with others, or may, by the slug of the other."""
    return {other.rpartition("/")[2]: _row(answer) for other, answer in kinship.row(iri)}


def ranked(found: Told, label: Callable[[str], str], iri_of: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the rows of a dataset with name and words: decided ones first, then those of one source, by name."""
    order = [verdict.value for verdict in ORDER]
    rows = [
        {**row, "iri": iri_of(slug), "name": label(iri_of(slug)), "words": WORDS[Verdict(row["verdict"])]}
        for slug, row in found.items()
    ]

    def rank(row: Mapping[str, Any]) -> tuple[int, bool, str, str]:
        return order.index(row["verdict"]), not row["common"], row["name"].casefold(), row["iri"]

    return sorted(rows, key=rank)


def units(row: Told) -> str:
    """Return the units that have a pair's verdict."""
    return ", ".join(one for group in row["groups"] if group["verdict"] == row["verdict"] for one in group["units"])


def _row(answer: Answer) -> dict[str, Any]:
    head = answer.headline
    decided = head.verdict is not Verdict.MAY_SHARE
    cells = answer.by_split if decided else ()
    return {
        "verdict": head.verdict.value,
        "common": Reason.COMMON_SOURCE in head.reasons,
        "groups": [_group(found) for found in groups(answer.by_unit)],
        "splits": [[cell.train, cell.test, cell.headline.verdict.value, plural(cell.headline.unit)] for cell in cells],
    }


def _group(answers: list[UnitAnswer]) -> dict[str, Any]:
    """Return units with one verdict and one proof, or with the same reasons why it is open."""
    first = answers[0]
    because: Iterable[Step] = first.proof or (step for quarrel in first.contested[:1] for step in quarrel)
    return {
        "verdict": first.verdict.value,
        "units": [plural(answer.unit) for answer in answers],
        "because": [_step(step) for step in because],
        "reasons": [REASONS[reason] for reason in first.reasons],
        "decide": list(first.would_decide),
        "flags": [FLAGS.get(flag, flag) for flag in first.flags],
        "weakest": first.weakest.lower(),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "says": step.says,
        "claim": step.claim,
        "method": "by the kind's default" if step.default else step.method.lower(),
        "sources": [[note.source, note.locator] for note in step.evidence],
    }
