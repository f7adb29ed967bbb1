"""The keys of pages are sound: after any kind of change, what is left alone is what a cold run makes, byte for byte."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kinset.project import Project
from tests.pages import written
from tests.program import contents
from tests.test_site import excerpt

RADQA = "data/dataset/radqa.ttl"
ADDED = """\
PREFIX dataset: <https://w3id.org/kinset/dataset/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX this: <https://w3id.org/kinset/dataset/added#>
dataset:added a kin:Dataset ; rdfs:label "Added"@en ; kin:overlap this:overlap ;
  prov:qualifiedDerivation this:from-radqa .
this:from-radqa a kin:Derivation ; prov:entity dataset:radqa ; kin:kind kin:SubsetOf ; kin:unit kin:Note .
"""
OVERLAP = """
this:overlap a kin:Overlap ; kin:between dataset:added , dataset:emrqa ; kin:unit kin:Note .
"""


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text, f"{path} holds no {old}"
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


def wrote(path: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / path).write_text(text, encoding="utf-8")

    return change


def first(kind: str, old: str, new: str) -> Callable[[Path], None]:
    """Change the first record of a kind that holds a text."""

    def change(folder: Path) -> None:
        paths = sorted((folder / "data" / kind).glob("*.ttl"))
        path = next(path for path in paths if old in path.read_text(encoding="utf-8"))
        replaced(str(path.relative_to(folder)), old, new)(folder)

    return change


CHANGES: dict[str, Callable[[Path], None]] = {
    "a record is added": wrote("data/dataset/added.ttl", ADDED),
    "an overlap is claimed": replaced("data/dataset/added.ttl", "this:from-radqa a", f"{OVERLAP}this:from-radqa a"),
    "a derivation is of another kind": replaced("data/dataset/added.ttl", "kin:SubsetOf", "kin:SynthesizedFrom"),
    "a derivation is of another source": replaced("data/dataset/added.ttl", "dataset:radqa ;", "dataset:emrqa ;"),
    "a record is given up": replaced(
        "data/dataset/added.ttl",
        '"Added"@en',
        '"Added"@en ; kin:recordStatus kin:Merged ; <http://purl.org/dc/terms/isReplacedBy> dataset:radqa',
    ),
    "a record is removed": lambda folder: (folder / "data/dataset/added.ttl").unlink(),
    "a record breaks": wrote(RADQA, "no Turtle"),
    "a policy has another name": first("terms", 'rdfs:label "', 'rdfs:label "Changed '),
    "a policy prohibits": first("terms", "odrl:permission", "odrl:prohibition"),
    "a person has another name": first("person", 'rdfs:label "', 'rdfs:label "Changed '),
    "a paper is of another year": first("publication", 'dcterms:issued "20', 'dcterms:issued "19'),
    "a term has another name": replaced("ontology/kinset.ttl", 'rdfs:label "derivation"@en', 'rdfs:label "making"@en'),
    "a shape says something else": replaced("shapes/dataset.ttl", 'sh:message "', 'sh:message "Changed: '),
    "a query asks something else": replaced("queries/report/datasets.rq", "#+ title: ", "#+ title: Changed "),
    "a query is removed": lambda folder: (folder / "queries/report/datasets.rq").unlink(),
    "the catalogue has another name": replaced("kinset.toml", 'title = "kinset', 'title = "other'),
    "its base is another": replaced("kinset.toml", "https://w3id.org/kinset/", "https://data.example.org/"),
}


@pytest.fixture(scope="module")
def place(repository: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the catalogue, and its site, both of which each change finds as the one before left them."""
    folder = tmp_path_factory.mktemp("keys")
    excerpt(repository.root, folder / "catalogue")
    for path in (*(repository.root / "queries" / "report").glob("d*.rq"), repository.root / "shapes" / "dataset.ttl"):
        copy = folder / "catalogue" / path.relative_to(repository.root)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    written(folder / "catalogue", folder / "warm")
    return folder


@pytest.mark.parametrize("change", CHANGES)
def test_a_warm_run_gives_what_a_cold_one_does(place: Path, tmp_path: Path, change: str) -> None:
    CHANGES[change](place / "catalogue")
    again, whole = written(place / "catalogue", place / "warm"), written(place / "catalogue", tmp_path / "cold")
    assert 0 < again.made <= whole.made
    after, expected = contents(place / "warm"), contents(tmp_path / "cold")
    assert [path for path in expected if path in after and after[path] != expected[path]] == []
    assert after.keys() == expected.keys()
