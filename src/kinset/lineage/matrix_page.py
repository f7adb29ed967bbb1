"""The leakage matrix as a page of its own. Level 4.

In: the cells (train and test -> worst verdict) and a function that names datasets. Out: HTML without scripts, with the
picture's meaning in words: a table that a screen reader can walk, each cell with verdict, unit, reasons and flags.
"""

from collections.abc import Callable, Mapping
from html import escape

from kinset.lineage.matrix_pictures import kind
from kinset.lineage.overlap.phrases import unit_words
from kinset.lineage.overlap.verdict import UnitAnswer

_STYLE = """body{font:16px/1.4 system-ui,sans-serif;margin:2rem;color-scheme:light dark}
table{border-collapse:collapse}caption{text-align:left;padding:0 0 1rem}
th,td{border:1px solid #8886;padding:.4rem .6rem;vertical-align:top;text-align:left;font-size:.85rem}
td.SHARES,td.CONFLICT{font-weight:bold}td.SHARES{background:#0003}td.CONFLICT{background:#8883}small{display:block}"""


def as_html(cells: Mapping[tuple[str, str], UnitAnswer], label: Callable[[str], str]) -> str:
    """Return the matrix as a whole HTML document."""
    trains, tests = (list(dict.fromkeys(pair[side] for pair in cells)) for side in (0, 1))
    head = "".join(f'<th scope="col">{escape(label(test))}</th>' for test in tests)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(label(train))}</th>'
        + "".join(_cell(cells[train, test], same=kind(cells[train, test], (train, test)) == "SAME") for test in tests)
        + "</tr>"
        for train in trains
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Leakage matrix</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>Leakage matrix</h1>\n<table>\n"
        "<caption>Rows: trained on. Columns: evaluated on. Each cell is the worst verdict, at the finest unit that has "
        f"it.</caption>\n<thead><tr><td></td>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</body>\n</html>\n"
    )


def _cell(answer: UnitAnswer, *, same: bool) -> str:
    if same:
        return "<td>the same</td>"
    why = ", ".join([*(reason.value for reason in answer.reasons), *answer.flags])
    small = f"<small>{escape(why)}</small>" if why else ""
    words = f"{answer.verdict.value.replace('_', ' ').lower()}, {unit_words(answer.unit)}"
    return f'<td class="{answer.verdict.value}">{escape(words)}{small}</td>'
