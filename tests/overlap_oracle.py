"""Worlds, counted out: what the solver of overlaps is held against. Also random theories."""

import random
from collections.abc import Iterable
from itertools import combinations

from kinset.lineage.overlap.constraints import Clause, Disjoint, Label, Theory, Witness
from kinset.lineage.overlap.minima import minimal
from kinset.lineage.overlap.solve import Verdict

SETS = 4
REGIONS = range(1, 1 << SETS)


def region_bit(region: int) -> int:
    """The worlds (as a mask over all 2^15) in which a region is not empty."""
    number = region - 1
    block = ((1 << (1 << number)) - 1) << (1 << number)
    for level in range(number + 1, 15):
        block |= block << (1 << level)
    return block


ALL = (1 << (1 << 15)) - 1
OCCUPIED = {region: region_bit(region) for region in REGIONS}


def empty(regions: list[int]) -> int:
    """The worlds in which all of these regions are empty."""
    mask = ALL
    for region in regions:
        mask &= ALL ^ OCCUPIED[region]
    return mask


def inside(region: int, members: tuple[int, ...]) -> bool:
    return all(region >> member & 1 for member in members)


def world_mask(constraint: Clause | Disjoint | Witness) -> int:
    """The worlds that satisfy a constraint."""
    if isinstance(constraint, Clause):
        return empty(
            [
                region
                for region in REGIONS
                if inside(region, constraint.body) and not any(region >> head & 1 for head in constraint.heads)
            ]
        )
    both = [region for region in REGIONS if inside(region, (constraint.one, constraint.other))]
    return empty(both) if isinstance(constraint, Disjoint) else ALL ^ empty(both)


class Oracle:
    """The verdicts of a theory of one unit and four sets, read off all worlds."""

    def __init__(self, theory: Theory, claims: int) -> None:
        self.masks = [ALL] * claims
        self.rest: list[tuple[Label, int]] = []
        constraints: tuple[Clause | Disjoint | Witness, ...] = (*theory.clauses, *theory.disjoint, *theory.witnesses)
        for constraint in constraints:
            self.rest.append((constraint.label, world_mask(constraint)))
        self.defaults = theory.defaults
        self.every = [frozenset(some) for size in range(claims + 1) for some in combinations(range(claims), size)]
        self.worlds = {some: self.mask(some) for some in self.every}
        self.quarrels = minimal([*(some for some in self.every if not self.worlds[some]), *theory.rivals])
        for rival in theory.rivals:
            for some in self.every:
                if rival <= some:
                    self.worlds[some] = 0
        stated = [quarrel for quarrel in self.quarrels if not quarrel & self.defaults]
        self.contested = frozenset(claim for quarrel in stated for claim in quarrel)
        self.withdrawn = frozenset(claim for quarrel in self.quarrels for claim in quarrel & self.defaults)

    def mask(self, some: Label) -> int:
        mask = ALL
        for label, worlds in self.rest:
            if label <= some:
                mask &= worlds
        return mask

    def verdict(self, one: int, other: int) -> Verdict:
        meet = ALL ^ empty([region for region in REGIONS if inside(region, (one, other))])
        filled = ALL
        for member in (one, other):
            filled &= ALL ^ empty([region for region in REGIONS if region >> member & 1])
        proofs: dict[Verdict, list[Label]] = {Verdict.SHARES: [], Verdict.DISJOINT: []}
        for some in self.every:
            worlds = self.worlds[some]
            if some & self.withdrawn or not worlds:
                continue
            if not worlds & ~meet:
                proofs[Verdict.SHARES].append(some)
            if not worlds & meet and not some & self.defaults:
                proofs[Verdict.DISJOINT].append(some)
        for verdict, found in proofs.items():
            sound = [some for some in minimal(found) if self.worlds[some] & filled]
            if any(not some & self.contested for some in sound):
                return verdict
            proofs[verdict] = sound
        return Verdict.CONFLICT if any(proofs.values()) else Verdict.MAY_SHARE


