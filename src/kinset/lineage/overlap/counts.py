"""What counts prove. Part of level 4. Source: the model, section 5, Counts.

In: a `Setting` with everything else compiled. Out: on its ledger, for sets A, B that lie in S by clauses of one head:
|A| + |B| > |S| shows that A and B share; equal exact counts of A and S show that S lies in A; |A| > |S| is a quarrel.

An approximate count proves nothing; one of a population is a lower bound; so is one of a dataset that has
versions. Units
that stand alone (rows, questions, exam items) are not counted: one item may stand in a file twice. Sound, not complete:
of several ways from A to S the lightest is taken.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kinset.lineage.overlap.constraints import Clause, Label, Theory, Witness
from kinset.lineage.overlap.setting import Setting
from kinset.lineage.overlap.units import claim_key

PAIRS = 500
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of units and the extents that it rests on."""

    number: int
    label: Label


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many units a set has: at least `low`, at most `high`, None where not said."""

    low: Bound | None
    high: Bound | None


def count(setting: Setting) -> None:
    """Add to the ledger of a compilation what follows from counts."""
    ledger = setting.ledger
    theory = ledger.theory()
    bounds = dict(_bounds(setting))
    inside: dict[Place, list[tuple[Bound, int, Label]]] = defaultdict(list)
    for (member, unit), own in bounds.items():
        if own.low is None:
            continue
        for whole, way in ways(theory, member, unit).items():
            limits = bounds.get((whole, unit))
            high = limits.high if limits else None
            if high is None:
                continue
            label = way | own.low.label | high.label
            if own.low.number > high.number:
                ledger.rivals.append(label)
                continue
            if own.low.number == high.number and own.high and own.high.number == high.number:
                ledger.clauses.append(Clause((whole,), (member,), 1 << unit, label))
            inside[whole, unit].append((own.low, member, label))
    for (_whole, unit), members in inside.items():
        limits = bounds[_whole, unit]
        if limits.high:
            ledger.witnesses += pigeonhole(limits.high.number, unit, members)


def pigeonhole(limit: int, unit: int, members: list[tuple[Bound, int, Label]]) -> list[Witness]:
    """Return a witness for each two sets that are too large to lie apart; at most PAIRS, the largest first."""
    found: list[Witness] = []
    ordered = sorted(members, key=lambda entry: (-entry[0].number, entry[1]))
    for place, (low, one, label) in enumerate(ordered):
        for other_low, other, other_label in ordered[place + 1 :]:
            if low.number + other_low.number <= limit or len(found) >= PAIRS:
                break
            if one != other:
                found.append(Witness(one, other, unit, label | other_label))
    return found


def ways(theory: Theory, member: int, unit: int) -> Mapping[int, Label]:
    """Return the sets that a set lies in at a unit by clauses of one head, with the claims of the lightest way."""
    found: dict[int, Label] = {}
    heap: list[tuple[int, int, Label]] = [(0, member, frozenset())]
    while heap:
        cost, here, label = heapq.heappop(heap)
        if here in found:
            continue
        found[here] = label
        for clause in theory.clauses_from.get(here, ()):
            if clause.units >> unit & 1 and len(clause.body) == len(clause.heads) == 1 and clause.heads[0] not in found:
                heapq.heappush(heap, (cost + theory.weight(clause.label), clause.heads[0], label | clause.label))
    del found[member]
    return found


def _bounds(setting: Setting) -> Iterator[tuple[Place, Bounds]]:
    """Yield the bounds of each thing at each unit that it has usable extents of."""
    statements, order, ledger = setting.statements, setting.order, setting.ledger
    for iri in statements.things:
        lows: dict[int, list[Bound]] = defaultdict(list)
        exact: dict[int, list[tuple[Bound, Bound]]] = defaultdict(list)
        highs: dict[int, list[Bound]] = defaultdict(list)
        union = iri in statements.versions
        for claim in statements.held.get((iri, "extent"), ()):
            unit, node = setting.unit(claim), claim.node
            if unit is None or unit in order.stand_alone or node.true("approximate"):
                continue
            label = ledger.label([claim_key(claim)])
            number = node.number("count")
            low, high = (number, number) if number is not None else (node.number("countMin"), node.number("countMax"))
            if union or node.all("population"):
                lows[unit] += [Bound(low, label)] if low is not None else []
            elif low is not None and high is not None:
                exact[unit].append((Bound(low, label), Bound(high, label)))
            else:
                lows[unit] += [Bound(low, label)] if low is not None else []
                highs[unit] += [Bound(high, label)] if high is not None else []
        for unit in {*lows, *exact, *highs}:
            yield (ledger.set(iri), unit), _combined(lows[unit], exact[unit], highs[unit])


def _combined(lows: list[Bound], exact: list[tuple[Bound, Bound]], highs: list[Bound]) -> Bounds:
    """Return the intersection of what agrees; where extents disagree the hull, resting on all of them."""
    if exact:
        low, high = max((pair[0] for pair in exact), key=_number), min((pair[1] for pair in exact), key=_number)
        if low.number > high.number:
            label = frozenset(claim for pair in exact for bound in pair for claim in bound.label)
            low = Bound(min(pair[0].number for pair in exact), label)
            high = Bound(max(pair[1].number for pair in exact), label)
        lows, highs = [*lows, low], [*highs, high]
    lowest, highest = max(lows, key=_number, default=None), min(highs, key=_number, default=None)
    if lowest and highest and lowest.number > highest.number:
        return Bounds(None, None)
    return Bounds(lowest, highest)


def _number(bound: Bound) -> int:
    return bound.number
