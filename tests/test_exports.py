"""Every export, judged by somebody else: an independent parser, the official lists and shapes."""

import json
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import Graph, URIRef

from kinset.exports import EXPORTERS, WRITERS, Material, page_url
from kinset.exports.graphs import context, json_ld_graph
from kinset.exports.people import makers
from kinset.graphs import Graphs
from kinset.iri import EntityBase
from kinset.prefixes import PrefixMap
from kinset.project import Project
from kinset.records import Agent, describe
from kinset.triples import Triples
from kinset.vocab import KIN, OWL, RDF, XSD

QA = "https://w3id.org/kinset/dataset/notes-qa"
SCHEMA_HTTPS, SCHEMA_HTTP = "https://schema.org/", "http://schema.org/"


@pytest.fixture(scope="module")
def small_material(small_graphs: Graphs) -> Material:
    return Material(small_graphs.project, small_graphs.sources)


@pytest.fixture(scope="module")
def material(whole_graphs: Graphs) -> Material:
    return Material(whole_graphs.project, whole_graphs.sources)


@pytest.fixture(scope="module")
def entities(whole_graphs: Graphs) -> list[str]:
    base = whole_graphs.project.base
    return sorted({iri for file in whole_graphs.sources.by_file if (iri := base.from_path(PurePosixPath(file)))})


@pytest.fixture(scope="module")
def datasets(entities: list[str]) -> list[str]:
    return [iri for iri in entities if "/dataset/" in iri]


def read(text: str, form: RdfFormat) -> set[Triple]:
    return {Triple(quad.subject, quad.predicate, quad.object) for quad in parse(text.encode(), format=form)}


@pytest.mark.parametrize(
    ("name", "form"),
    [("turtle", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD)],
)
def test_graph_exports_read_back_as_the_same_graph(
    material: Material, entities: list[str], name: str, form: RdfFormat
) -> None:
    for iri in entities:
        assert read(EXPORTERS[name](material, iri).text, form) == set(material.record(iri)), iri


def test_rdflib_reads_the_turtle_too(material: Material) -> None:
    iri = "https://w3id.org/kinset/dataset/radqa"
    graph = Graph().parse(data=EXPORTERS["turtle"](material, iri).text, format="turtle")
    assert len(graph) == len(set(material.record(iri)))


ODD = [
    Literal("01", datatype=XSD.integer),
    Literal("1", datatype=XSD.integer),
    Literal("99999999999999999999", datatype=XSD.integer),
    Literal("1.10", datatype=XSD.decimal),
    Literal("true", datatype=XSD.boolean),
    Literal("1", datatype=XSD.boolean),
    Literal("", language="en"),
    Literal('quote " and\nline \u2028 </script>'),
    Literal("عربى", language="ar"),
]


def test_json_ld_keeps_every_literal_as_it_was_written() -> None:
    node, predicate = NamedNode("https://e.org/s"), NamedNode("https://e.org/p")
    triples = {Triple(node, predicate, literal) for literal in ODD}
    text = json_ld_graph(Triples(triples), PrefixMap({"e": "https://e.org/"}))
    assert read(text, RdfFormat.JSON_LD) == triples


def test_json_ld_nests_claims_and_carries_its_own_context(small_material: Material) -> None:
    document = json.loads(EXPORTERS["jsonld"](small_material, QA).text)
    assert document["@id"] == "dataset:notes-qa"
    derivation = document["prov:qualifiedDerivation"]
    assert (derivation["@type"], derivation["kin:kind"]) == ("kin:Derivation", {"@id": "kin:AnnotationOf"})
    assert all(isinstance(value, str) for value in document["@context"].values())


def test_the_context_knows_every_object_property_of_the_ontology(whole_graphs: Graphs) -> None:
    vocabulary, prefixes = whole_graphs.sources.vocabulary, whole_graphs.sources.prefixes
    found = context(vocabulary, prefixes)
    for term in vocabulary.subjects(RDF.type, OWL.ObjectProperty):
        assert isinstance(term, NamedNode)
        assert found[prefixes.compact(term.value)] == {"@type": "@id"}
    assert found["kin"] == KIN.iri


