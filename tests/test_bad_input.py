"""What is wrong with files, each on a small catalogue: tests/cases/<what is wrong>/.

A case is `catalogue/`, files that are laid over the sound catalogue of two datasets, and `expected.json`: every
violation that `check --format json` then tells. What cannot lie in a repository (large, binary, linked files) is made
here.
"""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

import pytest

from kinset import sources
from kinset.project import open_project
from tests.conftest import NOTES_QA, ROOT, SMALL, WARD_NOTES
from tests.program import Ran, contents, kinset, lay_out, shell

CASES = sorted(path.parent for path in (ROOT / "tests" / "cases").glob("*/catalogue"))
QA_FILE = "data/dataset/notes-qa.ttl"
THIRD = "data/dataset/third.ttl"
RDF = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"


def violations(ran: Ran) -> list[dict[str, Any]]:
    return [issue for issue in ran.json["issues"] if issue["severity"] == "violation"]


def told(folder: Path) -> list[tuple[str, str, int | None]]:
    """Check a catalogue that has violations; return rule, file and line of each."""
    ran = kinset("-C", folder, "check", "--format", "json")
    assert (ran.code, ran.err, ran.json["conforms"]) == (1, "", False)
    return [(issue["rule"], issue["file"], issue["line"]) for issue in violations(ran)]


def slugs(folder: Path) -> list[str]:
    """The datasets that are still answered for."""
    ran = kinset("-C", folder, "list", "--format", "json")
    assert ran.code == 0
    return [Path(thing["file"]).stem for thing in ran.json]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", {**SMALL, **contents(case / "catalogue")})
    before = contents(folder)
    ran = kinset("-C", folder, "check", "--format", "json")
    assert violations(ran) == json.loads((case / "expected.json").read_text(encoding="utf-8"))
    assert (ran.code, ran.err) == (1, "")
    assert set(slugs(folder)) >= {"notes-qa", "ward-notes"}
    assert contents(folder) == before


def test_every_case_of_a_file_says_what_to_do() -> None:
    for case in CASES:
        for issue in json.loads((case / "expected.json").read_text(encoding="utf-8")):
            assert issue["message"], case
            assert issue["hint"], case
            assert issue["file"], case


def test_a_broken_file_is_an_issue_and_the_others_are_still_checked(tmp_path: Path) -> None:
    wrong = WARD_NOTES.replace('"2024-05-06"', '"2024-05-32"')
    folder = lay_out(tmp_path / "catalogue", {QA_FILE: "oops", "data/dataset/ward-notes.ttl": wrong})
    assert ("turtle-syntax", QA_FILE, 1) in told(folder)
    line = wrong[: wrong.index("2024-05-32")].count("\n") + 1
    assert ("literal-datatype", "data/dataset/ward-notes.ttl", line) in told(folder)


def test_a_reference_to_a_broken_file_is_no_second_issue(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", {**SMALL, "data/dataset/ward-notes.ttl": WARD_NOTES + "oops"})
    assert [rule for rule, _, _ in told(folder)] == ["turtle-syntax"]


def test_the_text_of_a_check_names_file_line_and_what_to_do(tmp_path: Path) -> None:
    ran = kinset("-C", lay_out(tmp_path / "catalogue", {**SMALL, THIRD: "\n\n<a> <b> ."}), "check")
    assert ran.code == 1
    assert f"{THIRD}:3  violation  turtle-syntax" in ran.out
    assert "→ Mend this line" in ran.out
    verdict, last = ran.out.splitlines()[-2:]
    assert verdict.startswith("The catalogue does not conform. 1 violation(s)")
    assert last == f"1 violation(s): first at {THIRD}:3"


@pytest.mark.parametrize("command", [("build",), ("build", "--format", "json")])
def test_nothing_is_built_from_a_broken_file(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder = lay_out(tmp_path / "catalogue", {**SMALL, THIRD: "oops"})
    ran = kinset("-C", folder, *command)
    assert ran.code == 1
    assert THIRD in ran.out
    assert not (folder / "build").exists()


# ------------------------------------------------------------------ what cannot lie in a repository


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    with (folder / THIRD).open("wb") as file:
        file.truncate(50_000_000)  # a hole: nothing is written
    read = Path.read_bytes
    opened: list[str] = []

    def watched(path: Path) -> bytes:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    assert told(folder) == [("file-too-large", THIRD, None)]
    assert "notes-qa.ttl" in opened
    assert "third.ttl" not in opened
    assert slugs(folder) == ["notes-qa", "ward-notes"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"\x7fELF\x02\x01\x01\x00\x00", 1),
        (b"# text, then an image\n\x89PNG\r\n\x1a\n", 2),
        ("PREFIX ex: <https://example.org/>\n".encode("utf-16"), 1),
        ("\n# caf\u00e9".encode("latin-1"), 2),
    ],
    ids=["program", "image", "utf-16", "latin-1"],
)
def test_a_binary_file_is_told_as_no_text(tmp_path: Path, content: bytes, line: int) -> None:
    folder = lay_out(tmp_path / "catalogue", {**SMALL, THIRD: content})
    assert told(folder) == [("not-text", THIRD, line)]
    assert slugs(folder) == ["notes-qa", "ward-notes"]


