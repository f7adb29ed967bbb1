"""The leak checker's page; what its script does is tested in the browser."""

import re
from pathlib import Path

import pytest

from kinset import sources
from kinset.project import open_project
from kinset.site import leak_pages
from kinset.site.leak_pages import leak_bundle
from kinset.site.leaks import WORDS
from kinset.site.pages import Frame, Press
from kinset.site.stock import Stock

PRESS = Press(
    Frame("kinset: a test", "For the tests.", "en", "", "", (("leak/", "Leak checker"),), True, "1", "2026-01-03")
)
SCRIPT = (Path(leak_pages.__file__).parent / "assets" / "leak.js").read_text(encoding="utf-8")


@pytest.fixture
def stock(small: Path) -> Stock:
    project = open_project(small)
    return Stock(project, sources.read(project), "one program")


def page(stock: Stock) -> str:
    [artifact] = leak_bundle(stock, PRESS).make()
    assert artifact.path == "leak/index.html"
    return artifact.content.decode()


def test_without_scripts_it_leads_to_the_matrix_and_the_datasets(stock: Stock) -> None:
    [hint] = re.findall("<noscript>(.*?)</noscript>", page(stock), re.DOTALL)
    assert 'href="../matrix/"' in hint
    assert 'href="../datasets/"' in hint


def test_the_script_knows_root_and_base_and_stands_in_no_page(stock: Stock) -> None:
    text = page(stock)
    assert 'leak.js?1" defer data-root="../" data-base="https://w3id.org/kinset/"></script>' in text
    assert "<script>" not in text
    assert " style=" not in text


def test_that_pairs_were_left_out_is_told(stock: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "data-cut" not in page(stock)
    monkeypatch.setattr(leak_pages, "share_of", lambda _datasets: 0)
    text = page(stock)
    assert "data-cut></script>" in text
    assert "that are nearest kin" in text


def test_script_and_pages_call_the_verdicts_by_the_same_words() -> None:
    told = dict(re.findall(r'([A-Z_]+): "([a-z ]+)"', SCRIPT.partition("WORDS = {")[2].partition("}")[0]))
    assert told == {verdict.value: words for verdict, words in WORDS.items()}


def test_every_part_that_the_script_asks_for_stands_on_the_page(stock: Stock) -> None:
    asked = set(re.findall(r'part\("([\w-]+)"\)', SCRIPT)) | {"train-help", "test-help"}
    assert asked <= set(re.findall(r'data-part="([\w-]+)"', page(stock)))
