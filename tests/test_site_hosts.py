"""The rules for hosts, on real ones: Apache and nginx, installed by Debian's packages, each serving a small site."""

import http.client
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from kinset.site import hosting
from tests.conftest import SMALL
from tests.pages import Page, written
from tests.program import lay_out

MODULES = ("authz_core", "mpm_event", "mime", "dir", "rewrite", "setenvif", "headers")
MODULE_FOLDER = Path("/usr/lib/apache2/modules")
WARD = "https://w3id.org/kinset/dataset/ward-notes"
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
OLD_RDFLIB = "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1"
HTML, TURTLE, JSON_LD, N_TRIPLES = "text/html", "text/turtle", "application/ld+json", "application/n-triples"
WISHES = {
    "": HTML,
    "*/*": HTML,
    CHROME: HTML,
    "text/turtle": TURTLE,
    "TEXT/Turtle": TURTLE,
    "application/ld+json": JSON_LD,
    "application/n-triples": N_TRIPLES,
    JENA: TURTLE,
    OLD_RDFLIB: TURTLE,
    "application/rdf+xml, */*;q=0.1": TURTLE,
    "text/n3, */*;q=0.1": TURTLE,
    "text/turtle;q=0.5, application/ld+json": JSON_LD,
    "application/n-triples;q=0.8,text/turtle;q=0.9": TURTLE,
    "text/html;q=0.5,text/turtle;q=0.9": TURTLE,
    "text/turtle;q=0.5,text/html;q=0.9": HTML,
    "text/html,text/turtle;q=0.9": HTML,
    "text/turtle;q=0, text/html": HTML,
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted";q=0.7, text/html;q=0.2': JSON_LD,
    "text/turtle; charset=utf-8": TURTLE,
    "application/json, text/plain, */*": HTML,
}


