"""Typed links of a page, for machines that follow them (FAIR Signposting). Level 6.

In: an entity, its record, the documents beside its page. Out: `Signposts`: links for the page's head, and the same as a
link set (RFC 9264), which also tells the documents which page they describe.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from kinset.names import Thing
from kinset.records import Record
from kinset.site.addresses import relative, web
from kinset.site.stock import Stock

SCHEMA_TYPES = {
    "dataset": "https://schema.org/Dataset",
    "organization": "https://schema.org/Organization",
    "person": "https://schema.org/Person",
    "publication": "https://schema.org/ScholarlyArticle",
}


class Described(Protocol):
    """A document beside a page."""

    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def media_type(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Signpost:
    """One typed link; `path` of this site, or else a whole `href`."""

    rel: str
    href: str = ""
    path: str | None = None
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Signposts:
    """The typed links of one page."""

    page: str
    linkset: str
    site: str | None
    links: tuple[Signpost, ...]

    def as_json(self) -> str:
        """Return the link set: the page's links, and those from its documents back to it."""
        context: dict[str, Any] = {"anchor": self._address(self.page)}
        for link in self.links:
            target = {"href": link.href if link.path is None else self._address(link.path)}
            context.setdefault(link.rel, []).append(target | ({"type": link.media_type} if link.media_type else {}))
        back = [
            {"anchor": self._address(link.path), "describes": [{"href": self._address(self.page)}]}
            for link in self.links
            if link.rel == "describedby" and link.path is not None
        ]
        return json.dumps({"linkset": [context, *back]}, ensure_ascii=False, indent=2) + "\n"

    def _address(self, path: str) -> str:
        return relative(self.linkset, path) if self.site is None else self.site + path


def signposts(stock: Stock, thing: Thing, record: Record | None, documents: tuple[Described, ...]) -> Signposts:
    """Return the typed links of an entity's page."""
    page = stock.addresses.path(thing.iri) or ""
    links = tuple(_links(thing, record, documents))
    return Signposts(page, f"{page.rstrip('/')}.linkset.json", stock.addresses.site, links)


def _links(thing: Thing, record: Record | None, documents: tuple[Described, ...]) -> Iterator[Signpost]:
    yield Signpost("cite-as", thing.iri)
    yield Signpost("type", "https://schema.org/AboutPage")
    if thing.kind in SCHEMA_TYPES:
        yield Signpost("type", SCHEMA_TYPES[thing.kind])
    yield Signpost("collection", path="")
    for document in documents:
        yield Signpost("describedby", path=document.path, media_type=document.media_type)
    for agent in record.creators if record else ():
        own = next((found.url for found in agent.identifiers if found.url), None)
        yield Signpost("author", own or agent.iri)
    for terms in record.terms if record else ():
        if terms.scope == "Data":
            yield Signpost("license", web(terms.link) or terms.iri)
