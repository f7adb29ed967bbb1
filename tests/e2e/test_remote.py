"""The same questions to a real server and to the embedded engine: the same answers, and clear words where it fails."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad

from kinset import queries
from kinset.cli.session import Session
from kinset.engine import EmbeddedEngine, Engine, RemoteEngine
from kinset.errors import EngineError, QueryError
from kinset.graphs import Graphs
from tests.conftest import ROOT
from tests.e2e.conftest import Serve, free_port, listening_to
from tests.program import Ran, kinset, lay_out

CANNED = [query for query in queries.read(ROOT / "queries").values() if query.folder != "check"]
CHECKS = [query for query in queries.read(ROOT / "queries").values() if query.folder == "check"]
BASE = "https://w3id.org/kinset/"


@pytest.fixture(scope="session")
def endpoint(serve: Serve, whole_graphs: Graphs) -> str:
    """An endpoint that holds this repository's catalogue."""
    return serve(list(whole_graphs.quads()))


@pytest.fixture(scope="session")
def empty(serve: Serve) -> str:
    """An endpoint that holds nothing."""
    return serve([])


class Both:
    """Asks the embedded engine and the endpoint the same."""

    def __init__(self, engine: EmbeddedEngine, endpoint: str) -> None:
        self.engine = engine
        self.endpoint = endpoint

    def ask(self, *arguments: str) -> Ran:
        """Return the one answer that both give."""
        remote = kinset("-C", ROOT, "--endpoint", self.endpoint, *arguments)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Session, "engine", self.engine)  # the files may change while others edit them
            embedded = kinset("-C", ROOT, *arguments)
        assert remote == embedded
        return remote


@pytest.fixture(scope="session")
def both(whole_engine: EmbeddedEngine, endpoint: str) -> Both:
    return Both(whole_engine, endpoint)


def parameters(query: queries.Query) -> Iterator[str]:
    for parameter in query.parameters:
        yield "--param"
        yield f"{parameter.name}={parameter.example}"


