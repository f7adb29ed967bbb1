"""Family trees for pages: pictures whose nodes lead to pages. Level 6.

In: a `Tracer`, an entity, a page's place. Out: `Gallery`: a `Family` with the picture of its near kin, and a picture of
its whole kin as a file; both also in words. Sources stand at the left, what was made of them at the right.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape, unescape
from textwrap import shorten

from markupsafe import Markup

from kinset.layout import draw, quoted
from kinset.lineage import pictures
from kinset.lineage.trace import Direction, Trace, TraceEdge, Tracer
from kinset.site.pages import Place

NEAR_UP, NEAR_DOWN = 3, 1  # steps: all that a dataset rests on is mostly within three; its heirs can be hundreds
NEAR_NODES = 16
GLANCED = 44  # datasets in the picture of the home page
LISTED = 60  # relatives that a page lists; more are folded into the picture of all kin

_PLAIN = (
    '  graph [rankdir=LR, bgcolor="transparent", nodesep=0.12, ranksep=0.9];',
    (
        '  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, shape=box, style="rounded,filled", '
        'fillcolor=white, height=0.25, margin="0.2,0.04"];'
    ),
    "  edge [arrowsize=0.6];",
)
_LINK = re.compile(r'<a xlink:href="([^"]*)"([^>]*)>')
_IDS = re.compile(r' id="(?:node|edge|graph|a_)[^"]*"')
_TITLE = re.compile(r"<title>[^<]*</title>\n?")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Relative:
    """One entity that the focus was made of, or that was made of it, with the claims between them."""

    iri: str
    name: str
    kind: str
    edges: tuple[TraceEdge, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The kin of an entity.

    Attributes:
        picture: SVG of the near kin, empty where there is none.
        hidden: how many kin the picture does not show.
        sources, heirs: what it was made of, and what was made of it, one step away.
        ancestors, descendants: how many there are, however far.
    """

    picture: Markup
    hidden: int
    sources: tuple[Relative, ...]
    heirs: tuple[Relative, ...]
    ancestors: int
    descendants: int


class Gallery:
    """The pictures of one entity's kin; the near kin and all kin are drawn once where they are the same."""

    def __init__(self, tracer: Tracer, iri: str) -> None:
        self.tracer = tracer
        self.iri = iri
        self.drawn: dict[str, str] = {}

    def family(self, place: Place) -> Family:
        """Return the family of an entity for the page at a place."""
        up = self.tracer.trace(self.iri, Direction.UP, NEAR_UP)
        down = self.tracer.trace(self.iri, Direction.DOWN, NEAR_DOWN)
        near = _nearest(merged(up, down), NEAR_NODES)
        ancestors = len(up.nodes) - 1 + up.cut
        descendants = len(down.nodes) - 1 + down.cut
        return Family(
            picture=_in_page(self._draw(near), place) if near.edges else Markup(""),
            hidden=ancestors + descendants + 1 - len(near.nodes),
            sources=_relatives(self.tracer, self.iri, Direction.UP),
            heirs=_relatives(self.tracer, self.iri, Direction.DOWN),
            ancestors=ancestors,
            descendants=descendants,
        )

    def whole(self, place: Place) -> str:
        """Return the picture of all kin as a file of its own, or nothing where there is none."""
        up, down = self.tracer.trace(self.iri, Direction.UP), self.tracer.trace(self.iri, Direction.DOWN)
        trace = _nearest(merged(up, down), pictures.LIMIT)
        return _linked(self._draw(trace), place, ' target="_top"') if trace.edges else ""

    def _draw(self, trace: Trace) -> str:
        dot = pictures.as_styled_dot(trace)
        if dot not in self.drawn:
            name = next((node.label for node in trace.nodes if node.iri == trace.focus), trace.focus)
            self.drawn[dot] = draw(dot, title=f"Family tree of {name}", description=pictures.describe(trace))
        return self.drawn[dot]


