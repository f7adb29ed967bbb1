"""Small made-up catalogues for the tests of inherited terms: Turtle from a few words, the ontology's own table."""

from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kinset.engine import EmbeddedEngine
from kinset.lineage.terms import Assessment, Assessor, Question, read_assessor
from kinset.lineage.terms.scene import Scene, gather
from kinset.names import read_directory
from tests.conftest import ROOT

BASE = "https://e.org/"
DAY = "2024-06-01"
PREFIXES = """
PREFIX : <https://e.org/dataset/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX m: <https://e.org/model/>
PREFIX o: <https://e.org/organization/>
PREFIX odrl: <http://www.w3.org/ns/odrl/2/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX t: <https://e.org/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def iri(name: str) -> str:
    """Return the IRI of a dataset, or of `kind/name`."""
    return BASE + (
        name if name.partition("/")[0] in {"dataset", "model", "terms", "organization"} else f"dataset/{name}"
    )


def rule(kind: str, action: str, rule_class: str = "DataBound", more: str = "") -> tuple[str, str]:
    """Return a rule: permission, prohibition or obligation; `more` is Turtle after the class."""
    action = action if ":" in action else f"odrl:{action}"
    kinds = {"permission": "Permission", "prohibition": "Prohibition", "obligation": "Duty"}
    words = f'rdfs:label "{kind} to {action.split(":")[1]}"@en'
    return (
        kind,
        f"a odrl:{kinds[kind]} , kin:Rule ; {words} ; odrl:action {action} ; kin:ruleClass kin:{rule_class} {more} .",
    )


def permit(action: str, rule_class: str = "DataBound", more: str = "") -> tuple[str, str]:
    return rule("permission", action, rule_class, more)


def prohibit(action: str, rule_class: str = "DataBound", more: str = "") -> tuple[str, str]:
    return rule("prohibition", action, rule_class, more)


def oblige(action: str, rule_class: str = "DataBound", more: str = "") -> tuple[str, str]:
    return rule("obligation", action, rule_class, more)


def policy(name: str, *rules: tuple[str, str], more: str = "") -> str:
    """Return a policy with rules `t:NAME#0`, `#1`, …"""
    nodes = [f"<{BASE}terms/{name}#{place}>" for place in range(len(rules))]
    ties = "".join(f" ; odrl:{kind} {node}" for node, (kind, _text) in zip(nodes, rules, strict=True))
    told = "\n".join(f"{node} {text}" for node, (_kind, text) in zip(nodes, rules, strict=True))
    return f't:{name} a odrl:Set ; rdfs:label "{name}"@en {ties} {more} .\n{told}\n'


def dataset(name: str, *terms: str, access: str = "", more: str = "", scope: str = "Data") -> str:
    """Return a dataset under policies; `name` may be `m:NAME` for a model, or a part `NAME/PART`."""
    full = iri(f"model/{name[2:]}") if name.startswith("m:") else iri(name)
    kind = "Model" if name.startswith("m:") else "Part" if "/" in name else "Dataset"
    claims = [f"<{full}#{one}-{scope}>" for one in terms]
    ties = "".join(f" ; kin:terms {claim}" for claim in claims)
    rights = f" ; dcterms:accessRights kin:{access}" if access else ""
    told = "\n".join(
        f"{claim} a kin:TermsAssignment ; kin:policy t:{one} ; kin:scope kin:{scope} ."
        for claim, one in zip(claims, terms, strict=True)
    )
    return f'<{full}> a kin:{kind} ; rdfs:label "{name}"@en {ties}{rights} {more} .\n{told}\n'


def derived(origin: str, kind: str, source: str, tie: str = "qualifiedDerivation") -> str:
    """Return a derivation, or an influence with `tie="qualifiedInfluence"`; the names are of datasets or `m:NAME`."""
    one, other = (iri(f"model/{name[2:]}") if name.startswith("m:") else iri(name) for name in (origin, source))
    claim = f"<{one}#{kind}-{source.replace(':', '-').replace('/', '-')}>"
    return f"<{one}> prov:{tie} {claim} .\n{claim} prov:entity <{other}> ; kin:kind kin:{kind} .\n"


def influenced(origin: str, kind: str, source: str) -> str:
    return derived(origin, kind, source, "qualifiedInfluence")


@lru_cache(maxsize=1)
def ontology() -> tuple[Quad, ...]:
    """Return the ontology of this repository."""
    return tuple(
        Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
        for path in sorted((ROOT / "ontology").glob("*.ttl"))
        for quad in parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    )


def engine(*texts: str) -> EmbeddedEngine:
    """Return an engine over the ontology and made-up Turtle."""
    made = EmbeddedEngine()
    made.load(ontology())
    space = NamedNode("http://rdfs.org/ns/void#uriSpace")
    made.load([Quad(NamedNode(BASE), space, Literal(BASE), DefaultGraph())])
    made.load(parse(PREFIXES + "\n".join(texts), format=RdfFormat.TURTLE))
    return made


def world(*texts: str) -> Assessor:
    """Return an assessor over made-up Turtle."""
    made = engine(*texts)
    return read_assessor(made, read_directory(made))


def ask(assessor: Assessor, *names: str, day: str = DAY, scope: str = "") -> Assessment:
    """Assess things by name."""
    return assessor.assess(Question(tuple(iri(name) for name in names), day, scope))


def scene(assessor: Assessor, *names: str, day: str = DAY, scope: str = "Data") -> Scene:
    """Gather what binds things by name."""
    return gather(assessor.register, tuple(iri(name) for name in names), scope, day)


def outcomes(found: Assessment) -> dict[str, str]:
    """Return the outcome of each use."""
    return {name: verdict.outcome.value for name, verdict in found.verdicts.items()}


def kinds(found: Assessment) -> list[str]:
    """Return the kinds of conflict, in order."""
    return [conflict.kind.value for conflict in found.conflicts]


OPEN = policy(
    "open",
    permit("distribute", "CopyrightBound"),
    permit("derive", "CopyrightBound"),
    permit("commercialize", "CopyrightBound"),
    permit("kin:train", "CopyrightBound"),
    permit("kin:evaluate", "CopyrightBound"),
    permit("annotate", "CopyrightBound"),
)
CLOSED = policy("closed", prohibit("distribute"), permit("kin:train"), permit("kin:evaluate"))
