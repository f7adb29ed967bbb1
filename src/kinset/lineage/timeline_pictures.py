"""The timeline of shared tasks as a picture. Level 4.

In: a `Timeline`. Out: SVG with a text alternative, made without Graphviz: years across, a lane for each family of
corpora, a box for each edition, which links to its IRI. Lines between boxes tell that notes are shared; it reads
without colour: solid, dashed and dotted lines, and a thick one with a head that leads from test notes to those who used
them otherwise.
It brings its own paper, light or dark as the reader prefers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kinset.lineage.timeline import DERIVED, MAY, SAME, Item, Lane, Tie, Timeline, tie_words

_BOX, _TALL = 88, 60  # of a box
_GAP, _ROW = 24, 20  # between columns, between rows
_NARROW = 16  # a year without editions
_MARGIN, _HEAD, _TITLE = 20, 74, 26
_LETTERS, _LINES = 14, 3  # of a name in a box; what is in it of the edition has a line of its own
_STEP = 12.5  # between lines of text
_LETTER = 7.2  # width of a letter of a lane's name, in the widest of the usual fonts

_STYLE = """<style>
.timeline{color-scheme:light dark;color:#1f2328}
.timeline .paper{fill:#fff}.timeline .band{fill:#f3f4f6}.timeline .box{fill:#fff;stroke:#57606a}
.timeline .year{stroke:#d0d7de}.timeline text{fill:currentColor}.timeline .quiet{fill:#57606a}
.timeline .tie{fill:none;stroke:#1f2328;stroke-width:1.4}.timeline .head{fill:#1f2328}
.timeline .derived{stroke-dasharray:7 4}.timeline .may{stroke-dasharray:1.5 4;stroke-linecap:round}
.timeline .tests{stroke-width:3}.timeline a:hover .box,.timeline a:focus .box{stroke-width:2.5}
@media (prefers-color-scheme:dark){.timeline{color:#e6edf3}.timeline .paper{fill:#0d1117}
.timeline .band{fill:#161b22}.timeline .box{fill:#0d1117;stroke:#8b949e}.timeline .year{stroke:#30363d}
.timeline .quiet{fill:#9ea7b3}.timeline .tie{stroke:#e6edf3}.timeline .head{fill:#e6edf3}}
</style>
<defs><marker id="timeline-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="13" markerHeight="13" \
markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="head" d="M0,0 L8,4 L0,8 z"/></marker></defs>
"""
_LEGEND: tuple[tuple[str, str], ...] = (
    (f"{SAME} tests", "test notes of one are training, development or other notes of the one at the head"),
    (SAME, "they share notes"),
    (DERIVED, "they share notes: one's were made of the other's"),
    (MAY, "they may share notes: only their larger corpora are tied"),
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a box stands: column and row, left and top."""

    column: int
    row: int
    x: float
    y: float


def as_svg(timeline: Timeline) -> str:
    """Return the picture of a timeline; links are the IRIs of the editions."""
    return _Sheet(timeline).svg()


def describe(timeline: Timeline) -> str:
    """Return a timeline in words: for each lane its editions, and what they share."""
    return " ".join(sentence for lane in timeline.lanes for sentence in _sentences(lane))


def _sentences(lane: Lane) -> Iterator[str]:
    names = {item.iri: item.label for item in lane.items}
    yield f"{lane.label}: {'; '.join(f'{_year(item.year)} {item.label}' for item in lane.items)}."
    for tie in lane.ties:
        yield f"{names[tie.second]} {tie_words(tie, names.__getitem__)}."


def drawn_ties(lane: Lane) -> tuple[Tie, ...]:
    """Return the ties of a lane that are drawn: those that no two equally sure ones through a third edition tell."""
    place = {item.iri: number for number, item in enumerate(lane.items)}
    level = {(tie.first, tie.second): (SAME, DERIVED, MAY).index(tie.sort) for tie in lane.ties}

    def told(tie: Tie) -> bool:
        own = level[tie.first, tie.second]
        between = (iri for iri, number in place.items() if place[tie.first] < number < place[tie.second])
        return any(max(level.get((tie.first, one), 9), level.get((one, tie.second), 9)) <= own for one in between)

    return tuple(tie for tie in lane.ties if not told(tie))


class _Sheet:
    """One picture: sizes first, then its parts from top to bottom."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        years = sorted({item.year for lane in timeline.lanes for item in lane.items})
        dated = [year for year in years if year]
        columns = [0] if 0 in years else []
        columns += range(dated[0], dated[-1] + 1) if dated else []
        self.columns: dict[int, float] = {}
        x = float(_MARGIN)
        for year in columns:
            self.columns[year] = x
            x += (_BOX if year in years else _NARROW) + _GAP
        self.full = frozenset(years)
        self.width = max(x - _GAP + _MARGIN, 640.0)
        self.lanes: list[tuple[Lane, float, float, Mapping[str, _Place]]] = []
        y = float(_HEAD)
        for lane in timeline.lanes:
            places = self.places(lane, y + _TITLE + 4)
            rows = max(place.row for place in places.values()) + 1
            tall = _TITLE + rows * (_TALL + _ROW)
            self.lanes.append((lane, y, tall, places))
            y += tall + 8
        self.foot = y + 10
        self.height = self.foot + len(_LEGEND) * 20 + 10

    def places(self, lane: Lane, top: float) -> dict[str, _Place]:
        """Return where the editions of a lane stand: in the row of what they are tied to where that is free."""
        found: dict[str, _Place] = {}
        taken: set[tuple[int, int]] = set()
        order = list(self.columns)
        for item in lane.items:
            before = [found[tie.first].row for tie in drawn_ties(lane) if tie.second == item.iri]
            row = next(row for row in (*before, *range(len(lane.items))) if (item.year, row) not in taken)
            taken.add((item.year, row))
            y = top + row * (_TALL + _ROW)
            found[item.iri] = _Place(order.index(item.year), row, self.columns[item.year], y)
        return found

    def svg(self) -> str:
        """Return the whole."""
        width, height = round(self.width), round(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="group" aria-labelledby="timeline-title timeline-desc" '
            'font-family="Helvetica, Arial, sans-serif" font-size="11">\n'
            '<title id="timeline-title">Shared tasks by year and the corpora that they share</title>\n'
            f'<desc id="timeline-desc">{escape(describe(self.timeline))}</desc>\n{_STYLE}'
            f'<rect class="paper" width="{width}" height="{height}"/>\n{"".join(self.parts())}</svg>\n'
        )

    def parts(self) -> Iterator[str]:
        """Yield the parts, those behind first."""
        yield _text(_MARGIN, 28, "Shared tasks by year and the corpora that they share", 'font-size="17"')
        for _lane, y, tall, _places in self.lanes:
            yield f'<rect class="band" x="8" y="{y:.1f}" width="{self.width - 16:.1f}" height="{tall:.1f}" rx="6"/>\n'
        for year, x in self.columns.items():
            yield from self.year(year, x)
        for lane, y, _tall, places in self.lanes:
            yield from self.lane(lane, y, places)
        yield from self.legend()

    def year(self, year: int, x: float) -> Iterator[str]:
        """Yield the head of a column and the line beneath it."""
        middle = x + (_BOX if year in self.full else _NARROW) / 2
        if year in self.full:
            label, more = _year(year), 'text-anchor="middle" font-size="13" font-weight="bold"'
            yield _text(middle, _HEAD - 14, label, more)
            for _lane, y, tall, _places in self.lanes:
                top, bottom = y + _TITLE, y + tall
                yield f'<line class="year" x1="{middle:.1f}" y1="{top:.1f}" x2="{middle:.1f}" y2="{bottom:.1f}"/>\n'
        else:
            yield _text(middle, _HEAD - 14, f"'{year % 100:02d}", 'class="quiet" text-anchor="middle" font-size="10"')

    def lane(self, lane: Lane, y: float, places: Mapping[str, _Place]) -> Iterator[str]:
        """Yield a lane: its name, its ties, its boxes."""
        more = _more(lane)
        wide = (len(lane.label) + len(more)) * _LETTER + 16
        x = max(_MARGIN, min(places[lane.items[0].iri].x, self.width - wide))
        label = f'<tspan font-weight="bold">{escape(lane.label)}</tspan>'
        label = f'<a href="{escape(lane.iri)}">{label}</a>' if lane.iri else label
        quiet = f'<tspan class="quiet" dx="7">{escape(more)}</tspan>' if more else ""
        tip = escape("; ".join(corpus.label for corpus in lane.corpora))
        yield f'<text x="{x:.1f}" y="{y + 19:.1f}" font-size="13"><title>{tip}</title>{label}{quiet}</text>\n'
        names = {item.iri: item.label for item in lane.items}
        for tie in drawn_ties(lane):
            tip = f"{names[tie.second]} {tie_words(tie, names.__getitem__)}: {', '.join(tie.hows)}"
            yield _line(tie, tip, places)
        for item in lane.items:
            yield _box(item, places[item.iri])

    def legend(self) -> Iterator[str]:
        """Yield what the lines mean."""
        for number, (kind, means) in enumerate(_LEGEND):
            y = self.foot + 10 + number * 20
            end = ' marker-end="url(#timeline-head)"' if "tests" in kind else ""
            yield f'<path class="tie {kind}" d="M{_MARGIN},{y:.1f} H{_MARGIN + 46}"{end}/>\n'
            yield _text(_MARGIN + 60, y + 4, means)


def _more(lane: Lane) -> str:
    """Return what is said of a lane beside its name."""
    others = len(lane.corpora) - 1
    return {
        "corpus": f"and {others} more corpora" if others > 1 else "and 1 more corpus" if others else "",
        "series": "corpora that no other edition shares",
        "other": "corpora that no other edition shares, of no series",
    }[lane.kind]


def _box(item: Item, place: _Place) -> str:
    """Return an edition as a box with a link: its name, and which or how many of its tracks are meant."""
    tracks = [_track(mark.label, [corpus.label for corpus in mark.corpora]) for mark in item.tracks]
    tip = "\n".join([f"{item.label} ({_year(item.year)})", *tracks])
    words = [(line, "") for line in _wrapped(item.label)]
    named = [mark.label for mark in item.tracks if mark.iri != item.iri]
    if named:
        quiet = f"{len(named)} tracks" if len(named) > 1 else _wrapped(named[0])[0].rstrip(" :,;")
        words.append((quiet, ' class="quiet" font-size="10"'))
    top, middle = place.y + _TALL / 2 - (len(words) - 1) * _STEP / 2 + 4, place.x + _BOX / 2
    texts = "".join(
        _text(middle, top + number * _STEP, line, f'text-anchor="middle"{look}')
        for number, (line, look) in enumerate(words)
    )
    return (
        f'<a href="{escape(item.iri)}"><title>{escape(tip)}</title>'
        f'<rect class="box" x="{place.x:.1f}" y="{place.y:.1f}" width="{_BOX}" height="{_TALL}" rx="5"/>\n{texts}</a>\n'
    )


def _wrapped(name: str) -> list[str]:
    """Return a name in lines, broken at spaces and after slashes; what is too much is cut.

    >>> _wrapped("Bay/Cove/Sound 2011 challenge on the coreference of waves")
    ['Bay/Cove/Sound', '2011 challenge', 'on the …']
    """
    lines = [""]
    for piece in re.findall(r"[^\s/]+/*|/+|\s+", name):
        if len((lines[-1] + piece).rstrip()) > _LETTERS and lines[-1]:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    lines = [line.rstrip() for line in lines if line.strip()]
    if len(lines) > _LINES:
        last = lines[_LINES - 1]
        shown = last if len(last) < _LETTERS - 1 else last.rpartition(" ")[0] or last[: _LETTERS - 2]
        return [*lines[: _LINES - 1], f"{shown.rstrip(' :,;')} …"]
    return lines


def _track(label: str, corpora: Sequence[str]) -> str:
    return f"{label}: {', '.join(corpora)}" if corpora else label


def _line(tie: Tie, tip: str, places: Mapping[str, _Place]) -> str:
    """Return a tie as a line; its head is at the edition that used the other's test notes."""
    one, other = places[tie.first], places[tie.second]
    kinds = f"tie {tie.sort}" + (" tests" if tie.tests else "")
    heads = ' marker-end="url(#timeline-head)"' if tie.first in tie.tests else ""
    heads += ' marker-start="url(#timeline-head)"' if tie.second in tie.tests else ""
    return f'<path class="{kinds}" d="{_path(one, other, places)}"{heads}><title>{escape(tip)}</title></path>\n'


def _path(one: _Place, other: _Place, places: Mapping[str, _Place]) -> str:
    """Return the way of a line: down a column, or across, under the boxes that stand between."""
    if one.column == other.column:
        x, down = one.x + _BOX / 2, one.y < other.y
        return f"M{x:.1f},{one.y + _TALL * down:.1f} V{other.y + _TALL * (not down):.1f}"
    x1, y1, x2, y2 = one.x + _BOX, one.y + _TALL / 2, other.x, other.y + _TALL / 2
    rows = range(min(one.row, other.row), max(one.row, other.row) + 1)
    inside = [place for place in places.values() if one.column < place.column < other.column and place.row in rows]
    if not inside:
        bend = min((x2 - x1) / 2, 30)
        return f"M{x1:.1f},{y1:.1f} C{x1 + bend:.1f},{y1:.1f} {x2 - bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    y = min(one.y, other.y) + _TALL + _ROW / 2
    return (
        f"M{x1:.1f},{y1 + 8:.1f} C{x1 + 12:.1f},{y1 + 8:.1f} {x1:.1f},{y:.1f} {x1 + 16:.1f},{y:.1f} "
        f"H{x2 - 16:.1f} C{x2:.1f},{y:.1f} {x2 - 12:.1f},{y2 + 8:.1f} {x2:.1f},{y2 + 8:.1f}"
    )


def _year(year: int) -> str:
    return str(year or "no year")


def _text(x: float, y: float, text: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{f" {more}" if more else ""}>{escape(text)}</text>\n'
