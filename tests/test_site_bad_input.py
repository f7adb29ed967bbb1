"""The site of catalogues that mean no good, or only well: what stands in the pages. See also test_bad_input."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kinset.lineage.overlap.search import SearchTooLarge
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Judge
from kinset.site import planning
from tests.conftest import SMALL, MakeCatalogue
from tests.pages import SITE, Page, stock_of, written
from tests.program import kinset, lay_out

HEAD = """\
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX dataset: <https://w3id.org/kinset/dataset/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX list: <https://w3id.org/kinset/list/>
PREFIX odrl: <http://www.w3.org/ns/odrl/2/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organization: <https://w3id.org/kinset/organization/>
PREFIX person: <https://w3id.org/kinset/person/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX publication: <https://w3id.org/kinset/publication/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX task: <https://w3id.org/kinset/task/>
PREFIX terms: <https://w3id.org/kinset/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
MARKUP = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "]]><b>--!></style></title></textarea>",
    "{{ 7 * 7 }}{% raise %}&lt;i&gt;",
)
EVIL = " ".join(MARKUP)
FAR = "https://example.org/" + "a%20b%2Fc/é/日本?q='1'&x=(2);" + "long" * 500


def turtle(text: str) -> str:
    """Return a text as a string of Turtle."""
    return json.dumps(text, ensure_ascii=False)


def dataset(slug: str, body: str = "", more: str = "", label: str = "") -> dict[str, str]:
    """Return a data file of a dataset; `body` is said of it, `more` stands behind it."""
    iri = f"https://w3id.org/kinset/dataset/{slug}"
    head = f"{HEAD}PREFIX sub: <{iri}/>\nPREFIX this: <{iri}#>\n"
    named = f"rdfs:label {turtle(label or slug.capitalize())}@en"
    return {f"data/dataset/{slug}.ttl": f"{head}dataset:{slug} a kin:Dataset ; {named} {body} .\n{more}"}


def thing(kind: str, slug: str, of_class: str, body: str = "", label: str = "") -> dict[str, str]:
    """Return a data file of an entity of another kind."""
    this = f"PREFIX this: <https://w3id.org/kinset/{kind}/{slug}#>\n"
    named = f"rdfs:label {turtle(label or slug)}@en"
    return {f"data/{kind}/{slug}.ttl": f"{HEAD}{this}{kind}:{slug} a {of_class} ; {named} {body} .\n"}


def evidence(source: str, locator: str = "Table 1") -> str:
    return f"""this:e a kin:Evidence ; dcterms:source <{source}> ; kin:method kin:Read ; kin:locator {turtle(locator)} ;
  kin:checkedOn "2026-01-02"^^xsd:date ; kin:sourceRole kin:Maker ; kin:supports dcterms:description ."""


def derived(source: str, name: str = "from") -> tuple[str, str]:
    """Return what is said of a dataset that was made of another, and the claim."""
    claim = f"""this:{name} a kin:Derivation ; prov:entity {source} ; kin:kind kin:SubsetOf ; kin:unit kin:Note ;
  kin:evidence this:e .\n"""
    return f"; prov:qualifiedDerivation this:{name} ", claim


# ---------------------------------------------------------------------- markup, and links that are no links


