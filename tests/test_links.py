import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kinset import links, sources
from kinset.cli import main
from kinset.errors import KinsetError
from kinset.links import Answer, Link, Place, Seen, Verdict
from kinset.project import open_project
from tests.conftest import NOTES_QA, SMALL, WARD_NOTES, MakeCatalogue

DAY = "2026-11-22"
REDIRECTS = {"/old": (301, "/older"), "/older": (308, "/ok"), "/elsewhere": (302, "/ok"), "/both": (301, "/elsewhere")}
REDIRECTS |= {"/loop": (302, "/loop"), "/ftp": (301, "ftp://127.0.0.1/x"), "/slash": (301, "/slash/")}
STATUSES = {"/gone": 404, "/gone-for-good": 410, "/forbidden": 403, "/busy": 429, "/broken": 500}
NO_HEAD = {"/no-head": 405, "/head-forbidden": 403, "/head-unknown": 501, "/head-lost": 404}


class Handler(BaseHTTPRequestHandler):
    """Answers by path; `server.hook` is called first."""

    server: "Server"

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.server.seen.append((self.command, self.path, self.headers["User-Agent"]))
        self.server.hook(self)
        if self.path == "/breaks-off" and self.command == "HEAD":
            return
        if self.path == "/cookie" and "seen=1" not in self.headers.get("Cookie", ""):
            self.reply(302, ("Location", "/cookie"), ("Set-Cookie", "seen=1"))
        elif self.path in REDIRECTS:
            status, location = REDIRECTS[self.path]
            self.reply(status, ("Location", location))
        elif self.command == "HEAD" and self.path in NO_HEAD:
            self.reply(NO_HEAD[self.path])
        else:
            self.reply(STATUSES.get(self.path, 200))

    def reply(self, status: int, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for header in headers:
            self.send_header(*header)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of http.server
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A web server on the loopback interface."""

    def __init__(self, hook: Callable[[Handler], object] = lambda _: None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.hook = hook
        self.seen: list[tuple[str, str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(hook: Callable[[Handler], object] = lambda _: None) -> Iterator[Server]:
    server = Server(hook)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def web() -> Iterator[Server]:
    with serving() as server:
        yield server


def closed_port() -> str:
    """Return an address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def link(url: str, *properties: str) -> Link:
    return Link(url, tuple(Place("data/dataset/x.ttl", 1, "https://e.org/x", name) for name in properties))


def ask(*urls: str, timeout: float = 5) -> list[Answer]:
    return list(links.check([link(url) for url in urls], timeout=timeout))


# ------------------------------------------------------------------ asking


@pytest.mark.parametrize(
    ("path", "verdict", "status", "moved"),
    [
        ("/ok", Verdict.ALIVE, 200, None),
        ("/old", Verdict.MOVED, 200, "/ok"),
        ("/both", Verdict.MOVED, 200, "/elsewhere"),
        ("/elsewhere", Verdict.ALIVE, 200, None),
        ("/slash", Verdict.ALIVE, 200, None),
        ("/cookie", Verdict.ALIVE, 200, None),
        ("/no-head", Verdict.ALIVE, 200, None),
        ("/head-forbidden", Verdict.ALIVE, 200, None),
        ("/head-unknown", Verdict.ALIVE, 200, None),
        ("/head-lost", Verdict.ALIVE, 200, None),
        ("/breaks-off", Verdict.ALIVE, 200, None),
        ("/b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher?q=a|b", Verdict.ALIVE, 200, None),
        ("/gone", Verdict.DEAD, 404, None),
        ("/gone-for-good", Verdict.DEAD, 410, None),
        ("/forbidden", Verdict.REFUSED, 403, None),
        ("/busy", Verdict.REFUSED, 429, None),
        ("/broken", Verdict.FAILING, 500, None),
        ("/loop", Verdict.FAILING, 302, None),
        ("/ftp", Verdict.DEAD, 301, None),
    ],
)
def test_verdict(web: Server, path: str, verdict: Verdict, status: int, moved: str | None) -> None:
    (answer,) = ask(web.url + path)
    found = (answer.url, answer.verdict, answer.status, answer.moved)
    assert found == (web.url + path, verdict, status, web.url + moved if moved else None)


def test_redirects_are_bounded_and_lead_only_to_the_web(web: Server) -> None:
    loop, ftp = ask(web.url + "/loop", web.url + "/ftp")
    assert len([path for _, path, _ in web.seen if path == "/loop"]) == links.HOPS
    assert loop.error == f"no end after {links.HOPS} requests; the last led to {web.url}/loop"
    assert ftp.error == "leads to ftp://127.0.0.1/x, which is no web address"


def test_the_program_says_who_it_is_and_asks_no_more_than_it_must(web: Server) -> None:
    ask(web.url + "/ok", web.url + "/gone", web.url + "/busy")
    assert [(method, path) for method, path, _ in web.seen] == [
        ("HEAD", "/ok"),
        ("HEAD", "/gone"),
        ("GET", "/gone"),
        ("HEAD", "/busy"),
    ]
    assert all(agent.startswith("kinset/") for _, _, agent in web.seen)


def test_a_server_that_never_answers_is_left_alone_after_two_tries(web: Server) -> None:
    enough = threading.Event()
    with serving(lambda _: enough.wait()) as silent:
        answers = ask(*(f"{silent.url}/{name}" for name in "abc"), f"{web.url}/ok", timeout=0.1)
        enough.set()
    assert [answer.verdict for answer in answers] == [Verdict.FAILING] * 3 + [Verdict.ALIVE]
    assert [answer.error for answer in answers[:2]] == ["no answer in time"] * 2
    assert "is not asked again" in (answers[2].error or "")
    assert len(silent.seen) == links.PATIENCE


def test_a_refused_connection_and_a_host_that_is_none(web: Server) -> None:
    refused, wrong, empty, alive = ask(closed_port(), "http://[::/", "http:///path", web.url + "/ok")
    assert (refused.verdict, refused.error) == (Verdict.FAILING, "Connection refused")
    assert (wrong.verdict, empty.verdict, alive.verdict) == (Verdict.DEAD, Verdict.DEAD, Verdict.ALIVE)
    assert "names no host" in (empty.error or "")


def test_a_name_that_does_not_resolve_is_dead(web: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, *rest: int) -> object:
        if host == "nowhere.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    dead, _ = ask("http://nowhere.invalid/", web.url + "/ok")
    assert (dead.verdict, dead.error) == (Verdict.DEAD, "there is no such host")


def test_one_host_is_asked_one_address_after_the_other() -> None:
    busy, most = 0, 0
    lock = threading.Lock()

    def enter(_: Handler) -> None:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)

    class Counted(Handler):
        def send_response(self, code: int, message: str | None = None) -> None:
            nonlocal busy
            with lock:
                busy -= 1  # before the answer leaves: after it, the next question may come first
            super().send_response(code, message)

    with serving(enter) as server:
        server.RequestHandlerClass = Counted
        ask(*(f"{server.url}/{number}" for number in range(20)))
    assert len(server.seen) == 20
    assert most == 1


