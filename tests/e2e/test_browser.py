"""The site in a real browser: what readers do with it, by mouse, by keyboard and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.web import Visit

RADQA = "dataset/radqa/"
MIMIC = "dataset/mimic-iv/"  # has more kin than the picture at first shows
COUNT = re.compile(r"[\d,]+")


def number(text: str) -> int:
    found = COUNT.search(text)
    assert found, text
    return int(found[0].replace(",", ""))


# ---------------------------------------------------------------------- search


def test_what_is_typed_in_the_head_of_any_page_is_found_and_leads_on(visit: Visit) -> None:
    page = visit.to("about/")
    page.get_by_role("searchbox").fill("radqa")
    page.get_by_role("button", name="Search").click()
    assert visit.here == "search/?q=radqa"
    expect(page.get_by_role("status")).to_contain_text("found for “radqa”")
    page.locator("[data-search] a").first.click()
    assert visit.here == RADQA
    expect(page.get_by_role("heading", level=1)).to_have_text("RadQA")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("中文医疗信息处理", "CBLUE"),
        ("医師国家試験", "Japanese national medical examination"),
        ("https://doi.org/10.13026/ckkp-6y19", "RadQA"),
        ("QUESTION radiology", "RadQA"),
        ("cepidc", "CépiDc"),
    ],
)
def test_a_name_in_any_script_a_word_and_a_number_are_found(visit: Visit, words: str, name: str) -> None:
    page = visit.to("search/")
    page.get_by_role("searchbox").fill(words)
    expect(page.get_by_role("status")).to_contain_text("found for")
    expect(page.locator("[data-search]").get_by_role("link", name=name, exact=True).first).to_be_visible()
    assert "?q=" in visit.here


def test_where_nothing_is_found_the_page_says_so(visit: Visit) -> None:
    page = visit.to("search/?q=zzzz+nothing")
    expect(page.get_by_role("status")).to_contain_text("Nothing is found for “zzzz nothing”")
    expect(page.locator("[data-search] li")).to_have_count(0)
    expect(page.get_by_role("status").get_by_role("link", name="all datasets")).to_be_visible()


def test_markup_in_what_is_sought_stays_text(visit: Visit) -> None:
    page = visit.to("search/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    expect(page.get_by_role("status")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("main img")).to_have_count(0)


def test_the_index_is_fetched_only_by_those_who_search(visit: Visit) -> None:
    visit.to("")
    visit.to(RADQA)
    visit.to("datasets/")
    assert not [path for path in visit.fetched if "search.json" in path]


# ---------------------------------------------------------------------- facets


def test_facets_combine_and_the_address_keeps_them(visit: Visit, visitor: Visitor) -> None:
    page = visit.to("datasets/")
    everything = number(page.locator("[data-count]").inner_text())
    page.get_by_role("checkbox", name="Chinese").check()
    expect(page.locator("[data-count]")).not_to_have_text(str(everything))
    chinese = number(page.locator("[data-count]").inner_text())
    page.locator("[data-facet=access] summary").click()
    page.get_by_role("checkbox", name="open", exact=True).check()
    expect(page.locator("[data-count]")).not_to_have_text(str(chinese))
    both = number(page.locator("[data-count]").inner_text())
    assert 0 < both < chinese < everything
    expect(page.locator("[data-results] > li")).to_have_count(both)
    assert visit.here == "datasets/?language=ZHO&access=Open"

    again = visitor()
    other = again.to("datasets/?language=ZHO&access=Open")
    expect(other.locator("[data-results] > li")).to_have_count(both)
    expect(other.get_by_role("checkbox", name="Chinese")).to_be_checked()

    name = page.locator("[data-results] a").first.inner_text()
    page.locator("[data-results] a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.go_back()
    expect(page.locator("[data-results] > li")).to_have_count(both)
    page.get_by_role("checkbox", name="Chinese").uncheck()
    page.get_by_role("checkbox", name="open", exact=True).uncheck()
    expect(page.locator("[data-count]")).to_have_text(str(everything))
    assert visit.here == "datasets/"


def test_the_page_of_one_value_can_be_narrowed_and_widened(visit: Visit) -> None:
    page = visit.to("datasets/language/ZHO/")
    chinese = number(page.locator("[data-count]").inner_text())
    page.locator("[data-facet=access] summary").click()
    page.get_by_role("checkbox", name="open", exact=True).check()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chinese")
    expect(page.locator("[data-count]")).not_to_have_text(str(chinese))
    page.get_by_role("checkbox", name="Chinese").uncheck()
    expect(page.get_by_role("heading", level=1)).to_have_text("Datasets")


# ---------------------------------------------------------------------- the family tree


def test_a_derivation_is_followed_in_the_picture(visit: Visit) -> None:
    page = visit.to(RADQA)
    page.locator("#family svg a", has_text="MIMIC-III").first.click()
    assert visit.here == "dataset/mimic-iii/"
    expect(page.get_by_role("heading", level=1)).to_have_text("MIMIC-III")


def test_a_derivation_is_followed_in_words(visit: Visit) -> None:
    page = visit.to(RADQA)
    page.locator("#family .sides").get_by_role("link", name="MIMIC-III").first.click()
    assert visit.here.startswith("dataset/mimic-iii/")


def test_all_kin_are_shown_in_place_and_lead_on(visit: Visit) -> None:
    page = visit.to(MIMIC)
    near = page.locator("#family svg a").count()
    page.get_by_role("link", name="show all kin").click()
    back = page.get_by_role("button", name="Show the near kin only")
    expect(back).to_be_visible()
    assert page.locator("#family svg a").count() > near
    assert visit.here == MIMIC
    back.click()
    expect(page.locator("#family svg a")).to_have_count(near)
    page.get_by_role("link", name="show all kin").click()
    expect(back).to_be_visible()
    page.locator("#family svg a").last.click()
    expect(page).not_to_have_url(visit.url + MIMIC)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


# ---------------------------------------------------------------------- evidence


def test_evidence_opens_by_mouse_and_by_keyboard_and_closes_with_escape(visit: Visit) -> None:
    page = visit.to(RADQA)
    one = page.locator("#record details.why").first
    one.locator("summary").click()
    expect(one.locator(".because")).to_be_visible()
    expect(one.locator(".because")).to_contain_text("data/dataset/radqa.ttl")
    page.keyboard.press("Escape")
    expect(one.locator(".because")).to_be_hidden()
    expect(one.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(one.locator(".because")).to_be_visible()
    page.keyboard.press("Tab")  # into what was opened
    page.keyboard.press("Escape")
    expect(one.locator(".because")).to_be_hidden()
    expect(one.locator("summary")).to_be_focused()


def test_what_is_folded_opens_where_a_link_leads_into_it(visit: Visit) -> None:
    page = visit.to(MIMIC)
    anchor = page.evaluate("document.querySelector('details:not([open]) [id]')?.id")
    assert anchor
    page = visit.to(f"{MIMIC}#{anchor}")
    expect(page.locator(f"[id='{anchor}']")).to_be_visible()


# ---------------------------------------------------------------------- the keyboard alone


def test_the_keyboard_alone_reaches_everything(visit: Visit) -> None:
    page = visit.to(RADQA)

    def focused() -> str:
        return str(page.evaluate("document.activeElement.textContent.trim()"))

    page.keyboard.press("Tab")
    assert focused() == "Skip to the content"
    expect(page.locator(".skip")).to_be_in_viewport()
    passed = []
    for _ in range(9):
        page.keyboard.press("Tab")
        passed.append(focused())
    sections = page.locator("header.top nav a").all_inner_texts()
    assert passed == ["kinset", *sections, "", "Search"]

    page = visit.to(RADQA)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    for _ in range(60):
        if page.evaluate("document.activeElement.matches('details.why > summary')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("details.why[open]")).to_have_count(1)

    page = visit.to("search/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("mimic-iii")
    expect(page.locator("[data-search] li").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("MIMIC-III")


def test_what_has_the_focus_is_seen_to_have_it(visit: Visit) -> None:
    page = visit.to(RADQA)
    script = "(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.outlineWidth; })()"
    for _ in range(40):
        page.keyboard.press("Tab")
        style = page.evaluate(script)
        assert not style.startswith("none"), page.evaluate("document.activeElement.outerHTML")


# ---------------------------------------------------------------------- without scripts


def test_without_scripts_datasets_are_browsed_by_the_pages_of_facets(visitor: Visitor) -> None:
    visit = visitor(java_script_enabled=False)
    page = visit.to("")
    page.get_by_role("link", name="What is there?").click()
    page.locator("[data-facet=language]").get_by_role("link", name="Chinese").click()
    assert visit.here == "datasets/language/ZHO/"
    expect(page.get_by_role("heading", level=1)).to_have_text("Chinese")
    page.locator("[data-results]").get_by_role("link", name="CBLUE", exact=True).click()
    assert visit.here == "dataset/cblue/"


def test_without_scripts_a_dataset_page_tells_all(visitor: Visitor) -> None:
    visit = visitor(java_script_enabled=False)
    page = visit.to(MIMIC)
    for link in page.locator("nav.contents a").all():
        anchor = (link.get_attribute("href") or "").removeprefix("#")
        section = page.locator(f"section[id='{anchor}']")
        expect(section).to_be_visible()
        assert len(section.inner_text()) > 30, anchor
    page.locator("#record details.why summary").first.click()
    expect(page.locator("#record details.why[open] .because")).to_be_visible()
    page.get_by_role("link", name="show all kin").click()
    assert visit.here == "dataset/mimic-iv.tree.svg"


def test_without_scripts_queries_are_answered_and_search_says_what_to_do(visitor: Visitor) -> None:
    visit = visitor(java_script_enabled=False)
    page = visit.to("queries/")
    page.locator("main ul.plain a").first.click()
    expect(page.locator("main table tbody tr").first).to_be_visible()
    page = visit.to("search/?q=mimic")
    assert "Searching needs scripts" in page.locator("noscript").inner_text()
    page.locator("noscript a").first.click()
    assert visit.here == "datasets/"


# ---------------------------------------------------------------------- print


def test_printed_pages_tell_what_screens_fold(visit: Visit) -> None:
    page = visit.to(RADQA)
    page.emulate_media(media="print")
    folded = page.locator("#uses details .reason, #uses details li").first
    expect(folded).to_be_visible()
    assert folded.bounding_box()
    for hidden in ("header.top nav", "form.find", "nav.contents", ".skip"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.pdf().startswith(b"%PDF")


# ---------------------------------------------------------------------- what is not there


def test_what_is_not_there_gets_a_page_that_leads_on(visitor: Visitor) -> None:
    visit = visitor()
    page = visit.to("dataset/no/such/thing/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"  # it has its style
    page.get_by_role("link", name="All datasets").click()
    assert visit.here == "datasets/"
    assert [fault for fault in visit.faults if "no/such/thing" not in fault and "404" not in fault] == []
    visit.faults.clear()