NASTY = {
    **dataset(
        "evil",
        f"""; skos:altLabel {turtle(EVIL)}@en ; dcterms:description {turtle(EVIL)}@en ; rdfs:comment {turtle(EVIL)}@en ;
  dcterms:publisher organization:evil ; dcterms:creator person:evil ; dcterms:isReferencedBy publication:evil ;
  kin:authors {turtle(EVIL)} ; kin:forTask task:evil ; dcat:hasCurrentVersion sub:1.0 ; adms:identifier this:doi ;
  dcat:landingPage <javascript:alert(1)> ; kin:formerLink <data:text/html,alert(1)> ; rdfs:seeAlso <vbscript:x> ;
  kin:terms this:licence ; kin:evidence this:e , this:e2 ; prov:qualifiedDerivation this:from""",
        f"""sub:1.0 a kin:Version ; rdfs:label {turtle(EVIL)}@en ; dcat:isVersionOf dataset:evil ;
  dcat:version {turtle(EVIL)} ; dcat:landingPage <JavaScript:alert(1)> .
this:doi a adms:Identifier ; skos:notation {turtle('10.1/"><script>alert(1)</script>')} ; kin:scheme kin:DOI .
this:licence a kin:TermsAssignment ; kin:policy terms:evil ; kin:scope kin:Data ; kin:evidence this:e .
this:from a kin:Derivation ; prov:entity dataset:far ; kin:kind kin:SubsetOf ; kin:unit kin:Note ;
  rdfs:comment {turtle(EVIL)}@en ; kin:evidence this:e .
{evidence("javascript:alert(document.domain)", EVIL)}
this:e2 a kin:Evidence ; dcterms:source <data:text/html;base64,PHNjcmlwdD4=> ; kin:locator "a" .""",
        label=EVIL,
    ),
    **dataset(
        "far",
        f"; dcat:landingPage <{FAR}> ; kin:evidence this:e ; dcterms:description {turtle('word ' * 2000)}@en",
        evidence(FAR),
        label="n" * 10_000,
    ),
    **thing("organization", "evil", "org:Organization", "; dcat:landingPage <javascript:alert(2)>", EVIL),
    **thing("person", "evil", "schema:Person", "; schema:affiliation organization:evil", EVIL),
    **thing("publication", "evil", "schema:ScholarlyArticle", "; dcat:landingPage <javascript:alert(3)>", EVIL),
    **thing("task", "evil", "kin:Task", f"; skos:definition {turtle(EVIL)}@en", EVIL),
    **thing("terms", "evil", "odrl:Set", "; dcat:landingPage <javascript:alert(4)>", EVIL),
    **thing(
        "list", "evil", "kin:SourceList",
        f"""; dcterms:source <javascript:alert(5)> ; kin:item this:i .
this:i a kin:ListItem ; rdfs:label {turtle(EVIL)}@en ; kin:link <javascript:alert(6)> ; kin:covers dataset:evil""",
        EVIL,
    ),
    "queries/report/evil.rq": f"""#+ title: {turtle(EVIL)}
#+ summary: {turtle(EVIL)}
#+ columns:
#+   - {{name: dataset, title: {turtle(EVIL)}, description: {turtle(EVIL)}}}
#+   - {{name: label, title: Label, description: Its name}}
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?dataset ?label WHERE {{ ?dataset a kin:Dataset ; rdfs:label ?label }} # </script><script>alert(7)</script>
""",
}  # fmt: skip


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nasty")
    written(lay_out(folder / "catalogue", NASTY), folder / "site")
    return folder / "site"


def pages(site: Path) -> dict[str, Page]:
    found = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8")) for path in found}


def test_no_markup_of_the_catalogue_becomes_markup_of_a_page(nasty: Path) -> None:
    for path, page in pages(nasty).items():
        assert page.events == [], path
        assert page.misnested == [], path
        assert not [found for found in page.all("img") if found.get("src") == "x"], path
        assert all("alert(" not in found.get("src", "") for found in page.all("script")), path
        assert [text for text in page.scripts if text.strip() and not text.lstrip().startswith("{")] == [], path
        assert "49" not in page.text.split("7 * 7")[0][-4:], path


def test_what_was_written_is_what_is_read(nasty: Path) -> None:
    page = Page.at(nasty, "dataset/evil")
    for piece in MARKUP:
        assert page.text.count(re.sub(r"\s+", " ", piece)) >= 3, piece
    assert EVIL in Page.at(nasty, "queries/evil").text


def test_only_web_addresses_are_links(nasty: Path) -> None:
    schemes = {
        match[0].lower()
        for page in pages(nasty).values()
        for link in page.links
        if (match := re.match(r"\s*[a-zA-Z][a-zA-Z0-9+.-]*:", link))
    }
    assert schemes == {"http:", "https:"}
    assert "javascript:alert(document.domain)" not in " ".join(Page.at(nasty, "dataset/evil").links)


