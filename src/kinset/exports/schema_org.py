"""A dataset as dataset search engines read it: one compact schema.org document. Level 5.

In: a `Record` and the catalogue's settings. Out: JSON-LD for `https://schema.org/`, nested by template, with the
properties that the dataset search guidelines require and recommend, as far as the catalogue knows them. What is
required and not known is named in `missing` and never filled in.

| schema.org | from |
|---|---|
| name, alternateName, description | rdfs:label, skos:altLabel, dcterms:description |
| url, sameAs, identifier | the site's page, else the landing page; links of identifiers; DOI, else notation |
| creator, publisher, funder | the by-line, with records of dcterms:creator; dcterms:publisher; kin:Funds |
| version, datePublished, sdDatePublished | the current version; first release; newest check of the record |
| citation, keywords | dcterms:isReferencedBy; tasks and modalities |
| inLanguage, temporalCoverage | language tags; the period |
| license | policies of scope Data that permit something: known licences by their link |
| usageInfo | policies of scope Data that are no known licences |
| conditionsOfAccess, isAccessibleForFree | the access level; kin:withoutFee of it, only where it speaks of money |
| size | extents, those that are to be believed first first |
| isBasedOn, prov:wasDerivedFrom | derivations |
| isPartOf, hasPart | dcterms:isPartOf, of the dataset and of what says it of it or of its current version |
| includedInDataCatalog | the catalogue |

Values of isBasedOn, isPartOf and hasPart are typed Dataset nowhere: search engines would hold them to its properties.
"""

from collections.abc import Iterable
from typing import Any

from kinset.exports.documents import (
    drop_empty,
    grants,
    interval,
    is_known_licence,
    json_text,
    licence_link,
    one,
    policies,
)
from kinset.exports.people import makers
from kinset.exports.port import Export, page_url
from kinset.formats import JSON_LD
from kinset.project import Project
from kinset.records import Agent, Extent, Identifier, Part, Record, Terms, Work

DESCRIPTION_LENGTH = range(50, 5001)  # characters that search engines read
CONTEXT = ["https://schema.org/", {"prov": "http://www.w3.org/ns/prov#"}]


def write(record: Record, project: Project) -> Export:
    """Write a dataset as a schema.org document."""
    page = page_url(project, record.iri) or record.landing_page
    text = json_text({"@context": CONTEXT, **body(record, project)})
    return Export(record.iri, text, JSON_LD.suffix, tuple(_missing(record, page)), tuple(_lost(record)))


def body(record: Record, project: Project) -> dict[str, Any]:
    """Return the document's tree, without its context."""
    page = page_url(project, record.iri) or record.landing_page
    return drop_empty(
        {
            "@type": "Dataset",
            "@id": record.iri,
            "name": record.name,
            "alternateName": one(record.alternate_names),
            "description": record.description,
            "url": page,
            "sameAs": one(_same_as(record, page)),
            "identifier": one([*(_identifier(found) for found in record.identifiers), record.iri]),
            "creator": one(creators(record)),
            "publisher": agent(record.publisher) if record.publisher else None,
            "funder": one([agent(found) for found in record.funders]),
            "version": record.version,
            "datePublished": record.issued,
            "sdDatePublished": record.modified,
            "citation": one([_work(work) for work in record.publications]),
            "keywords": one(record.keywords),
            "inLanguage": one(record.languages),
            "temporalCoverage": interval(record.period),
            **terms_of_use(record),
            "size": one([_size(extent) for extent in record.extents]),
            "isBasedOn": one([{"@id": source} for source in record.sources]),
            "prov:wasDerivedFrom": one([{"@id": source} for source in record.sources]),
            "isPartOf": one([{"@id": whole.iri} for whole in record.part_of]),
            "hasPart": one(_parts(record)),
            "includedInDataCatalog": drop_empty(
                {"@type": "DataCatalog", "@id": project.base.value, "name": project.title, "url": project.site}
            ),
        }
    )


