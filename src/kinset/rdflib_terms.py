"""From pyoxigraph's terms to rdflib's, for the validators that need them. Level 1.

In: triples. Out: an rdflib graph with every literal spelt as it was. rdflib starts slowly: import this module late.
"""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph
import rdflib
from rdflib.term import Node as RdflibNode

from kinset.vocab import XSD


def to_rdflib(term: object) -> RdflibNode:
    """Return the rdflib form of a term; raises TypeError for a quoted triple."""
    if isinstance(term, pyoxigraph.NamedNode):
        # The parser has checked the IRI; URIRef's own check takes as long as all else here.
        return str.__new__(rdflib.URIRef, term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        raise TypeError(f"No term that rdflib knows: {term}")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD.string:  # rdflib takes "x" and "x"^^xsd:string for different
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def from_rdflib(term: object) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    """Return the pyoxigraph form of a term; raises TypeError for what is no RDF term."""
    if isinstance(term, rdflib.URIRef):
        return pyoxigraph.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return pyoxigraph.BlankNode(str(term))
    if not isinstance(term, rdflib.Literal):
        raise TypeError(f"No RDF term: {term!r}")
    if term.language:
        return pyoxigraph.Literal(str(term), language=term.language)
    if term.datatype:
        return pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(str(term.datatype)))
    return pyoxigraph.Literal(str(term))


def graph(triples: Iterable[pyoxigraph.Triple]) -> rdflib.Graph:
    """Return a new rdflib graph of the triples."""
    target = rdflib.Graph(bind_namespaces="none")
    memo: dict[object, RdflibNode] = {}  # one conversion a term: terms recur

    def converted(term: object) -> RdflibNode:
        found = memo.get(term)
        if found is None:
            found = memo[term] = to_rdflib(term)
        return found

    with _quiet_literals():
        for triple in triples:
            # Straight into the store: Graph.add checks each term again, at a third of the whole cost.
            statement = (converted(triple.subject), converted(triple.predicate), converted(triple.object))
            target.store.add(statement, target, quoted=False)
    return target


@contextmanager
def _quiet_literals() -> Iterator[None]:
    """Keep rdflib from logging or warning of each ill-typed literal; the reader reports them."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            yield
    finally:
        logger.setLevel(before)
