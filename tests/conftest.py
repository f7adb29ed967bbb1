"""What tests share: the repository's catalogue, and small catalogues made on the spot."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kinset import sources
from kinset.engine import EmbeddedEngine
from kinset.graphs import Graphs, assemble
from kinset.project import Project, open_project
from kinset.site.writing import MANIFEST

ROOT = Path(__file__).parents[1]
CONFORMANCE = ROOT.parent / "shared" / "conformance"
SITE = "https://example.org/k/"

NOTES_QA = """\
PREFIX dataset: <https://w3id.org/kinset/dataset/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sub: <https://w3id.org/kinset/dataset/ward-notes/>
PREFIX this: <https://w3id.org/kinset/dataset/notes-qa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

dataset:notes-qa
    a kin:Dataset ;
    rdfs:label "Notes QA"@en ;
    dcterms:accessRights kin:Open ;
    dcterms:description "Questions that nurses asked of ward notes, each with its answer; made up for the tests."@en ;
    dcat:landingPage <https://example.org/notes-qa/> ;
    kin:drawnBy kin:Note ;
    kin:evidence this:e-page ;
    kin:extent this:questions ;
    kin:parentage this:parentage ;
    prov:qualifiedDerivation this:from-ward-notes ;
    skos:altLabel "NQA"@en
.
this:e-page
    a kin:Evidence ;
    dcterms:source <https://example.org/notes-qa/> ;
    kin:checkedOn "2026-01-02"^^xsd:date ;
    kin:locator "Table 1" ;
    kin:method kin:Read ;
    kin:sourceRole kin:Maker ;
    kin:supports
        dcterms:accessRights ,
        dcterms:description ,
        kin:drawnBy
.
this:from-ward-notes
    a kin:Derivation ;
    kin:amount this:questions ;
    kin:coverage kin:Partial ;
    kin:evidence this:e-page ;
    kin:kind kin:AnnotationOf ;
    kin:unit kin:Note ;
    prov:entity sub:2.0
.
this:parentage
    a kin:Parentage ;
    kin:completeness kin:Complete ;
    kin:evidence this:e-page
.
this:questions
    a kin:Extent ;
    kin:count 12 ;
    kin:evidence this:e-page ;
    kin:unit kin:Question
.
"""

WARD_NOTES = """\
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX dataset: <https://w3id.org/kinset/dataset/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sub: <https://w3id.org/kinset/dataset/ward-notes/>
PREFIX this: <https://w3id.org/kinset/dataset/ward-notes#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

dataset:ward-notes
    a kin:Dataset ;
    rdfs:label "Ward Notes"@en ;
    dcterms:accessRights kin:Credentialed ;
    dcterms:description "Notes that nurses wrote on three wards of a hospital that does not exist; for the tests."@en ;
    dcat:hasCurrentVersion sub:2.0 ;
    dcat:landingPage <https://example.org/content/ward-notes/> ;
    kin:evidence this:e-page ;
    kin:formerLink <https://old.example.org/wn>
.
sub:1.0
    a kin:Version ;
    rdfs:label "Ward Notes 1.0"@en ;
    dcat:isVersionOf dataset:ward-notes ;
    dcat:version "1.0"
.
sub:2.0
    a kin:Version ;
    rdfs:label "Ward Notes 2.0"@en ;
    adms:identifier this:id-doi ;
    dcat:isVersionOf dataset:ward-notes ;
    dcat:landingPage <https://example.org/content/ward-notes/2.0/> ;
    dcat:previousVersion sub:1.0 ;
    dcat:version "2.0" ;
    dcterms:issued "2024-05-06"^^xsd:date ;
    kin:evidence this:e-release
.
this:e-page
    a kin:Evidence ;
    dcterms:source <https://example.org/content/ward-notes/> ;
    kin:checkedOn "2026-01-03"^^xsd:date ;
    kin:locator "Abstract" ;
    kin:method kin:Read ;
    kin:sourceRole kin:Host ;
    kin:supports
        dcterms:accessRights ,
        dcterms:description
.
this:e-release
    a kin:Evidence ;
    dcterms:source <https://example.org/content/ward-notes/2.0/> ;
    kin:checkedOn "2026-01-03"^^xsd:date ;
    kin:locator "Release notes" ;
    kin:method kin:Read ;
    kin:sourceRole kin:Host ;
    kin:supports
        dcterms:issued ,
        dcat:previousVersion
.
this:id-doi
    a adms:Identifier ;
    skos:notation "10.1234/ward-notes" ;
    kin:scheme kin:DOI
.
"""

SMALL = {"data/dataset/notes-qa.ttl": NOTES_QA, "data/dataset/ward-notes.ttl": WARD_NOTES}
MakeCatalogue = Callable[[Mapping[str, str | bytes]], Path]


def holding(graphs: Graphs) -> EmbeddedEngine:
    """An engine that holds graphs."""
    engine = EmbeddedEngine()
    engine.load(graphs.quads())
    return engine


@pytest.fixture(scope="session")
def repository() -> Project:
    """The catalogue of this repository."""
    return open_project(ROOT)


@pytest.fixture
def make_catalogue(tmp_path: Path) -> MakeCatalogue:
    """Make a catalogue of the given files, with the ontology, shapes and queries of this repository."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        folder = tmp_path / "catalogue"
        for part in ("ontology", "shapes", "queries"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "kinset.toml", folder)
        (folder / "data").mkdir()
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make


@pytest.fixture
def small(make_catalogue: MakeCatalogue) -> Path:
    """A sound catalogue of two datasets, one made of the other."""
    return make_catalogue(SMALL)


@pytest.fixture(scope="session")
def small_graphs(tmp_path_factory: pytest.TempPathFactory) -> Graphs:
    """The graphs of the sound catalogue of two datasets; not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copy(ROOT / "kinset.toml", folder)
    for name, content in SMALL.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    project = open_project(folder)
    return assemble(project, sources.read(project))


@pytest.fixture(scope="session")
def small_engine(small_graphs: Graphs) -> EmbeddedEngine:
    """An engine that holds the graphs of the sound catalogue of two datasets; not to be changed."""
    return holding(small_graphs)


@pytest.fixture(scope="session")
def whole_graphs(repository: Project) -> Graphs:
    """The graphs of this repository's catalogue; not to be changed."""
    return assemble(repository, sources.read(repository))


@pytest.fixture(scope="session")
def whole_engine(whole_graphs: Graphs) -> EmbeddedEngine:
    """An engine that holds this repository's catalogue; not to be changed."""
    return holding(whole_graphs)


@pytest.fixture(scope="session")
def whole_site(repository: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository's catalogue, made once for all processes of a run; not to be changed."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with (root / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # freed when the file is closed
        if not (root / "site" / MANIFEST).is_file():
            command = [sys.executable, "-m", "kinset", "-C", str(repository.root), "site"]
            command += ["--out", str(root / "site"), "--base-url", SITE]
            made = subprocess.run(command, check=False, capture_output=True, text=True)
            assert made.returncode == 0, made.stderr
    return root / "site"


@pytest.fixture(scope="session")
def conformance() -> Path:
    """The folder of official shapes and schemas, where it is present."""
    if not CONFORMANCE.is_dir():
        pytest.skip(f"{CONFORMANCE} is not here: get the third-party shapes and schemas and put them there")
    return CONFORMANCE
