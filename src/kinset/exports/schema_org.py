"""A dataset as dataset search engines read it: one compact schema.org document. Level 5.

In: see `port`. Out: JSON-LD for `https://schema.org/`, nested by template, with the properties that the dataset search
guidelines require and recommend, as far as the catalogue knows them. What is required and not known is named in
`missing` and never filled in.

| schema.org | from |
|---|---|
| name, alternateName, description | rdfs:label, skos:altLabel, dcterms:description |
| url, sameAs, identifier | the site's page, else the landing page; links of identifiers; DOI, else notation |
| creator, publisher, funder | dcterms:creator (else the by-line kin:authors), dcterms:publisher, kin:Funds |
| version, datePublished, sdDatePublished | the current version; first release; newest check of the record |
| citation, keywords | dcterms:isReferencedBy; tasks and modalities |
| inLanguage, temporalCoverage | language tags; the period |
| license, usageInfo | policies of scope Data: known licences, and all others |
| conditionsOfAccess, isAccessibleForFree | the access level; only where it says something of money |
| size | extents, those that are to be believed first first |
| isBasedOn, prov:wasDerivedFrom | derivations |
| includedInDataCatalog | the catalogue |
"""

import json
from collections.abc import Iterable
from typing import Any

from kinset.exports.port import Export, Material
from kinset.formats import JSON_LD
from kinset.records import Agent, Extent, Identifier, Record, Terms, Work, describe

DESCRIPTION_LENGTH = range(50, 5001)
CONTEXT = ["https://schema.org/", {"prov": "http://www.w3.org/ns/prov#"}]
# Only these levels say something about money: what is free to download costs nothing, a subscription does.
_FREE = {"open": True, "subscription": False}
_LICENCE_HOSTS = ("creativecommons.org/", "opensource.org/", "spdx.org/")


def export(material: Material, iri: str) -> Export:
    """Write a dataset as a schema.org document."""
    record = describe(iri, material.triples, material.project.base)
    page = page_url(material, iri) or record.landing_page
    body = _drop_empty(_body(material, record, page))
    text = json.dumps({"@context": CONTEXT, **body}, ensure_ascii=False, indent=2) + "\n"
    return Export(iri, text, JSON_LD.suffix, tuple(_missing(record, page)), tuple(_lost(record)))


def page_url(material: Material, iri: str) -> str | None:
    """Return the page of an entity on the catalogue's site, or None where there is no site."""
    if not material.project.site:
        return None
    return material.project.site.rstrip("/") + "/" + iri.removeprefix(material.project.base.value)


def _body(material: Material, record: Record, page: str | None) -> dict[str, Any]:
    project = material.project
    data_terms = [terms for terms in dict.fromkeys(record.terms) if terms.scope == "Data"]
    return {
        "@type": "Dataset",
        "@id": record.iri,
        "name": record.name,
        "alternateName": _one(record.alternate_names),
        "description": record.description,
        "url": page,
        "sameAs": _one(_same_as(record, page)),
        "identifier": _one([_identifier(found) for found in record.identifiers]),
        "creator": _one(_creators(record)),
        "publisher": _agent(record.publisher) if record.publisher else None,
        "funder": _one([_agent(agent) for agent in record.funders]),
        "version": record.version,
        "datePublished": record.issued,
        "sdDatePublished": record.modified,
        "citation": _one([_work(work) for work in record.publications]),
        "keywords": _one(record.keywords),
        "inLanguage": _one(record.languages),
        "temporalCoverage": _interval(record.period),
        "license": _one([_licence(terms) for terms in data_terms if _is_licence(terms)]),
        "usageInfo": _one([_licence(terms) for terms in data_terms if not _is_licence(terms)]),
        "conditionsOfAccess": f"{record.access[0].capitalize()}: {record.access[1]}" if record.access else None,
        "isAccessibleForFree": _FREE.get(record.access[0]) if record.access else None,
        "size": _one([_size(extent) for extent in record.extents]),
        "isBasedOn": _one([{"@id": source} for source in record.sources]),
        "prov:wasDerivedFrom": _one([{"@id": source} for source in record.sources]),
        "includedInDataCatalog": _drop_empty(
            {
                "@type": "DataCatalog",
                "@id": project.base.value,
                "name": project.title,
                "url": project.site,
            }
        ),
    }


