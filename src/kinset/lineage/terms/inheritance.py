"""From whom a dataset inherits, and through what. Level 4.

In: the claims of kinship, the table of passages, who stands behind what, a focus. Out: an `Inheritance`: every source
that rules may come from, with the shortest path for each set of channels on the way; and what a release by the data's
own controller cut off.

A rule that meets several channels is weakened by each of them whatever their order, so paths that meet the same
channels are one.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kinset.lineage.claims import Claims, Link
from kinset.lineage.terms.parties import Parties
from kinset.lineage.terms.passage import PassageTable
from kinset.lineage.terms.policies import upward


@dataclass(frozen=True, slots=True)
class Step:
    """One claim on the way from the derived to a source; `origin` is the asked dataset or a part of it."""

    origin: str
    link: Link
    channel: str
    verbatim: bool


@dataclass(frozen=True, eq=False)
class Reach:
    """A source and how it was reached: by `step` from `before`, `depth` steps away; the focus has neither."""

    node: str
    channels: frozenset[str]
    step: Step | None = None
    before: "Reach | None" = None
    depth: int = 0

    @cached_property
    def path(self) -> tuple[Step, ...]:
        """The steps from the focus to the source."""
        steps: list[Step] = []
        reach: Reach | None = self
        while reach is not None and reach.step is not None:
            steps.append(reach.step)
            reach = reach.before
        return tuple(reversed(steps))

    @property
    def verbatim(self) -> bool:
        """Whether every step copies whole records unchanged."""
        return all(step.verbatim for step in self.path)


@dataclass(frozen=True, slots=True)
class Inheritance:
    """The focus and its sources, nearest first; `resets` are the steps that a controller's release cut off."""

    reaches: tuple[Reach, ...]
    resets: tuple[Step, ...]

    @property
    def own(self) -> tuple[Reach, ...]:
        """The focus, or the several that are merged."""
        return tuple(reach for reach in self.reaches if reach.step is None)

    @property
    def inherited(self) -> tuple[Reach, ...]:
        """The sources."""
        return tuple(reach for reach in self.reaches if reach.step is not None)


@dataclass(frozen=True)
class Heritage:
    """Walks the claims of kinship; build it once with `Heritage.of`."""

    table: PassageTable
    parties: Parties
    by_entity: Mapping[str, tuple[Link, ...]]

    @classmethod
    def of(cls, claims: Claims, table: PassageTable, parties: Parties) -> "Heritage":
        """Index the claims by every whole that their origin may be part of."""
        found: dict[str, list[Link]] = {}
        for link in claims.links:
            for node in upward(link.origin):
                found.setdefault(node, []).append(link)
        return cls(table, parties, {node: tuple(links) for node, links in found.items()})

    def links(self, node: str) -> tuple[Link, ...]:
        """Return the claims on a thing, on its parts and on the wholes that it is part of."""
        own = self.by_entity.get(node, ())
        wholes = (link for whole in upward(node)[1:] for link in self.by_entity.get(whole, ()) if link.origin == whole)
        return tuple(dict.fromkeys((*own, *wholes)))

    def walk(self, start: Iterable[Reach]) -> Inheritance:
        """Return everything that can be inherited from; every cycle ends."""
        queue = deque(start)
        seen = {(reach.node, reach.channels) for reach in queue}
        reaches, resets = list(queue), []
        while queue:
            reach = queue.popleft()
            for link in self.links(reach.node):
                step = self._step(reach.node, link)
                if self.is_reset(link):
                    resets.append(step)
                    continue
                further = Reach(link.target, reach.channels | {step.channel}, step, reach, reach.depth + 1)
                if (further.node, further.channels) not in seen:
                    seen.add((further.node, further.channels))
                    reaches.append(further)
                    queue.append(further)
        return Inheritance(tuple(reaches), tuple(dict.fromkeys(resets)))

    def is_reset(self, link: Link) -> bool:
        """Tell whether the data's own controller released what was derived, so that the source adds nothing.

        That is stated (kin:releasedBy), the controller is publisher or custodian of the source, and the source is
        not public or is superseded (the model, section 6).
        """
        derived, source = self.parties.of(link.origin), self.parties.of(link.target)
        if not derived.released_by:
            return False
        if self.parties.controllers(link.target).isdisjoint(derived.released_by):
            return False
        level = self.table.levels.get(source.access)
        superseded = not set(derived.replaces).isdisjoint(upward(link.target))
        return superseded or (level is not None and level.closed)

    def _step(self, node: str, link: Link) -> Step:
        by_model = self.parties.of(link.origin).is_model
        kind = link.kind
        return Step(node, link, self.table.channel(kind, by_model=by_model), kind in self.table.verbatim)


def start_at(iri: str) -> Reach:
    """Return the beginning of a walk."""
    return Reach(iri, frozenset())
