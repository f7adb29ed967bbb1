"""What surrounds a page: its site's addresses, site map, robots.txt and other datasets. Level 6.

In: the texts of a site's files. Out: `Surroundings`, which tell where a page stands, whether crawlers may read it and
whether the site map lists it, where an IRI leads, and which datasets are called or described alike.
"""

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

_AGENTS = ("googlebot", "*")
_LOC = re.compile(r"<loc>\s*(.*?)\s*</loc>", re.DOTALL)


class Lead(enum.Enum):
    """Where an IRI leads."""

    PAGE = "page"
    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What surrounds a page.

    Attributes:
        site: the address that the pages stand under, with a slash at its end; None where nothing says it.
        listed: the addresses that the site map lists; None where there is none.
        robots: the text of robots.txt; None where there is none.
        leads: where an IRI leads.
        names, descriptions: each in lower case -> the IRIs or paths of the datasets that bear it.
    """

    site: str | None
    listed: frozenset[str] | None
    robots: str | None
    leads: Callable[[str], Lead]
    names: Mapping[str, tuple[str, ...]]
    descriptions: Mapping[str, tuple[str, ...]]


def alike(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return text -> who bears it, for texts that several bear; pairs are who and text.

    >>> alike([("a", "Notes"), ("b", "notes "), ("c", "Other")])
    {'notes': ('a', 'b')}
    """
    found: dict[str, list[str]] = {}
    for who, text in pairs:
        found.setdefault(key(text), []).append(who)
    return {text: tuple(ones) for text, ones in found.items() if len(ones) > 1 and text}


def key(text: str) -> str:
    """Return a text as it is compared: in lower case, with single spaces."""
    return " ".join(text.split()).casefold()


def addresses(maps: Iterable[str]) -> frozenset[str]:
    """Return the addresses that site maps list; those of other maps in an index are not among them."""
    return frozenset(unescape(found) for text in maps if "<sitemapindex" not in text for found in _LOC.findall(text))


def allowed(robots: str, path: str) -> bool:
    """Tell whether a robots.txt lets crawlers read a path; the longest rule that matches decides (RFC 9309).

    >>> text = "User-agent: *" + chr(10) + "Allow: /" + chr(10) + "Disallow: /search/"
    >>> allowed(text, "/dataset/x/"), allowed(text, "/search/")
    (True, False)
    """
    groups = _groups(robots)
    rules = next((groups[agent] for agent in _AGENTS if agent in groups), [])
    matching = [(len(pattern), allow) for allow, pattern in rules if _matches(pattern, unquote(path))]
    return max(matching, default=(0, True))[1]


def _groups(robots: str) -> dict[str, list[tuple[bool, str]]]:
    """Return user agent -> its rules: whether it allows, and the pattern."""
    groups: dict[str, list[tuple[bool, str]]] = {}
    agents: list[str] = []
    opening = False
    for line in robots.splitlines():
        name, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        if name.lower() == "user-agent":
            agents = [*agents, value.lower()] if opening else [value.lower()]
            opening = True
            for agent in agents:
                groups.setdefault(agent, [])
        elif name.lower() in {"allow", "disallow"}:
            opening = False
            if value:
                for agent in agents:
                    groups[agent].append((name.lower() == "allow", unquote(value)))
    return groups


def _matches(pattern: str, path: str) -> bool:
    """Tell whether a rule's pattern, in which * is anything and $ the end, matches a path from its start."""
    ends = pattern.endswith("$")
    parts = (re.escape(part) for part in pattern.removesuffix("$").split("*"))
    return re.match(".*".join(parts) + ("$" if ends else ""), path) is not None


def at_root(site: str) -> bool:
    """Tell whether a site stands at the root of its host, where crawlers look for robots.txt.

    >>> at_root("https://example.org/"), at_root("https://example.org/kinset/")
    (True, False)
    """
    return urlsplit(site).path in {"", "/"}
