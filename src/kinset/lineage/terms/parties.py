"""Who stands behind an entity, and what state it is in: publisher, custodian, access, dates. Level 4.

In: an engine. Out: `Parties`: a `Standing` for every dataset, version, part, model and challenge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kinset.engine import Engine
from kinset.iri import local_name
from kinset.lineage.terms.policies import PREFIXES, described, label_of, name, text, upward

_STANDINGS = (
    PREFIXES
    + """SELECT ?node ?predicate ?value WHERE {
  VALUES ?predicate {
    dcterms:accessRights dcterms:publisher kin:custodian kin:releasedBy kin:succeeds dcterms:replaces dcterms:issued
    dcat:landingPage
  }
  ?node ?predicate ?value .
}"""
)

_HOSTS = (
    PREFIXES
    + """SELECT ?node ?agent WHERE {
  ?node prov:qualifiedAttribution ?claim . ?claim dcat:hadRole kin:Hosts ; prov:agent ?agent .
}"""
)

_MODELS = PREFIXES + "SELECT ?node WHERE { ?node a kin:Model }"

_UNITS = PREFIXES + "SELECT ?unit ?whole WHERE { ?unit org:subOrganizationOf|org:unitOf ?whole }"

_AGENTS = (
    PREFIXES
    + """SELECT ?node ?predicate ?value WHERE {
  VALUES ?predicate { rdfs:label foaf:homepage }
  ?node a org:Organization ; ?predicate ?value .
}"""
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is recorded of one entity or sub-resource itself; empty where not said.

    Attributes:
        access: name of its level of access.
        publishers, custodians, released_by, hosts: IRIs of organizations.
        replaces: what it supersedes.
        issued: ISO date, perhaps partial.
        page: its landing page.
        is_model: whether it is a model.
    """

    access: str = ""
    publishers: tuple[str, ...] = ()
    custodians: tuple[str, ...] = ()
    released_by: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    issued: str = ""
    page: str = ""
    is_model: bool = False


@dataclass(frozen=True)
class Parties:
    """Standings by IRI; `wholes` says which organizations an organization is part of, `agents` how they are called."""

    standings: Mapping[str, Standing]
    wholes: Mapping[str, tuple[str, ...]]
    agents: Mapping[str, str]

    def of(self, iri: str) -> Standing:
        """Return the standing of an entity or sub-resource; what it does not say itself, its whole says."""
        chain = [self.standings.get(node, Standing()) for node in upward(iri)]
        return Standing(
            access=next((one.access for one in chain if one.access), ""),
            publishers=next((one.publishers for one in chain if one.publishers), ()),
            custodians=next((one.custodians for one in chain if one.custodians), ()),
            released_by=next((one.released_by for one in chain if one.released_by), ()),
            hosts=next((one.hosts for one in chain if one.hosts), ()),
            replaces=tuple(sorted({old for one in chain for old in one.replaces})),
            issued=next((one.issued for one in chain if one.issued), ""),
            page=next((one.page for one in chain if one.page), ""),
            is_model=any(one.is_model for one in chain),
        )

    def controllers(self, iri: str) -> frozenset[str]:
        """Return who controls an entity's data: custodians, publishers, and what these are part of."""
        standing = self.of(iri)
        return self.widened((*standing.custodians, *standing.publishers, *standing.released_by))

    def widened(self, agents: tuple[str, ...]) -> frozenset[str]:
        """Return organizations and those that they are part of."""
        found, queue = set(agents), list(agents)
        while queue:
            for whole in self.wholes.get(queue.pop(), ()):
                if whole not in found:
                    found.add(whole)
                    queue.append(whole)
        return frozenset(found)

    def agent(self, iri: str) -> str:
        """Return the name of an organization."""
        return self.agents.get(iri) or name_of(iri)


def name_of(iri: str) -> str:
    """Return the end of an IRI."""
    return local_name(iri)


def read_parties(engine: Engine) -> Parties:
    """Read who stands behind what from an engine, in five queries."""
    hosts: dict[str, set[str]] = {}
    for row in engine.select(_HOSTS).dicts():
        hosts.setdefault(text(row.get("node")), set()).add(text(row.get("agent")))
    models = {text(row.get("node")) for row in engine.select(_MODELS).dicts()}
    facts = described(engine.select(_STANDINGS).dicts())
    standings = {}
    for iri in sorted({*facts, *hosts, *models}):
        values = {key: tuple(sorted({text(term) for term in terms})) for key, terms in facts.get(iri, {}).items()}
        standings[iri] = Standing(
            access=next((name(term) for term in facts.get(iri, {}).get("accessRights", ())), ""),
            publishers=values.get("publisher", ()),
            custodians=values.get("custodian", ()),
            released_by=values.get("releasedBy", ()),
            hosts=tuple(sorted(hosts.get(iri, ()))),
            replaces=tuple(sorted({*values.get("succeeds", ()), *values.get("replaces", ())})),
            issued=next(iter(values.get("issued", ())), ""),
            page=next(iter(values.get("landingPage", ())), ""),
            is_model=iri in models,
        )
    wholes: dict[str, set[str]] = {}
    for row in engine.select(_UNITS).dicts():
        wholes.setdefault(text(row.get("unit")), set()).add(text(row.get("whole")))
    agents = {iri: label_of(values, iri) for iri, values in described(engine.select(_AGENTS).dicts()).items()}
    return Parties(standings, {unit: tuple(sorted(found)) for unit, found in wholes.items()}, agents)