@pytest.mark.parametrize("target", ["third.ttl", "missing.ttl"])
def test_a_link_to_a_file_outside_the_catalogue_is_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "third.ttl").write_text(NOTES_QA.replace("notes-qa", "third"), encoding="utf-8")
    folder = lay_out(tmp_path / "catalogue", SMALL)
    (folder / THIRD).symlink_to(tmp_path / target)
    assert told(folder) == [("outside-catalogue", THIRD, None)]
    assert slugs(folder) == ["notes-qa", "ward-notes"]


@pytest.mark.parametrize("link", ["data/task", "data/dataset/more", "data"])
def test_a_link_to_a_folder_outside_the_catalogue_is_told_and_not_followed(tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "third.ttl").write_text(NOTES_QA.replace("notes-qa", "third"), encoding="utf-8")
    folder = lay_out(tmp_path / "catalogue", SMALL)
    if link == "data":
        (folder / "data").rename(elsewhere / "data")
    (folder / link).symlink_to(elsewhere)
    assert told(folder) == [("outside-catalogue", link, None)]
    assert "third" not in slugs(folder)


def test_a_link_in_a_loop_is_an_issue(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    (folder / THIRD).symlink_to("third.ttl")
    assert told(folder) == [("unreadable-file", THIRD, None)]
    assert slugs(folder) == ["notes-qa", "ward-notes"]


def test_a_link_inside_the_catalogue_is_a_file_of_the_wrong_entity(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    (folder / THIRD).symlink_to("ward-notes.ttl")
    assert {rule for rule, _, _ in told(folder)} == {"wrong-iri", "foreign-subject"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    assert kinset("-C", folder, "build").code == 0  # from then on every command looks whether the files have changed
    os.mkfifo(folder / THIRD)
    assert told(folder) == [("no-file", THIRD, None)]
    assert slugs(folder) == ["notes-qa", "ward-notes"]


def test_a_file_that_cannot_be_opened_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = lay_out(tmp_path / "catalogue", {**SMALL, THIRD: ""})
    read = Path.read_bytes

    def refused(path: Path) -> bytes:  # root may read every file, so taking rights away would test nothing there
        if path.name == "third.ttl":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    ran = kinset("-C", folder, "check", "--format", "json")
    assert [(issue["rule"], issue["message"]) for issue in violations(ran)] == [
        ("unreadable-file", "The file cannot be read: Permission denied.")
    ]


def test_a_name_that_is_no_utf_8_is_told_escaped(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    Path(os.fsdecode(os.fsencode(folder / "data" / "dataset") + b"/caf\xe9.ttl")).touch()
    assert told(folder) == [("misplaced-file", "data/dataset/caf\\xe9.ttl", None)]
    assert kinset("-C", folder, "list").code == 0


def test_a_byte_order_mark_is_an_issue_that_fmt_mends(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: b"\xef\xbb\xbf" + NOTES_QA.encode()})
    assert told(folder) == [("byte-order-mark", QA_FILE, 1)]
    assert slugs(folder) == ["notes-qa", "ward-notes"]
    assert kinset("-C", folder, "fmt").code == 0
    assert (folder / QA_FILE).read_bytes().startswith(b"PREFIX")
    assert kinset("-C", folder, "check").code == 0


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["windows", "old mac"])
def test_lines_are_counted_and_mended_whatever_ends_them(tmp_path: Path, end: str) -> None:
    text = NOTES_QA.replace('"2026-01-02"', '"soon"')
    line = text[: text.index('"soon"')].count("\n") + 1
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: text.replace("\n", end).encode()})
    assert ("literal-datatype", QA_FILE, line) in told(folder)
    assert kinset("-C", folder, "fmt").code == 0
    assert b"\r" not in (folder / QA_FILE).read_bytes()


