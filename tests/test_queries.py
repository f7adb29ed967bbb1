"""Headers of canned queries, and the binding of what users type: it becomes a term, never SPARQL."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinset.errors import BadQuery, ParameterError
from kinset.issues import Severity
from kinset.queries import Column, Parameter, ParameterType, Query, bind, near, parse, parse_value, read
from kinset.triples import Term

XSD = "http://www.w3.org/2001/XMLSchema#"
PATH = Path("queries/report/made-up.rq")
HEADER = """\
#+ title: Made up
#+ summary: A query that was made up.
"""
PARAMETERS = """\
#+ parameters:
#+   - {name: task, type: iri, kind: task, description: "The task.", example: "counting"}
#+   - {name: text, type: string, description: "The text.", example: "peas", required: false}
#+   - {name: number, type: integer, description: "The number.", example: 7, required: false}
#+   - {name: day, type: date, description: "The day.", example: 2026-01-31, required: false}
#+   - {name: level, type: iri, kind: concept, class: "ex:Level", description: "x.", example: "Low", required: false}
"""
BODY = """\
PREFIX ex: <https://example.org/#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?task ?text ?number ?day ?level
WHERE {
  VALUES ?task { <https://example.org/task/counting> }  # not VALUES ?text { "a comment" }
  VALUES ?text { "peas" }
  VALUES ?number { 7 }
  VALUES ?day { "2026-01-31"^^xsd:date }
  VALUES ?level { ex:Low }
  FILTER (STR(?text) != "VALUES ?task { <https://example.org/a-string> }")
}
"""
TASK = ox.NamedNode("https://example.org/task/sorting")
ATTACKS = [
    "x> } DROP ALL #",
    '" } } DROP ALL #',
    "' } } DROP ALL #",
    '"""',
    "\\",
    '\\" } DROP ALL #',
    "\\u0022 } DROP ALL #",
    "\\U00000022 } DROP ALL #",
    "\\1 \\g<0> \\n",
    "line\nbreak\r\n\ttab",
    "\x00\x01\x7f\ufffe",
    "?text $text ?task",
    "VALUES ?task { <https://example.org/other> }",
    "} UNION { ?s ?p ?o",
    "<https://example.org/> ; a ?x",
    "# a comment",
    '"@en',
    '"^^<https://example.org/>',
    "",
]


def made_up(body: str = BODY, header: str = HEADER + PARAMETERS) -> Query:
    return parse(header + body, PATH)


def answer(text: str) -> dict[str, object]:
    """The one row of a query on an empty store."""
    solutions = ox.Store().query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    (solution,) = list(solutions)
    return {variable.value: solution[variable] for variable in solutions.variables}


def parameter(name: str) -> Parameter:
    return next(parameter for parameter in made_up().parameters if parameter.name == name)


def test_a_header_becomes_a_query() -> None:
    columns = '#+ columns:\n#+   - {name: task, title: Task, description: "A task."}\n'
    query = made_up(header=HEADER + PARAMETERS + columns)
    assert (query.name, query.folder, query.path) == ("made-up", "report", PATH)
    assert (query.title, query.summary) == ("Made up", "A query that was made up.")
    assert query.columns == (Column("task", "Task", "A task."),)
    assert query.parameters[0] == Parameter("task", ParameterType.IRI, "The task.", "counting", kind="task")
    assert [item.example for item in query.parameters] == ["counting", "peas", "7", "2026-01-31", "Low"]
    assert [item.required for item in query.parameters] == [True, False, False, False, False]
    assert (query.severity, query.message, query.hint) == (None, None, None)


def test_the_class_of_a_concept_is_expanded_by_the_query_s_own_prefixes() -> None:
    assert parameter("level").concept_class == "https://example.org/#Level"


