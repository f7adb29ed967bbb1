import re
import xml.etree.ElementTree as ET

from kinset.lineage import timeline_pictures as pictures
from kinset.lineage.timeline import Timeline, assemble
from tests.test_timeline import REEF, TIES, challenge, shared, spoilt, used

SVG = "{http://www.w3.org/2000/svg}"


def drawn(timeline: Timeline) -> ET.Element:
    return ET.fromstring(pictures.as_svg(timeline))  # noqa: S314 - our own text


def reef() -> Timeline:
    return assemble(REEF, TIES, [spoilt("wade", "reef/test", "dive", "reef/test")])


def boxes(root: ET.Element) -> dict[str, list[tuple[float, float]]]:
    """Return where the boxes of each edition stand, by link."""
    found: dict[str, list[tuple[float, float]]] = {}
    for link in root.iter(f"{SVG}a"):
        box = link.find(f"{SVG}rect")
        if box is not None:
            found.setdefault(link.attrib["href"], []).append((float(box.attrib["x"]), float(box.attrib["y"])))
    return found


def kinds(root: ET.Element) -> list[str]:
    """Return the classes of the lines; those of the legend have no title."""
    paths = root.iter(f"{SVG}path")
    return [path.attrib["class"] for path in paths if path.find(f"{SVG}title") is not None]


def test_each_edition_is_a_linked_box_in_the_column_of_its_year() -> None:
    found = boxes(drawn(reef()))
    assert {iri: len(places) for iri, places in found.items()} == {
        challenge("wade"): 1,
        challenge("dive"): 2,
        challenge("float"): 1,
        challenge("sail"): 1,
    }
    columns = [found[challenge(name)][0][0] for name in ("sail", "wade", "dive", "float")]
    assert columns == sorted(set(columns))
    assert len({x for x, _y in found[challenge("dive")]}) == 1


def test_lines_tell_how_notes_are_shared_and_who_used_test_notes() -> None:
    root = drawn(reef())
    assert kinds(root) == ["tie same tests", "tie derived"]
    (path,) = (
        path
        for path in root.iter(f"{SVG}path")
        if path.attrib["class"] == "tie same tests" and path.find(f"{SVG}title") is not None
    )
    assert "marker-end" in path.attrib
    assert "marker-start" not in path.attrib
    assert path.findtext(f"{SVG}title") == ("Dive shares notes with Wade; uses test notes of Wade otherwise: the same")


def test_a_line_that_others_tell_is_left_out_unless_it_is_surer() -> None:
    rows = [used(name, year, "reef/test") for name, year in (("a", 2001), ("b", 2002), ("c", 2003))]
    chain = [shared("a", "reef/test", "b", "reef/test"), shared("b", "reef/test", "c", "reef/test")]
    (lane,) = assemble(rows, [*chain, shared("a", "reef/test", "c", "reef/test")], []).lanes
    assert [(tie.first, tie.second) for tie in pictures.drawn_ties(lane)] == [
        (challenge("a"), challenge("b")),
        (challenge("b"), challenge("c")),
    ]
    weak = [chain[0], shared("b", "reef/test", "c", "reef/test", "derived"), shared("a", "reef/test", "c", "reef/test")]
    (lane,) = assemble(rows, weak, []).lanes
    assert len(pictures.drawn_ties(lane)) == 3


def test_a_line_past_other_boxes_goes_beneath_them() -> None:
    rows = [used(name, year, "reef/test") for name, year in (("a", 2001), ("b", 2002), ("c", 2003))]
    ties = [shared("a", "reef/test", name, "reef/test") for name in "bc"]
    root = drawn(assemble(rows, ties, []))
    paths = [path.attrib["d"] for path in root.iter(f"{SVG}path") if path.find(f"{SVG}title") is not None]
    assert len({y for places in boxes(root).values() for _x, y in places}) == 1
    assert [" H" in path for path in paths] == [False, True]


def test_editions_of_one_year_stand_one_above_the_other() -> None:
    rows = [used("a", 2001, "reef/test"), used("b", 2001, "reef/test")]
    root = drawn(assemble(rows, [shared("a", "reef/test", "b", "reef/test")], []))
    (one,), (other,) = boxes(root).values()
    assert one[0] == other[0]
    assert one[1] < other[1]


def test_the_text_alternative_tells_all_lanes_and_ties() -> None:
    root = drawn(reef())
    assert root.findtext(f"{SVG}title") == "Shared tasks by year and the corpora that they share"
    told = root.findtext(f"{SVG}desc") or ""
    assert told.startswith("Reef: 2001 Wade; 2002 Dive; 2003 Float. Dive shares notes with Wade;")
    assert told.endswith("Swimming: 2000 Sail; 2002 Dive.")


def test_it_reads_in_light_and_dark_and_brings_nothing_from_elsewhere() -> None:
    text = pictures.as_svg(reef())
    assert "prefers-color-scheme:dark" in text
    assert "url(http" not in text
    for name in re.findall(r"\.timeline \.(\w+)\{", text):
        assert f"{name}" in re.sub(r"<style>.*</style>", "", text, flags=re.DOTALL), name


def test_names_are_escaped_and_long_ones_are_cut_with_the_whole_at_hand() -> None:
    name = "Bay/Cove <&> Sound challenge on the coreference of long waves and short ones"
    row = {**used("a", 2001, "reef"), "challengeLabel": name, "trackLabel": name}
    root = drawn(assemble([row], [], []))
    link = next(link for link in root.iter(f"{SVG}a") if link.attrib["href"] == challenge("a"))
    assert (link.findtext(f"{SVG}title") or "").startswith(f"{name} (2001)")
    shown = [text.text or "" for text in link.iter(f"{SVG}text")]
    assert all(len(line) <= 16 for line in shown)
    assert shown[2].endswith(" …")


def test_no_shared_task_gives_an_empty_picture() -> None:
    assert boxes(drawn(Timeline(()))) == {}


def test_years_without_editions_are_narrow_and_none_is_its_own_column() -> None:
    rows = [used("a", 0, "reef"), used("b", 2001, "sand"), used("c", 2003, "wind")]
    root = drawn(assemble(rows, [], []))
    places = boxes(root)
    (undated,), (first,), (second,) = (places[challenge(name)] for name in "abc")
    assert first[0] - undated[0] < second[0] - first[0] < 2 * (first[0] - undated[0])
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert {"no year", "2001", "'02", "2003"} <= set(words)
