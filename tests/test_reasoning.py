"""One function, two reasoners: what they promise together, on this catalogue and on small ones."""

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, Triple, parse

from kinset.reasoning import Entailment, Reasoner, infer
from kinset.vocab import KIN, PROV, RDF, RDFS, XSD, Namespace

ROOT = Path(__file__).parent.parent
SAMPLE = 5  # files of each kind: owlrl takes about 2 s for them, and its time grows with the catalogue
EX = Namespace("https://example.org/")
PREFIXES = """
PREFIX : <https://example.org/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
DERIVED = ":a a kin:Dataset ; prov:qualifiedDerivation :a-b . :a-b prov:entity :b ."


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse((PREFIXES + text).encode(), format=RdfFormat.TURTLE)]


def load(folder: str, *, at_most: int | None = None) -> list[Triple]:
    """Return the triples of a folder and its sub-folders, of the first files of each by name."""
    folders = [ROOT / folder, *sorted((ROOT / folder).glob("*/"))]
    files = [file for place in folders for file in sorted(place.glob("*.ttl"))[:at_most]]
    return [quad.triple for file in files for quad in parse(path=file)]


@pytest.fixture(scope="module")
def ontology() -> list[Triple]:
    return load("ontology")


def test_both_reasoners_agree_on_this_catalogue(ontology: list[Triple]) -> None:
    asserted = load("data", at_most=SAMPLE)

    quick = infer(asserted, ontology)
    slow = infer(asserted, ontology, reasoner=Reasoner.OWLRL)

    assert (quick.reasoner, quick.note) == (Reasoner.FAST, "")
    assert (slow.reasoner, slow.note, slow.contradictions) == (Reasoner.OWLRL, "", ())
    assert quick.triples == slow.triples
    assert {triple.predicate for triple in quick.triples} >= {RDF.type, PROV.wasDerivedFrom, KIN.descendsFrom}


def test_the_whole_catalogue_is_within_the_fast_reasoner(ontology: list[Triple]) -> None:
    asserted = load("data")

    found = infer(asserted, ontology)

    assert (found.reasoner, found.note) == (Reasoner.FAST, "")
    stated = {*asserted, *ontology}
    assert stated.isdisjoint(found.triples)
    assert list(found.triples) == sorted(set(found.triples), key=str)
    assert {triple.subject for triple in found.triples} <= {triple.subject for triple in asserted}


@pytest.mark.parametrize("reasoner", Reasoner)
def test_descent_comes_with_either_reasoner(reasoner: Reasoner) -> None:
    found = infer(turtle(DERIVED), [], reasoner=reasoner)

    assert found == Entailment((Triple(EX.a, KIN.descendsFrom, EX.b),), reasoner)


@pytest.mark.parametrize("reasoner", Reasoner)
def test_descent_counts_what_is_stated_the_other_way_round(reasoner: Reasoner) -> None:
    data = DERIVED.replace(":a a kin:Dataset ;", ":a dcat:hasVersion :a1 . :a1") + ":a1 a kin:Version ."
    found = infer(turtle(data), turtle("dcat:hasVersion owl:inverseOf dcat:isVersionOf ."), reasoner=reasoner)

    assert Triple(EX.a, KIN.descendsFrom, EX.b) in found.triples


@pytest.mark.parametrize("reasoner", Reasoner)
def test_axioms_about_descent_are_applied_to_it(reasoner: Reasoner) -> None:
    data = DERIVED + ":b a kin:Dataset ."
    found = infer(turtle(data), turtle("kin:descendsFrom rdfs:subPropertyOf :from . :of owl:inverseOf :from ."),
                  reasoner=reasoner)  # fmt: skip

    assert set(found.triples) == {
        Triple(EX.a, KIN.descendsFrom, EX.b),
        Triple(EX.a, EX["from"], EX.b),
        Triple(EX.b, EX.of, EX.a),
    }


def test_an_unsupported_axiom_brings_the_complete_reasoner_and_a_note() -> None:
    ontology = turtle(":C owl:unionOf ( :D :E ) . :p a owl:FunctionalProperty . :q a owl:FunctionalProperty .")
    found = infer(turtle(":a a :D ."), ontology)

    assert found.reasoner is Reasoner.OWLRL
    assert found.triples == (Triple(EX.a, RDF.type, EX.C),)
    assert found.note == (
        "The complete reasoner (owlrl) was chosen by itself, because the fast one does not support "
        "owl:FunctionalProperty (of https://example.org/p), owl:unionOf (of https://example.org/C)."
    )


def test_a_note_names_five_constructs_and_counts_the_rest() -> None:
    ontology = turtle("".join(f":C{number} owl:new{number} :D ." for number in range(7)))

    assert infer([], ontology).note.endswith("owl:new4 (of https://example.org/C4) and 2 more.")


def test_an_unsupported_axiom_in_the_data_counts_too() -> None:
    found = infer(turtle(":a owl:sameAs :b . :b :p :c ."), [])

    assert (found.reasoner, "owl:sameAs" in found.note) == (Reasoner.OWLRL, True)
    assert found.triples == (Triple(EX.a, EX.p, EX.c),)


def test_who_asks_for_the_complete_reasoner_gets_no_note() -> None:
    assert infer([], turtle(":p a owl:FunctionalProperty ."), reasoner=Reasoner.OWLRL).note == ""


def test_contradictions_of_the_complete_reasoner_are_told() -> None:
    found = infer(turtle(":a a :C, :D ."), turtle(":C owl:disjointWith :D ."))

    assert found.reasoner is Reasoner.OWLRL
    assert len(found.contradictions) == 1


@pytest.mark.parametrize("reasoner", Reasoner)
def test_only_entities_and_claims_are_told_of(reasoner: Reasoner) -> None:
    asserted = turtle(":a :p :b . [] :p :c . rdfs:label :p :a . :a :p 01 .")
    ontology = turtle(
        ":p a owl:SymmetricProperty ; rdfs:domain :C, owl:Thing, rdfs:Resource ; rdfs:range :D . :o :p :a ."
    )

    found = infer(asserted, ontology, reasoner=reasoner)

    assert found.triples == (
        Triple(EX.a, RDF.type, EX.C),
        Triple(EX.a, RDF.type, EX.D),
        Triple(EX.a, EX.p, RDFS.label),
        Triple(EX.a, EX.p, EX.o),
    )


@pytest.mark.parametrize("reasoner", Reasoner)
def test_what_goes_in_is_left_alone(reasoner: Reasoner) -> None:
    asserted = turtle(DERIVED + ":a :n 01 , 'none'^^<http://www.w3.org/2001/XMLSchema#boolean> .")
    ontology = turtle(":n rdfs:subPropertyOf :m .")
    before = list(asserted), list(ontology)

    found = infer(iter(asserted), iter(ontology), reasoner=reasoner)

    assert (asserted, ontology) == before
    values = {triple.object for triple in found.triples if triple.predicate == EX.m}
    assert values == {Literal("01", datatype=XSD.integer), Literal("none", datatype=XSD.boolean)}


@pytest.mark.parametrize("reasoner", Reasoner)
def test_what_is_stated_is_not_told_again(reasoner: Reasoner) -> None:
    asserted = turtle(":a a :C , :D . :b a :C .")
    ontology = turtle(":C rdfs:subClassOf :D . :b a :D .")

    assert infer(asserted, ontology, reasoner=reasoner).triples == ()


def test_the_order_of_statements_does_not_matter(ontology: list[Triple]) -> None:
    asserted = load("data", at_most=SAMPLE)

    assert infer(asserted, ontology) == infer(reversed(asserted), reversed(ontology))


def test_nothing_follows_from_nothing() -> None:
    assert infer([], []) == Entailment((), Reasoner.FAST)


def test_rdflib_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, kinset.reasoning as r; r.infer([], []); sys.exit(bool({'rdflib', 'owlrl'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
