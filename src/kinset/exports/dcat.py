"""A dataset in DCAT 3 with the properties of DCAT-AP 3, and the whole catalogue as one DCAT document. Level 5.

In: `Record`s and the catalogue's settings. Out: Turtle without blank nodes. DCAT-AP 3 requires a title and a
description of a dataset; health terms are those of HealthDCAT-AP.

| DCAT | from |
|---|---|
| dcterms:title, dcterms:alternative, dcterms:description | names, other names, description; every language |
| dcterms:identifier, adms:identifier | the IRI; identifiers of the dataset and of its current version |
| dcat:landingPage, foaf:page | the landing page; the page on the catalogue's site |
| dcterms:creator, dcterms:publisher, prov:qualifiedAttribution | people and organizations with records, roles |
| dcterms:issued, dcterms:modified | first release; newest check |
| dcterms:language, dcterms:temporal | the European authority's languages; the period |
| dcat:theme, dcat:keyword | tasks and modalities, as concepts and as words |
| dcterms:accessRights | the European authority's access right, where the level has one, else the level |
| dcterms:license, odrl:hasPolicy | policies of scope Data: those that permit something; all |
| dcat:version, dcat:hasVersion, dcat:hasCurrentVersion, dcat:previousVersion | versions |
| prov:qualifiedDerivation, prov:wasDerivedFrom, dcterms:source | derivations, at the thing that was derived |
| prov:qualifiedInfluence | influences |
| dcterms:isPartOf, dcterms:hasPart | parts |
| dcterms:isReferencedBy | publications |
| healthdcatap:numberOfUniqueIndividuals | the exact number of patients |
| healthdcatap:numberOfRecords | the exact number of the one unit that carries it, unless that is the patient |

Versions, parts and splits are typed dcat:Resource: the profile holds each dcat:Dataset to a description of its own.
"""

from collections.abc import Iterable, Iterator

from kinset.exports.documents import grants, licence_link, policies
from kinset.exports.port import Export, page_url
from kinset.exports.terse import address, block, dated, head, iri, iris, link, said, string, texts
from kinset.formats import TURTLE
from kinset.project import Project
from kinset.records import Activity, Agent, Concept, Derivation, Identifier, Record, Version
from kinset.vocab import KIN

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "healthdcatap": "http://healthdataportal.eu/ns/health#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
HEAD = head(PREFIXES)
_PATIENT = KIN.Patient.value
Row = tuple[str, list[str]]


def write(record: Record, project: Project) -> Export:
    """Write a dataset as DCAT."""
    text = HEAD + "".join(dict(blocks(record, project)).values())
    missing = () if record.descriptions else ("dcterms:description",)
    return Export(record.iri, text, TURTLE.suffix, missing, tuple(_lost(record)))


def catalogue(records: Iterable[Record], project: Project) -> Export:
    """Write a whole catalogue as one DCAT document; what several records share stands once."""
    found = list(records)
    told: dict[str, str] = {}
    for record in found:
        for subject, text in blocks(record, project):
            told.setdefault(subject, text)
    base = project.base.value
    newest = max((record.modified for record in found if record.modified), default=None)
    own: list[Row] = [
        ("a", ["dcat:Catalog"]),
        ("dcterms:title", [said(project.title, project.language)] if project.title else []),
        ("dcterms:description", [said(project.description, project.language)] if project.description else []),
        ("dcterms:publisher", [iri(base + "#publisher")] if project.publisher else []),
        ("dcterms:license", [address(project.licence)] if project.licence else []),
        ("dcterms:modified", dated(newest)),
        ("foaf:homepage", [address(project.site)] if project.site else []),
        ("dcat:dataset", [iri(record.iri) for record in found]),
    ]
    text = HEAD + block(base, own)
    if project.publisher:
        text += block(base + "#publisher", [("a", ["foaf:Agent"]), ("foaf:name", [string(project.publisher)])])
    missing = [verb for verb, values in own[1:4] if not values]
    return Export(base, text + "".join(told.values()), TURTLE.suffix, tuple(missing))


