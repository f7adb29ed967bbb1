"""Which starts could lie in both sides of a disjoint pair at all: one pass for all pairs. Part of level 4.

In: a theory. Out: for each place the sides of disjoint pairs that it may reach, as the bits of a whole number, and the
witnesses that may reach both sides of one. Nothing else can be contradictory, for a world is built point by point.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from kinset.lineage.overlap.constraints import Theory, Witness


class Sides:
    """The sides of all disjoint pairs, and the places that may reach them."""

    def __init__(self, theory: Theory) -> None:
        self.theory = theory
        places = sorted(theory.disjoint_at)
        self.bit = {place: 1 << number for number, place in enumerate(places)}
        self.places = places
        self.against = [
            sum(self.bit[other] for other in {one for one, _label in theory.disjoint_at[place]}) for place in places
        ]
        self.reached = self._reached()

    def clash(self, start: Iterable[int]) -> bool:
        """Tell whether a point of these places may lie in both sides of a disjoint pair."""
        mask = 0
        for place in start:
            mask |= self.reached.get(place, 0)
        return self.clashes(mask)

    def clashes(self, mask: int) -> bool:
        """Tell whether sides, as bits, have both sides of a pair among them."""
        rest = mask
        while rest:
            low = rest & -rest
            if self.against[low.bit_length() - 1] & mask:
                return True
            rest ^= low
        return False

    @cached_property
    def suspects(self) -> tuple[Witness, ...]:
        """The witnesses that may lie in both sides of a disjoint pair."""
        return tuple(self.witnesses())

    def witnesses(self) -> Iterator[Witness]:
        """Yield the witnesses that may lie in both sides of a disjoint pair, each once."""
        seen: set[Witness] = set()
        theory, known = self.theory, dict[int, bool]()
        for place in self.reached:
            for witness in theory.witnesses_at.get(place, ()):
                one, other = theory.ends(witness)
                mask = self.reached.get(one, 0) | self.reached.get(other, 0)
                if mask not in known:
                    known[mask] = self.clashes(mask)
                if known[mask] and witness not in seen:
                    seen.add(witness)
                    yield witness

    def escapes(self, start: Iterable[int]) -> bool:
        """Tell whether one easy way keeps a point of these places out of every clash: at each case the barest head."""
        theory, width, known = self.theory, self.theory.width, set(start)
        if theory.has_dead_ends:
            return False
        queue = list(known)
        mask = 0
        cases: list[tuple[int, ...]] = []
        while queue or cases:
            if not queue:
                heads = cases.pop()
                if not known.isdisjoint(heads):
                    continue
                queue.append(min(heads, key=lambda head: (self.clashes(self.reached.get(head, 0) | mask), head)))
                known.add(queue[-1])
            here = queue.pop()
            mask |= self.bit.get(here, 0)
            member, unit = divmod(here, width)
            found = [member * width + above for above in theory.coarser[unit]]
            for clause in theory.clauses_from.get(member, ()):
                if clause.units >> unit & 1 and all(one * width + unit in known for one in clause.body):
                    heads = tuple(head * width + unit for head in clause.heads)
                    if len(heads) == 1:
                        found += heads
                    else:
                        cases.append(heads)
            for there in found:
                if there not in known:
                    known.add(there)
                    queue.append(there)
        return not self.clashes(mask)

    def _reached(self) -> Mapping[int, int]:
        """Pass the sides down, each place after those above it; again while a cycle still gives more."""
        theory, found = self.theory, dict(self.bit)
        order, below = _downwards(theory, self.places)
        changed = bool(order)
        while changed:
            changed = False
            for place in order:
                mask = found.get(place, 0)
                for there in below[place]:
                    before = found.get(there, 0)
                    if before | mask != before:
                        found[there] = before | mask
                        changed = True
            # Without cycles the second round changes nothing.
        return found


def _downwards(theory: Theory, starts: Iterable[int]) -> tuple[list[int], dict[int, list[int]]]:
    """Return the places from which one of `starts` may be reached, those above first, and the next places below."""
    below: dict[int, list[int]] = {}
    finished: list[int] = []
    for start in starts:
        if start in below:
            continue
        below[start] = _next_below(theory, start)
        stack = [(start, iter(below[start]))]
        while stack:
            place, rest = stack[-1]
            there = next((one for one in rest if one not in below), None)
            if there is None:
                finished.append(place)
                stack.pop()
            else:
                below[there] = _next_below(theory, there)
                stack.append((there, iter(below[there])))
    finished.reverse()
    return finished, below


def _next_below(theory: Theory, place: int) -> list[int]:
    member, unit = divmod(place, theory.width)
    found = [member * theory.width + low for low in theory.finer[unit]]
    for clause in theory.clauses_into.get(member, ()):
        if clause.units >> unit & 1:
            found += [body * theory.width + unit for body in clause.body]
    return found
