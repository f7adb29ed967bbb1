"""The leak checker and the query workbench in a real browser: what they answer is what the engine here answers."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.web import Visit, lacking
from tests.program import kinset

COUNT = """\
PREFIX kin: <https://w3id.org/kinset/ontology#>
SELECT (COUNT(?d) AS ?n) WHERE { ?d a kin:Dataset }"""
FIRST_RUN = 60_000  # milliseconds: the engine and the data come with it


# ---------------------------------------------------------------------- the leak checker


def test_the_leak_checker_is_asked_by_name_and_shows_its_proof(visit: Visit) -> None:
    page = visit.to("leak/")
    page.get_by_label("Add a dataset").fill("RadQA")
    page.get_by_role("button", name="Add").click()
    page.get_by_label("The dataset", exact=True).fill("MIMIC-III")
    page.get_by_role("button", name="Check").click()
    answers = page.locator("[data-part=answers]")
    expect(answers.locator(".verdict").first).to_have_text("shares")
    expect(answers).to_contain_text("RadQA and MIMIC-III share")
    assert "train=radqa" in visit.here
    assert "test=mimic-iii" in visit.here


def test_an_address_asks_the_leak_checker(visitor: Visitor, whole_site: Path) -> None:
    told = json.loads((whole_site / "leak" / "radqa.json").read_text(encoding="utf-8"))
    assert "mimic-iii" in json.dumps(told)
    page = visitor().to("leak/?train=radqa&test=mimic-iii")
    expect(page.locator("[data-part=answers] .verdict").first).to_have_text("shares")
    page = visitor().to("leak/?train=radqa&train=emrqa&test=mimic-iii")
    expect(page.locator("[data-part=answers]")).to_contain_text("kinset leak")


def test_the_matrix_leads_to_the_pair(visit: Visit) -> None:
    page = visit.to("matrix/")
    page.locator("td a.verdict.shares").first.click()
    assert visit.here.startswith("leak/?train=")
    expect(page.locator("[data-part=answers] .verdict").first).to_have_text("shares")


def test_the_leak_checker_is_run_by_keyboard(visit: Visit) -> None:
    page = visit.to("leak/?train=radqa")
    page.get_by_label("The dataset", exact=True).focus()
    page.keyboard.type("MIMIC-III")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=answers] .verdict").first).to_have_text("shares")


def test_a_name_that_is_not_known_is_said_to_be_so(visit: Visit) -> None:
    page = visit.to("leak/?train=no-such-dataset&test=radqa")
    expect(page.get_by_role("status").or_(page.get_by_role("alert")).filter(has_text="no-such-dataset")).to_be_visible()


@pytest.mark.parametrize(
    "name", ["n2c2 2018 track 2", "n2c2_2018_track2", "N2C2-2018 ADE", "dataset/n2c2-2018-track-2"]
)
def test_a_dataset_is_found_by_each_of_its_names_as_on_the_command_line(visit: Visit, name: str) -> None:
    page = visit.to("leak/?test=mimic-iii")
    page.get_by_label("Add a dataset").fill(name)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("[data-part=answers] .overall")).to_contain_text("n2c2 2018 Track 2")
    assert "train=n2c2-2018-track-2" in visit.here


def test_it_does_not_answer_while_a_name_is_not_resolved(visit: Visit) -> None:
    page = visit.to("leak/?train=radqa&test=mimic-iii")
    answers, said = page.locator("[data-part=answers]"), page.get_by_role("status")
    expect(answers).to_be_visible()
    page.get_by_label("Add a dataset").fill("no such thing")
    expect(answers).to_be_hidden()
    page.get_by_role("button", name="Check").click()
    expect(said).to_contain_text("No answer yet: No dataset is called “no such thing”")
    expect(answers).to_be_hidden()
    page.get_by_label("Add a dataset").fill("")
    expect(answers).to_be_visible()
    page.get_by_label("The dataset", exact=True).fill("no such thing")
    page.get_by_role("button", name="Check").click()
    expect(said).to_contain_text("No dataset is called “no such thing”")
    expect(answers).to_be_hidden()


def test_a_name_that_is_not_sure_is_answered_with_names_to_choose_from(visit: Visit) -> None:
    page = visit.to("leak/?test=mimic-iii")
    page.get_by_label("Add a dataset").fill("n2c2 2018")
    page.get_by_role("button", name="Check").click()
    offers = page.locator("[data-part=train-offers] button")
    expect(offers.first).to_be_visible()
    expect(page.locator("[data-part=answers]")).to_be_hidden()
    offers.filter(has_text="Track 2").click()
    expect(page.locator("[data-part=answers] .overall")).to_contain_text("n2c2 2018 Track 2")


def test_an_address_with_an_unknown_name_is_not_answered_without_it(visit: Visit) -> None:
    page = visit.to("leak/?train=radqa,nosuchset&test=mimic-iii")
    expect(page.get_by_label("Add a dataset")).to_have_value("nosuchset")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("status")).to_contain_text("nosuchset")
    expect(page.locator("[data-part=answers]")).to_be_hidden()


# ---------------------------------------------------------------------- the workbench


@pytest.fixture
def bench(visit: Visit, whole_site: Path) -> Visit:
    if not (whole_site / "assets" / "workbench" / "built.json").is_file():
        lacking("the built workbench", "install Node 18 or newer, then make frontend")
    return visit


def wait_for_result(page: Page) -> None:
    expect(page.locator("[data-part=results]")).to_be_visible(timeout=FIRST_RUN)


def test_a_canned_query_is_chosen_and_run(bench: Visit) -> None:
    page = bench.to("sparql/")
    page.get_by_label("Start from").select_option("datasets-by-task")
    expect(page.locator("[data-part=summary]")).not_to_be_empty()
    page.get_by_role("button", name="Run", exact=True).click()
    wait_for_result(page)
    expect(page.locator("[data-part=results] table tbody tr").first).to_be_visible()
    assert "name=datasets-by-task" in bench.here


def test_the_browsers_engine_counts_as_ours_does(bench: Visit) -> None:
    page = bench.to("sparql/")
    editor = page.locator("[data-part=editor] [contenteditable=true]")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(COUNT)
    page.keyboard.press("Control+Enter")
    wait_for_result(page)
    expected = kinset("sparql", "--format", "json", COUNT).out
    count = json.loads(expected)
    number = count[0]["n"] if isinstance(count, list) else count["results"]["bindings"][0]["n"]["value"]
    expect(page.locator("[data-part=results] tbody td").last).to_have_text(str(number))


def test_a_fault_in_a_query_is_told(bench: Visit) -> None:
    page = bench.to("sparql/")
    page.locator("[data-part=editor] [contenteditable=true]").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT * WHERE { ?s ?p }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(visible=True)).to_be_visible(timeout=FIRST_RUN)


def test_a_parameter_that_names_nothing_is_told_and_not_run(bench: Visit) -> None:
    page = bench.to("sparql/")
    page.get_by_label("Start from").select_option("datasets-by-task")
    field = page.get_by_label("Task", exact=True)
    for typed in ("no such task", "https://w3id.org/kinset/dataset/radqa"):
        field.fill(typed)
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.locator("#parameter-task-help")).to_contain_text(f"No task is called “{typed}”")
        expect(page.get_by_role("status").filter(visible=True)).to_contain_text("Not run.")
        expect(page.locator("[data-part=results]")).to_be_hidden()
    field.fill("Question_Answering")
    page.get_by_role("button", name="Run", exact=True).click()
    wait_for_result(page)
    expect(page.locator("#parameter-task-help")).to_have_text("The task, or a broader one.")


def test_prefixes_of_the_catalogue_need_no_declaration(bench: Visit) -> None:
    page = bench.to("sparql/")
    page.locator("[data-part=editor] [contenteditable=true]").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT ?label WHERE {\n dataset:radqa rdfs:label ?label }")
    page.keyboard.press("Control+Enter")
    wait_for_result(page)
    expect(page.locator("[data-part=results] tbody td").last).to_have_text("RadQA")
    page.locator("[data-part=editor] [contenteditable=true]").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT ?label WHERE {\n dataset:radqa rdfs:label }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Line 2")


def test_without_scripts_both_pages_lead_on(visitor: Visitor) -> None:
    visit = visitor(java_script_enabled=False)
    page = visit.to("leak/")
    assert "matrix" in page.locator("noscript").inner_text()
    page = visit.to("sparql/")
    page.locator("#canned-queries a").first.click()
    assert visit.here.startswith("queries/")
