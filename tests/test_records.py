import pytest
from pyoxigraph import NamedNode

from kinset.graphs import Graphs
from kinset.records import Record, describe
from kinset.vocab import KIN, RDF

BASE = "https://w3id.org/kinset/dataset/"


def record(graphs: Graphs, slug: str) -> Record:
    return describe(BASE + slug, graphs.sources.everything, graphs.project.base)


def test_a_record_holds_what_is_said_of_the_dataset_and_its_current_version(small_graphs: Graphs) -> None:
    found = record(small_graphs, "ward-notes")
    assert (found.name, found.version, found.issued) == ("Ward Notes", "2.0", "2024-05-06")
    assert [(item.scheme, item.notation, item.url) for item in found.identifiers] == [
        ("DOI", "10.1234/ward-notes", "https://doi.org/10.1234/ward-notes")
    ]
    assert found.access is not None
    assert found.access[0] == "credentialed"


def test_what_is_not_known_is_empty_and_not_filled_in(small_graphs: Graphs) -> None:
    found = record(small_graphs, "notes-qa")
    assert (found.version, found.issued, found.publisher, found.period, found.custodian) == (None,) * 5
    assert (found.creators, found.by_line, found.terms, found.languages, found.publications) == ((),) * 5


def test_extents_and_sources_are_told(small_graphs: Graphs) -> None:
    found = record(small_graphs, "notes-qa")
    assert [(extent.unit, extent.count, extent.stands_on) for extent in found.extents] == [("question", 12, "")]
    assert found.sources == (f"{BASE}ward-notes/2.0",)


def test_the_date_of_change_is_the_newest_check(small_graphs: Graphs) -> None:
    assert record(small_graphs, "notes-qa").modified == "2026-01-02"


def test_people_terms_and_works_are_followed(whole_graphs: Graphs) -> None:
    found = record(whole_graphs, "radqa")
    assert {agent.name for agent in found.creators} == {"Sarvesh Soni", "Kirk Roberts"}
    assert all(agent.is_person for agent in found.creators)
    assert {terms.scope for terms in found.terms} == {"Data"}
    assert [work.by_line[0] for work in found.publications] == ["Sarvesh Soni"]
    assert found.languages == ("en",)


def test_every_dataset_of_this_catalogue_has_a_record(whole_graphs: Graphs) -> None:
    datasets = whole_graphs.sources.asserted.subjects(RDF.type, KIN.Dataset)
    assert len(datasets) > 16
    for node in datasets:
        assert isinstance(node, NamedNode)
        found = describe(node.value, whole_graphs.sources.everything, whole_graphs.project.base)
        assert found.name
        assert found.modified


@pytest.mark.parametrize("slug", ["mimic-iv", "mimic-iii", "mimic-ii", "coral", "emrqa"])
def test_counts_are_numbers_of_something(whole_graphs: Graphs, slug: str) -> None:
    for extent in record(whole_graphs, slug).extents:
        assert extent.unit
        assert any(number is not None for number in (extent.count, extent.minimum, extent.maximum))