def schema_org(material: Material, iri: str) -> dict[str, Any]:
    document = json.loads(EXPORTERS["schema-org"](material, iri).text)
    assert isinstance(document, dict)
    return document


def test_schema_org_says_all_that_dataset_search_asks_for(material: Material) -> None:
    found = schema_org(material, "https://w3id.org/kinset/dataset/radqa")
    recommended = (
        "name description alternateName creator citation identifier keywords sameAs version url "
        "includedInDataCatalog isBasedOn prov:wasDerivedFrom conditionsOfAccess inLanguage publisher "
        "datePublished sdDatePublished size usageInfo"
    )
    assert [key for key in recommended.split() if key not in found] == []
    assert found["@context"][0] == SCHEMA_HTTPS
    assert found["isBasedOn"] == {"@id": "https://w3id.org/kinset/dataset/mimic-iii"}
    assert [person["name"] for person in found["creator"]] == ["Sarvesh Soni", "Kirk Roberts"]
    assert "isAccessibleForFree" not in found, "nothing is recorded of money"


def test_what_is_required_and_not_known_is_named_and_not_filled_in(small_graphs: Graphs) -> None:
    sources = small_graphs.sources
    kept = tuple(
        item for item in sources.statements if not str(item.triple.predicate).endswith(("description>", "Page>"))
    )
    bare = Material(small_graphs.project, type(sources)(kept, sources.ontology, (), frozenset(), {}))
    export = EXPORTERS["schema-org"](bare, QA)
    assert export.missing == ("description", "url")
    assert not export.complete
    assert not {"description", "url"} & json.loads(export.text).keys()


def test_every_export_tells_what_it_cannot_carry(material: Material) -> None:
    export = EXPORTERS["schema-org"](material, "https://w3id.org/kinset/dataset/radqa")
    assert any("derivations" in loss for loss in export.lost)
    assert EXPORTERS["turtle"](material, export.iri).lost == ()


def test_license_speaks_of_the_data_and_not_of_its_text_alone(material: Material) -> None:
    export = EXPORTERS["schema-org"](material, "https://w3id.org/kinset/dataset/pmc-open-access-subset")
    assert "pmc-copyright-notice" not in export.text
    assert any("terms of text" in loss for loss in export.lost)


def test_a_site_gives_pages_to_the_documents(whole_graphs: Graphs) -> None:
    project = whole_graphs.project
    settings = {name: getattr(project, name) for name in Project.__slots__}
    sited = Material(Project(**{**settings, "site": "https://data.example.org/"}), whole_graphs.sources)
    found = schema_org(sited, "https://w3id.org/kinset/dataset/radqa")
    assert found["url"] == "https://data.example.org/dataset/radqa/"
    assert found["@id"] == "https://w3id.org/kinset/dataset/radqa"
    assert "https://physionet.org/content/radqa/" in found["sameAs"]


def test_schema_org_uses_only_terms_of_the_official_vocabulary(
    material: Material, datasets: list[str], conformance: Path
) -> None:
    official = json.loads((conformance / "schemaorg" / "schemaorg-all-https.jsonld").read_text(encoding="utf-8"))
    known = {node["@id"].removeprefix("schema:") for node in official["@graph"]}
    known = {name.removeprefix(SCHEMA_HTTPS) for name in known}
    assert "Dataset" in known

    def terms(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(terms, value))
        if not isinstance(value, dict):
            return set()
        own = {key for key in value if not key.startswith("@") and ":" not in key} | {value.get("@type", "Thing")}
        return own.union(*(terms(item) for key, item in value.items() if key != "@context"))

    for iri in datasets:
        assert terms(schema_org(material, iri)) <= known, iri


