"""The axioms of an ontology, read from its triples. Part of level 3.

In: triples (the ontology and the data together, for an axiom binds wherever it stands). Out: `Axioms`, a frozen
value that holds every axiom which the fast reasoner applies, and names every one that it does not.

Nothing is ignored in silence. A term of RDF, RDFS or OWL is in exactly one of these groups:

- supported: the relations in `_ROLES`, owl:propertyChainAxiom, owl:SymmetricProperty, owl:TransitiveProperty, and the
  declarations that OWL 2 RL reacts to (a declared class is below owl:Thing, and below and equivalent to itself; a
  declared property is below and equivalent to itself);
- inert: no rule of OWL 2 RL has it in its body (annotations, owl:Ontology, owl:AnnotationProperty, rdfs:Class …);
- anything else, also terms that nobody has heard of: unsupported. So is an axiom *about* the language itself
  (a sub-property of rdf:type, a sub-class of owl:TransitiveProperty), for it would make axioms out of data.
"""

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kinset.vocab import OWL, RDF, RDFS, XSD, Namespace

Node: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Pair: TypeAlias = tuple[Node, Node]
Chain: TypeAlias = tuple[Node, tuple[Node, ...]]


class _Role(enum.Enum):
    """What a term stands for in an axiom, and so what it may be."""

    CLASS = enum.auto()  # something gets typed with it
    SUBCLASS = enum.auto()  # its members get another type: any term will do
    PROPERTY = enum.auto()


_ROLES: Mapping[NamedNode, tuple[_Role, _Role]] = {
    RDFS.subClassOf: (_Role.SUBCLASS, _Role.CLASS),
    OWL.equivalentClass: (_Role.CLASS, _Role.CLASS),
    RDFS.subPropertyOf: (_Role.PROPERTY, _Role.PROPERTY),
    OWL.equivalentProperty: (_Role.PROPERTY, _Role.PROPERTY),
    OWL.inverseOf: (_Role.PROPERTY, _Role.PROPERTY),
    RDFS.domain: (_Role.PROPERTY, _Role.CLASS),
    RDFS.range: (_Role.PROPERTY, _Role.CLASS),
}
_CLASS_DECLARATIONS = (OWL.Class,)
_PROPERTY_DECLARATIONS = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
_CHARACTERISTICS = (OWL.SymmetricProperty, OWL.TransitiveProperty)

