"""What is measured of a catalogue, as frozen values. Level 5.

In: nothing. Out: `Coverage` and what it is made of.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


class State(enum.Enum):
    """What a record says of a predicate that is expected of it."""

    ANSWERED = "answered"
    UNVERIFIED = "unverified"  # there is a value, but nobody read or computed it
    UNKNOWN = "unknown"  # looked for and not stated
    NONE = "none"  # the source says that there is none
    MISSING = "missing"  # not checked


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact and the best evidence of it.

    Attributes:
        record: IRI of the entity in whose file it stands.
        node: the claim, or the subject of the triple.
        says: the claim's class, or the predicate.
        value: the triple's object in N-Triples form; empty for claims.
        evidence: IRI of the best piece; empty where there is none, then method and role are empty too.
        method, role: ends of the IRIs.
        verified: whether it was read or computed.
        primary: whether that was in a source of its makers or hosts.
        file, line: where it stands.
    """

    record: str
    node: str
    says: str
    value: str
    evidence: str
    method: str
    role: str
    verified: bool
    primary: bool
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Facts counted: all, by the method and the source role of their best evidence, the strongest first.

    Attributes:
        verified: how many were read or computed; primary: how many of these in a maker's or host's source.
        unsupported: how many have no evidence; they are in neither `methods` nor `roles`.
    """

    facts: int
    verified: int
    primary: int
    unsupported: int
    methods: Mapping[str, int]
    roles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Expected:
    """A predicate that is expected of a record, and what the record says of it."""

    predicate: str
    state: State


@dataclass(frozen=True, slots=True)
class RecordCoverage:
    """One record: its facts counted, those that nobody read in a maker's or host's source, and what is expected."""

    iri: str
    kind: str
    label: str
    tally: Tally
    weak: tuple[Fact, ...]
    expected: tuple[Expected, ...]

    def predicates(self, state: State) -> tuple[str, ...]:
        """Return the expected predicates in a state."""
        return tuple(item.predicate for item in self.expected if item.state is state)


@dataclass(frozen=True, slots=True)
class ItemCoverage:
    """A line of a list: as printed, the records that it covers, and IRIs that it names and that have no record."""

    iri: str
    position: int | None
    name: str
    links: tuple[str, ...]
    covers: tuple[str, ...]
    without_record: tuple[str, ...]
    file: str
    line: int

    @property
    def covered(self) -> bool:
        """Whether the line names something and all of that has a record."""
        return bool(self.covers) and not self.without_record


@dataclass(frozen=True, slots=True)
class ListCoverage:
    """A list, its items in its order, and the facts of the records that it covers, counted."""

    iri: str
    label: str
    items: tuple[ItemCoverage, ...]
    tally: Tally

    @property
    def covered(self) -> int:
        """How many items are covered."""
        return sum(item.covered for item in self.items)


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """Where chains of derivation end in nothing: no derivation of its own, no complete parentage stated.

    `parentage` holds what is stated all the same (Incomplete, Unknown); `reached_from` the datasets below, sorted.
    """

    iri: str
    label: str
    recorded: bool
    parentage: tuple[str, ...]
    reached_from: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """All that is measured of a catalogue.

    Attributes:
        facts: in the order of files and lines.
        kinds: kind -> its tally, datasets first.
        records: the worst first: facts without evidence, then most facts that are not primary, then IRI.
        lists, ends: by IRI; ends with most datasets below first.
    """

    facts: tuple[Fact, ...]
    totals: Tally
    kinds: Mapping[str, Tally]
    records: tuple[RecordCoverage, ...]
    lists: tuple[ListCoverage, ...]
    ends: tuple[OpenEnd, ...]

    @cached_property
    def expected(self) -> Mapping[str, Mapping[State, int]]:
        """Expected predicate -> how many records are in each state."""
        found: dict[str, dict[State, int]] = {}
        for item in (item for record in self.records for item in record.expected):
            states = found.setdefault(item.predicate, dict.fromkeys(State, 0))
            states[item.state] += 1
        return {predicate: found[predicate] for predicate in sorted(found)}
