"""The command `export`, with the formats of others."""

from pathlib import Path

import pytest

from kinset.exports import WRITERS
from tests.program import kinset


@pytest.mark.parametrize("form", list(WRITERS))
def test_every_format_has_a_document_and_a_file_of_its_own(small: Path, tmp_path: Path, form: str) -> None:
    ran = kinset("-C", small, "export", "ward-notes", "--as", form)
    assert ran.code == 0
    assert "Ward Notes" in ran.out
    assert kinset("-C", small, "export", "--all", "--as", form, "--out", tmp_path / form).code == 0
    found = {path.name.removeprefix("ward-notes"): path for path in (tmp_path / form).glob("ward-notes*")}
    assert [path.read_text(encoding="utf-8") for path in found.values()] == [ran.out]


def test_no_two_formats_write_files_of_one_name(small: Path, tmp_path: Path) -> None:
    kept = [form for form in WRITERS if form not in {"schema-org", "dcat"}]  # they end as our own do
    for form in kept:
        kinset("-C", small, "export", "--all", "--as", form, "--out", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 2 * len(kept)


def test_completeness_is_a_table_of_all_formats(small: Path) -> None:
    ran = kinset("-C", small, "export", "--completeness")
    assert ran.code == 0
    rows = {line.split()[0]: line for line in ran.out.splitlines() if line.split()[:1] and line.split()[0] in WRITERS}
    assert set(rows) == set(WRITERS)
    assert "2 of 2" in rows["dcat"]
    assert "0 of 2" in rows["datacite"]
    assert "creators (2)" in " ".join(ran.out.split())
    assert kinset("-C", small, "export", "--completeness", "--strict").code == 1


@pytest.mark.parametrize("more", [("ward-notes",), ("--all",), ("--as", "dcat"), ("--out", "x")])
def test_completeness_takes_nothing_else(small: Path, more: tuple[str, ...]) -> None:
    ran = kinset("-C", small, "export", "--completeness", *more)
    assert ran.code == 2
    assert "takes nothing else" in ran.err


def test_a_format_must_be_named(small: Path) -> None:
    ran = kinset("-C", small, "export", "ward-notes")
    assert ran.code == 2
    assert "--as" in ran.err
    assert "datacite" in ran.err


def test_only_datasets_are_told_in_the_vocabularies_of_others(small: Path) -> None:
    (small / "data" / "task").mkdir()
    text = """PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
<https://w3id.org/kinset/task/naming> a kin:Task ; rdfs:label "naming"@en ."""
    (small / "data" / "task" / "naming.ttl").write_text(text, encoding="utf-8")
    for form in WRITERS:
        ran = kinset("-C", small, "export", "naming", "--as", form)
        assert ran.code == 2
        assert f"{form} describes datasets; naming is a task." in ran.err
    assert kinset("-C", small, "export", "naming", "--as", "turtle").code == 0
