"""Everything that verdicts need, read from an engine. Part of level 4.

In: an engine. Out: `Statements`: units, kinds, datasets with their versions, parts and splits, claims and evidence, as
frozen values, in seven queries over all of the catalogue. Terms of the ontology are told by the end of their
IRI (`Note`,
`SubsetOf`, `carriedBy`), things and claims by their IRI.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal

from kinset.engine import Engine
from kinset.lineage.claims import EvidenceNote
from kinset.triples import Term

_PREFIXES = """PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

_UNITS = """SELECT ?s ?p ?o WHERE {
  VALUES ?p { rdfs:label kin:order kin:alwaysWithin kin:standAlone }
  ?s a kin:Unit ; ?p ?o .
}"""

_KINDS = """SELECT ?s ?p ?o WHERE {
  VALUES ?p { rdfs:label kin:verbatim kin:witnessRule kin:witnessUnit kin:witnessStandAlone kin:closureRule }
  ?s a kin:DerivationKind ; ?p ?o .
}"""

_THINGS = """SELECT DISTINCT ?s ?p ?o WHERE {
  VALUES ?class { kin:Dataset kin:Version kin:Part kin:Split }
  { ?s a ?class BIND (rdf:type AS ?p) BIND (?class AS ?o) }
  UNION
  { VALUES ?p { rdfs:label dcat:isVersionOf dcterms:isPartOf dcterms:issued kin:drawnBy kin:carriedBy kin:role
                kin:versionsComplete kin:custodian kin:encountersWithin }
    ?s a ?class ; ?p ?o }
}"""

_CLAIMS = """SELECT ?s ?holder ?tie ?p ?o WHERE {
  VALUES ?tie { prov:qualifiedDerivation kin:parentage kin:extent kin:change kin:partition kin:overlap
  kin:disjointness }
  ?holder ?tie ?s .
  VALUES ?p { prov:entity kin:kind kin:unit kin:coverage kin:completeness kin:count kin:countMin kin:countMax
              kin:approximate kin:population kin:from kin:adds kin:removes kin:part kin:exhaustive kin:between kin:side
              dcterms:temporal }
  ?s ?p ?o .
}"""

_PERIODS = """SELECT ?s ?p ?o WHERE {
  VALUES ?p { dcat:startDate dcat:endDate }
  ?s ?p ?o .
}"""

_EVIDENCE = """SELECT ?s ?p ?o WHERE {
  VALUES ?p { dcterms:source kin:locator kin:method kin:checkedOn kin:sourceRole kin:sourceDate kin:supports }
  ?s a kin:Evidence ; ?p ?o .
}"""

_SUPPORTED = "SELECT ?s ?o WHERE { ?s kin:evidence ?o }"


