"""One record, with the evidence of every fact and what disagrees. Level 5.

In: the triples of a record's graph and the labels that they need. Out: a `Dossier`, ready to be printed or served:
facts, claims, sub-resources and conflicts, each value with its label and each fact with its evidence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import Literal, NamedNode, Triple

from kinset.engine import Engine
from kinset.errors import KinsetError
from kinset.iri import local_name
from kinset.lineage.claims import EvidenceNote
from kinset.names import Directory
from kinset.triples import Node, Term, Triples
from kinset.vocab import ADMS, DCAT, DCTERMS, KIN, RDF, RDFS, SKOS
from kinset.wording import is_true, quantity, whole_number

TOLERANCE = 0.05  # what kin:approximate means where no bounds are stated

_RECORD = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
_LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?node ?label WHERE {{
  {{ GRAPH <{graph}> {{ ?s ?p ?node }} }} UNION {{ GRAPH <{graph}> {{ ?s ?node ?o }} }}
  ?node rdfs:label ?label .
}}"""
_STRUCTURE = {RDF.type, RDFS.label, KIN.evidence, ADMS.identifier, DCAT.isVersionOf, DCTERMS.isPartOf}
_NOTE_KEYS = (
    DCTERMS.source,
    KIN.locator,
    KIN.method,
    KIN.checkedOn,
    KIN.sourceRole,
    KIN.sourceDate,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a person reads it; `iri` is empty for literals, `language` for what has none."""

    text: str
    iri: str
    language: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A predicate with its values and the evidence that supports them; `name` is the predicate's label."""

    predicate: str
    name: str
    values: tuple[Value, ...]
    evidence: tuple[EvidenceNote, ...]


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """A claim node: what class it is of, how it hangs on its holder, and what it says."""

    iri: str
    tie: str
    classes: tuple[str, ...]
    facts: tuple[Fact, ...]
    evidence: tuple[EvidenceNote, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims of one kind about one thing that cannot all be right."""

    about: str
    says: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A record or one of its sub-resources.

    Attributes:
        iri, label, classes: what it is.
        identifiers: scheme's label and notation.
        facts: plain predicates, by IRI.
        claims: claim nodes, by tie and IRI.
        parts: its versions, parts and splits, by IRI.
        conflicts: of the thing itself, not of its parts.
    """

    iri: str
    label: str
    classes: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    claims: tuple[ClaimNote, ...]
    parts: tuple["Dossier", ...]
    conflicts: tuple[Conflict, ...]


def read_dossier(engine: Engine, directory: Directory, iri: str) -> Dossier:
    """Return the dossier of a thing (an entity or one of its versions, parts or splits) from an engine."""
    entity = directory.base.entity(iri)
    if entity is None or iri not in directory.by_iri:
        raise KinsetError(f"<{iri}> has no record.", hint="`kinset list` shows what there is.")
    graph = f"{entity}#record"
    labels: dict[str, list[Literal]] = {}
    for row in engine.select(_LABELS.format(graph=graph)).dicts():
        if isinstance(row["node"], NamedNode) and isinstance(row["label"], Literal):
            labels.setdefault(row["node"].value, []).append(row["label"])
    names = {node: _best(found) for node, found in labels.items()}
    return _Compiler(Triples(engine.construct(_RECORD.format(graph=graph))), names).dossier(NamedNode(iri))


def dossier_of(record: Iterable[Triple], labels: Mapping[str, str], iri: str) -> Dossier:
    """Return the dossier of a thing from the triples of its record and the labels of what they point at."""
    return _Compiler(Triples(record), labels).dossier(NamedNode(iri))


def _best(labels: Iterable[Literal]) -> str:
    return min(labels, key=lambda literal: (literal.language != "en", str(literal))).value


class _Compiler:
    """Turns the triples of one record's graph into dossiers."""

    def __init__(self, triples: Triples, labels: Mapping[str, str]) -> None:
        self.triples = triples
        self.labels = labels

    def dossier(self, node: NamedNode, within: frozenset[NamedNode] = frozenset()) -> Dossier:
        """Return the dossier of a thing; `within` are the things that it is a part of, which are no parts of it."""
        facts, claims = [], []
        around = within | {node}
        for predicate in self.triples.predicates(node):
            if predicate in _STRUCTURE:
                continue
            values = self.triples.objects(node, predicate)
            nodes = [value for value in values if self.is_claim(value)]
            claims += [self.claim(predicate, value) for value in nodes if isinstance(value, NamedNode)]
            plain = [value for value in values if value not in nodes]
            if plain:
                facts.append(self.fact(node, predicate, plain))
        return Dossier(
            iri=node.value,
            label=self.name(node),
            classes=self.classes(node),
            identifiers=tuple(self.identifiers(node)),
            facts=tuple(facts),
            claims=tuple(claims),
            parts=tuple(self.dossier(part, around) for part in self.parts(node) if part not in around),
            conflicts=(*self.extent_conflicts(node), *self.rival_values(node)),
        )

    def is_claim(self, value: Term) -> bool:
        """Claims are nodes of this record that carry evidence and are no thing of their own."""
        if not isinstance(value, NamedNode) or "#" not in value.value or value not in self.triples:
            return False
        return bool(self.triples.objects(value, KIN.evidence))

    def parts(self, node: NamedNode) -> Iterator[NamedNode]:
        """Yield what is a version or part of a thing, each once."""
        ties = (DCAT.isVersionOf, DCTERMS.isPartOf)
        found = dict.fromkeys(part for tie in ties for part in self.triples.subjects(tie, node))
        yield from (part for part in found if isinstance(part, NamedNode))

    def fact(self, node: NamedNode, predicate: NamedNode, values: Iterable[Term]) -> Fact:
        evidence = [
            note
            for note in self.triples.nodes(node, KIN.evidence)
            if predicate in self.triples.nodes(note, KIN.supports)
        ]
        shown = tuple(self.value(value) for value in values)
        return Fact(predicate.value, self.name(predicate), shown, tuple(self.note(note) for note in evidence))

    def claim(self, tie: NamedNode, node: NamedNode) -> ClaimNote:
        facts = tuple(
            self.fact(node, predicate, self.triples.objects(node, predicate))
            for predicate in self.triples.predicates(node)
            if predicate not in {RDF.type, KIN.evidence}
        )
        evidence = tuple(self.note(note) for note in self.triples.nodes(node, KIN.evidence))
        return ClaimNote(node.value, self.name(tie), self.classes(node), facts, evidence)

    def note(self, node: NamedNode) -> EvidenceNote:
        texts = [self.plain(self.triples.objects(node, key)) for key in _NOTE_KEYS]
        return EvidenceNote(node.value, *texts)

    def plain(self, values: tuple[Term, ...]) -> str:
        if not values:
            return ""
        first = values[0]
        if isinstance(first, NamedNode):
            return local_name(first.value) if first in KIN else first.value
        return str(getattr(first, "value", first))

    def value(self, term: Term) -> Value:
        if not isinstance(term, NamedNode):
            return Value(str(getattr(term, "value", term)), "", str(getattr(term, "language", None) or ""))
        if term in self.triples and not self.triples.text(term, RDFS.label):
            return Value(self.summary(term), term.value, "")
        return Value(self.name(term), term.value, "")

    def summary(self, node: NamedNode) -> str:
        """Return a node without a label in words: its literals, or the end of its IRI."""
        start, end = self.triples.text(node, DCAT.startDate), self.triples.text(node, DCAT.endDate)
        if start or end:
            return f"{start or '?'} to {end or '?'}"
        extent = self.extent_text(node)
        return extent or local_name(node.value)

    def name(self, node: Node) -> str:
        own = self.triples.text(node, RDFS.label)
        iri = node.value
        return own or self.labels.get(iri) or local_name(iri)

    def classes(self, node: NamedNode) -> tuple[str, ...]:
        return tuple(local_name(found.value) for found in self.triples.nodes(node, RDF.type))

    def identifiers(self, node: NamedNode) -> Iterator[tuple[str, str]]:
        for identifier in self.triples.nodes(node, ADMS.identifier):
            scheme = self.triples.node(identifier, KIN.scheme)
            notation = self.triples.text(identifier, SKOS.notation)
            if notation:
                yield self.name(scheme) if scheme else "", notation

    def extent_text(self, node: NamedNode) -> str:
        """Return an extent in words; nothing for what has no unit or no number."""
        unit = self.triples.node(node, KIN.unit)
        count, low, high = self.numbers(node)
        if unit is None or count is low is high is None:
            return ""
        return quantity(self.name(unit), count, low, high, about=self.approximate(node))

    def numbers(self, extent: NamedNode) -> tuple[int | None, ...]:
        """Return the count of an extent and its stated bounds, each as far as it is a number."""
        return tuple(whole_number(self.triples.text(extent, key)) for key in (KIN.count, KIN.countMin, KIN.countMax))

    def approximate(self, extent: NamedNode) -> bool:
        return is_true(self.triples.text(extent, KIN.approximate))

    def bounds(self, extent: NamedNode) -> tuple[float, float | None] | None:
        """Return the least and greatest count that an extent allows; None for no upper bound or for no number."""
        exact, low, high = self.numbers(extent)
        if exact is not None:
            slack = TOLERANCE * exact if self.approximate(extent) else 0
            return exact - slack if low is None else low, exact + slack if high is None else high
        if low is None and high is None:
            return None
        return (low or 0), high

    def extent_conflicts(self, node: NamedNode) -> Iterator[Conflict]:
        """Yield the extents of one unit and population whose intervals are disjoint."""
        groups: dict[tuple[str, str], list[NamedNode]] = {}
        for extent in self.triples.nodes(node, KIN.extent):
            unit, population = self.triples.node(extent, KIN.unit), self.triples.node(extent, KIN.population)
            groups.setdefault((unit.value if unit else "", population.value if population else ""), []).append(extent)
        for extents in groups.values():
            rivals = {one for pair in combinations(extents, 2) if self.disjoint(*pair) for one in pair}
            if rivals:
                ordered = sorted(rivals, key=lambda extent: extent.value)
                unit = self.triples.node(ordered[0], KIN.unit)
                yield Conflict(
                    about=f"number of {self.name(unit)}" if unit else "extent",
                    says=tuple(self.extent_text(extent) for extent in ordered),
                    claims=tuple(extent.value for extent in ordered),
                )

    def disjoint(self, one: NamedNode, other: NamedNode) -> bool:
        first, second = self.bounds(one), self.bounds(other)
        if first is None or second is None:
            return False
        return (first[1] is not None and first[1] < second[0]) or (second[1] is not None and second[1] < first[0])

    def rival_values(self, node: NamedNode) -> Iterator[Conflict]:
        for claim in self.triples.nodes(node, KIN.claim):
            predicate = self.triples.node(claim, RDF.predicate)
            if predicate is None:
                continue
            shown = [self.value(value).text for value in self.triples.objects(node, predicate)]
            rival = [self.value(value).text for value in self.triples.objects(claim, RDF.object)]
            yield Conflict(self.name(predicate), (*shown, *rival), (claim.value,))