def test_hosts_are_asked_side_by_side() -> None:
    both = threading.Barrier(2)
    with serving(lambda _: both.wait(5)) as one, serving(lambda _: both.wait(5)) as other:
        answers = ask(one.url + "/ok", other.url + "/ok")
    assert [answer.verdict for answer in answers] == [Verdict.ALIVE] * 2


def test_where_nobody_answers_the_fault_is_on_this_side() -> None:
    with pytest.raises(KinsetError, match="Offline: none of the 2 hosts answered") as caught:
        ask(closed_port(), closed_port())
    assert "Nothing was written" in caught.value.hint


def test_nothing_to_ask() -> None:
    assert ask() == []


# ------------------------------------------------------------------ what there is to check


def test_every_address_is_found_with_its_places(make_catalogue: MakeCatalogue) -> None:
    listed = (
        "PREFIX kin: <https://w3id.org/kinset/ontology#>\nPREFIX schema: <https://schema.org/>\n"
        "<https://w3id.org/kinset/list/l> a kin:SourceList ; kin:item <https://w3id.org/kinset/list/l#1> .\n"
        "<https://w3id.org/kinset/list/l#1> a kin:ListItem ;\n schema:url <https://example.org/notes-qa/#top> .\n"
    )
    project = open_project(make_catalogue({**SMALL, "data/list/l.ttl": listed}))
    found = {item.url: item for item in links.find(sources.read(project), project.base)}
    assert list(found) == [
        "https://doi.org/10.1234/ward-notes",
        "https://example.org/content/ward-notes/",
        "https://example.org/content/ward-notes/2.0/",
        "https://example.org/notes-qa/",
        "https://old.example.org/wn",
    ]
    ends = [(place.file, place.property.rpartition("/")[2]) for place in found["https://example.org/notes-qa/"].places]
    assert ends == [
        ("data/dataset/notes-qa.ttl", "dcat#landingPage"),
        ("data/dataset/notes-qa.ttl", "source"),
        ("data/list/l.ttl", "url"),
    ]
    (doi,) = found["https://doi.org/10.1234/ward-notes"].places
    line = WARD_NOTES.splitlines().index('    skos:notation "10.1234/ward-notes" ;') + 1
    assert (doi.line, doi.entity) == (line, "https://w3id.org/kinset/dataset/ward-notes")
    assert found["https://old.example.org/wn"].former
    assert not found["https://example.org/notes-qa/"].former
    assert found["https://example.org/notes-qa/"].current