def test_a_literal_of_4_mb_on_one_line_is_read(tmp_path: Path) -> None:
    long = "x" * 4_000_000
    text = NOTES_QA.replace("made up for the tests", long)
    read = sources.read(open_project(lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: text})))
    assert read.issues == ()
    assert any(long in str(triple.object) for triple in read.by_file[QA_FILE])
    last = text[: text.rindex("kin:unit kin:Question")].count("\n") + 1
    assert read.statements[-1].line > 0
    assert max(statement.line for statement in read.statements if statement.file == QA_FILE) == last


def test_lists_that_are_deeply_nested_stop_nothing(tmp_path: Path) -> None:
    deep = f"dataset:notes-qa kin:extent {'( ' * 5000}{') ' * 5000}.\n"
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: NOTES_QA + deep})
    assert {rule for rule, _, _ in told(folder)} == {"blank-node"}
    ran = kinset("-C", folder, "fmt", "--check")
    assert ran.code == 1
    assert "nested too deeply" in ran.err


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ("# a note to myself\n", "a comment would be lost"),
        ("dataset:notes-qa kin:extent [ kin:count 1 ] .\n", "a blank node"),
        ("dataset:notes-qa kin:extent <<( <a:a> <a:b> <a:c> )>> .\n", "a triple has no place"),
        (f"{RDF}_:a rdf:first 1 ; rdf:rest _:a .\ndataset:notes-qa kin:extent _:a .\n", "a blank node"),
        (f"{RDF}_:a rdf:first 1 ; rdf:rest () .\nkin:a kin:b _:a .\nkin:c kin:d _:a .\n", "a blank node"),
        (f"{RDF}[] rdf:first 1 ; rdf:rest () .\n", "a list that nothing points at"),
    ],
    ids=["comment", "blank node", "quoted triple", "circular list", "shared list", "list of nobody"],
)
def test_fmt_refuses_what_it_would_lose(tmp_path: Path, extra: str, why: str) -> None:
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: NOTES_QA + extra})
    ran = kinset("-C", folder, "fmt")
    assert ran.code == 1
    assert f"{folder / QA_FILE}:" in ran.err
    assert why in ran.err.casefold()
    assert (folder / QA_FILE).read_text(encoding="utf-8") == NOTES_QA + extra


