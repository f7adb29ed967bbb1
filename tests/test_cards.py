import json
from pathlib import Path

import pytest

from kinset.cards import read_card
from kinset.engine import EmbeddedEngine
from kinset.errors import UsageError
from kinset.names import Directory, read_directory


@pytest.fixture(scope="module")
def directory(whole_engine: EmbeddedEngine) -> Directory:
    return read_directory(whole_engine)


def card(tmp_path: Path, text: str, directory: Directory) -> tuple[list[str], tuple[str, ...]]:
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    found = read_card(path, directory)
    return [thing.iri.rpartition("/")[2] for thing in found.things], found.unresolved


def test_a_model_card_names_what_the_model_was_trained_on(tmp_path: Path, directory: Directory) -> None:
    text = (
        "---\nlicense: mit\ndatasets:\n- starmpcc/Asclepius-Synthetic-Clinical-Notes\n- nobody/nothing\n---\n# Model\n"
    )
    assert card(tmp_path, text, directory) == (["asclepius-synthetic-clinical-notes"], ("nobody/nothing",))


def test_a_dataset_card_names_its_sources(tmp_path: Path, directory: Directory) -> None:
    text = "---\nsource_datasets:\n- original\n- extended|other-mimic-iii\n- extended|mimic_iii\n---\n"
    assert card(tmp_path, text, directory) == (["mimic-iii"], ())


def test_a_byte_order_mark_hides_no_card(tmp_path: Path, directory: Directory) -> None:
    assert card(tmp_path, '\ufeff{"isBasedOn": "radqa"}', directory) == (["radqa"], ())
    assert card(tmp_path, "\ufeff---\ndatasets: radqa\n---\n", directory) == (["radqa"], ())


def test_one_name_need_not_be_a_list(tmp_path: Path, directory: Directory) -> None:
    assert card(tmp_path, "---\ndatasets: radqa\n---\n", directory) == (["radqa"], ())


def test_a_croissant_file_names_its_sources_by_id_link_or_name(tmp_path: Path, directory: Directory) -> None:
    document = {
        "@type": "sc:Dataset",
        "isBasedOn": [
            "https://physionet.org/content/mimiciii/1.4/",
            {"name": "RadQA"},
            {"@id": "urn:x", "name": "nope"},
        ],
        "prov:wasDerivedFrom": {"@id": "https://w3id.org/kinset/dataset/emrqa"},
        "@graph": [{"wasDerivedFrom": 7}],
    }
    assert card(tmp_path, json.dumps(document), directory) == (["1.4", "radqa", "emrqa"], ("urn:x",))


def test_a_card_without_sources_names_none(tmp_path: Path, directory: Directory) -> None:
    assert card(tmp_path, "---\nlicense: mit\n---\n", directory) == ([], ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# no front matter", "no YAML between"),
        ("---\n: [\n---\n", "is no YAML"),
        ('{"a": ', "is no JSON"),
    ],
)
def test_what_is_no_card_says_why(tmp_path: Path, directory: Directory, text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        card(tmp_path, text, directory)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, directory: Directory) -> None:
    path = tmp_path / "card.bin"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        read_card(path, directory)


@pytest.mark.parametrize("name", ["covid_qa_deepset", "head_qa", "health_fact"])
def test_real_cards_are_read(conformance: Path, directory: Directory, name: str) -> None:
    found = read_card(conformance / "samples" / "hf-cards" / f"{name}.README.md", directory)
    assert found.things == ()


def test_real_croissant_files_are_read(conformance: Path, directory: Directory) -> None:
    for path in sorted((conformance / "samples" / "croissant").glob("*.json")):
        read_card(path, directory)