@pytest.mark.parametrize("query", CANNED, ids=lambda query: query.name)
def test_every_canned_query_gives_the_same_answer(both: Both, query: queries.Query) -> None:
    ran = both.ask("query", query.name, *parameters(query), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json


@pytest.mark.parametrize("form", ["table", "csv", "tsv"])
def test_a_table_is_the_same_in_every_format(both: Both, form: str) -> None:
    ran = both.ask("query", "datasets", "--format", form)
    assert ran.code == 0
    assert "radqa" in ran.out


@pytest.mark.parametrize("query", CHECKS, ids=lambda query: query.name)
def test_every_check_finds_the_same(whole_engine: EmbeddedEngine, endpoint: str, query: queries.Query) -> None:
    found = [sorted(map(str, engine.select(query.text))) for engine in (whole_engine, RemoteEngine(endpoint))]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?source WHERE { dataset:radqa kin:descendsFrom ?source } ORDER BY ?source",
        "SELECT (COUNT(*) AS ?number) WHERE { GRAPH ?graph { ?s ?p ?o } }",
        "SELECT ?graph (COUNT(*) AS ?number) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph",
        'SELECT ?x ?y WHERE { VALUES (?x ?y) { (UNDEF "a\\"b\\\\c\\nd\\u00e9\\U0001F600"@en-GB) (1.50 true) } }',
        "ASK { dataset:radqa kin:descendsFrom dataset:mimic-iii }",
        "ASK { dataset:mimic-iii kin:descendsFrom dataset:radqa }",
        "CONSTRUCT { ?s kin:descendsFrom ?o } WHERE { ?s kin:descendsFrom ?o }",
        "DESCRIBE dataset:radqa",
        "SELECT ?s WHERE { ?s a kin:NoSuchClass }",
    ],
)
def test_sparql_gives_the_same_answer(both: Both, text: str) -> None:
    ran = both.ask("sparql", text, "--format", "json")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--format", "json"),
        ("list", "--kind", "task"),
        ("resolve", "radqa", "--format", "json"),
        ("resolve", "mimic-iv@2.2", "--format", "json"),
        ("resolve", "https://physionet.org/content/mimiciii/1.4/", "--format", "json"),
        ("trace", "radqa", "--format", "json"),
        ("trace", "radqa", "--influences"),
        ("trace", "mimic-iii", "--down", "--format", "json"),
        ("trace", "mimic-iii", "--down", "--depth", "1"),
        ("trace", "emrqa", "--format", "dot"),
        ("trace", "emrqa", "--format", "mermaid"),
        ("show", "radqa"),
        ("show", "radqa", "--format", "json"),
        ("show", "mimic-iv", "--format", "json"),
        ("query",),
    ],
    ids=" ".join,
)
def test_other_commands_give_the_same_answer(both: Both, arguments: tuple[str, ...]) -> None:
    ran = both.ask(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("resolve", "no-such-thing"), 1),
        (("show", "no-such-thing"), 2),
        (("query", "sources-of-dataset", "--param", "dataset=no-such-thing"), 2),
        (("query", "sources-of-dataset", "--param", 'dataset=radqa> } DROP ALL #"'), 2),
        (("sparql", "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), 2),
        (("sparql", "CLEAR ALL"), 2),
        (("sparql", "oops"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_is_refused_is_refused_with_the_same_words(both: Both, arguments: tuple[str, ...], code: int) -> None:
    ran = both.ask(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err


def quads_of(engine: Engine) -> Dataset:
    """Everything that an engine holds, with blank nodes named by what they stand in."""
    default = engine.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    found = [Quad(triple.subject, triple.predicate, triple.object) for triple in default]
    for [graph] in engine.select("SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"):
        assert isinstance(graph, NamedNode)
        inside = engine.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        found += [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in inside]
    dataset = Dataset(found)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def test_quads_arrive_as_they_left_whatever_the_size_of_a_batch(
    serve: Serve, small_graphs: Graphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kinset.engine.remote.BATCH", 3)
    lists = [quad for quad in small_graphs.quads() if "_:" in str(quad)]  # of the ontology
    others = [quad for quad in small_graphs.quads() if "notes-qa" in str(quad)]
    assert lists
    embedded = EmbeddedEngine()
    embedded.load(lists + others)
    assert quads_of(RemoteEngine(serve(lists + others))) == quads_of(embedded)


def test_another_catalogue_than_the_one_here_can_be_asked(serve: Serve, small_graphs: Graphs, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", {})
    url = serve(list(small_graphs.quads()))
    found = kinset("-C", folder, "--endpoint", url, "list", "--format", "json").json
    assert [thing["iri"] for thing in found] == [f"{BASE}dataset/notes-qa", f"{BASE}dataset/ward-notes"]


# ------------------------------------------------------------------ what can go wrong


def asked(url: str, *arguments: str) -> Ran:
    return kinset("-C", ROOT, "--endpoint", url, *(arguments or ("list",)))


def test_a_server_that_is_down_is_told() -> None:
    url = f"http://127.0.0.1:{free_port()}/query"
    ran = asked(url)
    assert (ran.code, ran.out) == (3, "")
    assert f"{url} does not answer" in ran.err
    assert "Is the server running?" in ran.err


def test_a_path_that_is_no_endpoint_is_told(endpoint: str) -> None:
    ran = asked(endpoint.replace("/query", "/nowhere"))
    assert (ran.code, ran.out) == (3, "")
    assert "is no endpoint (404)" in ran.err


@pytest.mark.parametrize("url", ["", "radqa", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://[::1"])
def test_what_is_no_url_of_an_endpoint_is_told(url: str) -> None:
    ran = asked(url)
    assert (ran.code, ran.out) == (3, "")
    assert "Traceback" not in ran.err
    assert url in ran.err


def test_an_endpoint_without_a_catalogue_is_told(empty: str) -> None:
    ran = asked(empty)
    assert (ran.code, ran.out) == (3, "")
    assert "holds no kinset catalogue" in ran.err
    assert "kinset.trig" in ran.err
    assert asked(empty, "sparql", "ASK {}").out == "yes\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * WHERE { ?s ?p }", "refuses the query"),
        ("SELECT * WHERE { ?s a undeclared:Thing }", "refuses the query"),
        ("SELECT ?s WHERE { ?s ?p ?o } GROUP BY ?o", "refuses the query"),
    ],
)
def test_what_the_server_refuses_is_told(endpoint: str, text: str, words: str) -> None:
    ran = asked(endpoint, "sparql", text)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


ANSWERS = {
    "a page": (b"200 OK", b"<html>Welcome</html>", "gave no SPARQL results"),
    "nothing": (b"200 OK", b"", "gave no SPARQL results"),
    "other JSON": (b"200 OK", b"{}", "gave no SPARQL results"),
    "a truth value": (b"200 OK", b'{"head": {}, "boolean": true}', "gave no table"),
    "half a table": (b"200 OK", b'{"head":{"vars":["base"]},"results":{"bindings":[{"base":', "gave a broken table"),
    "a refusal": (b"403 Forbidden", b"no", "403 Forbidden"),
    "a secret": (b"401 Unauthorized", b"who are you?", "failed"),
    "a fault": (b"500 Internal Server Error", b"out of memory", "out of memory"),
    "a pause": (b"503 Service Unavailable", b"later", "503 Service Unavailable"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_none_is_told(name: str) -> None:
    status, body, words = ANSWERS[name]
    head = b"HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (status, len(body))
    with listening_to(head + body) as url:
        ran = asked(url)
    assert (ran.code, ran.out) == (3, "")
    assert words in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{", b"HTTP/1.1 200 OK\r\n"],
    ids=["nothing", "no HTTP", "cut short", "no end"],
)
def test_a_connection_that_breaks_is_told(answer: bytes) -> None:
    with listening_to(answer) as url:
        ran = asked(url)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"kinset: {url}")
    assert "Traceback" not in ran.err


def test_the_engine_tells_a_wrong_form_of_query(endpoint: str) -> None:
    engine = RemoteEngine(endpoint)
    with pytest.raises(QueryError, match="A SELECT query is needed here, not ASK"):
        engine.select("ASK {}")
    with pytest.raises(QueryError, match="A ASK query is needed here, not SELECT"):
        engine.ask("SELECT * {}")
    with pytest.raises(QueryError, match="A CONSTRUCT or DESCRIBE query is needed here"):
        engine.construct("ASK {}")


def test_a_load_that_fails_is_told(small_graphs: Graphs) -> None:
    with pytest.raises(EngineError, match="does not answer"):
        RemoteEngine(f"http://127.0.0.1:{free_port()}/").load(small_graphs.quads())


def test_answers_are_json_that_other_programs_read(endpoint: str) -> None:
    found = json.loads(asked(endpoint, "trace", "radqa", "--format", "json").out)
    assert found["focus"] == f"{BASE}dataset/radqa"
    assert f"{BASE}dataset/mimic-iii" in {node["iri"] for node in found["nodes"]}
