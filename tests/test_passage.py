import pytest
from pyoxigraph import NamedNode

from kinset.lineage.terms.passage import EFFECTS, PassageTable, Passing, read_table
from kinset.lineage.terms.policies import Rule, RuleKind
from kinset.vocab import KIN, ODRL, RDF
from tests.terms_world import engine, ontology

# the model, section 6: what becomes of a prohibition of each class in each channel.
CELLS = """
              RecordsFlow Merging Standoff Enrichment Synthesis Modelling FormatOnly
DataBound     BINDS       BINDS   BINDS    BINDS      REVIEW    REVIEW    NONE
CopyrightBound BINDS      BINDS   REVIEW   BINDS      REVIEW    REVIEW    NONE
PersonBound   BINDS       BINDS   REBUILD  NONE       NONE      NONE      NONE
ProcessBound  BINDS       BINDS   BINDS    NONE       CHECK     CHECK     NONE
OutputBound   BINDS       BINDS   BINDS    NONE       BINDS     BINDS     NONE
"""
HEAD, *ROWS = [line.split() for line in CELLS.strip().splitlines()]
EXPECTED = [(row[0], channel, cell) for row in ROWS for channel, cell in zip(HEAD, row[1:], strict=True)]


@pytest.fixture(scope="module")
def table() -> PassageTable:
    return read_table(engine())


def rule(
    rule_class: str, action: str = ODRL.distribute.value, kind: RuleKind = RuleKind.PROHIBITION, through: str = ""
) -> Rule:
    channels = frozenset({through} if through else ())
    return Rule("r", "r", kind, (action,), rule_class, (), (), channels, "", "", ())


@pytest.mark.parametrize(("rule_class", "channel", "expected"), EXPECTED)
def test_each_cell_of_the_table(table: PassageTable, rule_class: str, channel: str, expected: str) -> None:
    assert table.passing(rule(rule_class), channel).name == expected


@pytest.mark.parametrize(("rule_class", "channel", "_cell"), EXPECTED)
def test_what_the_policy_itself_says_comes_first(
    table: PassageTable, rule_class: str, channel: str, _cell: str
) -> None:
    assert table.passing(rule(rule_class, through=channel), channel) is Passing.BINDS


@pytest.mark.parametrize(
    ("rule_class", "channel"),
    [("CopyrightBound", "Standoff"), ("OutputBound", "Enrichment"), ("OutputBound", "FormatOnly")],
)
def test_naming_the_source_passes_where_nothing_else_does(table: PassageTable, rule_class: str, channel: str) -> None:
    assert table.passing(rule(rule_class, KIN.cite.value, RuleKind.DUTY), channel) is Passing.BINDS


def test_every_effect_of_the_ontology_has_a_meaning() -> None:
    effects = {
        quad.subject.value.rpartition("#")[2]
        for quad in ontology()
        if quad.predicate == RDF.type and quad.object == KIN.PassageEffect and isinstance(quad.subject, NamedNode)
    }
    assert effects == set(EFFECTS)


def test_an_effect_or_a_class_that_is_not_known_is_doubt(table: PassageTable) -> None:
    assert table.passing(rule("OddBound"), "RecordsFlow") is Passing.REVIEW
    assert table.passing(rule("DataBound"), "OddChannel") is Passing.REVIEW


def test_the_least_of_a_path_counts_whatever_the_order(table: PassageTable) -> None:
    one = rule("DataBound")
    assert (
        table.along(one, ("RecordsFlow", "Synthesis"))
        is table.along(one, ("Synthesis", "RecordsFlow"))
        is Passing.REVIEW
    )
    assert table.along(one, ()) is Passing.BINDS


def test_only_form_carries_nothing(table: PassageTable) -> None:
    assert table.inert({"FormatOnly"})
    assert table.inert({"FormatOnly", "RecordsFlow"})
    assert not table.inert({"Enrichment"})
    assert not table.inert(())


def test_a_rule_speaks_of_what_its_action_includes(table: PassageTable) -> None:
    against = rule("DataBound", ODRL.distribute.value)
    assert table.actions.covers(against, KIN.sendToThirdParty.value)
    assert not table.actions.covers(rule("DataBound", KIN.sendToThirdParty.value), ODRL.distribute.value)
    assert table.actions.touches(rule("DataBound", KIN.sendToThirdParty.value), ODRL.distribute.value)


def test_scopes_contain_each_other(table: PassageTable) -> None:
    assert table.contains("Data", "Text")
    assert not table.contains("Text", "Data")
    assert set(table.leaves("Data")) == {"Text", "Annotations"}
    assert table.leaves("Code") == ("Code",)


def test_the_uses_stand_in_the_order_of_the_ontology(table: PassageTable) -> None:
    assert list(table.uses)[:3] == ["redistribute", "train", "evaluate"]
    assert len(table.uses) == 8


def test_levels_of_access_are_ordered(table: PassageTable) -> None:
    assert table.levels["Open"].order < table.levels["Credentialed"].order
    assert (table.levels["Open"].public, table.levels["NotPublic"].closed) == (True, True)
    assert table.channel("Train", by_model=True) == "Modelling"
    assert table.channel("AnnotationOf", by_model=False) == "RecordsFlow"