def test_a_check_says_how_bad_its_rows_are() -> None:
    query = made_up(
        "SELECT ?entity WHERE { ?entity ?p ?o }",
        HEADER + '#+ severity: warning\n#+ message: "{entity} is odd"\n#+ hint: Mend it.\n',
    )
    assert (query.severity, query.message, query.hint) == (Severity.WARNING, "{entity} is odd", "Mend it.")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "it has no header"),
        ("#+ just words\n", "it has no header"),
        ("#+ title: x: y\n", "line 1: the header is no YAML"),
        ("#+ title: A\n", "'summary' is missing"),
        (HEADER + "#+ titel: B\n", "nothing is called 'titel' there"),
        (HEADER + "#+ severity: awful\n", "'severity' is 'awful'"),
        (HEADER + "#+ columns: [dataset]\n", "'columns' is no list of maps"),
        (HEADER + '#+ columns:\n#+   - {name: "?x", title: X, description: x.}\n', "'?x' is no variable"),
        (HEADER + "#+ columns:\n" + "#+   - {name: x, title: X, description: x.}\n" * 2, "'x' is declared twice"),
        (HEADER + "#+ parameters:\n#+   - {name: x, type: text}\n", "'type' is 'text'"),
        (HEADER + "#+ parameters:\n#+   - {name: x, type: iri}\n", "the parameter 'x' and its kind do not fit"),
        (HEADER + "#+ parameters:\n#+   - {name: x, type: date, kind: task}\n", "its kind do not fit"),
        (HEADER + "#+ parameters:\n#+   - {name: x, type: iri, kind: concept}\n", "its class do not fit"),
        (HEADER + "#+ parameters:\n#+   - {name: x, type: date, required: 1}\n", "neither true nor false"),
        (HEADER + "#+ parameters:\n#+   - {name: x, type: iri, kind: task, parts: 1}\n", "'parts' of 'x' is neither"),
        (HEADER + PARAMETERS, "the prefix of 'ex:Level' is not declared"),
        (HEADER + PARAMETERS + BODY.replace("VALUES ?task", "VALUES (?task)"), "the parameter 'task' has no block"),
        (HEADER + PARAMETERS + BODY.replace("{ 7 }", "{ 7 8 }"), "the parameter 'number' has no block"),
    ],
)
def test_a_bad_header_is_told_with_its_file_and_a_way_out(text: str, why: str) -> None:
    with pytest.raises(BadQuery) as caught:
        parse(text, PATH)
    assert why in caught.value.why
    assert str(PATH) in str(caught.value)
    assert caught.value.hint


def test_a_folder_is_read_by_name(tmp_path: Path) -> None:
    for name in ("report/second", "check/first"):
        file = tmp_path / f"{name}.rq"
        file.parent.mkdir()
        file.write_text(HEADER + "SELECT * WHERE { ?s ?p ?o }\n", encoding="utf-8")
    (tmp_path / "report" / "notes.md").write_text("no query", encoding="utf-8")
    queries = read(tmp_path)
    assert {name: query.folder for name, query in queries.items()} == {"first": "check", "second": "report"}
    assert list(queries) == ["first", "second"]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("check", "report"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.rq").write_text(HEADER, encoding="utf-8")
    with pytest.raises(BadQuery, match="has the same name"):
        read(tmp_path)


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadQuery, match="cannot be read"):
        read(tmp_path)


def test_near_names_are_found() -> None:
    assert near("dataset", ["datasets", "tasks"])[:1] == ["datasets"]


def test_what_is_not_given_keeps_what_stands_in_the_query() -> None:
    row = answer(bind(made_up(), {"task": TASK}))
    assert row["task"] == TASK
    assert row["text"] == ox.Literal("peas")
    assert row["number"] == ox.Literal(7)


def test_comments_and_strings_hold_no_blocks() -> None:
    text = bind(made_up(), {"task": TASK, "text": ox.Literal("beans")})
    assert '# not VALUES ?text { "a comment" }' in text
    assert '"VALUES ?task { <https://example.org/a-string> }"' in text
    assert text.count(str(TASK)) == 1


def test_a_block_is_found_however_it_is_written() -> None:
    body = "SELECT * WHERE {\n  values\n    $task\n  { 'peas'@en-GB }\n}\n"
    header = HEADER + '#+ parameters:\n#+   - {name: task, type: string, description: "x.", example: x}\n'
    assert answer(bind(made_up(body, header), {"task": ox.Literal("beans")})) == {"task": ox.Literal("beans")}


