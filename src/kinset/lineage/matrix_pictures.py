"""The matrix of verdicts as a picture. Level 4.

In: the cells of a matrix, by training set and test set. Out: SVG with a text alternative, made without Graphviz:
training sets down, test sets across, a letter and a pattern a cell (S shares, D disjoint, M may share, C conflict);
what may share without any recorded link is plain. At most `LIMIT` cells are drawn: the rows and columns with most to
say, in the order given; what is cut is counted in the picture.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from math import isqrt

from kinset.lineage.overlap.phrases import listed, unit_words
from kinset.lineage.overlap.reasons import Reason
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import UnitAnswer
from kinset.lineage.overlap.words import REASONS

LIMIT = 200
Cells = Mapping[tuple[str, str], UnitAnswer]
Label = Callable[[str], str]

_CELL = 30
_LONGEST = 36
_LETTER = 6.9  # width of a letter of 12 pixels in the widest of the usual fonts
_SLANT = 0.71  # of labels that rise at 45 degrees
_HEAD, _GAP, _LINE = 62, 10, 18


@dataclass(frozen=True, slots=True)
class _Look:
    """How a verdict looks: letter, fill, the letter's colour, what it means, and whether it has a frame within."""

    letter: str
    fill: str
    ink: str
    means: str
    framed: bool = False


_LOOKS = {
    "SHARES": _Look("S", "#1a1a1a", "#ffffff", "shares"),
    "CONFLICT": _Look("C", "url(#hatch)", "#000000", "conflict: sources contradict each other"),
    "MAY_SHARE": _Look("M", "url(#dots)", "#000000", "may share: a link is recorded, it decides nothing"),
    "NO_LINK": _Look("M", "#ffffff", "#8a8a8a", "may share: no link is recorded, which proves nothing"),
    "DISJOINT": _Look("D", "#fefefe", "#000000", "disjoint", framed=True),
}
_SAME = _Look("=", "#d9d9d9", "#555555", "the same dataset")
_PATTERNS = """<defs>
<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/>\
<circle cx="1.5" cy="1.5" r="0.9" fill="#9a9a9a"/></pattern>
<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
<rect width="7" height="7" fill="#fff"/><rect width="2.6" height="7" fill="#555"/></pattern>
</defs>
"""


def as_svg(cells: Cells, label: Label, *, limit: int = LIMIT) -> str:
    """Return the picture of a matrix; rows and columns stand in the order in which the cells name them."""
    return _Sheet(cells, label, limit).svg()


def describe(cells: Cells, label: Label) -> str:
    """Return a matrix in words: its totals, then for each training set what is proved or contested of it."""
    totals = Counter(kind(answer, asked) for asked, answer in cells.items())
    counts = [f"{totals[name]} {look.means}" for name, look in _LOOKS.items() if totals[name]]
    sentences = [f"Of {sum(totals[name] for name in _LOOKS):,} cells: {'; '.join(counts)}."]
    for train in dict.fromkeys(train for train, _test in cells):
        for name in ("SHARES", "CONFLICT", "DISJOINT"):
            row = [(test, kind(answer, (one, test))) for (one, test), answer in cells.items() if one == train]
            tests = [label(test) for test, look in row if look == name]
            if tests:
                verb = {"SHARES": "shares with", "CONFLICT": "is contested with", "DISJOINT": "is disjoint from"}[name]
                sentences.append(f"{label(train)} {verb} {listed(tests)}.")
    return " ".join(sentences)


def kind(answer: UnitAnswer, asked: tuple[str, str] | None = None) -> str:
    """Return the name of a cell's look: the verdict, NO_LINK where nothing ties the two, SAME for a dataset and itself.

    Where a shared task was asked of, `asked` is not the pair of notes that the answer is on, and no cell is SAME.
    """
    if answer.train == answer.test and asked in {None, (answer.train, answer.test)}:
        return "SAME"
    bare = answer.verdict is Verdict.MAY_SHARE and Reason.NO_LINK_RECORDED in answer.reasons
    return "NO_LINK" if bare else answer.verdict.value


