"""The catalogue's own statements, as Turtle, N-Triples and JSON-LD: nothing added, nothing lost. Level 5.

In: see `port`. Out: documents that an independent parser reads back as the same graph. JSON-LD carries its own context,
made from the prefixes and the ontology, so that nothing has to be fetched to read it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kinset import formats
from kinset.exports.documents import json_text
from kinset.exports.port import Export, Material
from kinset.prefixes import PrefixMap
from kinset.triples import Term, Triples, term_key
from kinset.turtle import canonical
from kinset.vocab import OWL, RDF, XSD

_TYPE, _STRING, _BOOLEAN, _INTEGER = RDF.type.value, XSD.string.value, XSD.boolean.value, XSD.integer.value
_PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")


def turtle(material: Material, iri: str) -> Export:
    """Write an entity's record in canonical Turtle."""
    prefixes = material.sources.prefixes.local_to(iri)
    return Export(iri, canonical(material.record(iri), prefixes, iri), formats.TURTLE.suffix)


def n_triples(material: Material, iri: str) -> Export:
    """Write an entity's record in N-Triples, sorted."""
    return Export(iri, sorted_n_triples(material.record(iri)), formats.N_TRIPLES.suffix)


def sorted_n_triples(triples: Iterable[Triple]) -> str:
    """Return triples as N-Triples, one a line, sorted, without duplicates."""
    return "".join(f"{line} .\n" for line in sorted({str(triple) for triple in triples}))


def json_ld(material: Material, iri: str) -> Export:
    """Write an entity's record in JSON-LD: one tree, claims nested where they are first named."""
    document = _Tree(Triples(material.record(iri)), material.sources.prefixes).document(NamedNode(iri))
    return Export(iri, json_text(document), formats.JSON_LD.suffix)


def json_ld_graph(triples: Triples, prefixes: PrefixMap) -> str:
    """Return all triples as one JSON-LD document with a node a subject, sorted by IRI."""
    tree = _Tree(triples, prefixes)
    subjects = sorted({triple.subject for triple in triples}, key=term_key)
    nodes = [tree.node(subject, nest=False) for subject in subjects if isinstance(subject, NamedNode)]
    document = {"@context": tree.context(), "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def context(vocabulary: Triples, prefixes: PrefixMap) -> dict[str, Any]:
    """Return the JSON-LD context of a catalogue: its prefixes, and which terms have IRIs as values."""
    terms: dict[str, Any] = dict(sorted(prefixes.namespaces.items()))
    from_ontology = {
        prefixes.compact(term.value)
        for term in vocabulary.subjects(RDF.type, OWL.ObjectProperty)
        if isinstance(term, NamedNode)
    }
    return terms | {name: {"@type": "@id"} for name in sorted(from_ontology)}


class _Tree:
    """Writes nodes as JSON-LD with prefixed names; IRIs are always told by @id, so that no coercion is needed."""

    def __init__(self, triples: Triples, prefixes: PrefixMap) -> None:
        self.triples = triples
        self.prefixes = prefixes
        self.used: set[str] = set()
        self.names: dict[str, str] = {}
        self.written: set[object] = set()

    def document(self, root: NamedNode) -> Mapping[str, Any]:
        """Return a document: the root with what hangs on it, then what does not."""
        main = self.node(root, nest=True)
        rest = sorted({triple.subject for triple in self.triples} - self.written, key=term_key)
        included = [
            self.node(subject, nest=True)
            for subject in rest
            if isinstance(subject, NamedNode) and subject not in self.written  # writing one may write others
        ]
        body = main if not included else {**main, "@included": included}
        return {"@context": self.context(), **body}

    def context(self) -> dict[str, Any]:
        """Return the prefixes that were used."""
        return {prefix: self.prefixes.namespaces[prefix] for prefix in sorted(self.used)}

    def name(self, iri: str) -> str:
        """Return an IRI's prefixed name, and remember the prefix; IRIs without one stay whole."""
        found = self.names.get(iri)
        if found is None:
            pair = self.prefixes.split(iri)
            if pair:
                self.used.add(pair[0])
            found = self.names[iri] = f"{pair[0]}:{pair[1]}" if pair else iri
        return found

    def node(self, subject: NamedNode, *, nest: bool) -> dict[str, Any]:
        """Return one node; with `nest`, subjects that were not yet written are written inside it."""
        self.written.add(subject)
        found: dict[str, Any] = {"@id": self.name(subject.value)}
        said = sorted((predicate.value, values) for predicate, values in self.triples.about(subject).items())
        types = [values for predicate, values in said if predicate == _TYPE]
        if types:
            names = [self.name(str(getattr(value, "value", value))) for value in _sorted(types[0])]
            found["@type"] = _one(names)
        for predicate, values in said:
            if predicate != _TYPE:
                found[self.name(predicate)] = _one([self.value(value, nest=nest) for value in _sorted(values)])
        return found

    def value(self, value: Term, *, nest: bool) -> Any:
        """Return one value of a property."""
        if isinstance(value, Literal):
            return self.literal(value)
        if nest and isinstance(value, NamedNode) and value not in self.written and value in self.triples:
            return self.node(value, nest=True)
        return {"@id": self.name(value.value)}

    def literal(self, literal: Literal) -> Any:
        """Return a literal: native where JSON says just the same, else spelt out."""
        text, language = literal.value, literal.language
        if language:
            return {"@language": language, "@value": text}
        datatype = literal.datatype.value
        if datatype == _STRING:
            return text
        if datatype == _BOOLEAN and text in {"true", "false"}:
            return text == "true"
        if datatype == _INTEGER and _PLAIN_INTEGER.fullmatch(text):
            return int(text)
        return {"@type": self.name(datatype), "@value": text}


def _sorted(values: Term | list[Term]) -> list[Term]:
    return sorted(values, key=term_key) if isinstance(values, list) else [values]


def _one(values: list[Any]) -> Any:
    """Return the only value by itself, several as a list."""
    return values[0] if len(values) == 1 else values