def test_every_block_of_a_parameter_is_replaced() -> None:
    body = "SELECT ?a WHERE { { VALUES ?a { 1 } } UNION { VALUES ?a { 1 } } }"
    header = HEADER + '#+ parameters:\n#+   - {name: a, type: integer, description: "x.", example: 1}\n'
    solutions = ox.Store().query(bind(made_up(body, header), {"a": ox.Literal(2)}))
    assert isinstance(solutions, ox.QuerySolutions)
    assert [solution["a"] for solution in solutions] == [ox.Literal(2), ox.Literal(2)]


@pytest.mark.parametrize("text", ATTACKS)
def test_sparql_in_a_text_stays_text(text: str) -> None:
    row = answer(bind(made_up(), {"task": TASK, "text": parse_value(parameter("text"), text)}))
    assert row["text"] == ox.Literal(text)
    assert row["task"] == TASK


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    row = answer(bind(made_up(), {"task": TASK, "text": parse_value(parameter("text"), text)}))
    assert row == answer(bind(made_up(), {"task": TASK})) | {"text": ox.Literal(text)}


@given(st.integers())
def test_any_whole_number_is_bound(number: int) -> None:
    text = bind(made_up(), {"task": TASK, "number": parse_value(parameter("number"), str(number))})
    assert f'VALUES ?number {{ "{number}"^^<{XSD}integer> }}' in text


@given(st.dates())
def test_any_day_is_bound(day: object) -> None:
    text = bind(made_up(), {"task": TASK, "day": parse_value(parameter("day"), str(day))})
    assert f'VALUES ?day {{ "{day}"^^<{XSD}date> }}' in text


@given(st.text())
def test_a_text_is_an_iri_or_is_refused(text: str) -> None:
    try:
        term = parse_value(parameter("task"), text)
    except ParameterError:
        return
    assert answer(bind(made_up(), {"task": term}))["task"] == term


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("task", "counting"),
        ("task", "https://example.org/> } DROP ALL #"),
        ("task", "https://example.org/a b"),
        ("task", "https://example.org/\\u003e"),
        ("task", "?task"),
        ("task", ""),
        ("number", "seven"),
        ("number", "7.0"),
        ("number", "7 8"),
        ("number", "7 } DROP ALL #"),
        ("number", "\u0667"),
        ("number", ""),
        ("day", "31.1.2026"),
        ("day", "2026-02-30"),
        ("day", "20260131"),
        ("day", "2026-W05-6"),
        ("day", "2026-01-31T00:00:00"),
        ("day", "2026-01-31\n"),
        ("text", "\ud800"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_an_example(name: str, text: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_value(parameter(name), text)
    assert caught.value.name == name
    assert caught.value.hint == f"As in {name}={parameter(name).example}."


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("task", ox.Literal("https://example.org/task/sorting")),
        ("task", ox.BlankNode()),
        ("text", TASK),
        ("text", ox.Literal("peas", language="en")),
        ("text", ox.Literal(7)),
        ("number", ox.Literal("7")),
        ("number", ox.Literal("seven", datatype=ox.NamedNode(f"{XSD}integer"))),
        ("day", ox.Literal("2026-02-30", datatype=ox.NamedNode(f"{XSD}date"))),
        ("level", ox.Literal("Low")),
    ],
)
def test_a_term_of_the_wrong_type_is_not_bound(name: str, term: Term) -> None:
    with pytest.raises(ParameterError) as caught:
        bind(made_up(), {"task": TASK, name: term})
    assert caught.value.name == name


def test_a_missing_parameter_is_told_with_an_example() -> None:
    with pytest.raises(ParameterError, match="needs the parameter 'task': The task") as caught:
        bind(made_up(), {})
    assert caught.value.hint == "As in task=counting."


def test_an_unknown_parameter_is_told_with_the_known_ones() -> None:
    with pytest.raises(ParameterError, match="has no parameter 'tsak'") as caught:
        bind(made_up(), {"tsak": TASK})
    assert "task, text, number, day, level" in caught.value.hint
