import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kinset.cli import impact, leak, terms
from kinset.cli.leak import AnswerPrinter
from kinset.cli.session import Session
from kinset.errors import AmbiguousName, NameNotFound, UsageError
from kinset.iri import EntityBase
from kinset.names import Directory
from tests.conftest import ROOT
from tests.overlap_turtle import BASE, judge
from tests.program import lay_out


@pytest.fixture(scope="module")
def session() -> Session:
    """One run over the repository's catalogue; it is only read."""
    return Session(ROOT, None)


def run(session: Session, *words: str) -> Result:
    group = click.Group(commands=[*leak.COMMANDS, *terms.COMMANDS, *impact.COMMANDS])
    result = CliRunner().invoke(group, list(words), obj=session)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_verdict_is_printed_with_its_proof_and_evidence(session: Session) -> None:
    text = run(session, "leak", "radqa", "mimic-iii").output
    assert "SHARES  note, patient" in text
    assert "dataset/radqa#from-mimic-iii" in text
    assert "read: physionet.org/content/radqa/1.0.0" in text
    assert "By split" in text


def test_what_would_decide_is_printed(session: Session) -> None:
    text = run(session, "leak", "mimic-iii-carevue", "mimic-iv", "--unit", "patient").output
    assert "MAY_SHARE  patient" in text
    assert "unpinned-version" in text
    assert "What would decide it" in text


def test_versions_and_splits_may_be_named(session: Session) -> None:
    told = json.loads(
        run(session, "leak", "mimic-iv@2.2", "mimic-iii", "--unit", "patients", "--format", "json").output
    )
    assert (told["verdict"], told["unit"], told["flags"]) == ("SHARES", "Patient", ["unpinned-version"])
    told = json.loads(run(session, "leak", "radqa@1.0.0/train", "radqa@1.0.0/test", "--format", "json").output)
    assert told["byUnit"]["Patient"]["verdict"] == "DISJOINT"


