from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kinset import sources
from kinset.issues import Issue
from kinset.project import open_project
from kinset.vocab import DCTERMS, KIN, XSD
from tests.conftest import NOTES_QA, SMALL, MakeCatalogue

QA = "https://w3id.org/kinset/dataset/notes-qa"
QA_FILE = "data/dataset/notes-qa.ttl"


def issues_of(folder: Path) -> list[Issue]:
    return list(sources.read(open_project(folder)).issues)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_every_statement_knows_its_file_and_line(small: Path) -> None:
    read = sources.read(open_project(small))
    assert read.issues == ()
    value = Literal("12", datatype=XSD.integer)
    assert read.place(NamedNode(f"{QA}#questions"), KIN.count, value) == (QA_FILE, line_of(NOTES_QA, "kin:count 12"))


def test_a_place_falls_back_to_the_property_then_to_the_subject(small: Path) -> None:
    read = sources.read(open_project(small))
    node = NamedNode(QA)
    access = line_of(NOTES_QA, "dcterms:accessRights kin:Open")
    assert read.place(node, DCTERMS.accessRights, KIN.Withdrawn) == (QA_FILE, access)
    assert read.place(node, DCTERMS.creator) == (QA_FILE, line_of(NOTES_QA, "    a kin:Dataset"))
    assert read.place(NamedNode("https://e.org/")) == ("", 0)


def test_prefixes_come_from_the_ontology(small: Path) -> None:
    project = open_project(small)
    assert sources.read(project).prefixes == sources.read_prefixes(project)
    assert sources.read_prefixes(project).expand("kin:Dataset") == "https://w3id.org/kinset/ontology#Dataset"


def test_literals_keep_their_spelling(make_catalogue: MakeCatalogue) -> None:
    folder = make_catalogue({QA_FILE: NOTES_QA.replace("kin:count 12", 'kin:count "012"^^xsd:integer')})
    read = sources.read(open_project(folder))
    assert read.asserted.objects(NamedNode(f"{QA}#questions"), KIN.count) == (Literal("012", datatype=XSD.integer),)


@pytest.mark.parametrize(
    ("literal", "bad"),
    [
        ('"none"^^xsd:boolean', True),
        ("true", False),
        ('"12 "^^xsd:integer', True),
        ('"2022-13-01"^^xsd:date', True),
        ('"2022"^^xsd:gYear', False),
        ('"22"^^xsd:gYear', True),
        ('"a b"^^xsd:anyURI', True),
        ('"1,5"^^xsd:decimal', True),
        ('"x"^^<https://example.org/own>', False),
    ],
)
def test_a_literal_that_is_no_value_of_its_datatype_is_reported(
    make_catalogue: MakeCatalogue, literal: str, *, bad: bool
) -> None:
    text = NOTES_QA.replace("kin:count 12", f"kin:count {literal}")
    found = issues_of(make_catalogue({QA_FILE: text}))
    assert [(issue.rule, issue.line) for issue in found] == (
        [("literal-datatype", line_of(text, f"kin:count {literal}"))] if bad else []
    )


def test_the_digest_changes_with_any_input_and_only_then(small: Path) -> None:
    project = open_project(small)
    before = sources.digest(project)
    assert sources.digest(open_project(small)) == before
    (small / "README.md").write_text("no input", encoding="utf-8")
    assert sources.digest(project) == before
    seen = {before}
    for name in (QA_FILE, "ontology/units.ttl", "shapes/dataset.ttl", "queries/report/datasets.rq", "kinset.toml"):
        path = small / name
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        seen.add(sources.digest(project))
    assert len(seen) == 6
    assert sources.digest(project, ("owlrl",)) not in seen


def test_a_broken_file_gives_no_statements_and_the_others_all(make_catalogue: MakeCatalogue) -> None:
    broken = NOTES_QA.replace("kin:count 12 ;", "kin:count ;; 12 ;")
    read = sources.read(open_project(make_catalogue({**SMALL, QA_FILE: broken})))
    assert [(issue.rule, issue.file, issue.line) for issue in read.issues] == [
        ("turtle-syntax", QA_FILE, line_of(broken, "kin:count ;;"))
    ]
    assert {statement.file for statement in read.statements} == {"data/dataset/ward-notes.ttl"}
    assert read.broken == {QA}
