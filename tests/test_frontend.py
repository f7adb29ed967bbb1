"""The workbench's scripts outside a browser: their own tests, and held against the program's binding and engine."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from kinset import queries
from kinset.engine import EmbeddedEngine
from kinset.graphs import Graphs
from kinset.queries import Query, bind
from kinset.triples import Term
from kinset.vocab import XSD
from tests.conftest import ROOT

FRONTEND = ROOT / "frontend"
READY = shutil.which("node") is not None and (FRONTEND / "node_modules" / "oxigraph").is_dir()
needs_node = pytest.mark.skipif(
    not READY and not ("CI" in os.environ and shutil.which("npm")),
    reason="needs Node and the front end's packages: install Node 18 or newer, then `make frontend`",
)
VALUES: Mapping[str, Term] = {
    "iri": NamedNode("https://example.org/a?b=c&d#é"),
    "string": Literal('a "quoted" \\ text\nof two lines, \t ü, <x> } # VALUES ?text { 1 }'),
    "integer": Literal("2020", datatype=XSD.integer),
    "date": Literal("2024-02-29", datatype=XSD.date),
}
BINDING = """
import { readFileSync } from "node:fs";
import { bind, iriTerm, literalTerm } from "./src/binding.js";
const asked = JSON.parse(readFileSync(0, "utf8"));
const term = ({ type, text }) => (type === "iri" ? iriTerm(text) : literalTerm(text, type));
const terms = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, term(value)]));
process.stdout.write(JSON.stringify(asked.map(({ text, values }) => bind(text, terms(values)))));
"""
ENGINE = """
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { formOf } from "./src/prologue.js";
const { Store } = createRequire(import.meta.url)("oxigraph");
const { dump, texts } = JSON.parse(readFileSync(0, "utf8"));
const store = new Store();
store.load(dump, { format: "nq", no_transaction: true, lenient: true });
const found = texts.map((text) => {
  if (formOf(text) === "construct") {
    return [...new Set(store.query(text, { results_format: "nt" }).split("\\n"))].filter(Boolean).sort();
  }
  return JSON.parse(store.query(text, { results_format: "json" })).results.bindings.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, term]) => [name, term.value])));
});
process.stdout.write(JSON.stringify(found));
"""


def node(script: str, told: object) -> Any:
    """Run a script in the front end's folder; it reads JSON and writes JSON."""
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(command, cwd=FRONTEND, input=json.dumps(told), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def canned() -> list[Query]:
    return [query for query in queries.read_each(ROOT / "queries")[0].values() if query.folder != "check"]


@needs_node
def test_its_own_tests_pass() -> None:
    done = subprocess.run(["node", "--test", "test/"], cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@needs_node
def test_parameters_are_bound_as_the_program_binds_them() -> None:
    asked, wanted = [], []
    for query in canned():
        terms = {one.name: VALUES[one.type.value] for one in query.parameters}
        types = {one.name: one.type.value for one in query.parameters}
        values = {name: {"type": types[name], "text": getattr(term, "value", "")} for name, term in terms.items()}
        asked.append({"text": query.text, "values": values})
        wanted.append(bind(query, terms))
    assert node(BINDING, asked) == wanted


@needs_node
def test_the_browsers_engine_answers_as_ours_does(whole_graphs: Graphs, whole_engine: EmbeddedEngine) -> None:
    found = canned()
    dump = "".join(f"{line} .\n" for line in sorted({str(quad) for quad in whole_graphs.quads()}))
    answers = node(ENGINE, {"dump": dump, "texts": [query.text for query in found]})
    for query, answer in zip(found, answers, strict=True):
        if query.folder == "construct":
            assert answer == sorted({f"{triple} ." for triple in whole_engine.construct(query.text)}), query.name
            continue
        rows = whole_engine.select(query.text).dicts()
        ours = [{name: term.value for name, term in row.items() if term is not None} for row in rows]
        assert answer == ours, query.name


def test_the_lock_file_pins_everything_and_names_no_host() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert [version for version in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    for name, entry in lock["packages"].items():
        assert "resolved" not in entry, name
        assert name == "" or entry["integrity"].startswith("sha512-"), name
    ours = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(rf'"pyoxigraph>={wanted["oxigraph"].rsplit(".", 1)[0]}\.', ours), "the engines are of one series"


def test_scripts_are_small_and_say_what_they_are_for() -> None:
    scripts = sorted((FRONTEND / "src").glob("*.js"))
    assert scripts
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("// "), path
        assert len(text.splitlines()) <= 260, path
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function", text), path


def test_nothing_of_others_lies_in_the_repository() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"node_modules/", "/src/kinset/site/assets/workbench/"} <= set(ignored)


@pytest.mark.skipif(not (ROOT / "src/kinset/site/assets/workbench/built.json").is_file(), reason="run `make frontend`")
def test_what_is_built_carries_its_licences_and_stays_small() -> None:
    folder = ROOT / "src" / "kinset" / "site" / "assets" / "workbench"
    told = json.loads((folder / "built.json").read_text(encoding="utf-8"))
    licences = (folder / "LICENSES.txt").read_text(encoding="utf-8")
    assert [name for name, version in told["packages"].items() if f"{name} {version} (" not in licences] == []
    assert {path.name for path in Path(folder).iterdir()} == {*told["files"], "built.json"}
    assert sum(one["gzip"] for one in told["files"].values()) < 2_000_000
