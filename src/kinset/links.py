"""Whether the web addresses of a catalogue still answer. Level 5.

In: `Sources`. Out: `find`: every address with the places where it stands; `check`: an `Answer` for each, asked over the
network; `remember`: the answers joined with what was seen before, one line of JSON for each address, sorted by it.
That file, links.jsonl in the catalogue's folder, is no data: it may be deleted, and only its dates come from a clock.

An address is asked with HEAD; it is called anything but alive only after GET. Hosts are asked side by side, the
addresses of one host one after the other; a host that is silent twice running is left alone.
"""

import json
import re
import socket
import ssl
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from enum import Enum
from fnmatch import fnmatchcase
from http.client import HTTPException
from importlib.metadata import version
from pathlib import Path
from threading import Event, Lock
from urllib.error import URLError
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from pyoxigraph import NamedNode

from kinset.errors import KinsetError
from kinset.iri import EntityBase, link_key
from kinset.sources import Sources
from kinset.vocab import ADMS, DCAT, DCTERMS, FOAF, KIN, RDFS, SCHEMA, SKOS

FILE = "links.jsonl"
TIMEOUT = 15.0  # seconds for each connection and each answer
WORKERS = 16
HOPS = 12  # requests for one address: redirects, and once more with GET
PATIENCE = 2  # failures in a row after which a host is not asked again
SCHEMES = frozenset({"http", "https"})
PROPERTIES = (DCAT.landingPage, FOAF.homepage, KIN.formerLink, RDFS.seeAlso, SCHEMA.url, DCTERMS.source)
REDIRECTS, PERMANENT = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
REFUSALS = frozenset({401, 402, 403, 407, 429, 451, 999})  # 999 is what LinkedIn says to programs
PASSING = frozenset({408, 425})  # with every 5xx: the server's trouble of the moment
NO_SUCH_HOST = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
SAFE = "/%:@!$&'()*+,;=~?[]|"


class Verdict(Enum):
    """What became of an address."""

    ALIVE = "alive"
    MOVED = "moved"  # alive, and its server says for good where it is now
    REFUSED = "refused"  # somebody answers, but not to programs or strangers
    FAILING = "failing"  # silence, or trouble that may pass
    DEAD = "dead"  # the server says that there is nothing, or there is no such host


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands: file and line, the entity's IRI and the property; of identifiers adms:identifier."""

    file: str
    line: int
    entity: str
    property: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address without fragment, and its places in the order of files and lines."""

    url: str
    places: tuple[Place, ...]

    @property
    def former(self) -> bool:
        """Whether the catalogue says of the address that it once led to something: it may be dead."""
        return any(place.property == KIN.formerLink.value for place in self.places)

    @property
    def current(self) -> bool:
        """Whether the catalogue sends people there."""
        return any(place.property in {DCAT.landingPage.value, FOAF.homepage.value} for place in self.places)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an address: last HTTP status, the address that it moved to for good, what went wrong."""

    url: str
    verdict: Verdict
    status: int | None = None
    moved: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The last answer of an address, the day of it, and the last day on which it was seen alive."""

    answer: Answer
    checked: str
    alive: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """Addresses counted by their last verdict; `unchecked` were never asked, `oldest` is the first day of a check."""

    addresses: int
    verdicts: Mapping[Verdict, int]
    unchecked: int
    oldest: str | None


# ------------------------------------------------------------------ what there is to check


def find(sources: Sources, base: EntityBase) -> tuple[Link, ...]:
    """Return every web address of the data, sorted; the catalogue's own IRIs are none."""
    found: dict[str, set[Place]] = {}
    for url, place in _addresses(sources, base):
        address = urldefrag(url).url
        if not address.startswith(base.value) and address.partition(":")[0].casefold() in SCHEMES:
            found.setdefault(address, set()).add(place)
    order = {
        url: sorted(places, key=lambda place: (place.file, place.line, place.property)) for url, places in found.items()
    }
    return tuple(Link(url, tuple(order[url])) for url in sorted(order))


