import json
from collections.abc import Iterable

import pytest
from click.testing import CliRunner

from kinset.cli.lineage import COMMANDS
from kinset.cli.session import Session
from kinset.errors import UnknownQuery
from kinset.lineage.timeline import QUERIES, Lane, Row, Tie, Timeline, as_json, assemble, lines, sort_of
from tests.conftest import ROOT, MakeCatalogue

BASE = "https://w3id.org/kinset/"


def challenge(slug: str) -> str:
    return f"{BASE}challenge/{slug}"


def notes(path: str) -> str:
    return f"{BASE}dataset/{path}"


def used(edition: str, year: int, path: str, track: str = "", series: str = "") -> Row:
    """Say that an edition (`dive`), or a track of it, used notes (`reef/test`)."""
    whole = path.partition("/")[0]
    row = {"challenge": challenge(edition), "challengeLabel": edition.title(), "year": str(year or "")}
    row |= {"track": challenge(f"{edition}/{track}" if track else edition), "trackLabel": track or edition.title()}
    row |= {"series": challenge(series), "seriesLabel": series.title()} if series else {}
    row |= {"notes": notes(path), "corpus": notes(whole), "corpusLabel": whole.title()} if path else {}
    return row


def sureness(how: str) -> str:
    return next((sort for sort in ("derived", "may") if how.startswith(sort)), "same")


def shared(first: str, path: str, second: str, other: str, how: str = "the same") -> Row:
    ends = {"first": challenge(first), "second": challenge(second), "sureness": sureness(how)}
    return {**ends, "how": how, "notes": notes(path), "otherNotes": notes(other)}


def spoilt(first: str, path: str, second: str, other: str, how: str = "the same") -> Row:
    ends = {"challenge": challenge(first), "otherChallenge": challenge(second), "sureness": sureness(how)}
    ends["seen"] = str(how in {"the same", "derived"}).lower()
    return {**ends, "how": how, "notes": notes(path), "otherNotes": notes(other)}


def shape(timeline: Timeline) -> list[tuple[str, str, list[str]]]:
    return [(lane.kind, lane.label, [item.label for item in lane.items]) for lane in timeline.lanes]


REEF = [
    used("dive", 2002, "reef/test", "deep", "swimming"),
    used("dive", 2002, "sand", "night", "swimming"),
    used("wade", 2001, "reef/test"),
    used("float", 2003, "reef-qa/train", series="swimming"),
    used("sail", 2000, "wind", series="swimming"),
]
TIES = [
    shared("wade", "reef/test", "dive", "reef/test"),
    shared("wade", "reef/test", "float", "reef-qa/train", "derived, as context"),
    shared("dive", "reef", "float", "reef-qa", "may: only larger wholes are tied"),
    shared("dive", "reef/test", "float", "reef-qa/train", "derived"),
]


def test_lanes_hold_what_is_tied_and_what_is_shared_by_none_stands_with_its_series() -> None:
    assert shape(assemble(REEF, TIES, [])) == [
        ("corpus", "Reef", ["Wade", "Dive", "Float"]),
        ("series", "Swimming", ["Sail", "Dive"]),
    ]


def test_an_edition_has_in_a_lane_only_the_tracks_that_belong_there() -> None:
    reef, series = assemble(REEF, TIES, []).lanes
    assert [[mark.label for mark in item.tracks] for item in (*reef.items, *series.items)] == [
        ["Wade"], ["deep"], ["Float"], ["Sail"], ["night"],
    ]  # fmt: skip
    assert [corpus.label for corpus in reef.corpora] == ["Reef", "Reef-Qa"]
    assert [corpus.label for corpus in series.corpora] == ["Sand", "Wind"]


def test_ties_tell_the_surest_and_whose_test_notes_are_used_otherwise() -> None:
    rows = [
        spoilt("wade", "reef/test", "dive", "reef/test"),
        spoilt("float", "reef-qa/train", "wade", "reef/test", "derived, as context"),
        spoilt("dive", "sand", "wade", "reef/test"),  # other notes than those of the lane
    ]
    (lane, _series) = assemble(REEF, TIES, rows).lanes
    wade, dive, float_ = challenge("wade"), challenge("dive"), challenge("float")
    assert lane.ties == (
        Tie(wade, dive, "same", ("the same",), (wade,)),
        Tie(wade, float_, "derived", ("derived, as context",), ()),
        Tie(dive, float_, "derived", ("derived", "may: only larger wholes are tied"), ()),
    )


def test_families_with_editions_of_a_larger_one_join_it() -> None:
    more = [used("wade", 2001, "weed"), used("dive", 2002, "weed", "deep")]
    timeline = assemble([*REEF, *more], [*TIES, shared("wade", "weed", "dive", "weed")], [])
    assert [lane.label for lane in timeline.lanes] == ["Reef", "Swimming"]
    assert [corpus.label for corpus in timeline.lanes[0].corpora] == ["Reef", "Weed", "Reef-Qa"]


def test_what_has_no_series_no_year_or_no_notes_is_not_lost() -> None:
    timeline = assemble([used("drift", 0, ""), used("row", 1999, "oar")], [], [])
    assert shape(timeline) == [("other", "Others", ["Drift", "Row"])]
    assert assemble([], [], []) == Timeline(())


