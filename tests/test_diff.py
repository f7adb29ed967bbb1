import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kinset.cli.diff import diff
from kinset.cli.session import Session
from tests.conftest import NOTES_QA, SMALL, MakeCatalogue
from tests.test_states import QA, repository_of

__all__ = ["repository_of"]


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(diff, arguments, obj=Session(folder, None))


def told(folder: Path, *arguments: str) -> Any:
    return json.loads(run(folder, *arguments, "--format", "json").stdout)


@pytest.fixture
def pair(make_catalogue: MakeCatalogue, tmp_path: Path) -> tuple[Path, Path]:
    """Two catalogues; in the second, what was an annotation of the notes only has links to them."""
    old = make_catalogue(SMALL)
    old = old.rename(tmp_path / "old")
    new = make_catalogue({**SMALL, QA: NOTES_QA.replace("kin:AnnotationOf", "kin:EnrichedWith")})
    return old, new


def test_it_tells_what_changed_and_which_verdict_it_flipped(pair: tuple[Path, Path]) -> None:
    old, new = pair
    out = run(new, str(old), str(new)).stdout
    assert "~ Notes QA  dataset" in out
    assert "~ annotation of Ward Notes 2.0, by note" in out
    assert "→ enriched with Ward Notes 2.0, by note" in out
    assert "Facts: 0 added, 0 removed, 1 changed; 0 more are of evidence." in out
    assert "SHARES → MAY_SHARE" in out
    assert "dataset/notes-qa#from-ward-notes kind" in out


def test_the_json_holds_the_same(pair: tuple[Path, Path]) -> None:
    old, new = pair
    found = told(new, str(old), str(new))
    assert found["counts"] == {"added": 0, "removed": 0, "changed": 1, "evidence": 0}
    (change,) = found["entities"][0]["changes"]
    assert change["facts"][0]["predicate"].endswith("#kind")
    flip = found["verdicts"]["flips"][0]
    assert (flip["old"], flip["new"], flip["how"]) == ("SHARES", "MAY_SHARE", "both")
    assert [cause["claim"] for cause in flip["because"]] == [f"{found['entities'][0]['iri']}#from-ward-notes"]
    assert found["verdicts"]["complete"]


def test_without_new_it_is_the_catalogue_as_it_is(repository_of: Path) -> None:
    assert "has 12 questions" in run(repository_of, "HEAD~1").stdout
    assert "Nothing differs." in run(repository_of, "HEAD").stdout


def test_verdicts_can_be_left_out_or_bounded(pair: tuple[Path, Path]) -> None:
    old, new = pair
    assert told(new, str(old), "--verdicts", "none")["verdicts"] is None
    assert "Verdicts" not in run(new, str(old), "--verdicts", "none").stdout
    assert told(new, str(old), "--verdicts", "1")["verdicts"]["compared"] == 1
    assert "neither a number of pairs nor none" in run(new, str(old), "--verdicts", "many").stderr


def test_the_exit_code_is_0_unless_it_is_asked_for(pair: tuple[Path, Path]) -> None:
    old, new = pair
    assert run(new, str(old), str(new)).exit_code == 0
    assert run(new, str(old), str(new), "--exit-code").exit_code == 1
    assert run(new, str(new), str(new), "--exit-code").exit_code == 0


def test_changes_of_evidence_are_listed_apart(pair: tuple[Path, Path]) -> None:
    old, new = pair
    text = NOTES_QA.replace('"Table 1"', '"Table 2"')
    (new / QA).write_text(text, encoding="utf-8")
    out = run(new, str(old), str(new)).stdout
    assert "evidence only:" in out
    assert "Table 2" in out
    assert "No change bears on a verdict." in out


def test_an_entity_that_came_is_told_by_its_claims(pair: tuple[Path, Path]) -> None:
    old, new = pair
    (old / QA).unlink()
    out = run(new, str(old), str(new)).stdout
    assert "+ Notes QA  dataset added" in out
    assert "+ the recorded sources of Notes QA are all" in out
    assert "1 dataset(s) stand in one state only" in out


def test_faults_of_reading_are_said_on_standard_error(pair: tuple[Path, Path]) -> None:
    old, new = pair
    (old / QA).write_text("no Turtle", encoding="utf-8")
    assert "1 fault(s) of reading" in run(new, str(old), str(new)).stderr
    assert told(new, str(old))["old"]["faults"] == 1
