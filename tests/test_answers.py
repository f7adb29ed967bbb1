"""What all commands that answer share: citations, cards, pictures."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.program import kinset

CARD = "---\ndatasets:\n- starmpcc/Asclepius-Synthetic-Clinical-Notes\n- nobody/nothing\n---\n"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_text(CARD, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "command",
    [
        ["trace", "radqa"],
        ["impact", "mimic-iii"],
        ["leak", "radqa", "mimic-iii"],
        ["terms", "radqa"],
    ],
)
def test_every_answer_can_cite_its_sources(command: list[str]) -> None:
    bibtex = kinset("-C", ROOT, *command, "--cite", "bibtex")
    csl = kinset("-C", ROOT, *command, "--cite", "csl")
    assert (bibtex.code, csl.code) == (0, 0)
    assert bibtex.out.startswith("@")
    assert bibtex.out.count("\n@") + 1 == len(json.loads(csl.out)) > 0


def test_a_model_s_card_is_asked_about_leakage(card: Path) -> None:
    ran = kinset("-C", ROOT, "leak", "--from-card", card, "pmc-patients", "--format", "json")
    answer = ran.json
    assert answer["train"].endswith("asclepius-synthetic-clinical-notes")
    assert (answer["verdict"], answer["unresolved"]) == ("SHARES", ["nobody/nothing"])
    assert "nobody/nothing" in ran.err


def test_a_card_is_asked_about_terms(card: Path) -> None:
    answer = kinset("-C", ROOT, "terms", "--from-card", card, "--format", "json").json
    assert answer["dataset"].endswith("asclepius-synthetic-clinical-notes")
    assert answer["unresolved"] == ["nobody/nothing"]


def test_a_card_that_names_nothing_known_is_no_question(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("---\ndatasets: [nobody/nothing]\n---\n", encoding="utf-8")
    assert kinset("-C", ROOT, "leak", "--from-card", path, "radqa").code == 2
    assert kinset("-C", ROOT, "terms", "--from-card", path).code == 2


def test_a_gate_fails_on_the_verdicts_that_it_names() -> None:
    assert kinset("-C", ROOT, "leak", "radqa", "mimic-iii", "--fail-on", "shares").code == 1
    assert kinset("-C", ROOT, "leak", "radqa", "mimic-iii", "--fail-on", "conflict").code == 0


@pytest.mark.parametrize(
    "command",
    [
        ["trace", "radqa"],
        ["leak", "cliniqg4qa", "radqa"],
        ["matrix", "radqa", "cliniqg4qa"],
    ],
)
def test_answers_are_drawn_as_svg_that_can_be_told(command: list[str]) -> None:
    root = ET.fromstring(kinset("-C", ROOT, *command, "--format", "svg").out)  # noqa: S314 - our own text
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title")
    assert root.findtext(f"{space}desc")
