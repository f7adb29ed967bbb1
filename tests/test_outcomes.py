import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinset.lineage.terms.outcomes import Answer, Outcome, combine, mildest, strictest
from tests.terms_world import (
    CLOSED,
    OPEN,
    ask,
    dataset,
    derived,
    influenced,
    iri,
    kinds,
    oblige,
    outcomes,
    permit,
    policy,
    prohibit,
    world,
)  # fmt: skip

ANSWERS = st.sampled_from(Answer)
ORDER = {Outcome.PERMITTED: 0, Outcome.REVIEW: 1, Outcome.PROHIBITED: 2}


# ------------------------------------------------------------------ the algebra


@given(st.lists(ANSWERS), st.lists(ANSWERS), st.lists(ANSWERS))
def test_combining_is_associative(one: list[Answer], two: list[Answer], three: list[Answer]) -> None:
    assert combine([combine([*one, *two]), *three]) is combine([*one, combine([*two, *three])])


@given(st.lists(ANSWERS))
def test_combining_is_commutative_and_idempotent(answers: list[Answer]) -> None:
    assert combine(answers) is combine(reversed(answers)) is combine([*answers, *answers])
    assert strictest(answers) is strictest(reversed(answers)) is strictest([*answers, *answers])
    assert mildest(answers) is mildest(reversed(answers)) is mildest([*answers, *answers])


@given(st.lists(ANSWERS, min_size=1), ANSWERS)
def test_a_further_body_never_makes_it_milder(answers: list[Answer], further: Answer) -> None:
    assert ORDER[strictest([*answers, further])] >= ORDER[strictest(answers)]


@given(st.lists(ANSWERS, min_size=1), ANSWERS)
def test_a_further_choice_never_makes_it_stricter(answers: list[Answer], further: Answer) -> None:
    assert ORDER[strictest([mildest([*answers, further])])] <= ORDER[strictest([mildest(answers)])]


def test_silence_of_all_is_doubt() -> None:
    assert strictest([]) is strictest([Answer.SILENT]) is Outcome.REVIEW
    assert strictest([Answer.SILENT, Answer.PERMITTED]) is Outcome.REVIEW


# ------------------------------------------------------------------ one thing


def test_own_terms_answer() -> None:
    found = outcomes(ask(world(CLOSED, dataset("a", "closed")), "a"))
    assert found["redistribute"] == found["third_party_api"] == "PROHIBITED"
    assert found["train"] == found["evaluate"] == "PERMITTED"
    assert found["commercial_use"] == found["derive"] == "REVIEW"


def test_no_terms_are_doubt() -> None:
    assert set(outcomes(ask(world(dataset("a")), "a")).values()) == {"REVIEW"}


def test_a_model_can_be_given_out_only_if_it_may_be_trained() -> None:
    silent = policy("p", permit("derive"))
    assert outcomes(ask(world(silent, dataset("a", "p")), "a"))["publish_model"] == "REVIEW"
    assert outcomes(ask(world(OPEN, dataset("a", "open")), "a"))["publish_model"] == "PERMITTED"
    against = policy("p", permit("derive"), prohibit("kin:train"))
    assert outcomes(ask(world(against, dataset("a", "p")), "a"))["publish_model"] == "PROHIBITED"


def test_policies_that_hold_together_are_one_body() -> None:
    texts = (policy("p", permit("kin:train")), policy("q", prohibit("distribute")), dataset("a", "p", "q"))
    found = outcomes(ask(world(*texts), "a"))
    assert (found["train"], found["redistribute"]) == ("PERMITTED", "PROHIBITED")


def test_a_prohibition_beats_a_permission() -> None:
    texts = (policy("p", permit("kin:train")), policy("q", prohibit("kin:train")), dataset("a", "p", "q"))
    assert outcomes(ask(world(*texts), "a"))["train"] == "PROHIBITED"


def test_of_policies_to_choose_from_the_mildest_counts() -> None:
    either = f"<{iri('a')}#closed-Data> kin:alternativeTo <{iri('a')}#open-Data> ."
    found = ask(world(OPEN, CLOSED, dataset("a", "open", "closed"), either), "a")
    assert outcomes(found)["redistribute"] == outcomes(found)["commercial_use"] == "PERMITTED"
    assert "RIVAL" not in kinds(found)