def _addresses(sources: Sources, base: EntityBase) -> Iterator[tuple[str, Place]]:
    wanted = frozenset(PROPERTIES)
    for statement in sources.statements:
        triple = statement.triple
        subject = str(getattr(triple.subject, "value", ""))
        entity = base.entity(subject) or subject
        if triple.predicate in wanted and isinstance(triple.object, NamedNode):
            yield triple.object.value, Place(statement.file, statement.line, entity, triple.predicate.value)
        elif triple.predicate == SKOS.notation:
            scheme = sources.asserted.node(triple.subject, KIN.scheme)
            template = sources.vocabulary.text(scheme, KIN.template)
            if template:
                url = template.replace("{id}", str(getattr(triple.object, "value", "")))
                yield url, Place(statement.file, statement.line, entity, ADMS.identifier.value)


def matching(links: Iterable[Link], pattern: str) -> tuple[Link, ...]:
    """Return the links whose address holds the pattern, in which `*` and `?` stand for anything."""
    return tuple(link for link in links if fnmatchcase(link.url.casefold(), f"*{pattern.casefold()}*"))


# ------------------------------------------------------------------ asking


def check(links: Sequence[Link], *, timeout: float = TIMEOUT, workers: int = WORKERS) -> tuple[Answer, ...]:
    """Ask every address and return the answers in the order of the links.

    Raises KinsetError where no host answers at all: then the fault is on this side.
    """
    hosts: dict[str, list[str]] = {}
    for link in links:
        hosts.setdefault(_host(link.url), []).append(link.url)
    queues = sorted(hosts.values(), key=len, reverse=True)
    asker = _Asker(timeout)
    with ThreadPoolExecutor(max_workers=max(1, min(workers, len(queues)))) as pool:
        try:
            answers = {answer.url: answer for done in pool.map(asker.ask_all, queues) for answer in done}
        except BaseException:
            asker.stopped.set()  # else an interrupt would wait for every address
            raise
    if answers and all(answer.status is None for answer in answers.values()):
        first = answers[links[0].url]
        raise KinsetError(
            f"Offline: none of the {len(hosts):,} hosts answered ({first.url}: {first.error}).",
            hint="Nothing was written. Run `kinset links` on a machine that reaches the web.",
        )
    return tuple(answers[link.url] for link in links)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.casefold()
    except ValueError:
        return ""


class _Asker:
    """Asks addresses, at most one at a time of each host, whichever redirect leads there."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self.headers = {"User-Agent": f"kinset/{version('kinset')} (link check)", "Accept": "*/*"}
        self.tls = ssl.create_default_context()
        self.stopped = Event()
        self.guard = Lock()
        self.locks: dict[str, Lock] = {}
        self.silent: Counter[str] = Counter()

    def ask_all(self, urls: Iterable[str]) -> list[Answer]:
        return [self.ask(url) for url in urls if not self.stopped.is_set()]

    def ask(self, url: str) -> Answer:
        """Follow an address to its end; whatever goes wrong is part of the answer."""
        try:
            return self.follow(url, self.opener())
        except URLError as error:
            return _silence(url, error.reason)
        except (OSError, HTTPException) as error:
            return _silence(url, error)
        except ValueError as error:
            return Answer(url, Verdict.DEAD, error=f"no web address: {error}")

    def follow(self, url: str, opener: OpenerDirector) -> Answer:
        method, target, moved, for_good = "HEAD", url, None, True
        for _ in range(HOPS):
            try:
                status, location = self.request(opener, method, target)
            except HTTPException:
                if method == "GET":
                    raise
                method = "GET"  # some servers break off at HEAD
                continue
            if location and status in REDIRECTS:
                target = urljoin(target, location)
                if urlsplit(target).scheme not in SCHEMES:
                    return Answer(url, Verdict.DEAD, status, error=f"leads to {target}, which is no web address")
                for_good = for_good and status in PERMANENT
                moved = target if for_good else moved
            elif method == "HEAD" and status >= 400 and status != 429:
                method = "GET"  # many servers know no HEAD, and say so in many ways
            else:
                return _judge(url, status, moved)
        return Answer(url, Verdict.FAILING, status, error=f"no end after {HOPS} requests; the last led to {target}")

    def request(self, opener: OpenerDirector, method: str, url: str) -> tuple[int, str | None]:
        """Return status and Location of one request; the body is not read."""
        wire = _wire(url)
        host = _host(wire)
        if not host:
            raise ValueError("it names no host")
        with self.guard:
            lock = self.locks.setdefault(host, Lock())
        with lock:
            if self.silent[host] >= PATIENCE:
                raise OSError(f"{host} was silent {PATIENCE} times and is not asked again")
            request = Request(wire, headers=self.headers, method=method)  # noqa: S310 - http and https only, see find
            self.silent[host] += 1
            with opener.open(request, timeout=self.timeout) as response:
                self.silent[host] = 0
                return response.status, response.headers.get("Location")

    def opener(self) -> OpenerDirector:
        """Return what opens one address: fresh cookies, the system's proxy, no redirects, no errors by status."""
        opener = OpenerDirector()
        for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(context=self.tls), HTTPCookieProcessor()):
            opener.add_handler(handler)
        return opener


