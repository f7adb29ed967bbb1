"""A page as a crawler reads it. Level 6.

In: the bytes of an HTML file, and its path from the site's root. Out: a `Page`: its head, its JSON-LD blocks, and
what they say that the page does not show. Bad HTML and bad JSON are no errors: they are told by the page.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from kinset import formats
from kinset.lint.nodes import Node, datasets, many, nodes, walk

JSON_LD = formats.JSON_LD.media_type
_DEEPEST = 100  # levels of a block
_UNSEEN = {"script", "style", "template", "title"}
# What is read by people, and so must stand on the page; of nodes, their names.
_PROSE = ("name", "alternateName", "description", "keywords", "version", "conditionsOfAccess")
_NAMED = ("creator", "publisher", "funder", "license", "usageInfo", "citation")


@dataclass(frozen=True, slots=True)
class Block:
    """One JSON-LD block: its bytes; why it cannot be read, if so; the datasets it describes."""

    size: int
    fault: str
    datasets: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        file: its path from the root; `path` is its address from there.
        size: bytes of the file.
        robots: the words of its robots meta element.
        hidden: property and text of what the block says and the page does not show.
        anchors: identifiers of its elements.
    """

    file: str
    size: int
    title: str
    summary: str
    canonical: str | None
    robots: frozenset[str]
    blocks: tuple[Block, ...]
    hidden: tuple[tuple[str, str], ...]
    anchors: frozenset[str]

    @property
    def path(self) -> str:
        """The page's address from the site's root: of an index, its folder."""
        return address_of(self.file)

    @property
    def datasets(self) -> tuple[Node, ...]:
        """The datasets that its blocks describe."""
        return tuple(found for block in self.blocks for found in block.datasets)


def address_of(file: str) -> str:
    """Return the address of a file from the site's root.

    >>> address_of("dataset/x/index.html"), address_of("index.html"), address_of("404.html")
    ('dataset/x/', '', '404.html')
    """
    return file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file


def read_page(file: str, content: bytes) -> Page:
    """Read a page."""
    parser = _Parser()
    with suppress(AssertionError):  # some releases of Python give up at an odd "<![": what stood before it is read
        parser.feed(content.decode("utf-8", errors="replace"))
        parser.close()
    blocks = tuple(read_block(text) for text in parser.blocks)
    shown = _plain("".join(parser.text))
    said = [pair for block in blocks for found in block.datasets for pair in _prose(found)]
    return Page(
        file=file,
        size=len(content),
        title=_plain("".join(parser.title)),
        summary=_plain(parser.summary),
        canonical=parser.canonical,
        robots=frozenset(parser.robots.lower().replace(",", " ").split()),
        blocks=blocks,
        hidden=tuple((name, text) for name, text in dict.fromkeys(said) if _plain(text) not in shown),
        anchors=frozenset(parser.anchors),
    )


def read_block(text: str) -> Block:
    """Read a block."""
    size = len(text.encode())
    try:
        found = tuple(nodes(_parsed(text)))
    except (ValueError, RecursionError) as error:
        return Block(size, f"it is no JSON: {error}", ())
    every = [node for one in found for node in walk(one)]
    told = [name for node in every for name in (*node.get("@type", ()), *node) if not name.startswith("@")]
    fault = "no context says that its names are schema.org's" if told and all(":" in name for name in told) else ""
    return Block(size, fault, tuple(one for node in found for one in datasets(node)))


def _parsed(text: str) -> Any:
    """Return the value of a JSON text, without halves of surrogate pairs; raises ValueError for what is none."""
    document = json.loads(text)
    if "\\ud" in text.lower():
        document = json.loads(json.dumps(document, ensure_ascii=False).encode(errors="replace"))
    level = [document]
    for _depth in range(_DEEPEST):
        level = [item for value in level if isinstance(value, dict | list) for item in _items(value)]
        if not level:
            return document
    raise ValueError(f"it is nested deeper than {_DEEPEST} levels")


def _items(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _prose(node: Node) -> Iterator[tuple[str, str]]:
    for name in _PROSE:
        for text in many(node.get(name)):
            if isinstance(text, str):
                parts = text.split(",") if name == "keywords" else [text]
                yield from ((name, part) for part in parts if part.strip())
    for name in _NAMED:
        for one in many(node.get(name)):
            if isinstance(one, dict) and isinstance(one.get("name"), str):
                yield name, one["name"]


def _plain(text: str) -> str:
    return " ".join(text.split())


class _Parser(HTMLParser):
    """Collects what a crawler reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.summary = ""
        self.canonical: str | None = None
        self.robots = ""
        self.blocks: list[str] = []
        self.text: list[str] = []
        self.anchors: list[str] = []
        self._within = ""
        self._titled = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if "id" in said:
            self.anchors.append(said["id"])
        if tag == "script" and said.get("type", "").partition(";")[0].strip().lower() == JSON_LD:
            self.blocks.append("")
            self._within = JSON_LD
        elif tag in _UNSEEN and not self._within:
            self._within = tag
        if tag == "meta" and said.get("name", "").lower() == "description":
            self.summary = self.summary or said.get("content", "")
        if tag == "meta" and said.get("name", "").lower() in {"robots", "googlebot"}:
            self.robots += " " + said.get("content", "")
        if tag == "link" and "canonical" in said.get("rel", "").lower().split():
            self.canonical = self.canonical or said.get("href") or None

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within or (tag == "script" and self._within == JSON_LD):
            self._titled = self._titled or tag == "title"
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == JSON_LD:
            self.blocks[-1] += data
        elif self._within == "title":
            if not self._titled:
                self.title.append(data)
        elif not self._within:
            self.text.append(data)
