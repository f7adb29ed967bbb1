from html.parser import HTMLParser

from kinset.lineage.matrix_page import as_html
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import UnitAnswer

CELLS = {
    (one, other): UnitAnswer(
        one, other, "Note", Verdict.SHARES if one == other else Verdict.MAY_SHARE, flags=("<flag>",)
    )
    for one in ("a", "b")
    for other in ("a", "b")
}


def test_every_pair_has_a_cell_and_no_name_is_markup() -> None:
    page = as_html(CELLS, lambda iri: f"<b>{iri}</b> & co")
    tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
            tags.append(tag)

    Reader().feed(page)
    assert (tags.count("td"), tags.count("th"), tags.count("b"), tags.count("flag")) == (5, 4, 0, 0)
    assert "may share, note<small>&lt;flag&gt;</small>" in page
    assert page.count("the same") == 2


def test_rows_and_columns_may_differ_and_one_part_on_both_sides_is_a_verdict() -> None:
    same = UnitAnswer("x", "x", "Note", Verdict.SHARES)
    page = as_html({("a", "b"): same, ("a", "c"): same}, str.upper)
    assert '<th scope="row">A</th>' in page
    assert page.count('scope="col"') == page.count('<td class="SHARES">shares, note</td>') == 2