def blocks(record: Record, project: Project) -> Iterator[tuple[str, str]]:
    """Yield each subject of a dataset's document with what is said of it, the dataset first."""
    yield record.iri, block(record.iri, _dataset(record, project))
    for version in record.versions:
        yield version.iri, block(version.iri, _version(version, record))
    for part in record.parts:
        if part.sort != "Dataset":
            rows = [("a", ["dcat:Resource"]), ("dcterms:title", texts([part.label]))]
            kin = _made(record, part.iri)
            yield part.iri, block(part.iri, [*rows, ("dcterms:isPartOf", [iri(part.whole)]), *kin])
    for derivation in record.derivations:
        yield derivation.claim, block(derivation.claim, derivation_rows(derivation))
        if derivation.activity:
            yield derivation.activity.iri, block(derivation.activity.iri, activity_rows(derivation.activity))
    for influence in record.influences:
        kind = [iri(influence.kind.iri)] if influence.kind else []
        rows = [("a", ["prov:Influence"]), ("prov:influencer", [iri(influence.source)]), ("dcterms:type", kind)]
        yield influence.claim, block(influence.claim, rows)
    yield from _things(record)


def _dataset(record: Record, project: Project) -> list[Row]:
    access, found = record.access_level, policies(record)
    licences = [licence_link(item) for item in found if grants(item)]
    page = page_url(project, record.iri)
    return [
        ("a", ["dcat:Dataset"]),
        ("dcterms:title", texts(record.labels or [record.title])),
        ("dcterms:alternative", texts(record.other_names)),
        ("dcterms:description", texts(record.descriptions)),
        ("dcterms:identifier", [string(record.iri)]),
        ("adms:identifier", iris(item.iri for item in record.identifiers)),
        ("dcat:landingPage", link(record.landing_page)),
        ("foaf:page", [address(page)] if page else []),
        ("dcterms:creator", iris(agent.iri for agent in record.creators)),
        ("dcterms:publisher", link(record.publisher.iri) if record.publisher else []),
        ("prov:qualifiedAttribution", iris(item.claim for item in record.attributions)),
        ("dcterms:issued", dated(record.issued)),
        ("dcterms:modified", dated(record.modified)),
        ("dcterms:language", iris(item.iri for item in record.spoken)),
        ("dcterms:temporal", link(record.period_iri)),
        ("dcat:theme", iris(item.iri for item in (*record.tasks, *record.modalities))),
        ("dcat:keyword", texts(record.topics)),
        ("dcterms:accessRights", [iri(access.authority or access.iri)] if access else []),
        ("dcterms:license", [address(found) for found in dict.fromkeys(licences)]),
        ("odrl:hasPolicy", iris(item.iri for item in found)),
        ("dcat:version", [string(record.version)] if record.version else []),
        ("dcat:hasVersion", iris(version.iri for version in record.versions)),
        ("dcat:hasCurrentVersion", link(record.current_version)),
        *_made(record, record.iri),
        ("dcterms:isPartOf", iris(whole.iri for whole in record.part_of)),
        ("dcterms:hasPart", iris(part.iri for part in record.parts if part.whole == record.iri)),
        ("dcterms:isReferencedBy", iris(work.iri for work in record.publications)),
        *health(record),
    ]


def health(record: Record) -> list[Row]:
    """Return the counts of HealthDCAT-AP, as far as they are exact and of all the dataset."""
    counts: dict[str, int] = {}
    for extent in record.extents:
        if extent.exact is not None:
            counts.setdefault(extent.unit_iri, extent.exact)
    carriers = [unit.iri for unit in record.carried_by if unit.iri != _PATIENT]
    people, records = counts.get(_PATIENT), counts.get(carriers[0]) if len(carriers) == 1 else None
    return [
        ("healthdcatap:numberOfRecords", _whole(records)),
        ("healthdcatap:numberOfUniqueIndividuals", _whole(people)),
    ]


def _whole(number: int | None) -> list[str]:
    return [] if number is None else [f'"{number}"^^xsd:nonNegativeInteger']


def _made(record: Record, place: str) -> list[Row]:
    """Return what a thing was made of: the claims at it; of the dataset itself, also what lies in it was made of."""
    claims = [item for item in record.derivations if item.stands_on == place]
    sources = iris(record.sources if place == record.iri else (item.source for item in claims))
    return [
        ("prov:qualifiedDerivation", iris(item.claim for item in claims)),
        ("prov:wasDerivedFrom", sources),
        ("dcterms:source", sources),
        ("prov:qualifiedInfluence", iris(item.claim for item in record.influences if item.stands_on == place)),
    ]


def _version(version: Version, record: Record) -> list[Row]:
    return [
        ("a", ["dcat:Resource"]),
        ("dcterms:title", texts([version.label])),
        ("dcterms:description", texts([version.description])),
        ("dcat:isVersionOf", [iri(record.iri)]),
        ("dcat:version", [string(version.number)] if version.number else []),
        ("dcterms:issued", dated(version.issued)),
        ("dcat:previousVersion", link(version.previous)),
        ("dcat:landingPage", link(version.landing_page)),
        ("adms:identifier", iris(item.iri for item in version.identifiers)),
        *_made(record, version.iri),
    ]


