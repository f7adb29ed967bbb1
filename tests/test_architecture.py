"""The layout, held to its own rules: levels, sizes, a test for every module, everything documented."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SRC = ROOT / "src" / "kinset"
MODULES = sorted(path for path in SRC.rglob("*.py") if path.name != "__main__.py")

# A module imports only from its own or a lower level.
LEVELS = {
    "issues": 0, "errors": 0, "iri": 0, "formats": 0, "wording": 0,
    "vocab": 1, "triples": 1, "prefixes": 1, "turtle": 1, "project": 1, "rdflib_terms": 1, "layout": 1,
    "sources": 2, "queries": 2, "engine": 2,
    "reasoning": 3, "graphs": 3, "validation": 3,
    "names": 4, "lineage": 4,
    "dossier": 5, "records": 5, "exports": 5, "scaffold": 5, "cards": 5, "citations": 5, "coverage": 5, "links": 5,
    "changes": 5, "edits": 5, "flips": 5,
    "build": 6, "states": 6, "site": 6, "lint": 6,
    "cli": 7,
}  # fmt: skip
FORBIDDEN = {"utils", "helpers", "common", "services", "manager"}


def part_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kinset"):
            parts = (node.module or "").split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kinset.")}
    return found


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_a_module_imports_only_from_its_own_or_a_lower_level(path: Path) -> None:
    if path == SRC / "__init__.py":
        return
    level = LEVELS[part_of(path)]
    assert [name for name in imported(path) if LEVELS[name] > level] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_files_and_functions_are_one_idea_each(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420
    assert [node.name for node in functions(path) if (node.end_lineno or 0) - node.lineno > 50] == []
    assert path.stem not in FORBIDDEN


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_a_module_says_its_level(path: Path) -> None:
    if path == SRC / "__init__.py":
        return
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert re.search(rf"\blevel {LEVELS[part_of(path)]}\b", text, re.IGNORECASE)


def test_every_module_has_a_test_of_its_name() -> None:
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests").rglob("test_*.py")}
    # The pieces of cli/ and exports/ are tested by test_cli and test_exports.
    missing = [
        str(path.relative_to(SRC))
        for path in MODULES
        if path.name != "__init__.py" and path.stem not in tests and part_of(path) not in tests
    ]
    assert missing == []


def test_there_is_no_module_level_state() -> None:
    """Names at module level are constants: bound once, in capitals, or types and functions."""
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(node, ast.Global | ast.AugAssign), path


def test_the_program_names_no_dataset() -> None:
    slugs = {path.stem for path in (ROOT / "data" / "dataset").glob("*.ttl")}
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            ast.get_docstring(node, clean=False)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        }
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docs
        ]
        assert [text for text in texts if text in slugs] == [], path


@pytest.mark.parametrize("name", ["rdflib", "pyshacl", "owlrl", "SPARQLWrapper", "rich"])
def test_slow_libraries_are_imported_only_when_needed(name: str) -> None:
    code = f"import sys, kinset.cli; sys.exit({name!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_query_shape_and_command_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = "from kinset.cli import cli; print(*cli.commands)"
    commands = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert len(commands) >= 11
    assert [name for name in commands if f"kinset {name}" not in readme] == []
