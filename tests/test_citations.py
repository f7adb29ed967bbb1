import json
from dataclasses import replace

import pytest

from kinset.citations import Citation, bibtex, cite, csl
from kinset.engine import EmbeddedEngine
from kinset.lineage.claims import EvidenceNote, read_claims
from kinset.names import read_directory

PAGE = "https://physionet.org/content/radqa/1.0.0/"
PAPER = "https://w3id.org/kinset/publication/johnson-2016-mimic-iii"


def note(source: str, day: str = "2026-11-21") -> EvidenceNote:
    return EvidenceNote("https://e.org/#e", source, "Table 1", "Read", day, "Maker", "")


@pytest.fixture(scope="module")
def cited(whole_engine: EmbeddedEngine) -> tuple[Citation, ...]:
    directory = read_directory(whole_engine)
    evidence = [note(PAGE, "2026-11-20"), note(PAGE), note(PAPER), note("https://example.org/x_y?z=1")]
    return cite(evidence, whole_engine, directory)


def test_each_source_is_cited_once_with_the_newest_day(cited: tuple[Citation, ...]) -> None:
    assert [(citation.work, citation.read_on) for citation in cited] == [
        (False, "2026-11-21"),
        (True, "2026-11-21"),
        (False, "2026-11-21"),
    ]


def test_a_publication_is_cited_with_all_that_is_known(cited: tuple[Citation, ...]) -> None:
    entry = bibtex(cited[1:2])
    assert entry.startswith("@article{johnson-2016-mimic-iii,\n")
    assert "doi = {10.1038/sdata.2016.35}" in entry
    assert "year = {2016}" in entry
    assert " and " in entry
    item = json.loads(csl(cited))[1]
    assert (item["type"], item["DOI"], item["issued"]["date-parts"][0][0]) == (
        "article-journal",
        "10.1038/sdata.2016.35",
        2016,
    )


def test_a_page_is_cited_by_what_it_is_the_page_of(cited: tuple[Citation, ...]) -> None:
    entry = bibtex(cited[2:])
    assert "title = {{RadQA 1.0.0}}" in entry
    assert f"url = {{{PAGE}}}" in entry
    assert "note = {read on 2026-11-21}" in entry


def test_special_letters_are_escaped_where_bibtex_needs_it() -> None:
    odd = Citation(
        "k", "A & B_{C} 100%", ("O'Neil, Ann", "Li Wei"), "2020-05", None, None, None, None, None, None, work=True
    )
    assert r"{A \& B\_\{C\} 100\%}" in bibtex([odd])
    assert json.loads(csl([odd]))[0]["author"] == [{"family": "O'Neil", "given": "Ann"}, {"literal": "Li Wei"}]


def test_a_name_with_and_in_it_stays_one_name() -> None:
    odd = Citation("k", "~", ("Johnson and Johnson",), None, None, None, None, None, None, None, work=True)
    assert "author = {{Johnson and Johnson}}" in bibtex([odd])
    assert r"{{\textasciitilde{}}}" in bibtex([odd])


def test_an_organization_has_no_family_name() -> None:
    odd = Citation("k", "T", ("Ward, Inc.", "Ada Roe"), None, None, None, None, None, None, None, work=False)
    odd = replace(odd, bodies=frozenset({"Ward, Inc."}))
    assert "author = {{Ward, Inc.} and Ada Roe}" in bibtex([odd])
    assert json.loads(csl([odd]))[0]["author"] == [{"literal": "Ward, Inc."}, {"literal": "Ada Roe"}]


def test_two_sources_never_share_a_key(whole_engine: EmbeddedEngine) -> None:
    directory = read_directory(whole_engine)
    long = "https://example.org/" + "a" * 80
    assert len({citation.key for citation in cite([note(long + "1"), note(long + "2")], whole_engine, directory)}) == 2


def test_all_sources_of_this_catalogue_s_links_can_be_cited(whole_engine: EmbeddedEngine) -> None:
    evidence = [found for link in read_claims(whole_engine).links for found in link.evidence]
    citations = cite(evidence, whole_engine, read_directory(whole_engine))
    assert len(citations) == len({found.source for found in evidence}) > 50
    assert all(citation.title and citation.url for citation in citations)


def test_a_brace_without_its_fellow_does_not_end_the_entry() -> None:
    odd = Citation("k", "a } b {", ("A",), None, None, None, None, "10.1/{x", "https://e.org/}", None, work=False)
    entry = bibtex([odd])
    assert entry.count("{") == entry.count("}")
    assert r"a \textbraceright b \textbraceleft" in entry
    assert "https://e.org/%7D" in entry


def test_a_dataset_is_cited_with_publisher_and_version() -> None:
    data = Citation(
        "k", "T", ("A",), "2020", None, None, None, None, None, None, work=False, dataset=True, publisher="P & Q",
        version="1.0",
    )  # fmt: skip
    assert r"publisher = {P \& Q}" in bibtex([data])
    assert "version = {1.0}" in bibtex([data])
    item = json.loads(csl([data]))[0]
    assert (item["type"], item["publisher"], item["version"]) == ("dataset", "P & Q", "1.0")
