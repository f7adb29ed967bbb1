from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinset.iri import Address, EntityBase, link_key, name_key, without_version

BASE = EntityBase("https://w3id.org/kinset/")
SLUGS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
SUBS = st.from_regex(r"([A-Za-z0-9][A-Za-z0-9._~-]{0,4}(/[A-Za-z0-9][A-Za-z0-9._~-]{0,4})?)?", fullmatch=True)
FRAGMENTS = st.from_regex(r"([A-Za-z][A-Za-z0-9.-]{0,8})?", fullmatch=True)


@given(st.builds(Address, SLUGS, SLUGS, SUBS, FRAGMENTS))
def test_iri_and_parse_are_inverse(address: Address) -> None:
    assert BASE.parse(BASE.iri(address)) == address


@given(SLUGS, SLUGS)
def test_path_and_from_path_are_inverse(kind: str, slug: str) -> None:
    address = Address(kind, slug)
    assert BASE.from_path(BASE.path(address)) == BASE.iri(address)


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/dataset/radqa",
        "https://w3id.org/kinset/",
        "https://w3id.org/kinset/dataset",
        "https://w3id.org/kinset/dataset/",
        "https://w3id.org/kinset/dataset/RadQA",
        "https://w3id.org/kinset/dataset/radqa/",
        "https://w3id.org/kinset/dataset/radqa//x",
        "https://w3id.org/kinset/ontology#Dataset",
    ],
)
def test_what_is_no_address_is_none(iri: str) -> None:
    assert BASE.parse(iri) is None
    assert BASE.entity(iri) is None


def test_a_base_ends_in_a_slash() -> None:
    with pytest.raises(ValueError, match="ends in"):
        EntityBase("https://w3id.org/kinset")


@pytest.mark.parametrize("path", ["data/dataset/x.txt", "data/x.ttl", "data/a/b/c.ttl", "data/dataset/Upper.ttl"])
def test_what_is_no_data_file_has_no_entity(path: str) -> None:
    assert BASE.from_path(PurePosixPath(path)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://physionet.org/content/radqa", "https://www.physionet.org./content/radqa/"),
        ("doi:10.13026/C2XW26", "https://doi.org/10.13026/c2xw26"),
        ("https://dx.doi.org/10.1/x", "http://doi.org/10.1/X"),
        ("https://github.com/Owner/Name", "https://github.com/owner/name/"),
        ("https://example.org/a%20b", "https://example.org/a b"),
    ],
)
def test_spellings_of_one_link_have_one_key(one: str, other: str) -> None:
    assert link_key(one) == link_key(other) is not None


@pytest.mark.parametrize("text", ["radqa", "ftp://example.org/", "https://[broken", "10.1/x"])
def test_what_is_no_link_has_no_key(text: str) -> None:
    assert link_key(text) is None


def test_paths_of_other_hosts_keep_their_case() -> None:
    assert link_key("https://example.org/A") != link_key("https://example.org/a")


def test_only_a_version_is_cut_from_a_link() -> None:
    assert without_version("physionet.org/content/mimiciii/1.4") == "physionet.org/content/mimiciii"
    assert without_version("physionet.org/content/mimiciii") is None


@given(st.text())
def test_a_name_key_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)
