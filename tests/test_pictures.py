import xml.etree.ElementTree as ET

from kinset.engine import EmbeddedEngine
from kinset.lineage import pictures
from kinset.lineage.claims import Claims, EvidenceNote, Link, read_claims
from kinset.lineage.trace import Trace, Tracer
from kinset.names import Directory, read_directory
from tests.test_trace import BASE, iri, link

SVG = "{http://www.w3.org/2000/svg}"


def tree(*links: Link, name: str = "a", influences: bool = False) -> Trace:
    return Tracer.of(Claims(links, {}), Directory(BASE, ()), influences=influences).trace(iri(name))


def with_evidence(method: str) -> Link:
    note = EvidenceNote(f"{iri('a')}#e", "https://e.org/", "Table 1", method, "2026-01-02", "Maker", "")
    return Link(iri("a"), iri("b"), f"{iri('a')}#from-b", "derivation", "SubsetOf", "Note", "", "", None, (note,))


def test_a_tree_is_drawn_with_its_nodes_links_and_words(small_engine: EmbeddedEngine) -> None:
    directory = read_directory(small_engine)
    found = Tracer.of(read_claims(small_engine), directory).trace(directory.resolve("notes-qa").iri)
    root = ET.fromstring(pictures.as_svg(found))  # noqa: S314 - our own text
    assert len(root.findall(f".//{SVG}g[@class='node']")) == 2
    assert root.findtext(f"{SVG}title") == "Sources of Notes QA"
    assert root.findtext(f"{SVG}desc") == "Notes QA is annotation of Ward Notes 2.0."


def test_lines_differ_where_records_do_not_flow() -> None:
    dot = pictures.as_styled_dot(tree(link("a", "b"), link("a", "m", "influence"), influences=True))
    assert f'"{iri("b")}" -> "{iri("a")}" [label="subset of", style=solid]' in dot
    assert f'"{iri("m")}" -> "{iri("a")}" [label="subset of", style=dotted]' in dot


def test_what_is_inferred_or_remembered_is_marked() -> None:
    marks = {
        method: pictures.as_styled_dot(tree(with_evidence(method))).count(mark)
        for method, mark in (("Read", 'subset of"'), ("Inferred", 'subset of ~"'), ("Remembered", 'subset of ?"'))
    }
    assert marks == {"Read": 1, "Inferred": 1, "Remembered": 1}


def test_what_is_not_drawn_is_counted_in_the_picture_and_in_words() -> None:
    found = tree(*(link("a", f"b{number}") for number in range(pictures.LIMIT + 5)))
    assert 'label="and 6 more"' in pictures.as_styled_dot(found)
    assert pictures.describe(found).endswith("6 more are not drawn.")
