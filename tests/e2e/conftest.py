"""What end-to-end tests share: a SPARQL server on the loopback, and a browser on the catalogue's site."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

import pytest
from playwright.sync_api import Browser
from pyoxigraph import Quad

from kinset.engine import RemoteEngine
from tests.e2e.web import Visit, chromium, serving

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
TRIES = 5
Serve = Callable[[list[Quad]], str]
Visitor = Callable[..., Visit]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def reachable(port: int) -> bool:
    """Whether somebody listens at a port, asked a bounded number of times."""
    for _ in range(TRIES):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10):
                return True
        except OSError:
            continue
    return False


@contextmanager
def oxigraph() -> Iterator[str]:
    """Run an empty SPARQL server; yields its URL. Another program may snatch a free port: then another is tried."""
    for _ in range(TRIES):
        port = free_port()
        command = [str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
            try:
                said = server.stdout.readline() if server.stdout else ""  # waits until it listens, or has ended
                if said.startswith("Listening") and reachable(port):
                    yield f"http://127.0.0.1:{port}"
                    return
            finally:
                server.kill()
    raise AssertionError(f"oxigraph serve does not start: {said}")


@contextmanager
def listening_to(answer: bytes) -> Iterator[str]:
    """Run a server that answers every request with these bytes and hangs up; yields its URL."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            length = 0
            while (line := self.rfile.readline()) not in {b"", b"\r\n"}:
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            self.rfile.read(length)
            self.wfile.write(answer)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Start a server that holds some quads, and return the URL of its endpoint; each ends with the tests."""
    if not OXIGRAPH.exists():
        pytest.skip(f"{OXIGRAPH} is not here: pip install oxigraph")
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")

        def start(quads: list[Quad]) -> str:
            url = stack.enter_context(oxigraph())
            RemoteEngine(f"{url}/query", update=f"{url}/update").load(quads)
            return f"{url}/query"

        yield start


@pytest.fixture(scope="session")
def served(whole_site: Path) -> Iterator[str]:
    """The address of this repository's site, on the loopback."""
    with serving(whole_site) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; it ends with the module, since no other test may find its event loop running."""
    with chromium() as found:
        yield found


@pytest.fixture
def visitor(browser: Browser, served: str) -> Iterator[Visitor]:
    """Make visits to the site, with the options of a browser's context; they fail where a page had a fault."""
    visits: list[Visit] = []

    def visit(url: str = served, **options: Any) -> Visit:
        visits.append(Visit(browser.new_context(**options), url))
        return visits[-1]

    yield visit
    faults = [fault for one in visits for fault in one.end()]
    assert faults == []


@pytest.fixture
def visit(visitor: Visitor) -> Visit:
    """A visit of somebody with a common screen."""
    return visitor()
