"""The family tree of one thing. Level 4.

In: the claims of kinship, a directory of names, a focus, and how far to go. Out: a `Trace`: nodes (entities; versions
and parts folded in) and edges (one a claim), with what was cut counted.

Up leads from the derived to its sources, down from the source to what was made of it. The lineage of a challenge or
model is that of what it uses. Influences are followed only on request: no records flow along them.
"""

import enum
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from kinset.iri import EntityBase
from kinset.lineage.claims import Claims, Link, StatedParentage
from kinset.names import Directory


class Direction(enum.Enum):
    """Which way to follow derivations."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class TraceNode:
    """An entity of the tree; `depth` is its distance from the focus, `parentage` what is stated of its sources."""

    iri: str
    label: str
    kind: str
    depth: int
    parentage: tuple[StatedParentage, ...]


@dataclass(frozen=True, slots=True)
class TraceEdge:
    """One claim between two entities.

    Attributes:
        origin, target: the derived entity and its source.
        origin_part, target_part: which version or part of each the claim names; empty for the whole.
        link: the claim itself.
    """

    origin: str
    target: str
    origin_part: str
    target_part: str
    link: Link

    def far(self, direction: Direction) -> str:
        """Return the entity at the end that the direction leads to."""
        return self.target if direction is Direction.UP else self.origin

    def near_part(self, direction: Direction) -> str:
        """Return the version or part at the end that the direction comes from."""
        return self.origin_part if direction is Direction.UP else self.target_part


@dataclass(frozen=True, slots=True)
class Trace:
    """A family tree.

    Attributes:
        focus: the entity at its root; `focus_part` the version or part that was asked for, empty for the whole.
        nodes: by depth, then label.
        edges: in the order of the walk: nearer ones first, then by claim.
        cut: how many entities lie beyond the depth that was asked for.
    """

    focus: str
    focus_part: str
    direction: Direction
    nodes: tuple[TraceNode, ...]
    edges: tuple[TraceEdge, ...]
    cut: int

    @property
    def complete(self) -> bool:
        """Whether nothing was cut."""
        return self.cut == 0


@dataclass(frozen=True)
class Tracer:
    """Follows claims; build it once with `Tracer.of` and trace many things."""

    claims: Claims
    directory: Directory
    by_end: Mapping[Direction, Mapping[str, tuple[TraceEdge, ...]]]
    stated: Mapping[str, tuple[StatedParentage, ...]]  # by entity, those of its versions and parts included

    @classmethod
    def of(cls, claims: Claims, directory: Directory, *, influences: bool = False) -> "Tracer":
        """Index the claims by the entity at either end; influences only if asked for."""
        up: dict[str, list[TraceEdge]] = {}
        down: dict[str, list[TraceEdge]] = {}
        for link in claims.links:
            if link.sort != "influence" or influences:
                edge = _edge(link, directory.base)
                up.setdefault(edge.origin, []).append(edge)
                down.setdefault(edge.target, []).append(edge)
        ends = {Direction.UP: up, Direction.DOWN: down}
        stated: dict[str, list[StatedParentage]] = {}
        for holder, parentage in sorted(claims.parentage.items()):
            stated.setdefault(fold(holder, directory.base)[0], []).extend(
                sorted(parentage, key=lambda one: one.completeness)
            )
        by_end = {way: {iri: tuple(edges) for iri, edges in ends[way].items()} for way in ends}
        return cls(claims, directory, by_end, {iri: tuple(found) for iri, found in stated.items()})

    def trace(self, iri: str, direction: Direction = Direction.UP, depth: int | None = None) -> Trace:
        """Return the tree of a thing, up to `depth` steps away; every cycle ends."""
        focus, part = fold(iri, self.directory.base)
        depth_of = {focus: 0}
        found: list[TraceEdge] = []
        beyond: set[str] = set()
        queue = deque([focus])
        while queue:
            entity = queue.popleft()
            edges = self.edges(entity, direction, part if entity == focus else "")
            if depth is not None and depth_of[entity] >= depth:
                beyond.update(edge.far(direction) for edge in edges)
                continue
            for edge in edges:
                found.append(edge)
                if edge.far(direction) not in depth_of:
                    depth_of[edge.far(direction)] = depth_of[entity] + 1
                    queue.append(edge.far(direction))
        cut = self._reach(beyond, direction) - depth_of.keys()
        nodes = sorted((self._node(*item) for item in depth_of.items()), key=lambda node: (node.depth, node.label))
        return Trace(focus, part, direction, tuple(nodes), tuple(found), len(cut))

    def edges(self, entity: str, direction: Direction, part: str = "") -> tuple[TraceEdge, ...]:
        """Return the edges at an entity; with `part`, not those that stand on another version or part of it."""
        edges = self.by_end[direction].get(entity, ())
        return tuple(edge for edge in edges if not part or in_line(edge.near_part(direction), part))

    def reach(self, iri: str, *directions: Direction) -> set[str]:
        """Return all entities that an entity descends from, or that descend from it, or both, itself among them."""
        return {one for direction in directions or Direction for one in self._reach({iri}, direction)}

    def _reach(self, start: set[str], direction: Direction) -> set[str]:
        """Return all entities from `start` on."""
        found, queue = set(start), deque(sorted(start))
        while queue:
            for edge in self.edges(queue.popleft(), direction):
                far = edge.far(direction)
                if far not in found:
                    found.add(far)
                    queue.append(far)
        return found

    def _node(self, iri: str, depth: int) -> TraceNode:
        thing = self.directory.by_iri.get(iri)
        return TraceNode(
            iri=iri,
            label=self.directory.label(iri),
            kind=thing.kind if thing else "",
            depth=depth,
            parentage=self.stated.get(iri, ()),
        )


def fold(iri: str, base: EntityBase) -> tuple[str, str]:
    """Return the entity of a thing and the version, part or split that was named; empty for the whole."""
    address = base.parse(iri)
    return (base.iri(address.entity), address.sub) if address else (iri, "")


def _edge(link: Link, base: EntityBase) -> TraceEdge:
    origin, origin_part = fold(link.origin, base)
    target, target_part = fold(link.target, base)
    return TraceEdge(origin, target, origin_part, target_part, link)


def in_line(one: str, other: str) -> bool:
    """Tell whether two parts of one entity may be one, or one lie in the other; the whole is in line with all."""
    shorter, longer = sorted((one, other), key=len)
    return not shorter or longer == shorter or longer.startswith(shorter + "/")
