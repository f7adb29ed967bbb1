"""Where a dataset comes from, in PROV-O. Level 5.

In: a `Record`. Out: Turtle without blank nodes. PROV-O requires nothing.

| PROV-O | from |
|---|---|
| prov:Entity | the dataset, its versions, parts and splits; sources; what shaped it |
| prov:specializationOf | a version of its dataset |
| prov:qualifiedDerivation, prov:wasDerivedFrom | derivations, at the thing that was derived; the kind as dcterms:type |
| prov:qualifiedInfluence, prov:wasInfluencedBy | influences |
| prov:wasGeneratedBy, prov:Activity | activities of derivations: what they used, who or what carried them out |
| prov:qualifiedAttribution, prov:wasAttributedTo | roles; creators and publisher |
| prov:Person, prov:Organization | agents |

That one version follows another is not told: prov:wasRevisionOf would say that it was derived from the other.
"""

from collections.abc import Iterator

from kinset.exports.dcat import PREFIXES, Row, activity_rows, agents, derivation_rows
from kinset.exports.port import Export
from kinset.exports.terse import block, head, iri, iris, string, texts
from kinset.project import Project
from kinset.records import Record, Text

_USED = ("dcat", "dcterms", "foaf", "prov", "rdfs")
_HEAD = head({name: PREFIXES[name] for name in _USED})


def write(record: Record, project: Project) -> Export:
    """Write a dataset's provenance as PROV-O."""
    del project  # every writer takes the settings; provenance needs none of them
    rows: dict[str, list[Row]] = {}
    for subject, found in _said(record):
        rows.setdefault(subject, []).extend(row for row in found if row[1] and row not in rows[subject])
    text = _HEAD + "".join(block(subject, _merged(found)) for subject, found in rows.items())
    return Export(record.iri, text, ".prov.ttl", (), tuple(_lost(record)))


def _merged(rows: list[Row]) -> list[Row]:
    """Return rows with each property once, its values together."""
    found: dict[str, list[str]] = {}
    for verb, values in rows:
        found.setdefault(verb, []).extend(value for value in values if value not in found[verb])
    return list(found.items())


def _said(record: Record) -> Iterator[tuple[str, list[Row]]]:
    """Yield each subject with what is said of it, the dataset first; a subject may come again."""
    yield record.iri, _entity(record.title)
    owners = [record.publisher] if record.publisher else []
    responsible = (*record.creators, *owners, *(item.agent for item in record.attributions))
    yield record.iri, [("prov:wasAttributedTo", iris(agent.iri for agent in responsible))]
    yield record.iri, [("prov:qualifiedAttribution", iris(item.claim for item in record.attributions))]
    for version in record.versions:
        yield version.iri, [*_entity(version.label), ("prov:specializationOf", [iri(record.iri)])]
    for part in record.parts:
        yield part.iri, [*_entity(part.label), ("dcterms:isPartOf", [iri(part.whole)])]
    yield from _kin(record)
    for item in record.attributions:
        rows = [("prov:agent", [iri(item.agent.iri)]), ("dcat:hadRole", [iri(item.role.iri)])]
        yield item.claim, [("a", ["prov:Attribution"]), *rows]
    for agent in agents(record):
        kind = "prov:Person" if agent.is_person else "prov:Organization"
        yield agent.iri, [("a", ["prov:Agent", kind]), ("foaf:name", [string(agent.name)])]


def _kin(record: Record) -> Iterator[tuple[str, list[Row]]]:
    """Yield derivations and influences, at the things that they are of, and what they point at."""
    for item in record.derivations:
        made = [("prov:wasDerivedFrom", [iri(item.source)]), ("prov:qualifiedDerivation", [iri(item.claim)])]
        yield item.stands_on, made
        yield item.claim, derivation_rows(item)
        yield item.source, _entity(item.source_name)
        if item.source_entity and item.source_entity != item.source:
            yield item.source, [("prov:specializationOf", [iri(item.source_entity)])]
            yield item.source_entity, [("a", ["prov:Entity"])]
        if item.activity:
            yield item.stands_on, [("prov:wasGeneratedBy", [iri(item.activity.iri)])]
            yield item.activity.iri, activity_rows(item.activity)
            yield item.activity.iri, [("prov:wasAssociatedWith", iris(item.activity.agents))]
            for agent in item.activity.agents:
                yield agent, [("a", ["prov:Agent"])]
    for influence in record.influences:
        about = [("prov:wasInfluencedBy", [iri(influence.source)]), ("prov:qualifiedInfluence", [iri(influence.claim)])]
        yield influence.stands_on, about
        kind = iris([influence.kind.iri]) if influence.kind else []
        thing = ("prov:influencer", [iri(influence.source)])
        yield influence.claim, [("a", ["prov:Influence"]), thing, ("dcterms:type", kind)]
        yield influence.source, _entity(influence.source_name)


def _entity(name: Text) -> list[Row]:
    return [("a", ["prov:Entity"]), ("rdfs:label", texts([name]))]


def _lost(record: Record) -> Iterator[str]:
    if any(item.unit or item.amount or item.coverage for item in record.derivations):
        yield "unit, amount and coverage of derivations"
    if any(version.previous for version in record.versions):
        yield "that one version follows another"
    if record.extents:
        yield "counts"
    if record.terms or record.access:
        yield "terms and access"
    if any(part.role for part in record.parts):
        yield "the roles of splits"
    if record.custodian:
        yield "the custodian of the source"
    yield "evidence, and what is unknown, none or disputed"