def test_two_licences_for_one_scope_are_doubt_but_where_both_prohibit() -> None:
    one = policy("p", permit("distribute", "CopyrightBound"), prohibit("commercialize", "CopyrightBound"))
    two = policy("q", permit("derive", "CopyrightBound"), prohibit("commercialize", "CopyrightBound"))
    found = ask(world(one, two, dataset("a", "p", "q")), "a")
    assert (outcomes(found)["redistribute"], outcomes(found)["commercial_use"]) == ("REVIEW", "PROHIBITED")
    assert kinds(found) == ["RIVAL"]
    mixed = ask(world(one, OPEN, dataset("a", "p", "open")), "a")
    assert outcomes(mixed)["commercial_use"] == "REVIEW"


def test_a_licence_that_other_terms_contradict_is_not_relied_on() -> None:
    statement = policy("s", prohibit("commercialize"))
    found = ask(world(OPEN, statement, dataset("a", "open", "s")), "a")
    assert (outcomes(found)["redistribute"], outcomes(found)["commercial_use"]) == ("REVIEW", "PROHIBITED")
    assert kinds(found) == ["RIVAL"]


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        ("purpose", '"teaching"', "REVIEW"),
        ("dateTime", '"2023-01-01"', "REVIEW"),
        ("dateTime", '"2030-01-01"', "PROHIBITED"),
    ],
)
def test_a_condition_on_a_prohibition_is_judged_or_told(left: str, right: str, outcome: str) -> None:
    node = f"<{iri('terms/p')}#c> odrl:leftOperand odrl:{left} ; odrl:operator odrl:lt ; odrl:rightOperand {right} ."
    against = policy("p", prohibit("kin:train", more=f"; odrl:constraint <{iri('terms/p')}#c>"))
    verdict = ask(world(against, node, dataset("a", "p")), "a").verdicts["train"]
    assert verdict.outcome.value == outcome
    assert ("must judge" in verdict.because[0].note) is (left == "purpose")


def test_a_permission_on_a_condition_is_doubt() -> None:
    node = f'<{iri("terms/p")}#c> odrl:leftOperand odrl:purpose ; odrl:operator odrl:eq ; odrl:rightOperand "care" .'
    text = policy("p", permit("kin:train", more=f"; odrl:constraint <{iri('terms/p')}#c>"))
    assert outcomes(ask(world(text, node, dataset("a", "p")), "a"))["train"] == "REVIEW"


@pytest.mark.parametrize(
    ("day", "expected"), [("2023-04-17", "PERMITTED"), ("2023-04-18", "PROHIBITED"), ("2024-01-01", "PERMITTED")]
)
def test_rules_hold_between_their_dates(day: str, expected: str) -> None:
    dates = '; schema:validFrom "2023-04-18"^^xsd:date ; schema:validThrough "2023"'
    text = policy("p", permit("kin:train"), prohibit("kin:train", more=dates))
    assert outcomes(ask(world(text, dataset("a", "p")), "a", day=day))["train"] == expected


def test_permitted_comes_with_duties_and_limits() -> None:
    node = f'<{iri("terms/p")}#d> a odrl:Duty ; rdfs:label "name them"@en ; odrl:action odrl:attribute .'
    text = policy(
        "p",
        permit("kin:train", more=f"; odrl:duty <{iri('terms/p')}#d>"),
        oblige("kin:keepSecure"),
        prohibit("kin:reidentify"),
    )
    verdict = ask(world(text, node, dataset("a", "p")), "a").verdicts["train"]
    assert {one.rule.label for one in verdict.duties if one.rule} == {"name them", "obligation to keepSecure"}
    assert [one.rule.label for one in verdict.limits if one.rule] == ["prohibition to reidentify"]


# ------------------------------------------------------------------ what is inherited

TWO = (OPEN, CLOSED, dataset("d", "open"), dataset("s", "closed"))


