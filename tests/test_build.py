import hashlib
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, Triple, parse

from kinset import build as builds
from kinset.build import build, current, default_folder, open_store, plan
from kinset.errors import BuildError, CatalogueInvalid
from kinset.graphs import Graphs
from kinset.project import open_project
from kinset.reasoning import Reasoner
from tests.conftest import NOTES_QA, SMALL, MakeCatalogue

QA_FILE = "data/dataset/notes-qa.ttl"


def stamps(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_build_holds_a_store_and_the_dumps_with_their_sums(small: Path) -> None:
    project = open_project(small)
    steps: list[str] = []
    done = build(project, default_folder(project), notify=steps.append)
    assert done.redone
    assert steps == ["Reading the catalogue", "Inferring what follows", "Checking", "Planning the dumps", "Writing"]
    assert done.folder == small / "build"
    for line in (done.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        total, _, name = line.partition("  ")
        assert hashlib.sha256((done.folder / name).read_bytes()).hexdigest() == total
    assert open_store(done).ask(
        "ASK { <https://w3id.org/kinset/dataset/notes-qa> <https://w3id.org/kinset/ontology#descendsFrom> "
        "<https://w3id.org/kinset/dataset/ward-notes> }"
    )


def test_the_dumps_of_what_is_stated_are_one_graph(small_graphs: Graphs) -> None:
    forms = {
        "kinset.ttl": RdfFormat.TURTLE,
        "kinset.nt": RdfFormat.N_TRIPLES,
        "kinset.jsonld": RdfFormat.JSON_LD,
    }
    planned = {artifact.path: artifact.content for artifact in plan(small_graphs)}
    for name, form in forms.items():
        triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in parse(planned[name], format=form)}
        assert triples == set(small_graphs.sources.asserted), name
    assert planned["kinset.nt"].splitlines() == sorted(planned["kinset.nt"].splitlines())


def test_the_trig_dump_is_what_engines_are_loaded_with(small_graphs: Graphs) -> None:
    planned = {artifact.path: artifact.content for artifact in plan(small_graphs)}
    assert set(parse(planned["kinset.trig"], format=RdfFormat.TRIG)) == set(small_graphs.quads())


def test_unchanged_input_redoes_nothing(small: Path) -> None:
    project = open_project(small)
    build(project, small / "build")
    before = stamps(small / "build")
    again = build(project, small / "build")
    assert not again.redone
    assert stamps(small / "build") == before


@pytest.mark.parametrize("name", [QA_FILE, "queries/report/datasets.rq", "shapes/dataset.ttl", "kinset.toml"])
def test_changed_input_is_built_anew(small: Path, name: str) -> None:
    project = open_project(small)
    build(project, small / "build")
    path = small / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert current(project, small / "build") is None
    assert build(project, small / "build").redone


def test_a_damaged_build_is_made_anew(small: Path) -> None:
    project = open_project(small)
    build(project, small / "build")
    (small / "build" / "kinset.nt").write_text("cut", encoding="utf-8")
    assert build(project, small / "build").redone


def test_another_reasoner_is_another_build_with_the_same_answers(small: Path) -> None:
    project = open_project(small)
    fast = build(project, small / "build")
    slow = build(project, small / "build", reasoner=Reasoner.OWLRL)
    assert slow.redone
    assert slow.manifest["entailed"] == fast.manifest["entailed"]
    assert current(project, small / "build") is not None


def test_two_builds_give_the_same_bytes(small: Path) -> None:
    project = open_project(small)
    one, two = build(project, small / "one"), build(project, small / "two")
    for name in one.manifest["files"]:
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()
    quads = [sorted(str(quad) for quad in Store.read_only(str(found.folder / "store"))) for found in (one, two)]
    assert quads[0] == quads[1]


def test_violations_stop_a_build_and_the_old_one_stays(make_catalogue: MakeCatalogue) -> None:
    folder = make_catalogue(SMALL)
    project = open_project(folder)
    build(project, folder / "build")
    before = stamps(folder / "build")
    (folder / QA_FILE).write_text(NOTES_QA.replace("kin:AnnotationOf", "kin:Note"), encoding="utf-8")
    with pytest.raises(CatalogueInvalid) as caught:
        build(project, folder / "build")
    assert not caught.value.report.conforms
    assert stamps(folder / "build") == before


def test_a_failing_write_leaves_the_old_build_whole(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = open_project(small)
    build(project, small / "build")
    before = stamps(small / "build")
    (small / QA_FILE).write_text(NOTES_QA + "\n", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(builds, "_swap", fail)
    with pytest.raises(BuildError, match="disk full"):
        build(project, small / "build")
    assert stamps(small / "build") == before
    assert [path.name for path in small.glob(".build-*")] == []


def test_a_build_that_was_cut_off_between_the_moves_is_put_back(small: Path) -> None:
    project = open_project(small)
    build(project, small / "build")
    (small / "build").rename(small / ".build.old")
    found = current(project, small / "build")
    assert found is not None
    assert (small / "build" / "manifest.json").is_file()


def test_a_folder_that_is_no_build_is_not_replaced(small: Path) -> None:
    with pytest.raises(BuildError, match="no build"):
        build(open_project(small), small / "data")
    assert (small / QA_FILE).is_file()


def test_the_manifest_tells_what_was_built(small: Path) -> None:
    manifest = json.loads((build(open_project(small), small / "build").folder / "manifest.json").read_text())
    assert manifest["entities"]["dataset"] == 2
    assert manifest["reasoner"] == "fast"
    assert manifest["asserted"] > 40