def _missing(record: Record, page: str | None) -> Iterable[str]:
    """Yield what dataset search requires and the catalogue does not know; `url` makes the page findable."""
    if record.description is None:
        yield "description"
    elif len(record.description) not in DESCRIPTION_LENGTH:
        yield f"description of {DESCRIPTION_LENGTH.start} to {DESCRIPTION_LENGTH.stop - 1} characters"
    if page is None:
        yield "url"


def _lost(record: Record) -> Iterable[str]:
    if record.sources:
        yield "kind, unit, amount, coverage and evidence of derivations: isBasedOn has only the source"
    if any(extent.population for extent in record.extents):
        yield "the population that a count is restricted to, but for its name"
    if any(terms.scope != "Data" for terms in record.terms):
        yield "terms of text, annotations, code, weights and metadata alone: license speaks of all the data"
    if record.custodian:
        yield "the custodian of the source"
    yield "evidence, and what is unknown, none or disputed"


def _same_as(record: Record, page: str | None) -> list[str]:
    links = [record.landing_page, *(found.url for found in record.identifiers)]
    return list(dict.fromkeys(link for link in links if link and link != page))


def _identifier(identifier: Identifier) -> Any:
    if identifier.scheme == "DOI" and identifier.url:
        return identifier.url
    return _drop_empty(
        {
            "@type": "PropertyValue",
            "propertyID": identifier.scheme,
            "value": identifier.notation,
            "url": identifier.url,
        }
    )


def _creators(record: Record) -> list[Any]:
    """Return the people and organizations who made it, in the by-line's order where it names them."""
    if not record.creators:
        return [{"@type": "Person", "name": name} for name in record.by_line]
    order = {name: place for place, name in enumerate(record.by_line)}
    known = sorted(record.creators, key=lambda agent: (order.get(agent.name, len(order)), agent.name))
    return [_agent(agent) for agent in known]


def _agent(agent: Agent) -> dict[str, Any]:
    return _drop_empty(
        {
            "@type": "Person" if agent.is_person else "Organization",
            "@id": agent.iri,
            "name": agent.name,
            "url": agent.homepage,
            "sameAs": _one([found.url for found in agent.identifiers if found.url]),
            "affiliation": _one([_agent(place) for place in agent.affiliations]),
        }
    )


def _work(work: Work) -> dict[str, Any]:
    links = [found.url for found in work.identifiers if found.url]
    return _drop_empty(
        {
            "@type": "ScholarlyArticle",
            "@id": work.iri,
            "name": work.name,
            "author": _one([{"@type": "Person", "name": name} for name in work.by_line]),
            "datePublished": work.issued,
            "sameAs": _one(links),
        }
    )


def _is_licence(terms: Terms) -> bool:
    return bool(terms.link and terms.link.partition("://")[2].removeprefix("www.").startswith(_LICENCE_HOSTS))


def _licence(terms: Terms) -> Any:
    """Return a policy: by its link where licences are known by theirs, else as a work with name and link."""
    if _is_licence(terms):
        return terms.link
    return _drop_empty({"@type": "CreativeWork", "@id": terms.iri, "name": terms.name, "url": terms.link})


def _interval(period: tuple[str | None, str | None] | None) -> str | None:
    """Return an ISO 8601 interval; an open end is '..'."""
    if period is None or period == (None, None):
        return None
    return "/".join(end or ".." for end in period)


def _size(extent: Extent) -> dict[str, Any]:
    about = " (approximate)" if extent.approximate else ""
    whom = f", {extent.population}" if extent.population else ""
    return _drop_empty(
        {
            "@type": "QuantitativeValue",
            "value": extent.count,
            "minValue": extent.minimum,
            "maxValue": extent.maximum,
            "unitText": f"{extent.unit}{whom}{about}",
            "description": f"version {extent.stands_on}" if extent.stands_on else None,
        }
    )


def _drop_empty(pairs: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in pairs.items() if value is not None and value != []}


def _one(values: Iterable[Any]) -> Any:
    """Return nothing as None, the only value by itself, several as a list."""
    found = list(values)
    return None if not found else found[0] if len(found) == 1 else found
