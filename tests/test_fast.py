"""The fast reasoner agrees with owlrl, in both directions, and its work is bounded by its output."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kinset.reasoning import Reasoner, axioms, fast, infer
from kinset.vocab import OWL, RDF, RDFS, XSD, Namespace

EX = Namespace("https://example.org/")
PREFIXES = """
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse((PREFIXES + text).encode(), format=RdfFormat.TURTLE)]


def entailed(data: str, ontology: str) -> set[Triple]:
    stated = turtle(data + ontology)
    subjects = {triple.subject for triple in turtle(data) if isinstance(triple.subject, NamedNode)}
    found = axioms.read(stated)
    assert not found.unsupported
    return set(fast.entail(stated, found, subjects)) - set(stated)


@pytest.mark.parametrize(
    ("data", "ontology", "expected"),
    [
        (":a a :C .", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .", ":a a :D, :E ."),
        (":a a :D .", ":C owl:equivalentClass :D .", ":a a :C ."),
        (":a :p :b .", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":a :q :b ; :r :b ."),
        (":a :q :b .", ":p owl:equivalentProperty :q .", ":a :p :b ."),
        (":a :p :b . :b :is true .", ":p owl:inverseOf :q .", ":b :q :a ."),
        (":b :q :a . :a :is true .", ":p owl:inverseOf :q .", ":a :p :b ."),
        (":a :p :b . :b :is true .", ":p a owl:SymmetricProperty .", ":b :p :a ."),
        (":a :p :b . :b :p :c . :c :p :d .", ":p a owl:TransitiveProperty .", ":a :p :c, :d . :b :p :d ."),
        (":a :p :b . :b :q :c .", ":r owl:propertyChainAxiom ( :p :q ) .", ":a :r :c ."),
        (":a :p :b .", ":r owl:propertyChainAxiom ( :p ) .", ":a :r :b ."),
        (":a :p :b .", ":r owl:propertyChainAxiom ( ) .", ""),
        (":a :p :b . :b :p :c . :c :q :d .", ":r owl:propertyChainAxiom ( :p :p :q ) .", ":a :r :d ."),
        (":a :p :b . :b :p :c . :c :p :d .", ":p owl:propertyChainAxiom ( :p :p ) .", ":a :p :c, :d . :b :p :d ."),
        (":a :p :b . :b :is true .", ":p rdfs:domain :C ; rdfs:range :D .", ":a a :C . :b a :D ."),
        (
            ":a :p :b .",
            ":p rdfs:subPropertyOf :q . :q rdfs:domain :C . :C rdfs:subClassOf :D .",
            ":a :q :b ; a :C, :D .",
        ),
        (":a :p 1 .", ":p a owl:SymmetricProperty , owl:TransitiveProperty .", ":a :p :a ."),
        (":a :p :b .", ":p rdfs:subPropertyOf [ owl:inverseOf :q ] . :b :is true .", ""),
    ],
)
def test_each_axiom(data: str, ontology: str, expected: str) -> None:
    assert entailed(data, ontology) == set(turtle(expected))


def test_what_follows_about_a_class_of_the_data() -> None:
    found = entailed(":C rdfs:subClassOf :D .", ":C a owl:Class . :D rdfs:subClassOf :C .")

    assert found == set(turtle(":C rdfs:subClassOf :C, owl:Thing ; owl:equivalentClass :C, :D ."))


def test_only_the_asked_subjects_are_told() -> None:
    stated = turtle(":a :p :b . :p a owl:SymmetricProperty .")

    assert list(fast.entail(stated, axioms.read(stated), {EX.c})) == []


# --- random ontologies ---------------------------------------------------------------------------------------------

PROPERTIES = [EX.p, EX.q, EX.r, EX.s]
CLASSES: list[NamedNode | BlankNode] = [EX.A, EX.B, EX.C, EX.D, OWL.Thing]
THINGS: list[NamedNode | BlankNode] = [EX.a, EX.b, EX.c, EX.d, BlankNode("e")]
LITERALS = [Literal("01", datatype=XSD.integer), Literal("x", language="en"), Literal("x")]

prop = st.sampled_from(PROPERTIES)
cls = st.sampled_from(CLASSES)
thing = st.sampled_from(THINGS)
anything = st.sampled_from([*THINGS, *THINGS, *PROPERTIES, *CLASSES[:4]])  # classes and properties are subjects too

data_statements = st.one_of(
    st.builds(Triple, anything, prop, st.one_of(thing, anything, st.sampled_from(LITERALS))),
    st.builds(Triple, thing, prop, thing),
    st.builds(Triple, anything, st.just(RDF.type), cls),
)
simple_axioms = st.one_of(
    st.builds(Triple, cls, st.sampled_from([RDFS.subClassOf, OWL.equivalentClass]), cls),
    st.builds(Triple, prop, st.sampled_from([RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf]), prop),
    st.builds(Triple, prop, st.just(RDF.type), st.sampled_from([OWL.SymmetricProperty, OWL.TransitiveProperty])),
    st.builds(Triple, prop, st.sampled_from([RDFS.domain, RDFS.range]), cls),
    st.builds(Triple, st.sampled_from(CLASSES[:4]), st.just(RDF.type), st.just(OWL.Class)),
    st.builds(
        Triple, prop, st.just(RDF.type), st.sampled_from([OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property])
    ),
)


chain_axioms = st.tuples(prop, st.lists(prop, max_size=4))


def chain_triples(number: int, target: NamedNode, members: Sequence[NamedNode]) -> list[Triple]:
    cells: list[NamedNode | BlankNode] = [*(BlankNode(f"l{number}x{place}") for place in range(len(members))), RDF.nil]
    return [
        Triple(target, OWL.propertyChainAxiom, cells[0]),
        *(Triple(cell, RDF.first, member) for cell, member in zip(cells, members, strict=False)),
        *(Triple(cell, RDF.rest, tail) for cell, tail in pairwise(cells)),
    ]


ontologies = st.builds(
    lambda simple, chains: [
        *simple,
        *(triple for number, chain in enumerate(chains) for triple in chain_triples(number, *chain)),
    ],
    st.lists(simple_axioms, max_size=8),
    st.lists(chain_axioms, max_size=2),
)


def compare(asserted: Sequence[Triple], ontology: Sequence[Triple]) -> None:
    quick = infer(asserted, ontology)
    if quick.reasoner is Reasoner.FAST:
        slow = infer(asserted, ontology, reasoner=Reasoner.OWLRL)
        assert sorted(map(str, set(quick.triples) - set(slow.triples))) == []
        assert sorted(map(str, set(slow.triples) - set(quick.triples))) == []
    event(f"{quick.reasoner}, {'something' if quick.triples else 'nothing'} follows")


@settings(max_examples=150, deadline=None)
@given(st.lists(data_statements, min_size=1, max_size=10), ontologies, st.lists(simple_axioms, max_size=2))
def test_agrees_with_owlrl_on_supported_axioms(
    data: list[Triple], ontology: list[Triple], asserted_axioms: list[Triple]
) -> None:
    asserted = [*data, *asserted_axioms]

    assert infer(asserted, ontology).reasoner is Reasoner.FAST
    compare(asserted, ontology)


few_props, few_things = st.sampled_from(PROPERTIES[:3]), st.sampled_from(THINGS[:4])
dense_data = st.lists(st.builds(Triple, few_things, few_props, few_things), min_size=4, max_size=9)
property_axioms = st.one_of(
    st.builds(
        Triple,
        few_props,
        st.sampled_from([RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf]),
        few_props,
    ),
    st.builds(Triple, few_props, st.just(RDF.type), st.sampled_from([OWL.SymmetricProperty, OWL.TransitiveProperty])),
)
dense_ontologies = st.builds(
    lambda simple, one, other: [*simple, *chain_triples(0, *one), *chain_triples(1, *other)],
    st.lists(property_axioms, max_size=2),
    st.tuples(few_props, st.lists(few_props, max_size=3)),
    st.tuples(few_props, st.lists(few_props, max_size=3)),
)


@settings(max_examples=150, deadline=None)
@given(dense_data, dense_ontologies)
def test_agrees_with_owlrl_where_much_joins(data: list[Triple], ontology: list[Triple]) -> None:
    compare(data, ontology)


LANGUAGE = [
    *(OWL[name] for name in ("Thing", "Nothing", "Class", "ObjectProperty", "AnnotationProperty", "Ontology")),
    *(OWL[name] for name in ("TransitiveProperty", "SymmetricProperty", "FunctionalProperty", "sameAs", "inverseOf")),
    *(RDFS[name] for name in ("Class", "Resource", "Literal", "Datatype", "label", "subClassOf", "domain", "range")),
    *(RDF[name] for name in ("type", "Property", "List", "Statement", "first", "value", "nil")),
    *(XSD[name] for name in ("integer", "string")),
]
wild_terms = st.one_of(anything, st.sampled_from(LANGUAGE))
wild_statements = st.builds(
    Triple,
    wild_terms,
    st.one_of(prop, st.sampled_from([term for term in LANGUAGE if term.value.split("#")[1][0].islower()])),
    st.one_of(wild_terms, st.sampled_from(LITERALS)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(data_statements, min_size=3, max_size=8), ontologies, st.lists(wild_statements, min_size=1, max_size=2))
def test_agrees_with_owlrl_on_whatever_it_accepts(
    data: list[Triple], ontology: list[Triple], wild: list[Triple]
) -> None:
    compare([*data, *wild[1:]], [*ontology, *wild[:1]])


# --- work ----------------------------------------------------------------------------------------------------------


def joins_of(stated: list[Triple]) -> tuple[int, int]:
    """Return how many pairs the closure was offered, and how many it holds."""
    found = axioms.read(stated)
    relations = fast._Relations(fast._Rules.of(found), found)
    relations.load(stated)
    offered = 0
    grow = relations._grow

    def counted(key: fast._Key, fresh: list[tuple[int, int]]) -> list[tuple[int, int]]:
        nonlocal offered
        grown = grow(key, fresh)
        base = relations._base[key]
        offered += sum(len(base.get(x, ())) for x, _ in grown) + len(fresh)
        return grown

    relations._grow = counted  # type: ignore[method-assign,assignment]
    relations.close()
    return offered, sum(len(ends) for ends in relations._forward[EX.p].values())


def test_a_long_path_costs_no_more_than_its_closure() -> None:
    nodes = [EX[f"n{place}"] for place in range(200)]
    path = [Triple(one, EX.p, other) for one, other in pairwise(nodes)]

    offered, held = joins_of([*path, Triple(EX.p, RDF.type, OWL.TransitiveProperty)])

    assert held == 200 * 199 / 2
    assert offered <= 2 * held


def test_a_symmetric_and_transitive_star_costs_no_more_than_its_closure() -> None:
    star = [Triple(EX.hub, EX.p, EX[f"n{place}"]) for place in range(99)]
    kinds = [Triple(EX.p, RDF.type, kind) for kind in (OWL.TransitiveProperty, OWL.SymmetricProperty)]

    offered, held = joins_of([*star, *kinds])

    assert held == 100 * 100
    assert offered <= 3 * held


def test_inverse_transitive_relations_do_not_feed_each_other() -> None:
    nodes = [EX[f"n{place}"] for place in range(100)]
    path = [Triple(one, EX.p, other) for one, other in pairwise(nodes)]
    ontology = turtle(":p a owl:TransitiveProperty ; owl:inverseOf :q . :q a owl:TransitiveProperty .")

    offered, held = joins_of([*path, *ontology])

    assert held == 100 * 99 / 2
    assert offered <= 2 * 2 * held