def derivation_rows(derivation: Derivation) -> list[Row]:
    """Return a derivation, with its kind as its type in Dublin Core's sense."""
    return [
        ("a", ["prov:Derivation"]),
        ("prov:entity", [iri(derivation.source)]),
        ("dcterms:type", link(derivation.kind.iri) if derivation.kind else []),
        ("dcterms:description", texts([derivation.selection])),
        ("prov:hadActivity", link(derivation.activity.iri) if derivation.activity else []),
    ]


def activity_rows(activity: Activity) -> list[Row]:
    """Return an activity, with what it used."""
    return [
        ("a", ["prov:Activity"]),
        ("rdfs:label", texts([activity.label])),
        ("dcterms:description", texts([activity.description])),
        ("prov:used", iris(activity.used)),
    ]


def _things(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what the dataset points at: agents, roles, identifiers, concepts, policies, period, works."""
    for item in record.attributions:
        rows = [("prov:agent", [iri(item.agent.iri)]), ("dcat:hadRole", [iri(item.role.iri)])]
        yield item.claim, block(item.claim, [("a", ["prov:Attribution"]), *rows])
    for agent in agents(record):
        yield agent.iri, block(agent.iri, _agent(agent))
    for identifier in (*record.identifiers, *(item for version in record.versions for item in version.identifiers)):
        yield identifier.iri, block(identifier.iri, _identifier(identifier))
    for concept in (*record.tasks, *record.modalities):
        yield concept.iri, _concept(concept)
    for terms in policies(record):
        rows = [("a", ["odrl:Policy"]), ("dcterms:title", [said(terms.name, terms.language)])]
        yield terms.iri, block(terms.iri, [*rows, ("foaf:page", link(terms.link))])
    if record.period_iri and record.period:
        start, end = record.period
        rows = [("a", ["dcterms:PeriodOfTime"]), ("dcat:startDate", dated(start)), ("dcat:endDate", dated(end))]
        yield record.period_iri, block(record.period_iri, rows)
    for work in record.publications:
        links = [address(item.url) for item in work.identifiers if item.url]
        rows = [("a", ["dcterms:BibliographicResource"]), ("dcterms:title", [string(work.name)])]
        yield work.iri, block(work.iri, [*rows, ("dcterms:issued", dated(work.issued)), ("foaf:page", links)])


def agents(record: Record) -> Iterable[Agent]:
    """Return the people and organizations of a record and where they work, each once."""
    owners = [record.publisher] if record.publisher else []
    queue = [*record.creators, *owners, *(item.agent for item in record.attributions)]
    found: dict[str, Agent] = {}
    for agent in queue:
        if agent.iri not in found:
            found[agent.iri] = agent
            queue += agent.affiliations
    return found.values()


def _agent(agent: Agent) -> list[Row]:
    return [
        ("a", ["foaf:Agent", "foaf:Person" if agent.is_person else "foaf:Organization"]),
        ("foaf:name", [string(agent.name)]),
        ("foaf:homepage", link(agent.homepage)),
        ("dcterms:identifier", [string(item.url) for item in agent.identifiers if item.url]),
        ("org:memberOf" if agent.is_person else "org:subOrganizationOf", iris(x.iri for x in agent.affiliations)),
    ]


def _identifier(identifier: Identifier) -> list[Row]:
    return [
        ("a", ["adms:Identifier"]),
        ("skos:notation", [string(identifier.notation)]),
        ("adms:schemaAgency", [string(identifier.scheme)]),
        ("rdfs:seeAlso", [address(identifier.url)] if identifier.url else []),
    ]


def _concept(concept: Concept) -> str:
    return block(concept.iri, [("a", ["skos:Concept"]), ("skos:prefLabel", texts([concept.text]))])


def _lost(record: Record) -> Iterator[str]:
    if any(item.unit or item.amount or item.coverage for item in record.derivations):
        yield "unit, amount and coverage of derivations"
    if any(extent.unit_iri != _PATIENT or extent.exact is None for extent in record.extents):
        yield "counts but for those of patients and of records, and all that are not exact or of a part"
    if record.by_line:
        yield "the order of the by-line, and its names without a record"
    if any(terms.scope != "Data" for terms in record.terms):
        yield "terms of text, annotations, code, weights and metadata alone"
    if record.access_level and record.access_level.authority:
        yield f"the access level: of '{record.access_level.label}' only the European authority's nearest right is told"
    if record.custodian:
        yield "the custodian of the source"
    if any(part.role for part in record.parts):
        yield "the roles of splits"
    yield "evidence, and what is unknown, none or disputed"
