"""What crawlers and programs read: site maps, robots, feed, VoID, the catalogue in DCAT, query examples, 404. Level 6.

In: a `Stock`, a `Press`. Out: bundles. All of it is computed from the catalogue; dates are those of the records. Site
maps and canonical addresses need the site's base: without it there are none.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode, Triple

from kinset.exports import dcat
from kinset.site import hosting, timeline_pages
from kinset.site.bundles import Artifact, Bundle
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock
from kinset.turtle import canonical
from kinset.vocab import DCTERMS, FOAF, RDF, RDFS, SCHEMA, SH, VOID, XSD

IN_ONE_MAP = 45_000  # addresses; the protocol allows 50,000
NEWEST = 60  # entries of the feed
FIXED = ("", "datasets/", "leak/", "matrix/", "queries/", "sparql/", "ontology/", "shapes/", "downloads/", "about/")


def bundles(stock: Stock, press: Press) -> Iterator[Bundle]:
    """Yield what programs read."""
    yield Bundle("machines", stock.everything_key, lambda: _artifacts(stock, press))
    yield Bundle("hosting", stock.everything_key, lambda: hosting.artifacts(stock, press))


def _artifacts(stock: Stock, press: Press) -> Iterator[Artifact]:
    yield from _maps(stock)
    yield Artifact("changes.atom", feed(stock).encode())
    text = canonical(void(stock), stock.sources.prefixes).encode()
    yield Artifact("void.ttl", text)
    yield Artifact(".well-known/void", text)
    yield Artifact("catalog.ttl", _catalogue(stock).encode())
    yield Artifact("queries/examples.ttl", canonical(examples(stock), stock.sources.prefixes).encode())
    place = Place("404.html", stock.addresses, listed=False, anywhere=True)
    yield Artifact("404.html", press.page("404.html", place, {}))


# ---------------------------------------------------------------------- crawlers


def listed(stock: Stock) -> list[tuple[str, str]]:
    """Return path and date of each page that stands in the site map."""
    kinds = [f"{kind}/" for kind in stock.project.kinds if kind != "dataset"]
    queries = [f"queries/{name}/" for name in stock.queries]
    by_year = [timeline_pages.PATH] if timeline_pages.exists(stock) else []
    pages = [(path, stock.day) for path in (*FIXED, *by_year, *kinds, *queries)]
    things = (thing.iri for thing in stock.entities())
    return [*pages, *((stock.addresses.path(iri) or "", stock.modified.get(iri, "")) for iri in things)]


def _maps(stock: Stock) -> Iterator[Artifact]:
    site = stock.addresses.site
    lines = ["User-agent: *", f"Disallow: {hosting.root_of(site)}search/"]
    if site is None:
        yield Artifact("robots.txt", "\n".join([*lines, ""]).encode())
        return
    pages = listed(stock)
    maps = [pages[start : start + IN_ONE_MAP] for start in range(0, len(pages), IN_ONE_MAP)]
    entries = []
    for number, some in enumerate(maps, start=1):
        name = f"sitemap-{number}.xml"
        entries.append(_entry("sitemap", site + name, stock.day))
        body = "".join(_entry("url", site + path, day) for path, day in some)
        yield Artifact(name, _xml("urlset", body))
    yield Artifact("sitemap.xml", _xml("sitemapindex", "".join(entries)))
    yield Artifact("robots.txt", "\n".join([*lines, f"Sitemap: {site}sitemap.xml", ""]).encode())


def _entry(name: str, address: str, day: str) -> str:
    date = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<{name}><loc>{escape(address)}</loc>{date}</{name}>\n"


def _xml(name: str, body: str) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{space}">\n{body}</{name}>\n'.encode()


def feed(stock: Stock) -> str:
    """Return the newest records as an Atom feed (RFC 4287)."""
    project, site = stock.project, stock.addresses.site
    things = [thing for thing in stock.directory.entities() if stock.modified.get(thing.iri)]
    newest = sorted(things, key=lambda thing: thing.iri)
    newest = sorted(newest, key=lambda thing: stock.modified[thing.iri], reverse=True)[:NEWEST]
    own = f'<link rel="self" href={quoteattr(site + "changes.atom")}/>\n' if site else ""
    entries = "".join(_change(stock, thing.iri, thing.label, thing.kind) for thing in newest)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{escape(project.base.value)}</id>\n<title>{escape(project.title)}</title>\n{own}"
        f"<updated>{stock.day}T00:00:00Z</updated>\n"
        f"<author><name>{escape(project.publisher or project.title)}</name></author>\n{entries}</feed>\n"
    )


def _change(stock: Stock, iri: str, label: str, kind: str) -> str:
    there = stock.addresses.absolute(stock.addresses.path(iri) or "") or iri
    day = stock.modified[iri]
    text = stock.sources.asserted.text(NamedNode(iri), DCTERMS.description) or ""
    return (
        f"<entry><id>{escape(iri)}</id><title>{escape(label)}</title><link href={quoteattr(there)}/>"
        f"<updated>{day}T00:00:00Z</updated><category term={quoteattr(kind)}/>"
        f"<summary>{escape(f'Record checked on {day}. {text}'.strip())}</summary></entry>\n"
    )


# ---------------------------------------------------------------------- programs


def _catalogue(stock: Stock) -> str:
    """Return the catalogue in DCAT."""
    material = stock.material
    things = (thing.iri for thing in stock.entities("dataset"))
    records = (material.describe(iri) for iri in things)
    return dcat.catalogue(records, stock.project).text


def void(stock: Stock) -> Iterator[Triple]:
    """Yield the description of the catalogue as a dataset of linked data, counted from what it asserts."""
    project, triples = stock.project, stock.sources.asserted
    node = NamedNode(project.base.value)
    site = stock.addresses.site

    def number(value: int) -> Literal:
        return Literal(str(value), datatype=XSD.integer)

    yield Triple(node, RDF.type, VOID.Dataset)
    yield Triple(node, DCTERMS.title, Literal(project.title, language=project.language))
    yield Triple(node, DCTERMS.modified, Literal(stock.day, datatype=XSD.date))
    yield Triple(node, VOID.uriSpace, Literal(project.base.value))
    yield Triple(node, VOID.triples, number(len(triples)))
    yield Triple(node, VOID.entities, number(len(stock.mentions.all)))
    yield Triple(node, VOID.distinctSubjects, number(len({triple.subject for triple in triples})))
    yield Triple(node, VOID.distinctObjects, number(len({triple.object for triple in triples})))
    if project.licence:
        yield Triple(node, DCTERMS.license, NamedNode(project.licence))
    if site:
        yield Triple(node, FOAF.homepage, NamedNode(site))
        for name in ("kinset.ttl", "kinset.nt", "kinset.jsonld", "kinset.nq.gz"):
            yield Triple(node, VOID.dataDump, NamedNode(f"{site}downloads/{name}"))
    for namespace in sorted({_namespace(triple.predicate.value) for triple in triples}):
        yield Triple(node, VOID.vocabulary, NamedNode(namespace))
    yield from _partitions(node, "class", _counted(t.object for t in triples if t.predicate == RDF.type), stock)
    yield from _partitions(node, "property", _counted(triple.predicate for triple in triples), stock)


def _partitions(node: NamedNode, sort: str, counts: dict[str, int], stock: Stock) -> Iterator[Triple]:
    tell = VOID.entities if sort == "class" else VOID.triples
    for iri, count in sorted(counts.items()):
        name = stock.sources.prefixes.compact(iri).replace(":", "-")
        part = NamedNode(f"{stock.project.base.value}void/{sort}/{name}" if "/" not in name else f"{iri}#void-{sort}")
        yield Triple(node, VOID[f"{sort}Partition"], part)
        yield Triple(part, VOID[sort], NamedNode(iri))
        yield Triple(part, tell, Literal(str(count), datatype=XSD.integer))


def _counted(terms: Iterable[object]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for term in terms:
        if isinstance(term, NamedNode):
            counts[term.value] = counts.get(term.value, 0) + 1
    return counts


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def examples(stock: Stock) -> Iterator[Triple]:
    """Yield the canned queries as SHACL executables, so that queries can be queried."""
    for query in stock.queries.values():
        node = NamedNode(f"{stock.project.base.value}queries/{query.name}")
        construct = query.folder == "construct"
        yield Triple(node, RDF.type, SH.SPARQLExecutable)
        yield Triple(node, RDF.type, SH.SPARQLConstructExecutable if construct else SH.SPARQLSelectExecutable)
        yield Triple(node, RDFS.label, Literal(query.title, language="en"))
        yield Triple(node, RDFS.comment, Literal(query.summary, language="en"))
        yield Triple(node, SH.construct if construct else SH.select, Literal(query.text))
        yield Triple(node, SCHEMA.keywords, Literal(query.folder))
