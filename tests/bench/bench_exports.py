"""How many datasets a second are exported: gathered and written, beside rdflib's serializers on the same graphs.

Usage: python tests/bench/bench_exports.py [DATASETS]. A synthetic catalogue of datasets with versions, derivations,
extents, terms, evidence and shared people, seeded; figures are medians of CPU seconds in one process, and ratios to
rdflib in the same run, which do not drift with the machine's speed. Nothing is asserted.
"""

import gc
import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from kinset import sources
from kinset.exports import EXPORTERS, WRITERS, Material
from kinset.project import Project, open_project
from kinset.sources import Sources, Statement
from kinset.triples import Triples

ROOT = Path(__file__).parents[2]
RUNS = 5
BASE = "https://w3id.org/kinset/"
HEAD = """
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX d: <https://w3id.org/kinset/dataset/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX lang: <http://publications.europa.eu/resource/authority/language/>
PREFIX o: <https://w3id.org/kinset/organization/>
PREFIX odrl: <http://www.w3.org/ns/odrl/2/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX p: <https://w3id.org/kinset/person/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX t: <https://w3id.org/kinset/terms/>
PREFIX task: <https://w3id.org/kinset/task/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DATASET = """
d:n{n} a kin:Dataset ; rdfs:label "Corpus {n}"@en ; skos:altLabel "The made-up corpus number {n}"@en ;
  dcterms:description "Notes that nurses wrote on {n} wards of a hospital that does not exist, and questions."@en ;
  dcterms:accessRights kin:{access} ; dcterms:creator p:n{one} , p:n{other} ; kin:authors "Ann {one}; Bo {other}" ;
  dcterms:publisher o:n{place} ; dcterms:language lang:ENG ; dcterms:issued "20{year}-05-06"^^xsd:date ;
  dcat:landingPage <https://example.org/content/n{n}/> ; kin:forTask task:n{task} ; kin:modality kin:ClinicalText ;
  dcat:hasCurrentVersion <{b}dataset/n{n}/1.0> ; prov:qualifiedDerivation <{b}dataset/n{n}#from> ;
  kin:extent <{b}dataset/n{n}#notes> ; kin:terms <{b}dataset/n{n}#licence> ; kin:carriedBy kin:Note ;
  kin:evidence <{b}dataset/n{n}#e> .
<{b}dataset/n{n}/1.0> a kin:Version ; rdfs:label "Corpus {n} 1.0"@en ; dcat:isVersionOf d:n{n} ; dcat:version "1.0" ;
  dcterms:issued "20{year}-05-06"^^xsd:date ; adms:identifier <{b}dataset/n{n}#doi> .
<{b}dataset/n{n}#doi> a adms:Identifier ; skos:notation "10.1234/n{n}" ; kin:scheme kin:DOI .
<{b}dataset/n{n}#from> a kin:Derivation ; prov:entity d:n{source} ; kin:kind kin:AnnotationOf ; kin:unit kin:Note ;
  kin:evidence <{b}dataset/n{n}#e> .
<{b}dataset/n{n}#notes> a kin:Extent ; kin:unit kin:Note ; kin:count {count} ; kin:evidence <{b}dataset/n{n}#e> .
<{b}dataset/n{n}#licence> a kin:TermsAssignment ; kin:policy t:n{policy} ; kin:scope kin:Data ;
  kin:evidence <{b}dataset/n{n}#e> .
<{b}dataset/n{n}#e> a kin:Evidence ; dcterms:source <https://example.org/content/n{n}/> ; kin:method kin:Read ;
  kin:checkedOn "2026-01-02"^^xsd:date ; kin:locator "Table 1" ; kin:sourceRole kin:Maker ;
  kin:supports dcterms:description .
"""
SHARED = """
p:n{n} a schema:Person ; rdfs:label "Ann {n}"@en ; schema:affiliation o:n{n} .
o:n{n} a org:Organization ; rdfs:label "Institute {n}"@en .
task:n{n} a kin:Task ; rdfs:label "task {n}"@en .
t:n{n} a odrl:Set ; rdfs:label "Licence {n}"@en ; dcat:landingPage <https://example.org/licences/n{n}/> ;
  odrl:permission <{b}terms/n{n}#share> .
