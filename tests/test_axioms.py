"""Every axiom is either held by `Axioms` or named as unsupported."""

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kinset.reasoning import Reasoner, axioms, infer
from kinset.vocab import KIN, OWL, RDF, RDFS, Namespace

EX = Namespace("https://example.org/")
PREFIXES = """
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse((PREFIXES + text).encode(), format=RdfFormat.TURTLE)]


def unsupported(text: str) -> list[str]:
    return [str(axiom) for axiom in axioms.read(turtle(text)).unsupported]


def test_supported_axioms_are_read_as_stated() -> None:
    found = axioms.read(
        turtle("""
        :C a owl:Class ; rdfs:subClassOf :D ; owl:equivalentClass :E .
        :p a owl:ObjectProperty , owl:SymmetricProperty , owl:TransitiveProperty ;
            rdfs:subPropertyOf :q ; owl:equivalentProperty :r ; owl:inverseOf :s ;
            rdfs:domain :C ; rdfs:range :D ; owl:propertyChainAxiom ( :q :r :s ) .
        """)
    )

    assert found == axioms.Axioms(
        subclasses=frozenset({(EX.C, EX.D)}),
        equivalent_classes=frozenset({(EX.C, EX.E)}),
        subproperties=frozenset({(EX.p, EX.q)}),
        equivalent_properties=frozenset({(EX.p, EX.r)}),
        inverses=frozenset({(EX.p, EX.s)}),
        domains=frozenset({(EX.p, EX.C)}),
        ranges=frozenset({(EX.p, EX.D)}),
        chains=frozenset({(EX.p, (EX.q, EX.r, EX.s))}),
        symmetric=frozenset({EX.p}),
        transitive=frozenset({EX.p}),
        classes=frozenset({EX.C}),
        properties=frozenset({EX.p}),
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (":p a owl:FunctionalProperty .", "owl:FunctionalProperty (of https://example.org/p)"),
        (":p a owl:InverseFunctionalProperty .", "owl:InverseFunctionalProperty (of https://example.org/p)"),
        (":p a owl:IrreflexiveProperty .", "owl:IrreflexiveProperty (of https://example.org/p)"),
        (":p a owl:AsymmetricProperty .", "owl:AsymmetricProperty (of https://example.org/p)"),
        (":p owl:propertyDisjointWith :q .", "owl:propertyDisjointWith (of https://example.org/p)"),
        (":C owl:disjointWith :D .", "owl:disjointWith (of https://example.org/C)"),
        (":C owl:complementOf :D .", "owl:complementOf (of https://example.org/C)"),
        (":C owl:unionOf () .", "owl:unionOf (of https://example.org/C)"),
        (":C owl:intersectionOf () .", "owl:intersectionOf (of https://example.org/C)"),
        (":C owl:oneOf () .", "owl:oneOf (of https://example.org/C)"),
        (":C owl:hasKey () .", "owl:hasKey (of https://example.org/C)"),
        (":C owl:hasValue 1 .", "owl:hasValue (of https://example.org/C)"),
        (":C owl:someValuesFrom :D .", "owl:someValuesFrom (of https://example.org/C)"),
        (":C owl:allValuesFrom :D .", "owl:allValuesFrom (of https://example.org/C)"),
        (":C owl:maxCardinality 1 .", "owl:maxCardinality (of https://example.org/C)"),
        (":C owl:onProperty :p .", "owl:onProperty (of https://example.org/C)"),
        (":C a owl:Restriction .", "owl:Restriction (of https://example.org/C)"),
        (":x a owl:AllDisjointClasses .", "owl:AllDisjointClasses (of https://example.org/x)"),
        (":x a owl:AllDifferent .", "owl:AllDifferent (of https://example.org/x)"),
        (":x a owl:NegativePropertyAssertion .", "owl:NegativePropertyAssertion (of https://example.org/x)"),
        (":x a owl:Nothing .", "owl:Nothing (of https://example.org/x)"),
        (":x a xsd:integer .", "xsd:integer (of https://example.org/x)"),
        (":x owl:sameAs :y .", "owl:sameAs (of https://example.org/x)"),
        (":x owl:differentFrom :y .", "owl:differentFrom (of https://example.org/x)"),
        (":x owl:inventedYesterday :y .", "owl:inventedYesterday (of https://example.org/x)"),
        (":x a rdfs:InventedYesterday .", "rdfs:InventedYesterday (of https://example.org/x)"),
        (":p rdfs:subPropertyOf rdf:type .", "rdfs:subPropertyOf with rdf:type (of https://example.org/p)"),
        ("rdf:type rdfs:subPropertyOf :p .", "rdfs:subPropertyOf with rdf:type (of rdf:type)"),
        ("owl:sameAs a owl:TransitiveProperty .", "owl:TransitiveProperty (of owl:sameAs)"),
        (":C rdfs:subClassOf owl:Nothing .", "rdfs:subClassOf with owl:Nothing (of https://example.org/C)"),
        (":C rdfs:subClassOf owl:TransitiveProperty .",
         "rdfs:subClassOf with owl:TransitiveProperty (of https://example.org/C)"),
        (":p rdfs:range owl:Class .", "rdfs:range with owl:Class (of https://example.org/p)"),
        (":C rdfs:subClassOf 'D' .", 'rdfs:subClassOf with "D" (of https://example.org/C)'),
        (":p owl:propertyChainAxiom :q .", "owl:propertyChainAxiom with a broken list (of https://example.org/p)"),
        (":p owl:propertyChainAxiom ( :q rdf:type ) .", "owl:propertyChainAxiom with rdf:type (of https://example.org/p)"),
        (":p owl:propertyChainAxiom ( :q 1 ) .",
         'owl:propertyChainAxiom with "1"^^<http://www.w3.org/2001/XMLSchema#integer> (of https://example.org/p)'),
        ("rdf:type owl:propertyChainAxiom ( :q ) .", "owl:propertyChainAxiom (of rdf:type)"),
    ],
)  # fmt: skip
def test_what_is_not_supported_is_named(text: str, named: str) -> None:
    assert unsupported(text) == [named]


def test_a_list_that_turns_back_or_forks_is_broken() -> None:
    broken = ["owl:propertyChainAxiom with a broken list (of https://example.org/p)"]

    assert unsupported(":p owl:propertyChainAxiom :l . :l rdf:first :q ; rdf:rest :l .") == broken
    assert unsupported(":p owl:propertyChainAxiom :l . :l rdf:first :q , :r ; rdf:rest rdf:nil .") == broken


def test_a_named_or_shared_list_is_a_list() -> None:
    text = ":p owl:propertyChainAxiom :l . :q owl:propertyChainAxiom :l . :l rdf:first :r ; rdf:rest ( :s ) ."

    assert axioms.read(turtle(text)).chains == {(EX.p, (EX.r, EX.s)), (EX.q, (EX.r, EX.s))}


@pytest.mark.parametrize("kind", sorted(axioms._INERT_CLASSES, key=str))
def test_owlrl_does_not_react_to_an_inert_type(kind: NamedNode) -> None:
    asserted = turtle(":x :p :x ; a :x . :p rdfs:subPropertyOf :x . :x rdfs:subClassOf :C .")
    asserted += [Triple(term, RDF.type, kind) for term in (EX.x, EX.p, EX.C)]

    agree(asserted)


@pytest.mark.parametrize("predicate", sorted(axioms._INERT_PREDICATES, key=str))
def test_owlrl_does_not_react_to_an_inert_predicate(predicate: NamedNode) -> None:
    asserted = turtle(":x :p :y ; a :C . :y :p :z . :p rdfs:subPropertyOf :q . :C rdfs:subClassOf :D .")
    asserted += [Triple(one, predicate, other) for one in (EX.x, EX.p, EX.C) for other in (EX.y, EX.q, EX.D)]

    agree(asserted)


def agree(asserted: list[Triple]) -> None:
    quick = infer(asserted, [])
    assert quick.reasoner is Reasoner.FAST
    assert quick.triples == infer(asserted, [], reasoner=Reasoner.OWLRL).triples


def test_a_range_may_be_a_datatype_and_a_sub_property_may_be_a_label() -> None:
    assert unsupported(":p rdfs:range xsd:integer ; rdfs:subPropertyOf rdfs:label .") == []
    assert unsupported(":p rdfs:range rdfs:Literal . :C rdfs:subClassOf rdf:Statement, owl:Thing .") == []


def test_axioms_constrain_the_predicates_that_they_follow_from() -> None:
    found = axioms.read(
        [
            Triple(KIN.descendsFrom, RDFS.subPropertyOf, EX.p),
            Triple(EX.q, RDF.type, OWL.TransitiveProperty),
            Triple(EX.r, RDFS.label, Literal("r")),
            *turtle(":p owl:propertyChainAxiom ( :s :t ) ."),
        ]
    )

    assert all(found.constrains(term) for term in (KIN.descendsFrom, EX.q, EX.s, EX.t))
    assert not found.constrains(EX.r)
