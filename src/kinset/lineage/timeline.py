"""Shared tasks by year, in lanes of the corpora that they share. Level 4.

In: the rows of three canned queries, by column: `tracks-by-year` (what each track used), `challenges-sharing-notes`
(the ties between editions) and `evaluation-notes-used-elsewhere` (whose test notes others train on). Out: a `Timeline`.

A lane holds editions whose corpora are tied, however many datasets these are; an edition that uses two unrelated
corpora stands in two lanes. What no other edition shares stands in the lane of its series, else in the last one. Lanes
are called after the corpus that most of their editions use. No lane, corpus or series is known by name.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kinset.wording import is_true, whole_number

Row: TypeAlias = Mapping[str, str]
_Entry: TypeAlias = tuple[str, str]  # an edition and a corpus that it uses

QUERIES = ("tracks-by-year", "challenges-sharing-notes", "evaluation-notes-used-elsewhere")
SAME, DERIVED, MAY = "same", "derived", "may"
_SURENESS = (SAME, DERIVED, MAY)


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an IRI and a name."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class TrackMark:
    """A track (or a challenge without tracks) with its tasks and those of its corpora that are meant."""

    iri: str
    label: str
    tasks: tuple[Named, ...]
    corpora: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An edition in a lane, with its tracks there; `year` is 0 where none is recorded."""

    iri: str
    label: str
    year: int
    tracks: tuple[TrackMark, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Two editions of a lane, the earlier first, that are tied.

    Attributes:
        sort: `same` (some notes of one are notes of the other), `derived`, or `may` (only larger wholes are tied).
        hows: what the queries call the ties, for people, the surest first.
        tests: the editions of the two whose test notes the other uses otherwise.
    """

    first: str
    second: str
    sort: str
    hows: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """Editions that belong together.

    Attributes:
        iri: the corpus or series that it is called after; empty for what has neither.
        kind: `corpus`, `series` or `other`.
        corpora: all corpora of the lane, those that most editions use first.
        items: by year and IRI.
        ties: by the editions' order.
    """

    iri: str
    label: str
    kind: str
    corpora: tuple[Named, ...]
    items: tuple[Item, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All lanes: first those of shared corpora, by the year of their first edition, then those of series."""

    lanes: tuple[Lane, ...]


def assemble(tracks: Iterable[Row], sharing: Iterable[Row], tested: Iterable[Row]) -> Timeline:
    """Return the timeline of the rows of the three queries; unbound columns are absent or empty."""
    return _Assembly(list(tracks), list(sharing), list(tested)).timeline()


def sort_of(row: Row) -> str:
    """Return the sort of the tie that a row tells; what is not of the vocabulary is told as least sure.

    >>> sort_of({"sureness": "same"}), sort_of({"sureness": "surely"}), sort_of({})
    ('same', 'may', 'may')
    """
    said = row.get("sureness", "")
    return said if said in _SURENESS else MAY


def _year(row: Row) -> int:
    """Return the year of a row's edition; 0 where there is none, or what is none."""
    return max(whole_number(row.get("year")) or 0, 0)


class _Assembly:
    """The rows, and what is looked up in them."""

    def __init__(self, tracks: Sequence[Row], sharing: Sequence[Row], tested: Sequence[Row]) -> None:
        self.tracks, self.sharing = tracks, sharing
        self.labels = {
            row[name]: row.get(f"{name}Label") or row[name]
            for row in tracks
            for name in ("challenge", "series", "track", "task", "corpus")
            if row.get(name)
        }
        self.years = {row["challenge"]: _year(row) for row in tracks}
        self.corpora = {row["corpus"] for row in tracks if row.get("corpus")}
        self.series = {row["challenge"]: row["series"] for row in tracks if row.get("series")}
        self.tests = {
            ((row["challenge"], self.corpus(row["notes"])), (row["otherChallenge"], self.corpus(row["otherNotes"])))
            for row in tested
            if is_true(row.get("seen"))
        }

    def timeline(self) -> Timeline:
        """Return the lanes in order."""
        families = self.families()
        shared = [family for family in families if len(_editions(family)) > 1]
        alone = [entry for family in families if family not in shared for entry in family]
        lanes = [self.corpus_lane(family) for family in self.joined(shared)]
        apart: dict[str, list[_Entry]] = {}
        for entry in alone:
            apart.setdefault(self.series.get(entry[0], ""), []).append(entry)
        lanes += [self.series_lane(series, entries) for series, entries in apart.items()]
        kinds = ("corpus", "series", "other")
        ranked = sorted(lanes, key=lambda lane: (kinds.index(lane.kind), lane.items[0].year, lane.label, lane.iri))
        return Timeline(tuple(ranked))

    def entries(self) -> list[_Entry]:
        """Return each edition with each of its corpora, or with none."""
        found = dict.fromkeys((row["challenge"], row.get("corpus") or "") for row in self.tracks)
        using = {challenge for challenge, corpus in found if corpus}
        return sorted(entry for entry in found if entry[1] or entry[0] not in using)

    def families(self) -> list[list[_Entry]]:
        """Return the entries in groups of those that are tied, directly or through others."""
        group = {entry: [entry] for entry in self.entries()}
        for row in self.sharing:
            one, other = (row["first"], self.corpus(row["notes"])), (row["second"], self.corpus(row["otherNotes"]))
            if one in group and other in group and group[one] is not group[other]:
                group[one].extend(group[other])
                for entry in group[other]:
                    group[entry] = group[one]
        return [sorted(found) for found in {id(found): found for found in group.values()}.values()]

    def joined(self, families: Iterable[list[_Entry]]) -> list[list[_Entry]]:
        """Return the families, each put into one that has all of its editions, if there is one."""
        found: list[list[_Entry]] = []
        for family in sorted(families, key=lambda entries: (-len(_editions(entries)), entries)):
            home = next((one for one in found if _editions(one) >= _editions(family)), None)
            if home is None:
                found.append(list(family))
            else:
                home.extend(family)
        return found

    def corpus(self, notes: str) -> str:
        """Return the dataset that notes belong to: sub-resources stand beneath it."""
        held = (corpus for corpus in self.corpora if notes == corpus or notes.startswith(f"{corpus}/"))
        return max(held, key=len, default="")

    def corpus_lane(self, family: Iterable[_Entry]) -> Lane:
        """Return the lane of editions that share corpora."""
        family = list(family)
        used = Counter(corpus for _challenge, corpus in family)
        first: dict[str, int] = {}
        for challenge, corpus in family:
            first[corpus] = min(first.get(corpus, self.years[challenge]), self.years[challenge])
        ranked = sorted(used, key=lambda corpus: (-used[corpus], first[corpus], self.labels[corpus], corpus))
        corpora = tuple(Named(corpus, self.labels[corpus]) for corpus in ranked)
        return Lane(ranked[0], corpora[0].label, "corpus", corpora, self.items(family), self.ties(family))

    def series_lane(self, series: str, entries: Iterable[_Entry]) -> Lane:
        """Return the lane of editions of one series (or of none) whose corpora no other edition shares."""
        entries = list(entries)
        corpora = tuple(Named(corpus, self.labels[corpus]) for corpus in sorted({one for _, one in entries if one}))
        label, kind = (self.labels[series], "series") if series else ("Others", "other")
        return Lane(series, label, kind, corpora, self.items(entries), ())

    def items(self, entries: Iterable[_Entry]) -> tuple[Item, ...]:
        """Return the editions of entries, each with the tracks that use the corpora in question."""
        wanted: dict[str, set[str]] = {}
        for challenge, corpus in entries:
            wanted.setdefault(challenge, set()).add(corpus)
        found = [
            Item(challenge, self.labels[challenge], self.years[challenge], self.marks(challenge, corpora))
            for challenge, corpora in wanted.items()
        ]
        return tuple(sorted(found, key=lambda item: (item.year, item.iri)))

    def marks(self, challenge: str, corpora: set[str]) -> tuple[TrackMark, ...]:
        """Return the tracks of an edition that use one of the corpora."""
        rows = [row for row in self.tracks if row["challenge"] == challenge and (row.get("corpus") or "") in corpora]
        return tuple(
            TrackMark(
                track,
                self.labels[track],
                self.named("task", (row for row in rows if row["track"] == track)),
                self.named("corpus", (row for row in rows if row["track"] == track)),
            )
            for track in dict.fromkeys(row["track"] for row in rows)
        )

    def named(self, column: str, rows: Iterable[Row]) -> tuple[Named, ...]:
        """Return what a column names, in order."""
        return tuple(Named(iri, self.labels[iri]) for iri in dict.fromkeys(row.get(column) for row in rows) if iri)

    def ties(self, family: Iterable[_Entry]) -> tuple[Tie, ...]:
        """Return the ties between the editions of a family, one a pair."""
        inside = set(family)
        hows: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for row in self.sharing:
            ends = (row["first"], self.corpus(row["notes"])), (row["second"], self.corpus(row["otherNotes"]))
            if inside.issuperset(ends):
                hows.setdefault((row["first"], row["second"]), []).append((sort_of(row), row["how"]))
        tests = {(one[0], other[0]) for one, other in self.tests if inside.issuperset((one, other))}
        return tuple(_tie(first, second, found, tests) for (first, second), found in hows.items())


def _editions(entries: Iterable[_Entry]) -> frozenset[str]:
    return frozenset(challenge for challenge, _corpus in entries)


def _tie(first: str, second: str, hows: Iterable[tuple[str, str]], tests: set[tuple[str, str]]) -> Tie:
    """Return the tie of two editions from the sort and words of each row about them."""
    ranked = sorted(hows, key=lambda one: _SURENESS.index(one[0]))
    words = tuple(dict.fromkeys(how for _sort, how in ranked))
    pairs = ((first, second), (second, first))
    return Tie(first, second, ranked[0][0], words, tuple(pair[0] for pair in pairs if pair in tests))


def as_json(timeline: Timeline) -> dict[str, Any]:
    """Return a timeline as the contract of `kinset timeline --format json` tells it; absent parts are null."""
    return {
        "lanes": [
            {
                "iri": lane.iri or None,
                "label": lane.label,
                "kind": lane.kind,
                "corpora": [_named(corpus) for corpus in lane.corpora],
                "editions": [
                    {
                        "iri": item.iri,
                        "label": item.label,
                        "year": item.year or None,
                        "tracks": [
                            {
                                "iri": mark.iri,
                                "label": mark.label,
                                "tasks": [_named(task) for task in mark.tasks],
                                "corpora": [_named(corpus) for corpus in mark.corpora],
                            }
                            for mark in item.tracks
                        ],
                    }
                    for item in lane.items
                ],
                "ties": [
                    {
                        "from": tie.first,
                        "to": tie.second,
                        "sort": tie.sort,
                        "how": list(tie.hows),
                        "testNotesOf": list(tie.tests),
                    }
                    for tie in lane.ties
                ],
            }
            for lane in timeline.lanes
        ]
    }


def _named(thing: Named) -> dict[str, str]:
    return {"iri": thing.iri, "label": thing.label}


def lines(timeline: Timeline) -> Iterable[str]:
    """Yield a timeline as text: a line for each lane, edition and tie."""
    for lane in timeline.lanes:
        label = {item.iri: item.label for item in lane.items}.__getitem__
        more = f" (and {len(lane.corpora) - 1} more)" if lane.kind == "corpus" and len(lane.corpora) > 1 else ""
        yield f"{lane.label}{more}"
        for item in lane.items:
            tracks = "; ".join(mark.label for mark in item.tracks if mark.iri != item.iri)
            yield f"  {item.year or '????'}  {item.label}{f': {tracks}' if tracks else ''}"
            for tie in lane.ties:
                if tie.second == item.iri:
                    yield f"          {tie_words(tie, label)}"
        yield ""


def tie_words(tie: Tie, label: Callable[[str], str]) -> str:
    """Return a tie in words, as said of its later edition."""
    first = label(tie.first)
    says = {SAME: f"shares notes with {first}", DERIVED: f"shares notes with {first}, derived"}
    words = [says.get(tie.sort, f"may share notes with {first}")]
    if tie.first in tie.tests:
        words.append(f"uses test notes of {first} otherwise")
    if tie.second in tie.tests:
        words.append(f"its test notes are used otherwise in {first}")
    return "; ".join(words)
