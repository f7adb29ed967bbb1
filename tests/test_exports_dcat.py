"""DCAT and PROV-O, judged by the official shapes and by independent readers."""

import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from kinset.exports import EXPORTERS, WRITERS, Export, Material
from kinset.exports.dcat import catalogue
from kinset.graphs import Graphs
from kinset.vocab import KIN
from kinset.vocab import RDF as OUR_RDF

BASE = "https://w3id.org/kinset/dataset/"
NOTES_QA, WARD_NOTES = BASE + "notes-qa", BASE + "ward-notes"
HEALTH = "http://healthdataportal.eu/ns/health#"
LICENSES = "https://creativecommons.org/licenses/"


@pytest.fixture(scope="module")
def small(small_graphs: Graphs) -> Material:
    return Material(small_graphs.project, small_graphs.sources)


@pytest.fixture(scope="module")
def whole(whole_graphs: Graphs) -> Material:
    return Material(whole_graphs.project, whole_graphs.sources)


@pytest.fixture(scope="module")
def datasets(whole: Material) -> list[str]:
    found = whole.sources.asserted.subjects(OUR_RDF.type, KIN.Dataset)
    return [node.value for node in found if isinstance(node, NamedNode)]


def triples(text: str) -> set[Triple]:
    return {quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE)}


def graph(export: Export) -> Graph:
    return Graph().parse(data=export.text, format="turtle")


@pytest.mark.parametrize("form", ["dcat", "prov"])
def test_two_independent_readers_read_the_same_graph(whole: Material, datasets: list[str], form: str) -> None:
    for iri in datasets:
        text = EXPORTERS[form](whole, iri).text
        found = triples(text)
        assert "_:" not in text
        assert len(found) >= 2
        if iri.endswith(("-iv", "radqa", "notechat")):  # the slower reader reads a few
            again = Graph().parse(data="".join(f"{triple} .\n" for triple in found), format="nt")
            assert isomorphic(again, Graph().parse(data=text, format="turtle")), iri


