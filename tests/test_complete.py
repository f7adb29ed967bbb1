"""owlrl on a copy: terms come back as they went in, and its failures are ours."""

import logging
import warnings

import owlrl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, RdfFormat, Triple, parse

from kinset.errors import KinsetError
from kinset.reasoning import complete
from kinset.vocab import OWL, RDF, RDFS, XSD, Namespace

EX = Namespace("https://example.org/")
PREFIXES = "PREFIX : <https://example.org/> PREFIX owl: <http://www.w3.org/2002/07/owl#> "


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse((PREFIXES + text).encode(), format=RdfFormat.TURTLE)]


def closure(stated: list[Triple]) -> set[Triple]:
    return set(complete.entail(stated)[0])


LITERALS = [
    Literal("plain"),
    Literal("01", datatype=XSD.integer),
    Literal("1", datatype=XSD.integer),
    Literal("1.10", datatype=XSD.decimal),
    Literal("none", datatype=XSD.boolean),
    Literal("abc", datatype=XSD.decimal),
    Literal("2020-13-45", datatype=XSD.date),
    Literal("2020", datatype=XSD.gYear),
    Literal("P1Q", datatype=XSD.duration),
    Literal(' x\n\t"\\', datatype=XSD.token),
    Literal("<b>", datatype=RDF.XMLLiteral),
    Literal("?", datatype=EX.datatype),
    Literal("Haus", language="de-CH-1996"),
    Literal("right", language="ar", direction=BaseDirection.RTL),
]


@pytest.mark.parametrize("literal", LITERALS, ids=str)
def test_a_literal_comes_back_as_it_went_in(literal: Literal, caplog: pytest.LogCaptureFixture) -> None:
    stated = [Triple(EX.a, EX.p, literal), Triple(EX.p, RDFS.subPropertyOf, EX.q)]

    found = closure(stated)

    assert {triple.object for triple in found if triple.predicate in (EX.p, EX.q)} == {literal}
    assert Triple(EX.a, EX.q, literal) in found
    assert caplog.records == []


@given(
    st.one_of(
        st.builds(Literal, st.text(), datatype=st.sampled_from([XSD.integer, XSD.boolean, XSD.dateTime, XSD.string])),
        st.builds(Literal, st.text(), language=st.sampled_from(["en", "EN-us", "zh-Hant"])),
    )
)
def test_any_literal_has_a_stand_in_and_a_way_back(literal: Literal) -> None:
    stand_ins = complete._StandIns()

    with complete._quiet():
        graph = stand_ins.graph([Triple(EX.a, EX.p, literal)])

    assert list(stand_ins.triples(graph)) == [Triple(EX.a, EX.p, literal)]


def test_a_triple_term_is_one_opaque_thing() -> None:
    inner = Triple(EX.a, EX.p, EX.b)
    stated = [Triple(EX.c, EX.says, inner), Triple(EX.says, RDFS.subPropertyOf, EX.holds)]

    found = closure(stated)

    assert Triple(EX.c, EX.holds, inner) in found
    assert inner not in found


def test_blank_nodes_keep_their_names() -> None:
    stated = [Triple(BlankNode("x"), EX.p, BlankNode("y")), Triple(EX.p, RDF.type, OWL.SymmetricProperty)]

    assert Triple(BlankNode("y"), EX.p, BlankNode("x")) in closure(stated)


def test_plain_literals_are_strings() -> None:
    text = ":a :p 'x' . [ owl:onProperty :p ; owl:someValuesFrom <http://www.w3.org/2001/XMLSchema#string> ] "
    found = closure(turtle(text + "<http://www.w3.org/2000/01/rdf-schema#subClassOf> :Named ."))

    assert Triple(EX.a, RDF.type, EX.Named) in found


def test_a_value_restriction_is_applied() -> None:
    stated = turtle(":C a owl:Restriction ; owl:onProperty :p ; owl:hasValue 01 . :a a :C .")

    assert Triple(EX.a, EX.p, Literal("01", datatype=XSD.integer)) in closure(stated)


def test_contradictions_are_told() -> None:
    _, contradictions = complete.entail(turtle(":C owl:disjointWith :D . :a a :C, :D ."))

    assert len(contradictions) == 1
    assert "https://example.org/a" in contradictions[0]


def test_an_ill_typed_literal_is_not_of_its_datatype_and_no_contradiction() -> None:
    stated = [Triple(EX.a, EX.p, Literal("abc", datatype=XSD.decimal))]

    assert complete.entail(stated)[1] == ()


def test_a_failure_of_the_dependency_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_settings: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(owlrl.DeductiveClosure, "expand", fail)

    with pytest.raises(KinsetError, match=r"owlrl.*ZeroDivisionError: inside") as caught:
        complete.entail(turtle(":a :p :b ."))
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_malformed_axiom_is_an_error_of_ours() -> None:
    with pytest.raises(KinsetError, match="owlrl"):
        complete.entail(turtle(":C owl:maxCardinality :one ; owl:onProperty :p . :a :p :b ; a :C ."))


def test_no_setting_of_the_process_is_changed() -> None:
    logger = logging.getLogger("rdflib.term")
    before = dict(rdflib.term._toPythonMapping), rdflib.NORMALIZE_LITERALS, list(warnings.filters), list(logger.filters)

    complete.entail(turtle(":a :p 01 , 'none'^^<http://www.w3.org/2001/XMLSchema#boolean> ."))

    after = dict(rdflib.term._toPythonMapping), rdflib.NORMALIZE_LITERALS, list(warnings.filters), list(logger.filters)
    assert before == after


def test_terms_of_the_language_come_back_too() -> None:
    assert Triple(EX.C, RDFS.subClassOf, OWL.Thing) in closure(turtle(":C a owl:Class ."))
