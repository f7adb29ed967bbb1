from kinset.lineage.terms.access_route import Reason, RouteStep, Stage, plan_route
from tests.terms_world import OPEN, dataset, derived, iri, oblige, policy, scene, world

DUA = policy(
    "dua",
    oblige("kin:signAgreement", "PersonBound"),
    oblige("kin:completeTraining", "PersonBound"),
    oblige("kin:registerAccount", "PersonBound"),
    oblige("kin:becomeCredentialed", "PersonBound"),
    oblige("kin:keepSecure", "DataBound"),
    more="; dcat:landingPage <https://host.org/dua>",
)
LICENCE = policy("licence", oblige("kin:completeTraining", "PersonBound"))


def route(*texts: str, names: tuple[str, ...] = ("d",)) -> tuple[RouteStep, ...]:
    return plan_route(scene(world(OPEN, DUA, LICENCE, *texts), *names))


def stages(steps: tuple[RouteStep, ...]) -> list[str]:
    return [step.stage.name for step in steps]


def test_steps_stand_in_order_and_each_once() -> None:
    steps = route(
        dataset("d", "dua", "licence", more="; dcterms:publisher o:h ; dcat:landingPage <https://host.org/d>")
    )
    assert stages(steps) == ["REGISTER", "TRAIN", "CREDENTIAL", "SIGN", "GET"]
    assert (steps[0].link, steps[-1].link) == ("https://host.org/dua", "https://host.org/d")
    assert {step.reason for step in steps} == {Reason.OWN, Reason.GET}


def test_what_a_source_asks_and_passes_on_is_a_step() -> None:
    steps = route(dataset("d", "open"), dataset("s", "dua"), derived("d", "AnnotationOf", "s"))
    assert [step.of for step in steps if step.reason is Reason.INHERITED] == [iri("s")] * 4
    assert [step.of for step in steps if step.stage is Stage.GET] == [iri("d")]


def test_a_source_of_stand_off_annotations_is_got_first() -> None:
    steps = route(dataset("d", "open"), dataset("s", "dua"), derived("d", "StandoffOf", "s"))
    assert [step.of for step in steps if step.stage is Stage.GET] == [iri("s"), iri("d")]
    assert {step.reason for step in steps} == {Reason.REBUILD, Reason.GET}


def test_what_is_made_of_stand_off_annotations_needs_their_source_too() -> None:
    texts = (dataset("d", "open"), dataset("x", "open"), dataset("s", "dua"), derived("d", "SubsetOf", "x"))
    steps = route(*texts, derived("x", "StandoffOf", "s"))
    assert [step.of for step in steps if step.stage is Stage.GET] == [iri("s"), iri("d")]


def test_vocabularies_have_licences() -> None:
    steps = route(dataset("d", "open"), dataset("v", "licence"), derived("d", "EnrichedWith", "v"))
    assert [(step.stage.name, step.reason) for step in steps if step.of == iri("v")] == [
        ("TRAIN", Reason.VOCABULARY),
        ("LICENCE", Reason.VOCABULARY),
    ]


def test_a_level_of_access_without_rules_is_a_step() -> None:
    steps = route(dataset("d", access="OnRequest"))
    assert [(step.stage.name, step.reason.name) for step in steps] == [("ASK", "ACCESS"), ("GET", "GET")]
    gone = route(dataset("d", "open", access="Withdrawn"))
    assert ["cannot be had" in step.says for step in gone] == [True]


def test_an_agreement_is_signed_once_for_several() -> None:
    steps = route(dataset("a", "dua"), dataset("b", "dua"), names=("a", "b"))
    assert stages(steps).count("SIGN") == 1
    assert stages(steps).count("GET") == 2


def test_open_data_are_just_got() -> None:
    assert stages(route(dataset("d", "open", access="Open"))) == ["GET"]
