"""The site: what is planned, written, left alone, and what its pages say. The browser's side is under tests/e2e."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kinset import sources
from kinset.errors import BuildError
from kinset.lineage.overlap.solve import Verdict
from kinset.project import Project, open_project
from kinset.site import planning, writing
from kinset.site.addresses import Addresses, relative
from kinset.site.bundles import Artifact, Bundle
from kinset.site.stock import Stock
from tests.conftest import SITE, MakeCatalogue
from tests.program import contents, kinset

BASE = "https://w3id.org/kinset/"


def stock_of(folder: Path, site: str | None = SITE) -> Stock:
    project = replace(open_project(folder), site=site)
    return Stock(project, sources.read(project), "one program")  # its digest would change while somebody works on it


def written(folder: Path, out: Path, site: str | None = SITE) -> writing.Written:
    return writing.write(planning.plan(stock_of(folder, site)), out)


@pytest.fixture(scope="module")
def repository_stock(repository: Project) -> Stock:
    return stock_of(repository.root)


def bundle(name: str, key: str, files: dict[str, str]) -> Bundle:
    return Bundle(name, key, lambda: [Artifact(path, text.encode()) for path, text in files.items()])


# ---------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("", "", "./"),
        ("", "assets/site.css", "assets/site.css"),
        ("dataset/a/", "dataset/a/#1.0", "#1.0"),
        ("dataset/a/", "dataset/a.ttl", "../a.ttl"),
        ("404.html", "datasets/", "datasets/"),
        ("dataset/a.tree.svg", "dataset/b/", "b/"),
    ],
)
def test_links_are_relative_to_the_page(here: str, there: str, link: str) -> None:
    assert relative(here, there) == link


def test_only_what_has_a_page_has_a_path() -> None:
    addresses = Addresses(open_project(Path(__file__).parents[1]).base, None)
    assert addresses.path("https://example.org/elsewhere") is None
    assert addresses.path(BASE) == ""
    assert addresses.absolute("x/") is None


# ---------------------------------------------------------------------- writing


def test_what_did_not_change_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    made: list[str] = []

    def counted(name: str, key: str) -> Bundle:
        def make() -> Iterator[Artifact]:
            made.append(name)
            yield Artifact(f"{name}.txt", key.encode())

        return Bundle(name, key, make)

    writing.write([counted("a", "1"), counted("b", "1")], out)
    done = writing.write([counted("a", "1"), counted("b", "2")], out)
    assert made == ["a", "b", "b"]
    assert (done.made, done.written, done.removed) == (1, 1, 0)
    (out / "a.txt").unlink()
    writing.write([counted("a", "1"), counted("b", "2")], out)
    assert made == ["a", "b", "b", "a"]
    assert (out / "a.txt").is_file()


def test_what_is_planned_no_more_is_removed_and_other_files_stay(tmp_path: Path) -> None:
    out = tmp_path / "site"
    writing.write([bundle("a", "1", {"d/a.txt": "a", "keep.txt": "k"})], out)
    (out / "mine.txt").write_text("mine")
    done = writing.write([bundle("a", "2", {"keep.txt": "k"})], out)
    assert sorted(path.name for path in out.iterdir()) == [".kinset-site.json", "keep.txt", "mine.txt"]
    assert (done.written, done.removed) == (0, 1)


def test_a_run_that_fails_leaves_the_old_site_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    writing.write([bundle("a", "1", {"a.txt": "old"})], out)
    before = contents(out)

    def broken() -> Iterator[Artifact]:
        yield Artifact("b.txt", b"half")
        raise RuntimeError("nothing to write")

    with pytest.raises(RuntimeError, match="nothing to write"):
        writing.write([bundle("a", "2", {"a.txt": "new"}), Bundle("b", "1", broken)], out)
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_file_that_two_bundles_make_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="made twice: by a and by b"):
        writing.write([bundle("a", "1", {"x.txt": "a"}), bundle("b", "1", {"x.txt": "b"})], tmp_path / "site")


def test_what_was_cut_off_while_it_was_put_in_place_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    writing.write([bundle("a", "1", {"a.txt": "one", "b.txt": "one"})], out)

    def cut_off(source: Path, target: Path) -> None:
        if target.name == "b.txt":
            raise OSError(28, "No space left on device")
        source.replace(target)

    with monkeypatch.context() as patched:
        patched.setattr(writing, "_move", cut_off)
        with pytest.raises(BuildError, match="put in place"):
            writing.write([bundle("a", "2", {"a.txt": "two", "b.txt": "two"})], out)
    writing.write([bundle("a", "1", {"a.txt": "one", "b.txt": "one"})], out)
    assert {path.name: path.read_text() for path in out.glob("*.txt")} == {"a.txt": "one", "b.txt": "one"}


@pytest.mark.parametrize("path", ["../out.txt", "/out.txt", "a/../../out.txt"])
def test_no_file_lies_outside_the_site(tmp_path: Path, path: str) -> None:
    with pytest.raises(BuildError, match="outside"):
        writing.write([bundle("a", "1", {path: "x"})], tmp_path / "site")


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "work.txt").write_text("mine")
    with pytest.raises(BuildError, match="no site"):
        writing.write([], tmp_path)


def test_a_damaged_manifest_means_that_all_is_made_anew(tmp_path: Path) -> None:
    out = tmp_path / "site"
    writing.write([bundle("a", "1", {"a.txt": "a"})], out)
    (out / writing.MANIFEST).write_text('{"bundles": {"a": 3}}')
    assert writing.write([bundle("a", "1", {"a.txt": "a"})], out).made == 1


# ---------------------------------------------------------------------- the plan


def test_two_runs_give_the_same_bytes_and_the_second_makes_nothing(small: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    written(small, one)
    written(small, other)
    assert contents(one) == contents(other)
    assert written(small, one).made == 0


def excerpt(root: Path, folder: Path) -> None:
    """Copy a part of a catalogue that holds together: some datasets, their kin, and all that these point at."""
    shutil.copytree(root / "ontology", folder / "ontology")
    for part in ("shapes", "queries"):
        (folder / part).mkdir()
    shutil.copy(root / "kinset.toml", folder)
    queue = [root / "data" / "dataset" / "radqa.ttl", root / "data" / "dataset" / "emrqa.ttl"]
    for path in queue:
        text = path.read_text(encoding="utf-8")
        found = {root / "data" / kind / f"{slug}.ttl" for kind, slug in NAMED.findall(text)}
        queue += sorted(one for one in found if one.is_file() and one not in queue)
        (folder / path.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / path.relative_to(root))


NAMED = re.compile(r"\b(dataset|organization|person|publication|terms|model):([a-z0-9-]+)")
CHANGES = {
    "description": ("data/dataset/", "dcterms:description", '"', '"Changed: '),
    "label": ("data/dataset/", "rdfs:label", '"', '"Changed '),
    "count": ("data/dataset/", "kin:count", " ", " 9"),
    "checked": ("data/dataset/", "kin:checkedOn", '"2026', '"2025'),
    "newest": ("data/dataset/", "kin:checkedOn", '"2026', '"2099'),
    "place": ("data/organization/", "rdfs:label", '"', '"Changed '),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_remakes_just_what_a_cold_run_would_give(repository: Project, tmp_path: Path, change: str) -> None:
    """The keys are sound: what is left alone is what a cold run makes, byte for byte."""
    folder = tmp_path / "catalogue"
    excerpt(repository.root, folder)
    warm, cold = tmp_path / "warm", tmp_path / "cold"
    written(folder, warm)
    where, predicate, old, new = CHANGES[change]
    for path in sorted((folder / where).glob("*.ttl"))[1::4]:
        lines = path.read_text(encoding="utf-8").split("\n")
        number = next((n for n, line in enumerate(lines) if line.strip().startswith(predicate)), None)
        if number is not None:
            lines[number] = lines[number].replace(predicate + " " + old.lstrip(), predicate + " " + new.lstrip(), 1)
            path.write_text("\n".join(lines), encoding="utf-8")
    again, whole = written(folder, warm), written(folder, cold)
    assert 0 < again.made <= whole.made
    assert again.written > 0
    after, expected = contents(warm), contents(cold)
    assert [path for path in expected if after.get(path) != expected[path]] == []
    assert after.keys() == expected.keys()


# ---------------------------------------------------------------------- verdicts


def test_no_pair_that_the_solver_decides_is_missed(repository_stock: Stock) -> None:
    """The filter over-estimates: of the pairs that it leaves out, those drawn are open, said by the solver itself."""
    kinship = repository_stock.kinship
    assert not kinship.may_be_cut
    left_out = [pair for pair in combinations(sorted(kinship.datasets), 2) if kinship.known(*pair) is None]
    assert len(left_out) > 1000
    for one, other in left_out[::17]:
        answer = kinship.judge.answer([one], other)
        assert {found.verdict for found in answer.by_unit} == {Verdict.MAY_SHARE}, (one, other)


# ---------------------------------------------------------------------- what stands on the pages


@pytest.fixture
def site(whole_site: Path) -> Path:
    return whole_site


def test_every_entity_has_its_page_and_its_documents(site: Path, repository_stock: Stock) -> None:
    for thing in repository_stock.directory.entities():
        path = (repository_stock.addresses.path(thing.iri) or "").rstrip("/")
        for end in ("/index.html", ".ttl", ".nt", ".jsonld", ".linkset.json"):
            assert (site / f"{path}{end}").is_file(), f"{path}{end}"


def test_every_internal_link_resolves(site: Path) -> None:
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    ids = {path: set(re.findall(r'\bid="([^"]*)"', text)) for path, text in pages.items()}
    broken = []
    for path, text in pages.items():
        if path == "404.html":  # served from any address: its links start at the site's base
            continue
        for link in set(re.findall(r'\b(?:href|src|action)="([^"]*)"', text)):
            if not re.match(r"[a-z]+:", link):
                fault = _fault(site, path, link, ids)
                broken += [fault] if fault else []
    assert broken[:20] == []


def _fault(site: Path, path: str, link: str, ids: dict[str, set[str]]) -> str:
    from urllib.parse import unquote, urljoin, urlsplit  # noqa: PLC0415

    parts = urlsplit(urljoin(f"http://x/{path}", link))
    there = unquote(parts.path).lstrip("/")
    there = f"{there}index.html" if not there or there.endswith("/") else there
    if not (site / there).is_file():
        return f"{path}: {link} leads to no file"
    anchor = unquote(parts.fragment)
    if anchor and there.endswith(".html") and anchor not in ids[there]:
        return f"{path}: {link} leads to no place on the page"
    return ""


def links(block: dict[str, Any]) -> set[str]:
    """Return where a record says that it is: the export, which knows no site, gives its landing page first."""
    same = block.get("sameAs", [])
    return {block["url"], *([same] if isinstance(same, str) else same)} if "url" in block else set()


def test_the_search_engines_block_is_what_export_gives(site: Path, repository: Project) -> None:
    of_the_site = {"url": 0, "sameAs": 0, "includedInDataCatalog": 0}
    for path in sorted((site / "dataset").glob("*/index.html"))[::9]:
        blocks = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL
        )
        assert len(blocks) == 1
        iri = f"{BASE}dataset/{path.parent.name}"
        told = kinset("-C", repository.root, "export", iri, "--as", "schema-org").out
        found = json.loads(blocks[0])
        assert found["url"] == f"{SITE}dataset/{path.parent.name}/"
        assert links(found) - {found["url"]} == links(json.loads(told))
        assert {**found, **of_the_site} == {**json.loads(told), **of_the_site}


def test_canonical_site_map_and_block_say_one_address(site: Path) -> None:
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = ET.parse(site / "sitemap.xml").getroot()  # noqa: S314 - our own file
    maps = [(node.text or "").removeprefix(SITE) for node in index.findall(".//s:loc", spaces)]
    listed = {node.text for name in maps for node in ET.parse(site / name).getroot().findall(".//s:loc", spaces)}  # noqa: S314
    for path in site.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        canonical = re.findall(r'<link rel="canonical" href="([^"]*)">', text)
        if canonical:
            assert canonical[0] in listed
            assert canonical[0] == SITE + path.relative_to(site).as_posix().removesuffix("index.html")
    assert len(listed) > len(list((site / "dataset").glob("*/index.html")))


def test_without_a_base_there_is_no_site_map_and_no_canonical(small: Path, tmp_path: Path) -> None:
    ran = kinset("-C", small, "site", "--out", tmp_path / "out")
    assert ran.code == 0
    assert "no site map" in ran.err
    assert not (tmp_path / "out" / "sitemap.xml").exists()
    assert "canonical" not in (tmp_path / "out" / "index.html").read_text()


@pytest.mark.parametrize("text", ["ftp://example.org", "example.org", "https://example.org/?a=b"])
def test_what_is_no_web_address_is_refused(small: Path, tmp_path: Path, text: str) -> None:
    ran = kinset("-C", small, "site", "--out", tmp_path / "out", "--base-url", text)
    assert ran.code == 2
    assert "web address" in ran.err


def test_build_writes_the_site_too(small: Path) -> None:
    ran = kinset("-C", small, "build", "--site", "--base-url", SITE, "--format", "json")
    assert ran.code == 0
    assert ran.json["site"]["site"] == SITE
    assert (small / "site" / "index.html").is_file()
    assert kinset("-C", small, "build", "--base-url", SITE).code == 2


def test_a_changed_query_remakes_its_page(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    written(small, out)
    path = small / "queries" / "report" / "datasets.rq"
    path.write_text(path.read_text(encoding="utf-8").replace("#+ title: ", "#+ title: Changed ", 1), encoding="utf-8")
    written(small, out)
    assert "Changed " in (out / "queries" / "datasets" / "index.html").read_text(encoding="utf-8")


HEIRS = 210


def test_what_is_not_worked_out_is_told(make_catalogue: MakeCatalogue) -> None:
    """In a big catalogue not every pair is worked out; no page may then say that nothing links them."""
    prefixes = "PREFIX kin: <https://w3id.org/kinset/ontology#>\nPREFIX prov: <http://www.w3.org/ns/prov#>\n"
    head = prefixes + "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    root = f'{head}<{BASE}dataset/root> a kin:Dataset ; rdfs:label "Root"@en ; kin:drawnBy kin:Note .\n'
    files = {"data/dataset/root.ttl": root}
    for number in range(HEIRS):
        iri = f"{BASE}dataset/h{number}"
        files[f"data/dataset/h{number}.ttl"] = (
            f'{head}<{iri}> a kin:Dataset ; rdfs:label "Heir {number}"@en ; kin:drawnBy kin:Note ;\n'
            f"  prov:qualifiedDerivation <{iri}#from-root> .\n"
            f"<{iri}#from-root> a kin:Derivation ; prov:entity <{BASE}dataset/root> ; kin:kind kin:SubsetOf ;\n"
            "  kin:unit kin:Note .\n"
        )
    kinship = stock_of(make_catalogue(files)).kinship
    assert kinship.may_be_cut
    assert kinship.share < HEIRS
    heir = f"{BASE}dataset/h1"
    assert f"{BASE}dataset/root" in kinship.others(heir)
    assert kinship.is_cut(heir)
    assert len(kinship.others(heir)) == kinship.share


def test_every_canned_query_is_answered_on_its_page(site: Path, repository_stock: Stock) -> None:
    for name in repository_stock.queries:
        text = (site / "queries" / name / "index.html").read_text(encoding="utf-8")
        assert "could not be answered" not in text, name
