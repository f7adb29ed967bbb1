"""The ontology, the shapes, and what the site itself is: generated, never written beside. Level 6.

In: a `Stock`, a `Press`. Out: one bundle: the terms with their definitions (each term's IRI leads to its place), what
records must look like, and the page about the catalogue and how to cite it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, RdfFormat, parse

from kinset.exports.graphs import sorted_n_triples
from kinset.site.bundles import Artifact, Bundle
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock
from kinset.triples import Triples
from kinset.turtle import canonical
from kinset.vocab import OWL, RDF, RDFS, SH, SKOS

_GROUPS = (
    ("Classes", (OWL.Class,)),
    ("Properties", (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)),
)
_DETAILS = (
    (RDFS.subClassOf, "a kind of"),
    (RDFS.subPropertyOf, "a kind of"),
    (OWL.inverseOf, "inverse of"),
    (SKOS.inScheme, "in the scheme"),
    (SKOS.broader, "narrower than"),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology."""

    iri: str
    name: str
    label: str
    definition: str
    note: str
    details: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a shape asks: of which property, how bad it is not to, and what it says."""

    path: str
    name: str
    severity: str
    message: str


def bundles(stock: Stock, press: Press) -> Iterator[Bundle]:
    """Yield the documentation."""
    shapes = [path.read_bytes() for path in stock.project.shape_files()]
    key = stock.key(("documentation", stock.everything_key, *(hashlib.sha256(text).hexdigest() for text in shapes)))
    yield Bundle("documentation", key, lambda: _artifacts(stock, press, shapes))


def _artifacts(stock: Stock, press: Press, shapes: list[bytes]) -> Iterator[Artifact]:
    vocabulary = stock.sources.vocabulary
    place = Place("ontology/", stock.addresses)
    groups = list(_groups(stock, vocabulary))
    yield Artifact("ontology/index.html", press.page("ontology.html", place, {"groups": groups, "label": stock.label}))
    yield Artifact("ontology.ttl", canonical(vocabulary, stock.sources.prefixes).encode())
    yield Artifact("ontology.nt", sorted_n_triples(vocabulary).encode())
    place = Place("shapes/", stock.addresses)
    values = {"targets": sorted(_targets(stock, shapes).items()), "label": stock.label}
    yield Artifact("shapes/index.html", press.page("shapes.html", place, values))
    place = Place("about/", stock.addresses)
    kinds = {kind: len(stock.entities(kind)) for kind in stock.project.kinds}
    values = {"kinds": kinds, "tally": stock.coverage.totals, "base": stock.project.base.value, "site": place.canonical}
    yield Artifact("about/index.html", press.page("about.html", place, values))


def _groups(stock: Stock, vocabulary: Triples) -> Iterator[tuple[str, list[Term]]]:
    own = [
        node
        for node in vocabulary.each_subject()
        if isinstance(node, NamedNode) and node.value.startswith(f"{stock.project.base.value}ontology#")
    ]
    told: set[NamedNode] = set()
    for title, classes in _GROUPS:
        found = [node for node in own if set(classes) & set(vocabulary.nodes(node, RDF.type)) and node not in told]
        told.update(found)
        yield title, sorted((_term(vocabulary, node) for node in found), key=_name)
    kinds: dict[str, list[Term]] = {}
    for node in own:
        if node not in told:
            kind = next(iter(vocabulary.nodes(node, RDF.type)), None)
            kinds.setdefault(stock.label(kind.value) if kind else "other", []).append(_term(vocabulary, node))
    yield from ((f"Values: {kind}", sorted(terms, key=_name)) for kind, terms in sorted(kinds.items()))


def _name(term: Term) -> str:
    return term.label.casefold()


def _term(vocabulary: Triples, node: NamedNode) -> Term:
    details = tuple(
        (words, tuple(value.value for value in vocabulary.nodes(node, predicate)))
        for predicate, words in _DETAILS
        if vocabulary.nodes(node, predicate)
    )
    return Term(
        iri=node.value,
        name=node.value.rpartition("#")[2],
        label=vocabulary.text(node, RDFS.label) or node.value.rpartition("#")[2],
        definition=vocabulary.text(node, SKOS.definition) or "",
        note=vocabulary.text(node, SKOS.scopeNote) or vocabulary.text(node, SKOS.example) or "",
        details=details,
    )


def _targets(stock: Stock, shapes: list[bytes]) -> dict[str, list[Rule]]:
    """Return what is asked of each class, or of whatever bears a property."""
    read = Triples(quad.triple for text in shapes for quad in parse(text, format=RdfFormat.TURTLE))
    prefixes = stock.sources.prefixes
    found: dict[str, list[Rule]] = {}
    for node in read.each_subject():
        if SH.PropertyShape not in read.nodes(node, RDF.type):
            continue
        path = read.node(node, SH.path)
        severity = read.node(node, SH.severity)
        rule = Rule(
            path=prefixes.compact(path.value) if path else "a path of several steps",
            name=read.text(node, SH.name) or "",
            severity=severity.value.rpartition("#")[2].lower() if severity else "violation",
            message=read.text(node, SH.message) or "",
        )
        for predicate, words in ((SH.targetClass, "{}"), (SH.targetSubjectsOf, "whatever has {}")):
            for target in read.nodes(node, predicate):
                found.setdefault(words.format(prefixes.compact(target.value)), []).append(rule)
    return {target: sorted(set(rules), key=lambda rule: (rule.path, rule.message)) for target, rules in found.items()}