# ------------------------------------------------------------------ nothing is fetched


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server on the loopback; yields its URL and the lines of the requests that it gets."""
    asked: list[str] = []

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode().strip())
            self.wfile.write(b"HTTP/1.0 404 Not Found\r\n\r\n")

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        port = server.server_address[1]
        try:
            yield f"http://127.0.0.1:{port}", asked
            with socket.create_connection(("127.0.0.1", port)) as probe:  # it does hear what it is asked
                probe.sendall(b"GET /probe HTTP/1.0\r\n\r\n")
                probe.recv(1)
        finally:
            server.shutdown()
            thread.join()
    assert asked[-1:] == ["GET /probe HTTP/1.0"]


def test_a_remote_context_of_json_ld_is_never_fetched(tmp_path: Path) -> None:
    with listening() as (url, asked):
        document = {
            "@context": f"{url}/context.jsonld",
            "@id": "https://w3id.org/kinset/dataset/third",
            "name": "Third",
        }
        folder = lay_out(tmp_path / "catalogue", {**SMALL, "data/dataset/third.jsonld": json.dumps(document)})
        ran = kinset("-C", folder, "check", "--format", "json")
        assert [(issue["rule"], issue["file"]) for issue in violations(ran)] == [
            ("misplaced-file", "data/dataset/third.jsonld")
        ]
        assert "nothing that they name is fetched" in violations(ran)[0]["hint"]
        for command in (
            ("build",),
            ("list",),
            ("fmt",),
            ("show", "notes-qa"),
            ("export", "notes-qa", "--as", "jsonld"),
        ):
            kinset("-C", folder, *command)
        assert asked == []


def test_nothing_that_turtle_or_sparql_names_is_fetched(tmp_path: Path) -> None:
    with listening() as (url, asked):
        ontology = f"<{url}/own> a <http://www.w3.org/2002/07/owl#Ontology> ; owl:imports <{url}/imported> .\n"
        files = {
            QA_FILE: NOTES_QA.replace("https://example.org/notes-qa/", f"{url}/notes-qa/"),
            "ontology/own.ttl": f"PREFIX owl: <http://www.w3.org/2002/07/owl#>\n@base <{url}/> .\n{ontology}",
            "shapes/own.ttl": f"PREFIX owl: <http://www.w3.org/2002/07/owl#>\n{ontology}",
        }
        folder = lay_out(tmp_path / "catalogue", {**SMALL, **files})
        kinset("-C", folder, "check")
        kinset("-C", folder, "build", "--reasoner", "owlrl")
        for text, code in (
            (f"ASK FROM <{url}/graph> {{ ?s ?p ?o }}", 0),
            (f"SELECT * WHERE {{ SERVICE <{url}/sparql> {{ ?s ?p ?o }} }}", 2),
            (f"SELECT * WHERE {{ SERVICE SILENT <{url}/sparql> {{ ?s ?p ?o }} }}", 2),
            (f"LOAD <{url}/data>", 2),
            (f"DESCRIBE <{url}/notes-qa/>", 0),
        ):
            assert kinset("-C", folder, "sparql", text).code == code, text
        assert asked == []


# ------------------------------------------------------------------ queries and parameters


def test_a_query_with_a_syntax_error_names_its_line_and_shows_it(small: Path) -> None:
    text = "SELECT ?dataset WHERE {\n  ?dataset a kin:Dataset .\n  ?dataset oops ?label .\n}"
    ran = kinset("-C", small, "sparql", text)
    assert (ran.code, ran.out) == (2, "")
    assert "breaks off at line 3, column" in ran.err
    assert "\n    ?dataset oops ?label .\n" in ran.err


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_a_query_file_with_a_syntax_error_is_named_with_its_line(small: Path, end: str) -> None:
    path = small / "own.rq"
    path.write_bytes(f"# mine\nSELECT ?dataset\nWHERE {{ ?dataset a kin:Dataset{end}".encode())
    ran = kinset("-C", small, "sparql", "-f", path)
    assert (ran.code, ran.out) == (2, "")
    assert f"{path}:{3 + end.count(chr(10))}, column" in ran.err or f"{path}:3, column" in ran.err
    assert "fault of the program" not in ran.err


def test_a_query_file_may_begin_with_a_byte_order_mark(small: Path) -> None:
    path = small / "own.rq"
    path.write_bytes(b"\xef\xbb\xbfASK { dataset:notes-qa a kin:Dataset }")
    assert kinset("-C", small, "sparql", "-f", path).out == "yes\n"


def test_a_query_file_that_is_no_text_is_refused(small: Path) -> None:
    (small / "own.rq").write_bytes(b"\xff\xfe")
    ran = kinset("-C", small, "sparql", "-f", small / "own.rq")
    assert (ran.code, ran.out) == (2, "")
    assert f"{small / 'own.rq'} is no UTF-8 text" in ran.err


@pytest.mark.parametrize(
    "text",
    ["", "  ", "# nothing", "oops", "SELECT", "SELECT * WHERE { ?s ?p }", "ASK { ?s a nope:Thing }", "SELECT * {\x01}"],
)
def test_what_is_no_sparql_is_refused_as_usage(small: Path, text: str) -> None:
    ran = kinset("-C", small, "sparql", text)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("kinset: ")
    assert "fault of the program" not in ran.err


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA { <a:a> <a:b> <a:c> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP DEFAULT", "LOAD <a:a>"],
)
def test_updates_are_refused_and_change_nothing(small: Path, text: str) -> None:
    before = contents(small)
    ran = kinset("-C", small, "sparql", text)
    assert (ran.code, ran.out) == (2, "")
    assert "Only queries are run" in ran.err
    assert contents(small) == before


BROKEN_QUERY = """\
#+ title: Everything
#+ summary: Cannot be read.
#+ columns:
#+   - {name: thing, title: Thing, description: The thing.}
SELECT ?thing WHERE {
  ?thing oops ?value .
}
"""


def test_a_canned_query_with_a_syntax_error_is_named_with_its_line_and_the_others_answer(small: Path) -> None:
    path = small / "queries" / "report" / "own.rq"
    path.write_text(BROKEN_QUERY, encoding="utf-8")
    ran = kinset("-C", small, "query", "own")
    assert (ran.code, ran.out) == (3, "")
    assert f"{path}:6 cannot be used" in ran.err
    assert kinset("-C", small, "query", "datasets", "--format", "csv").code == 0


@pytest.mark.parametrize("content", [b"SELECT * {}", b"#+ title: [\nSELECT * {}", b"\xff\xfe"])
def test_a_canned_query_without_a_header_stops_only_itself(small: Path, content: bytes) -> None:
    path = small / "queries" / "report" / "own.rq"
    path.write_bytes(content)
    ran = kinset("-C", small, "query", "own")
    assert (ran.code, ran.out) == (3, "")
    assert str(path) in ran.err
    other = kinset("-C", small, "query", "datasets", "--format", "csv")
    assert other.code == 0
    assert str(path) in other.err
    assert other.out.count("\r\n") == 3


INJECTIONS = [
    "x> } DROP ALL #",
    "https://w3id.org/kinset/dataset/notes-qa> ?p ?o } #",
    "notes-qa } UNION { ?s ?p ?o",
    '" } UNION { ?dataset ?p ?o } #',
    "?dataset",
    "notes-qa\nward-notes",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_sparql_inside_a_name_is_a_name_that_nothing_has(small: Path, text: str) -> None:
    ran = kinset("-C", small, "query", "sources-of-dataset", "--param", f"dataset={text}")
    assert (ran.code, ran.out) == (2, "")
    assert "Nothing is called" in ran.err


@pytest.mark.parametrize("text", [*INJECTIONS, "\\", "'''", '"""', "$0", "{}", "\u0000", "nurses"])
def test_sparql_inside_a_text_is_a_text(small: Path, text: str) -> None:
    ran = kinset("-C", small, "query", "datasets-mentioning", "--param", f"text={text}", "--format", "json")
    assert ran.code == 0
    assert len(ran.json["results"]["bindings"]) == (2 if text == "nurses" else 0)


