"""The query workbench's page and data, with and without the built front end."""

import json
from pathlib import Path
from typing import Any

import pytest

from kinset import sources
from kinset.project import open_project
from kinset.site.ask_pages import START, workbench_bundle, workbench_data
from kinset.site.pages import Frame, Press
from kinset.site.stock import Stock

PRESS = Press(
    Frame("kinset: a test", "For the tests.", "en", "", "", (("sparql/", "Workbench"),), True, "1", "2026-01-03")
)


@pytest.fixture
def stock(small: Path) -> Stock:
    project = open_project(small)
    return Stock(project, sources.read(project), "one program")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    path = tmp_path / "built.json"
    path.write_text(json.dumps({"files": {"a": {"gzip": 1_000_000}, "b": {"gzip": 640_000}}}), encoding="utf-8")
    return path


def page(stock: Stock, built: Path) -> str:
    files = {artifact.path: artifact.content for artifact in workbench_bundle(stock, PRESS, built).make()}
    assert set(files) == {"sparql/index.html", "sparql/queries.json"}
    return files["sparql/index.html"].decode()


def test_the_page_loads_the_workbench_and_names_what_it_fetches(stock: Stock, built: Path) -> None:
    text = page(stock, built)
    assert 'src="../assets/workbench/workbench.js?1" defer data-root="../" data-base="https://w3id.org/kinset/"' in text
    assert "1.6 MB" in text
    assert "<noscript>" in text
    assert '<option value="sources-of-dataset">' in text
    assert "<script>" not in text
    assert " style=" not in text
    assert " onclick=" not in text


def test_without_the_built_parts_it_says_so_and_leads_to_the_canned_queries(stock: Stock, tmp_path: Path) -> None:
    text = page(stock, tmp_path / "none.json")
    assert "was not built with this site" in text
    assert "workbench.js" not in text
    assert 'href="../queries/sources-of-dataset/"' in text


def test_its_key_follows_the_built_parts(stock: Stock, built: Path) -> None:
    before = workbench_bundle(stock, PRESS, built).key
    assert workbench_bundle(stock, PRESS, built).key == before
    built.write_text(built.read_text(encoding="utf-8").replace("640", "641"), encoding="utf-8")
    assert workbench_bundle(stock, PRESS, built).key != before


def test_the_data_has_what_people_ask_and_no_checks(stock: Stock) -> None:
    told: dict[str, Any] = json.loads(workbench_data(stock))
    queries = {query["name"]: query for query in told["queries"]}
    assert "thin-record" not in queries
    assert queries["sources-of-dataset"]["text"].startswith("PREFIX ")
    assert queries["sources-of-dataset"]["parameters"][0]["kind"] == "dataset"
    assert queries["datasets-since-year"]["parameters"][0]["type"] == "integer"
    for query in told["queries"]:
        for parameter in query["parameters"]:
            assert "class" not in parameter or told["concepts"][parameter["class"]]
    terms = dict(told["terms"])
    assert terms["kin:descendsFrom"]
    assert "dcterms:description" in terms
    assert not [name for name in terms if name.startswith("dataset:")]
    assert told["prefixes"]["kin"] == "https://w3id.org/kinset/ontology#"


def test_what_it_starts_with_finds_the_datasets(stock: Stock) -> None:
    assert len(list(stock.engine.select(START).dicts())) == 2