def test_an_address_keeps_its_odd_characters(nasty: Path) -> None:
    assert FAR in Page.at(nasty, "dataset/far").links


def test_blocks_and_links_for_machines_hold_such_texts(nasty: Path) -> None:
    for slug in ("evil", "far"):
        text = (nasty / "dataset" / slug / "index.html").read_text(encoding="utf-8")
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        told = json.loads((nasty / "dataset" / f"{slug}.schema-org.jsonld").read_text(encoding="utf-8"))
        assert [json.loads(block) for block in blocks] == [told]
        json.loads((nasty / "dataset" / f"{slug}.linkset.json").read_text(encoding="utf-8"))
        json.loads((nasty / "leak" / f"{slug}.json").read_text(encoding="utf-8"))
    assert EVIL in json.dumps(json.loads((nasty / "assets" / "search.json").read_text(encoding="utf-8"))).replace(
        '\\"', '"'
    )


def test_xml_is_well_formed(nasty: Path) -> None:
    found = [*nasty.rglob("*.xml"), *nasty.rglob("*.svg"), *nasty.rglob("*.atom")]
    assert len(found) > 4
    for path in found:
        ET.parse(path)  # noqa: S314 - our own file
    titles = [node.text for node in ET.parse(nasty / "changes.atom").iter("{http://www.w3.org/2005/Atom}title")]  # noqa: S314
    assert EVIL in titles


def test_a_table_opens_as_a_table(nasty: Path) -> None:
    rows = list(csv.reader(io.StringIO((nasty / "queries" / "evil" / "result.csv").read_text(encoding="utf-8"))))
    assert rows[0][0] == EVIL
    assert EVIL in {row[1] for row in rows}
    assert {len(row) for row in rows} == {2}


def test_long_texts_are_folded_and_names_cut_where_they_are_listed(nasty: Path) -> None:
    text = (nasty / "dataset" / "far" / "index.html").read_text(encoding="utf-8")
    assert "The whole description" in text
    assert len(text.encode()) < 150_000
    description = re.findall(r'<meta name="description" content="([^"]*)"', text)[0]
    assert len(description) <= 300
    assert "n" * 1000 not in (nasty / "datasets" / "index.html").read_text(encoding="utf-8")


# ---------------------------------------------------------------------- scripts of the world