@dataclass(frozen=True)
class Host:
    """A server that is up: its port, and the path at which the site stands."""

    port: int
    root: str

    def get(self, path: str, accept: str | None = None, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        """Return status, headers (names in lower case) and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, self.root + path, headers={"Accept": accept} if accept is not None else {})
        answer = connection.getresponse()
        body = answer.read()
        headers: dict[str, str] = {}
        for name, value in answer.getheaders():
            headers[name.lower()] = ", ".join(filter(None, (headers.get(name.lower()), value)))
        connection.close()
        return answer.status, headers, body


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"{name} is not here: apt-get install {name} (continuous integration does)")
    return found


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder that a server's own user may read."""
    folder = Path(tempfile.mkdtemp(prefix="kinset-host-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # the server may still be closing its files


@contextmanager
def apache(folder: Path, root: str, files: Path) -> Iterator[Host]:
    """Serve a folder with Apache, which reads its .htaccess."""
    server, port = program("apache2"), free_port()
    lines = [f"LoadModule {name}_module {MODULE_FOLDER}/mod_{name}.so" for name in MODULES]
    if os.geteuid() == 0:
        lines += ["User www-data", "Group www-data"]
    lines += [
        f"ServerRoot {folder}",
        f"PidFile {folder}/pid",
        f"ErrorLog {folder}/errors",
        f"Listen 127.0.0.1:{port}",
        "ServerName localhost",
        f"DocumentRoot {files}",
        "TypesConfig /etc/mime.types",
        f"<Directory {files}>",
        "AllowOverride FileInfo Indexes Options",
        "Options FollowSymLinks",
        "Require all granted",
        "</Directory>",
    ]
    settings = folder / "apache.conf"
    settings.write_text("\n".join([*lines, ""]))
    subprocess.run([server, "-f", settings, "-k", "start"], check=True, capture_output=True)
    try:
        yield Host(port, root)
    finally:
        subprocess.run([server, "-f", settings, "-k", "stop"], check=True, capture_output=True)


@contextmanager
def nginx(folder: Path, root: str, files: Path, rules: str) -> Iterator[Host]:
    """Serve a folder with nginx; the rules are cut where their comment says that the server block begins."""
    server, port = program("nginx"), free_port()
    above, _, inside = rules.partition("# In the server block")
    user = "user www-data;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    settings = folder / "nginx.conf"
    settings.write_text(
        f"{user} pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
        f"http {{ access_log off; {temporary} include /etc/nginx/mime.types;\n{above}\n"
        f"server {{ listen 127.0.0.1:{port}; root {files}; index index.html;\n#{inside}\n}} }}\n"
    )
    command = [server, "-p", str(folder), "-c", str(settings), "-e", f"{folder}/errors"]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield Host(port, root)
    finally:
        subprocess.run([*command, "-s", "quit"], check=True, capture_output=True)


@pytest.fixture(scope="module", params=["apache", "nginx", "apache below a path", "nginx below a path"])
def host(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    root = "/k/" if "below" in request.param else "/"
    catalogue = lay_out(tmp_path_factory.mktemp("host") / "catalogue", SMALL)
    with open_folder() as folder:
        files = folder / "files"
        written(catalogue, files / root.strip("/"), f"https://example.org{root}")
        site = files / root.strip("/")
        if request.param.startswith("apache"):
            with apache(folder, root, files) as made:
                yield made
        else:
            with nginx(folder, root, files, (site / "hosting" / "nginx.conf").read_text()) as made:
                yield made


@pytest.mark.parametrize("accept", WISHES)
def test_a_client_gets_what_it_wants_most(host: Host, accept: str) -> None:
    status, headers, body = host.get("dataset/ward-notes/", accept)
    assert (status, headers["content-type"].partition(";")[0]) == (200, WISHES[accept])
    assert "accept" in headers["vary"].lower()
    assert headers["access-control-allow-origin"] == "*"
    assert b"Ward Notes" in body


@pytest.mark.parametrize("accept", WISHES)
def test_the_table_of_the_rules_says_so_itself(accept: str) -> None:
    types = {suffix: media for media, suffix in hosting.TYPES} | {"": HTML}
    assert types[hosting.wanted(accept)] == WISHES[accept]


def test_the_identifiers_own_address_without_a_slash(host: Host) -> None:
    status, headers, _ = host.get("dataset/ward-notes", TURTLE)
    assert (status, headers["content-type"].partition(";")[0]) == (200, TURTLE)
    status, headers, _ = host.get("dataset/ward-notes", CHROME)
    assert status in {200, 301}
    if status == 301:
        assert headers["location"].endswith(f"{host.root}dataset/ward-notes/")


@pytest.mark.parametrize("sub", ["2.0", "2.0/", "1.0~beta", "2.0/train"])
def test_a_version_is_a_place_on_the_page_and_described_in_the_record(host: Host, sub: str) -> None:
    status, headers, _ = host.get(f"dataset/ward-notes/{sub}", CHROME)
    there = f"{host.root}dataset/ward-notes/#{sub.rstrip('/')}"
    assert (status, headers["location"].removeprefix(f"http://127.0.0.1:{host.port}")) == (303, there)
    status, headers, _ = host.get(f"dataset/ward-notes/{sub}", TURTLE)
    assert (status, headers["location"].endswith(f"{host.root}dataset/ward-notes.ttl")) == (303, True)


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("dataset/ward-notes.ttl", TURTLE),
        ("dataset/ward-notes.jsonld", JSON_LD),
        ("dataset/ward-notes.schema-org.jsonld", JSON_LD),
        ("dataset/ward-notes.nt", N_TRIPLES),
        ("dataset/ward-notes.linkset.json", "application/linkset+json"),
        ("dataset/ward-notes.tree.svg", "image/svg+xml"),
        (".well-known/void", TURTLE),
        ("void.ttl", TURTLE),
        ("changes.atom", "application/atom+xml"),
        ("downloads/kinset.ttl", "text/turtle"),
        ("assets/site.css", "text/css"),
        ("ontology/", HTML),
    ],
)
def test_files_have_their_types(host: Host, path: str, media: str) -> None:
    status, headers, _ = host.get(path)
    assert (status, headers["content-type"].partition(";")[0]) == (200, media)


@pytest.mark.parametrize(("accept", "media"), [(TURTLE, TURTLE), (JSON_LD, TURTLE), (N_TRIPLES, N_TRIPLES)])
def test_the_ontology_is_negotiated(host: Host, accept: str, media: str) -> None:
    for path in ("ontology", "ontology/"):
        status, headers, _ = host.get(path, accept)
        assert (status, headers["content-type"].partition(";")[0]) == (200, media)


@pytest.mark.parametrize("path", ["nothing", "dataset/nothing/", "a/b/c/d"])
def test_what_is_not_there_says_so_and_its_page_works_at_any_depth(host: Host, path: str) -> None:
    status, headers, body = host.get(path, CHROME)
    assert (status, headers["content-type"].partition(";")[0]) == (404, HTML)
    page = Page(body.decode())
    assert "There is no such page" in page.text
    for link in page.links:
        if not link.startswith(("http", "#")):
            assert link.startswith(host.root), link
            assert host.get(link.removeprefix(host.root).partition("?")[0])[0] == 200, link


def test_head_gives_the_same_headers_without_a_body(host: Host) -> None:
    for accept in (TURTLE, CHROME):
        status, headers, body = host.get("dataset/ward-notes/", accept, "HEAD")
        _, full, _ = host.get("dataset/ward-notes/", accept)
        assert (status, body, headers["content-type"]) == (200, b"", full["content-type"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib itself, reading JSON-LD
def test_rdflib_reads_the_address_of_a_thing(host: Host) -> None:
    for form in (None, "turtle", "json-ld"):
        graph = Graph().parse(f"http://127.0.0.1:{host.port}{host.root}dataset/ward-notes", format=form)
        assert (URIRef(WARD), None, None) in graph


@pytest.fixture(scope="module")
def w3id() -> Iterator[Host]:
    """The redirects as w3id.org would run them, in the folder of the catalogue's name."""
    with open_folder() as folder:
        place = folder / "files" / "kinset"
        place.mkdir(parents=True)
        (place / ".htaccess").write_text(hosting.w3id("dataset|person", "https://example.org/k/"))
        with apache(folder, "/kinset/", folder / "files") as made:
            yield made


@pytest.mark.parametrize(
    ("path", "accept", "there"),
    [
        ("", CHROME, ""),
        ("dataset/ward-notes", CHROME, "dataset/ward-notes/"),
        ("dataset/ward-notes", TURTLE, "dataset/ward-notes.ttl"),
        ("dataset/ward-notes", JENA, "dataset/ward-notes.ttl"),
        ("dataset/ward-notes", JSON_LD, "dataset/ward-notes.jsonld"),
        ("dataset/ward-notes/2.0", CHROME, "dataset/ward-notes/#2.0"),
        ("dataset/ward-notes/2.0/train", CHROME, "dataset/ward-notes/#2.0/train"),
        ("dataset/ward-notes/2.0", TURTLE, "dataset/ward-notes.ttl"),
        ("person/ann", "application/n-triples", "person/ann.nt"),
        ("ontology", CHROME, "ontology/"),
        ("ontology", TURTLE, "ontology.ttl"),
        ("dataset/ward-notes.ttl", "*/*", "dataset/ward-notes.ttl"),
        ("dataset/", CHROME, "dataset/"),
        ("catalog.ttl", "*/*", "catalog.ttl"),
    ],
)
def test_identifiers_lead_to_the_site(w3id: Host, path: str, accept: str, there: str) -> None:
    status, headers, _ = w3id.get(path, accept)
    assert (status, headers["location"]) == (303, f"https://example.org/k/{there}")
