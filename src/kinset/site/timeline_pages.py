"""The timeline of shared tasks. Level 6.

In: a `Stock`, a `Press`. Out: one bundle: the picture, its items leading to their pages, and the same in words. A
catalogue without shared tasks, or without the queries that tell of them, has no such page.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from kinset import queries
from kinset.lineage import timeline as timelines
from kinset.lineage import timeline_pictures
from kinset.site.bundles import Artifact, Bundle
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock

PATH = "timeline/"
_LINK = re.compile(r'<a href="([^"]*)"')


def bundles(stock: Stock, press: Press) -> Iterator[Bundle]:
    """Yield the timeline, where there is one."""
    if exists(stock):
        key = stock.key(("timeline", *(stock.query_key(stock.queries[name]) for name in timelines.QUERIES)))
        yield Bundle("timeline", key, lambda: [_page(stock, press)])


def exists(stock: Stock) -> bool:
    """Tell whether a catalogue can have a timeline."""
    return any(stock.entities("challenge")) and all(name in stock.queries for name in timelines.QUERIES)


def _page(stock: Stock, press: Press) -> Artifact:
    found = timelines.assemble(*(list(_rows(stock, name)) for name in timelines.QUERIES))
    place = Place(PATH, stock.addresses)

    def linked(match: re.Match[str]) -> str:
        iri = unescape(match[1])
        return f'<a href="{escape(place.of(iri) or iri)}"'

    picture = Markup(_LINK.sub(linked, timeline_pictures.as_svg(found)))  # noqa: S704 - drawn and escaped by the program
    values = {"picture": picture, "lanes": found.lanes, "queries": timelines.QUERIES}
    return Artifact(f"{PATH}index.html", press.page("timeline.html", place, values))


def _rows(stock: Stock, name: str) -> Iterator[dict[str, str]]:
    for row in stock.engine.select(queries.bind(stock.queries[name], {})).dicts():
        yield {key: term.value for key, term in row.items() if isinstance(term, NamedNode | Literal)}
