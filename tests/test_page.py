import pytest

from kinset.cli.page import _extent


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"unit": "note", "count": "1"}, "1 note"),
        ({"unit": "note", "count": "3000", "approximate": "true"}, "about 3,000 notes"),
        ({"unit": "note", "count min": "1000", "count max": "2000"}, "1,000 to 2,000 notes"),
        ({"unit": "note", "count min": "1000"}, "at least 1,000 notes"),
        ({"unit": "note", "count max": "0", "population": "adults"}, "at most 0 notes (adults)"),
        ({"unit": "note", "count": "²"}, "² notes"),
        ({"unit": "note", "count": "7", "approximate": "1"}, "about 7 notes"),
        ({"unit": "note"}, "an unknown number of notes"),
        ({"unit": "note", "count": "5; 6"}, "5; 6 notes"),
    ],
)
def test_a_size_is_told_as_it_was_claimed(parts: dict[str, str], words: str) -> None:
    assert _extent(parts) == words
