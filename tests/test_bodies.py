import pytest

from kinset.lineage.terms.bodies import Body, Shelf, inherited_scope
from kinset.lineage.terms.inheritance import start_at
from kinset.lineage.terms.passage import read_table
from tests.terms_world import CLOSED, DAY, OPEN, dataset, engine, iri, world


def bodies(name: str, scope: str, *texts: str, day: str = DAY) -> tuple[Body, ...]:
    register = world(OPEN, CLOSED, *texts).register
    return Shelf(register.policies, register.table, day).bodies(start_at(iri(name)), scope)


def held(found: tuple[Body, ...]) -> list[tuple[str, str, list[str]]]:
    return [(one.scope, one.part.rpartition("/")[2], [policy.label for _, policy in one.assignments]) for one in found]


def test_terms_of_one_scope_stand_together() -> None:
    assert held(bodies("a", "Data", dataset("a", "open", "closed"))) == [("Data", "", ["closed", "open"])]


def test_no_terms_no_body() -> None:
    assert bodies("a", "Data", dataset("a")) == ()
    assert bodies("a", "Data", dataset("a", "open", scope="Code")) == ()


def test_data_with_terms_on_text_alone_has_a_part_without_terms() -> None:
    found = bodies("a", "Data", dataset("a", "open", scope="Text"))
    assert sorted(held(found)) == [("Annotations", "", []), ("Text", "", ["open"])]
    assert held(bodies("a", "Text", dataset("a", "open", scope="Text"))) == [("Text", "", ["open"])]


def test_terms_on_data_govern_text() -> None:
    assert held(bodies("a", "Text", dataset("a", "open"))) == [("Text", "", ["open"])]


def test_a_part_has_its_own_terms_and_those_of_its_whole() -> None:
    texts = (dataset("a", "open"), dataset("a/1.0/x", "closed"))
    assert held(bodies("a", "Data", *texts)) == [("Data", "", ["open"]), ("Data", "x", ["open", "closed"])]
    assert held(bodies("a/1.0/x", "Data", *texts)) == [("Data", "", ["closed", "open"])]
    assert held(bodies("a/1.0/y", "Data", *texts)) == [("Data", "", ["open"])]


def test_terms_on_a_part_alone_leave_the_whole_without() -> None:
    assert held(bodies("a", "Data", dataset("a"), dataset("a/x", "open"))) == [
        ("Data", "", []),
        ("Data", "x", ["open"]),
    ]


@pytest.mark.parametrize(("day", "expected"), [("2019-01-01", 0), ("2020-01-01", 1)])
def test_assignments_hold_from_their_day(day: str, expected: int) -> None:
    dated = f'<{iri("a")}#open-Data> schema:validFrom "2020" .'
    assert len(bodies("a", "Data", dataset("a", "open"), dated, day=day)) == expected


def test_policies_to_choose_from_are_one_choice() -> None:
    either = f"<{iri('a')}#open-Data> kin:alternativeTo <{iri('a')}#closed-Data> ."
    (body,) = bodies("a", "Data", dataset("a", "open", "closed"), either)
    assert [len(choice) for choice in body.choices] == [2]


@pytest.mark.parametrize(
    ("scope", "from_model", "expected"),
    [
        ("Data", False, ("Data",)),
        ("Text", True, ("Text",)),
        ("Weights", False, ("Data",)),
        ("Weights", True, ("Data", "Weights")),
        ("Code", False, ()),
        ("Metadata", True, ()),
    ],
)
def test_what_flows_into_a_scope(scope: str, expected: tuple[str, ...], *, from_model: bool) -> None:
    assert inherited_scope(read_table(engine()), scope, from_model=from_model) == expected
