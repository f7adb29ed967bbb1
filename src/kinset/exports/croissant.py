"""A dataset in Croissant 1.1, at the level of the dataset: no files and no fields. Level 5.

In: a `Record` and the catalogue's settings. Out: JSON-LD. Croissant requires name, description, license, url, creator
and datePublished; what of it is not known is named in `missing`.

| Croissant | from |
|---|---|
| conformsTo | Croissant 1.1; the vocabulary of responsible AI, where something of it is known |
| name, alternateName, description, url, sameAs | as in schema.org |
| creator, publisher, datePublished, version | as in schema.org |
| license | policies of scope Data that permit something |
| keywords, inLanguage | tasks and modalities; language tags |
| citeAs | BibTeX of the dataset |
| prov:wasDerivedFrom, prov:wasGeneratedBy | derivations, their activities |
| prov:wasAttributedTo | who collected or annotated |
| usageInfo | terms of the Data Use Ontology that rules say, and policies as sets of ODRL rules, of scope Data |
| rai:dataCollection | how records were chosen from the sources |
| rai:dataCollectionRawData | what was done with which source |
| rai:machineAnnotationTools | models that produced text or labels |

Codes of the Data Use Ontology come from the ontology's table (kin:duoIfPermitted …), not from the specification, whose
own examples name wrong ones.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from kinset.exports import schema_org
from kinset.exports.citation import dataset_bibtex
from kinset.exports.documents import drop_empty, json_text, one, policies
from kinset.exports.port import Export, page_url
from kinset.project import Project
from kinset.records import Record, Terms
from kinset.vocab import KIN

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
RAI = "http://mlcommons.org/croissant/RAI/1.0"
REQUIRED = ("name", "description", "license", "url", "creator", "datePublished")
_CR = (
    "annotation arrayShape citeAs column containedIn equivalentProperty excludes extract field fileProperty "
    "fileObject fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path readLines recordSet "
    "references regex repeated replace samplingRate sdVersion separator source subField transform unArchive value"
)
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in _CR.split()},
}
_MADE_BY = (KIN.Collected.value, KIN.Annotated.value)
_RULES = {
    "permission": ("odrl:permission", "odrl:Permission"),
    "prohibition": ("odrl:prohibition", "odrl:Prohibition"),
    "obligation": ("odrl:obligation", "odrl:Duty"),
}


def write(record: Record, project: Project) -> Export:
    """Write a dataset as Croissant."""
    body = drop_empty(_body(record, project))
    missing = tuple(name for name in REQUIRED if name not in body)
    text = json_text({"@context": _context(record), **body})
    return Export(record.iri, text, ".croissant.json", missing, tuple(_lost(record)))


def _context(record: Record) -> dict[str, Any]:
    """Return the context; its language is that of names, description and keywords, where all have the same."""
    shown = (*record.alternate_names, record.description)
    written = (*record.other_names, *record.descriptions)
    texts = [record.title, *record.topics, *(text for text in written if text.value in shown)]
    languages = {text.language for text in texts}
    (language,) = languages if len(languages) == 1 else ("",)
    return {"@language": language, **CONTEXT} if language else CONTEXT


def _body(record: Record, project: Project) -> dict[str, Any]:
    page = page_url(project, record.iri) or record.landing_page
    links = [record.landing_page, *(item.url for item in record.identifiers)]
    told = dict(_responsible(record))
    publisher = record.publisher
    return {
        "@type": "sc:Dataset",
        "@id": record.iri,
        "conformsTo": [CONFORMS_TO, RAI] if told else CONFORMS_TO,
        "name": record.name,
        "alternateName": one(record.alternate_names),
        "description": record.description,
        "url": page,
        "sameAs": one(dict.fromkeys(found for found in links if found and found != page)),
        "license": schema_org.terms_of_use(record)["license"],
        "creator": one(schema_org.creators(record)),
        "publisher": schema_org.agent(publisher) if publisher else None,
        "datePublished": record.issued,
        "version": record.version,
        "keywords": one(record.keywords),
        "inLanguage": one(record.languages),
        "citeAs": dataset_bibtex(record),
        "prov:wasDerivedFrom": one([{"@id": source} for source in record.sources]),
        "prov:wasGeneratedBy": one(_activities(record)),
        "prov:wasAttributedTo": one(_makers(record)),
        "usageInfo": one(_use(record)),
        **told,
    }


def _activities(record: Record) -> list[dict[str, Any]]:
    found = {item.activity.iri: item.activity for item in record.derivations if item.activity}
    return [{"@type": "prov:Activity", "@id": item.iri, "prov:label": item.label.value} for item in found.values()]


def _makers(record: Record) -> list[dict[str, Any]]:
    found = {item.agent.iri: item.agent for item in record.attributions if item.role.iri in _MADE_BY}
    return [{"@type": "prov:Agent", "@id": item.iri, "prov:label": item.name} for item in found.values()]


def _use(record: Record) -> Iterator[dict[str, Any]]:
    """Yield the terms of use: codes of the Data Use Ontology, each once, then the policies."""
    found = policies(record)
    codes = {code.iri: code for terms in found for rule in terms.rules for code in rule.duo}
    for code in codes.values():
        name = code.iri.rpartition("/")[2]
        yield {"@type": "DefinedTerm", "name": code.label, "termCode": name, "url": code.iri}
    for terms in found:
        if terms.rules:
            yield _policy(terms)


def _policy(terms: Terms) -> dict[str, Any]:
    rules: dict[str, list[Any]] = {}
    for rule in terms.rules:
        if rule.sort in _RULES and not rule.constrained:
            key, kind = _RULES[rule.sort]
            action = one([{"@id": action} for action in rule.actions])
            rules.setdefault(key, []).append(
                {"@type": kind, "@id": rule.iri, "name": rule.label, "odrl:action": action}
            )
    kinds = ["CreativeWork", "odrl:Set"]
    return drop_empty({"@type": kinds, "@id": terms.iri, "name": terms.name, "url": terms.link, **rules})


def _responsible(record: Record) -> Iterator[tuple[str, Any]]:
    """Yield what is known in the vocabulary of responsible AI."""
    choices = dict.fromkeys(
        f"From {item.source_name.value}: {item.selection.value}" for item in record.derivations if item.selection
    )
    if choices:
        yield "rai:dataCollection", " ".join(choices)
    origins = dict.fromkeys(
        f"{item.kind.label.capitalize()} {item.source_name.value}." for item in record.derivations if item.kind
    )
    if origins:
        yield "rai:dataCollectionRawData", " ".join(origins)
    wrote = KIN.GeneratedBy.value
    tools = dict.fromkeys(item.source_name.value for item in record.influences if item.kind and item.kind.iri == wrote)
    if tools:
        yield "rai:machineAnnotationTools", one(tools)


def _lost(record: Record) -> Iterable[str]:
    yield "files and fields: the description stops at the dataset"
    if record.derivations:
        yield "unit, amount, coverage and evidence of derivations"
    if record.extents:
        yield "counts"
    if len(record.versions) > 1:
        yield "versions but the current one"
    if record.parts:
        yield "parts and splits"
    if record.access:
        yield "the way of access, but for what rules say of it"
    if any(terms.scope != "Data" for terms in record.terms):
        yield "terms of text, annotations, code, weights and metadata alone"
    if any(rule.constrained or rule.sort == "duty" for terms in record.terms for rule in terms.rules):
        yield "rules that hold on conditions, and duties that come with a permission"
    if record.custodian:
        yield "the custodian of the source"
    yield "evidence, and what is unknown, none or disputed"
