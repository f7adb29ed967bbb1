from kinset.engine import EmbeddedEngine
from kinset.lineage.overlap.statements import Node, read_statements

BASE = "https://w3id.org/kinset/dataset/"


def test_what_the_small_catalogue_says(small_engine: EmbeddedEngine) -> None:
    found = read_statements(small_engine)
    assert found.things[BASE + "ward-notes/2.0"].names("type") == ("Version",)
    assert found.versions == {BASE + "ward-notes": (BASE + "ward-notes/1.0", BASE + "ward-notes/2.0")}
    assert found.wholes(BASE + "ward-notes/2.0") == (BASE + "ward-notes",)
    (derivation,) = found.held[BASE + "notes-qa", "qualifiedDerivation"]
    assert (derivation.node.one("entity"), derivation.node.name("kind")) == (BASE + "ward-notes/2.0", "AnnotationOf")
    assert [note.method for note in found.evidence(derivation.node.iri)] == ["Read"]
    assert found.label(BASE + "notes-qa") == "Notes QA"
    assert found.label(BASE + "gone") == "gone"


def test_a_property_has_the_evidence_that_supports_it(small_engine: EmbeddedEngine) -> None:
    found = read_statements(small_engine)
    assert found.evidence(BASE + "notes-qa", "drawnBy")
    assert not found.evidence(BASE + "notes-qa", "carriedBy")


def test_units_and_kinds_come_from_the_ontology(small_engine: EmbeddedEngine) -> None:
    found = read_statements(small_engine)
    assert found.units["Note"].names("alwaysWithin") == ("Patient",)
    assert found.kinds["SubsetOf"].true("verbatim")
    assert not found.kinds["SampledFrom"].true("verbatim")


def test_numbers_are_read_as_they_are() -> None:
    node = Node("x", {"count": ("012",), "word": ("many",)})
    assert (node.number("count"), node.number("word"), node.number("none")) == (12, None, None)
