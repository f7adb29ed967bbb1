from kinset.engine import EmbeddedEngine
from kinset.lineage.claims import Amount, read_claims

QA = "https://w3id.org/kinset/dataset/notes-qa"


def test_a_derivation_is_read_whole(small_engine: EmbeddedEngine) -> None:
    claims = read_claims(small_engine)
    (link,) = claims.links
    assert (link.origin, link.target) == (QA, "https://w3id.org/kinset/dataset/ward-notes/2.0")
    assert (link.sort, link.kind, link.unit, link.coverage) == ("derivation", "AnnotationOf", "Note", "Partial")
    assert link.amount == Amount("Question", 12, None, None, approximate=False)
    (note,) = link.evidence
    assert (note.source, note.locator, note.method, note.checked_on) == (
        "https://example.org/notes-qa/",
        "Table 1",
        "Read",
        "2026-01-02",
    )


def test_parentage_is_read_by_holder(small_engine: EmbeddedEngine) -> None:
    (stated,) = read_claims(small_engine).parentage[QA]
    assert (stated.completeness, [note.iri for note in stated.evidence]) == ("Complete", [f"{QA}#e-page"])


def test_every_link_of_this_catalogue_has_evidence(whole_engine: EmbeddedEngine) -> None:
    links = read_claims(whole_engine).links
    assert len(links) > 30
    assert [link.claim for link in links if not link.evidence] == []
