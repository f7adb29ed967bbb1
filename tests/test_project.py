from pathlib import Path

import pytest

from kinset.errors import CatalogueNotFound
from kinset.project import SHIPPED, VARIABLE, find_project, open_project
from tests.conftest import ROOT

GOOD = '[catalogue]\nbase = "https://example.org/"\ntitle = "T"\n[kinds]\ndataset = "kin:Dataset"\n'


def test_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "kinset.toml").write_text(GOOD, encoding="utf-8")
    project = open_project(tmp_path)
    assert (project.base.value, project.title, dict(project.kinds)) == (
        "https://example.org/",
        "T",
        {"dataset": "kin:Dataset"},
    )
    assert project.site is None
    assert not project.shipped


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (None, "cannot be read"),
        ("= no toml", "is no TOML"),
        ('[catalogue]\ntitle = "T"\n', "no text 'base'"),
        (GOOD.replace("[kinds]", "[kind]"), "needs \\[kinds\\]"),
        (GOOD.replace('org/"', 'org"'), "ends in '/'"),
        ("catalogue = 3", "no \\[catalogue\\]"),
        (GOOD.replace('title = "T"', 'title = "T"\npublisher = 3'), "publisher = 3: write text"),
        (GOOD.replace('title = "T"', 'title = "T"\nlicence = "CC BY"'), "licence = 'CC BY': write an IRI"),
        (GOOD.replace('title = "T"', 'title = "T"\nlanguage = "plain English"'), "write a language tag"),
        (GOOD.replace('title = "T"', 'title = "T"\nlanguage = 1'), "write a language tag"),
        (GOOD.replace('title = "T"', 'title = "T"\nsite = 3'), "site = 3: write an address"),
        (GOOD.replace('title = "T"', 'title = "T"\nsite = "https:///x"'), "write an address"),
        (GOOD.replace('title = "T"', 'title = "T"\nsite = "https://e.org/a b"'), "write an address"),
        (GOOD.replace('title = "T"', "title = 'T'\nsite = 'https://e.org/\"'"), "write an address"),
        (GOOD.replace('title = "T"', 'title = "T"\nreport = "mailto:x@e.org"'), "report = .*: write an address"),
        (GOOD.replace('title = "T"', 'title = "T"\nreport = "https://e.org/{what}"'), "write an address"),
        (GOOD.replace("dataset =", "ontology ="), "has the kind 'ontology', where the site"),
        (GOOD + 'timeline = "kin:Dataset"\n', "has the kind 'timeline'"),
    ],
)
def test_what_is_no_catalogue_says_why(tmp_path: Path, settings: str | None, why: str) -> None:
    if settings is not None:
        (tmp_path / "kinset.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(CatalogueNotFound, match=why):
        open_project(tmp_path)


def test_good_addresses_are_taken(tmp_path: Path) -> None:
    more = (
        'licence = "urn:x:y"\nlanguage = "zh-Hans"\nsite = "http://localhost:8000/é"\n'
        'report = "https://e.org/?t={file}:{line}"'
    )
    (tmp_path / "kinset.toml").write_text(GOOD.replace("[kinds]", f"{more}\n[kinds]"), encoding="utf-8")
    project = open_project(tmp_path)
    assert (project.licence, project.language, project.site) == ("urn:x:y", "zh-Hans", "http://localhost:8000/é/")
    assert project.report_link == "https://e.org/?t={file}:{line}"


def test_the_catalogue_is_found_by_name_variable_or_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kinset.toml").write_text(GOOD, encoding="utf-8")
    inside = tmp_path / "deep" / "er"
    inside.mkdir(parents=True)
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(inside)
    assert find_project().root == tmp_path.resolve()
    monkeypatch.setenv(VARIABLE, str(ROOT))
    assert find_project().root == ROOT
    assert find_project(tmp_path).root == tmp_path.resolve()


def test_without_a_catalogue_the_shipped_one_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert find_project().root == (SHIPPED if SHIPPED.is_dir() else ROOT)
    monkeypatch.setattr("kinset.project.SHIPPED", tmp_path / "shipped")
    monkeypatch.setattr("kinset.project.CHECKOUT", tmp_path / "nowhere")
    with pytest.raises(CatalogueNotFound, match="shipped"):
        find_project()


def test_hidden_files_are_no_data(tmp_path: Path) -> None:
    (tmp_path / "kinset.toml").write_text(GOOD, encoding="utf-8")
    for name in ("data/dataset/a.ttl", "data/dataset/.a.ttl.swp", "data/.git/x.ttl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert [path.name for path in open_project(tmp_path).data_files()] == ["a.ttl"]