WORLD = {
    "data/dataset/arabic.ttl": f"""{HEAD}dataset:arabic a kin:Dataset ; rdfs:label "ملاحظات"@ar ;
  dcterms:description "ملاحظات سريرية من مستشفى (2019)"@ar ; skos:altLabel "Notes"@en , "病历"@zh .""",
    "data/dataset/japanese.ttl": f"""{HEAD}dataset:japanese a kin:Dataset ; rdfs:label "退院サマリー"@ja ;
  dcterms:description "架空の病院の退院サマリー。"@ja .""",
    **dataset("plain"),
    **dataset("twin-a", label="Twin"),
    **dataset("twin-b", label="Twin"),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    written(lay_out(folder / "catalogue", WORLD), folder / "site")
    return folder / "site"


@pytest.mark.parametrize(
    ("slug", "name", "language"), [("arabic", "ملاحظات", "ar"), ("japanese", "退院サマリー", "ja")]
)
def test_a_name_in_another_language_says_which(world: Path, slug: str, name: str, language: str) -> None:
    page = Page.at(world, f"dataset/{slug}")
    assert page.all("h1", dir="auto", lang=language)
    assert page.all("p", dir="auto", lang=language)
    assert name in page.text
    assert name in Page.at(world, "datasets").text
    assert name in (world / "assets" / "search.json").read_text(encoding="utf-8")


def test_other_names_say_their_language(world: Path) -> None:
    assert Page.at(world, "dataset/arabic").all("bdi", lang="zh")


def test_what_nobody_described_says_so(world: Path) -> None:
    page = Page.at(world, "dataset/plain")
    assert "Nobody has described it yet." in page.text
    assert "How it is had is not recorded." in page.text
    assert "No work that describes it is recorded." in page.text


def test_two_of_one_name_have_their_own_pages(world: Path) -> None:
    links = Page.at(world, "datasets").links
    assert {"../dataset/twin-a/", "../dataset/twin-b/"} <= set(links)


# ---------------------------------------------------------------------- shapes of a catalogue


CIRCLE = {
    **dataset("one", derived("dataset:two")[0], derived("dataset:two")[1] + evidence("https://example.org/")),
    **dataset("two", derived("dataset:one")[0], derived("dataset:one")[1] + evidence("https://example.org/")),
    **dataset("self", derived("dataset:self")[0], derived("dataset:self")[1] + evidence("https://example.org/")),
    **dataset("lost", derived("dataset:nowhere")[0], derived("dataset:nowhere")[1] + evidence("https://example.org/")),
    **dataset(
        "odd",
        "; dcat:hasCurrentVersion <https://w3id.org/kinset/dataset/odd/1.0~beta>",
        "<https://w3id.org/kinset/dataset/odd/1.0~beta> a kin:Version ; dcat:isVersionOf dataset:odd ;"
        ' rdfs:label "Odd beta"@en .\n'
        "<https://w3id.org/kinset/dataset/odd/1.0~beta/train_set/A-1> a kin:Split ; dcterms:isPartOf"
        ' <https://w3id.org/kinset/dataset/odd/1.0~beta> ; rdfs:label "Odd split"@en .\n',
    ),
}


@pytest.fixture(scope="module")
def circle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("circle")
    written(lay_out(folder / "catalogue", CIRCLE), folder / "site")
    return folder / "site"


def test_a_circle_of_derivations_ends(circle: Path) -> None:
    for slug, other in (("one", "two"), ("two", "one")):
        page = Page.at(circle, f"dataset/{slug}")
        assert page.all("a", href=f"../{other}/")
        ET.parse(circle / "dataset" / f"{slug}.tree.svg")  # noqa: S314 - our own file


def test_what_comes_from_itself_or_from_nowhere_has_a_page(circle: Path) -> None:
    assert "Self" in Page.at(circle, "dataset/self").text
    assert "nowhere" in Page.at(circle, "dataset/lost").text


def test_names_below_an_entity_are_places_on_its_page(circle: Path) -> None:
    page = Page.at(circle, "dataset/odd")
    assert {"1.0~beta", "1.0~beta/train_set/A-1"} <= set(page.ids)
    assert {"#1.0~beta", "#1.0~beta/train_set/A-1"} <= set(page.links)


def test_no_page_has_an_id_twice(circle: Path, world: Path, nasty: Path) -> None:
    for site in (circle, world, nasty):
        for path, page in pages(site).items():
            assert len(page.ids) == len(set(page.ids)), path
            assert page.misnested == [], path


@pytest.mark.parametrize(
    "files",
    [{}, thing("person", "ann", "schema:Person", label="Ann"), thing("list", "none", "kin:SourceList")],
    ids=["empty", "persons", "a list"],
)
def test_a_catalogue_without_datasets_has_a_site(
    make_catalogue: MakeCatalogue, tmp_path: Path, files: dict[str, str]
) -> None:
    written(make_catalogue(files), tmp_path / "site")
    for path, page in pages(tmp_path / "site").items():
        assert page.misnested == [], path
    assert json.loads((tmp_path / "site" / "assets" / "search.json").read_text(encoding="utf-8"))["kinds"]
    ET.parse(tmp_path / "site" / "changes.atom")  # noqa: S314 - our own file


def test_another_base_and_other_kinds(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", {})
    settings = (folder / "kinset.toml").read_text(encoding="utf-8")
    settings = settings.replace("https://w3id.org/kinset/", "https://data.example.org/c/")
    (folder / "kinset.toml").write_text(settings.replace('person = "schema:Person"', 'scholar = "schema:Person"'))
    path = folder / "data" / "scholar" / "ann.ttl"
    path.parent.mkdir()
    text = thing("scholar", "ann", "schema:Person", label="Ann")["data/scholar/ann.ttl"]
    text = text.replace("scholar:ann", "<https://data.example.org/c/scholar/ann>")
    path.write_text(text.replace("https://w3id.org/kinset/scholar", "https://data.example.org/c/scholar"))
    written(folder, tmp_path / "site")
    page = Page.at(tmp_path / "site", "scholar/ann")
    assert page.all("link", rel="cite-as", href="https://data.example.org/c/scholar/ann")
    assert "scholar" in (tmp_path / "site" / ".htaccess").read_text()


def test_a_broken_file_does_not_stop_the_others(make_catalogue: MakeCatalogue, tmp_path: Path) -> None:
    folder = make_catalogue({**SMALL, "data/dataset/broken.ttl": "this is no Turtle"})
    out = tmp_path / "site"
    for _ in range(2):  # it is said each time, though nothing changed
        ran = kinset("-C", folder, "site", "--out", out, "--base-url", SITE)
        assert ran.code == 0
        assert "could not be read whole" in ran.err
    assert (out / "dataset" / "ward-notes" / "index.html").is_file()
    assert not (out / "dataset" / "broken").exists()


def test_a_record_that_was_given_up_leads_to_its_successor(make_catalogue: MakeCatalogue, tmp_path: Path) -> None:
    old = dataset("old", "; kin:recordStatus kin:Merged ; dcterms:isReplacedBy dataset:notes-qa")
    site = tmp_path / "site"
    written(make_catalogue({**SMALL, **old}), site)
    page = Page.at(site, "dataset/old")
    assert page.all("a", href="../notes-qa/")
    assert "given up" in page.text
    assert page.all("meta", name="robots", content="noindex")
    assert not page.all("link", rel="canonical")
    assert not page.all("script", type="application/ld+json")
    assert all("dataset/old/" not in path.read_text(encoding="utf-8") for path in site.glob("sitemap*.xml"))
    for path in ("datasets/index.html", "index.html", "assets/search.json", "catalog.ttl", "matrix/index.html"):
        assert "dataset/old" not in (site / path).read_text(encoding="utf-8"), path
    assert (site / "dataset" / "old.ttl").is_file()


def test_thousands_of_parts_and_heirs_are_named_and_folded(make_catalogue: MakeCatalogue) -> None:
    parts = "".join(
        f'sub:p{n} a kin:Part ; dcterms:isPartOf dataset:hub ; rdfs:label "Part {n}"@en ; kin:extent this:x{n} .\n'
        f"this:x{n} a kin:Extent ; kin:unit kin:Note ; kin:count {n} ; kin:evidence this:e .\n"
        for n in range(5000)
    )
    files = dataset("hub", "", parts + evidence("https://example.org/"))
    said, claim = derived("dataset:hub")
    for number in range(400):
        files |= dataset(f"heir-{number}", said, claim + evidence("https://example.org/"))
    stock = stock_of(make_catalogue(files))
    hub = next(found for found in planning.plan(stock) if found.name.endswith("/hub"))
    made = {found.path: found.content.decode() for found in hub.make()}
    text = made["dataset/hub/index.html"]
    assert len(text.encode()) < 1_200_000
    page = Page(text)
    assert {f"p{n}" for n in range(5000)} <= set(page.ids)
    assert page.misnested == []
    assert len(page.all("a")) < 2_000
    assert made["dataset/hub.tree.svg"].count('class="node"') <= 201


def test_a_pair_that_is_too_hard_is_left_open(make_catalogue: MakeCatalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise SearchTooLarge

    stock = stock_of(make_catalogue(SMALL))
    monkeypatch.setattr(Judge, "answer", refuse)
    one, other = (f"https://w3id.org/kinset/dataset/{slug}" for slug in ("notes-qa", "ward-notes"))
    found = stock.kinship.answer(one, other)
    assert {(told.verdict, told.complete) for told in found.by_unit} == {(Verdict.MAY_SHARE, False)}
