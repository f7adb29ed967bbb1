"""A dataset in DataCite 4.5, as JSON. Level 5.

In: a `Record` and the catalogue's settings. Out: one JSON object. DataCite requires an identifier (DOI), creators,
titles, a publisher, a year of publication and a type; what of it is not known is named in `missing`.

The document speaks of what its DOI names: of the current version, where the DOI is that version's, else of the dataset.

| DataCite | from |
|---|---|
| doi, alternateIdentifiers | the DOI of the dataset, else of its current version; the IRI and other identifiers |
| creators | the by-line, with ORCID and affiliations of people who have records |
| titles, descriptions | names and description, with languages |
| publisher, publicationYear, dates | dcterms:publisher; first release (or the version's), period, newest check |
| subjects, language | tasks and modalities; the language, where it is only one |
| contributors, fundingReferences | roles: collected, hosts, grants access; funds |
| version, sizes | the current version; extents |
| rightsList | policies of scope Data, with SPDX codes; the access level |
| relatedIdentifiers | IsDerivedFrom, HasVersion, IsVersionOf, IsNewVersionOf, IsPartOf, HasPart, IsDescribedBy |
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kinset.exports.citation import doi_of
from kinset.exports.documents import drop_empty, json_text, policies
from kinset.exports.people import makers
from kinset.exports.port import Export, page_url
from kinset.project import Project
from kinset.records import Agent, Extent, Identifier, Record, Terms, Version
from kinset.vocab import KIN
from kinset.wording import amount

SCHEMA_VERSION = "http://datacite.org/schema/kernel-4"
REQUIRED = ("doi", "creators", "titles", "publisher", "publicationYear")
_CONTRIBUTORS = {
    KIN.Collected.value: "DataCollector",
    KIN.Hosts.value: "HostingInstitution",
    KIN.GrantsAccess.value: "Distributor",
}
_RELATED = {"DOI": "DOI", "arXiv": "arXiv", "PubMed": "PMID"}
_SCHEMES = {"ORCID": "https://orcid.org", "ROR": "https://ror.org"}
_W3ID = "https://w3id.org/"


def write(record: Record, project: Project) -> Export:
    """Write a dataset as DataCite JSON."""
    body = drop_empty(_body(record, project))
    missing = tuple(name for name in REQUIRED if name not in body)
    return Export(record.iri, json_text(body), ".datacite.json", missing, tuple(_lost(record)))


def _version(record: Record) -> Version | None:
    """Return the version that the document speaks of, if its DOI is a version's."""
    now = next((version for version in record.versions if version.iri == record.current_version), None)
    return now if now and doi_of(now.identifiers) == doi_of(record.identifiers) is not None else None


def _body(record: Record, project: Project) -> dict[str, Any]:
    version = _version(record)
    issued = version.issued if version and version.issued else record.issued
    return {
        "doi": doi_of(record.identifiers),
        "url": page_url(project, record.iri) or record.landing_page,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "creators": list(_creators(record)) or None,
        "titles": list(_titles(record)),
        "publisher": _publisher(record.publisher) if record.publisher else None,
        "publicationYear": issued[:4] if issued and issued[:4].isdecimal() else None,
        "subjects": [drop_empty({"subject": word.value, "lang": word.language or None}) for word in record.topics],
        "contributors": list(_contributors(record)),
        "dates": list(_dates(record, issued)),
        "language": record.languages[0] if len(record.languages) == 1 else None,
        "alternateIdentifiers": list(_alternates(record)),
        "relatedIdentifiers": list(_related(record, version)),
        "sizes": list(dict.fromkeys(_size(extent) for extent in record.extents)),
        "version": record.version,
        "rightsList": list(_rights(record)),
        "descriptions": [
            drop_empty({"description": text.value, "descriptionType": "Abstract", "lang": text.language or None})
            for text in record.descriptions
        ],
        "fundingReferences": [_funder(agent) for agent in dict.fromkeys(record.funders)],
        "schemaVersion": SCHEMA_VERSION,
    }


def _titles(record: Record) -> Iterator[dict[str, Any]]:
    for text in record.labels:
        kind = None if text.value == record.name else "TranslatedTitle"
        yield drop_empty({"title": text.value, "titleType": kind, "lang": text.language or None})
    if not record.labels:
        yield {"title": record.name}
    for text in record.other_names:
        yield drop_empty({"title": text.value, "titleType": "AlternativeTitle", "lang": text.language or None})


def _creators(record: Record) -> Iterator[dict[str, Any]]:
    for maker in makers(record):
        yield _agent(maker.agent) if maker.agent else {"name": maker.name}


def _agent(agent: Agent) -> dict[str, Any]:
    places = [
        drop_empty({"name": place.name, **_prefixed("affiliationIdentifier", place.identifiers)})
        for place in agent.affiliations
    ]
    return drop_empty(
        {
            "name": agent.name,
            "nameType": "Personal" if agent.is_person else "Organizational",
            "nameIdentifiers": [
                {"nameIdentifier": item.url, "nameIdentifierScheme": item.scheme, "schemeUri": _SCHEMES[item.scheme]}
                for item in agent.identifiers
                if item.scheme in _SCHEMES and item.url
            ],
            "affiliation": places,
        }
    )


