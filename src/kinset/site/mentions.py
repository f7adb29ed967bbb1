"""Who names whom in a catalogue. Level 6.

In: statements. Out: `Mentions`: for each entity, which entities point at it and how, claims and versions folded into
the entity that they belong to; and which entities each one points at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kinset.iri import EntityBase
from kinset.sources import Statement
from kinset.vocab import DCAT, DCTERMS, KIN, ORG, PROV, RDF, SCHEMA, SKOS

# How a mention is headed on the page of the thing that is mentioned. Others are headed by the property's own name.
HEADINGS: Mapping[NamedNode, str] = {
    DCTERMS.creator: "Made",
    DCTERMS.publisher: "Publishes",
    DCTERMS.isPartOf: "Has as parts",
    DCTERMS.isReferencedBy: "Describes",
    DCTERMS.source: "Is evidence for",
    KIN.covers: "Is covered by lists",
    KIN.custodian: "Holds the records behind",
    KIN.disjointness: "Is said to be disjoint from",
    KIN.forTask: "Is served by",
    KIN.overlap: "Is said to overlap with",
    KIN.partition: "Is partitioned by",
    KIN.succeeds: "Was followed by",
    KIN.terms: "Governs",
    KIN.uses: "Is used by",
    ORG.subOrganizationOf: "Has as suborganizations",
    PROV.qualifiedAttribution: "Took part in",
    PROV.qualifiedDerivation: "Gave rise to",
    PROV.qualifiedInfluence: "Shaped",
    SCHEMA.affiliation: "Is the affiliation of",
    SKOS.broader: "Has as narrower tasks",
}
_TIES_TO_SKIP = {KIN.evidence, KIN.supports, RDF.type, DCAT.isVersionOf, DCAT.previousVersion, RDF.predicate}


@dataclass(frozen=True)
class Mentions:
    """The references between entities.

    Attributes:
        all: every entity that has a record.
        to: entity -> heading -> entities that mention it so, in the order of their IRIs.
        from_: entity -> entities that its record points at, other than as sources of evidence.
        cited: entity -> entities that are sources of its evidence, of which only the name is shown.
    """

    all: tuple[str, ...]
    to: Mapping[str, Mapping[str, tuple[str, ...]]]
    from_: Mapping[str, frozenset[str]]
    cited: Mapping[str, frozenset[str]]

    def entities_to(self, iri: str) -> set[str]:
        """Return the entities whose records point at a thing."""
        return {one for found in self.to.get(iri, {}).values() for one in found}

    def entities_from(self, iri: str) -> frozenset[str]:
        """Return the entities at which a thing's record points."""
        return self.from_.get(iri, frozenset())


def read_mentions(statements: Iterable[Statement], base: EntityBase, labels: Mapping[str, str]) -> Mentions:
    """Return the references between the entities of a catalogue."""
    entity_of: dict[str, str | None] = {}

    def entity(node: object) -> str | None:
        value = getattr(node, "value", "")
        if value not in entity_of:
            entity_of[value] = base.entity(value) if isinstance(node, NamedNode) else None
        return entity_of[value]

    triples = [one.triple for one in statements if isinstance(one.triple.object, NamedNode)]
    ties = {triple.object: triple.predicate for triple in triples if triple.predicate not in _TIES_TO_SKIP}
    found: dict[str, dict[str, dict[str, None]]] = {}
    out: dict[str, set[str]] = {}
    cited: dict[str, set[str]] = {}
    everyone = {here: None for one in statements if (here := entity(one.triple.subject))}
    for triple in triples:
        here, there = entity(triple.subject), entity(triple.object)
        if here is None or there is None or here == there:
            continue
        (cited if triple.predicate == DCTERMS.source else out).setdefault(here, set()).add(there)
        if triple.predicate in _TIES_TO_SKIP:
            continue
        tie = triple.predicate
        if tie != DCTERMS.source and "#" in getattr(triple.subject, "value", ""):
            tie = ties.get(triple.subject, tie)  # a claim is headed by how it hangs on its holder
        heading = HEADINGS.get(tie) or f"Is {labels.get(tie.value, tie.value.rpartition('#')[2])} of"
        found.setdefault(there, {}).setdefault(heading, {})[here] = None
    to = {there: {name: tuple(sorted(ones)) for name, ones in sorted(by.items())} for there, by in found.items()}
    frozen = ({here: frozenset(there) for here, there in found.items()} for found in (out, cited))
    return Mentions(tuple(sorted(everyone)), to, *frozen)
