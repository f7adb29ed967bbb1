"""Croissant, DataCite, RO-Crate, CSL and BibTeX, judged by schemas and readers of others."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing
from pybtex.database import parse_string
from pyld import jsonld
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse
from referencing.jsonschema import DRAFT4, DRAFT201909

from kinset.exports import EXPORTERS, Material
from kinset.graphs import Graphs
from kinset.project import Project
from kinset.vocab import KIN, RDF

BASE = "https://w3id.org/kinset/dataset/"
SCHEMA = "https://schema.org/"


@pytest.fixture(scope="module")
def whole(whole_graphs: Graphs) -> Material:
    return Material(whole_graphs.project, whole_graphs.sources)


@pytest.fixture(scope="module")
def datasets(whole: Material) -> list[str]:
    found = whole.sources.asserted.subjects(RDF.type, KIN.Dataset)
    return [node.value for node in found if isinstance(node, NamedNode)]


def document(material: Material, form: str, slug: str) -> Any:
    return json.loads(EXPORTERS[form](material, BASE + slug).text)


@pytest.fixture(scope="module")
def official(conformance: Path) -> dict[str, dict[str, Any]]:
    """Terms of schema.org by name."""
    text = (conformance / "schemaorg" / "schemaorg-all-https.jsonld").read_text(encoding="utf-8")
    return {node["@id"].removeprefix("schema:"): node for node in json.loads(text)["@graph"]}


def names(value: Any) -> set[str]:
    found = value if isinstance(value, list) else [value] if value else []
    return {item["@id"].removeprefix("schema:") for item in found}


def kinds_of(official: dict[str, dict[str, Any]], kind: str) -> set[str]:
    above = names(official[kind].get("rdfs:subClassOf"))
    return {kind}.union(*(kinds_of(official, name) for name in above if name in official))


def misplaced(official: dict[str, dict[str, Any]], value: Any) -> set[tuple[str, str]]:
    """Return pairs of type and property of a document that schema.org does not know to fit."""
    if isinstance(value, list):
        return set().union(*(misplaced(official, item) for item in value))
    if not isinstance(value, dict):
        return set()
    kind, found = value.get("@type"), set()
    for key, item in value.items():
        if key.startswith("@") or ":" in key:
            continue
        found |= misplaced(official, item)
        domain = names(official.get(key, {}).get("schema:domainIncludes"))
        if not isinstance(kind, str) or kind not in official or not domain & kinds_of(official, kind):
            found.add((str(kind), key))
    return found


def test_every_property_of_schema_org_fits_the_type_that_bears_it(
    whole: Material, datasets: list[str], official: dict[str, dict[str, Any]]
) -> None:
    assert misplaced(official, {"@type": "Dataset", "birthDate": "1"}) == {("Dataset", "birthDate")}
    for iri in datasets:
        assert misplaced(official, json.loads(EXPORTERS["schema-org"](whole, iri).text)) == set(), iri


def test_parts_and_wholes_are_told_and_typed_dataset_nowhere(whole: Material) -> None:
    found = document(whole, "schema-org", "radqa")
    assert [part["@type"] for part in found["hasPart"]] == ["CreativeWork"] * 3
    for slug in ("mimic-iv", "mimic-iv-note", "medqa"):
        found = document(whole, "schema-org", slug)
        for key in ("isPartOf", "hasPart", "isBasedOn"):
            values = found.get(key, [])
            assert all(item.get("@type") != "Dataset" for item in (values if isinstance(values, list) else [values]))


def test_what_costs_nothing_is_told_by_the_level_and_not_by_its_label(whole: Material, datasets: list[str]) -> None:
    told: dict[str | None, set[bool | None]] = {}
    for iri in datasets:
        level = whole.describe(iri).access_level
        free = json.loads(EXPORTERS["schema-org"](whole, iri).text).get("isAccessibleForFree")
        told.setdefault(level.iri if level else None, set()).add(free)
    assert told[KIN.Open.value] == {True}
    assert told[KIN.Credentialed.value] == {None}


def test_croissant_conforms_and_names_what_it_requires(whole: Material, datasets: list[str]) -> None:
    required = ("@context", "@type", "conformsTo", "name", "description", "license", "url", "creator", "datePublished")
    complete = 0
    for iri in datasets:
        export = EXPORTERS["croissant"](whole, iri)
        found = json.loads(export.text)
        assert [name for name in required if name not in found] == list(export.missing), iri
        complete += export.complete
        assert found["conformsTo"] in (
            version := "http://mlcommons.org/croissant/1.1",
            [version, found["conformsTo"][1]],
        )
    assert complete > 5


def test_croissant_tells_provenance_and_conditions_of_use(whole: Material) -> None:
    found = document(whole, "croissant", "radqa")
    assert found["prov:wasDerivedFrom"] == {"@id": BASE + "mimic-iii"}
    code, licence, *_rest = found["usageInfo"]
    assert (code["termCode"], code["name"], code["url"]) == (
        "DUO_0000042",
        "general research use",
        "http://purl.obolibrary.org/obo/DUO_0000042",
    )
    assert licence["@type"] == ["CreativeWork", "odrl:Set"]
    actions = {rule["odrl:action"]["@id"] for rule in licence["odrl:prohibition"]}
    assert KIN.reidentify.value in actions
    assert found["citeAs"].startswith("@misc{radqa,")
    assert "MIMIC-III" in found["rai:dataCollection"]
    synthetic = document(whole, "croissant", "asclepius-synthetic-clinical-notes")
    assert synthetic["rai:machineAnnotationTools"] == "GPT-3.5-turbo"
    assert synthetic["prov:wasGeneratedBy"]["@type"] == "prov:Activity"
    assert "rai:personalSensitiveInformation" not in synthetic, "nothing is recorded of it"


def test_croissant_is_read_as_a_graph_without_a_network(whole: Material) -> None:
    for slug in ("radqa", "mimic-iv"):
        text = EXPORTERS["croissant"](whole, BASE + slug).text
        found = {quad.predicate.value for quad in parse(text.encode(), format=RdfFormat.JSON_LD)}
        assert {
            f"{SCHEMA}name",
            "http://purl.org/dc/terms/conformsTo",
            "http://mlcommons.org/croissant/citeAs",
        } <= found


def read_by_pyld(text: str, contexts: dict[str, Any]) -> Dataset:
    """The graph of a JSON-LD document, read by PyLD with nothing but the given contexts at hand."""

    def load(url: str, options: Any) -> dict[str, Any]:
        del options
        return {"contextUrl": None, "documentUrl": url, "document": contexts[url]}

    lines = jsonld.to_rdf(json.loads(text), {"format": "application/n-quads", "documentLoader": load})
    return canonical(parse(lines.encode(), format=RdfFormat.N_QUADS))


def read_by_oxigraph(text: str, contexts: dict[str, Any]) -> Dataset:
    """The same, read by pyoxigraph, with the contexts written into the document."""
    tree = json.loads(text)
    given = tree["@context"] if isinstance(tree["@context"], list) else [tree["@context"]]
    tree["@context"] = [contexts[item]["@context"] if isinstance(item, str) else item for item in given]
    return canonical(parse(json.dumps(tree).encode(), format=RdfFormat.JSON_LD))


def canonical(quads: Iterable[Quad]) -> Dataset:
    found = Dataset(quads)
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.mark.parametrize("form", ["jsonld", "schema-org", "croissant"])
def test_two_independent_readers_read_the_same_graph(whole: Material, conformance: Path, form: str) -> None:
    official = json.loads((conformance / "schemaorg" / "schemaorgcontext.jsonld").read_text(encoding="utf-8"))
    contexts = {"https://schema.org/": official}
    for slug in ("radqa", "notechat", "mimic-iv-note", "asclepius-synthetic-clinical-notes"):
        text = EXPORTERS[form](whole, BASE + slug).text
        found = read_by_pyld(text, contexts)
        assert len(found) > 20
        assert found == read_by_oxigraph(text, contexts), slug


def test_mlcroissant_accepts_it(whole: Material, tmp_path: Path) -> None:
    tool = shutil.which("mlcroissant") or shutil.which("mlcroissant", path=Path(sys.executable).parent)
    if tool is None:
        pytest.skip("mlcroissant is not here: pip install mlcroissant (it brings pandas and scipy)")
    for slug in ("radqa", "mimic-iii", "asclepius-synthetic-clinical-notes"):
        file = tmp_path / f"{slug}.json"
        file.write_text(EXPORTERS["croissant"](whole, BASE + slug).text, encoding="utf-8")
        command = [tool, "validate", "--jsonld", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def datacite_schema(conformance: Path) -> jsonschema.Draft201909Validator:
    folder = conformance / "datacite"
    schema = json.loads((folder / "datacite-v4.5.schema.json").read_text(encoding="utf-8"))
    registry: referencing.Registry[Any] = referencing.Registry()
    for name in ("iso-8601.json", "ietf-bcp-47.json"):
        resource = DRAFT4.create_resource(json.loads((folder / name).read_text(encoding="utf-8")))
        registry = registry.with_resource(name, resource)
    registry = registry.with_resource("datacite", DRAFT201909.create_resource(schema))
    return jsonschema.Draft201909Validator(schema, registry=registry)


def test_datacite_is_valid_but_for_what_it_calls_missing(
    whole: Material, datasets: list[str], datacite_schema: jsonschema.Draft201909Validator
) -> None:
    valid = 0
    for iri in datasets:
        export = EXPORTERS["datacite"](whole, iri)
        faults = list(datacite_schema.iter_errors(json.loads(export.text)))
        not_known = {name for fault in faults for name in re.findall(r"^'(\w+)' is a required", fault.message)}
        assert not_known == set(export.missing) - {"doi"}, (iri, [fault.message for fault in faults])
        assert all(fault.validator == "required" for fault in faults), (iri, [fault.message for fault in faults])
        valid += not faults
    assert valid > 10


def test_datacite_speaks_of_the_version_whose_doi_it_bears(small_graphs: Graphs) -> None:
    small = Material(small_graphs.project, small_graphs.sources)
    found = document(small, "datacite", "ward-notes")
    assert (found["doi"], found["publicationYear"], found["version"]) == ("10.1234/ward-notes", "2024", "2.0")
    relations = {(item["relationType"], item["relatedIdentifier"]) for item in found["relatedIdentifiers"]}
    assert relations == {("IsVersionOf", BASE + "ward-notes"), ("IsNewVersionOf", BASE + "ward-notes/1.0")}
    derived = document(small, "datacite", "notes-qa")
    assert derived["relatedIdentifiers"] == [
        {"relatedIdentifier": "10.1234/ward-notes", "relatedIdentifierType": "DOI", "relationType": "IsDerivedFrom"}
    ]
    assert derived["sizes"] == ["question: 12"]
    assert EXPORTERS["datacite"](small, BASE + "notes-qa").missing == (
        "doi",
        "creators",
        "publisher",
        "publicationYear",
    )


def test_bibtex_is_read_by_another_program(whole: Material, datasets: list[str]) -> None:
    for iri in datasets:
        entries = parse_string(EXPORTERS["bibtex"](whole, iri).text, "bibtex").entries
        assert iri.rpartition("/")[2] in entries
        assert len(entries) == 1 + len(whole.describe(iri).publications)
    fields = parse_string(EXPORTERS["bibtex"](whole, BASE + "radqa").text, "bibtex").entries["radqa"]
    assert (fields.fields["doi"], fields.fields["version"], fields.fields["year"]) == (
        "10.13026/ckkp-6y19",
        "1.0.0",
        "2022",
    )
    assert [str(person) for person in fields.persons["author"]] == ["Soni, Sarvesh", "Roberts, Kirk"]


def test_csl_tells_a_dataset_from_its_papers(whole: Material) -> None:
    data, paper = document(whole, "csl", "radqa")
    assert (data["type"], data["DOI"], data["publisher"]) == ("dataset", "10.13026/ckkp-6y19", "PhysioNet")
    assert paper["type"] == "article-journal"
    assert len({data["id"], paper["id"]}) == 2


def test_a_crate_is_flat_and_every_reference_in_it_leads_somewhere(whole: Material, datasets: list[str]) -> None:
    for iri in datasets:
        found = json.loads(EXPORTERS["ro-crate"](whole, iri).text)["@graph"]
        known = {node["@id"] for node in found}
        assert len(known) == len(found), iri
        assert found[0]["about"] == {"@id": "./"}
        for node in found:
            for key, value in node.items():
                for item in value if isinstance(value, list) else [value]:
                    if isinstance(item, dict) and not key.startswith("@"):
                        assert set(item) == {"@id"}, (iri, key)
                        assert item["@id"] in known or item["@id"].startswith("http"), (iri, item)


def test_pages_of_a_site_stand_in_every_format_that_has_a_place_for_them(whole_graphs: Graphs) -> None:
    project = whole_graphs.project
    settings = {name: getattr(project, name) for name in Project.__slots__}
    sited = Material(Project(**{**settings, "site": "https://data.example.org/kin"}), whole_graphs.sources)
    page = "https://data.example.org/kin/dataset/radqa/"
    for form in ("schema-org", "croissant", "datacite"):
        assert document(sited, form, "radqa")["url"] == page
    assert f"foaf:page <{page}>" in EXPORTERS["dcat"](sited, BASE + "radqa").text
