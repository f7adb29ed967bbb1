"""A family tree as a picture. Level 4.

In: a `Trace`. Out: DOT with styles, and from it SVG with a text alternative. Sources stand at the left, what was made
of them at the right; versions are folded into their dataset and named on the edge. Lines are told apart without colour:
solid where records flow, dashed where ids or new text do, dotted where no record flows or only a use is claimed; `~`
marks what is inferred, `?` what is remembered. At most `LIMIT` nodes are drawn, nearest first; what is cut is counted.
"""

from collections.abc import Iterable, Mapping
from textwrap import wrap

from kinset.iri import spaced
from kinset.layout import draw, quoted
from kinset.lineage.claims import Link
from kinset.lineage.trace import Direction, Trace, TraceEdge, TraceNode

LIMIT = 200
_FONT = 'fontname="Helvetica,Arial,sans-serif"'
# Wide enough for renderers whose letters are wider than those that Graphviz reckons with.
_MARGIN = 'margin="0.26,0.09"'
_STYLES = {"influence": "dotted", "use": "dotted"}
_KINDS = {"StandoffOf": "dashed", "EnrichedWith": "dotted", "SynthesizedFrom": "dashed", "TranslationOf": "dashed"}
_SHAPES = {"model": "ellipse", "challenge": "octagon", "track": "octagon"}
_MARKS = {"Inferred": " ~", "Remembered": " ?"}
_STRENGTH = ("Computed", "Read", "Inferred", "Remembered")


def as_svg(trace: Trace) -> str:
    """Return the picture of a tree."""
    way = "sources" if trace.direction is Direction.UP else "descendants"
    name = next(node.label for node in trace.nodes if node.iri == trace.focus)
    return draw(as_styled_dot(trace), title=f"{way.capitalize()} of {name}", description=describe(trace))


def describe(trace: Trace) -> str:
    """Return a tree in words: one sentence an edge, nearest first."""
    names = {node.iri: node.label for node in trace.nodes}
    sentences = [
        f"{names[edge.origin]} is {spaced(edge.link.kind)} {names[edge.target]}{_of(edge.target_part)}."
        if edge.link.sort == "derivation"
        else f"{names[edge.origin]}: {spaced(edge.link.kind)} {names[edge.target]}{_of(edge.target_part)}."
        for edge in trace.edges
        if edge.origin in names and edge.target in names
    ]
    cut = trace.cut + max(0, len(trace.nodes) - LIMIT)
    return " ".join([*dict.fromkeys(sentences), *([f"{cut} more are not drawn."] if cut else [])])


def as_styled_dot(trace: Trace) -> str:
    """Return a tree as DOT with the styles of the picture."""
    drawn = {node.iri for node in trace.nodes[:LIMIT]}
    cut = trace.cut + len(trace.nodes) - len(drawn)
    lines = [
        "digraph lineage {",
        '  graph [rankdir=LR, bgcolor="transparent", nodesep=0.25, ranksep=0.6];',
        f'  node [{_FONT}, fontsize=11, shape=box, style="rounded,filled", fillcolor=white, {_MARGIN}];',
        f"  edge [{_FONT}, fontsize=9, arrowsize=0.7];",
        *(_node(node, trace.focus) for node in trace.nodes if node.iri in drawn),
        *_edges(edge for edge in trace.edges if edge.origin in drawn and edge.target in drawn),
    ]
    if cut:
        lines.append(f'  cut [label="and {cut} more", shape=plaintext, style="", fontsize=11];')
    return "\n".join([*lines, "}", ""])


def _node(node: TraceNode, focus: str) -> str:
    label = "\\n".join(quoted(line)[1:-1] for line in wrap(node.label, 28) or [node.label])
    shape = _SHAPES.get(node.kind, "box")
    weight = 2.5 if node.iri == focus else 1
    return (
        f'  {quoted(node.iri)} [label="{label}", shape={shape}, penwidth={weight}, '
        f"URL={quoted(node.iri)}, tooltip={quoted(node.label)}];"
    )


def _edges(edges: Iterable[TraceEdge]) -> Iterable[str]:
    """Yield a line for each pair of entities and kind; claims of one kind are drawn once, with all versions."""
    groups: dict[tuple[str, str, str], list[TraceEdge]] = {}
    for edge in edges:
        groups.setdefault((edge.target, edge.origin, edge.link.kind), []).append(edge)
    for (target, origin, kind), found in groups.items():
        parts = sorted({edge.target_part for edge in found} - {""})
        label = spaced(kind) + (f" {', '.join(parts[:3])}" if parts else "") + _mark(edge.link for edge in found)
        style = _KINDS.get(kind) or _STYLES.get(found[0].link.sort, "solid")
        yield f"  {quoted(target)} -> {quoted(origin)} [label={quoted(label)}, style={style}];"


def _mark(links: Iterable[Link]) -> str:
    """Return the mark of the best evidence among claims."""
    methods = {note.method for link in links for note in link.evidence}
    best: str = next((method for method in _STRENGTH if method in methods), "")
    marks: Mapping[str, str] = _MARKS
    return marks.get(best, "")


def _of(part: str) -> str:
    return f" {part}" if part else ""
