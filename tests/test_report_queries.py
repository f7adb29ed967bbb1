"""Every canned report and construct query, each on a small catalogue of its own.

`tests/queries/<name>/` holds data.ttl (all made up), expected.json (the rows, each term in N-Triples form; what is
unbound is left out) or expected.nt (the graph, sorted), and parameters.json for a query that needs any.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from kinset import queries
from kinset.iri import EntityBase
from kinset.queries import ParameterType, Query
from kinset.reasoning import infer

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "queries"
BASE = EntityBase("https://w3id.org/kinset/")
QUERIES = {name: query for name, query in queries.read(ROOT / "queries").items() if query.folder != "check"}
REPORTS = sorted(name for name, query in QUERIES.items() if query.folder == "report")
CONSTRUCTS = sorted(name for name, query in QUERIES.items() if query.folder == "construct")


@pytest.fixture(scope="module")
def ontology() -> tuple[ox.Triple, ...]:
    return tuple(triple for path in sorted((ROOT / "ontology").glob("*.ttl")) for triple in triples(path))


def triples(path: Path) -> Iterator[ox.Triple]:
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
        yield quad.triple


def load(path: Path, ontology: tuple[ox.Triple, ...]) -> ox.Store:
    """Load a store as every engine is loaded: what is asserted and entailed, and a graph for each record."""
    asserted = tuple(triples(path))
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in (*ontology, *asserted, *infer(asserted, ontology).triples))
    for triple in asserted:
        assert isinstance(triple.subject, ox.NamedNode)
        entity = BASE.entity(triple.subject.value)
        assert entity, f"{triple.subject} is no entity or claim of the catalogue"
        store.add(ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(f"{entity}#record")))
    return store


def bound(query: Query) -> str:
    """The query's text with the parameters of its case."""
    path = CASES / query.name / "parameters.json"
    texts: Mapping[str, str] = json.loads(path.read_text()) if path.exists() else {}
    known = {parameter.name: parameter for parameter in query.parameters}
    return queries.bind(query, {name: queries.parse_value(known[name], text) for name, text in texts.items()})


def rows(solutions: ox.QuerySolutions) -> list[dict[str, str]]:
    names = [variable.value for variable in solutions.variables]
    return [
        {name: str(term) for name, term in zip(names, solution, strict=True) if term is not None}
        for solution in solutions
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_gives_just_the_expected_rows_whatever_the_order_of_loading(
    name: str, ontology: tuple[ox.Triple, ...]
) -> None:
    store = load(CASES / name / "data.ttl", ontology)
    turned = ox.Store()
    turned.extend(reversed(list(store)))
    for engine in (store, turned):
        solutions = engine.query(bound(QUERIES[name]))
        assert isinstance(solutions, ox.QuerySolutions)
        assert rows(solutions) == json.loads((CASES / name / "expected.json").read_text())


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_construct_query_gives_just_the_expected_graph(name: str, ontology: tuple[ox.Triple, ...]) -> None:
    graph = load(CASES / name / "data.ttl", ontology).query(bound(QUERIES[name]))
    assert isinstance(graph, ox.QueryTriples)
    lines = sorted({f"{triple} ." for triple in graph})
    assert lines == (CASES / name / "expected.nt").read_text().splitlines()


@pytest.mark.parametrize("name", REPORTS)
def test_the_declared_columns_are_the_variables_of_the_answer(name: str) -> None:
    solutions = ox.Store().query(QUERIES[name].text)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [column.name for column in QUERIES[name].columns] == [variable.value for variable in solutions.variables]


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_is_sparql_for_a_second_parser_too(name: str) -> None:
    prepareQuery(QUERIES[name].text)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_orders_its_rows_and_stands_alone(name: str) -> None:
    query = QUERIES[name]
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+"))
    assert query.folder == "construct" or "ORDER BY" in body
    assert not re.search(r"\b(?:SERVICE|BASE|GROUP_CONCAT|SAMPLE|NOW|RAND|UUID)\b", body)
    declared = re.findall(r"^PREFIX ([\w-]+):", body, re.MULTILINE)
    assert declared == sorted(declared)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [(query, parameter) for query in QUERIES.values() for parameter in query.parameters],
    ids=lambda value: value.name,
)
def test_the_example_of_a_parameter_is_the_value_that_stands_in_the_query(
    query: Query, parameter: queries.Parameter
) -> None:
    prefixes = "\n".join(line for line in query.text.splitlines() if line.startswith("PREFIX"))
    (block,) = set(re.findall(rf"VALUES \?{parameter.name} \{{ .+? \}}", query.text))
    solutions = ox.Store().query(f"{prefixes}\nSELECT ?{parameter.name} WHERE {{ {block} }}")
    assert isinstance(solutions, ox.QuerySolutions)
    (value,) = (solution[0] for solution in solutions)
    if parameter.type is not ParameterType.IRI:
        assert value == queries.parse_value(parameter, parameter.example)
    elif parameter.kind == queries.CONCEPT:
        assert isinstance(value, ox.NamedNode)
        assert re.split("[/#]", value.value)[-1] == parameter.example
    else:
        assert value == ox.NamedNode(f"{BASE.value}{parameter.kind}/{parameter.example}")


def test_the_class_and_the_example_of_a_concept_stand_in_the_ontology(ontology: tuple[ox.Triple, ...]) -> None:
    typed = {(triple.subject, triple.object) for triple in ontology if triple.predicate.value.endswith("#type")}
    concepts = [
        parameter for query in QUERIES.values() for parameter in query.parameters if parameter.kind == queries.CONCEPT
    ]
    for parameter in concepts:
        assert parameter.concept_class is not None
        members = {
            node.value
            for node, kind in typed
            if kind == ox.NamedNode(parameter.concept_class) and hasattr(node, "value")
        }
        assert parameter.example in {re.split("[/#]", iri)[-1] for iri in members}


def test_every_query_has_its_case_and_every_case_its_query() -> None:
    assert {path.name for path in CASES.iterdir()} == set(QUERIES)


def test_every_query_says_what_it_answers() -> None:
    titles = [query.title for query in QUERIES.values()]
    assert len(set(titles)) == len(titles)
    for query in QUERIES.values():
        assert query.summary.endswith(".")
        assert query.severity is None
        assert (query.folder == "report") == bool(query.columns)
        descriptions = [item.description for item in query.columns] + [item.description for item in query.parameters]
        assert all(description.endswith(".") for description in descriptions)
