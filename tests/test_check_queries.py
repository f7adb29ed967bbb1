"""The check queries, each on small data: tests/cases/<what is wrong>/.

A case is `input.ttl`, which is read on top of the sound catalogue of tests/cases/nothing_wrong, and `expected.json`:
all that the check queries then say.
"""

import json
from functools import cache
from pathlib import Path

import pytest

from kinset import graphs, queries, turtle, validation
from kinset.engine import EmbeddedEngine
from kinset.issues import Report
from kinset.project import open_project
from kinset.queries import Query
from kinset.sources import Sources, Statement

ROOT = Path(__file__).parent.parent
SOUND = ROOT / "tests" / "cases" / "nothing_wrong"
CASES = sorted(path.parent for path in (ROOT / "tests" / "cases").glob("*/input.ttl"))
CHECKS = ROOT / "queries" / validation.CHECKS


@cache
def checks() -> tuple[Query, ...]:
    return tuple(queries.read(CHECKS).values())


def statements(path: Path) -> tuple[Statement, ...]:
    name = f"{path.parent.name}/{path.name}"
    return tuple(Statement(located.triple, name, located.line) for located in turtle.read(path.read_bytes()))


@cache
def ontology() -> tuple[Statement, ...]:
    return tuple(one for path in sorted((ROOT / "ontology").glob("*.ttl")) for one in statements(path))


def sources(*folders: Path) -> Sources:
    """The data of these cases, as if it had been read from files."""
    data = tuple(one for folder in dict.fromkeys(folders) for one in statements(folder / "input.ttl"))
    return Sources(data, ontology(), (), frozenset(), {})


@cache
def report(folder: Path) -> Report:
    """All that the check queries say of a case."""
    data = sources(SOUND, folder)
    engine = EmbeddedEngine()
    engine.load(graphs.assemble(open_project(ROOT), data).quads())
    return Report.of(validation.check_queries(data, engine, checks()))


def expected(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder: Path) -> None:
    issues = report(folder).issues
    told = [{key: getattr(issue, key) for key in ("rule", "entity", "path", "value", "message")} for issue in issues]
    assert told == expected(folder)


def test_a_sound_catalogue_has_no_issue() -> None:
    assert expected(SOUND) == []
    assert list(validation.check_shapes(open_project(ROOT), sources(SOUND))) == []


@pytest.mark.parametrize("query", checks(), ids=lambda query: query.name)
def test_check_has_a_case_and_a_full_header(query: Query) -> None:
    assert any(entry["rule"] == query.name for folder in CASES for entry in expected(folder))
    assert query.severity
    assert query.message
    assert query.hint
    assert query.columns[0].name == "entity"


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_issues_stand_on_a_line_of_the_case(folder: Path) -> None:
    assert all(issue.line > 0 for issue in report(folder).issues)
