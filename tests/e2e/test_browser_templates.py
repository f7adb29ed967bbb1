"""Every template in a real browser: no fault, nothing wider than the screen, legible to all, small, and valid."""

import gzip
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import NOTES_QA, SITE, WARD_NOTES, MakeCatalogue
from tests.e2e.conftest import Visitor
from tests.e2e.templates import PAGES, faults_of_markup, installed
from tests.e2e.web import Visit, serving
from tests.program import kinset

WIDTHS = (390, 820, 1400)
MOST = 100_000  # bytes that a first page may take, compressed
EACH = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)

# What stands beyond the screen's edge, scrollable boxes aside.
BEYOND = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
    .filter((one) => !one.closest(".scroll") && one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)
    .concat(`${document.documentElement.scrollWidth} pixels wide`)"""
# In long tables and lists, the first rows stand for all.
FOUND = """async (options) => (await axe.run(
    {exclude: ["tbody tr:nth-child(n+25)", "ul > li:nth-child(n+40)", "dl > div:nth-child(n+40)"]},
    {resultTypes: ["violations"], ...options})).violations.map((one) =>
    `${one.id}: ${one.help}: ` + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | "))"""


def settled(visit: Visit, path: str) -> Page:
    """Open a page, and wait until its scripts have done their first work."""
    page = visit.to(path)
    page.wait_for_load_state("networkidle")
    return page


@EACH
def test_no_template_is_wider_than_the_screen_or_at_fault(visit: Visit, path: str) -> None:
    found = {}
    page = settled(visit, path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(BEYOND)
    assert found == {width: [] for width in WIDTHS}


@EACH
def test_axe_finds_nothing_in_the_light_and_in_the_dark(visit: Visit, path: str) -> None:
    script = (installed("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    page = settled(visit, path)
    page.evaluate(script)
    assert page.evaluate(FOUND, {}) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(FOUND, {"runOnly": ["color-contrast"]}) == []  # colours are all that differs


def test_axe_finds_nothing_in_what_is_folded_or_fetched(visitor: Visitor) -> None:
    script = (installed("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    visit = visitor(color_scheme="dark")
    page = visit.to("dataset/mimic-iv/")
    page.get_by_role("link", name="show all kin").click()
    page.get_by_role("button", name="Show the near kin only").wait_for()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate(script)
    assert page.evaluate(FOUND, {}) == []


def test_html_is_valid_on_every_template(whole_site: Path) -> None:
    assert faults_of_markup(whole_site) == []


@pytest.mark.parametrize("path", ["", "datasets/", "dataset/radqa/", "dataset/mimic-iv/", "dataset/cblue/", "leak/"])
def test_a_first_page_is_small(visit: Visit, whole_site: Path, path: str) -> None:
    """Of all that a browser fetches for it, with an empty cache."""
    settled(visit, path)
    names = [one.partition("?")[0] for one in visit.fetched]
    files = [whole_site / (f"{name}index.html" if not name or name.endswith("/") else name) for name in names]
    sizes = {name: len(gzip.compress(file.read_bytes(), 6)) for name, file in zip(names, files, strict=True)}
    assert sum(sizes.values()) < MOST, json.dumps(sizes)


def test_a_record_given_up_and_a_hostile_one_are_legible(
    visitor: Visitor, make_catalogue: MakeCatalogue, tmp_path: Path
) -> None:
    """What this repository's catalogue has none of: a tombstone; markup, one endless word and right-to-left text."""
    endless = "W" * 200
    hostile = f"<script>alert(1)</script> {endless} سجلات المرضى"
    label = 'rdfs:label "Notes QA"@en ;'
    notes = NOTES_QA.replace(label, f'rdfs:label "{hostile}"@en ;').replace(
        '"Questions that', f'"{endless} Questions that'
    )
    gone = WARD_NOTES.replace("    kin:formerLink <https://old.example.org/wn>", "    kin:recordStatus kin:Removed")
    files = {"data/dataset/notes-qa.ttl": notes, "data/dataset/ward-notes.ttl": gone}
    out = tmp_path / "site"
    assert kinset("-C", make_catalogue(files), "site", "--out", out, "--base-url", SITE).code == 0
    script = (installed("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    with serving(out) as url:
        visit = visitor(url, viewport={"width": 390, "height": 900})
        for path in ("", "datasets/", "dataset/notes-qa/", "dataset/ward-notes/"):
            page = settled(visit, path)
            assert page.evaluate(BEYOND) == [], path
            page.evaluate(script)
            assert page.evaluate(FOUND, {}) == [], path
        assert "This record was given up." in page.inner_text("main")
        assert hostile in visit.to("dataset/notes-qa/").inner_text("h1")
        assert visit.end() == []