# Typing something with one of these has no consequence.
_INERT_CLASSES = frozenset(
    {
        *(OWL[name] for name in ("Thing", "Ontology", "AnnotationProperty", "OntologyProperty", "NamedIndividual")),
        *(OWL[name] for name in ("Axiom", "Annotation", "DeprecatedClass", "DeprecatedProperty")),
        *(RDFS[name] for name in ("Class", "Datatype", "Resource", "Container", "ContainerMembershipProperty")),
        *(RDF[name] for name in ("List", "Statement", "Bag", "Seq", "Alt")),
    }
)
# Stating that a thing is of a datatype has consequences (rule dt-type2); to arrive at it by a range has none.
_DATATYPES = frozenset({RDFS.Literal, *(RDF[n] for n in ("langString", "PlainLiteral", "XMLLiteral", "HTML"))})
# Predicates of the language without a rule; like any other, they may have super-properties, domains and so on.
_INERT_PREDICATES = frozenset(
    {
        *(RDFS[name] for name in ("label", "comment", "seeAlso", "isDefinedBy", "member")),
        *(RDF[name] for name in ("subject", "predicate", "object", "value")),
        *(OWL[name] for name in ("versionInfo", "versionIRI", "priorVersion", "backwardCompatibleWith")),
        *(OWL[name] for name in ("incompatibleWith", "deprecated", "imports")),
        *(OWL[name] for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")),
    }
)
_LANGUAGE: Mapping[str, Namespace] = {"owl": OWL, "rdfs": RDFS, "rdf": RDF, "xsd": XSD}


@dataclass(frozen=True, slots=True, order=True)
class Unsupported:
    """An axiom that the fast reasoner does not apply: the `construct` ("owl:hasValue") and the term it is `about`."""

    construct: str
    about: str

    def __str__(self) -> str:
        """Return the axiom as it stands in a message."""
        return f"{self.construct} (of {self.about})"


@dataclass(frozen=True, slots=True)
class Axioms:
    """What an ontology states, by kind of axiom; a pair is (subject, object) as stated, nothing is closed.

    Attributes:
        chains: a property, and the properties whose composition it contains.
        classes: the declared ones.
        properties: the declared ones.
        unsupported: what the fast reasoner cannot apply, sorted; empty if it may be used.
    """

    subclasses: frozenset[Pair] = frozenset()
    equivalent_classes: frozenset[Pair] = frozenset()
    subproperties: frozenset[Pair] = frozenset()
    equivalent_properties: frozenset[Pair] = frozenset()
    inverses: frozenset[Pair] = frozenset()
    domains: frozenset[Pair] = frozenset()
    ranges: frozenset[Pair] = frozenset()
    chains: frozenset[Chain] = frozenset()
    symmetric: frozenset[Node] = frozenset()
    transitive: frozenset[Node] = frozenset()
    classes: frozenset[Node] = frozenset()
    properties: frozenset[Node] = frozenset()
    unsupported: tuple[Unsupported, ...] = ()

    def constrains(self, predicate: NamedNode) -> bool:
        """Tell whether statements with this predicate can have consequences."""
        pairs = (self.subproperties, self.equivalent_properties, self.inverses, self.domains, self.ranges)
        return (
            predicate in self.symmetric | self.transitive
            or any(predicate in pair for kind in pairs for pair in kind)
            or any(predicate in chain for _, chain in self.chains)
        )


def is_language(term: object) -> bool:
    """Tell whether a term belongs to RDF, RDFS, OWL or XSD themselves.

    >>> is_language(OWL.Class), is_language(NamedNode("https://example.org/Class"))
    (True, False)
    """
    return any(term in namespace for namespace in _LANGUAGE.values())


def read(triples: Iterable[Triple]) -> Axioms:
    """Read the axioms of an ontology (OWL 2 Profiles, section 4.3, tables 4 to 9)."""
    stated = _by_predicate(triples)
    types: dict[Term, set[Term]] = defaultdict(set)
    for subject, cls in stated.get(RDF.type, ()):
        types[cls].add(subject)
    pairs = {predicate: frozenset(_nodes(stated.get(predicate, ()))) for predicate in _ROLES}
    return Axioms(
        subclasses=pairs[RDFS.subClassOf],
        equivalent_classes=pairs[OWL.equivalentClass],
        subproperties=pairs[RDFS.subPropertyOf],
        equivalent_properties=pairs[OWL.equivalentProperty],
        inverses=pairs[OWL.inverseOf],
        domains=pairs[RDFS.domain],
        ranges=pairs[RDFS.range],
        chains=frozenset(chain for chain in _chains(stated) if isinstance(chain, tuple)),
        symmetric=_declared(types, OWL.SymmetricProperty),
        transitive=_declared(types, OWL.TransitiveProperty),
        classes=_declared(types, *_CLASS_DECLARATIONS),
        properties=_declared(types, *_PROPERTY_DECLARATIONS),
        unsupported=tuple(sorted({*_odd_terms(stated, types), *_odd_axioms(stated, types), *_odd_chains(stated)})),
    )


_Stated: TypeAlias = Mapping[NamedNode, list[tuple[Term, Term]]]


def _by_predicate(triples: Iterable[Triple]) -> _Stated:
    stated: dict[NamedNode, list[tuple[Term, Term]]] = defaultdict(list)
    for triple in triples:
        stated[triple.predicate].append((triple.subject, triple.object))
    return stated


def _nodes(pairs: Iterable[tuple[Term, Term]]) -> Iterator[Pair]:
    """Leave out what has a literal or a triple in it; `_odd_axioms` names it."""
    for subject, value in pairs:
        if isinstance(subject, NamedNode | BlankNode) and isinstance(value, NamedNode | BlankNode):
            yield subject, value


def _declared(types: Mapping[Term, set[Term]], *classes: NamedNode) -> frozenset[Node]:
    members = {member for cls in classes for member in types.get(cls, ())}
    return frozenset(member for member in members if isinstance(member, NamedNode | BlankNode))


def _odd_terms(stated: _Stated, types: Mapping[Term, set[Term]]) -> Iterator[Unsupported]:
    """Name the predicates and types of RDFS and OWL that are neither supported nor inert."""
    for predicate, pairs in stated.items():
        known = predicate in _ROLES or predicate in _INERT_PREDICATES or predicate == OWL.propertyChainAxiom
        if not known and (predicate in OWL or predicate in RDFS):
            yield from (Unsupported(_name(predicate), _name(subject)) for subject, _ in pairs)
    supported = {*_CLASS_DECLARATIONS, *_PROPERTY_DECLARATIONS, *_CHARACTERISTICS, *_INERT_CLASSES}
    for cls, members in types.items():
        if is_language(cls) and cls not in supported:
            yield from (Unsupported(_name(cls), _name(member)) for member in members)


def _odd_axioms(stated: _Stated, types: Mapping[Term, set[Term]]) -> Iterator[Unsupported]:
    """Name the axioms of a supported kind with a term in them that the kind does not admit here."""
    for predicate, roles in _ROLES.items():
        for pair in stated.get(predicate, ()):
            for term, role in zip(pair, roles, strict=True):
                if not _fits(term, role):
                    yield Unsupported(f"{_name(predicate)} with {_name(term)}", _name(pair[0]))
    for characteristic in _CHARACTERISTICS:
        for term in types.get(characteristic, ()):
            if not _fits(term, _Role.PROPERTY):
                yield Unsupported(_name(characteristic), _name(term))


def _fits(term: Term, role: _Role) -> bool:
    if not isinstance(term, NamedNode | BlankNode):
        return False
    if role is _Role.SUBCLASS or not is_language(term):
        return True
    if role is _Role.PROPERTY:
        return term in _INERT_PREDICATES
    return term in XSD or term in _INERT_CLASSES or term in _DATATYPES


def _chains(stated: _Stated) -> Iterator[Chain | Unsupported]:
    first, rest = (_multimap(stated.get(predicate, ())) for predicate in (RDF.first, RDF.rest))
    for subject, head in stated.get(OWL.propertyChainAxiom, ()):
        members = _members(head, first, rest)
        if not isinstance(subject, NamedNode | BlankNode) or not _fits(subject, _Role.PROPERTY):
            yield Unsupported(_name(OWL.propertyChainAxiom), _name(subject))
        elif members is None:
            yield Unsupported("owl:propertyChainAxiom with a broken list", _name(subject))
        elif all(_fits(member, _Role.PROPERTY) for member in members):
            yield subject, tuple(member for member in members if isinstance(member, NamedNode | BlankNode))
        else:
            odd = next(member for member in members if not _fits(member, _Role.PROPERTY))
            yield Unsupported(f"owl:propertyChainAxiom with {_name(odd)}", _name(subject))


def _odd_chains(stated: _Stated) -> Iterator[Unsupported]:
    return (chain for chain in _chains(stated) if isinstance(chain, Unsupported))


def _multimap(pairs: Iterable[tuple[Term, Term]]) -> Mapping[Term, set[Term]]:
    values: dict[Term, set[Term]] = {}
    for subject, value in pairs:
        values.setdefault(subject, set()).add(value)
    return values


def _members(head: Term, first: Mapping[Term, set[Term]], rest: Mapping[Term, set[Term]]) -> tuple[Term, ...] | None:
    """Return the members of an RDF list, or None if it forks, ends early or turns back on itself."""
    members: list[Term] = []
    cell, seen = head, set[Term]()
    while cell != RDF.nil:
        values, tails = first.get(cell, ()), rest.get(cell, ())
        if cell in seen or len(values) != 1 or len(tails) != 1:
            return None
        seen.add(cell)
        members.extend(values)
        (cell,) = tails
    return None if first.get(RDF.nil) or rest.get(RDF.nil) else tuple(members)


def _name(term: Term) -> str:
    """Return a term as it stands in a message: owl:hasValue, or an IRI, or as N-Triples have it."""
    for prefix, namespace in _LANGUAGE.items():
        if isinstance(term, NamedNode) and term in namespace:
            return f"{prefix}:{term.value.removeprefix(namespace.iri)}"
    return term.value if isinstance(term, NamedNode) else str(term)