def _wire(url: str) -> str:
    """Return an address as it is sent: ASCII only, without fragment.

    >>> _wire("https://example.org/bücher?q=a b#c")
    'https://example.org/b%C3%BCcher?q=a%20b'
    """
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    return urlunsplit((parts.scheme, host, quote(parts.path, safe=SAFE), quote(parts.query, safe=SAFE), ""))


def _judge(url: str, status: int, moved: str | None) -> Answer:
    if status < 400:
        if moved is None or link_key(moved) == link_key(url):
            return Answer(url, Verdict.ALIVE, status)
        return Answer(url, Verdict.MOVED, status, moved)
    if status in REFUSALS:
        return Answer(url, Verdict.REFUSED, status, moved)
    passing = status >= 500 or status in PASSING
    return Answer(url, Verdict.FAILING if passing else Verdict.DEAD, status, moved)


def _silence(url: str, error: object) -> Answer:
    """Return the answer of a host that gave none, in words that are the same on every machine where they can be."""
    if isinstance(error, socket.gaierror) and error.errno in NO_SUCH_HOST:
        return Answer(url, Verdict.DEAD, error="there is no such host")
    if isinstance(error, TimeoutError):
        return Answer(url, Verdict.FAILING, error="no answer in time")
    if isinstance(error, ssl.SSLError):
        return Answer(url, Verdict.FAILING, error=f"no safe connection: {error.reason or 'unknown reason'}")
    text = re.sub(r"^\[Errno -?\d+\] ", "", str(error))
    return Answer(url, Verdict.FAILING, error=text or type(error).__name__)


# ------------------------------------------------------------------ what was seen last


def remember(
    links: Iterable[Link], answers: Iterable[Answer], before: Mapping[str, Seen], day: str
) -> tuple[Seen, ...]:
    """Return what was last seen of each link, sorted by address: the answers, else what was seen before."""
    fresh = {answer.url: answer for answer in answers}
    seen = []
    for url in sorted(link.url for link in links):
        earlier = before.get(url)
        answer = fresh.get(url)
        if answer is not None:
            alive = answer.verdict in {Verdict.ALIVE, Verdict.MOVED}
            seen.append(Seen(answer, day, day if alive else earlier.alive if earlier else None))
        elif earlier is not None:
            seen.append(earlier)
    return tuple(seen)


def as_lines(seen: Iterable[Seen]) -> str:
    """Return JSON Lines: one address a line, so that a change of one is one line of a diff."""
    rows = (
        {**asdict(item.answer), "verdict": item.answer.verdict.value, "checked": item.checked, "alive": item.alive}
        for item in seen
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read_seen(path: Path) -> Mapping[str, Seen]:
    """Return address -> what was last seen; nothing where there is no file. Raises KinsetError for any other file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise KinsetError(f"{path} cannot be read: {error}.", hint="Mend or delete it.") from error
    seen: dict[str, Seen] = {}
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line)
            answer = Answer(row["url"], Verdict(row["verdict"]), row["status"], row["moved"], row["error"])
            seen[answer.url] = Seen(answer, row["checked"], row["alive"])
        except (ValueError, KeyError, TypeError) as error:
            hint = "Delete the file: the next `kinset links` writes it anew, without the days last seen alive."
            raise KinsetError(f"{path}:{number} is no line of `kinset links`.", hint=hint) from error
    return seen


def health(links: Iterable[Link], seen: Mapping[str, Seen]) -> Health:
    """Return how the links of a catalogue were when last seen."""
    urls = [link.url for link in links]
    known = [seen[url] for url in urls if url in seen]
    counts = Counter(item.answer.verdict for item in known)
    return Health(
        addresses=len(urls),
        verdicts={verdict: counts[verdict] for verdict in Verdict},
        unchecked=len(urls) - len(known),
        oldest=min((item.checked for item in known), default=None),
    )
