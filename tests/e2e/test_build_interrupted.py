"""A build that is cut off, at any point, leaves the one before it whole; the same input gives the same build."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from kinset import build as builds
from kinset.engine import EmbeddedEngine
from kinset.errors import EngineError
from tests.conftest import NOTES_QA, SMALL
from tests.program import contents, kinset, lay_out

QA_FILE = "data/dataset/notes-qa.ttl"
CHANGED = NOTES_QA.replace("Notes QA", "Notes and Questions")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A catalogue with a build, whose data has changed since."""
    folder = lay_out(tmp_path / "catalogue", SMALL)
    assert kinset("-C", folder, "build").code == 0
    (folder / QA_FILE).write_text(CHANGED, encoding="utf-8")
    return folder


def mtimes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


def store(folder: Path) -> list[str]:
    """The sorted N-Quads of a build's store."""
    return sorted(str(quad) for quad in Store.read_only(str(folder / "store")))


def leftovers(folder: Path) -> list[str]:
    """What stands beside the build that should not."""
    return [path.name for path in folder.iterdir() if path.name.startswith(".build")]


def label(folder: Path) -> str:
    answer: str = kinset("-C", folder, "resolve", "notes-qa", "--format", "json").json["label"]
    return answer


def fail(error: BaseException) -> Callable[..., None]:
    def failing(*_: object, **__: object) -> None:
        raise error

    return failing


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("EmbeddedEngine.create", EngineError("No store can be made")),
        ("EmbeddedEngine.load", RuntimeError("IO error: out of space")),
        ("EmbeddedEngine.flush", OSError(28, "No space left on device")),
        ("_swap", OSError(13, "Permission denied")),
    ],
    ids=["create", "load", "flush", "swap"],
)
def test_a_build_that_cannot_be_written_leaves_the_old_one(
    built: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: Exception
) -> None:
    before, data = contents(built / "build"), contents(built / "data")
    load, calls = EmbeddedEngine.load, []

    def second_fails(engine: EmbeddedEngine, quads: object) -> None:
        calls.append(engine)
        if len(calls) == 2:  # the first is in memory, for the checks
            raise error
        load(engine, quads)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        owner = EmbeddedEngine if "." in step else builds
        patch.setattr(owner, step.rpartition(".")[2], second_fails if step.endswith("load") else fail(error))
        ran = kinset("-C", built, "build")
    assert (ran.code, ran.out) == (3, "")
    assert "The previous build is whole." in ran.err
    assert "Traceback" not in ran.err
    assert contents(built / "build") == before
    assert contents(built / "data") == data
    assert leftovers(built) == []
    assert label(built) == "Notes and Questions"
    assert kinset("-C", built, "build", "--format", "json").json["redone"]


def test_a_build_stopped_from_the_keyboard_leaves_the_old_one(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(built / "build")
    with monkeypatch.context() as patch:
        patch.setattr(builds, "_swap", fail(KeyboardInterrupt()))
        ran = kinset("-C", built, "build")
    assert (ran.code, ran.out) == (3, "")
    assert "Traceback" not in ran.err
    assert contents(built / "build") == before
    assert leftovers(built) == []


@pytest.mark.parametrize("move", [1, 2])
def test_a_move_that_fails_leaves_the_old_build(built: Path, monkeypatch: pytest.MonkeyPatch, move: int) -> None:
    before = contents(built / "build")
    replace, moves = Path.replace, []

    def failing(path: Path, target: Path) -> Path:
        moves.append(path)
        if len(moves) == move:
            raise PermissionError(13, "Permission denied")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        ran = kinset("-C", built, "build")
    assert (ran.code, ran.out) == (3, "")
    assert contents(built / "build") == before
    assert leftovers(built) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from kinset import build
replace, left = Path.replace, [int(sys.argv.pop(1))]
def killing(path, target):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(path, target)
Path.replace = killing
from kinset.cli import main
main()
"""


@pytest.mark.parametrize("move", [1, 2])
def test_a_build_killed_at_a_move_loses_nothing(built: Path, move: int) -> None:
    before = contents(built / "build")
    command = [sys.executable, "-c", KILLED, str(move), "-C", str(built), "build"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert contents(built / ("build" if move == 1 else ".build.old")) == before
    assert label(built) == "Notes and Questions"
    assert contents(built / "build") == before  # the next command put it back
    assert kinset("-C", built, "build", "--format", "json").json["redone"]
    assert not (built / ".build.old").exists()
    assert label(built) == "Notes and Questions"


def test_an_old_build_that_was_left_behind_is_taken_away(built: Path) -> None:
    shutil.copytree(built / "build", built / ".build.old")
    assert kinset("-C", built, "build", "--format", "json").json["redone"]
    assert leftovers(built) == []
    assert kinset("-C", built, "resolve", "notes-qa", "--format", "json").json["label"] == "Notes and Questions"


def test_violations_leave_the_old_build_and_answers_come_from_the_files(built: Path) -> None:
    before = contents(built / "build")
    (built / QA_FILE).write_text(CHANGED.replace("kin:AnnotationOf", "kin:Nonsense"), encoding="utf-8")
    assert kinset("-C", built, "build").code == 1
    assert contents(built / "build") == before
    assert label(built) == "Notes and Questions"


def test_a_foreign_folder_is_refused_and_stays(built: Path) -> None:
    foreign = built / "thesis"
    foreign.mkdir()
    (foreign / "chapter-1.txt").write_text("years of work", encoding="utf-8")
    ran = kinset("-C", built, "build", "--out", foreign)
    assert (ran.code, ran.out) == (3, "")
    assert "holds something that is no build" in ran.err
    assert [path.name for path in foreign.iterdir()] == ["chapter-1.txt"]


def test_unchanged_input_redoes_nothing(built: Path) -> None:
    assert kinset("-C", built, "build", "--format", "json").json["redone"]
    before = mtimes(built)
    for command in (("build",), ("list",), ("trace", "notes-qa"), ("show", "notes-qa"), ("query", "datasets")):
        assert kinset("-C", built, *command).code == 0
    assert mtimes(built) == before
    os.utime(built / QA_FILE)  # the file's time is no input
    assert not kinset("-C", built, "build", "--format", "json").json["redone"]


def test_two_builds_of_one_catalogue_in_two_places_are_the_same(built: Path, tmp_path: Path) -> None:
    other = lay_out(tmp_path / "elsewhere" / "other", {**SMALL, QA_FILE: CHANGED})
    for folder in (built, other):
        assert kinset("-C", folder, "build").code == 0
    one, two = (
        {name: content for name, content in contents(folder / "build").items() if not name.startswith("store/")}
        for folder in (built, other)
    )
    assert one == two
    assert set(one) >= {"kinset.ttl", "kinset.nt", "kinset.trig", "kinset.jsonld", "SHA256SUMS", "manifest.json"}
    assert store(built / "build") == store(other / "build")


def test_the_hash_seed_does_not_change_a_build(built: Path) -> None:
    found = []
    for seed in ("1", "2"):
        out = built / f"out-{seed}"
        command = [sys.executable, "-m", "kinset", "-C", str(built), "build", "--out", str(out)]
        done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        files = {name: content for name, content in contents(out).items() if not name.startswith("store/")}
        found.append((files, store(out)))
    assert found[0] == found[1]
