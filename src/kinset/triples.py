"""An immutable index of triples: what stands where, without a query language. Level 1.

In: triples. Out: `Triples`, which answers "the objects of s and p" and "the subjects of p and o" at once, in a
fixed order, and keeps every literal exactly as it was written (an RDF store need not).
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Node: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal


def term_key(term: object) -> tuple[int, str]:
    """Return a key that sorts IRIs before blank nodes before literals, each by its N-Triples form."""
    rank = 0 if isinstance(term, NamedNode) else 1 if isinstance(term, BlankNode) else 2
    return rank, str(term)


class Triples:
    """Triples indexed by subject and, on first need, by object; duplicates are dropped.

    Iterating gives them in the order in which they came.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._all = tuple(dict.fromkeys(triples))

    @cached_property
    def _by_subject(self) -> dict[object, dict[NamedNode, list[Term]]]:
        index: dict[object, dict[NamedNode, list[Term]]] = {}
        for triple in self._all:
            index.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(_term(triple.object))
        return index

    @cached_property
    def _by_object(self) -> dict[tuple[NamedNode, object], list[Node]]:
        index: dict[tuple[NamedNode, object], list[Node]] = {}
        for triple in self._all:
            index.setdefault((triple.predicate, triple.object), []).append(_node(triple.subject))
        return index

    def __iter__(self) -> Iterator[Triple]:
        """Iterate over the triples in the order in which they came."""
        return iter(self._all)

    def __len__(self) -> int:
        """Return the number of distinct triples."""
        return len(self._all)

    def __contains__(self, node: object) -> bool:
        """Tell whether the node is the subject of a triple."""
        return node in self._by_subject

    def each_subject(self) -> tuple[Node, ...]:
        """Return every subject once, in the order in which they came."""
        return tuple(_node(subject) for subject in self._by_subject)

    def objects(self, subject: object, predicate: NamedNode) -> tuple[Term, ...]:
        """Return the objects of a subject and predicate, IRIs first, each group sorted."""
        return tuple(sorted(self._by_subject.get(subject, {}).get(predicate, ()), key=term_key))

    def nodes(self, subject: object, predicate: NamedNode) -> tuple[NamedNode, ...]:
        """Return the objects that are IRIs, sorted."""
        return tuple(term for term in self.objects(subject, predicate) if isinstance(term, NamedNode))

    def node(self, subject: object, predicate: NamedNode) -> NamedNode | None:
        """Return the first IRI among the objects, or None."""
        return next(iter(self.nodes(subject, predicate)), None)

    def text(self, subject: object, predicate: NamedNode, language: str = "en") -> str | None:
        """Return a literal's text: the one in `language`, else the one without, else the first; None without any."""
        literals = [term for term in self.objects(subject, predicate) if isinstance(term, Literal)]
        for wanted in (language, None):
            for literal in literals:
                if literal.language == wanted:
                    return literal.value
        return literals[0].value if literals else None

    def subjects(self, predicate: NamedNode, value: object) -> tuple[Node, ...]:
        """Return the subjects of a predicate and object, sorted."""
        return tuple(sorted(self._by_object.get((predicate, value), ()), key=term_key))

    def predicates(self, subject: object) -> tuple[NamedNode, ...]:
        """Return the predicates of a subject, sorted by IRI."""
        return tuple(sorted(self._by_subject.get(subject, {}), key=lambda node: node.value))


def _term(term: object) -> Term:
    if isinstance(term, NamedNode | BlankNode | Literal):
        return term
    raise TypeError(f"Quoted triples are not used in catalogues: {term}")


def _node(term: object) -> Node:
    if isinstance(term, NamedNode | BlankNode):
        return term
    raise TypeError(f"Quoted triples are not used in catalogues: {term}")