def random_theory(source: random.Random, claims: int, *, defaults: bool = True, shared: float = 0.2) -> Theory:
    """A theory of one unit and four sets; some constraints rest on two claims, some claims carry two constraints."""
    clauses, disjoint, witnesses = [], [], []
    for claim in range(claims):
        for _ in range(1 + (source.random() < shared)):
            label = frozenset({claim, source.randrange(claims)} if source.random() < shared else {claim})
            kind = source.random()
            if kind < 0.5:
                body = tuple(source.sample(range(SETS), 2 if source.random() < 0.15 else 1))
                rest = [one for one in range(SETS) if one not in body]
                heads = tuple(source.sample(rest, min(len(rest), source.choice([1, 1, 1, 2, 2, 3]))))
                clauses.append(Clause(body, heads, 1, label))
            elif kind < 0.65:
                one, other = source.sample(range(SETS), 2)
                disjoint.append(Disjoint(one, other, 0, label))
            else:
                one = source.randrange(SETS)
                witnesses.append(Witness(one, source.choice([one, source.randrange(SETS)]), 0, label))
    chosen = frozenset(claim for claim in range(claims) if defaults and source.random() < 0.12)
    rivals = (frozenset(source.sample(range(claims), 2)),) if source.random() < 0.05 else ()
    return Theory(((),), tuple(clauses), tuple(disjoint), tuple(witnesses), rivals, chosen)


# ------------------------------------------------------------------ two linked units, three sets


class LinkedOracle:
    """Unit 0 always lies in unit 1; a configuration is a point at unit 1 with the points at unit 0 that lie in it.

    What is carried (by unit 0) has a point at unit 0 wherever it has one at unit 1.
    """

    def __init__(self, theory: Theory, carried: Iterable[int] = ()) -> None:
        self.theory, self.carried = theory, tuple(carried)
        self.allowed = [one for one in self.configurations() if self.fits(*one)]

    def configurations(self) -> Iterable[tuple[int, tuple[int, ...]]]:
        for coarse in range(8):
            lower = [fine for fine in range(8) if fine & ~coarse == 0]
            for size in range(len(lower) + 1):
                for some in combinations(lower, size):
                    yield coarse, some

    def fits(self, coarse: int, fine: tuple[int, ...]) -> bool:
        for unit, points in ((0, fine), (1, (coarse,))):
            for point in points:
                for clause in self.theory.clauses:
                    bound = clause.units >> unit & 1 and inside(point, clause.body)
                    if bound and not any(point >> head & 1 for head in clause.heads):
                        return False
                if any(pair.unit == unit and inside(point, (pair.one, pair.other)) for pair in self.theory.disjoint):
                    return False
        return all(not coarse >> one & 1 or any(point >> one & 1 for point in fine) for one in self.carried)

    def meets(self, configuration: tuple[int, tuple[int, ...]], one: int, other: int, unit: int) -> bool:
        points = configuration[1] if unit == 0 else (configuration[0],)
        return any(inside(point, (one, other)) for point in points)

    def showing(self, witness: Witness) -> list[tuple[int, tuple[int, ...]]]:
        return [one for one in self.allowed if self.meets(one, witness.one, witness.other, witness.unit)]

    def has_world(self) -> bool:
        return all(self.showing(witness) for witness in self.theory.witnesses)

    def shares(self, one: int, other: int, unit: int) -> bool:
        return any(
            all(self.meets(configuration, one, other, unit) for configuration in self.showing(witness))
            for witness in self.theory.witnesses
        )

    def disjoint(self, one: int, other: int, unit: int) -> bool:
        return not any(self.meets(configuration, one, other, unit) for configuration in self.allowed)


def random_linked_theory(source: random.Random) -> Theory:
    clauses, disjoint, witnesses = [], [], []
    for claim in range(source.randint(2, 6)):
        kind, label = source.random(), frozenset({claim})
        if kind < 0.5:
            body = source.randrange(3)
            heads = tuple(source.sample([one for one in range(3) if one != body], source.choice([1, 1, 2])))
            clauses.append(Clause((body,), heads, source.choice([1, 2, 3]), label))
        elif kind < 0.65:
            one, other = source.sample(range(3), 2)
            disjoint.append(Disjoint(one, other, source.randrange(2), label))
        else:
            one = source.randrange(3)
            witnesses.append(Witness(one, source.choice([one, source.randrange(3)]), source.randrange(2), label))
    return Theory(((1,), ()), tuple(clauses), tuple(disjoint), tuple(witnesses))
