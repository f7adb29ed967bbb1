"""How a table fits a terminal: the width of each column, or no table at all. Level 7.

In: headings, texts, the terminal's width. Out: widths, or None where columns would be squeezed below what can be read:
such rows are then told in blocks. Of columns that hold IRIs beside names, the IRIs are given up first.
"""

from collections.abc import Collection, Sequence

GAP = 3  # letters between two columns
EDGES = 2  # letters before and after a row
WORD = 40  # letters of a word that are kept in one line, where a column has such words
PROSE = 24  # letters in a line of prose
FOLDS = 3  # lines into which what is short may be folded
TALLEST = 7  # lines of a row; a taller one is better told in a block

Rows = Sequence[Sequence[str]]


def widths(columns: Sequence[str], rows: Rows, room: int) -> list[int] | None:
    """Return the width of each column in a room of so many letters, or None where no row could be read."""
    natural = [max(1, *(_longest_line(cell) for cell in column)) for column in _cells(columns, rows)]
    least = [min(wide, _least(column)) for wide, column in zip(natural, _cells(columns, rows), strict=True)]
    room -= GAP * (len(columns) - 1) + EDGES
    spare = room - sum(least)
    if spare < 0:
        return None
    found = _spread(natural, least, spare)
    tallest = max((_lines(cell, wide) for row in rows for cell, wide in zip(row, found, strict=True)), default=1)
    return found if tallest <= TALLEST or natural == found else None


def narrowed(columns: Sequence[str], rows: Rows, room: int, spared: Collection[int]) -> list[int]:
    """Return the columns to print: all where they fit, else those that are not `spared`, where these fit."""
    everything = list(range(len(columns)))
    kept = [column for column in everything if column not in spared]
    if widths(columns, rows, room) is not None or widths(*chosen(columns, rows, kept), room) is None:
        return everything
    return kept


def chosen(columns: Sequence[str], rows: Rows, kept: Sequence[int]) -> tuple[list[str], list[list[str]]]:
    """Return some columns of a table."""
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def block(columns: Sequence[str], row: Sequence[str]) -> list[tuple[str, str]]:
    """Return a row as pairs of label and value; what is empty is left out."""
    return [(name, cell) for name, cell in zip(columns, row, strict=True) if cell]


def _cells(columns: Sequence[str], rows: Rows) -> list[list[str]]:
    return [[name, *(row[place] for row in rows)] for place, name in enumerate(columns)]


def _longest_line(text: str) -> int:
    return max((len(line) for line in text.splitlines()), default=0)


def _least(column: Sequence[str]) -> int:
    """Return the least width at which a column can be read: of its words, and some of its prose."""
    word = max((len(word) for cell in column for word in cell.split()), default=0)
    line = max(_longest_line(cell) for cell in column)
    return max(1, min(word, WORD), min(-(-line // FOLDS), PROSE))


def _spread(natural: Sequence[int], least: Sequence[int], spare: int) -> list[int]:
    """Return widths: what is spare goes to the columns that still want it, evenly."""
    found = list(least)
    while spare > 0:
        wanting = [place for place, wide in enumerate(found) if wide < natural[place]]
        if not wanting:
            break
        share = max(spare // len(wanting), 1)
        for place in wanting[:spare]:
            more = min(share, natural[place] - found[place], spare)
            found[place] += more
            spare -= more
    return found


def _lines(text: str, wide: int) -> int:
    return sum(-(-len(line) // wide) for line in text.splitlines() if line and wide)