def merged(up: Trace, down: Trace) -> Trace:
    """Return the trees of both ways as one."""
    nodes = {node.iri: node for node in (*down.nodes, *up.nodes)}
    edges = dict.fromkeys((*up.edges, *down.edges))
    ordered = sorted(nodes.values(), key=lambda node: (node.depth, node.label))
    return replace(up, nodes=tuple(ordered), edges=tuple(edges), cut=up.cut + down.cut)


def _nearest(trace: Trace, limit: int) -> Trace:
    """Return a tree with at most so many nodes, the nearest."""
    kept = trace.nodes[:limit]
    iris = {node.iri for node in kept}
    edges = tuple(edge for edge in trace.edges if edge.origin in iris and edge.target in iris)
    return replace(trace, nodes=kept, edges=edges, cut=trace.cut + len(trace.nodes) - len(kept))


def _linked(svg: str, place: Place, target: str = "") -> str:
    """Return a picture whose links lead to pages."""

    def linked(match: re.Match[str]) -> str:
        there = place.of(unescape(match[1])) or match[1]
        return f'<a xlink:href="{escape(there)}" href="{escape(there)}"{target}{match[2]}>'

    return _COMMENT.sub("", _LINK.sub(linked, svg))


def _in_page(svg: str, place: Place) -> Markup:
    """Return a picture that can stand in a page: its ids are its own, and its nodes are links to a screen reader."""
    head, _, rest = _linked(svg, place).partition("</desc>")
    head = head.replace('id="title"', 'id="tree-title"').replace('id="desc"', 'id="tree-desc"')
    head = head.replace('aria-labelledby="title desc"', 'aria-labelledby="tree-title tree-desc"')
    head = head.replace(' role="img"', ' role="group"')  # its nodes are links, which an image would hide
    rest = _TITLE.sub("", _IDS.sub("", rest))
    return Markup(head + "</desc>" + rest)  # noqa: S704 - drawn by the program; names are escaped by Graphviz


def glance(tracer: Tracer, datasets: Iterable[str], place: Place) -> Markup:
    """Return a picture of the datasets that most others are kin to, without words on its lines."""
    kin = {iri: len(tracer.reach(iri)) - 1 for iri in datasets}
    chosen = sorted((iri for iri in kin if kin[iri]), key=lambda iri: (-kin[iri], iri))[:GLANCED]
    inside = set(chosen)
    edges = sorted(
        {
            (edge.target, iri)
            for iri in chosen
            for edge in tracer.edges(iri, Direction.UP)
            if edge.target in inside - {iri}
        }
    )
    drawn = sorted({end for edge in edges for end in edge})
    if not edges:
        return Markup("")
    label = tracer.directory.label
    nodes = [
        f"  {quoted(iri)} [label={quoted(shorten(label(iri), 30, placeholder='…'))}, URL={quoted(iri)}];"
        for iri in drawn
    ]
    lines = [f"  {quoted(source)} -> {quoted(heir)};" for source, heir in edges]
    dot = "\n".join(["digraph glance {", *_PLAIN, *nodes, *lines, "}"])
    words = " ".join(f"{label(heir)} comes from {label(source)}." for source, heir in edges)
    return _in_page(draw(dot, title="The family at a glance", description=words), place)


def _relatives(tracer: Tracer, iri: str, direction: Direction) -> tuple[Relative, ...]:
    groups: dict[str, list[TraceEdge]] = {}
    for edge in tracer.edges(iri, direction):
        groups.setdefault(edge.far(direction), []).append(edge)
    found = (_relative(tracer, one, edges) for one, edges in groups.items() if one != iri)
    return tuple(sorted(found, key=lambda one: (one.kind != "dataset", one.name.casefold(), one.iri)))


def _relative(tracer: Tracer, iri: str, edges: Iterable[TraceEdge]) -> Relative:
    thing = tracer.directory.by_iri.get(iri)
    return Relative(iri, tracer.directory.label(iri), thing.kind if thing else "", tuple(edges))
