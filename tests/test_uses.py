import pytest
from pyoxigraph import RdfFormat, parse

from kinset.engine import EmbeddedEngine
from kinset.lineage.uses import Meant, Part, Side, meant_by

BASE = "https://w3id.org/kinset/"
DIVE, SWIM = f"{BASE}challenge/dive", f"{BASE}challenge/swim-2002"
HEAD = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""


def reef(name: str) -> str:
    return f"{BASE}dataset/reef/{name}"


def use(user: str, role: str, notes: str) -> str:
    claim = f"<{user.partition('/20')[0]}#{role}-{notes}-{user[-1]}>"
    return f"<{user}> kin:uses {claim} . {claim} a kin:Use ; kin:role kin:{role} ; prov:entity <{reef(notes)}> .\n"


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    """A series with an edition of two tracks, and an edition without tracks that has a corpus alone."""
    edition, deep, night = f"{DIVE}-2001", f"{DIVE}-2001/deep", f"{DIVE}-2001/night"
    tied = f"<{edition}> dcterms:isPartOf <{DIVE}> . <{deep}> dcterms:isPartOf <{edition}> .\n"
    tied += f"<{night}> dcterms:isPartOf <{edition}> .\n"
    text = HEAD + tied + use(deep, "Train", "train") + use(deep, "Development", "train") + use(deep, "Test", "test")
    text += use(night, "Pretraining", "more") + use(edition, "Test", "extra") + use(SWIM, "Corpus", "all")
    engine = EmbeddedEngine()
    engine.load(parse(text, format=RdfFormat.TURTLE))
    return engine


def parts(found: Meant) -> list[tuple[str, tuple[str, ...]]]:
    return [(part.iri.rpartition("/")[2], part.roles) for part in found.parts]


@pytest.mark.parametrize("name", [DIVE, f"{DIVE}-2001"])
def test_a_challenge_means_what_it_its_editions_and_its_tracks_used(engine: EmbeddedEngine, name: str) -> None:
    assert parts(meant_by(engine, name, Side.TRAIN)) == [
        ("more", ("Pretraining",)),
        ("train", ("Development", "Train")),
    ]
    assert parts(meant_by(engine, name, Side.TEST)) == [("extra", ("Test",)), ("test", ("Test",))]


def test_a_track_means_what_it_used_alone(engine: EmbeddedEngine) -> None:
    deep, night = f"{DIVE}-2001/deep", f"{DIVE}-2001/night"
    assert meant_by(engine, deep, Side.TEST) == Meant(deep, Side.TEST, (Part(reef("test"), ("Test",)),))
    assert meant_by(engine, night, Side.TEST).parts == ()


def test_a_corpus_is_what_is_tested_on_where_no_test_notes_are_kept_apart(engine: EmbeddedEngine) -> None:
    for side in Side:
        assert parts(meant_by(engine, SWIM, side)) == [("all", ("Corpus",))]
