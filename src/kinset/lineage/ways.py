"""The recorded ways between two datasets: what stands behind "both descend from one source". Level 4.

In: a tracer and two things. Out: for each nearest common source, the claims that lead there from either side; and each
stated overlap between something that the one comes from and something that the other comes from. A way proves nothing
by itself: it tells a reader why a verdict may be open.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kinset.lineage.trace import Direction, TraceEdge, Tracer, fold

Path = tuple[TraceEdge, ...]


@dataclass(frozen=True, slots=True)
class CommonSource:
    """A source of both things, with the shortest way to it from each; an empty way means the thing itself."""

    source: str
    from_one: Path
    from_other: Path


@dataclass(frozen=True, slots=True)
class OverlapBetween:
    """A stated overlap of a source of the one (or itself) with a source of the other (or itself)."""

    claim: str
    one: str
    other: str
    from_one: Path
    from_other: Path


def paths_up(tracer: Tracer, iri: str) -> Mapping[str, Path]:
    """Return the shortest way from a thing to each entity that it comes from; ways keep to their line of parts."""
    entity, part = fold(iri, tracer.directory.base)
    paths: dict[str, Path] = {entity: ()}
    seen = {(entity, part)}
    queue: deque[tuple[str, str, Path]] = deque([(entity, part, ())])
    while queue:
        here, reached, path = queue.popleft()
        for edge in tracer.edges(here, Direction.UP, reached):
            state = (edge.target, edge.target_part)
            if edge.link.sort == "derivation" and state not in seen:
                seen.add(state)
                paths.setdefault(edge.target, (*path, edge))
                queue.append((*state, (*path, edge)))
    return paths


def common_sources(tracer: Tracer, one: str, other: str) -> tuple[CommonSource, ...]:
    """Return the nearest common sources: those from which no other common source descends, by length of the ways."""
    mine, theirs = paths_up(tracer, one), paths_up(tracer, other)
    shared = [source for source in mine if source in theirs and (mine[source] or theirs[source])]
    beyond = {above for source in shared for above in paths_up(tracer, source) if above != source}
    nearest = [CommonSource(source, mine[source], theirs[source]) for source in shared if source not in beyond]
    return tuple(sorted(nearest, key=lambda way: (len(way.from_one) + len(way.from_other), way.source)))


def overlaps_between(
    tracer: Tracer, one: str, other: str, stated: Mapping[str, tuple[tuple[str, str], ...]]
) -> tuple[OverlapBetween, ...]:
    """Return the stated overlaps between what the two come from; `stated` tells them by entity."""
    mine, theirs = paths_up(tracer, one), paths_up(tracer, other)
    found = dict(_overlaps(mine, theirs, stated))
    return tuple(sorted(found.values(), key=lambda way: (len(way.from_one) + len(way.from_other), way.claim)))


def _overlaps(
    mine: Mapping[str, Path], theirs: Mapping[str, Path], stated: Mapping[str, tuple[tuple[str, str], ...]]
) -> Iterator[tuple[tuple[str, str], OverlapBetween]]:
    for near, path in mine.items():
        for far, claim in stated.get(near, ()):
            if far in theirs and near not in theirs and far not in mine:
                yield (near, far), OverlapBetween(claim, near, far, path, theirs[far])
