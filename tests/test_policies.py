import pytest

from kinset.lineage.terms.policies import Constraint, Policies, RuleKind, read_policies, within
from tests.terms_world import OPEN, dataset, engine, iri, oblige, permit, policy, prohibit

CONDITION = "; odrl:constraint <https://e.org/terms/p#c>"
CONSTRAINT = """<https://e.org/terms/p#c> a odrl:Constraint ; rdfs:label "for teaching"@en ;
    odrl:leftOperand odrl:purpose ; odrl:operator odrl:eq ; odrl:rightOperand "teaching" ."""


def read(*texts: str) -> Policies:
    return read_policies(engine(*texts))


def test_a_policy_s_rules_are_read_with_class_action_and_kind() -> None:
    found = read(
        policy("p", permit("derive"), prohibit("distribute", "CopyrightBound"), oblige("kin:cite", "OutputBound"))
    )
    rules = found.by_iri[iri("terms/p")].rules
    assert [(one.kind, one.actions[0].rpartition("/")[2].rpartition("#")[2], one.rule_class) for one in rules] == [
        (RuleKind.PERMISSION, "derive", "DataBound"),
        (RuleKind.PROHIBITION, "distribute", "CopyrightBound"),
        (RuleKind.DUTY, "cite", "OutputBound"),
    ]


def test_a_permission_holds_its_duties_and_its_conditions() -> None:
    duty = (
        "<https://e.org/terms/p#d> a odrl:Duty , kin:Rule ; odrl:action odrl:attribute ; kin:ruleClass kin:DataBound ."
    )
    found = read(
        policy("p", permit("derive", more=CONDITION + " ; odrl:duty <https://e.org/terms/p#d>")), CONSTRAINT, duty
    )
    rule = found.by_iri[iri("terms/p")].rules[0]
    assert [duty.kind for duty in rule.duties] == [RuleKind.DUTY]
    assert [(one.label, one.left, one.operator, one.right) for one in rule.constraints] == [
        ("for teaching", "purpose", "eq", "teaching")
    ]


def test_dates_and_channels_of_a_rule_are_read() -> None:
    more = '; schema:validFrom "2023-04-18"^^xsd:date ; kin:appliesThrough kin:Synthesis , kin:Modelling'
    rule = read(policy("p", prohibit("distribute", more=more))).by_iri[iri("terms/p")].rules[0]
    assert (rule.valid_from, rule.through) == ("2023-04-18", frozenset({"Synthesis", "Modelling"}))
    assert [rule.in_force(day) for day in ("2023-04-17", "2023-04-18")] == [False, True]


def test_assignments_stand_by_holder_and_know_their_alternatives() -> None:
    either = f"<{iri('a')}#p-Data> kin:alternativeTo <{iri('a')}#q-Data> ."
    found = read(OPEN, policy("p"), policy("q"), dataset("a", "p", "q"), either)
    first, second = found.assigned[iri("a")]
    assert (first.scope, second.claim in first.alternatives, first.claim in second.alternatives) == ("Data", True, True)


def test_what_replaced_a_policy_is_known_from_either_side() -> None:
    found = read(
        policy("old", more="; dcterms:isReplacedBy t:new"),
        policy("new"),
        policy("newer", more="; dcat:previousVersion t:new"),
    )
    assert found.by_iri[iri("terms/old")].newer == (iri("terms/new"),)
    assert found.by_iri[iri("terms/new")].newer == (iri("terms/newer"),)


def test_a_policy_without_a_record_has_no_rules() -> None:
    found = read(dataset("a", "nowhere"))
    assert found.of(found.assigned[iri("a")][0]).rules == ()


@pytest.mark.parametrize(
    ("first", "last", "day", "expected"),
    [
        ("", "", "2020-01-01", True),
        ("2020", "", "2019-12-31", False),
        ("2020", "", "2020-01-01", True),
        ("", "2020-05", "2020-05-31", True),
        ("", "2020-05", "2020-06-01", False),
    ],
)
def test_partial_dates_hold_as_a_whole(first: str, last: str, day: str, *, expected: bool) -> None:
    assert within(first, last, day) is expected


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        ("dateTime", "lt", "2025-01-01", True),
        ("dateTime", "gteq", "2025-01-01", False),
        ("dateTime", "odd", "2025-01-01", None),
        ("purpose", "eq", "teaching", None),
    ],
)
def test_only_dates_are_decided(left: str, operator: str, right: str, *, expected: bool | None) -> None:
    assert Constraint("c", "c", left, operator, right).holds("2024-06-01") is expected
