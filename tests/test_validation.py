from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kinset import queries, sources, validation
from kinset.engine import EmbeddedEngine
from kinset.errors import BadShapes
from kinset.graphs import Graphs, assemble
from kinset.issues import Report, Severity
from kinset.prefixes import PrefixMap
from kinset.project import open_project
from tests.conftest import NOTES_QA, SMALL, MakeCatalogue
from tests.test_sources import QA, QA_FILE, line_of


def check(folder: Path) -> Report:
    project = open_project(folder)
    graphs = assemble(project, sources.read(project))
    engine = EmbeddedEngine()
    engine.load(graphs.quads())
    return validation.check(graphs, engine, queries.read(folder / "queries").values())


def violations(report: Report) -> list[tuple[str, str, int]]:
    return [(issue.rule, issue.file, issue.line) for issue in report.issues if issue.severity is Severity.VIOLATION]


def test_a_sound_catalogue_conforms(small: Path) -> None:
    report = check(small)
    assert violations(report) == []
    assert report.conforms


def test_a_shape_s_issue_names_file_line_and_property(make_catalogue: MakeCatalogue) -> None:
    text = NOTES_QA.replace("    kin:kind kin:AnnotationOf ;\n", "    kin:kind kin:Note ;\n")
    found = [issue for issue in check(make_catalogue({**SMALL, QA_FILE: text})).issues if issue.path.endswith("#kind")]
    assert [(issue.file, issue.line, issue.entity) for issue in found] == [
        (QA_FILE, line_of(text, "kin:kind kin:Note"), f"{QA}#from-ward-notes")
    ]
    assert found[0].value == "<https://w3id.org/kinset/ontology#Note>"


def test_a_dangling_source_is_one_issue_on_the_claim(make_catalogue: MakeCatalogue) -> None:
    """Validating after inference would blame the typo twenty times."""
    text = NOTES_QA.replace("prov:entity sub:2.0", "prov:entity sub:2.1")
    report = check(make_catalogue({**SMALL, QA_FILE: text}))
    assert violations(report) == [("dangling-reference", QA_FILE, line_of(text, "prov:entity sub:2.1"))]


def test_a_broken_file_is_one_issue_and_what_points_at_it_is_none(make_catalogue: MakeCatalogue) -> None:
    ward = SMALL["data/dataset/ward-notes.ttl"] + "dataset:ward-notes kin:oops"
    report = check(make_catalogue({**SMALL, "data/dataset/ward-notes.ttl": ward}))
    assert [rule for rule, _file, _line in violations(report)] == ["turtle-syntax"]


def test_bad_shapes_stop_the_check_and_say_where(small: Path) -> None:
    (small / "shapes" / "bad.ttl").write_text("not turtle", encoding="utf-8")
    with pytest.raises(BadShapes, match=r"shapes/bad.ttl, line 1"):
        check(small)


def test_without_shapes_and_queries_files_are_still_read(small: Path) -> None:
    for path in [*(small / "shapes").iterdir(), *(small / "queries" / "check").iterdir()]:
        path.unlink()
    assert check(small) == Report(())


def test_terms_are_told_as_people_read_them() -> None:
    prefixes = PrefixMap({"e": "https://e.org/"})
    assert validation.readable(NamedNode("https://e.org/a/b"), prefixes) == "e:a/b"


def test_this_catalogue_conforms(whole_graphs: Graphs, whole_engine: EmbeddedEngine) -> None:
    found = queries.read(whole_graphs.project.root / "queries").values()
    assert violations(validation.check(whole_graphs, whole_engine, found)) == []
