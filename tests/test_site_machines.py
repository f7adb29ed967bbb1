"""What crawlers and programs read of a site: site map, robots, feed, VoID, DCAT, queries, link sets, signposts."""

import json
import re
from datetime import date
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from lxml import etree
from pyoxigraph import RdfFormat, parse
from rdflib import DCAT, OWL, RDF, VOID, Graph, URIRef

from kinset.exports.graphs import sorted_n_triples
from kinset.project import Project
from kinset.site import machine_pages, planning
from kinset.site.stock import Stock
from tests.pages import SITE, Page, stock_of

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://w3id.org/kinset/"


@pytest.fixture(scope="module")
def stock(repository: Project) -> Stock:
    return stock_of(repository.root)


@pytest.fixture(scope="module")
def files(stock: Stock) -> dict[str, bytes]:
    """What the site of this repository's catalogue has for machines, and some of its pages."""
    some = ("radqa", "mimic-iii", "emrqa", "physionet", "ward")
    wanted = {"machines", "hosting", *(thing.iri for thing in stock.entities() if thing.iri.endswith(some))}
    made = (found.make() for found in planning.plan(stock) if found.name in wanted)
    return {artifact.path: artifact.content for artifacts in made for artifact in artifacts}


def machines(stock: Stock) -> dict[str, bytes]:
    bundle = next(found for found in planning.plan(stock) if found.name == "machines")
    return {artifact.path: artifact.content for artifact in bundle.make()}


def pages(files: dict[str, bytes]) -> dict[str, Page]:
    found = {path: Page(content.decode()) for path, content in files.items() if path.count("/") == 2}
    return {path: page for path, page in found.items() if path.endswith("/index.html")}


