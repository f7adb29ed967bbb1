"""The terms that stand together on one thing. Level 4.

In: a source and how it was reached, all policies, the scope and day that are asked about. Out: `Body` values, one for
each part of the scope and each version or part that has terms of its own; none where no terms are recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kinset.lineage.terms.inheritance import Reach
from kinset.lineage.terms.passage import PassageTable
from kinset.lineage.terms.policies import Assignment, Policies, Policy, upward
from kinset.vocab import KIN

Choice = tuple[tuple[Assignment, Policy], ...]  # one policy, or several of which the user may choose one

FLOWING = KIN.Data.value.rpartition("#")[2]  # the scope that flows along derivations and influences
HELD = KIN.Weights.value.rpartition("#")[2]  # the scope of a model, into which it flows


@dataclass(frozen=True)
class Body:
    """The terms that stand together on one thing, for one part of its scope, reached on one way.

    Attributes:
        assignments: with their policies, all in force.
        part: which version or part they hold for; empty for all of it.
    """

    reach: Reach
    assignments: tuple[tuple[Assignment, Policy], ...]
    scope: str
    part: str = ""

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The policies, those that may be chosen from in one group."""
        groups: list[list[tuple[Assignment, Policy]]] = []
        for pair in self.assignments:
            joined = [
                group
                for group in groups
                if any(pair[0].claim in other.alternatives or other.claim in pair[0].alternatives for other, _ in group)
            ]
            merged = [pair, *(one for group in joined for one in group)]
            groups = [group for group in groups if group not in joined] + [merged]
        return tuple(tuple(sorted(group, key=lambda pair: pair[0].claim)) for group in groups)


@dataclass(frozen=True)
class Shelf:
    """Finds the bodies of things; build it once for a day."""

    policies: Policies
    table: PassageTable
    day: str

    def assignments(self, node: str, scopes: Iterable[str]) -> tuple[Assignment, ...]:
        """Return the assignments in force on a thing, its wholes and its parts that touch one of the scopes."""
        wanted = tuple(scopes)
        return tuple(one for holder in self._holders(node) for one in self._of(holder, wanted))

    def bodies(self, reach: Reach, scope: str) -> tuple[Body, ...]:
        """Return the bodies on a thing: for the focus also the parts of the scope that no terms govern."""
        return tuple(self._bodies(reach, scope))

    def _bodies(self, reach: Reach, scope: str) -> Iterator[Body]:
        held = self.assignments(reach.node, (scope,))
        if not held:
            return
        shared = {claim.holder for claim in held} & set(upward(reach.node))
        parts = sorted({claim.holder for claim in held} - shared)
        split = any(claim.scope != scope and self.table.contains(scope, claim.scope) for claim in held)
        for leaf in self.table.leaves(scope) if split else (scope,):
            for part in ("", *parts):
                line = set(upward(part)) if part else shared
                found = tuple(
                    (claim, self.policies.of(claim))
                    for claim in held
                    if (claim.holder in line or claim.holder in shared) and self.table.contains(claim.scope, leaf)
                )
                if found or (not part and (reach.step is None or not shared)):
                    yield Body(reach, found, leaf, part)

    def _of(self, holder: str, scopes: tuple[str, ...]) -> Iterator[Assignment]:
        for claim in self.policies.assigned.get(holder, ()):
            touched = any(
                self.table.contains(claim.scope, scope) or self.table.contains(scope, claim.scope) for scope in scopes
            )
            if touched and claim.in_force(self.day):
                yield claim

    def _holders(self, node: str) -> Iterator[str]:
        yield from upward(node)
        yield from self.policies.below.get(node, ())


def inherited_scope(table: PassageTable, scope: str, *, from_model: bool) -> tuple[str, ...]:
    """Return the scopes of a source from which terms come into a scope; empty where nothing flows into it.

    Data flows into data, and into the weights of what learned from it; the terms of a model's weights flow into the
    weights of a model made of it. Code and metadata are assets apart.
    """
    if table.contains(FLOWING, scope):
        return (scope,)
    if scope == HELD:
        return (FLOWING, HELD) if from_model else (FLOWING,)
    return ()