def test_a_pattern_chooses_addresses() -> None:
    known = [link("https://a.org/x"), link("https://b.org/xyz")]
    assert [item.url for item in links.matching(known, "B.org")] == ["https://b.org/xyz"]
    assert [item.url for item in links.matching(known, "/x*z")] == ["https://b.org/xyz"]


# ------------------------------------------------------------------ what was seen last


def test_the_day_last_seen_alive_outlives_a_death(tmp_path: Path) -> None:
    known = [link("https://b.org/"), link("https://a.org/"), link("https://c.org/")]
    first = links.remember(
        known, [Answer("https://a.org/", Verdict.ALIVE, 200), Answer("https://b.org/", Verdict.DEAD, 404)], {}, DAY
    )
    path = tmp_path / links.FILE
    path.write_text(links.as_lines(first), encoding="utf-8")
    assert [json.loads(line)["url"] for line in path.read_text().splitlines()] == ["https://a.org/", "https://b.org/"]
    before = links.read_seen(path)
    assert list(before.values()) == list(first)
    dead = Answer("https://a.org/", Verdict.DEAD, 410)
    second = links.remember(known[1:], [dead], before, "2027-01-01")
    assert second == (Seen(dead, "2027-01-01", DAY),)  # b is no link of the catalogue any more


def test_what_was_not_asked_keeps_its_line() -> None:
    seen = Seen(Answer("https://a.org/", Verdict.ALIVE, 200), DAY, DAY)
    assert links.remember([link("https://a.org/")], [], {"https://a.org/": seen}, "2027-01-01") == (seen,)


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / links.FILE
    assert links.read_seen(path) == {}
    for text in ("{}\n", "not json\n", '{"url": "https://a.org/", "verdict": "odd"}\n', "[]\n"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(KinsetError, match=r":1 is no line"):
            links.read_seen(path)
    path.write_bytes(b"\xff")
    with pytest.raises(KinsetError, match="cannot be read"):
        links.read_seen(path)


def test_health_counts_what_was_seen_last() -> None:
    seen = {"https://a.org/": Seen(Answer("https://a.org/", Verdict.DEAD, 404), DAY, None)}
    found = links.health([link("https://a.org/"), link("https://b.org/")], seen)
    assert (found.addresses, found.unchecked, found.oldest) == (2, 1, DAY)
    assert found.verdicts[Verdict.DEAD] == 1
    assert found.verdicts[Verdict.ALIVE] == 0


# ------------------------------------------------------------------ the command


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> object:
    """Run the program and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["kinset", "-C", str(folder), *arguments])
    with pytest.raises(SystemExit) as done:
        main()
    return done.value.code


def catalogue_on(make: MakeCatalogue, url: str, landing: str = "/ok", former: str = "/gone") -> Path:
    """Return a catalogue whose addresses all stand on one server."""
    text = NOTES_QA.replace("https://example.org/notes-qa/", url + landing)
    text = text.replace("    kin:drawnBy kin:Note", f"    kin:formerLink <{url}{former}> ;\n    kin:drawnBy kin:Note")
    text = text.replace("prov:entity sub:2.0", "prov:entity dataset:notes-qa")
    return make({"data/dataset/notes-qa.ttl": text})


def test_a_former_link_may_be_dead(
    web: Server, make_catalogue: MakeCatalogue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = catalogue_on(make_catalogue, web.url)
    assert run(monkeypatch, folder, "links") == 0
    out = capsys.readouterr().out
    assert "2 addresses: 1 alive, 1 dead." in out
    assert "1 that lead nowhere are former links" in out
    rows = [json.loads(line) for line in (folder / links.FILE).read_text(encoding="utf-8").splitlines()]
    assert [(row["url"], row["verdict"], bool(row["alive"])) for row in rows] == [
        (web.url + "/gone", "dead", False),
        (web.url + "/ok", "alive", True),
    ]


def test_a_dead_landing_page_is_exit_code_1_and_told_with_its_places(
    web: Server, make_catalogue: MakeCatalogue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = catalogue_on(make_catalogue, web.url, landing="/gone-for-good", former="/ok")
    assert run(monkeypatch, folder, "links") == 1
    out = capsys.readouterr().out
    line = (folder / "data/dataset/notes-qa.ttl").read_text().splitlines().index(
        f"    dcat:landingPage <{web.url}/gone-for-good> ;"
    ) + 1  # fmt: skip
    assert f"{web.url}/gone-for-good  410" in out
    assert f"data/dataset/notes-qa.ttl:{line}  dcat:landingPage" in out
    assert "last seen alive: never" in out


def test_json_and_another_file(
    web: Server,
    make_catalogue: MakeCatalogue,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    folder = catalogue_on(make_catalogue, web.url, landing="/old")
    target = tmp_path / "seen.jsonl"
    assert run(monkeypatch, folder, "links", "--only", "/old", "--write", str(target), "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["counts"]["moved"], told["broken"], told["written"]) == (1, 0, str(target))
    assert [item["moved"] for item in told["links"]] == [web.url + "/ok"]
    assert told["links"][0]["places"][0]["file"] == "data/dataset/notes-qa.ttl"
    assert target.is_file()
    assert not (folder / links.FILE).exists()
    assert run(monkeypatch, folder, "links", "--only", "/old") == 0
    assert f"→ {web.url}/ok" in capsys.readouterr().out


def test_offline_is_exit_code_3_and_writes_nothing(
    make_catalogue: MakeCatalogue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = catalogue_on(make_catalogue, closed_port().rstrip("/"))
    assert run(monkeypatch, folder, "links", "--timeout", "0.5") == 3
    assert "kinset: Offline: none of the 1 hosts answered" in capsys.readouterr().err
    assert not (folder / links.FILE).exists()


def test_a_pattern_that_fits_nothing_and_a_file_that_cannot_be_written(
    web: Server, make_catalogue: MakeCatalogue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = catalogue_on(make_catalogue, web.url)
    assert run(monkeypatch, folder, "links", "--only", "nowhere") == 2
    assert "No address holds 'nowhere'" in capsys.readouterr().err
    assert run(monkeypatch, folder, "links", "--write", str(folder / "no" / "such" / "folder")) == 3
    assert "cannot be written" in capsys.readouterr().err


def test_coverage_tells_how_links_were_when_last_seen(
    web: Server, make_catalogue: MakeCatalogue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = catalogue_on(make_catalogue, web.url)
    assert run(monkeypatch, folder, "coverage") == 0
    assert "Links were never checked" in capsys.readouterr().out
    assert run(monkeypatch, folder, "links", "--only", "/ok") == 0
    capsys.readouterr()
    assert run(monkeypatch, folder, "coverage") == 0
    assert "1 alive; 1 of 2 never checked." in capsys.readouterr().out
    assert run(monkeypatch, folder, "coverage", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["links"]["alive"] == 1