def test_schema_org_passes_the_shapes_for_dataset_search(
    material: Material, datasets: list[str], conformance: Path
) -> None:
    import pyshacl  # noqa: PLC0415 - starts slowly

    shapes = Graph().parse(conformance / "google-dataset" / "googleRequired.ttl")
    official = json.loads((conformance / "schemaorg" / "schemaorgcontext.jsonld").read_text(encoding="utf-8"))
    url_valued = {
        name
        for name, definition in official["@context"].items()
        if isinstance(definition, dict) and definition.get("@type") == "@id"
    }
    data, complete = Graph(), []
    for iri in datasets:
        export = EXPORTERS["schema-org"](material, iri)
        if not export.complete:
            continue
        complete.append(iri)
        body = json.loads(export.text)
        own = {name: {"@id": SCHEMA_HTTP + name, "@type": "@id"} for name in url_valued}
        body["@context"] = {"@vocab": SCHEMA_HTTP, "prov": "http://www.w3.org/ns/prov#", **own}
        for quad in parse(json.dumps(body).encode(), format=RdfFormat.JSON_LD):
            data.parse(data=f"{Quad(quad.subject, quad.predicate, quad.object).triple} .\n", format="nt")
    focus = set(data.subjects(URIRef(RDF.type.value), URIRef(SCHEMA_HTTP + "Dataset")))
    assert len(focus) == len(complete) > 10, "shapes without a focus node pass vacuously"
    conforms, _graph, text = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, text


def test_bad_markup_stays_text(small_graphs: Graphs) -> None:
    sources = small_graphs.sources
    evil = Triple(
        NamedNode(QA), NamedNode("http://purl.org/dc/terms/description"), Literal("</script><b>" * 9, language="en")
    )
    kept = [item for item in sources.statements if not str(item.triple.predicate).endswith("description>")]
    spiked = type(sources)((*kept, type(kept[0])(evil, kept[0].file, 1)), sources.ontology, (), frozenset(), {})
    found = schema_org(Material(small_graphs.project, spiked), QA)
    assert found["description"] == "</script><b>" * 9


def test_the_page_of_an_entity_ends_in_a_slash_and_holds_its_versions_and_claims(whole_graphs: Graphs) -> None:
    project = whole_graphs.project
    settings = {name: getattr(project, name) for name in Project.__slots__}
    sited = Project(**{**settings, "site": "https://data.example.org/kin"})
    for iri in ("dataset/radqa", "dataset/radqa/1.0.0", "dataset/radqa#from-mimic-iii", "dataset/radqa/1.0.0/train"):
        assert page_url(sited, project.base.value + iri) == "https://data.example.org/kin/dataset/radqa/"
    assert page_url(project, project.base.value + "dataset/radqa") is None


@pytest.mark.parametrize("form", list(WRITERS))
def test_every_format_tells_what_of_a_rich_record_it_cannot_carry(material: Material, form: str) -> None:
    lost = EXPORTERS[form](material, "https://w3id.org/kinset/dataset/mimic-iv").lost
    assert lost
    assert all(item and item[0].islower() and not item.endswith(".") for item in lost)
    if form not in {"bibtex", "csl"}:
        assert any("evidence" in item for item in lost)


def test_makers_stand_in_the_order_of_the_by_line_with_the_records_of_those_who_have_one(material: Material) -> None:
    record = material.describe("https://w3id.org/kinset/dataset/mimic-iv")
    found = makers(record)
    assert [maker.name for maker in found][:2] == ["Alistair Johnson", "Lucas Bulgarelli"]
    assert len(found) == len(record.by_line)
    celi = next(maker for maker in found if maker.name.endswith("Celi"))
    assert celi.agent is not None, "printed as Leo Anthony Celi"
    alone = replace(record, by_line=("Somebody Else",))
    assert [maker.agent is None for maker in makers(alone)] == [True] + [False] * len(record.creators)
    assert makers(replace(record, by_line=(), creators=())) == ()


def test_two_makers_of_one_name_are_two() -> None:
    one = Agent("https://e.org/1", "Wei Li", True, (), None)
    record = describe("https://e.org/dataset/x", Triples([]), EntityBase("https://e.org/"))
    found = makers(replace(record, by_line=("Wei Li", "Wei Li"), creators=(one,)))
    assert [maker.agent for maker in found] == [one, None]
