"""Which claims of a proof nothing can replace, found in one pass. Part of level 4. Source: the model, section 5.

In: the part of a theory that rests on a proof's claims, where a point may start, and the goals. Out: the claims without
which no start is forced any more; None where cases may bear on each other, so that each claim must be tried.

A claim is needed to force a place into an aim if every rule that does so rests on it, or leads through a head that
needs it. Read as an equation over sets of claims this has a greatest solution, which is exact: dropping a claim takes a
place from what is forced just if the solution has it there. A set of claims is the bits of one whole number.
"""

from collections import deque
from collections.abc import Sequence

from kinset.lineage.overlap.constraints import Label, Theory
from kinset.lineage.overlap.search import Lens, Region, region_of

Start = tuple[frozenset[int], Label]


def needed(part: Theory, starts: Sequence[Start], goals: frozenset[int]) -> Label | None:
    """Return the claims without which no start is forced into all goals (none given: refuted); None if not told."""
    region = region_of(part, frozenset(place for ends, _label in starts for place in ends), Lens())
    aims = region.aims(goals if goals <= region.places else frozenset())
    if not aims:
        return None
    rules = region.rules
    bits = _Bits(
        [rule.label for rule in rules] + [label for _ends, label in starts] + [pair.label for pair in part.disjoint]
    )
    labels = [bits.of(rule.label) for rule in rules]
    masks = [_masks(region, labels, aim) for aim in aims[0]]
    every, found = bits.every, bits.every
    for ends, label in starts:
        mask = bits.of(label)
        for aim in masks:
            own = every
            for place in ends:
                own &= aim.get(place, every)
            mask |= own
        found &= mask
    if region.pairs:
        pair = every
        for pairs in region.pairs.values():
            for _other, label in pairs:
                pair &= bits.of(label)
        found |= pair
    return bits.label(found)


class _Bits:
    """Labels as whole numbers."""

    def __init__(self, labels: Sequence[Label]) -> None:
        self.claims = sorted({claim for label in labels for claim in label})
        self.bit = {claim: 1 << place for place, claim in enumerate(self.claims)}
        self.every = (1 << len(self.claims)) - 1

    def of(self, label: Label) -> int:
        return sum(self.bit[claim] for claim in label)

    def label(self, number: int) -> Label:
        digits = reversed(f"{number:b}")
        return frozenset(claim for claim, digit in zip(self.claims, digits, strict=False) if digit == "1")


def _masks(region: Region, labels: list[int], aim: int) -> dict[int, int]:
    """Return for each place that is forced into the aim the claims that all ways need."""
    rules, into = region.rules, region.into
    found, queue = {aim: 0}, deque([aim])
    while queue:
        for number in into.get(queue.popleft(), ()):
            rule, mask = rules[number], labels[number]
            if all(head in found for head in rule.heads):
                for head in rule.heads:
                    mask |= found[head]
                body = rule.body[0]
                before = found.get(body)
                after = mask if before is None else before & mask
                if after != before:
                    found[body] = after
                    queue.append(body)
    return found
