"""Names and numbers as people read them."""

import pytest

from kinset.wording import counted, plural, short_link


@pytest.mark.parametrize(
    ("noun", "many"),
    [("note", "notes"), ("query", "queries"), ("essay", "essays"), ("sentence pair", "sentence pairs")],
)
def test_nouns_have_plurals(noun: str, many: str) -> None:
    assert plural(noun) == many


@pytest.mark.parametrize(("count", "text"), [(0, "0 notes"), (1, "1 note"), (1234, "1,234 notes")])
def test_numbers_go_with_their_noun(count: int, text: str) -> None:
    assert counted(count, "note") == text


def test_links_lose_what_every_link_has() -> None:
    assert short_link(f"https://www.example.org/a/blob/{'0123456789' * 4}/x.md") == "example.org/a/blob/0123456/x.md"
    assert short_link("urn:x") == "urn:x"
