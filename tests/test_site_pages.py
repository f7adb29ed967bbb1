"""The site's pages, read as HTML: places that links lead to, and what search engines are told against what is seen."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest

from kinset.iri import EntityBase
from kinset.project import Project
from kinset.site.addresses import Addresses
from tests.conftest import SITE

UNSEEN = {"head", "script", "style", "template", "title"}
Value = str | float | bool
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Reader(HTMLParser):
    """Gathers what a page shows: its text, and where its links lead."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.texts: list[str] = []
        self.links: set[str] = set()
        self.block = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.add(unquote(urljoin(self.address, given["href"])))
        if tag not in VOID:
            self._open.append("block" if (tag, given.get("type")) == ("script", "application/ld+json") else tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() not in {tag, "block"}:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "block":
            self.block += data
        elif not UNSEEN & set(self._open):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return plain(" ".join(self.texts))


def plain(text: str) -> str:
    """Return a text by its letters, marks and digits alone: spaces and thousands are a matter of layout."""
    return re.sub(r"[\s,]+", "", text).casefold()


def told(value: Any, key: str = "") -> Iterator[tuple[str, Value]]:
    """Yield every literal and link of a tree of JSON-LD with its property; what is of the syntax is none."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"@context", "@type"}:
                yield from told(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from told(inner, key)
    else:
        yield key, value


@pytest.fixture(scope="module")
def addresses(repository: Project) -> Addresses:
    return Addresses(EntityBase(repository.base.value), SITE)


def shown(reader: Reader, text: str, addresses: Addresses, *, key: str, value: Value) -> bool:
    if isinstance(value, bool):  # of isAccessibleForFree: said in words
        return ("freeofcharge" in text) is value
    words = str(value)
    if words.endswith(" (approximate)"):  # said before the number
        words = words.removesuffix(" (approximate)")
        text = text if "about" in text else ""
    if not re.match(r"https?://", words):
        pieces = words.split("/") if key == "temporalCoverage" else [words]
        return all(plain(piece) in text for piece in pieces if piece != "..")
    path = addresses.path(words)
    there = addresses.absolute(path) if path is not None else words
    return there == reader.address or there in reader.links or words in reader.links or plain(words) in text


def test_all_that_search_engines_are_told_is_seen_on_the_page(whole_site: Path, addresses: Addresses) -> None:
    missing: list[str] = []
    for path in sorted((whole_site / "dataset").glob("*/index.html")):
        reader = Reader(f"{SITE}dataset/{path.parent.name}/")
        reader.feed(path.read_text(encoding="utf-8"))
        text = reader.text
        for key, value in told(json.loads(reader.block)):
            if not shown(reader, text, addresses, key=key, value=value):
                missing.append(f"{path.parent.name}: {key}: {value}")
    assert not missing, "\n".join(dict.fromkeys(missing))


def test_no_two_places_of_a_page_have_one_id(whole_site: Path) -> None:
    for path in whole_site.rglob("*.html"):
        found = Counter(re.findall(r'\bid="([^"]*)"', path.read_text(encoding="utf-8")))
        assert [name for name, count in found.items() if count > 1] == [], path
