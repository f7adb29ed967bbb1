"""The complete reasoner: OWL 2 RL by owlrl, on a copy. Part of level 3.

In: what is stated. Out: its closure as owlrl computes it, and the contradictions that owlrl met.

owlrl works on an rdflib graph, changes it, and is slow (seconds for a few hundred entities): this is the oracle, and
what runs where the fast reasoner would have to ignore an axiom. rdflib and owlrl are imported when they are first
needed, for they take longer to load than the fast reasoner takes to answer.

No term is changed on its way: each goes in under a stand-in and comes back as the very term that went in. Plain
literals go in as xsd:string, which they are since RDF 1.1. What owlrl would stumble over goes in as an opaque IRI:
literals whose lexical form is not of their datatype (it fails on "abc"^^xsd:decimal; that they are wrong is for
validation to say), directional literals and triple terms (rdflib has neither).
"""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kinset.errors import ReasoningError
from kinset.reasoning.axioms import Term

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

    _Foreign: TypeAlias = tuple[Node, Node, Node]

_ERROR_MESSAGE = "http://www.daml.org/2002/03/agents/agent-ont#error"
_OPAQUE = "urn:kinset:opaque:"


def entail(stated: Iterable[Triple]) -> tuple[Iterator[Triple], tuple[str, ...]]:
    """Return the triples of the closure, the stated ones among them, and the contradictions, sorted.

    Raises:
        ReasoningError: rdflib or owlrl failed.
    """
    stand_ins = _StandIns()
    try:
        with _quiet():
            graph = stand_ins.graph(stated)
            _close(graph)
            found: list[_Foreign] = list(graph)
    except Exception as error:
        message = f"The complete reasoner (owlrl) failed: {type(error).__name__}: {error}."
        hint = "An axiom of the ontology may be malformed: look at its owl: terms."
        raise ReasoningError(message, hint=hint) from error
    contradictions = sorted(str(value) for _, predicate, value in found if str(predicate) == _ERROR_MESSAGE)
    return stand_ins.triples(found), tuple(contradictions)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib's warnings and log lines about literals off the terminal: validation reports literals."""
    logger = logging.getLogger("rdflib.term")

    def refuse(_record: logging.LogRecord) -> bool:
        return False

    logger.addFilter(refuse)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.removeFilter(refuse)


def _close(graph: "rdflib.Graph") -> None:
    """Add to the graph all that OWL 2 RL entails; no axiomatic triples, and no process-wide setting is changed."""
    import owlrl  # noqa: PLC0415 - only who asks for it pays for loading it

    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(graph)


class _StandIns:
    """rdflib's terms for ours, and the way back."""

    def __init__(self) -> None:
        self._there: dict[Term, Node] = {}
        self._back: dict[Node, Term] = {}

    def graph(self, triples: Iterable[Triple]) -> "rdflib.Graph":
        """Return an rdflib graph of the triples."""
        import rdflib  # noqa: PLC0415 - only who asks for it pays for loading it

        graph = rdflib.Graph(bind_namespaces="none")
        for subject, predicate, value in triples:
            graph.add((self._to(subject), self._to(predicate), self._to(value)))
        return graph

    def triples(self, found: Iterable["_Foreign"]) -> Iterator[Triple]:
        """Yield our triples for rdflib's, but for what cannot be said in RDF and what owlrl says of its own terms."""
        for foreign in found:
            subject, predicate, value = (self._from(term) for term in foreign)
            if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode) and value is not None:
                yield Triple(subject, predicate, value)

    def _to(self, term: Term) -> "Node":
        known = self._there.get(term)
        if known is None:
            known = self._there[term] = _foreign(term) or _opaque(len(self._there))
            self._back[known] = term
        return known

    def _from(self, term: "Node") -> Term | None:
        """Return what the stand-in stands for; new terms can only be IRIs of RDFS, OWL and XSD, or owlrl's messages."""
        import rdflib  # noqa: PLC0415 - only who asks for it pays for loading it

        known = self._back.get(term)
        if known is None and isinstance(term, rdflib.URIRef):
            return NamedNode(str(term))
        return known


def _foreign(term: Term) -> "Node | None":
    """Return rdflib's term for one of ours, or None if it has none that is safe."""
    import rdflib  # noqa: PLC0415 - only who asks for it pays for loading it

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Triple) or term.direction is not None:
        return None
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language, normalize=False)
    if not _is_wellformed(term):
        return None
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _is_wellformed(literal: Literal) -> bool:
    """Tell whether owlrl can read the lexical form; it catches ValueError only, but its readers raise others too."""
    import rdflib  # noqa: PLC0415 - only who asks for it pays for loading it
    from owlrl.DatatypeHandling import AltXSDToPYTHON  # noqa: PLC0415 - the same

    converter = AltXSDToPYTHON.get(rdflib.URIRef(literal.datatype.value))
    try:
        if converter is not None:
            converter(literal.value)
    except Exception:  # noqa: BLE001 - whatever it raises, owlrl would raise or report too
        return False
    return True


def _opaque(number: int) -> "Node":
    import rdflib  # noqa: PLC0415 - only who asks for it pays for loading it

    return rdflib.URIRef(f"{_OPAQUE}{number}")
