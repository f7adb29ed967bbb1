import logging

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kinset.rdflib_terms import from_rdflib, graph, to_rdflib
from kinset.vocab import XSD

TERMS = [
    NamedNode("https://e.org/a"),
    BlankNode("b"),
    Literal("x"),
    Literal("x", language="en-gb"),
    Literal("01", datatype=XSD.integer),
    Literal("1.10", datatype=XSD.decimal),
    Literal("none", datatype=XSD.boolean),
    Literal("2024-02-30", datatype=XSD.date),
]


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_every_term_comes_back_as_it_went_in(term: NamedNode | BlankNode | Literal) -> None:
    found = graph([Triple(NamedNode("https://e.org/s"), NamedNode("https://e.org/p"), term)])
    assert [from_rdflib(value) for value in found.objects()] == [term]


def test_plain_text_is_no_typed_string_for_rdflib() -> None:
    assert to_rdflib(Literal("x")) == rdflib.Literal("x")


def test_a_bad_literal_is_converted_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    bad = Literal("abc", datatype=XSD.decimal)
    with caplog.at_level(logging.DEBUG):
        graph([Triple(NamedNode("https://e.org/s"), NamedNode("https://e.org/p"), bad)])
    assert caplog.records == []


def test_what_is_no_term_is_refused() -> None:
    with pytest.raises(TypeError):
        to_rdflib("text")
    with pytest.raises(TypeError):
        from_rdflib("text")
