"""Names and numbers as people read them."""

import pytest

from kinset.wording import counted, plural, short_link, whole_number


@pytest.mark.parametrize(
    ("noun", "many"),
    [("note", "notes"), ("query", "queries"), ("essay", "essays"), ("sentence pair", "sentence pairs")],
)
def test_nouns_have_plurals(noun: str, many: str) -> None:
    assert plural(noun) == many


@pytest.mark.parametrize(("count", "text"), [(0, "0 notes"), (1, "1 note"), (1234, "1,234 notes")])
def test_numbers_go_with_their_noun(count: int, text: str) -> None:
    assert counted(count, "note") == text


@pytest.mark.parametrize("text", [None, "", "²", "+-5", "٣", "1_000", " 1", "1.0", "9" * 19, "--1", "1\n"])
def test_what_is_no_whole_number_is_none(text: str | None) -> None:
    assert whole_number(text) is None


def test_whole_numbers_are_read_with_their_sign() -> None:
    assert [whole_number(text) for text in ("0", "+12", "-3", "007", "9" * 18)] == [0, 12, -3, 7, 10**18 - 1]


def test_links_lose_what_every_link_has() -> None:
    assert short_link(f"https://www.example.org/a/blob/{'0123456789' * 4}/x.md") == "example.org/a/blob/0123456/x.md"
    assert short_link("urn:x") == "urn:x"
