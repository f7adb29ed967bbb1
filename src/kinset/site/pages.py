"""From a view to HTML. Level 6.

In: a template's name, the page's place and what it shows. Out: the page as text. Everything that comes from the
catalogue is escaped by the templates; only pictures that the program drew itself go in as they are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kinset.iri import spaced
from kinset.site.addresses import Addresses, relative, web
from kinset.wording import short_link


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page knows: the site's name and language, its sections, and whether it has the workbench.

    Attributes:
        sections: path and name of what the head of each page leads to.
        stamp: changes when scripts or styles do, so that browsers fetch them anew.
        modified: the newest day of the catalogue.
    """

    title: str
    description: str
    language: str
    publisher: str
    licence: str
    sections: tuple[tuple[str, str], ...]
    workbench: bool
    stamp: str
    modified: str


@dataclass(frozen=True, slots=True)
class Place:
    """One page's place on the site; templates ask it for links.

    Attributes:
        path: from the site's root, "" for the home page.
        listed: whether crawlers shall list it: it then has a canonical address and stands in the sitemap.
        anywhere: whether it answers at any address, so that its links must start at the host's root.
    """

    path: str
    addresses: Addresses
    listed: bool = True
    anywhere: bool = False

    def to(self, path: str) -> str:
        """Return the link to a path from the site's root."""
        return (urlsplit(self.addresses.site or "/").path or "/") + path if self.anywhere else relative(self.path, path)

    def of(self, iri: str) -> str | None:
        """Return the link to a thing: its page, else the thing's own web address, else None."""
        path = self.addresses.path(iri)
        if path is not None:
            return self.to(path)
        return web(iri) or None

    @property
    def canonical(self) -> str | None:
        """The page's one address on the web, or None."""
        return self.addresses.absolute(self.path) if self.listed else None


class Press:
    """Prints pages; holds the templates and what all pages know."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    @cached_property
    def environment(self) -> Environment:
        """The templates with their filters."""
        environment = Environment(
            loader=PackageLoader("kinset.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {
            "spaced": spaced,
            "number": number,
            "jsonblock": json_block,
            "short": short_link,
            "web": web,
        }
        environment.globals |= {"frame": self.frame}
        return environment

    def page(self, template: str, place: Place, values: Mapping[str, Any]) -> bytes:
        """Return a page."""
        text = self.environment.get_template(template).render(place=place, **values)
        return text.encode()


def number(value: int) -> str:
    """Return a number with its thousands parted.

    >>> number(1234567)
    '1,234,567'
    """
    return f"{value:,}"


def json_block(text: str) -> Markup:
    r"""Return JSON that may stand in a script element: no markup can end it early.

    >>> print(json_block('{"a":"</script>&"}'))
    {"a":"\u003c/script>\u0026"}
    """
    compact = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    escaped = compact.replace("&", "\\u0026").replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return Markup(escaped.replace("\u2029", "\\u2029"))  # noqa: S704 - what could end the element is escaped above
