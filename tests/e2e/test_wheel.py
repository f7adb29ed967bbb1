"""The program as it is installed: built, put into an environment of its own, used in an empty directory."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, SMALL
from tests.program import PARTS, Ran, contents, lay_out

VARIABLES = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}  # neither KINSET_CATALOGUE nor PYTHONPATH


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def installed(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed program, in an environment that borrows the dependencies of this one."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder)
    [wheel] = distributions.glob("*.whl")
    python = folder / "bin" / "python"
    quiet = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", *quiet, str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "kinset"


@pytest.fixture(scope="session")
def shipped(installed: Path) -> Path:
    """The catalogue inside the installed program."""
    [package] = installed.parent.parent.glob("lib/python*/site-packages/kinset")
    return package / "catalogue"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An empty directory."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def run(program: Path, place: Path, *arguments: str | Path, **variables: str) -> Ran:
    command = [str(program), *(str(argument) for argument in arguments)]
    environment = {**VARIABLES, **variables}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


def own_files() -> set[str]:
    """What the catalogue of this repository consists of."""
    folders = (path for part in ("data", *PARTS) for path in (ROOT / part).rglob("*"))
    files = {str(path.relative_to(ROOT)) for path in folders if path.is_file() and not path.name.startswith(".")}
    return {*files, "kinset.toml", "LICENSE-DATA"}


def test_the_wheel_holds_program_and_catalogue(distributions: Path) -> None:
    [wheel] = distributions.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    inside = {name.removeprefix("kinset/catalogue/") for name in names if name.startswith("kinset/catalogue/")}
    assert inside == own_files()
    modules = {str(path.relative_to(ROOT / "src")) for path in (ROOT / "src" / "kinset").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules
    assert "kinset/py.typed" in names
    assert all(name.startswith(("kinset/", "kinset-")) for name in names)


def test_the_sdist_holds_what_the_wheel_is_made_of_and_no_build(distributions: Path) -> None:
    [archive] = distributions.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert own_files() <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", "src/kinset/py.typed"} <= names
    assert not [name for name in names if name.startswith(("build/", ".venv/", ".git/", ".ci/"))]


def test_the_shipped_catalogue_answers_in_an_empty_directory(installed: Path, empty: Path) -> None:
    listed = run(installed, empty, "list", "--format", "json")
    assert (listed.code, listed.err) == (0, "")
    files = {thing["file"] for thing in json.loads(listed.out)}
    assert files == {name for name in own_files() if name.startswith("data/")}
    traced = run(installed, empty, "trace", "radqa")
    assert (traced.code, traced.err) == (0, "")
    assert "MIMIC-III" in traced.out
    assert run(installed, empty, "--version").out.startswith("kinset, version ")
    assert list(empty.iterdir()) == []


def test_the_shipped_catalogue_is_built_where_one_stands(installed: Path, shipped: Path, empty: Path) -> None:
    before = contents(shipped)
    built = run(installed, empty, "build", "--format", "json")
    assert built.code == 0, built.out
    assert json.loads(built.out)["folder"] == str(empty / "kinset-build")
    assert [path.name for path in empty.iterdir()] == ["kinset-build"]
    again = run(installed, empty, "build", "--format", "json")
    assert (again.code, again.err, json.loads(again.out)["redone"]) == (0, "", False)
    fresh = run(installed, empty, "sparql", "ASK { dataset:radqa kin:descendsFrom dataset:mimic-iii }")
    assert (fresh.code, fresh.out) == (0, "yes\n")
    assert contents(shipped) == before


def test_another_catalogue_is_named_by_option_or_variable(installed: Path, empty: Path, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    by_option = run(installed, empty, "-C", folder, "resolve", "notes-qa")
    by_variable = run(installed, empty, "resolve", "notes-qa", KINSET_CATALOGUE=str(folder))
    by_place = run(installed, folder / "data", "resolve", "notes-qa")
    assert by_option == by_variable == by_place
    assert by_option.code == 0
    missing = run(installed, empty, "list", KINSET_CATALOGUE=str(tmp_path / "nowhere"))
    assert (missing.code, missing.out) == (3, "")


def test_a_catalogue_is_written_with_the_installed_program(installed: Path, empty: Path, tmp_path: Path) -> None:
    refused = run(installed, empty, "new", "dataset", "our-own")
    assert (refused.code, refused.out) == (2, "")
    folder = lay_out(tmp_path / "catalogue", SMALL)
    assert run(installed, empty, "-C", folder, "new", "dataset", "our-own").code == 0
    assert run(installed, empty, "-C", folder, "check").code == 1