@pytest.mark.parametrize(("listed", "code"), [("shares", 1), ("may_share,conflict", 0), ("", 0)])
def test_a_gate_fails_on_the_verdicts_that_it_lists(session: Session, listed: str, code: int) -> None:
    assert run(session, "leak", "radqa", "mimic-iii", "--fail-on", listed).exit_code == code


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("radqa", "no-such-thing"), NameNotFound),
        (("radqa", "mimic-iv@99"), NameNotFound),
        (("radqa",), UsageError),
        (("radqa", "mimic-iii", "--unit", "furlong"), UsageError),
        (("radqa", "task/question-answering"), UsageError),
    ],
)
def test_bad_input_is_told(session: Session, words: tuple[str, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        run(session, "leak", *words)


def test_an_ambiguous_name_is_told_with_its_candidates(session: Session) -> None:
    directory = session.directory
    twins = [replace(thing, label="Twin", aliases=()) for thing in directory.things[:2]]
    doubled = Session(ROOT, None)
    doubled.__dict__.update(engine=session.engine, directory=Directory(directory.base, tuple(twins)))
    with pytest.raises(AmbiguousName):
        run(doubled, "leak", "Twin", "Twin")


def twins(session: Session, *kinds: str) -> Session:
    """Return a session in which RadQA and things of other kinds have one slug."""
    directory = session.directory
    radqa = directory.resolve("radqa")
    others = [replace(radqa, iri=f"{directory.base.value}{kind}/radqa", kind=kind) for kind in kinds]
    made = Session(ROOT, None)
    made.__dict__.update(engine=session.engine, directory=Directory(directory.base, (*directory.things, *others)))
    return made


@pytest.mark.parametrize(
    "command", [("leak", "radqa", "mimic-iii"), ("matrix", "radqa"), ("terms", "radqa"), ("impact", "radqa")]
)
def test_a_dataset_is_taken_where_a_challenge_has_its_name(session: Session, command: tuple[str, ...]) -> None:
    named = command[0], "dataset/radqa", *command[2:], "--format", "json"
    both = twins(session, "challenge", "publication")
    short = run(both, *command, "--format", "json")
    assert short.stdout == run(both, *named).stdout
    assert "'radqa' is taken as dataset/radqa, not as challenge/radqa or publication/radqa." in short.stderr


def test_a_version_is_found_where_a_challenge_has_the_name(session: Session) -> None:
    result = run(twins(session, "challenge"), "leak", "radqa@1.0.0", "mimic-iii")
    assert "Trained on RadQA 1.0.0" in result.stdout


def test_of_a_dataset_and_a_model_none_is_taken(session: Session) -> None:
    with pytest.raises(AmbiguousName):
        run(twins(session, "model"), "terms", "radqa")


def test_the_answer_is_said_in_plain_words_first(session: Session) -> None:
    assert run(session, "leak", "radqa", "mimic-iii").stdout.splitlines()[1] == (
        "No: they share notes and patients (in at least one of their versions)."
    )
    assert "\nNot known: " in run(session, "leak", "radqa", "eicu-crd").stdout


def test_several_test_sets_are_named_by_option(session: Session) -> None:
    told = json.loads(
        run(session, "leak", "radqa", "emrqa", "--test", "mimic-iii", "--test", "eicu-crd", "--format", "json").stdout
    )
    base = session.directory.base.value
    assert [one["test"] for one in told["byTest"]] == [f"{base}dataset/mimic-iii", f"{base}dataset/eicu-crd"]
    assert told["train"] == [f"{base}dataset/radqa", f"{base}dataset/emrqa"]
    assert (told["verdict"], told["test"]) == ("SHARES", f"{base}dataset/mimic-iii")
    text = run(session, "leak", "radqa", "--test", "mimic-iii", "--test", "eicu-crd").stdout
    assert "The worst of 2 test sets: SHARES" in text
    with pytest.raises(UsageError):
        run(session, "leak", "--test", "mimic-iii")


def test_an_unknown_verdict_to_fail_on_is_told(session: Session) -> None:
    result = run(session, "leak", "radqa", "mimic-iii", "--fail-on", "leaks")
    assert result.exit_code == 2
    assert "leaks is none of" in result.output


def test_the_same_on_both_sides_is_said(session: Session) -> None:
    assert "The same on both sides." in run(session, "leak", "radqa", "radqa").output


def test_a_conflict_is_printed_with_what_contradicts(capsys: pytest.CaptureFixture[str]) -> None:
    held = "<> kin:drawnBy kin:Note ; kin:carriedBy kin:Note .\n"
    between = f"kin:unit kin:Patient ; kin:between <{BASE}a>, <{BASE}b> .\n"
    said = f"<> kin:overlap <#both> ; kin:disjointness <#apart> . <#both> a kin:Overlap ; {between}"
    found = judge({"a": held, "b": f"{held}{said}<#apart> a kin:Disjointness ; {between}"})
    answer = found.answer([BASE + "a"], BASE + "b", "Patient")
    AnswerPrinter(answer, Directory(EntityBase("https://w3id.org/kinset/"), ())).print()
    text = capsys.readouterr().out
    assert "CONFLICT  patient" in text
    assert "These cannot all be true:" in text
    assert "[contested]" in text
    assert "Sources contradict each other on whether" in text


def test_a_matrix_tells_verdicts_and_reasons(session: Session) -> None:
    text = run(session, "matrix", "radqa", "mimic-iii", "eicu-crd", "--unit", "patient").output
    assert "SHARES · patient" in text
    rows = list(csv.DictReader(io.StringIO(run(session, "matrix", "radqa", "eicu-crd", "--format", "csv").output)))
    assert len(rows) == 4
    assert {row["verdict"] for row in rows} >= {"SHARES", "MAY_SHARE"}
    told = json.loads(run(session, "matrix", "radqa", "mimic-iii", "--format", "json").output)
    assert len(told["cells"]) == 4
    assert told["cells"][1]["claims"]


def test_a_matrix_of_a_task_has_its_datasets(session: Session) -> None:
    told = json.loads(
        run(session, "matrix", "--task", "question-answering", "--unit", "note", "--format", "json").output
    )
    assert any(iri.endswith("/radqa") for iri in told["datasets"])
    with pytest.raises(UsageError):
        run(session, "matrix", "mimic-iii", "--task", "reading-comprehension")


# ------------------------------------------------------------------ shared tasks

LEAD = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


CHALLENGE = BASE.replace("dataset/", "challenge/")


def use(user: str, role: str, notes: str) -> str:
    claim = f"<{CHALLENGE}{user}#{role}-{notes.replace('/', '-')}>"
    return (
        f"<{CHALLENGE}{user}> kin:uses {claim} .\n"
        f"{claim} a kin:Use ; kin:role kin:{role} ; prov:entity <{BASE}{notes}> .\n"
    )


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A corpus in two splits, two shared tasks, one of which trains on what the other tests on, and one without."""
    reef = (
        f"<{BASE}reef> a kin:Dataset ; rdfs:label 'Reef'@en ; kin:partition <{BASE}reef#split> .\n"
        f"<{BASE}reef#split> a kin:Partition ; kin:unit kin:Note ;\n"
        f"  kin:part <{BASE}reef/train> , <{BASE}reef/test> .\n"
    )
    for name in ("train", "test"):
        reef += (
            f"<{BASE}reef/{name}> a kin:Split ; rdfs:label 'Reef, {name}'@en ; dcterms:isPartOf <{BASE}reef> ;\n"
            f"  kin:drawnBy kin:Note ; kin:carriedBy kin:Note .\n"
        )
    files = {
        f"data/challenge/{slug}.ttl": f"<{CHALLENGE}{slug}> a kin:Challenge ; rdfs:label '{slug.title()}'@en .\n"
        + "".join(use(slug, role, notes) for role, notes in uses)
        for slug, uses in {
            "dive": (("Train", "reef/train"), ("Test", "reef/test")),
            "swim": (("Train", "reef/test"), ("Test", "reef/train"), ("Test", "reef")),
            "rest": (),
        }.items()
    }
    files["data/dataset/reef.ttl"] = reef
    folder = tmp_path_factory.mktemp("tasks")
    return Session(lay_out(folder / "catalogue", {name: LEAD + text for name, text in files.items()}), None)


def test_a_shared_task_means_the_notes_that_it_used(tasks: Session) -> None:
    told = json.loads(run(tasks, "leak", "dive", "dive", "--unit", "note", "--format", "json").output)
    assert (told["train"], told["test"], told["verdict"]) == (f"{BASE}reef/train", f"{BASE}reef/test", "DISJOINT")
    assert told["meant"] == [
        {"iri": f"{CHALLENGE}dive", "side": "train", "parts": [{"iri": f"{BASE}reef/train", "roles": ["Train"]}]},
        {"iri": f"{CHALLENGE}dive", "side": "test", "parts": [{"iri": f"{BASE}reef/test", "roles": ["Test"]}]},
    ]
    assert told["byTest"] == []
    text = run(tasks, "leak", "swim", "dive").output
    assert text.splitlines()[:4] == [
        "Swim, what it trained on:",
        "  Reef, test (train)",
        "Dive, what it tested on:",
        "  Reef, test (test)",
    ]
    assert "SHARES  note" in text


def test_of_several_test_sets_each_is_told_and_the_worst_decides(tasks: Session) -> None:
    told = json.loads(run(tasks, "leak", "reef/test", "swim", "--unit", "note", "--format", "json").output)
    assert (told["test"], told["verdict"]) == (f"{BASE}reef", "SHARES")
    assert [(one["test"], one["verdict"]) for one in told["byTest"]] == [
        (f"{BASE}reef", "SHARES"),
        (f"{BASE}reef/train", "DISJOINT"),
    ]
    assert [one["side"] for one in told["meant"]] == ["test"]
    text = run(tasks, "leak", "reef/test", "swim").output
    assert text.count("Trained on Reef, test; evaluated on") == 2
    assert text.endswith("The worst of 2 test sets: SHARES: Reef, test and Reef, note\n")
    assert run(tasks, "leak", "reef/test", "swim", "--fail-on", "shares").exit_code == 1
    assert run(tasks, "leak", "reef/test", "swim", "--format", "svg").output.startswith("<svg")


def test_a_shared_task_without_recorded_notes_is_told_so(tasks: Session) -> None:
    for words in (("rest", "reef"), ("reef", "rest")):
        with pytest.raises(UsageError, match="Of 'rest' nothing is recorded"):
            run(tasks, "leak", *words)


def test_a_matrix_of_shared_tasks_has_a_row_for_training_and_a_column_for_testing(tasks: Session) -> None:
    text = run(tasks, "matrix", "dive", "swim", "rest", "--unit", "note", "--format", "csv").output
    rows = list(csv.DictReader(io.StringIO(text)))
    ends = [(row["train"][-4:], row["test"][-4:], row["verdict"], row["evaluated_on"][len(BASE) :]) for row in rows]
    assert ends == [
        ("dive", "dive", "DISJOINT", "reef/test"),
        ("dive", "swim", "SHARES", "reef"),
        ("swim", "dive", "SHARES", "reef/test"),
        ("swim", "swim", "SHARES", "reef"),
    ]
    told = json.loads(run(tasks, "matrix", "dive", "reef", "--format", "json").output)
    assert told["datasets"] == [f"{CHALLENGE}dive", f"{BASE}reef"]
    assert {cell["trainedOn"] for cell in told["cells"]} == {f"{BASE}reef/train", f"{BASE}reef"}
    for form in ("table", "html", "svg"):
        assert "Swim" in run(tasks, "matrix", "dive", "swim", "--format", form).output
    with pytest.raises(UsageError, match="No dataset is left"):
        run(tasks, "matrix", "rest")


def test_the_folder_is_the_repository(session: Session) -> None:
    assert session.project.root == Path(ROOT)
