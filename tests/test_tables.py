"""How tables fit a terminal: widths, columns that are given up, blocks; and that a pipe gets all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kinset.cli import output, tables

COLUMNS = ("Dataset", "Name", "Description")
PROSE = "Discharge summaries of one hospital, annotated with medications and with adverse drug events. " * 4
ROWS = [("dataset:n2c2-2018-track-2", "n2c2 2018 Track 2 ADE and Medication Extraction", PROSE)]


def printed(monkeypatch: pytest.MonkeyPatch, width: int, *arguments: object, **options: object) -> list[str]:
    """Return the lines that a terminal of a width gets."""
    console = Console(width=width, force_terminal=True, color_system=None, highlight=False)
    monkeypatch.setattr(output, "console", lambda: console)
    with console.capture() as capture:
        output.print_rows(*arguments, **options)  # type: ignore[arg-type]
    return [line.rstrip() for line in capture.get().splitlines()]


def test_what_fits_is_as_wide_as_it_is() -> None:
    assert tables.widths(("a", "b"), [("one", "two words")], 80) == [3, 9]


def test_prose_gives_way_and_words_are_not_broken() -> None:
    rows = [("datasets-open-to-commercial-use", "Datasets that may be put to commercial use", "dataset=…")]
    found = tables.widths(("name", "title", "parameters"), rows, 72)
    assert found is not None
    assert (found[0], found[2]) == (31, 10)
    assert sum(found) + 2 * tables.GAP + tables.EDGES <= 72


def test_what_cannot_be_read_in_columns_has_no_widths() -> None:
    assert tables.widths(COLUMNS, ROWS, 60) is None
    assert tables.widths(COLUMNS, ROWS, 100_000) is not None


@given(
    rows=st.lists(st.tuples(*[st.text("ab c", max_size=60)] * 3), max_size=5),
    room=st.integers(min_value=12, max_value=200),
)
def test_columns_never_exceed_the_room(rows: list[tuple[str, str, str]], room: int) -> None:
    found = tables.widths(("x", "y", "z"), rows, room)
    assert found is None or sum(found) + 2 * tables.GAP + tables.EDGES <= room
    assert found is None or min(found) >= 1


def test_iris_are_given_up_where_the_rest_then_fits() -> None:
    rows = [("dataset:a-rather-long-name-of-a-dataset", "A rather long name of a dataset", "credentialed access")]
    assert tables.narrowed(COLUMNS, rows, 120, {0}) == [0, 1, 2]
    assert tables.narrowed(COLUMNS, rows, 60, {0}) == [1, 2]
    assert tables.narrowed(COLUMNS, ROWS, 30, {0}) == [0, 1, 2]  # a block has room for them


def test_a_narrow_terminal_gets_a_block_for_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(monkeypatch, 60, COLUMNS, ROWS)
    assert lines[1:3] == [
        "Dataset: dataset:n2c2-2018-track-2",
        "  Name: n2c2 2018 Track 2 ADE and Medication Extraction",
    ]
    assert lines[3].startswith("  Description: Discharge summaries of one hospital")
    assert lines[4].startswith("  ")
    assert max(map(len, lines)) <= 60


def test_a_narrow_terminal_is_told_that_iris_were_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("dataset:a-rather-long-name-of-a-dataset", "A rather long name of a dataset", "credentialed access")]
    lines = printed(monkeypatch, 60, COLUMNS, rows, spared={0})
    assert not any("dataset:" in line for line in lines)
    assert any("A rather long name of a" in line for line in lines)
    assert lines[-1] == "IRIs are left out here; --format csv has them."


def test_a_pipe_gets_every_column_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_rows(COLUMNS, ROWS, spared={0})
    text = capsys.readouterr().out
    assert "dataset:n2c2-2018-track-2   n2c2" in text
    assert PROSE.strip() in text