def xml(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own file


def test_the_site_map_is_one_by_its_schema(files: dict[str, bytes], conformance: Path) -> None:
    schema = etree.XMLSchema(file=str(conformance / "sitemap" / "sitemap.xsd"))
    maps = [path for path in files if re.fullmatch(r"sitemap-\d+[.]xml", path)]
    assert maps
    for path in maps:
        schema.assertValid(etree.fromstring(files[path]))


def test_the_index_of_maps_lists_them(files: dict[str, bytes]) -> None:
    index = xml(files["sitemap.xml"])
    assert index.tag == f"{MAP}sitemapindex"
    listed = {node.text for node in index.iter(f"{MAP}loc")}
    assert listed == {SITE + path for path in files if re.fullmatch(r"sitemap-\d+[.]xml", path)}


def test_each_page_is_listed_once_with_the_day_of_its_record(files: dict[str, bytes], stock: Stock) -> None:
    found = [
        (node.findtext(f"{MAP}loc", ""), node.findtext(f"{MAP}lastmod", ""))
        for path in files
        if re.fullmatch(r"sitemap-\d+[.]xml", path)
        for node in xml(files[path]).iter(f"{MAP}url")
    ]
    days = dict(found)
    assert len(days) == len(found)
    assert all(address.startswith(SITE) for address in days)
    for thing in stock.entities("dataset"):
        address = SITE + (stock.addresses.path(thing.iri) or "")
        assert days[address] == stock.modified[thing.iri]
    for day in days.values():
        assert not day or date.fromisoformat(day)


def test_maps_are_cut_before_the_protocols_limit(stock: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_pages, "IN_ONE_MAP", 100)
    made = machines(stock)
    maps = [path for path in made if re.fullmatch(r"sitemap-\d+[.]xml", path)]
    assert len(maps) == -(-len(machine_pages.listed(stock)) // 100)
    assert {len(list(xml(made[path]).iter(f"{MAP}url"))) for path in maps[:-1]} == {100}


def test_robots_read_pages_and_not_searches(files: dict[str, bytes]) -> None:
    robots = RobotFileParser()
    robots.parse(files["robots.txt"].decode().splitlines())
    assert robots.can_fetch("Googlebot", f"{SITE}dataset/radqa/")
    assert not robots.can_fetch("Googlebot", f"{SITE}search/?q=notes")
    assert robots.site_maps() == [f"{SITE}sitemap.xml"]


def test_the_feed_is_one_by_the_rules(files: dict[str, bytes], stock: Stock) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and an entry must have, each once."""
    feed = xml(files["changes.atom"])
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        moment = element.findtext(f"{ATOM}updated", "")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert [one.get("href") for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"] == [
        f"{SITE}changes.atom"
    ]
    ids = [entry.findtext(f"{ATOM}id", "") for entry in entries]
    assert len(ids) == len(set(ids)) == min(len(stock.modified), machine_pages.NEWEST)
    assert all(one.startswith(BASE) for one in ids)
    for entry in entries:
        assert [link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
    moments = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert feed.findtext(f"{ATOM}updated", "") == moments[0]


def test_void_counts_what_sparql_counts(files: dict[str, bytes], stock: Stock) -> None:
    assert files["void.ttl"] == files[".well-known/void"]
    graph = Graph().parse(data=files["void.ttl"], format="turtle")
    node = URIRef(BASE)
    assert (node, RDF.type, VOID.Dataset) in graph
    told = {
        str(key).rpartition("#")[2]: int(str(value)) for key, value in graph.predicate_objects(node) if _count(value)
    }
    data = Graph().parse(data=sorted_n_triples(stock.sources.asserted), format="nt")
    assert told["triples"] == len(data)
    assert told["distinctSubjects"] == len(set(data.subjects()))
    assert told["distinctObjects"] == len(set(data.objects()))
    assert told["entities"] == len({stock.project.base.entity(str(one)) for one in data.subjects()} - {None})
    for part, of in graph.subject_objects(VOID["class"]):
        assert int(str(graph.value(part, VOID.entities))) == len(set(data.subjects(RDF.type, of))), of
    for part, of in graph.subject_objects(VOID.property):
        assert int(str(graph.value(part, VOID.triples))) == len(list(data.triples((None, URIRef(str(of)), None)))), of


def _count(value: object) -> bool:
    return str(value).isdigit()


def test_the_catalogue_in_dcat_holds_every_dataset(files: dict[str, bytes], stock: Stock) -> None:
    text = files["catalog.ttl"]
    graph = Graph().parse(data=text, format="turtle")
    assert len(graph) == len(list(parse(text, format=RdfFormat.TURTLE)))
    assert {str(one) for one in graph.objects(URIRef(BASE), DCAT.dataset)} >= {
        thing.iri for thing in stock.entities("dataset")
    }


def test_canned_queries_can_be_queried(files: dict[str, bytes], stock: Stock) -> None:
    graph = Graph().parse(data=files["queries/examples.ttl"], format="turtle")
    shacl = "http://www.w3.org/ns/shacl#"
    assert len(set(graph.subjects(RDF.type, URIRef(f"{shacl}SPARQLExecutable")))) == len(stock.queries)
    texts = {str(one) for name in ("select", "construct") for one in graph.objects(None, URIRef(shacl + name))}
    assert texts == {query.text for query in stock.queries.values()}
    assert (None, RDF.type, OWL.Ontology) not in graph


def test_link_sets_say_what_the_page_says(files: dict[str, bytes]) -> None:
    """RFC 9264: `linkset` is an array of contexts, each with an anchor and, by relation, an array of targets."""
    found = 0
    for path, page in pages(files).items():
        told = json.loads(files[path.removesuffix("/index.html") + ".linkset.json"])
        assert list(told) == ["linkset"]
        own, *others = told["linkset"]
        assert own["anchor"] == SITE + path.removesuffix("index.html")
        for context in told["linkset"]:
            for relation, targets in context.items():
                assert relation == "anchor" or all("href" in target for target in targets)
        for relation in ("cite-as", "describedby", "type", "license", "author"):
            there = [target["href"] for target in own.get(relation, [])]
            here = [link["href"] for link in page.all("link", rel=relation)]
            assert len(there) == len(here), (path, relation)
        assert all(context["describes"] == [{"href": own["anchor"]}] for context in others)
        found += 1
    assert found > 3


def test_pages_carry_signposts(files: dict[str, bytes], stock: Stock) -> None:
    for path, page in pages(files).items():
        relations = [link["rel"] for link in page.all("link")]
        iri = BASE + path.removesuffix("/index.html")
        assert [link["href"] for link in page.all("link", rel="cite-as")] == [iri], path
        assert relations.count("describedby") >= 3
        assert relations.count("linkset") == relations.count("canonical") == 1
        assert {link["href"] for link in page.all("link", rel="type")} >= {"https://schema.org/AboutPage"}
        for link in page.all("link", rel="describedby"):
            assert (path.rpartition("/")[0].rpartition("/")[0] + link["href"].removeprefix("..")) in files
        if path.startswith("dataset/"):
            record = stock.material.describe(iri)
            assert relations.count("author") == len(record.creators)
            assert relations.count("license") == sum(1 for terms in record.terms if terms.scope == "Data")
            assert {link["href"] for link in page.all("link", rel="type")} >= {"https://schema.org/Dataset"}


def test_without_a_base_robots_are_told_of_no_map(repository: Project) -> None:
    stock = stock_of(repository.root, None)
    made = {path: content.decode() for path, content in machines(stock).items()}
    assert "Sitemap" not in made["robots.txt"]
    assert not any(path.startswith("sitemap") for path in made)
    page = Page(made["404.html"])
    assert all(link.startswith(("/", "#", "http")) for link in page.links)
    assert Graph().parse(data=made["void.ttl"], format="turtle")