def chosen(cells: Cells, limit: int) -> tuple[list[str], list[str]]:
    """Return the rows and columns that are drawn: those with most to say, in the order given."""
    rows, columns = (list(dict.fromkeys(pair[side] for pair in cells)) for side in (0, 1))
    if len(rows) * len(columns) <= limit:
        return rows, columns
    side = isqrt(limit)
    tall = limit // len(columns) if len(columns) < side else min(side, len(rows))
    wide = limit // tall if len(rows) < side else min(side, len(columns))
    says: Counter[tuple[int, str]] = Counter()
    for (train, test), answer in cells.items():
        worth = {"MAY_SHARE": 1, "NO_LINK": 0, "SAME": 0}.get(kind(answer, (train, test)), 1_000)
        says[0, train] += worth
        says[1, test] += worth
    if set(rows) == set(columns):  # a square stays one
        says = Counter({(way, iri): says[0, iri] + says[1, iri] for way in (0, 1) for iri in rows})
    return _best(rows, says, 0, tall), _best(columns, says, 1, wide)


def _best(names: list[str], says: Mapping[tuple[int, str], int], way: int, number: int) -> list[str]:
    kept = sorted(range(len(names)), key=lambda place: (-says[way, names[place]], place))[:number]
    return [names[place] for place in sorted(kept)]


class _Sheet:
    """One picture: sizes first, then its parts from top to bottom."""

    def __init__(self, cells: Cells, label: Label, limit: int) -> None:
        self.cells, self.label = cells, label
        self.rows, self.columns = chosen(cells, limit)
        self.all = [len({pair[side] for pair in cells}) for side in (0, 1)]
        self.left = 16 + max(len(_short(label(iri))) for iri in (*self.rows, "")) * _LETTER + _GAP
        rise = max(len(_short(label(iri))) for iri in (*self.columns, "")) * _LETTER * _SLANT
        self.top = _HEAD + rise + _GAP
        self.legend = list(self.legend_lines())
        widest = max(len(text) for text in (self.subtitle, *(text for _look, text in self.legend))) * _LETTER + 60
        self.width = max(self.left + len(self.columns) * _CELL + rise, widest, 460)
        self.height = self.top + len(self.rows) * _CELL + 36 + sum(map(_tall, self.legend))

    def svg(self) -> str:
        width, height = round(self.width), round(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'role="img" aria-labelledby="title desc" font-family="Helvetica, Arial, sans-serif" font-size="12">\n'
            f'<title id="title">{escape(self.title)}</title>\n'
            f'<desc id="desc">{escape(" ".join(filter(None, (describe(self.cells, self.label), self.cut))))}</desc>\n'
            f"{_PATTERNS}"
            f'<rect width="{width}" height="{height}" fill="#fff"/>\n'
            f'<text x="16" y="28" font-size="18" font-weight="bold">{escape(self.title)}</text>\n'
            f'<text x="16" y="48" fill="#555">{escape(self.subtitle)}</text>\n'
            f"{''.join(self.heads())}{''.join(self.body())}{''.join(self.foot())}</svg>\n"
        )

    @property
    def subtitle(self) -> str:
        units = {answer.unit for answer in self.cells.values()}
        one = f"A cell is the verdict on each {unit_words(next(iter(units)))}." if len(units) == 1 else ""
        at = one or "A cell is the worst verdict, at the finest unit that has it."
        return f"Rows: trained on. Columns: evaluated on. {at}"

    @property
    def title(self) -> str:
        plain = all(asked == (answer.train, answer.test) for asked, answer in self.cells.items())
        return f"Leakage between {max(self.all)} {'datasets' if plain else 'shared tasks or datasets'}"

    @property
    def cut(self) -> str:
        """What is not drawn, in words."""
        drawn, total = len(self.rows) * len(self.columns), len(self.cells)
        if drawn >= total:
            return ""
        return (
            f"Cut: {len(self.rows)} of {self.all[0]} rows and {len(self.columns)} of {self.all[1]} columns are drawn, "
            f"those with most to say; {total - drawn:,} of {total:,} cells are not."
        )

    def heads(self) -> Iterator[str]:
        for place, iri in enumerate(self.columns):
            x, y = self.left + (place + 0.5) * _CELL + 4, self.top - 6
            yield f'<text transform="translate({x:.0f} {y:.0f}) rotate(-45)">{self.name(iri)}</text>\n'
        for place, iri in enumerate(self.rows):
            y = self.top + (place + 0.5) * _CELL + 4
            yield f'<text x="{self.left - 8:.0f}" y="{y:.0f}" text-anchor="end">{self.name(iri)}</text>\n'

    def name(self, iri: str) -> str:
        full = self.label(iri)
        return f"<title>{escape(full)}</title>{escape(_short(full))}"

    def body(self) -> Iterator[str]:
        for row, train in enumerate(self.rows):
            for column, test in enumerate(self.columns):
                answer = self.cells.get((train, test))
                if answer is not None:
                    x, y = self.left + column * _CELL, self.top + row * _CELL
                    look = _LOOKS.get(kind(answer, (train, test)), _SAME)
                    yield _cell(
                        x, y, look, mark="*" if answer.flags and look is not _SAME else "", tip=self.tip(answer)
                    )

    def tip(self, answer: UnitAnswer) -> str:
        """Return a cell in words."""
        names = f"Trained on {self.label(answer.train)}, evaluated on {self.label(answer.test)}"
        why = [REASONS[reason] for reason in answer.reasons] or [step.says for step in answer.proof]
        head = f"{names}: {answer.verdict.value.replace('_', ' ').lower()} ({unit_words(answer.unit)})"
        return f"{head}: {'; '.join(why)}" if why else head

    def legend_lines(self) -> Iterator[tuple[_Look | None, str]]:
        looks = {asked: kind(answer, asked) for asked, answer in self.cells.items()}
        total = Counter(looks.values())
        shown = Counter(looks[train, test] for train in self.rows for test in self.columns if (train, test) in looks)
        for name, look in _LOOKS.items():
            if total[name]:
                here = "" if shown[name] == total[name] else f"{shown[name]:,} drawn of "
                yield look, f"{look.means} ({here}{total[name]:,})"
        if any(answer.flags for asked, answer in self.cells.items() if looks[asked] != "SAME"):
            yield None, "* of some version only, or with the help of a kind's default"
        if self.cut:
            yield None, self.cut

    def foot(self) -> Iterator[str]:
        y = self.top + len(self.rows) * _CELL + 24
        for line in self.legend:
            look, text = line
            if look is None:
                yield f'<text x="16" y="{y + 14:.0f}" fill="#333">{escape(text)}</text>\n'
            else:
                yield _cell(16, y, look)
                yield f'<text x="{16 + _CELL + _GAP}" y="{y + _CELL / 2 + 4:.0f}">{escape(text)}</text>\n'
            y += _tall(line)