@dataclass(frozen=True, slots=True)
class Node:
    """Something with properties; `values` is property (the end of its IRI) -> sorted values."""

    iri: str
    values: Mapping[str, tuple[str, ...]]

    def all(self, name: str) -> tuple[str, ...]:
        """Return the values of a property."""
        return self.values.get(name, ())

    def one(self, name: str) -> str:
        """Return the first value of a property, empty where there is none."""
        return next(iter(self.values.get(name, ())), "")

    def names(self, name: str) -> tuple[str, ...]:
        """Return the values of a property that are terms of the ontology, by the end of their IRI."""
        return tuple(local(value) for value in self.all(name))

    def name(self, name: str) -> str:
        """Return the first of them, empty where there is none."""
        return local(self.one(name))

    def true(self, name: str) -> bool:
        """Tell whether a property is said to be true."""
        return "true" in self.all(name) or "1" in self.all(name)

    def number(self, name: str) -> int | None:
        """Return the first value of a property as a whole number, None where it is none."""
        text = self.one(name)
        return int(text) if text.lstrip("+-").isdigit() else None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: the thing that it stands on (`holder`), how it is tied to it (`extent`), and what it says."""

    holder: str
    tie: str
    node: Node


@dataclass(frozen=True)
class Statements:
    """What a catalogue says of overlap.

    Attributes:
        units, kinds: by the end of their IRI.
        things: datasets, versions, parts and splits by IRI; property `type` says which.
        claims: sorted by tie, holder and IRI; a claim that several things hold stands for each.
        periods: by IRI.
        notes: claim or thing -> its evidence, with the properties that each supports.
    """

    units: Mapping[str, Node]
    kinds: Mapping[str, Node]
    things: Mapping[str, Node]
    claims: tuple[Claim, ...]
    periods: Mapping[str, Node]
    notes: Mapping[str, tuple[tuple[EvidenceNote, frozenset[str]], ...]]

    @cached_property
    def by_iri(self) -> Mapping[str, Claim]:
        """Claim by its IRI."""
        return {claim.node.iri: claim for claim in self.claims}

    @cached_property
    def held(self) -> Mapping[tuple[str, str], tuple[Claim, ...]]:
        """Holder and tie -> claims."""
        found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in self.claims:
            found[claim.holder, claim.tie].append(claim)
        return {key: tuple(claims) for key, claims in found.items()}

    @cached_property
    def links(self) -> tuple[Claim, ...]:
        """The overlaps and disjointnesses."""
        return tuple(claim for claim in self.claims if claim.tie in {"overlap", "disjointness"})

    @cached_property
    def versions(self) -> Mapping[str, tuple[str, ...]]:
        """Dataset -> its versions."""
        return self._members("isVersionOf", "Version")

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """Whole -> what says that it is a part of it."""
        return self._members("isPartOf", "")

    def _members(self, name: str, of_class: str) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for iri, thing in self.things.items():
            if not of_class or of_class in thing.names("type"):
                for whole in thing.all(name):
                    if whole != iri:
                        found[whole].append(iri)
        return {whole: tuple(sorted(members)) for whole, members in found.items()}

    def wholes(self, iri: str) -> tuple[str, ...]:
        """Return what a thing is a version or part of, step by step, nearest first."""
        if iri not in self._wholes:
            self._wholes[iri] = self._climbed(iri)
        return self._wholes[iri]

    @cached_property
    def _wholes(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _climbed(self, iri: str) -> tuple[str, ...]:
        found, queue = [iri], [iri]
        for here in queue:
            thing = self.things.get(here)
            for whole in (*thing.all("isPartOf"), *thing.all("isVersionOf")) if thing else ():
                if whole not in found:
                    found.append(whole)
                    queue.append(whole)
        return tuple(found[1:])

    def label(self, iri: str) -> str:
        """Return the label of a thing, or the end of its IRI."""
        thing = self.things.get(iri)
        return (thing.one("label") if thing else "") or iri.rstrip("/").rpartition("/")[2]

    def evidence(self, iri: str, predicate: str = "") -> tuple[EvidenceNote, ...]:
        """Return the evidence of a claim, or that of a record's property."""
        notes = self.notes.get(iri, ())
        return tuple(note for note, supports in notes if not predicate or predicate in supports)


def local(iri: str) -> str:
    """Return the end of an IRI.

    >>> local("https://w3id.org/kinset/ontology#Note")
    'Note'
    """
    return iri.rpartition("#")[2].rpartition("/")[2]


def read_statements(engine: Engine) -> Statements:
    """Read everything that verdicts need from an engine."""
    return Statements(
        units={local(iri): node for iri, node in _nodes(engine, _UNITS).items()},
        kinds={local(iri): node for iri, node in _nodes(engine, _KINDS).items()},
        things=_nodes(engine, _THINGS),
        claims=_claims(engine),
        periods=_nodes(engine, _PERIODS),
        notes=_notes(engine),
    )


def _nodes(engine: Engine, query: str) -> dict[str, Node]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    foreign: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, predicate, value in engine.select(_PREFIXES + query).rows:
        iri, name, text = _text(subject), local(_text(predicate)), _text(value)
        if isinstance(value, Literal) and value.language not in {None, "en"}:
            foreign[iri, name].add(text)
        else:
            found[iri][name].add(text)
    for (iri, name), texts in foreign.items():
        if name not in found[iri]:
            found[iri][name] = texts
    return {iri: Node(iri, {name: tuple(sorted(found[iri][name])) for name in found[iri]}) for iri in sorted(found)}


def _claims(engine: Engine) -> tuple[Claim, ...]:
    found: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for subject, holder, tie, predicate, value in engine.select(_PREFIXES + _CLAIMS).rows:
        found[local(_text(tie)), _text(holder), _text(subject)][local(_text(predicate))].add(_text(value))
    return tuple(
        Claim(holder, tie, Node(iri, {name: tuple(sorted(values)) for name, values in found[tie, holder, iri].items()}))
        for tie, holder, iri in sorted(found)
    )


def _notes(engine: Engine) -> dict[str, tuple[tuple[EvidenceNote, frozenset[str]], ...]]:
    notes = {
        iri: (
            EvidenceNote(
                iri=iri,
                source=node.one("source"),
                locator=node.one("locator"),
                method=node.name("method"),
                checked_on=node.one("checkedOn"),
                source_role=node.name("sourceRole"),
                source_date=node.one("sourceDate"),
            ),
            frozenset(node.names("supports")),
        )
        for iri, node in _nodes(engine, _EVIDENCE).items()
    }
    found: dict[str, set[str]] = defaultdict(set)
    for subject, evidence in engine.select(_PREFIXES + _SUPPORTED).rows:
        found[_text(subject)].add(_text(evidence))
    return {iri: tuple(notes[one] for one in sorted(found[iri]) if one in notes) for iri in sorted(found)}


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
