import re
import xml.etree.ElementTree as ET

from kinset.engine import EmbeddedEngine
from kinset.lineage import matrix_pictures as pictures
from kinset.lineage.overlap.reasons import Reason
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Judge, UnitAnswer, worst

SVG = "{http://www.w3.org/2000/svg}"


def cell(train: str, test: str, verdict: Verdict = Verdict.MAY_SHARE, **more: tuple[Reason | str, ...]) -> UnitAnswer:
    return UnitAnswer(train, test, "Note", verdict, **more)  # type: ignore[arg-type]


def square(names: str, **verdicts: Verdict) -> dict[tuple[str, str], UnitAnswer]:
    none = (Reason.NO_LINK_RECORDED,)
    return {
        (one, other): cell(one, other, verdicts.get(one + other, Verdict.MAY_SHARE), reasons=none)
        for one in names
        for other in names
    }


def drawn(cells: dict[tuple[str, str], UnitAnswer], limit: int = pictures.LIMIT) -> ET.Element:
    return ET.fromstring(pictures.as_svg(cells, str.upper, limit=limit))  # noqa: S314 - our own text


def letters(root: ET.Element) -> list[str]:
    """Return the letters of the cells that have words, row by row; the legend's cells have none."""
    cells = [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
    return [group.findtext(f"{SVG}text") or "" for group in cells]


def words(root: ET.Element) -> str:
    return " | ".join(text.text or "" for text in root.iter(f"{SVG}text"))


def test_each_verdict_has_its_letter_and_its_own_pattern() -> None:
    cells = square("abc", ab=Verdict.SHARES, ac=Verdict.DISJOINT, bc=Verdict.CONFLICT)
    root = drawn(cells)
    assert letters(root) == ["=", "S", "D", "M", "=", "C", "M", "M", "="]
    fills = {group.findall(f"{SVG}rect")[0].attrib["fill"] for group in root.iter(f"{SVG}g")}
    assert len(fills) == 5
    names = set(re.findall(r"url\(#(\w+)\)", " ".join(fills)))
    assert names <= {pattern.attrib["id"] for pattern in root.iter(f"{SVG}pattern")}


def test_what_may_share_with_and_without_a_link_looks_different() -> None:
    linked, bare = (cell("a", "b", reasons=(why,)) for why in (Reason.COMMON_SOURCE, Reason.NO_LINK_RECORDED))
    assert [pictures.kind(one) for one in (linked, bare)] == ["MAY_SHARE", "NO_LINK"]
    assert "a link is recorded" in words(drawn({("a", "b"): linked}))


def test_shared_tasks_on_the_same_notes_are_told_by_their_verdict() -> None:
    same = cell("x", "x", Verdict.SHARES)
    root = drawn({("a", "a"): same, ("a", "b"): same, ("x", "x"): same})
    assert [letter for letter in letters(root) if letter] == ["S", "S", "="]
    assert root.findtext(f"{SVG}title") == "Leakage between 3 shared tasks or datasets"


def test_the_legend_counts_and_tells_what_the_star_means() -> None:
    cells = square("ab") | {("a", "b"): cell("a", "b", Verdict.SHARES, flags=("default-used",))}
    found = words(drawn(cells))
    assert "shares (1)" in found
    assert "S*" in found
    assert "* of some version only" in found


def test_the_text_alternative_tells_totals_and_what_is_proved() -> None:
    root = drawn(square("abc", ab=Verdict.SHARES, ac=Verdict.SHARES, bc=Verdict.DISJOINT))
    assert root.findtext(f"{SVG}title") == "Leakage between 3 datasets"
    told = root.findtext(f"{SVG}desc") or ""
    assert told.startswith("Of 6 cells: 2 shares;")
    assert told.endswith("A shares with B and C. B is disjoint from C.")


def test_what_is_cut_is_counted_in_the_picture_and_in_words() -> None:
    root = drawn(square("abcdef", fe=Verdict.SHARES), limit=9)
    assert letters(root) == ["=", "M", "M", "M", "=", "M", "M", "S", "="]
    cut = "Cut: 3 of 6 rows and 3 of 6 columns are drawn, those with most to say; 27 of 36 cells are not."
    assert cut in words(root)
    assert cut in (root.findtext(f"{SVG}desc") or "")


def test_a_long_table_of_few_columns_stays_within_the_limit() -> None:
    cells = {(f"r{number}", "c"): cell(f"r{number}", "c") for number in range(500)}
    rows, columns = pictures.chosen(cells, 200)
    assert (len(rows), len(columns)) == (200, 1)
    turned = {(other, one): cell(other, one) for one, other in cells}
    assert [len(names) for names in pictures.chosen(turned, 200)] == [1, 200]


def test_names_are_escaped_and_cut_with_the_whole_name_at_hand() -> None:
    name = "A <very> long & winding name of a dataset of notes"
    root = ET.fromstring(pictures.as_svg(square("ab"), lambda iri: f"{name} {iri}"))  # noqa: S314 - our own text
    assert any(title.text == f"{name} a" for title in root.iter(f"{SVG}title"))


def test_the_catalogue_is_drawn(whole_engine: EmbeddedEngine) -> None:
    judge = Judge.of(whole_engine)
    names = [f"https://w3id.org/kinset/dataset/{slug}" for slug in ("radqa", "mimic-iii", "medqa")]
    cells = {
        (one, other): worst(judge.pair(one, other, unit) for unit in judge.units(one, other))
        for one in names
        for other in names
    }
    root = ET.fromstring(pictures.as_svg(cells, judge.statements.label))  # noqa: S314 - our own text
    assert [letter.rstrip("*") for letter in letters(root)] == ["=", "S", "M", "S", "=", "M", "M", "M", "="]
