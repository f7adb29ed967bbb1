import shutil
import subprocess
from pathlib import Path

import pytest

from kinset import build as builds
from kinset.changes import State, compare
from kinset.errors import KinsetError, UsageError
from kinset.project import Project, open_project
from kinset.states import open_state
from tests.conftest import NOTES_QA

QA = "data/dataset/notes-qa.ttl"


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository_of(small: Path) -> Path:
    """A repository whose folder `catalogue` is a catalogue, with two commits: 12 questions, then 13."""
    top = small.parent
    git(top, "init", "--quiet", "--initial-branch=main")
    git(top, "add", ".")
    git(top, "commit", "--quiet", "-m", "one")
    (small / QA).write_text(NOTES_QA.replace("kin:count 12", "kin:count 13"), encoding="utf-8")
    git(top, "commit", "--quiet", "-am", "two")
    git(top, "tag", "second")
    return small


def says(old: State, new: State) -> list[tuple[str, str]]:
    return [(change.was, change.now) for entity in compare(old, new).entities for change in entity.changes]


TWELVE_TO_13 = [("Notes QA has 12 questions", "Notes QA has 13 questions")]


def test_revisions_are_read_without_a_checkout(repository_of: Path) -> None:
    project = open_project(repository_of)
    (repository_of / QA).write_text("no Turtle", encoding="utf-8")
    old, new = open_state("HEAD~1", project), open_state("second", project)
    assert says(old, new) == TWELVE_TO_13
    assert old.origin == f"commit {git(repository_of, 'rev-parse', 'HEAD~1')[:12]}"
    assert (repository_of / QA).read_text(encoding="utf-8") == "no Turtle"


def test_a_hook_of_git_does_not_lead_astray(repository_of: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert open_state("HEAD", open_project(repository_of)).faults == 0


def test_a_catalogue_that_is_its_own_repository_is_read(small: Path) -> None:
    git(small, "init", "--quiet", "--initial-branch=main")
    git(small, "add", ".")
    git(small, "commit", "--quiet", "-m", "one")
    assert says(open_state("main", open_project(small)), open_state(str(small), open_project(small))) == []


@pytest.mark.parametrize("name", ["no-such-branch", "--output=/tmp/x", "", "HEAD:data"])
def test_what_is_no_revision_is_refused(repository_of: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is no catalogue, no build and no revision"):
        open_state(name, open_project(repository_of))


def test_a_revision_without_the_catalogue_is_refused(repository_of: Path) -> None:
    git(repository_of.parent, "rm", "-r", "--quiet", "--cached", "catalogue")
    git(repository_of.parent, "commit", "--quiet", "-m", "gone")
    with pytest.raises(UsageError, match="holds no catalogue in catalogue"):
        open_state("HEAD", open_project(repository_of))


def test_a_catalogue_in_no_repository_is_refused_with_a_way_out(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small.parent))
    with pytest.raises(KinsetError, match="is in no git repository") as refusal:
        open_state("HEAD", open_project(small))
    assert "folders or builds" in refusal.value.hint


def test_without_git_revisions_are_refused(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(KinsetError, match="git is not installed"):
        open_state("HEAD", open_project(small))


def test_faults_of_reading_are_counted(small: Path) -> None:
    (small / QA).write_text("no Turtle", encoding="utf-8")
    assert open_state(str(small), open_project(small)).faults == 1


@pytest.fixture
def built(small: Path) -> tuple[Project, Path]:
    project = open_project(small)
    return project, builds.build(project, small / "build").folder


def test_a_build_is_the_state_of_its_catalogue(built: tuple[Project, Path]) -> None:
    project, folder = built
    (project.root / QA).write_text(NOTES_QA.replace("kin:count 12", "kin:count 13"), encoding="utf-8")
    shutil.rmtree(project.root / "ontology")  # a build explains itself
    old = open_state(str(folder), project)
    assert (old.origin, old.base) == ("a build", project.base)
    new = open_state(str(folder), project)
    assert says(old, new) == []
    assert len(old.vocabulary) > 1000


@pytest.mark.parametrize("kept", ["kinset.ttl", "kinset.nt"])
def test_a_build_of_one_dump_is_explained_by_the_catalogue(built: tuple[Project, Path], kept: str) -> None:
    project, folder = built
    for path in folder.glob("kinset.*"):
        if path.name != kept:
            path.unlink()
    assert says(open_state(str(folder), project), open_state(str(project.root), project)) == []


def test_a_build_without_or_with_a_broken_dump_is_refused(built: tuple[Project, Path]) -> None:
    project, folder = built
    (folder / "kinset.trig").write_text("no TriG", encoding="utf-8")
    with pytest.raises(KinsetError, match=r"kinset\.trig cannot be read"):
        open_state(str(folder), project)
    for path in folder.glob("kinset.*"):
        path.unlink()
    with pytest.raises(KinsetError, match="holds no dump"):
        open_state(str(folder), project)