@pytest.mark.parametrize(
    ("query", "pair", "why"),
    [
        ("datasets-since-year", "year=soon", "takes a whole number, not 'soon'"),
        ("datasets-since-year", "year=", "takes a whole number, not ''"),
        ("datasets-since-year", "year=2020 } #", "takes a whole number, not '2020 } #'"),
        ("datasets-since-year", "year=2020.5", "takes a whole number"),
        ("evidence-checked-before", "day=2026-02-30", "takes a day of the calendar"),
        ("evidence-checked-before", "day=yesterday", "takes a day of the calendar"),
        ("datasets-by-access", "access=Nowhere", "'Nowhere' is nothing that access can be"),
        ("datasets-by-task", "task=notes-qa", "'notes-qa' is a dataset; task takes a task"),
        ("sources-of-dataset", "dataset", "'dataset' is no parameter"),
        ("sources-of-dataset", "source=notes-qa", "has no parameter 'source'"),
        ("datasets", "x=1", "has no parameter 'x'"),
    ],
)
def test_a_parameter_of_the_wrong_type_says_what_it_takes(small: Path, query: str, pair: str, why: str) -> None:
    ran = kinset("-C", small, "query", query, "--param", pair)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


def test_a_parameter_given_twice_is_refused(small: Path) -> None:
    pairs = ("--param", "year=2020", "--param", "year=2030")
    ran = kinset("-C", small, "query", "datasets-since-year", *pairs)
    assert (ran.code, ran.out) == (2, "")
    assert "'year' is given twice" in ran.err