<{b}terms/n{n}#share> a odrl:Permission , kin:Rule ; rdfs:label "Share"@en ; odrl:action odrl:distribute .
"""


def synthetic(size: int) -> tuple[Project, Sources, list[str]]:
    """Return a catalogue with this repository's ontology, and the IRIs of its datasets."""
    project, draw = open_project(ROOT), random.Random(7)  # noqa: S311 - figures, no secrets
    few = max(size // 20, 10)
    statements: list[Statement] = []
    for file, text in _files(size, few, draw):
        triples = parse((HEAD + text).encode(), format=RdfFormat.TURTLE)
        statements += [Statement(quad.triple, file, 1) for quad in triples]
    own = sources.read(project).ontology
    return project, Sources(tuple(statements), own, (), frozenset(), {}), [f"{BASE}dataset/n{n}" for n in range(size)]


def _files(size: int, few: int, draw: random.Random) -> list[tuple[str, str]]:
    files = [(f"data/shared/n{n}.ttl", SHARED.format(n=n, b=BASE)) for n in range(few)]
    for n in range(size):
        values = {
            "n": n,
            "b": BASE,
            "access": draw.choice(("Open", "Credentialed", "Agreement")),
            "year": draw.randint(10, 25),
            "source": draw.randrange(max(n, 1)),
            "count": draw.randrange(10_000),
        } | {name: draw.randrange(few) for name in ("one", "other", "place", "task", "policy")}
        files.append((f"data/dataset/n{n}.ttl", DATASET.format_map(values)))
    return files


def cpu(work: Callable[[], object]) -> float:
    """Return the median of the CPU seconds that a piece of work takes."""
    found = []
    for _ in range(RUNS):
        gc.collect()
        gc.freeze()  # as the command does, once the statements are read
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def from_statements(form: str, project: Project, read: Sources, datasets: Sequence[str]) -> None:
    """Index, gather and write: all that stands between statements and bytes."""
    fresh = Material(project, Sources(read.statements, read.ontology, (), frozenset(), {}))
    for iri in datasets:
        EXPORTERS[form](fresh, iri).text.encode()


def rdflib_rate(texts: Sequence[str], form: str) -> float:
    """Return how many of these documents rdflib's serializer writes in a second, their graphs given."""
    graphs = [Graph().parse(data=text, format="turtle") for text in texts]
    return len(graphs) / cpu(lambda: [graph.serialize(format=form).encode() for graph in graphs])


def main(size: int) -> None:
    """Print datasets a second: from statements and from records to bytes, and ratios to rdflib."""
    project, read, datasets = synthetic(size)
    data = [item for item in read.statements if item.file.startswith("data/dataset/")]
    print(f"{size} datasets, {len(data) / size:.0f} triples each, {RUNS} runs")
    material = Material(project, read)
    records = [material.describe(iri) for iri in datasets]
    sample = [EXPORTERS["dcat"](material, iri).text for iri in datasets[:200]]
    plain = [EXPORTERS["turtle"](material, iri).text for iri in datasets[:200]]
    slow = {
        "dcat": rdflib_rate(sample, "turtle"),
        "turtle": rdflib_rate(plain, "turtle"),
        "jsonld": rdflib_rate(plain, "json-ld"),
        "nt": rdflib_rate(plain, "nt"),
    }
    print(f"index alone: {size / cpu(lambda: Triples(item.triple for item in read.statements).about(0)):,.0f} a second")
    print(f"{'format':12} {'from statements':>16} {'from records':>13} {'rdflib':>8} {'x rdflib':>9}")
    for form in EXPORTERS:
        whole = size / cpu(lambda form=form: from_statements(form, project, read, datasets))  # type: ignore[misc]
        if form in WRITERS:
            write = WRITERS[form]
            rate = size / cpu(lambda write=write: [write(record, project).text.encode() for record in records])  # type: ignore[misc]
        else:
            rate = size / cpu(lambda form=form: [EXPORTERS[form](material, iri).text.encode() for iri in datasets])  # type: ignore[misc]
        beside = slow.get(form)
        told = f"{beside:8,.0f} {rate / beside:9.1f}" if beside else f"{'':8} {'':9}"
        print(f"{form:12} {whole:16,.0f} {rate:13,.0f} {told}")
    tree = orjson.loads(EXPORTERS["schema-org"](material, datasets[0]).text)
    ours, theirs = (
        cpu(lambda: [orjson.dumps(tree, option=orjson.OPT_INDENT_2) for _ in range(2000)]),
        cpu(lambda: [json.dumps(tree, ensure_ascii=False, indent=2) for _ in range(2000)]),
    )
    print(f"json takes {theirs / ours:.0f} times as long as orjson on a schema.org document")


if __name__ == "__main__":
    print(f"{platform.machine()}, Python {platform.python_version()}")
    main(int(sys.argv[1]) if sys.argv[1:] else 2000)
