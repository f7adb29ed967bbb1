"""How fast the site is written: this catalogue cold and after changes, and a synthetic catalogue of many datasets.

Usage: python tests/bench/bench_site.py [DATASETS]; without, the catalogue of this repository is measured. A figure is
that of a whole process: CPU seconds (user and system), wall seconds and peak memory, medians of `RUNS`. The synthetic
catalogue is seeded: most datasets derive from earlier ones, popular ones first; a tenth from two; one organization
publishes a third of them all. Nothing is asserted.
"""

import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
RUNS = 3
SITE = "https://example.org/k/"
BASE = "https://w3id.org/kinset/"
HEAD = "".join(
    f"PREFIX {prefix}: <{namespace}>\n"
    for prefix, namespace in {
        "adms": "http://www.w3.org/ns/adms#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "kin": f"{BASE}ontology#",
        "lang": "http://publications.europa.eu/resource/authority/language/",
        "odrl": "http://www.w3.org/ns/odrl/2/",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        **{kind: f"{BASE}{kind}/" for kind in ("dataset", "organization", "person", "publication", "task", "terms")},
    }.items()
)
EVIDENCE = """
this:e-page a kin:Evidence ; dcterms:source <https://example.org/{name}/> ; kin:method kin:Read ;
  kin:locator "Table 1" ; kin:checkedOn "2026-01-{day:02}"^^xsd:date ; kin:sourceRole kin:Maker ;
  kin:supports {supports} .
"""
DATASET = """
dataset:{name} a kin:Dataset ; rdfs:label "Corpus {name}"@en ; skos:altLabel "The made-up corpus of {name}"@en ;
  dcterms:description "Notes that nurses wrote on {count} wards of a hospital that does not exist, with questions."@en ;
  dcterms:accessRights kin:{access} ; dcterms:creator person:{one} , person:{other} ;
  dcterms:isReferencedBy publication:{work} ;
  dcterms:publisher organization:{place} ; dcterms:language lang:ENG ; dcterms:issued "20{year}-05-06"^^xsd:date ;
  dcat:landingPage <https://example.org/{name}/> ; kin:forTask task:{task} ; kin:modality kin:ClinicalText ;
  kin:carriedBy kin:Note ; dcat:hasCurrentVersion sub:1.0 ; kin:extent this:notes ; kin:terms this:licence ;
  kin:parentage this:parentage ; kin:evidence this:e-page{more} .
sub:1.0 a kin:Version ; rdfs:label "Corpus {name} 1.0"@en ; dcat:isVersionOf dataset:{name} ; dcat:version "1.0" ;
  dcterms:issued "20{year}-05-06"^^xsd:date ; adms:identifier this:doi .
this:doi a adms:Identifier ; skos:notation "10.1234/{name}" ; kin:scheme kin:DOI .
this:notes a kin:Extent ; kin:unit kin:Note ; kin:count {count} ; kin:evidence this:e-page .
this:licence a kin:TermsAssignment ; kin:policy terms:{policy} ; kin:scope kin:Data ; kin:evidence this:e-page .
this:parentage a kin:Parentage ; kin:completeness kin:Complete ; kin:evidence this:e-page .
"""
DERIVATION = """
this:from-{source} a kin:Derivation ; prov:entity dataset:{source} ; kin:kind kin:{kind} ; kin:unit kin:Note ;
  kin:coverage kin:Partial ; kin:evidence this:e-page .
"""
SHARED = {
    "organization": 'organization:{name} a org:Organization ; rdfs:label "Institute {name}"@en{more} .',
    "person": """person:{name} a schema:Person ; rdfs:label "Ann {name}"@en ;
  schema:affiliation organization:{place}{more} .""",
    "publication": """publication:{name} a schema:ScholarlyArticle ; rdfs:label "How {name} was made"@en ;
  dcterms:creator person:{one} ; dcterms:issued "2020"^^xsd:gYear{more} .""",
    "task": 'task:{name} a kin:Task ; rdfs:label "task {name}"@en{more} .',
    "terms": """terms:{name} a odrl:Set ; rdfs:label "Licence {name}"@en{more} ; odrl:uid <{this}> ;
  odrl:profile <https://w3id.org/kinset/ontology> ; odrl:conflict odrl:prohibit ; odrl:permission this:share .
this:share a odrl:Permission , kin:Rule ; rdfs:label "Share"@en ; odrl:action odrl:distribute ;
  kin:ruleClass kin:DataBound ; kin:evidence this:e-page .""",
}
SUPPORTED = (
    *(f"dcterms:{name}" for name in ("description", "accessRights", "publisher", "creator", "language", "issued")),
    *("kin:forTask", "kin:modality"),
)
KINDS = ("AnnotationOf", "SubsetOf", "AnnotationOf", "TranslationOf")


