import pytest

from kinset.engine import EmbeddedEngine
from kinset.errors import AmbiguousName, EngineError, NameNotFound
from kinset.iri import EntityBase
from kinset.names import Directory, Thing, read_directory

BASE = "https://w3id.org/kinset/"


@pytest.fixture(scope="module")
def directory(small_engine: EmbeddedEngine) -> Directory:
    return read_directory(small_engine)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{BASE}dataset/ward-notes", "dataset/ward-notes"),
        ("dataset/ward-notes", "dataset/ward-notes"),
        ("ward-notes", "dataset/ward-notes"),
        ("  WARD notes ", "dataset/ward-notes"),
        ("nqa", "dataset/notes-qa"),
        ("ward-notes@2.0", "dataset/ward-notes/2.0"),
        ("Ward Notes@1.0", "dataset/ward-notes/1.0"),
        ("ward-notes/1.0", "dataset/ward-notes/1.0"),
        ("10.1234/WARD-notes", "dataset/ward-notes/2.0"),
        ("https://doi.org/10.1234/ward-notes", "dataset/ward-notes/2.0"),
        ("doi:10.1234/ward-notes", "dataset/ward-notes/2.0"),
        ("http://www.example.org/content/ward-notes", "dataset/ward-notes"),
        ("https://example.org/content/ward-notes/2.0/", "dataset/ward-notes/2.0"),
        ("https://example.org/content/ward-notes/7.3.1/", "dataset/ward-notes"),
        ("https://old.example.org/wn/", "dataset/ward-notes"),
    ],
)
def test_all_that_people_type_resolves(directory: Directory, text: str, expected: str) -> None:
    assert directory.resolve(text).iri == BASE + expected


def test_an_unknown_name_has_near_ones(directory: Directory) -> None:
    with pytest.raises(NameNotFound) as caught:
        directory.resolve("ward-note")
    assert caught.value.near[0] == "ward-notes"
    assert next(thing.iri for thing in directory.near_things("ward-note")) == f"{BASE}dataset/ward-notes"


def test_a_name_like_nothing_has_no_near_ones() -> None:
    things = (thing("organization/osu", "OSU"), thing("dataset/mimic-iii", "MIMIC-III"))
    directory = Directory(EntityBase(BASE), things)
    assert directory.near("nosuch") == []
    assert directory.near("mimc") == ["mimic-iii"]
    assert directory.near("nimic iii") == ["mimic-iii"]


@pytest.mark.parametrize("text", ["", "https://example.org/nothing", "@", "zzz@1.0"])
def test_what_names_nothing_is_not_found(directory: Directory, text: str) -> None:
    with pytest.raises(NameNotFound):
        directory.resolve(text)


def test_an_unknown_version_lists_the_known_ones(directory: Directory) -> None:
    with pytest.raises(NameNotFound) as caught:
        directory.resolve("ward-notes@9")
    assert set(caught.value.near) == {"ward-notes@1.0", "ward-notes@2.0"}


def thing(path: str, label: str, *links: str) -> Thing:
    return Thing(BASE + path, path.partition("/")[0], label, (), links, (), (), "")


def test_several_candidates_are_all_told_datasets_first(directory: Directory) -> None:
    things = (thing("dataset/b", "Same"), thing("challenge/a", "Same"), thing("person/c", "Other"))
    with pytest.raises(AmbiguousName) as caught:
        Directory(directory.base, things).resolve("same")
    assert caught.value.candidates == (f"{BASE}dataset/b", f"{BASE}challenge/a")


def test_a_slug_is_not_mistaken_for_a_track_of_another(directory: Directory) -> None:
    things = (thing("dataset/n2-track-1", "One"), thing("challenge/n2/track-1", "Two"))
    names = Directory(directory.base, things)
    assert names.resolve("n2-track-1").label == "One"
    assert names.resolve("n2/track-1").label == "Two"


def test_entities_are_listed_datasets_first_and_without_versions(directory: Directory) -> None:
    assert [found.iri.removeprefix(BASE) for found in directory.entities()] == [
        "dataset/notes-qa",
        "dataset/ward-notes",
    ]
    assert list(directory.entities("person")) == []
    versions = directory.versions(f"{BASE}dataset/ward-notes")
    assert [(found.label, found.kind) for found in versions] == [
        ("Ward Notes 1.0", "version"),
        ("Ward Notes 2.0", "version"),
    ]


def test_a_thing_knows_its_names_links_and_file(directory: Directory) -> None:
    found = directory.resolve("ward-notes")
    assert (found.label, found.kind, found.file) == ("Ward Notes", "dataset", "data/dataset/ward-notes.ttl")
    assert found.former == ("https://old.example.org/wn",)
    assert directory.resolve("notes-qa").aliases == ("NQA",)


def test_what_has_no_record_is_called_by_the_end_of_its_iri(directory: Directory) -> None:
    assert directory.label("https://e.org/x/some-thing/") == "some-thing"


def test_an_engine_without_a_catalogue_says_so() -> None:
    with pytest.raises(EngineError, match="no kinset catalogue"):
        read_directory(EmbeddedEngine())
