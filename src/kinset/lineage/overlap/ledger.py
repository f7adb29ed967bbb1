"""Numbers for sets and claims, and the constraints that are gathered under them. Part of level 4.

In: keys. Out: the `Theory` and the tables that lead back from its numbers. A set is a thing (its IRI) or,
for a claim that
points at a dataset without saying which version, that claim's own set: `(IRI of the claim, IRI of the dataset)`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from kinset.lineage.overlap.constraints import Clause, Disjoint, Label, Theory, Witness
from kinset.lineage.overlap.statements import Statements
from kinset.lineage.overlap.units import UnitOrder

SetKey: TypeAlias = str | tuple[str, str]
STRENGTH = {"Computed": 0, "Read": 1, "Inferred": 12, "Remembered": 40}
UNSUPPORTED = 60
DEFAULT = 400


def default(iri: str) -> str:
    """Return the key of the assumption that a thing's recorded sources are all."""
    return f"default {iri}"


@dataclass
class Ledger:
    """Gathers constraints while a catalogue is compiled."""

    statements: Statements
    order: UnitOrder
    sets: dict[SetKey, int] = field(default_factory=dict)
    claims: dict[str, int] = field(default_factory=dict)
    clauses: list[Clause] = field(default_factory=list)
    disjoint: list[Disjoint] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    rivals: list[Label] = field(default_factory=list)

    def set(self, key: SetKey) -> int:
        """Return the number of a set."""
        return self.sets.setdefault(key, len(self.sets))

    def label(self, keys: Iterable[str]) -> Label:
        """Return the claims with these keys."""
        return frozenset(self.claims.setdefault(key, len(self.claims)) for key in keys)

    def clause(self, body: Iterable[SetKey], heads: Iterable[SetKey], units: int, keys: Iterable[str]) -> None:
        """Note that what is in all of `body` is in one of `heads`, at the units whose bits are set."""
        members = tuple(dict.fromkeys(self.set(key) for key in body))
        ends = tuple(dict.fromkeys(self.set(key) for key in heads))
        if units and not set(members) & set(ends):
            self.clauses.append(Clause(members, ends, units, self.label(keys)))

    def apart(self, one: SetKey, other: SetKey, unit: int, keys: Iterable[str]) -> None:
        """Note that two sets have nothing in common at a unit."""
        self.disjoint.append(Disjoint(self.set(one), self.set(other), unit, self.label(keys)))

    def witness(self, one: SetKey, other: SetKey, unit: int, keys: Iterable[str]) -> None:
        """Note that two sets have something in common at a unit."""
        self.witnesses.append(Witness(self.set(one), self.set(other), unit, self.label(keys)))

    def rival(self, *keys: str) -> None:
        """Note that these claims cannot all be true."""
        self.rivals.append(self.label(keys))

    def theory(self) -> Theory:
        """Return what was gathered."""
        return Theory(
            coarser=self.order.direct,
            clauses=tuple(dict.fromkeys(self.clauses)),
            disjoint=tuple(dict.fromkeys(self.disjoint)),
            witnesses=tuple(dict.fromkeys(self.witnesses)),
            rivals=tuple(dict.fromkeys(self.rivals)),
            defaults=frozenset(number for key, number in self.claims.items() if key.startswith("default ")),
            weights={number: weight(self.statements, key) for key, number in self.claims.items()},
        )


def weight(statements: Statements, key: str) -> int:
    """Return how weak a claim is: the weight of its best evidence."""
    sort, _, rest = key.partition(" ")
    if sort == "default":
        return DEFAULT
    iri, _, predicate = rest.partition(" ")
    if predicate in {"isVersionOf", "isPartOf"}:
        return 0
    notes = statements.evidence(iri, predicate if sort == "fact" else "")
    return min((STRENGTH.get(note.method, UNSUPPORTED) for note in notes), default=UNSUPPORTED)


@dataclass(frozen=True)
class Catalogue:
    """A compiled catalogue.

    Attributes:
        sets, claims: key -> number, as in `theory`.
        set_keys, claim_keys: number -> key.
    """

    statements: Statements
    order: UnitOrder
    theory: Theory
    sets: Mapping[SetKey, int]
    claims: Mapping[str, int]
    set_keys: tuple[SetKey, ...]
    claim_keys: tuple[str, ...]
