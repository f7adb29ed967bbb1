from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kinset.engine import EmbeddedEngine
from kinset.errors import EngineError, QueryError

A, P = NamedNode("https://e.org/a"), NamedNode("https://e.org/p")


@pytest.fixture
def engine() -> EmbeddedEngine:
    found = EmbeddedEngine()
    found.load([Quad(A, P, Literal("x")), Quad(A, P, A)])
    return found


def test_the_three_forms_are_answered(engine: EmbeddedEngine) -> None:
    table = engine.select("SELECT ?o ?none WHERE { ?s ?p ?o } ORDER BY ?o")
    assert table.columns == ("o", "none")
    assert table.rows == ((A, None), (Literal("x"), None))
    assert engine.ask("ASK { ?s ?p 'x' }") is True
    assert engine.construct("CONSTRUCT { ?s ?p ?s } WHERE { ?s ?p ?o }") == (Triple(A, P, A),)


def test_the_wrong_form_is_refused(engine: EmbeddedEngine) -> None:
    for method in (engine.select, engine.ask):
        with pytest.raises(QueryError, match="is needed here"):
            method("CONSTRUCT WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="is needed here"):
        engine.construct("ASK { ?s ?p ?o }")


def test_a_syntax_error_shows_where(engine: EmbeddedEngine) -> None:
    with pytest.raises(QueryError) as caught:
        engine.select("SELECT ?s\nWHERE { ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 16)
    assert caught.value.hint.startswith("WHERE { ?s ?p }\n")


def test_a_store_is_made_flushed_and_opened_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    made = EmbeddedEngine.create(folder)
    made.load([Quad(A, P, A)])
    made.flush()
    del made
    assert EmbeddedEngine.open(folder).ask("ASK { ?s ?p ?o }")


def test_a_store_that_is_not_there_is_an_engine_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        EmbeddedEngine.open(tmp_path / "nothing")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(EngineError, match="No store can be made"):
        EmbeddedEngine.create(tmp_path / "file")