def terms_of_use(record: Record) -> dict[str, Any]:
    """Return what may be done with the data and how they are had."""
    found, access = policies(record), record.access_level
    licences = [terms for terms in found if grants(terms)]
    others = [terms for terms in found if not is_known_licence(terms)]
    told = {terms.iri for terms in licences}
    return {
        "license": one([licence(terms) for terms in licences]),
        "usageInfo": one([{"@id": item.iri} if item.iri in told else licence(item) for item in others]),
        "conditionsOfAccess": f"{access.label.capitalize()}: {access.definition}" if access else None,
        "isAccessibleForFree": access.free if access else None,
    }


def licence(terms: Terms) -> Any:
    """Return a policy: by its link where licences are known by theirs, else as a work with name and link."""
    if is_known_licence(terms):
        return licence_link(terms)
    return drop_empty({"@type": "CreativeWork", "@id": terms.iri, "name": terms.name, "url": terms.link})


def creators(record: Record) -> list[Any]:
    """Return the people and organizations who made it, in the by-line's order."""
    return [agent(maker.agent) if maker.agent else {"@type": "Person", "name": maker.name} for maker in makers(record)]


def agent(found: Agent) -> dict[str, Any]:
    """Return a person or organization."""
    places = one([agent(place) for place in found.affiliations])
    return drop_empty(
        {
            "@type": "Person" if found.is_person else "Organization",
            "@id": found.iri,
            "name": found.name,
            "url": found.homepage,
            "sameAs": one([item.url for item in found.identifiers if item.url]),
            "affiliation" if found.is_person else "parentOrganization": places,
        }
    )


def _missing(record: Record, page: str | None) -> Iterable[str]:
    """Yield what dataset search requires and the catalogue does not know; `url` makes the page findable."""
    if record.description is None:
        yield "description"
    elif len(record.description) not in DESCRIPTION_LENGTH:
        yield f"description of {DESCRIPTION_LENGTH.start} to {DESCRIPTION_LENGTH.stop - 1} characters"
    if page is None:
        yield "url"


def _lost(record: Record) -> Iterable[str]:
    if record.derivations:
        yield "kind, unit, amount, coverage and evidence of derivations: isBasedOn has only the source"
    if record.influences:
        yield "models and works that shaped it without records of theirs"
    if len(record.versions) > 1:
        yield "versions but the current one"
    if any(extent.population for extent in record.extents):
        yield "the population that a count is restricted to, but for its name"
    if any(terms.scope != "Data" for terms in record.terms):
        yield "terms of text, annotations, code, weights and metadata alone: license speaks of all the data"
    if any(terms.rules for terms in record.terms):
        yield "the rules of policies: only their names and links are told"
    if record.custodian:
        yield "the custodian of the source"
    yield "evidence, and what is unknown, none or disputed"


def _same_as(record: Record, page: str | None) -> list[str]:
    links = [record.landing_page, *(found.url for found in record.identifiers)]
    return list(dict.fromkeys(link for link in links if link and link != page))


def _identifier(identifier: Identifier) -> Any:
    if identifier.scheme == "DOI" and identifier.url:
        return identifier.url
    return drop_empty(
        {
            "@type": "PropertyValue",
            "propertyID": identifier.scheme,
            "value": identifier.notation,
            "url": identifier.url,
        }
    )


def _work(work: Work) -> dict[str, Any]:
    return drop_empty(
        {
            "@type": "ScholarlyArticle",
            "@id": work.iri,
            "name": work.name,
            "author": one([{"@type": "Person", "name": name} for name in work.by_line]),
            "datePublished": work.issued,
            "sameAs": one([found.url for found in work.identifiers if found.url]),
        }
    )


def _parts(record: Record) -> list[dict[str, str]]:
    wholes = {record.iri, record.current_version}
    return [_part(part) for part in record.parts if part.whole in wholes]


def _part(part: Part) -> dict[str, str]:
    if part.sort == "Dataset":
        return {"@id": part.iri}
    return {"@type": "CreativeWork", "@id": part.iri, "name": part.label.value}


def _size(extent: Extent) -> dict[str, Any]:
    about = " (approximate)" if extent.approximate else ""
    whom = f", {extent.population}" if extent.population else ""
    return drop_empty(
        {
            "@type": "QuantitativeValue",
            "value": extent.count,
            "minValue": extent.minimum,
            "maxValue": extent.maximum,
            "unitText": f"{extent.unit}{whom}{about}",
            "description": f"version {extent.stands_on}" if extent.stands_on else None,
        }
    )