@pytest.mark.parametrize(
    ("kind", "redistribute", "train"),
    [
        ("AnnotationOf", "PROHIBITED", "PERMITTED"),
        ("TranslationOf", "PROHIBITED", "PERMITTED"),
        ("MergeOf", "PROHIBITED", "PERMITTED"),
        ("StandoffOf", "PROHIBITED", "PERMITTED"),
        ("EnrichedWith", "PROHIBITED", "PERMITTED"),
        ("SynthesizedFrom", "REVIEW", "REVIEW"),
    ],
)
def test_data_bound_rules_pass_by_the_kind(kind: str, redistribute: str, train: str) -> None:
    found = outcomes(ask(world(*TWO, derived("d", kind, "s")), "d"))
    assert (found["redistribute"], found["train"]) == (redistribute, train)


def test_what_only_form_was_taken_from_binds_nothing() -> None:
    found = outcomes(ask(world(*TWO, influenced("d", "ModelledOn", "s")), "d"))
    assert (found["redistribute"], found["train"]) == ("PERMITTED", "PERMITTED")


def test_through_synthesis_a_policy_binds_where_it_says_so() -> None:
    through = policy("s", prohibit("distribute", more="; kin:appliesThrough kin:Synthesis"))
    texts = (OPEN, through, dataset("d", "open"), dataset("s", "s"), derived("d", "SynthesizedFrom", "s"))
    assert outcomes(ask(world(*texts), "d"))["redistribute"] == "PROHIBITED"


def test_a_process_rule_is_checked_through_a_model() -> None:
    texts = (
        OPEN,
        policy("api", prohibit("kin:train", "ProcessBound"), permit("kin:evaluate", "ProcessBound")),
        dataset("d", "open"),
        dataset("m:gen", "api"),
        influenced("d", "GeneratedBy", "m:gen"),
    )
    verdict = ask(world(*texts), "d").verdicts["train"]
    assert verdict.outcome is Outcome.REVIEW
    assert "making itself" in verdict.because[0].note


@pytest.mark.parametrize(("kind", "expected"), [("AnnotationOf", "PROHIBITED"), ("SubsetOf", "PERMITTED")])
def test_what_may_not_be_adapted_may_not_be_given_out_adapted(kind: str, expected: str) -> None:
    no_derivatives = policy("nd", permit("distribute", "CopyrightBound"), prohibit("derive", "CopyrightBound"))
    texts = (OPEN, no_derivatives, dataset("d", "open", access="Open"), dataset("s", "nd"), derived("d", kind, "s"))
    found = ask(world(*texts), "d")
    assert outcomes(found)["redistribute"] == expected
    assert ("C2" in kinds(found)) is (expected == "PROHIBITED")


def test_a_source_without_terms_is_doubt() -> None:
    found = outcomes(ask(world(OPEN, dataset("d", "open"), dataset("s"), derived("d", "SubsetOf", "s")), "d"))
    assert set(found.values()) == {"REVIEW"}


def test_code_inherits_nothing() -> None:
    texts = (OPEN, dataset("d", "open", scope="Code"), dataset("s"), derived("d", "SubsetOf", "s"))
    found = ask(world(*texts), "d", scope="Code")
    assert outcomes(found)["redistribute"] == "PERMITTED"
    assert kinds(found) == []


NAMES = ("s1", "s2", "s3")
POLICIES = (
    OPEN, CLOSED, policy("quiet", permit("derive")), policy("never", prohibit("kin:train"), prohibit("annotate")),
)  # fmt: skip
KINDS = ("SubsetOf", "AnnotationOf", "SynthesizedFrom", "EnrichedWith", "StandoffOf", "MergeOf")
PARENT = st.tuples(st.sampled_from(("open", "closed", "quiet", "never", "")), st.sampled_from(KINDS))


@settings(max_examples=40, deadline=None)
@given(st.lists(PARENT, max_size=2), PARENT)
def test_a_further_source_never_makes_a_use_milder(parents: list[tuple[str, str]], further: tuple[str, str]) -> None:
    def judged(sources: list[tuple[str, str]]) -> dict[str, Outcome]:
        texts = [*POLICIES, dataset("d", "open")]
        for name, (terms, kind) in zip(NAMES, sources, strict=False):
            texts += [dataset(name, *([terms] if terms else [])), derived("d", kind, name)]
        return {name: one.outcome for name, one in ask(world(*texts), "d").verdicts.items()}

    before, after = judged(parents), judged([*parents, further])
    assert [name for name in before if ORDER[after[name]] < ORDER[before[name]]] == []
