import ast
from pathlib import Path

import pytest

from kinset import vocab
from kinset.graphs import Graphs
from kinset.vocab import KIN, Namespace

SOURCES = sorted((Path(__file__).parents[1] / "src" / "kinset").rglob("*.py"))


def test_terms_are_the_same_however_they_are_named() -> None:
    assert KIN.Dataset == KIN["Dataset"]
    assert KIN.Dataset in KIN
    assert vocab.RDF.type not in KIN
    assert "text" not in KIN


def test_python_protocols_find_no_terms() -> None:
    with pytest.raises(AttributeError):
        _ = Namespace("https://example.org/").__wrapped__


def test_every_kin_term_that_the_program_names_is_in_the_ontology(whole_graphs: Graphs) -> None:
    named = {
        (path.name, node.attr)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "KIN"
    }
    terms = {(path, name) for path, name in named if name != "iri"}
    assert len(terms) > 20
    vocabulary = whole_graphs.sources.vocabulary
    assert [found for found in sorted(terms) if KIN[found[1]] not in vocabulary] == []
