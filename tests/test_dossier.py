from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kinset.dossier import Dossier, read_dossier
from kinset.engine import EmbeddedEngine
from kinset.errors import KinsetError
from kinset.graphs import Graphs, assemble
from kinset.names import read_directory
from kinset.project import open_project
from kinset.sources import read
from kinset.vocab import DCAT, DCTERMS, RDFS, VOID
from tests.conftest import NOTES_QA, SMALL, MakeCatalogue

BASE = "https://w3id.org/kinset/"


def dossier_of(engine: EmbeddedEngine, path: str) -> Dossier:
    return read_dossier(engine, read_directory(engine), BASE + path)


def test_facts_carry_the_evidence_that_supports_them(small_engine: EmbeddedEngine) -> None:
    facts = {fact.predicate: fact for fact in dossier_of(small_engine, "dataset/notes-qa").facts}
    access = facts["http://purl.org/dc/terms/accessRights"]
    assert [value.text for value in access.values] == ["open"]
    assert [(note.locator, note.method, note.source_role) for note in access.evidence] == [("Table 1", "Read", "Maker")]
    assert facts["http://www.w3.org/ns/dcat#landingPage"].evidence == ()


def test_claims_are_told_with_what_they_say(small_engine: EmbeddedEngine) -> None:
    claims = {claim.iri.rpartition("#")[2]: claim for claim in dossier_of(small_engine, "dataset/notes-qa").claims}
    assert set(claims) == {"from-ward-notes", "parentage", "questions"}
    said = {fact.predicate.rpartition("#")[2]: fact.values[0].text for fact in claims["from-ward-notes"].facts}
    assert said["entity"] == "Ward Notes 2.0"
    assert said["amount"] == "12 questions"


def test_versions_are_dossiers_of_their_own(small_engine: EmbeddedEngine) -> None:
    whole = dossier_of(small_engine, "dataset/ward-notes")
    assert [part.label for part in whole.parts] == ["Ward Notes 1.0", "Ward Notes 2.0"]
    assert whole.parts[1].identifiers == (("DOI", "10.1234/ward-notes"),)
    assert dossier_of(small_engine, "dataset/ward-notes/2.0") == whole.parts[1]


def test_sizes_that_cannot_both_hold_are_a_conflict(make_catalogue: MakeCatalogue) -> None:
    rival = (
        "this:rival\n    a kin:Extent ;\n    kin:countMin 20 ;\n    kin:evidence this:e-page ;\n"
        "    kin:unit kin:Question\n.\n"
    )
    text = NOTES_QA.replace("kin:extent this:questions", "kin:extent this:questions , this:rival") + rival
    project = open_project(make_catalogue({**SMALL, "data/dataset/notes-qa.ttl": text}))
    engine = EmbeddedEngine()
    engine.load(assemble(project, read(project)).quads())
    (conflict,) = dossier_of(engine, "dataset/notes-qa").conflicts
    assert (conflict.about, conflict.says) == ("number of question", ("12 questions", "at least 20 questions"))


def test_a_part_of_a_version_is_told_once_and_a_circle_of_parts_ends() -> None:
    node, part = NamedNode(BASE + "dataset/x"), NamedNode(BASE + "dataset/x/1")
    ties = ((part, DCAT.isVersionOf, node), (part, DCTERMS.isPartOf, node), (node, DCTERMS.isPartOf, part))
    engine = EmbeddedEngine()
    engine.load(Quad(*tie, NamedNode(f"{node.value}#record")) for tie in ties)
    engine.load([Quad(node, RDFS.label, Literal("X"))])
    engine.load([Quad(NamedNode(BASE), VOID.uriSpace, Literal(BASE))])
    found = dossier_of(engine, "dataset/x")
    assert [(inner.iri, inner.parts) for inner in found.parts] == [(part.value, ())]


def test_stated_bounds_go_before_the_tolerance(make_catalogue: MakeCatalogue) -> None:
    rival = (
        "this:rival\n    a kin:Extent ;\n    kin:approximate true ;\n    kin:count 20 ;\n    kin:countMin 10 ;\n"
        "    kin:evidence this:e-page ;\n    kin:unit kin:Question\n.\n"
    )
    text = NOTES_QA.replace("kin:extent this:questions", "kin:extent this:questions , this:rival") + rival
    project = open_project(make_catalogue({**SMALL, "data/dataset/notes-qa.ttl": text}))
    engine = EmbeddedEngine()
    engine.load(assemble(project, read(project)).quads())
    assert dossier_of(engine, "dataset/notes-qa").conflicts == ()


def test_what_has_no_record_is_refused(small_engine: EmbeddedEngine) -> None:
    with pytest.raises(KinsetError, match="no record"):
        dossier_of(small_engine, "dataset/nothing")


def test_every_record_of_this_catalogue_has_a_dossier(whole_engine: EmbeddedEngine) -> None:
    directory = read_directory(whole_engine)
    for thing in directory.entities():
        dossier = read_dossier(whole_engine, directory, thing.iri)
        assert dossier.label == thing.label
        assert dossier.classes


def test_a_record_graph_is_all_that_is_read(small_graphs: Graphs) -> None:
    """A statement about the entity in another graph is no part of its record."""
    engine = EmbeddedEngine()
    stray = Quad(NamedNode(BASE + "dataset/notes-qa"), NamedNode("https://e.org/p"), NamedNode("https://e.org/o"))
    engine.load([*small_graphs.quads(), stray])
    before = dossier_of(engine, "dataset/notes-qa")
    assert before == replace(before, facts=tuple(fact for fact in before.facts if "e.org" not in fact.predicate))
