"""The answer to the question of leakage in plain words: yes, no or not known. Level 7.

In: an `Answer`. Out: one line that stands above the verdicts; it says no more than they do.
"""

from kinset.lineage.overlap.phrases import listed, plural
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Answer
from kinset.lineage.overlap.words import REASONS, splits_differ


def in_plain_words(answer: Answer) -> str:
    """Return whether the test set may serve, by the worst verdict and the units that have it."""
    head = answer.headline
    alike = [one for one in answer.by_unit if one.verdict is head.verdict]
    units = list(dict.fromkeys(plural(one.unit) for one in alike))
    if head.verdict is Verdict.SHARES:
        unpinned = all("unpinned-version" in one.flags for one in alike)
        text = f"No: they share {listed(units)}{' (in at least one of their versions)' if unpinned else ''}."
    elif head.verdict is Verdict.DISJOINT:
        text = f"Yes, as far as recorded: no {' or '.join(units)} in common."
    elif head.verdict is Verdict.CONFLICT:
        text = f"Not known: sources contradict each other on whether they share {listed(units)}."
    else:
        why = listed(REASONS[reason] for reason in head.reasons) or "nothing recorded decides it"
        text = f"Not known: {why}."
    return f"{text} By split it differs: see below." if splits_differ(answer) else text
