import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kinset.engine.port import Table, form, known_term, visible
from kinset.errors import QueryError


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("# ASK\nPREFIX a: <http://ask/> select * { ?s ?p ?o }", "SELECT"),
        ("ask { }", "ASK"),
        ("CONSTRUCT WHERE { ?s ?p 'SERVICE' }", "CONSTRUCT"),
        ("DESCRIBE <http://a/SERVICE>", "DESCRIBE"),
        ("SELECT ?service { ?service a schema:SERVICE }", "SELECT"),
        ('SELECT * { ?s ?p """a " SERVICE <x> """ }', "SELECT"),
    ],
)
def test_the_form_is_what_stands_outside_strings_iris_and_comments(query: str, expected: str) -> None:
    assert form(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * {SERVICE<http://a/>{?s ?p ?o}}",
        "SELECT * { ?s ?p 'it''s' . # '\nSERVICE <http://a/> {} }",
    ],
)
def test_no_query_calls_another_host(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        form(query)


@pytest.mark.parametrize("query", ["INSERT DATA { <a:b> <a:b> 1 }", "LOAD <http://a/>", "DROP ALL"])
def test_updates_are_refused(query: str) -> None:
    with pytest.raises(QueryError, match="Only queries"):
        form(query)


@pytest.mark.parametrize("query", ["", "hello", "# SELECT"])
def test_what_is_no_query_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="no SPARQL query"):
        form(query)


@given(st.text(st.characters(exclude_characters='"\\\n\r', codec="utf-8")))
def test_nothing_in_a_string_is_visible(text: str) -> None:
    assert visible(f'SELECT "{text}"') == "SELECT  "


def test_unbound_variables_are_left_out_of_rows_as_dicts() -> None:
    table = Table(("a", "b"), ((NamedNode("urn:x"), None), (None, Literal("y"))))
    assert list(table.dicts()) == [{"a": NamedNode("urn:x")}, {"b": Literal("y")}]
    assert list(table) == list(table.rows)


def test_a_quoted_triple_is_no_term_of_a_catalogue() -> None:
    with pytest.raises(QueryError, match="quoted triple"):
        known_term(object())
