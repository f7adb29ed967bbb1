"""A dataset and its publications, to be cited: BibTeX and CSL JSON. Level 5.

In: a `Record`. Out: the dataset's entry first, then one for each publication that describes it.

| BibTeX (misc, article) | CSL (dataset, article-journal) | from |
|---|---|---|
| key | id | the slug |
| title | title | rdfs:label |
| author | author | the by-line kin:authors, else creators with records |
| year | issued | first release |
| publisher | publisher | dcterms:publisher |
| version | version | the current version |
| doi | DOI | the DOI of the dataset, else of its current version |
| url | URL | the landing page, else the page on the catalogue's site |
| journal, volume, pages | container-title, volume, page | of publications |
"""

from collections.abc import Iterable, Iterator

from kinset import citations
from kinset.citations import Citation
from kinset.exports.people import makers
from kinset.exports.port import Export, page_url
from kinset.iri import local_name
from kinset.project import Project
from kinset.records import Identifier, Record, Work


def bibtex(record: Record, project: Project) -> Export:
    """Write a dataset and its publications as BibTeX."""
    text = citations.bibtex(_all(record, project))
    return Export(record.iri, text, ".bib", tuple(_missing(record)), tuple(_lost(record)))


def csl(record: Record, project: Project) -> Export:
    """Write a dataset and its publications as CSL JSON."""
    text = citations.csl(_all(record, project))
    return Export(record.iri, text, ".csl.json", tuple(_missing(record)), tuple(_lost(record)))


def dataset_bibtex(record: Record) -> str:
    """Return the BibTeX entry of the dataset alone."""
    return citations.bibtex([_dataset(record, record.landing_page)])


def doi_of(identifiers: Iterable[Identifier]) -> str | None:
    """Return the first DOI, or None."""
    return next((found.notation for found in identifiers if found.scheme == "DOI"), None)


def _all(record: Record, project: Project) -> list[Citation]:
    page = record.landing_page or page_url(project, record.iri)
    return [_dataset(record, page), *(_work(work) for work in record.publications)]


def _dataset(record: Record, page: str | None) -> Citation:
    found = makers(record)
    names = record.by_line or tuple(maker.name for maker in found)
    pairs = zip(names, found, strict=False)  # the by-line stands first, creators whom it does not name behind
    return Citation(
        key=local_name(record.iri),
        title=record.name,
        authors=names,
        issued=record.issued,
        venue=None,
        volume=None,
        pages=None,
        doi=doi_of(record.identifiers),
        url=page,
        read_on=None,
        work=False,
        dataset=True,
        publisher=record.publisher.name if record.publisher else None,
        version=record.version,
        bodies=frozenset(name for name, maker in pairs if maker.agent and not maker.agent.is_person),
    )


def _work(work: Work) -> Citation:
    return Citation(
        key=local_name(work.iri),
        title=work.name,
        authors=work.by_line,
        issued=work.issued,
        venue=work.venue,
        volume=work.volume,
        pages=work.pages,
        doi=doi_of(work.identifiers),
        url=next((found.url for found in work.identifiers if found.url), None),
        read_on=None,
        work=True,
    )


def _missing(record: Record) -> Iterator[str]:
    """Yield what a reader needs to find a cited dataset: who, when, and where from."""
    if not record.by_line and not record.creators:
        yield "author"
    if record.issued is None:
        yield "year"
    if record.landing_page is None and doi_of(record.identifiers) is None:
        yield "url or doi"


def _lost(record: Record) -> Iterator[str]:
    yield "all but what a reference list tells"
    if any(agent.identifiers for agent in record.creators):
        yield "identifiers of people"
