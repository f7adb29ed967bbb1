"""Which properties the answer to a query depends on."""

import pytest

from kinset.project import Project
from kinset.queries import read_each
from kinset.site.query_keys import properties

TITLE = "http://purl.org/dc/terms/title"
HEAD = "PREFIX d: <http://purl.org/dc/terms/>\n"


@pytest.mark.parametrize(
    "pattern",
    [
        "?a d:title ?b",
        "?a d:title ?b , ?c ; d:title ?d . ?e d:title ?f",
        "?a d:title/d:title* ?b . FILTER (?a != ?b && ?b = ?a)",
        "GRAPH ?g { ?a d:title ?b } BIND (?a AS ?c) VALUES (?x ?y ?z) { (1 2 3) }",
        'OPTIONAL { ?a d:title "?x ?y ?z" } # ?x ?y ?z',
    ],
)
def test_named_properties_are_found(pattern: str) -> None:
    found = properties(f"{HEAD}SELECT ?a ?b ?c WHERE {{ {pattern} }} ORDER BY ?a ?b ?c")
    assert found is not None
    assert TITLE in found


@pytest.mark.parametrize(
    "pattern",
    [
        "?a ?b ?c",
        "?a d:title ?b ; ?c ?d",
        "<urn:a> ?p 3",
        "FILTER NOT EXISTS { ?a ?b ?c }",
        "FILTER (EXISTS { ?a ?b ?c } && ?a > 3)",
        "?a !d:title ?b",
        "?a !(d:title|a) ?b",
        "GRAPH ?g { ?a ?b [ d:title ?c ] }",
        "{ ?a d:title ?b } UNION { ?b ?p ?a }",
    ],
)
def test_an_open_property_is_noticed(pattern: str) -> None:
    assert properties(f"{HEAD}SELECT ?a WHERE {{ {pattern} }}") is None


def test_most_canned_queries_name_their_properties(repository: Project) -> None:
    queries = read_each(repository.root / "queries")[0].values()
    closed = [query.name for query in queries if properties(query.text) is not None]
    assert len(closed) > len(queries) / 2
