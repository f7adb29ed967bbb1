"""Minimal sets of claims: shrinking one, finding all, keeping the smallest. Part of level 4.

In: sets of claims and a test of them. Out: minimal ones. Reiter's hitting-set tree finds them all, up to a bound.
Source: the model, section 5.
"""

from collections.abc import Callable, Iterable

from kinset.lineage.overlap.constraints import Label, Theory
from kinset.lineage.overlap.search import NOTHING

TRIES = 400  # searches for one more set, after which the list is told to be incomplete


def shrink(
    theory: Theory,
    claims: Label,
    holds: Callable[[Label], bool],
    needed_by: Callable[[Label], Label | None],
) -> Label:
    """Return a minimal subset for which `holds` is still true, dropping the weakest claims first.

    `needed_by` tells claims that cannot be dropped; only the others are tried.
    """
    weights = theory.weights or {}
    kept = needed_by(claims) or NOTHING
    for claim in sorted(claims, key=lambda claim: (-weights.get(claim, 0), claim)):
        if claim not in kept and holds(claims - {claim}):
            claims -= {claim}
            kept = (needed_by(claims) if kept else None) or NOTHING
    return claims


def hitting_sets(find: Callable[[Label], Label | None]) -> tuple[set[Label], bool]:
    """Return all minimal sets that `find` gives when claims are banned (Reiter's tree), and whether they are all."""
    found: set[Label] = set()
    stack: list[Label] = [NOTHING]
    seen: set[Label] = {NOTHING}
    tries = 0
    while stack:
        banned = stack.pop()
        claims = next((known for known in found if not known & banned), None)
        if claims is None:
            tries += 1
            if tries > TRIES:
                return found, False
            claims = find(banned)
        if claims is None:
            continue
        found.add(claims)
        for claim in claims:
            more = banned | {claim}
            if more not in seen:
                seen.add(more)
                stack.append(more)
    return found, True


def minimal(sets: Iterable[Label]) -> tuple[Label, ...]:
    """Return the sets that contain no other, by size and content."""
    kept: list[Label] = []
    for candidate in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(smaller <= candidate for smaller in kept):
            kept.append(candidate)
    return tuple(kept)
