import pytest

from kinset.engine import EmbeddedEngine
from kinset.errors import UsageError
from kinset.lineage.terms import Assessor, Question, read_assessor
from kinset.lineage.terms.outcomes import Outcome
from kinset.names import read_directory
from tests.terms_world import (
    CLOSED,
    DAY,
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


def test_conditions_tell_the_way_on_which_they_came() -> None:
    texts = (dataset("d", "open"), dataset("c"), dataset("s", "closed"), derived("d", "SubsetOf", "c"))
    found = ask(world(OPEN, CLOSED, *texts, derived("c", "AnnotationOf", "s")), "d")
    own, inherited = found.conditions
    assert (own.policy.label, own.reach.path) == ("open", ())
    assert (inherited.policy.label, inherited.of, inherited.passing.name) == ("closed", iri("s"), "BINDS")
    assert [step.link.claim for step in inherited.reach.path] == [
        f"{iri('d')}#SubsetOf-c",
        f"{iri('c')}#AnnotationOf-s",
    ]


def test_a_condition_that_does_not_pass_is_not_told() -> None:
    personal = policy("dua", oblige("kin:becomeCredentialed", "PersonBound"), prohibit("distribute"))
    found = ask(
        world(OPEN, personal, dataset("d", "open"), dataset("s", "dua"), derived("d", "SynthesizedFrom", "s")), "d"
    )
    assert [(one.policy.label, one.rule_class) for one in found.conditions if one.policy.label == "dua"] == [
        ("dua", "DataBound")
    ]


def test_one_that_is_reached_on_two_ways_keeps_the_stricter() -> None:
    texts = (
        dataset("d", "open"),
        dataset("s", "closed"),
        derived("d", "SynthesizedFrom", "s"),
        derived("d", "SubsetOf", "s"),
    )
    found = ask(world(OPEN, CLOSED, *texts), "d")
    assert [one.passing.name for one in found.conditions if one.policy.label == "closed"] == ["BINDS"]
    assert outcomes(found)["redistribute"] == "PROHIBITED"


def test_a_reset_is_told_and_the_use_stays_permitted() -> None:
    texts = (
        dataset("d", "open", more="; kin:releasedBy o:h"),
        dataset("s", access="NotPublic", more="; kin:custodian o:h"),
        derived("d", "SampledFrom", "s"),
    )
    found = ask(world(OPEN, *texts), "d")
    assert [step.link.target for step in found.resets] == [iri("s")]
    assert (outcomes(found)["redistribute"], kinds(found)) == ("PERMITTED", [])


def test_a_merge_unites_what_binds_its_parts() -> None:
    made = world(OPEN, CLOSED, dataset("a", "open"), dataset("b", "closed"))
    assert outcomes(ask(made, "a"))["redistribute"] == "PERMITTED"
    found = ask(made, "a", "b")
    assert (outcomes(found)["redistribute"], outcomes(found)["train"]) == ("PROHIBITED", "PERMITTED")


def test_a_model_is_asked_about_its_weights() -> None:
    texts = (dataset("m:m", "open", scope="Weights"), dataset("s", "closed"), influenced("m:m", "TrainedOn", "s"))
    found = ask(world(OPEN, CLOSED, *texts), "model/m")
    assert (found.scope, outcomes(found)["redistribute"]) == ("Weights", "REVIEW")


def test_caveats_tell_what_is_not_known() -> None:
    unchecked = ask(world(OPEN, dataset("a", "open")), "a")
    assert "not checked" in unchecked.caveats[0]
    stated = ":a kin:parentage :p . :p kin:completeness kin:Complete ."
    assert ask(world(OPEN, dataset("a", "open"), stated), "a").caveats == ()
    weak = f"<{iri('a')}#open-Data> kin:evidence :e . :e kin:method kin:Inferred ."
    assert "inferred" in ask(world(OPEN, dataset("a", "open"), stated, weak), "a").caveats[0]


def test_only_the_uses_that_are_asked_are_answered() -> None:
    made = world(OPEN, dataset("a", "open"))
    assert list(made.assess(Question((iri("a"),), DAY, "", ("train",))).verdicts) == ["train"]
    with pytest.raises(UsageError, match="no use 'odd'"):
        made.assess(Question((iri("a"),), DAY, "", ("odd",)))
    with pytest.raises(UsageError):
        made.assess(Question((), DAY))


def test_cycles_and_deep_chains_are_answered() -> None:
    circle = (
        dataset("a", "open"),
        dataset("b", "closed"),
        derived("a", "SubsetOf", "b"),
        derived("b", "SubsetOf", "a"),
    )
    assert outcomes(ask(world(OPEN, CLOSED, *circle), "a"))["redistribute"] == "PROHIBITED"
    chain = [
        text
        for place in range(800)
        for text in (dataset(f"d{place}", "open"), derived(f"d{place}", "SubsetOf", f"d{place + 1}"))
    ]
    found = ask(world(OPEN, CLOSED, *chain, dataset("d800", "closed")), "d0")
    assert outcomes(found)["redistribute"] == "PROHIBITED"
    assert len(found.verdicts["redistribute"].because[0].reach.path) == 800


def test_silent_policies_beside_a_permission_do_not_undo_it() -> None:
    notice = policy("notice", oblige("kin:keepSecure", "ProcessBound"))
    guide = policy("guide", permit("derive"))
    found = outcomes(ask(world(OPEN, notice, guide, dataset("a", "open", "notice", "guide")), "a"))
    assert found["train"] == "PERMITTED"


# ------------------------------------------------------------------ the real catalogue


@pytest.fixture(scope="module")
def whole(whole_engine: EmbeddedEngine) -> Assessor:
    return read_assessor(whole_engine, read_directory(whole_engine))


def judged(whole: Assessor, *names: str) -> dict[str, str]:
    directory = whole.register.directory
    things = tuple(directory.resolve(name).iri for name in names)
    return outcomes(whole.assess(Question(things, "2026-11-21")))


def test_radqa_s_outcomes(whole: Assessor) -> None:
    found = judged(whole, "radqa")
    assert (found["train"], found["evaluate"], found["redistribute"], found["third_party_api"]) == (
        "PERMITTED", "PERMITTED", "PROHIBITED", "PROHIBITED",
    )  # fmt: skip


def test_coral_s_expert_notes_are_for_testing(whole: Assessor) -> None:
    assert judged(whole, "coral")["train"] == "PROHIBITED"
    assert judged(whole, "coral/1.0/annotated")["train"] == "PROHIBITED"


def test_nobody_could_carry_a_merge_of_mimic_and_n2c2(whole: Assessor) -> None:
    assert judged(whole, "mimic-iv-note", "dataset/i2b2-va-2010")["redistribute"] == "PROHIBITED"


def test_nothing_is_permitted_beside_an_unknown_source(whole: Assessor) -> None:
    for kind in ("dataset", "model", "challenge"):
        for thing in whole.register.directory.entities(kind):
            found = whole.assess(Question((thing.iri,), "2026-11-21"))
            permitted = [name for name, one in found.verdicts.items() if one.outcome is Outcome.PERMITTED]
            assert not (found.unknowns and permitted), thing.iri
            assert all(one.because for one in found.verdicts.values()), thing.iri
