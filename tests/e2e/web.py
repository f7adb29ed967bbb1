"""A site on the loopback as a strict host serves it, and a browser to look at it. No test stands here."""

import gzip
import mimetypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.conftest import SITE

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What a careful host sends: no inline script, no inline style, nothing from elsewhere; WebAssembly for the workbench.
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; base-uri 'none'"
EDITOR = "sparql/"  # CodeMirror gives what is edited a style attribute
BELOW = urlsplit(SITE).path  # no site may rely on standing at a host's root


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    types: ClassVar[dict[str, str]] = {
        **mimetypes.types_map, ".ttl": "text/turtle", ".nt": "application/n-triples", ".wasm": "application/wasm",
        ".jsonld": "application/ld+json", ".rq": "application/sparql-query", ".js": "text/javascript",
    }  # fmt: skip

    def __init__(self, folder: Path, *rest: object) -> None:
        self.folder = folder
        super().__init__(*rest)  # type: ignore[arg-type]

    def handle(self) -> None:
        with suppress(ConnectionError):  # the reader went on
            super().handle()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        found = self.folder / path.removeprefix(BELOW)
        found = found / "index.html" if path.endswith("/") else found
        if path == "/favicon.ico":  # the host's, not the site's: browsers ask for it beside pictures
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        elif path.startswith(BELOW) and found.is_file():
            self._answer(HTTPStatus.OK, found)
        else:
            self._answer(HTTPStatus.NOT_FOUND, self.folder / "404.html")

    do_HEAD = do_GET  # noqa: N815 - the base class calls it so

    def _answer(self, status: HTTPStatus, found: Path) -> None:
        body = found.read_bytes()
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            self.send_response(status)
            self.send_header("Content-Encoding", "gzip")
        else:
            self.send_response(status)
        kind = self.types.get(found.suffix, "application/octet-stream")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        loose = "; style-src 'self' 'unsafe-inline'" if urlsplit(self.path).path == BELOW + EDITOR else ""
        self.send_header("Content-Security-Policy", POLICY + loose)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Stay quiet: what matters fails a test."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a site below a path of the loopback; yields the address of its home page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder)) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}{BELOW}"
        finally:
            server.shutdown()
            thread.join()


def lacking(what: str, how: str) -> None:
    """Skip a test for want of something; where continuous integration runs, which installs it, fail."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not here, though .ci/run installs it")
    pytest.skip(f"{what} is not here: {how}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium without a window."""
    if not CHROMIUM.exists():
        lacking(str(CHROMIUM), "apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """Pages of a served site in one context of a browser; keeps what went wrong on them.

    Attributes:
        url: of the home page.
        page: the open page.
        faults: errors on the console, uncaught exceptions, requests that failed or left the host.
        fetched: the path of every request, in order.
    """

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.faults: list[str] = []
        self.fetched: list[str] = []
        context.set_default_timeout(15_000)
        context.on("request", self._requested)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"uncaught: {error.error}"))
        self.page: Page = context.new_page()
        self._context = context

    def end(self) -> list[str]:
        """Close the browser's context; return what went wrong."""
        self._context.close()
        return self.faults

    def to(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.url + path)
        return self.page

    @property
    def here(self) -> str:
        """The open page's address, from the home page on."""
        return self.page.url.removeprefix(self.url)

    def _requested(self, request: Request) -> None:
        if request.url.startswith(self.url):
            self.fetched.append(request.url.removeprefix(self.url))
        elif not request.url.startswith(("data:", "blob:")):
            self.faults.append(f"left the site: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # which is: the reader went on before it was there
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST:
            self.faults.append(f"{response.status}: {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text}")
