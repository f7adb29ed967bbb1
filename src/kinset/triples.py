"""An immutable index of triples: what stands where, without a query language. Level 1.

In: triples. Out: `Triples`, which answers "the objects of s and p" and "the subjects of p and o" at once, in a
fixed order, and keeps every literal exactly as it was written (an RDF store need not).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Node: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal
_NODES = (NamedNode, BlankNode)  # made once: `isinstance(term, A | B)` makes a union at each call


def term_key(term: object) -> tuple[int, str]:
    """Return a key that sorts IRIs before blank nodes before literals, each by its N-Triples form."""
    rank = 0 if isinstance(term, NamedNode) else 1 if isinstance(term, BlankNode) else 2
    return rank, str(term)


def several(found: Term | list[Term] | None) -> Sequence[Term]:
    """Return what `Triples.about` holds of a predicate as a sequence: nothing, one, or several."""
    return found if isinstance(found, list) else () if found is None else (found,)


class Triples:
    """Triples indexed by subject and, on first need, by a predicate's objects; duplicates are dropped.

    Iterating gives them in the order in which they came.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._all = tuple(dict.fromkeys(triples))
        self._inverse: dict[NamedNode, dict[object, list[Node]]] = {}

    @cached_property
    def _by_subject(self) -> dict[object, dict[NamedNode, Term | list[Term]]]:
        # A single object stands by itself: a list for each would be most of the work of the garbage collector.
        index: dict[object, dict[NamedNode, Term | list[Term]]] = {}
        for triple in self._all:
            subject, predicate, value = triple.subject, triple.predicate, triple.object
            if isinstance(value, Triple):
                raise TypeError(f"Quoted triples are not used in catalogues: {value}")
            said = index.get(subject)
            if said is None:
                said = index[subject] = {}
            found = said.get(predicate)
            if found is None:
                said[predicate] = value
            elif isinstance(found, list):
                found.append(value)
            else:
                said[predicate] = [found, value]
        return index

    def _towards(self, predicate: NamedNode) -> dict[object, list[Node]]:
        """Return object -> subjects of one predicate; made when first asked for."""
        found = self._inverse.get(predicate)
        if found is None:
            found = {}
            for subject, said in self._by_subject.items():
                for value in several(said.get(predicate)):
                    found.setdefault(value, []).append(_node(subject))
            self._inverse[predicate] = found
        return found

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

    def about(self, subject: object) -> Mapping[NamedNode, Term | list[Term]]:
        """Return all that is said of a subject: predicate -> the object, or a list of several as they came."""
        return self._by_subject.get(subject, {})

    def objects(self, subject: object, predicate: NamedNode) -> tuple[Term, ...]:
        """Return the objects of a subject and predicate, IRIs first, each group sorted."""
        found = self._by_subject.get(subject, {}).get(predicate)
        return tuple(sorted(found, key=term_key)) if isinstance(found, list) else () if found is None else (found,)

    def nodes(self, subject: object, predicate: NamedNode) -> tuple[NamedNode, ...]:
        """Return the objects that are IRIs, sorted."""
        found = self._by_subject.get(subject, {}).get(predicate)
        if isinstance(found, list):
            return tuple(sorted((term for term in found if isinstance(term, NamedNode)), key=term_key))
        return (found,) if isinstance(found, NamedNode) else ()

    def node(self, subject: object, predicate: NamedNode) -> NamedNode | None:
        """Return the first IRI among the objects, or None."""
        found = self._by_subject.get(subject, {}).get(predicate)
        if isinstance(found, list):
            return min((term for term in found if isinstance(term, NamedNode)), key=term_key, default=None)
        return found if isinstance(found, NamedNode) else None

    def text(self, subject: object, predicate: NamedNode, language: str = "en") -> str | None:
        """Return a literal's text: the one in `language`, else the one without, else the first; None without any."""
        found = self._by_subject.get(subject, {}).get(predicate)
        if not isinstance(found, list):
            return found.value if isinstance(found, Literal) else None
        literals = sorted((term for term in found if isinstance(term, Literal)), key=term_key)
        for wanted in (language, None):
            for literal in literals:
                if literal.language == wanted:
                    return literal.value
        return literals[0].value if literals else None

    def subjects(self, predicate: NamedNode, value: object) -> tuple[Node, ...]:
        """Return the subjects of a predicate and object, sorted."""
        return tuple(sorted(self._towards(predicate).get(value, ()), key=term_key))

    def predicates(self, subject: object) -> tuple[NamedNode, ...]:
        """Return the predicates of a subject, sorted by IRI."""
        return tuple(sorted(self._by_subject.get(subject, {}), key=lambda node: node.value))


def _node(term: object) -> Node:
    if isinstance(term, _NODES):
        return term
    raise TypeError(f"Quoted triples are not used in catalogues: {term}")
