from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kinset.edits import Edit, applied, edits
from kinset.lineage.claims import EvidenceNote
from kinset.lineage.overlap.statements import Claim, Node, Statements
from tests.test_overlap_pictures import KIN, claim, from_source, statements
from tests.test_trace import iri

ALL = claim("a", "parentage", "parentage", completeness=f"{KIN}Complete")
NOT_ALL = claim("a", "parentage", "parentage", completeness=f"{KIN}Incomplete")


def names(found: tuple[Edit, ...]) -> list[tuple[str, str, str]]:
    return [(edit.sort, edit.iri.removeprefix("https://e.org/dataset/"), edit.name) for edit in found]


def with_thing(told: Statements, name: str, **values: str) -> Statements:
    node = told.things.get(iri(name), Node(iri(name), {}))
    values_of = {**node.values, **{key: (value,) for key, value in values.items()}}
    return replace(told, things={**told.things, iri(name): Node(iri(name), values_of)})


def dated(told: Statements, of: Claim, date: str) -> Statements:
    note = EvidenceNote("e", "https://e.org/", "", "Read", "", "", date)
    return replace(told, notes={of.node.iri: ((note, frozenset()),)})


def test_a_claim_in_one_state_only_is_one_edit() -> None:
    (edit,) = edits(statements(), statements(from_source("a", "s")))
    assert names((edit,)) == [("claim", "a#from-s", "")]
    assert edit.was == ""
    assert edit.now == "Dataset A: subset of Dataset S, by note"


def test_a_claim_that_says_something_else_is_an_edit_for_each_property() -> None:
    other = claim("a", "parentage", "parentage", completeness=f"{KIN}Incomplete", unit=f"{KIN}Note")
    assert names(edits(statements(ALL), statements(other))) == [
        ("claim", "a#parentage", "completeness"),
        ("claim", "a#parentage", "unit"),
    ]


def test_labels_and_custodians_bear_on_no_verdict() -> None:
    told = statements()
    assert edits(told, with_thing(told, "a", label="A", custodian="https://e.org/organization/o")) == ()


def test_a_property_and_a_thing_are_edits() -> None:
    told = statements()
    assert names(edits(told, with_thing(told, "a", drawnBy=f"{KIN}Note"))) == [("thing", "a", "drawnBy")]
    assert names(edits(told, with_thing(told, "z", type=f"{KIN}Dataset"))) == [("thing", "z", "")]


def test_the_date_of_a_source_is_an_edit() -> None:
    told = statements(ALL)
    found = edits(dated(told, ALL, "2020"), dated(told, ALL, "2021"))
    assert names(found) == [("dates", "a#parentage", "")]
    assert "2021" in found[0].now


def test_units_and_kinds_are_edits() -> None:
    told = statements()
    kinds = {**told.kinds, "MergeOf": Node("MergeOf", {"label": ("merge of",)})}
    assert names(edits(told, replace(told, kinds=kinds))) == [("kind", "MergeOf", "")]


OLD = with_thing(dated(statements(ALL, from_source("b", "s"), from_source("c", "s")), ALL, "2020"), "a", drawnBy="x")
NEW = with_thing(
    dated(statements(NOT_ALL, from_source("a", "s"), from_source("c", "b")), ALL, "2021"), "b", drawnBy="y"
)
MADE = edits(OLD, NEW)


def test_all_edits_lead_from_one_state_to_the_other_and_back() -> None:
    assert len(MADE) == 8
    assert edits(applied(OLD, NEW, MADE), NEW) == ()
    assert edits(OLD, applied(NEW, OLD, MADE)) == ()


@given(st.sets(st.sampled_from(MADE)))
def test_edits_are_independent_of_each_other(chosen: set[Edit]) -> None:
    assert set(edits(OLD, applied(OLD, NEW, chosen))) == chosen
    assert set(edits(applied(NEW, OLD, chosen), NEW)) == chosen
