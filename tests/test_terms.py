import json
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from kinset.cli.session import Session
from kinset.cli.terms import COMMANDS, SCOPES, USES
from kinset.engine import EmbeddedEngine
from kinset.errors import NameNotFound, UsageError
from kinset.lineage.terms.passage import read_table
from tests.conftest import ROOT
from tests.terms_world import ontology


@pytest.fixture(scope="module")
def session(whole_engine: EmbeddedEngine) -> Session:
    made = Session(ROOT, None)
    made.__dict__["engine"] = whole_engine
    return made


def run(session: Session, *arguments: str) -> Result:
    group = click.Group(commands={command.name or "": command for command in COMMANDS})
    return CliRunner().invoke(group, ["terms", *arguments], obj=session, catch_exceptions=False)


def as_json(session: Session, *arguments: str) -> Any:
    return json.loads(run(session, *arguments, "--date", "2026-11-21", "--format", "json").stdout)


def test_the_text_holds_every_part_and_the_notice(session: Session) -> None:
    text = run(session, "radqa", "--date", "2026-11-21").stdout
    for words in (
        "no legal advice",
        "PERMITTED   train",
        "Conditions",
        "Conflicts",
        "Way to access",
        "in force on 2026-11-21",
    ):
        assert words in text


def test_only_the_asked_use_is_told(session: Session) -> None:
    assert list(as_json(session, "radqa", "--use", "train")["uses"]) == ["train"]


def test_several_names_are_answered_each(session: Session) -> None:
    assert [one["label"] for one in as_json(session, "radqa", "clip")] == ["RadQA", "CLIP"]


def test_a_merge_is_one_answer(session: Session) -> None:
    found = as_json(session, "mimic-iv-note", "dataset/i2b2-va-2010", "--merge")
    assert (len(found["merged"]), found["host"]["answer"]) == (2, "NOBODY")
    assert "C2" in {conflict["kind"] for conflict in found["conflicts"]}


def test_a_scope_is_asked_by_name(session: Session) -> None:
    assert as_json(session, "medqa", "--scope", "code")["scope"] == "Code"


def test_a_process_that_may_have_breached_is_told(session: Session) -> None:
    assert "C4" in {conflict["kind"] for conflict in as_json(session, "asclepius-r-notes")["conflicts"]}


def test_of_a_dataset_and_the_challenge_that_used_it_the_dataset_is_taken(session: Session) -> None:
    result = run(session, "i2b2-va-2010", "--date", "2026-11-21")
    assert "'i2b2-va-2010' is taken as dataset/i2b2-va-2010, not as challenge/i2b2-va-2010." in result.stderr
    assert result.stdout == run(session, "dataset/i2b2-va-2010", "--date", "2026-11-21").stdout


def test_bad_input_is_refused_with_what_to_do(session: Session) -> None:
    with pytest.raises(NameNotFound):
        run(session, "no-such-dataset")
    with pytest.raises(NameNotFound, match="radqa@9"):
        run(session, "radqa@9")
    with pytest.raises(UsageError, match="two things that differ"):
        run(session, "radqa", "radqa", "--merge")
    with pytest.raises(UsageError, match="of the kind terms"):
        run(session, "cc-by-4-0")
    assert run(session, "radqa", "--date", "yesterday").exit_code == 2
    assert run(session, "radqa", "--use", "odd").exit_code == 2


def test_the_uses_and_scopes_are_those_of_the_ontology(whole_engine: EmbeddedEngine) -> None:
    assert set(USES) == set(read_table(whole_engine).uses)
    scopes = {
        quad.subject for quad in ontology() if str(quad.object).endswith("#Scope>") and "type" in str(quad.predicate)
    }
    assert {str(scope).rpartition("#")[2].rstrip(">") for scope in scopes} == set(SCOPES)
