import xml.etree.ElementTree as ET

import pytest

from kinset.errors import DrawingError
from kinset.layout import draw, quoted

SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_is_svg_that_a_screen_reader_can_tell() -> None:
    svg = draw('digraph { a -> b [label="x & y"] }', title='A "title" & more', description="a leads to b <here>")
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    assert (root.tag, root.get("role"), root.get("aria-labelledby")) == (f"{SVG}svg", "img", "title desc")
    assert root.findtext(f"{SVG}title") == 'A "title" & more'
    assert root.findtext(f"{SVG}desc") == "a leads to b <here>"
    assert int(root.get("width") or 0) > 50


def test_the_same_graph_gives_the_same_bytes() -> None:
    pictures = {draw("digraph { a -> b }", title="t", description="d") for _ in range(2)}
    assert len(pictures) == 1


def test_what_is_no_dot_is_refused() -> None:
    with pytest.raises(DrawingError, match="could not be drawn"):
        draw("digraph {", title="t", description="d")


@pytest.mark.parametrize("text", ['say "so"', "back\\slash", "two\nlines", "<b>&", "عربى", "]; evil [x"])
def test_no_label_breaks_out_of_its_quotes(text: str) -> None:
    root = ET.fromstring(draw(f"digraph {{ a [label={quoted(text)}] }}", title="t", description="d"))  # noqa: S314
    assert len(root.findall(f".//{SVG}g[@class='node']")) == 1
