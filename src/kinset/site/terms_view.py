"""Access and permitted uses, as a dataset's page tells them. Level 6.

In: an assessment of terms and its teller. Out: `TermsView`: the way to access step by step, the outcome of each use
with its reasons, and conflicts. It is a review aid and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kinset.iri import spaced
from kinset.lineage.terms.assessment import Assessment
from kinset.lineage.terms.outcomes import Outcome
from kinset.lineage.terms.terms_text import NOTICE, Teller

WORDS = {Outcome.PERMITTED: "permitted", Outcome.REVIEW: "review", Outcome.PROHIBITED: "prohibited"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way to access: what to do, for the sake of which thing, and where."""

    says: str
    of: str
    name: str
    why: str
    link: str


@dataclass(frozen=True, slots=True)
class Use:
    """A use and its outcome; `goes_with` are the duties and limits of a permitted one."""

    name: str
    outcome: str
    reasons: tuple[str, ...]
    goes_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A conflict of terms: its kind, what it says, and the strands that lead to it."""

    kind: str
    says: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermsView:
    """All that a page says of terms; `day` is the day of the rules."""

    notice: str
    day: str
    reading: str
    route: tuple[Step, ...]
    uses: tuple[Use, ...]
    troubles: tuple[Trouble, ...]
    inherited: tuple[tuple[str, str, str], ...]
    caveats: tuple[str, ...]


def terms_view(found: Assessment, teller: Teller) -> TermsView:
    """Return the view of an assessment."""
    return TermsView(
        notice=NOTICE,
        day=found.question.day,
        reading=teller.reading(found),
        route=tuple(
            Step(step.says, step.of, teller.label(step.of), spaced(step.reason.value), step.link)
            for step in found.route
        ),
        uses=tuple(
            Use(
                name=verdict.use.label,
                outcome=WORDS[verdict.outcome],
                reasons=_once(teller.lines(verdict.because)),
                goes_with=_once(
                    (*teller.lines(verdict.duties), *(f"Forbidden: {text}" for text in teller.lines(verdict.limits)))
                ),
            )
            for verdict in found.verdicts.values()
        ),
        troubles=tuple(
            Trouble(
                conflict.kind.value,
                conflict.says,
                _once(" > ".join(piece.says for piece in teller.way(way)) for way in conflict.ways),
            )
            for conflict in found.conflicts
        ),
        inherited=_inherited(found, teller),
        caveats=found.caveats,
    )


def _inherited(found: Assessment, teller: Teller) -> tuple[tuple[str, str, str], ...]:
    """Return policy, holder and way for each policy that reaches the dataset, once."""
    rows = {
        (condition.policy.iri, condition.of, " > ".join(piece.says for piece in teller.via(condition.reach)))
        for condition in found.conditions
    }
    order = {condition.of: place for place, condition in reversed(list(enumerate(found.conditions)))}
    return tuple(sorted(rows, key=lambda row: (order[row[1]], row)))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