def write_catalogue(folder: Path, size: int) -> None:
    """Write a synthetic catalogue of `size` datasets, and a fifth as many other entities."""
    draw = random.Random(7)  # noqa: S311 - figures, no secrets
    for part in ("ontology", "shapes", "queries"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "kinset.toml", folder)
    few = {"organization": size // 50, "person": size // 10, "publication": size // 10, "task": 40, "terms": 12}
    names = {kind: [f"{kind[0]}{number}" for number in range(max(count, 3))] for kind, count in few.items()}
    for kind, found in names.items():
        for name in found:
            values = {"name": name, "place": draw.choice(names["organization"]), "one": draw.choice(names["person"])}
            _write(
                folder,
                kind,
                name,
                SHARED[kind],
                values
                | {"more": " ; kin:evidence this:e-page", "supports": "rdf:type", "this": f"{BASE}{kind}/{name}"},
            )
    for number in range(size):
        _dataset(folder, number, names, draw)


def _dataset(folder: Path, number: int, names: dict[str, list[str]], draw: random.Random) -> None:
    sources: set[str] = set()
    if number and draw.random() < 0.7:
        chosen = [int(number * draw.random() ** 2) for _ in range(2 if draw.random() < 0.1 else 1)]
        sources = {f"d{one}" for one in chosen}
    place = names["organization"][0] if draw.random() < 1 / 3 else draw.choice(names["organization"])
    values = {
        "name": f"d{number}",
        "access": draw.choice(("Open", "Credentialed", "Agreement")),
        "year": draw.randint(10, 25),
        "count": draw.randrange(1, 10_000),
        "one": draw.choice(names["person"]),
        "other": draw.choice(names["person"]),
        "work": draw.choice(names["publication"]),
        "place": place,
        "task": draw.choice(names["task"]),
        "policy": draw.choice(names["terms"]),
        "more": "".join(f" ; prov:qualifiedDerivation this:from-{one}" for one in sorted(sources)),
        "supports": " , ".join(SUPPORTED),
    }
    text = DATASET + "".join(DERIVATION.format(source=one, kind=draw.choice(KINDS)) for one in sorted(sources))
    _write(folder, "dataset", f"d{number}", text, values)


def _write(folder: Path, kind: str, name: str, text: str, values: Mapping[str, object]) -> None:
    iri = f"{BASE}{kind}/{name}"
    head = f"{HEAD}PREFIX sub: <{iri}/>\nPREFIX this: <{iri}#>\n"
    path = folder / "data" / kind / f"{name}.ttl"
    path.parent.mkdir(parents=True, exist_ok=True)
    day = len(name) % 28 + 1
    path.write_text(head + (text + EVIDENCE).format_map({**values, "day": day}), encoding="utf-8")


@dataclass(frozen=True)
class Run:
    """What a process took: CPU and wall seconds, peak megabytes."""

    cpu: float
    wall: float
    megabytes: float


def measured(*command: str | Path) -> Run:
    """Run a process and return what it took."""
    start = perf_counter()
    child = subprocess.Popen([str(one) for one in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    child.returncode = 0
    return Run(used.ru_utime + used.ru_stime, perf_counter() - start, used.ru_maxrss / 1024)


def site(folder: Path, out: Path) -> Run:
    """Write the site of a catalogue."""
    return measured(sys.executable, "-m", "kinset", "-C", folder, "site", "--out", out, "--base-url", SITE)


def told(name: str, runs: list[Run], more: str = "") -> None:
    """Print the medians of some runs."""
    cpu, wall, peak = (statistics.median(getattr(one, key) for one in runs) for key in ("cpu", "wall", "megabytes"))
    print(f"{name:44} {cpu:8.2f} CPU s {wall:8.2f} wall s {peak:6.0f} MB {more}")


def replaced(path: Path, old: str, new: str) -> None:
    """Change a file of a catalogue."""
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit(f"{path} holds no {old}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def real(folder: Path) -> None:
    """Measure the site of this repository's catalogue: cold, unchanged, and after changes of one record."""
    catalogue, out = folder / "catalogue", folder / "site"
    for part in ("ontology", "shapes", "queries", "data"):
        shutil.copytree(ROOT / part, catalogue / part)
    shutil.copy(ROOT / "kinset.toml", catalogue)
    told("python -c pass", [measured(sys.executable, "-c", "pass") for _ in range(RUNS)])
    cold = []
    for _ in range(RUNS):
        shutil.rmtree(out, ignore_errors=True)
        cold.append(site(catalogue, out))
    pages = sum(1 for _ in out.rglob("*.html"))
    told("this catalogue, cold", cold, f"{pages} pages")
    told("nothing changed", [site(catalogue, out) for _ in range(RUNS)])
    radqa = catalogue / "data" / "dataset" / "radqa.ttl"
    changes = {"a description": 'dcterms:description "', "a count": "kin:count ", "a label": 'rdfs:label "'}
    for name, where in changes.items():
        runs = []
        for number in range(RUNS):
            replaced(radqa, where, f"{where}{number + 1}")
            runs.append(site(catalogue, out))
        told(f"{name} changed", runs)


def synthetic(folder: Path, size: int) -> None:
    """Measure the site of a synthetic catalogue: cold, and after a description changed."""
    catalogue, out = folder / "catalogue", folder / "site"
    write_catalogue(catalogue, size)
    run = site(catalogue, out)
    pages = [path.stat().st_size for path in out.rglob("*.html")]
    rate = f"{len(pages):,} pages, {len(pages) / run.cpu:.0f} a CPU second, the largest {max(pages):,} bytes"
    told(f"{size:,} datasets, cold", [run], rate)
    told("nothing changed", [site(catalogue, out)])
    replaced(catalogue / "data" / "dataset" / f"d{size - 1}.ttl", "Notes that", "Changed notes that")
    told("a description changed", [site(catalogue, out)])


if __name__ == "__main__":
    print(f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as scratch:
        if sys.argv[1:]:
            synthetic(Path(scratch), int(sys.argv[1]))
        else:
            real(Path(scratch))
