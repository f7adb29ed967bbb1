"""What is known of sets of units, as pure data. Part of level 4. Source: the model, section 5.

In: sets, units and claims as whole numbers. Out: a `Theory`: clauses, disjoint pairs and witnesses, each
labelled with the
claims that it rests on, and the indexes that a search walks along.

A *place* is one set at one unit: `set * number of units + unit`. A point at a unit lies in one point of each
unit that is
always coarser; so whoever is in a set at a unit is in that set at the coarser ones too. By this one axiom
witnesses go up
and disjoint pairs down; clauses say themselves at which units they hold.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeAlias, TypeVar

Label: TypeAlias = frozenset[int]
STRIDE = 64  # steps of a walk that are taken at once
KEPT_FALLS = 4_000  # walks that a theory remembers
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Clause:
    """Whatever is in all of `body` is in one of `heads`, at each unit whose bit is set in `units`."""

    body: tuple[int, ...]
    heads: tuple[int, ...]
    units: int
    label: Label


@dataclass(frozen=True, slots=True)
class Disjoint:
    """Nothing is in both sets at that unit, hence at no finer one."""

    one: int
    other: int
    unit: int
    label: Label


@dataclass(frozen=True, slots=True)
class Witness:
    """Something is in both sets at that unit, hence at each coarser one; one set twice: it is not empty."""

    one: int
    other: int
    unit: int
    label: Label


@dataclass(frozen=True, slots=True)
class Rule:
    """One clause at one unit, over places; what the search walks along."""

    body: tuple[int, ...]
    heads: tuple[int, ...]
    label: Label
    cost: int


@dataclass(frozen=True)
class Theory:
    """All constraints of a catalogue.

    Attributes:
        coarser: for each unit the next units that it always lies in.
        rivals: sets of claims that cannot all be true whatever the sets are (Complete and Incomplete of one dataset).
        defaults: claims that nobody stated; they may support SHARES only.
        weights: how weak the evidence of a claim is; 0 where not said. Proofs with light claims are preferred.
    """

    coarser: tuple[tuple[int, ...], ...]
    clauses: tuple[Clause, ...] = ()
    disjoint: tuple[Disjoint, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    rivals: tuple[Label, ...] = ()
    defaults: Label = frozenset()
    weights: Mapping[int, int] | None = None

    @cached_property
    def rules_from(self) -> dict[int, tuple[Rule, ...]]:
        """Place -> the rules that start there, as far as a search has made them."""
        return {}

    @cached_property
    def seen_from(self) -> dict[object, object]:
        """What a search from some places came upon, the last ones; least lately used first."""
        return {}

    @cached_property
    def falls(self) -> dict[int, "Fall"]:
        """Place -> what was found on the way down from it, the last ones asked for."""
        return {}

    def fall(self, place: int) -> "Fall":
        """Return the way down from a place; many questions of one theory go down from the same places."""
        found = self.falls.pop(place, None) or Fall(self.falling(place))
        if len(self.falls) >= KEPT_FALLS:
            del self.falls[next(iter(self.falls))]
        self.falls[place] = found
        return found

    @property
    def width(self) -> int:
        """The number of units."""
        return len(self.coarser)

    def place(self, member: int, unit: int) -> int:
        """Return the place of a set at a unit."""
        return member * self.width + unit

    def weight(self, label: Label) -> int:
        """Return what it costs to rest on these claims."""
        weights = self.weights
        if not weights:
            return 1
        return 1 + sum(weights.get(claim, 0) for claim in label)

    @cached_property
    def clauses_from(self) -> Mapping[int, tuple[Clause, ...]]:
        """Set -> clauses with it in their body."""
        return _index((member, clause) for clause in self.clauses for member in clause.body)

    @cached_property
    def clauses_into(self) -> Mapping[int, tuple[Clause, ...]]:
        """Set -> clauses with it among their heads."""
        return _index((member, clause) for clause in self.clauses for member in clause.heads)

    @cached_property
    def disjoint_at(self) -> Mapping[int, tuple[tuple[int, Label], ...]]:
        """Place -> places that it is disjoint from, with the label."""
        pairs: list[tuple[int, tuple[int, Label]]] = []
        for pair in self.disjoint:
            one, other = self.place(pair.one, pair.unit), self.place(pair.other, pair.unit)
            pairs.append((one, (other, pair.label)))
            if one != other:
                pairs.append((other, (one, pair.label)))
        return _index(pairs)

    @cached_property
    def witnesses_at(self) -> Mapping[int, tuple[Witness, ...]]:
        """Place -> witnesses that lie in it."""
        return _index((place, witness) for witness in self.witnesses for place in set(self.ends(witness)))

    @cached_property
    def witnesses_of(self) -> Mapping[int, tuple[Witness, ...]]:
        """Claim -> witnesses that rest on it."""
        return _index((claim, witness) for witness in self.witnesses for claim in witness.label)

    @cached_property
    def has_dead_ends(self) -> bool:
        """Whether a clause has no head."""
        return any(not clause.heads for clause in self.clauses)

    @cached_property
    def has_joint_bodies(self) -> bool:
        """Whether a clause has several sets in its body."""
        return any(len(clause.body) != 1 for clause in self.clauses)

    @cached_property
    def finer(self) -> tuple[tuple[int, ...], ...]:
        """For each unit the next units that always lie in it."""
        return tuple(
            tuple(low for low, above in enumerate(self.coarser) if unit in above) for unit in range(self.width)
        )

    def ends(self, witness: Witness) -> tuple[int, int]:
        """Return the places of a witness."""
        return self.place(witness.one, witness.unit), self.place(witness.other, witness.unit)

    @cached_property
    def clauses_of(self) -> Mapping[int, tuple[int, ...]]:
        """Claim -> numbers of the clauses that rest on it; -1 -> of those that rest on none."""
        return _index((claim, number) for number, clause in enumerate(self.clauses) for claim in clause.label or (-1,))

    @cached_property
    def disjoint_of(self) -> Mapping[int, tuple[int, ...]]:
        """Claim -> numbers of the disjoint pairs that rest on it; -1 -> of those that rest on none."""
        return _index((claim, number) for number, pair in enumerate(self.disjoint) for claim in pair.label or (-1,))

    def part(self, claims: Label) -> "Theory":
        """Return what rests on nothing but these claims; its size is that of the claims, not of the catalogue."""
        chosen = (-1, *claims)
        clauses = sorted({number for claim in chosen for number in self.clauses_of.get(claim, ())})
        pairs = sorted({number for claim in chosen for number in self.disjoint_of.get(claim, ())})
        return Theory(
            self.coarser,
            tuple(self.clauses[number] for number in clauses if self.clauses[number].label <= claims),
            tuple(self.disjoint[number] for number in pairs if self.disjoint[number].label <= claims),
            tuple(self.resting_on(claims)),
            defaults=self.defaults,
            weights=self.weights,
        )

    def resting_on(self, claims: Label) -> Iterator[Witness]:
        """Yield the witnesses that rest on nothing but these claims, each once."""
        seen: set[Witness] = set()
        for claim in sorted(claims):
            for witness in self.witnesses_of.get(claim, ()):
                if witness.label <= claims and witness not in seen:
                    seen.add(witness)
                    yield witness

    def falling(self, place: int) -> Iterator[int | Witness]:
        """Yield, one step at a time, the places from which this one may be reached and the witnesses in them."""
        width, seen, queue = self.width, {place}, [place]
        for here in queue:
            yield here
            yield from self.witnesses_at.get(here, ())
            member, unit = divmod(here, width)
            for low in self.finer[unit]:
                if member * width + low not in seen:
                    seen.add(member * width + low)
                    queue.append(member * width + low)
            for clause in self.clauses_into.get(member, ()):
                if clause.units >> unit & 1:
                    for body in clause.body:
                        if body * width + unit not in seen:
                            seen.add(body * width + unit)
                            queue.append(body * width + unit)
                yield here


class Fall:
    """A way down, walked as far as anybody asked: the witnesses found, `STRIDE` steps at a time."""

    def __init__(self, steps: Iterator[int | Witness]) -> None:
        self._steps = steps
        self._strides: list[tuple[tuple[Witness, ...], bool]] = []

    def stride(self, number: int) -> tuple[tuple[Witness, ...], bool]:
        """Return the witnesses of a stride, and whether the way ends within it; strides are asked for in turn."""
        while number >= len(self._strides):
            steps = list(islice(self._steps, STRIDE))
            self._strides.append((tuple(one for one in steps if isinstance(one, Witness)), len(steps) < STRIDE))
        return self._strides[number]


def _index(pairs: Iterable[tuple[Key, Value]]) -> Mapping[Key, tuple[Value, ...]]:
    found: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
