"""One dataset as exports see it. Level 5.

In: the triples of a catalogue (data and ontology, as asserted). Out: a frozen `Record`, with what is known of the
people, places, works and terms that it points at. Nothing is filled in: what is not known is None or empty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kinset.iri import EntityBase, local_name
from kinset.triples import Triples
from kinset.vocab import ADMS, DCAT, DCTERMS, FOAF, KIN, PRISM, PROV, RDF, RDFS, SCHEMA, SKOS

UNRANKED = 1_000_000  # behind every place that the ontology gives


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier elsewhere: scheme (end of its IRI), notation, and the link that the scheme makes of it."""

    scheme: str
    notation: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or organization; `is_person` tells which."""

    iri: str
    name: str
    is_person: bool
    identifiers: tuple[Identifier, ...]
    homepage: str | None
    affiliations: tuple["Agent", ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A publication about the dataset; `issued` as precise as it is known."""

    iri: str
    name: str
    by_line: tuple[str, ...]
    issued: str | None
    venue: str | None
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A policy and the scope (end of its IRI) that it governs."""

    iri: str
    name: str
    scope: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Extent:
    """How many units; `unit` and `population` are labels, `stands_on` the version or part, empty for the whole."""

    unit: str
    count: int | None
    minimum: int | None
    maximum: int | None
    approximate: bool
    population: str | None
    stands_on: str


@dataclass(frozen=True, slots=True)
class Record:
    """A dataset with all that exports say of it.

    Attributes:
        iri, name, alternate_names, description, landing_page: as asserted.
        identifiers: of the dataset and of its current version.
        creators, by_line: people with records, and the names as printed, in order.
        publisher, custodian, funders: organizations.
        publications: works that describe it.
        languages: BCP 47 tags.
        keywords: labels of tasks and modalities.
        version: the current version's number; issued: first release, else the current version's date.
        modified: dcterms:modified, else the newest day on which a fact was checked.
        access: label and definition of the access level.
        terms: what governs it, by scope.
        period: first and last year or day covered.
        sources: IRIs of the things that it, its current version, or a part of either was derived from, as claimed.
        extents: of the whole, then of the current version, those that are to be believed first before their rivals.
    """

    iri: str
    name: str
    alternate_names: tuple[str, ...]
    description: str | None
    landing_page: str | None
    identifiers: tuple[Identifier, ...]
    creators: tuple[Agent, ...]
    by_line: tuple[str, ...]
    publisher: Agent | None
    custodian: Agent | None
    funders: tuple[Agent, ...]
    publications: tuple[Work, ...]
    languages: tuple[str, ...]
    keywords: tuple[str, ...]
    version: str | None
    issued: str | None
    modified: str | None
    access: tuple[str, str] | None
    terms: tuple[Terms, ...]
    period: tuple[str | None, str | None] | None
    sources: tuple[str, ...]
    extents: tuple[Extent, ...]


def describe(iri: str, triples: Triples, base: EntityBase) -> Record:
    """Return the record of a dataset from the triples of its catalogue."""
    return _Describer(triples, base).record(NamedNode(iri))


class _Describer:
    def __init__(self, triples: Triples, base: EntityBase) -> None:
        self.triples = triples
        self.base = base

    def record(self, node: NamedNode) -> Record:
        triples = self.triples
        current = triples.node(node, DCAT.hasCurrentVersion)
        both = (node, current) if current else (node,)
        landing = triples.node(node, DCAT.landingPage)
        names = [term.value for term in triples.objects(node, SKOS.altLabel) if not isinstance(term, NamedNode)]
        return Record(
            iri=node.value,
            name=self.label(node),
            alternate_names=tuple(sorted(set(names))),
            description=triples.text(node, DCTERMS.description),
            landing_page=landing.value if landing else None,
            identifiers=tuple(found for thing in both for found in self.identifiers(thing)),
            creators=tuple(self.agent(person) for person in triples.nodes(node, DCTERMS.creator)),
            by_line=_names(triples.text(node, KIN.authors)),
            publisher=self.first_agent(node, DCTERMS.publisher),
            custodian=self.first_agent(node, KIN.custodian),
            funders=tuple(self.with_role(node, KIN.Funds)),
            publications=tuple(self.work(work) for work in triples.nodes(node, DCTERMS.isReferencedBy)),
            languages=tuple(self.languages(node)),
            keywords=tuple(
                self.label(term) for key in (KIN.forTask, KIN.modality) for term in triples.nodes(node, key)
            ),
            version=triples.text(current, DCAT.version) if current else None,
            issued=triples.text(node, DCTERMS.issued) or (triples.text(current, DCTERMS.issued) if current else None),
            modified=self.modified(node),
            access=self.access(node),
            terms=tuple(found for thing in both for found in self.terms(thing)),
            period=self.period(node),
            sources=tuple(self.sources_with_parts(both, node)),
            extents=tuple(extent for thing in both for extent in self.extents(thing, node)),
        )

    def label(self, node: NamedNode) -> str:
        return self.triples.text(node, RDFS.label) or local_name(node.value)

    def identifiers(self, node: NamedNode) -> Iterator[Identifier]:
        for identifier in self.triples.nodes(node, ADMS.identifier):
            notation = self.triples.text(identifier, SKOS.notation)
            scheme = self.triples.node(identifier, KIN.scheme)
            if notation and scheme:
                template = self.triples.text(scheme, KIN.template)
                url = template.replace("{id}", notation) if template else None
                yield Identifier(scheme.value.rpartition("#")[2], notation, url)

    def agent(self, node: NamedNode, around: frozenset[NamedNode] = frozenset()) -> Agent:
        """Return an agent with its affiliations, and theirs; `around` are those that led here, which end a circle."""
        homepage = self.triples.node(node, FOAF.homepage)
        around |= {node}
        places = self.triples.nodes(node, SCHEMA.affiliation)
        return Agent(
            iri=node.value,
            name=self.label(node),
            is_person=SCHEMA.Person in self.triples.nodes(node, RDF.type),
            identifiers=tuple(self.identifiers(node)),
            homepage=homepage.value if homepage else None,
            affiliations=tuple(self.agent(place, around) for place in places if place not in around),
        )

    def first_agent(self, node: NamedNode, predicate: NamedNode) -> Agent | None:
        agent = self.triples.node(node, predicate)
        return self.agent(agent) if agent else None

    def with_role(self, node: NamedNode, role: NamedNode) -> Iterator[Agent]:
        for claim in self.triples.nodes(node, PROV.qualifiedAttribution):
            if role in self.triples.nodes(claim, DCAT.hadRole):
                yield from (self.agent(agent) for agent in self.triples.nodes(claim, PROV.agent))

    def work(self, node: NamedNode) -> Work:
        triples = self.triples
        return Work(
            iri=node.value,
            name=self.label(node),
            by_line=_names(triples.text(node, KIN.authors)),
            issued=triples.text(node, DCTERMS.issued),
            venue=triples.text(node, PRISM.publicationName),
            identifiers=tuple(self.identifiers(node)),
        )

    def languages(self, node: NamedNode) -> Iterator[str]:
        for language in self.triples.nodes(node, DCTERMS.language):
            tag = self.triples.text(language, SKOS.notation)
            if tag:
                yield tag

    def access(self, node: NamedNode) -> tuple[str, str] | None:
        level = self.triples.node(node, DCTERMS.accessRights)
        return (self.label(level), self.triples.text(level, SKOS.definition) or "") if level else None

    def terms(self, node: NamedNode) -> Iterator[Terms]:
        for claim in self.triples.nodes(node, KIN.terms):
            policy, scope = self.triples.node(claim, KIN.policy), self.triples.node(claim, KIN.scope)
            if policy and scope:
                page = self.triples.node(policy, DCAT.landingPage)
                end = scope.value.rpartition("#")[2]
                yield Terms(policy.value, self.label(policy), end, page.value if page else None)

    def period(self, node: NamedNode) -> tuple[str | None, str | None] | None:
        period = self.triples.node(node, DCTERMS.temporal)
        if period is None:
            return None
        return self.triples.text(period, DCAT.startDate), self.triples.text(period, DCAT.endDate)

    def sources(self, node: NamedNode) -> Iterator[str]:
        for claim in self.triples.nodes(node, PROV.qualifiedDerivation):
            yield from (source.value for source in self.triples.nodes(claim, PROV.entity))

    def sources_with_parts(self, things: Iterable[NamedNode], entity: NamedNode) -> list[str]:
        """Return the sources of things and of their parts; what lies in the entity itself is none of its sources."""
        seen = dict.fromkeys(things)
        queue = list(seen)
        for thing in queue:
            parts = [part for part in self.triples.subjects(DCTERMS.isPartOf, thing) if isinstance(part, NamedNode)]
            new = [part for part in parts if part not in seen]
            seen |= dict.fromkeys(new)
            queue += new
        found = dict.fromkeys(source for thing in queue for source in self.sources(thing))
        return [source for source in found if self.base.entity(source) != entity.value]

    def extents(self, node: NamedNode, whole: NamedNode) -> Iterator[Extent]:
        for claim in self.believed_first(self.triples.nodes(node, KIN.extent)):
            unit, population = self.triples.node(claim, KIN.unit), self.triples.node(claim, KIN.population)
            if unit:
                yield Extent(
                    unit=self.label(unit),
                    count=self.number(claim, KIN.count),
                    minimum=self.number(claim, KIN.countMin),
                    maximum=self.number(claim, KIN.countMax),
                    approximate=self.triples.text(claim, KIN.approximate) == "true",
                    population=self.label(population) if population else None,
                    stands_on="" if node == whole else node.value[len(whole.value) + 1 :],
                )

    def believed_first(self, claims: Iterable[NamedNode]) -> list[NamedNode]:
        """Return claims in the order of display: source role, method, newer source date, IRI."""
        by_iri = sorted(claims, key=lambda claim: claim.value)
        by_date = sorted(by_iri, key=lambda claim: self.best_note(claim)[2], reverse=True)
        return sorted(by_date, key=lambda claim: self.best_note(claim)[:2])

    def best_note(self, claim: NamedNode) -> tuple[int, int, str]:
        """Return role, method (each by the ontology's kin:order) and source date of a claim's best evidence."""
        notes = [
            (
                self.order(note, KIN.sourceRole),
                self.order(note, KIN.method),
                self.triples.text(note, KIN.sourceDate) or "",
            )
            for note in self.triples.nodes(claim, KIN.evidence)
        ]
        best = min((note[:2] for note in notes), default=(UNRANKED, UNRANKED))
        return (*best, max((note[2] for note in notes if note[:2] == best), default=""))

    def order(self, note: NamedNode, predicate: NamedNode) -> int:
        term = self.triples.node(note, predicate)
        place = self.number(term, KIN.order) if term else None
        return UNRANKED if place is None else place

    def number(self, node: NamedNode, predicate: NamedNode) -> int | None:
        text = self.triples.text(node, predicate)
        return int(text) if text and text.lstrip("+-").isdigit() else None

    def modified(self, node: NamedNode) -> str | None:
        """dcterms:modified, else the newest kin:checkedOn of the record's evidence."""
        stated = self.triples.text(node, DCTERMS.modified)
        if stated:
            return stated
        days = (self.triples.text(note, KIN.checkedOn) for note in self.evidence(node))
        return max((day for day in days if day), default=None)

    def evidence(self, node: NamedNode) -> Iterable[NamedNode]:
        """Return the evidence of the thing and of the claims at it."""
        notes = dict.fromkeys(self.triples.nodes(node, KIN.evidence))
        for predicate in self.triples.predicates(node):
            for claim in self.triples.nodes(node, predicate):
                if claim.value.startswith(node.value + "#"):
                    notes |= dict.fromkeys(self.triples.nodes(claim, KIN.evidence))
        return notes


def _names(by_line: str | None) -> tuple[str, ...]:
    return tuple(name for part in (by_line or "").split(";") if (name := part.strip()))