def _prefixed(name: str, identifiers: Iterable[Identifier]) -> Mapping[str, Any]:
    """Return the properties that tell an organization's ROR, called after the property that holds it."""
    found = next((item for item in identifiers if item.scheme == "ROR"), None)
    return {name: found.url, f"{name}Scheme": "ROR", "schemeUri": _SCHEMES["ROR"]} if found else {}


def _publisher(agent: Agent) -> dict[str, Any]:
    return {"name": agent.name, **_prefixed("publisherIdentifier", agent.identifiers)}


def _funder(agent: Agent) -> dict[str, Any]:
    found = next((item.url for item in agent.identifiers if item.scheme == "ROR"), None)
    kind = "ROR" if found else None
    return drop_empty({"funderName": agent.name, "funderIdentifier": found, "funderIdentifierType": kind})


def _contributors(record: Record) -> Iterator[dict[str, Any]]:
    for item in record.attributions:
        if item.role.iri in _CONTRIBUTORS:
            yield {**_agent(item.agent), "contributorType": _CONTRIBUTORS[item.role.iri]}


def _dates(record: Record, issued: str | None) -> Iterator[dict[str, str]]:
    if issued:
        yield {"date": issued, "dateType": "Issued"}
    if record.period and any(record.period):
        start, end = record.period
        yield {"date": f"{start or ''}/{end or ''}", "dateType": "Other", "dateInformation": "period covered"}


def _alternates(record: Record) -> Iterator[dict[str, str]]:
    yield {"alternateIdentifier": record.iri, "alternateIdentifierType": "w3id" if _is_w3id(record.iri) else "URL"}
    told = doi_of(record.identifiers)
    for item in {(found.scheme, found.notation): found for found in record.identifiers}.values():
        if item.notation != told:
            yield {"alternateIdentifier": item.notation, "alternateIdentifierType": item.scheme}


def _related(record: Record, version: Version | None) -> Iterator[dict[str, str]]:
    for item in {found.source: found for found in record.derivations if found.source in record.sources}.values():
        yield _relation("IsDerivedFrom", item.source, item.source_identifiers)
    if version:
        yield _relation("IsVersionOf", record.iri, ())
        before = next((found for found in record.versions if found.iri == version.previous), None)
        if version.previous:
            yield _relation("IsNewVersionOf", version.previous, before.identifiers if before else ())
    else:
        for found in record.versions:
            yield _relation("HasVersion", found.iri, found.identifiers)
    for whole in record.part_of:
        yield _relation("IsPartOf", whole.iri, ())
    wholes = {record.iri, record.current_version}
    for part in record.parts:
        if part.whole in wholes:
            yield _relation("HasPart", part.iri, ())
    for work in record.publications:
        yield _relation("IsDescribedBy", work.iri, work.identifiers)


def _relation(kind: str, iri: str, identifiers: Iterable[Identifier]) -> dict[str, str]:
    """Return a relation to a thing by the identifier that DataCite knows, else by its IRI."""
    known = {_RELATED[found.scheme]: found.notation for found in identifiers if found.scheme in _RELATED}
    scheme = next((name for name in _RELATED.values() if name in known), None)
    if scheme:
        notation = f"arXiv:{known[scheme]}" if scheme == "arXiv" else known[scheme]
        return {"relatedIdentifier": notation, "relatedIdentifierType": scheme, "relationType": kind}
    return {
        "relatedIdentifier": iri,
        "relatedIdentifierType": "w3id" if _is_w3id(iri) else "URL",
        "relationType": kind,
    }


def _is_w3id(iri: str) -> bool:
    return iri.startswith(_W3ID)


def _size(extent: Extent) -> str:
    """Return an extent in words: `note: 1009`."""
    number = amount(extent.count, extent.minimum, extent.maximum, about=extent.approximate, plain=True)
    whom = f" ({extent.population})" if extent.population else ""
    where = f", version {extent.stands_on}" if extent.stands_on else ""
    return f"{extent.unit}{whom}: {number}{where}"


def _rights(record: Record) -> Iterator[dict[str, Any]]:
    for terms in policies(record):
        yield drop_empty({"rights": terms.name, "rightsUri": terms.link or terms.iri, **_spdx(terms)})
    access = record.access_level
    if access:
        lang = "en" if access.language == "en" else None  # the words before the label are English
        yield drop_empty({"rights": f"Access: {access.label}", "lang": lang})


def _spdx(terms: Terms) -> Mapping[str, str]:
    if terms.spdx is None:
        return {}
    return {
        "rightsIdentifier": terms.spdx,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
    }


def _lost(record: Record) -> Iterator[str]:
    if record.derivations:
        yield "kind, unit, amount, coverage and selection of derivations: IsDerivedFrom has only the source"
    if record.influences:
        yield "models and works that shaped it without records of theirs"
    if len(record.languages) > 1:
        yield f"languages: there is place for one, and it has {len(record.languages)}"
    if any(item.role.iri not in _CONTRIBUTORS and item.role.iri != KIN.Funds.value for item in record.attributions):
        yield "who annotated or organized"
    if any(terms.scope != "Data" for terms in record.terms):
        yield "terms of text, annotations, code, weights and metadata alone"
    if any(terms.rules for terms in record.terms):
        yield "the rules of policies"
    if record.custodian:
        yield "the custodian of the source"
    yield "evidence, and what is unknown, none or disputed"
