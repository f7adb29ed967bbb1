"""A site's pages as a browser reads them, for tests. No test stands here."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from kinset import sources
from kinset.project import open_project
from kinset.site import planning, writing
from kinset.site.stock import Stock

SITE = "https://example.org/k/"
LINKS = {"href", "src", "action", "xlink:href", "data-whole", "formaction", "poster", "data"}
EMPTY = {"meta", "link", "input", "br", "img", "hr", "col", "wbr", "base", "area", "embed", "source", "track"}


class Page(HTMLParser):
    """A page, parsed: its elements with attributes, text, links, ids, scripts, and elements that were left open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    @classmethod
    def at(cls, folder: Path, path: str) -> "Page":
        """Read a page of a site."""
        return cls((folder / path / "index.html").read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts[-1] += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What a person reads, white space joined."""
        return re.sub(r"\s+", " ", "".join(self.words))

    @property
    def links(self) -> list[str]:
        """Every address that the page leads to or fetches."""
        return [value for _tag, found in self.elements for name, value in found.items() if name in LINKS]

    @property
    def ids(self) -> list[str]:
        """Every place on the page."""
        return [found["id"] for _tag, found in self.elements if "id" in found]

    @property
    def events(self) -> list[str]:
        """Attributes that would run a script."""
        return [name for _tag, found in self.elements for name in found if name.startswith("on")]

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Return the attributes of the elements of a name that have some values."""
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]


def stock_of(folder: Path, site: str | None = SITE) -> Stock:
    """Return what the site of a catalogue is made of; the program's digest would change while somebody works on it."""
    project = replace(open_project(folder), site=site)
    return Stock(project, sources.read(project), "one program")


def written(folder: Path, out: Path, site: str | None = SITE) -> writing.Written:
    """Write the site of a catalogue."""
    return writing.write(planning.plan(stock_of(folder, site)), out)