def test_rows_in_any_order_give_the_same_lanes() -> None:
    assert shape(assemble(REEF[::-1], TIES[::-1], [])) == shape(assemble(REEF, TIES, []))


@pytest.mark.parametrize(
    ("said", "sort"), [("same", "same"), ("derived", "derived"), ("may", "may"), ("equal", "may"), ("", "may")]
)
def test_an_unknown_word_for_a_tie_is_the_weakest(said: str, sort: str) -> None:
    row = {**shared("wade", "reef/test", "dive", "reef/test", "just the same"), "sureness": said}
    (lane, _series) = assemble(REEF, [row], []).lanes[:2]
    assert (sort_of(row), [tie.sort for tie in lane.ties]) == (sort, [sort])
    assert sort_of({}) == "may"


@pytest.mark.parametrize("year", ["soon", "²", "20x1", "-001", "", "9" * 30])
def test_an_odd_year_is_none(year: str) -> None:
    (lane,) = assemble([{**used("wade", 2001, "reef/test"), "year": year}], [], []).lanes
    assert [item.year for item in lane.items] == [0]


def test_the_queries_speak_the_words_that_the_timeline_knows(session: Session) -> None:
    for name in QUERIES[1:]:
        found = list(session.engine.select(session.queries[name].text).dicts())
        assert {getattr(row["sureness"], "value", "") for row in found} <= {"same", "derived", "may"}
        assert found


def test_editions_that_used_every_part_of_both_wholes_surely_share(session: Session) -> None:
    """What is true of wholes is true of editions that used all of them: it was told as may."""
    first, second = challenge("i2b2-uthealth-2014"), challenge("n2c2-2018")
    (tie,) = (tie for lane in lanes(session) for tie in lane.ties if (tie.first, tie.second) == (first, second))
    assert tie.sort == "derived"


def test_the_text_tells_lanes_editions_and_ties() -> None:
    rows = [spoilt("wade", "reef/test", "dive", "reef/test")]
    assert list(lines(assemble(REEF, TIES, rows)))[:7] == [
        "Reef (and 1 more)",
        "  2001  Wade",
        "  2002  Dive: deep",
        "          shares notes with Wade; uses test notes of Wade otherwise",
        "  2003  Float",
        "          shares notes with Wade, derived",
        "          shares notes with Dive, derived",
    ]


def test_the_json_keeps_its_contract() -> None:
    told = as_json(assemble(REEF, TIES, []))
    lane = told["lanes"][0]
    assert list(lane) == ["iri", "label", "kind", "corpora", "editions", "ties"]
    assert list(lane["editions"][0]) == ["iri", "label", "year", "tracks"]
    assert list(lane["editions"][0]["tracks"][0]) == ["iri", "label", "tasks", "corpora"]
    assert list(lane["ties"][0]) == ["from", "to", "sort", "how", "testNotesOf"]


# ------------------------------------------------------------------ the command


def ran(session: Session, *words: str) -> str:
    command = next(command for command in COMMANDS if command.name == "timeline")
    result = CliRunner().invoke(command, list(words), obj=session)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.fixture(scope="module")
def session() -> Session:
    """One run over the repository's catalogue; it is only read."""
    return Session(ROOT, None)


def lanes(session: Session) -> Iterable[Lane]:
    rows = [
        [{key: getattr(term, "value", "") for key, term in row.items()} for row in session.engine.select(text).dicts()]
        for text in (session.queries[name].text for name in QUERIES)
    ]
    return assemble(*rows).lanes


def test_every_edition_of_the_catalogue_is_in_the_timeline(session: Session) -> None:
    told = json.loads(ran(session, "--format", "json"))
    shown = {item["iri"] for lane in told["lanes"] for item in lane["editions"]}
    asked = "PREFIX kin: <https://w3id.org/kinset/ontology#>\nPREFIX dcterms: <http://purl.org/dc/terms/>\n"
    asked += "SELECT DISTINCT ?edition { { ?edition a kin:Challenge ; kin:uses ?use } UNION "
    asked += "{ ?track a kin:Track ; dcterms:isPartOf ?edition } }"
    assert shown == {getattr(row[0], "value", "") for row in session.engine.select(asked)}
    assert len(shown) >= 25
    assert [lane.label for lane in lanes(session)] == [lane["label"] for lane in told["lanes"]]


def test_text_and_picture_tell_the_same_editions(session: Session) -> None:
    text, svg = ran(session), ran(session, "--format", "svg")
    told = json.loads(ran(session, "--format", "json"))
    for lane in told["lanes"]:
        for item in lane["editions"]:
            assert f"{item['year']}  {item['label']}" in text
            assert f'href="{item["iri"]}"' in svg


def test_a_catalogue_without_the_query_is_told_so(make_catalogue: MakeCatalogue) -> None:
    folder = make_catalogue({})
    (folder / "queries" / "report" / "tracks-by-year.rq").unlink()
    with pytest.raises(UnknownQuery, match="tracks-by-year"):
        ran(Session(folder, None))


def test_a_catalogue_without_shared_tasks_says_so(make_catalogue: MakeCatalogue) -> None:
    assert ran(Session(make_catalogue({}), None)) == "No shared task is recorded.\n"