def test_a_missing_parameter_is_told_with_an_example(small: Path) -> None:
    ran = kinset("-C", small, "query", "sources-of-dataset")
    assert (ran.code, ran.out) == (2, "")
    assert "needs the parameter 'dataset'" in ran.err
    assert "As in dataset=" in ran.err


# ------------------------------------------------------------------ catalogues that lack something


@pytest.mark.parametrize("lacking", ["data", "shapes", "queries"])
def test_a_catalogue_without_a_folder_is_checked_as_far_as_it_goes(small: Path, lacking: str) -> None:
    (small / lacking).rename(small / f"no-{lacking}")
    assert kinset("-C", small, "check").code == 0
    assert kinset("-C", small, "build").code == 0
    assert len(kinset("-C", small, "list", "--format", "json").json) == (0 if lacking == "data" else 2)


def test_a_catalogue_without_ontology_does_not_conform_and_still_answers(small: Path) -> None:
    (small / "ontology").rename(small / "no-ontology")
    assert kinset("-C", small, "check").code == 1
    assert slugs(small) == ["notes-qa", "ward-notes"]
    assert kinset("-C", small, "trace", "notes-qa").code == 0
    ran = kinset("-C", small, "new", "dataset", "own")
    assert (ran.code, ran.out) == (3, "")
    assert "declares no prefix for kin:Dataset" in ran.err


@pytest.mark.parametrize(("content", "line"), [(b"\n\noops", 3), (b"\xff\xfe", 1)])
def test_shapes_that_cannot_be_read_stop_a_check_with_their_line(small: Path, content: bytes, line: int) -> None:
    (small / "shapes" / "own.ttl").write_bytes(content)
    ran = kinset("-C", small, "check", "--format", "json")
    assert (ran.code, ran.out) == (3, "")
    assert f"shapes/own.ttl, line {line}:" in ran.err


def test_odd_characters_in_labels_pass_through_every_format(tmp_path: Path) -> None:
    label = '[red]Notes[/] "QA" \u65e5\u672c <b> | %s {x} \\ \U0001f600 \t tab'
    escaped = label.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    text = NOTES_QA.replace('"Notes QA"@en', f'"{escaped}"@en')
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: text})
    assert kinset("-C", folder, "list", "--format", "json").json[0]["label"] == label
    assert kinset("-C", folder, "resolve", label, "--format", "json").json["label"] == label
    assert kinset("-C", folder, "show", label, "--format", "json").json["label"] == label
    assert kinset("-C", folder, "export", label, "--as", "schema-org").json["name"] == label
    rows = kinset("-C", folder, "query", "datasets", "--format", "json").json["results"]["bindings"]
    assert rows[0]["label"]["value"] == label
    assert "[red]Notes[/]" in kinset("-C", folder, "list").out
    assert "[red]Notes[/]" in kinset("-C", folder, "trace", "notes-qa").out
    assert '\\"QA\\"' in kinset("-C", folder, "trace", "notes-qa", "--format", "dot").out
    assert "#34;QA#34;" in kinset("-C", folder, "trace", "notes-qa", "--format", "mermaid").out


def test_a_circle_ends_every_walk(tmp_path: Path) -> None:
    case = contents(ROOT / "tests" / "cases" / "circle_of_two_datasets" / "catalogue")
    folder = lay_out(tmp_path / "catalogue", {**SMALL, **case})
    for way in ("--up", "--down"):
        found = kinset("-C", folder, "trace", "ring-a", way, "--format", "json").json
        assert (len(found["nodes"]), len(found["edges"]), found["complete"]) == (2, 2, True)
        assert "(drawn above)" in kinset("-C", folder, "trace", "ring-a", way).out


def test_an_endless_name_with_many_versions_is_unknown(small: Path) -> None:
    ran = kinset("-C", small, "resolve", "@" * 5000)
    assert ran.code == 1
    assert "fault of the program" not in ran.err


def test_a_full_disk_is_no_fault_of_the_program(small: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    ran = shell(f"kinset -C {small} list --format json > /dev/full")
    assert ran.code == 3
    assert "No space left on device" in ran.err
    assert "Traceback" not in ran.err
