"""The sources of an answer, to be put into a paper. Level 5.

In: the evidence that an answer rests on, and an engine that knows the publications. Out: BibTeX or CSL JSON, one entry
a source, sorted by key. A publication is cited as such; any other source as a web page with the day of the check.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from pyoxigraph import Literal, NamedNode

from kinset.engine import Engine
from kinset.lineage.claims import EvidenceNote
from kinset.names import Directory

_FIELDS = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prism: <http://prismstandard.org/namespaces/basic/2.0/>
PREFIX schema: <https://schema.org/>
SELECT ?work ?property ?value WHERE {
  ?work a schema:ScholarlyArticle .
  VALUES ?property { kin:authors dcterms:issued prism:publicationName prism:volume prism:pageRange }
  ?work ?property ?value .
}"""
_BIBTEX_ESCAPES = {letter: f"\\{letter}" for letter in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """One source: `issued` and `read_on` as dates of any precision; None where not known.

    `work` tells publications, `dataset` tells data; anything else is a page. `bodies` are the authors that are known to
    be organizations: their names have no parts.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    issued: str | None
    venue: str | None
    volume: str | None
    pages: str | None
    doi: str | None
    url: str | None
    read_on: str | None
    work: bool
    dataset: bool = False
    publisher: str | None = None
    version: str | None = None
    bodies: frozenset[str] = frozenset()


def cite(evidence: Iterable[EvidenceNote], engine: Engine, directory: Directory) -> tuple[Citation, ...]:
    """Return the sources of evidence, each once, sorted by key."""
    read_on: dict[str, str] = {}
    for note in evidence:
        if note.source:
            read_on[note.source] = max(read_on.get(note.source, ""), note.checked_on)
    known = _read_fields(engine)
    citations: dict[str, Citation] = {}
    for source, day in sorted(read_on.items()):
        found = _citation(source, day or None, known.get(source), directory)
        key, number = found.key, 1
        while key in citations:
            number += 1
            key = f"{found.key}-{number}"
        citations[key] = replace(found, key=key)
    return tuple(citations[key] for key in sorted(citations))


def evidence_in(answer: object) -> Iterator[EvidenceNote]:
    """Yield every piece of evidence in an answer, however deep it stands: answers are frozen values of values."""
    if isinstance(answer, EvidenceNote):
        yield answer
    elif is_dataclass(answer) and not isinstance(answer, type):
        for item in fields(answer):
            yield from evidence_in(getattr(answer, item.name))
    elif isinstance(answer, Mapping):
        for value in answer.values():
            yield from evidence_in(value)
    elif isinstance(answer, tuple | list | frozenset | set):
        for value in answer:
            yield from evidence_in(value)


def _read_fields(engine: Engine) -> Mapping[str, Mapping[str, str]]:
    works: dict[str, dict[str, str]] = {}
    for work, name, value in engine.select(_FIELDS):
        if isinstance(work, NamedNode) and isinstance(name, NamedNode) and isinstance(value, Literal):
            works.setdefault(work.value, {})[re.split(r"[#/]", name.value)[-1]] = value.value
    return works


def _citation(source: str, day: str | None, told: Mapping[str, str] | None, directory: Directory) -> Citation:
    thing = directory.by_iri.get(source)
    told = told or {}
    links = (thing.links if thing else ()) or (source,)  # what has no link of its own has its record's address
    doi = next((link.removeprefix("https://doi.org/") for link in links if link.startswith("https://doi.org/")), None)
    slug = source.rstrip("/").rpartition("/")[2] if thing else re.sub(r"https?://(www\.)?", "", source)
    return Citation(
        key=_key(slug),
        title=thing.label if thing else _title(source, directory),
        authors=tuple(name for part in told.get("authors", "").split(";") if (name := part.strip())),
        issued=told.get("issued"),
        venue=told.get("publicationName"),
        volume=told.get("volume"),
        pages=told.get("pageRange"),
        doi=doi,
        url=next(iter(links), None),
        read_on=day,
        work=bool(thing and thing.kind == "publication"),
    )


def _title(source: str, directory: Directory) -> str:
    """Return a title for a page: the label of the thing whose page it is, else the link."""
    owner = next((thing for thing in directory.things if source in thing.links), None)
    return owner.label if owner else re.sub(r"https?://(www\.)?", "", source).rstrip("/")


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-") or "source"


def bibtex(citations: Iterable[Citation]) -> str:
    """Return citations as BibTeX."""
    return "\n".join(_entry(citation) for citation in citations)


def _entry(citation: Citation) -> str:
    pairs = {
        "title": f"{{{_escaped(citation.title)}}}",
        "author": " and ".join(_bibtex_name(name, whole=name in citation.bodies) for name in citation.authors),
        "year": (citation.issued or "")[:4],
        "journal": _escaped(citation.venue or ""),
        "volume": _escaped(citation.volume or ""),
        "pages": _escaped(citation.pages or "").replace("-", "--"),
        "publisher": _escaped(citation.publisher or ""),
        "version": _escaped(citation.version or ""),
        "doi": _verbatim(citation.doi or ""),
        "url": _verbatim(citation.url or ""),
        "note": f"read on {citation.read_on}" if citation.read_on and not citation.work else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in pairs.items() if value]
    kind = "article" if citation.work and citation.venue else "misc"
    return "\n".join([f"@{kind}{{{citation.key},", *lines, "}", ""])


def _bibtex_name(name: str, *, whole: bool) -> str:
    """Return a name, in braces where BibTeX would take its last word for a family's, or a word for the name's end."""
    return f"{{{_escaped(name)}}}" if whole or " and " in name else _escaped(name)


def _escaped(text: str) -> str:
    """Return a text on one line; a brace without its fellow would end the entry, escaped or not, so it is named."""
    braces = {} if _balanced(text) else {"{": r"\textbraceleft ", "}": r"\textbraceright "}
    return " ".join("".join((_BIBTEX_ESCAPES | braces).get(letter, letter) for letter in text).split())


def _balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0


def _verbatim(text: str) -> str:
    """Return a link or DOI as it is, but for what would end the field."""
    return re.sub(r"[{}\s\\]", lambda match: f"%{ord(match[0]):02X}", text)


def csl(citations: Iterable[Citation]) -> str:
    """Return citations as CSL JSON."""
    return json.dumps([_csl(citation) for citation in citations], ensure_ascii=False, indent=2) + "\n"


def _csl(citation: Citation) -> dict[str, Any]:
    item = {
        "id": citation.key,
        "type": _csl_type(citation),
        "title": citation.title,
        "author": [_csl_name(name, whole=name in citation.bodies) for name in citation.authors],
        "issued": _csl_date(citation.issued),
        "container-title": citation.venue,
        "volume": citation.volume,
        "page": citation.pages,
        "publisher": citation.publisher,
        "version": citation.version,
        "DOI": citation.doi,
        "URL": citation.url,
        "accessed": _csl_date(citation.read_on),
    }
    return {key: value for key, value in item.items() if value}


def _csl_type(citation: Citation) -> str:
    if citation.dataset:
        return "dataset"
    return "webpage" if not citation.work else "article-journal" if citation.venue else "article"


def _csl_name(name: str, *, whole: bool) -> dict[str, str]:
    """Return a name in parts where a comma tells them; else literally, because guessing is wrong for many names."""
    family, comma, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma and not whole else {"literal": name}


def _csl_date(date: str | None) -> dict[str, list[list[int]]] | None:
    parts = [int(part) for part in re.findall(r"\d+", date or "")[:3]]
    return {"date-parts": [parts]} if parts else None
