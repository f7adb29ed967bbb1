"""Small catalogues in Turtle, compiled: what the tests of verdicts are written in."""

from functools import cache

from pyoxigraph import Quad, RdfFormat, parse

from kinset.engine import EmbeddedEngine
from kinset.lineage.overlap.checker import Case, faults
from kinset.lineage.overlap.verdict import Judge, UnitAnswer
from tests.conftest import ROOT

BASE = "https://w3id.org/kinset/dataset/"
HEAD = """PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def dataset(slug: str, more: str = "", label: str = "") -> str:
    """One dataset's file; `<>` is the dataset, `<#x>` a claim, `<slug/1>` a version."""
    return f"{HEAD}BASE <{BASE}{slug}>\n<> a kin:Dataset ; rdfs:label '{label or slug}'@en .\n{more}"


def derived(kind: str, source: str, unit: str = "Note", *, complete: str = "Complete", more: str = "") -> str:
    """What a dataset says of its one source."""
    stated = (
        f"<> kin:parentage <#all> . <#all> a kin:Parentage ; kin:completeness kin:{complete} .\n" if complete else ""
    )
    return (
        f"<> prov:qualifiedDerivation <#from> .\n<#from> a kin:Derivation ; prov:entity <{BASE}{source}> ; "
        f"kin:kind kin:{kind} ; kin:unit kin:{unit} {more}.\n{stated}"
    )


@cache
def ontology() -> tuple[Quad, ...]:
    """The statements on units and kinds."""
    files = (ROOT / "ontology" / "units.ttl", ROOT / "ontology" / "derivations.ttl")
    return tuple(quad for file in files for quad in parse(path=file))


def judge(files: dict[str, str]) -> Judge:
    """Compile a catalogue of these datasets: slug -> what it says."""
    engine = EmbeddedEngine()
    engine.load(ontology())
    for slug, text in files.items():
        engine.load(parse(dataset(slug, text), format=RdfFormat.TURTLE))
    return Judge.of(engine)


def verdict(found: Judge, one: str, other: str, unit: str) -> UnitAnswer:
    """Return the verdict on two datasets; its proof is checked."""
    answer = found.pair(BASE + one, BASE + other, unit)
    if answer.forces:
        check(found, answer)
    return answer


def check(found: Judge, answer: UnitAnswer) -> None:
    """Hold a proof against the independent checker."""
    catalogue = found.catalogue
    one, other = catalogue.sets[answer.train], catalogue.sets[answer.test]
    unit = catalogue.order.number[answer.unit]
    finding = found.solver.decide(one, other, unit)
    assert finding.forces is answer.forces is not None
    assert faults(Case(catalogue.theory, one, other, unit, answer.forces), finding.proof) == []


def claims(answer: UnitAnswer) -> list[str]:
    """Return the claims of a proof, shortened."""
    return [f"{step.claim.removeprefix(BASE)} {step.predicate}".strip() for step in answer.proof]