def _tall(line: tuple[_Look | None, str]) -> int:
    return _LINE + 4 if line[0] is None else _CELL + 4


def _cell(x: float, y: float, look: _Look, *, mark: str = "", tip: str = "") -> str:
    """Return one cell; on a pattern the letter stands on a plain patch."""
    middle_x, middle_y = x + _CELL / 2, y + _CELL / 2
    patch = ""
    if look.framed:
        size = f'width="{_CELL - 8}" height="{_CELL - 8}"'
        patch = f'<rect x="{x + 4:.0f}" y="{y + 4:.0f}" {size} fill="none" stroke="#000"/>'
    elif "hatch" in look.fill:
        patch = f'<circle cx="{middle_x:.0f}" cy="{middle_y:.0f}" r="8.5" fill="#fff"/>'
    weight = "normal" if look.ink == "#8a8a8a" else "bold"
    return (
        f"<g>{f'<title>{escape(tip)}</title>' if tip else ''}"
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{_CELL}" height="{_CELL}" fill="{look.fill}" stroke="#777"/>{patch}'
        f'<text x="{middle_x:.0f}" y="{middle_y + 4.5:.0f}" text-anchor="middle" font-size="13" font-weight="{weight}" '
        f'fill="{look.ink}">{look.letter}{mark}</text></g>\n'
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
