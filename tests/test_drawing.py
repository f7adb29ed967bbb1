from kinset.engine import EmbeddedEngine
from kinset.lineage import drawing
from kinset.lineage.claims import Claims, read_claims
from kinset.lineage.trace import Trace, Tracer
from kinset.names import Directory, Thing, read_directory
from tests.test_trace import BASE, iri, link

ODD = Thing(iri("a"), "dataset", 'A "b" <c>\n#', (), (), (), (), "")


def small_trace(engine: EmbeddedEngine) -> Trace:
    directory = read_directory(engine)
    return Tracer.of(read_claims(engine), directory).trace(directory.resolve("notes-qa").iri)


def test_the_json_is_as_the_contract_says(small_engine: EmbeddedEngine) -> None:
    qa, ward = "https://w3id.org/kinset/dataset/notes-qa", "https://w3id.org/kinset/dataset/ward-notes"
    found = drawing.as_json(small_trace(small_engine))
    assert (found["focus"], found["direction"], found["complete"]) == (qa, "up", True)
    assert [(node["iri"], node["label"], node["kind"], node["depth"]) for node in found["nodes"]] == [
        (qa, "Notes QA", "dataset", 0),
        (ward, "Ward Notes", "dataset", 1),
    ]
    (edge,) = found["edges"]
    assert {key: edge[key] for key in ("from", "to", "claim", "kind", "coverage", "unit", "version")} == {
        "from": qa,
        "to": ward,
        "claim": f"{qa}#from-ward-notes",
        "kind": "AnnotationOf",
        "coverage": "Partial",
        "unit": "Note",
        "version": "2.0",
    }
    assert edge["amount"] == {"unit": "Question", "count": 12, "min": None, "max": None, "approximate": False}
    assert {key: edge["evidence"][0][key] for key in ("source", "locator", "method", "checkedOn")} == {
        "source": "https://example.org/notes-qa/",
        "locator": "Table 1",
        "method": "Read",
        "checkedOn": "2026-01-02",
    }


def test_dot_and_mermaid_lead_from_source_to_derived(small_engine: EmbeddedEngine) -> None:
    found = small_trace(small_engine)
    assert '"https://w3id.org/kinset/dataset/ward-notes" -> "https://w3id.org/kinset/dataset/notes-qa"' in (
        drawing.as_dot(found)
    )
    assert 'n1 -->|"AnnotationOf, of 2.0, partial, by Note"| n0' in drawing.as_mermaid(found)


def test_labels_cannot_break_out_of_a_drawing() -> None:
    claims = Claims((link("a", "b"),), {})
    found = Tracer.of(claims, Directory(BASE, (ODD,))).trace(iri("a"))
    assert 'label="A \\"b\\" <c> #"' in drawing.as_dot(found)
    assert 'n0["A #34;b#34; #60;c#62;#10;#35;"]' in drawing.as_mermaid(found)


def test_influences_are_dotted() -> None:
    claims = Claims((link("a", "b", "influence"),), {})
    found = Tracer.of(claims, Directory(BASE, ()), influences=True).trace(iri("a"))
    assert "style=dotted" in drawing.as_dot(found)
    assert "-.->" in drawing.as_mermaid(found)
