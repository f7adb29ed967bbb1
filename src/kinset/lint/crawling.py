"""What surrounds a page: its site's addresses, site map, robots.txt and other datasets. Level 6.

In: the texts of a site's files. Out: `Surroundings`, which tell where a page stands, whether crawlers may read it and
whether the site map lists it, where an IRI leads, and which datasets are called or described alike.
"""

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from string import ascii_letters, digits
from urllib.parse import quote

_AGENTS = ("googlebot", "*")
_UNRESERVED = frozenset(ascii_letters + digits + "-._~")
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_LOC = re.compile(r"<loc>([^<]*)</loc>")


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
    found = (address for text in maps if "<sitemapindex" not in text for address in _LOC.findall(text))
    return frozenset(unescape(address.strip()) for address in found)


def allowed(robots: str, path: str) -> bool:
    """Tell whether a robots.txt lets crawlers read a path; the longest rule that matches decides (RFC 9309).

    >>> text = "User-agent: *" + chr(10) + "Allow: /" + chr(10) + "Disallow: /search/"
    >>> allowed(text, "/dataset/x/"), allowed(text, "/search/")
    (True, False)
    """
    groups = _groups(robots)
    rules = next((groups[agent] for agent in _AGENTS if agent in groups), [])
    asked = _comparable(path)
    matching = [(len(pattern), allow) for allow, pattern in rules if _matches(pattern, asked)]
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
                    groups[agent].append((name.lower() == "allow", _comparable(value)))
    return groups


def _comparable(path: str) -> str:
    """Return a path or pattern as RFC 9309, 2.2.2 compares them: what is no visible ASCII encoded, unreserved not.

    An encoded slash, star or dollar is not the sign itself, and stays encoded.

    >>> _comparable("/%7ea/ü%2fb*")
    '/~a/%C3%BC%2Fb*'
    """
    encoded = "".join(letter if "!" <= letter <= "~" else quote(letter, errors="replace") for letter in path)
    return _ENCODED.sub(_octet, encoded)


def _octet(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if letter in _UNRESERVED else found[0].upper()


def _matches(pattern: str, path: str) -> bool:
    """Tell whether a rule's pattern, in which * is anything and $ the end, matches a path from its start.

    Each piece is taken where it first comes, the last one of a pattern with an end at the end: linear for each piece.
    """
    ends = pattern.endswith("$")
    head, *pieces = pattern.removesuffix("$").split("*")
    if not pieces:
        return path == head if ends else path.startswith(head)
    if not path.startswith(head):
        return False
    place = len(head)
    last = pieces.pop() if ends else ""
    for piece in pieces:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(path) - len(last) >= place and path.endswith(last)


def at_root(site: str) -> bool:
    """Tell whether a site stands at the root of its host, where crawlers look for robots.txt.

    >>> at_root("https://example.org/"), at_root("https://example.org/kinset/")
    (True, False)
    """
    return path_of(site) == "/"


def path_of(site: str) -> str:
    """Return the path of an address, whatever its host looks like.

    >>> path_of("https://example.org/kinset/?x"), path_of("http://[x.y")
    ('/kinset/', '/')
    """
    return "/" + re.split("[?#]", site.partition("://")[2], maxsplit=1)[0].partition("/")[2]