def test_rapper_reads_it_without_a_warning(whole: Material, tmp_path: Path) -> None:
    rapper = shutil.which("rapper")
    if rapper is None:
        pytest.skip("rapper is not here: apt-get install raptor2-utils")
    for form in ("turtle", "dcat", "prov"):
        file = tmp_path / f"{form}.ttl"
        text = EXPORTERS[form](whole, BASE + "mimic-iv").text
        file.write_text(text, encoding="utf-8")
        done = subprocess.run([rapper, "-i", "turtle", "-c", str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "warning" not in done.stderr.lower(), done.stderr
        assert f"returned {len(triples(text))} triples" in done.stderr


def test_the_whole_catalogue_passes_the_official_shapes(
    whole: Material, datasets: list[str], conformance: Path
) -> None:
    import pyshacl  # noqa: PLC0415 - starts slowly

    shapes = Graph().parse(conformance / "dcat-ap" / "shapes.ttl")
    records = [whole.describe(iri) for iri in datasets]
    found = graph(catalogue([record for record in records if record.description], whole.project))
    focus = set(found.subjects(RDF.type, DCAT.Dataset))
    assert len(focus) == sum(record.description is not None for record in records) > 10
    assert list(found.subjects(RDF.type, DCAT.Catalog)) == [URIRef(whole.project.base.value)]
    conforms, _graph, text = pyshacl.validate(found, shacl_graph=shapes)
    assert conforms, text


def test_the_official_shapes_find_what_the_export_calls_missing(small: Material, conformance: Path) -> None:
    import pyshacl  # noqa: PLC0415 - starts slowly

    bare = small.describe(NOTES_QA)
    bare = type(bare)(**{**{name: getattr(bare, name) for name in bare.__slots__}, "descriptions": ()})
    export = WRITERS["dcat"](bare, small.project)
    assert export.missing == ("dcterms:description",)
    assert not export.complete
    shapes = Graph().parse(conformance / "dcat-ap" / "shapes.ttl")
    conforms, _graph, text = pyshacl.validate(graph(export), shacl_graph=shapes)
    assert not conforms
    assert "->dct:description" in text
    assert text.count("Constraint Violation") == 1, text


def test_a_catalogue_lists_its_datasets_and_says_what_they_share_once(small: Material) -> None:
    records = [small.describe(iri) for iri in (NOTES_QA, WARD_NOTES)]
    export = catalogue(records, small.project)
    found = graph(export)
    root = URIRef(small.project.base.value)
    assert set(found.objects(root, DCAT.dataset)) == {URIRef(NOTES_QA), URIRef(WARD_NOTES)}
    assert export.missing == ()
    separate = set().union(*(triples(EXPORTERS["dcat"](small, iri).text) for iri in (NOTES_QA, WARD_NOTES)))
    assert separate < triples(export.text)
    assert export.text.count("a dcat:Catalog ;") == 1


def test_a_derivation_is_told_in_three_ways_and_a_version_before_by_its_own_property(small: Material) -> None:
    text = EXPORTERS["dcat"](small, NOTES_QA).text
    source = f"<{WARD_NOTES}/2.0>"
    for verb in ("prov:wasDerivedFrom", "dcterms:source", "prov:entity"):
        assert f"{verb} {source}" in text
    assert f"dcterms:type <{KIN.AnnotationOf.value}>" in text
    text = EXPORTERS["dcat"](small, WARD_NOTES).text
    assert f"dcat:previousVersion <{WARD_NOTES}/1.0>" in text
    assert f"dcat:hasVersion <{WARD_NOTES}/1.0> , <{WARD_NOTES}/2.0>" in text
    assert "dcat:prev " not in text
    assert "RESTRICTED" in text


def test_a_licence_is_told_only_of_all_the_data(whole: Material) -> None:
    found = graph(EXPORTERS["dcat"](whole, BASE + "pmc-open-access-subset"))
    assert not [link for link in found.objects(None, DCTERMS.license) if "copyright" in str(link)]
    for iri in (BASE + "medmcqa", BASE + "head-qa"):
        scopes = {terms.scope: terms.link for terms in whole.describe(iri).terms}
        links = {str(link) for link in graph(EXPORTERS["dcat"](whole, iri)).objects(URIRef(iri), DCTERMS.license)}
        if "Data" not in scopes:
            assert links == set()


def test_patients_and_records_are_counted_in_the_health_profile(whole: Material) -> None:
    found = graph(EXPORTERS["dcat"](whole, BASE + "radqa"))
    counts = {str(verb).removeprefix(HEALTH): int(str(n)) for _s, verb, n in found if str(verb).startswith(HEALTH)}
    assert counts == {"numberOfUniqueIndividuals": 100, "numberOfRecords": 1009}


def test_provenance_loads_in_the_prov_package(whole: Material, datasets: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it uses what rdflib calls old
        from prov.model import ProvDerivation, ProvDocument, ProvEntity  # noqa: PLC0415 - starts slowly

        for iri in datasets[:25]:
            text = EXPORTERS["prov"](whole, iri).text
            document = ProvDocument.deserialize(content=text, format="rdf", rdf_format="turtle")
            assert iri in {item.identifier.uri for item in document.get_records(ProvEntity) if item.identifier}
            claims = {item.identifier.uri for item in document.get_records(ProvDerivation) if item.identifier}
            assert claims == {item.claim for item in whole.describe(iri).derivations}


def test_provenance_tells_activities_and_the_models_that_carried_them_out(whole: Material) -> None:
    text = EXPORTERS["prov"](whole, BASE + "asclepius-synthetic-clinical-notes").text
    assert "prov:wasGeneratedBy <https://w3id.org/kinset/dataset/asclepius-synthetic-clinical-notes#synthesis>" in text
    assert "prov:wasAssociatedWith <https://w3id.org/kinset/model/gpt-3-5-turbo>" in text
    assert "prov:wasRevisionOf" not in text
