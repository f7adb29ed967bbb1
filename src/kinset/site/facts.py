"""A record as a page shows it: rows of facts, each with its evidence and its place in the files. Level 6.

In: a `Dossier`, and where statements stand. Out: `Sheet`: what an entity or one of its versions, parts and splits says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kinset.dossier import ClaimNote, Conflict, Dossier, Fact, Value
from kinset.iri import local_name, spaced
from kinset.lineage.claims import EvidenceNote
from kinset.sources import Sources
from kinset.vocab import DCAT, DCTERMS, KIN, PROV, RDF, RDFS, SKOS
from kinset.wording import short_link

MARKS = {"Computed": "computed", "Read": "read", "Inferred": "inferred", "Remembered": "remembered"}
_STRENGTH = ("Computed", "Read", "Inferred", "Remembered")
# Shown at the head of a page, or by the sections that are made of them.
_ELSEWHERE = {DCTERMS.description.value, SKOS.altLabel.value, RDFS.label.value, KIN.formerLink.value}
# How the facts of a claim make a line: these first, in this order; the others by name.
_FIRST = (KIN.kind, PROV.entity, PROV.agent, KIN.policy, DCAT.hadRole, KIN.scope, KIN.count, KIN.unit, KIN.population)


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence, ready to be shown; `method` and `role` in words, `iri` or `link` of what was read."""

    iri: str
    source: str
    name: str
    locator: str
    method: str
    role: str
    dated: str
    checked: str


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: its name, values, evidence, and the line that says it.

    Attributes:
        anchor: the end of the claim's IRI, so that it can be linked to; empty for plain facts.
        method: of the best evidence; empty where the fact needs none or has none.
    """

    name: str
    predicate: str
    values: tuple[Value, ...]
    sources: tuple[Source, ...]
    method: str
    file: str
    line: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of what a claim says: the property's name and its values."""

    name: str
    predicate: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with its parts; see `Row` for the rest."""

    tie: str
    sort: str
    clauses: tuple[Clause, ...]
    row: Row

    def value(self, predicate: NamedNode) -> Value | None:
        """Return the first value of a part, or None."""
        return next(
            (part.values[0] for part in self.clauses if part.predicate == predicate.value and part.values), None
        )

    def text(self, predicate: NamedNode) -> str:
        """Return the first value of a part as text, or nothing."""
        found = self.value(predicate)
        return found.text if found else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is recorded of a thing.

    Attributes:
        anchor: the part of the IRI after the entity's; empty for the entity itself.
        sort: its class in words.
        members: its versions, parts and splits.
    """

    iri: str
    anchor: str
    label: str
    sort: str
    identifiers: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    claims: tuple[ClaimRow, ...]
    members: tuple["Sheet", ...]
    conflicts: tuple[Conflict, ...]

    def of(self, sort: str) -> tuple[ClaimRow, ...]:
        """Return the claims of a class."""
        return tuple(claim for claim in self.claims if claim.sort == sort)

    def row(self, predicate: NamedNode) -> Row | None:
        """Return the row of a property, or None."""
        return next((row for row in self.rows if row.predicate == predicate.value), None)

    def every(self) -> Iterator["Sheet"]:
        """Yield the sheet and those of all its members, each once: a part can be one of several wholes."""
        found = {self.iri: self}
        for member in self.members:
            found |= {one.iri: one for one in member.every() if one.iri not in found}
        yield from found.values()


class SheetMaker:
    """Makes sheets; `label` names what evidence points at."""

    def __init__(self, sources: Sources, label: Callable[[str], str], known: Callable[[str], bool]) -> None:
        self.sources = sources
        self.label = label
        self.known = known

    def sheet(self, dossier: Dossier, entity: str = "") -> Sheet:
        """Return the sheet of a dossier."""
        entity = entity or dossier.iri
        return Sheet(
            iri=dossier.iri,
            anchor=dossier.iri.removeprefix(entity).lstrip("/"),
            label=dossier.label,
            sort=", ".join(spaced(name) for name in dossier.classes),
            identifiers=dossier.identifiers,
            rows=tuple(self.fact(dossier.iri, fact) for fact in dossier.facts if fact.predicate not in _ELSEWHERE),
            claims=tuple(self.claim(claim) for claim in dossier.claims),
            members=tuple(self.sheet(part, entity) for part in dossier.parts),
            conflicts=dossier.conflicts,
        )

    def fact(self, node: str, fact: Fact) -> Row:
        """Return the row of a fact."""
        values = tuple(readable(value) for value in fact.values)
        file, line = self.sources.place(NamedNode(node), NamedNode(fact.predicate))
        return Row(fact.name, fact.predicate, values, self.evidence(fact.evidence), best(fact.evidence), file, line)

    def claim(self, claim: ClaimNote) -> ClaimRow:
        """Return a claim with its parts, those that tell most first."""
        order = {predicate.value: place for place, predicate in enumerate(_FIRST)}
        facts = sorted(claim.facts, key=lambda fact: (order.get(fact.predicate, len(order)), fact.name))
        file, line = self.sources.place(NamedNode(claim.iri))
        clauses = tuple(
            Clause(fact.name, fact.predicate, tuple(readable(value) for value in fact.values))
            for fact in facts
            if _tells(fact)
        )
        values = tuple(value for part in clauses for value in part.values)
        found = self.evidence(claim.evidence)
        anchor = claim.iri.partition("#")[2]
        row = Row(claim.tie, "", values, found, best(claim.evidence), file, line, anchor)
        return ClaimRow(claim.tie, claim.classes[0] if claim.classes else "", clauses, row)

    def evidence(self, notes: Iterable[EvidenceNote]) -> tuple[Source, ...]:
        """Return pieces of evidence, the strongest first."""
        ordered = sorted(notes, key=lambda note: (strength(note.method), note.iri))
        return tuple(self.source(note) for note in ordered)

    def source(self, note: EvidenceNote) -> Source:
        """Return one piece of evidence."""
        name = self.label(note.source) if self.known(note.source) else short_link(note.source)
        return Source(
            iri=note.iri,
            source=note.source,
            name=name,
            locator=note.locator,
            method=spaced(note.method),
            role=spaced(note.source_role),
            dated=note.source_date,
            checked=note.checked_on,
        )


def _tells(fact: Fact) -> bool:
    return fact.predicate not in {RDF.type.value, RDFS.label.value} or bool(fact.values and not fact.values[0].iri)


def readable(value: Value) -> Value:
    """Return a value as a page shows it: a link that has no name is told by its address, not by its last piece."""
    bare = value.iri.startswith(("http://", "https://")) and value.text == local_name(value.iri)
    return replace(value, text=short_link(value.iri)) if bare else value


def strength(method: str) -> int:
    """Return the place of a method, the strongest first."""
    return _STRENGTH.index(method) if method in _STRENGTH else len(_STRENGTH)


def best(notes: Iterable[EvidenceNote]) -> str:
    """Return the strongest method among pieces of evidence, in words; nothing without any."""
    methods: Mapping[str, str] = MARKS
    return methods.get(min((note.method for note in notes), key=strength, default=""), "")
