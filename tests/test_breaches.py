import pytest

from kinset.lineage.terms.breaches import breaches
from tests.terms_world import (
    CLOSED,
    OPEN,
    dataset,
    derived,
    influenced,
    iri,
    permit,
    policy,
    prohibit,
    scene,
    world,
)  # fmt: skip

NO_TRAINING = policy("test", prohibit("kin:train", "ProcessBound"), permit("kin:evaluate", "ProcessBound"))
HOSTED = dataset("m:gen", "open", more="; dcterms:publisher o:company")


def told(name: str, *texts: str, scope: str = "Data") -> list[tuple[str, list[str]]]:
    found = breaches(scene(world(OPEN, CLOSED, NO_TRAINING, *texts), name, scope=scope))
    return [(one.says, [step.link.claim for way in one.ways for step in way.reach.path]) for one in found]


def test_a_model_that_learned_from_what_forbids_training() -> None:
    texts = (dataset("m:m", "open", scope="Weights"), dataset("s", "test"), influenced("m:m", "TrainedOn", "s"))
    ((says, path),) = told("model/m", *texts, scope="Weights")
    assert "m:m learned from s" in says
    assert path == [f"{iri('model/m')}#TrainedOn-s"]


def test_a_model_that_learned_from_what_was_made_of_it() -> None:
    texts = (
        dataset("m:m"),
        dataset("d"),
        dataset("s", "test"),
        influenced("m:m", "TrainedOn", "d"),
        derived("d", "SubsetOf", "s"),
    )
    ((says, _path),) = told("model/m", *texts, scope="Weights")
    assert "terms of s" in says


def test_a_dataset_that_a_model_wrote_was_not_trained() -> None:
    texts = (dataset("d"), dataset("m:gen", "test"), influenced("d", "GeneratedBy", "m:gen"))
    assert told("d", *texts) == []


@pytest.mark.parametrize("kind", ["RepurposedFrom", "SynthesizedFrom", "AnnotationOf"])
def test_records_that_may_have_been_sent_to_a_service(kind: str) -> None:
    texts = (
        HOSTED,
        dataset("d"),
        dataset("s", "closed"),
        derived("d", kind, "s"),
        influenced("d", "GeneratedBy", "m:gen"),
    )
    ((says, path),) = told("d", *texts)
    assert "company" in says
    assert path == [f"{iri('d')}#GeneratedBy-m-gen", f"{iri('d')}#{kind}-s"]


def test_it_is_told_further_down_as_well() -> None:
    texts = (
        HOSTED, dataset("d"), dataset("s", "closed"), derived("d", "AnnotationOf", "s"),
        influenced("d", "GeneratedBy", "m:gen"), dataset("c"), derived("c", "SubsetOf", "d"),
    )  # fmt: skip
    assert len(told("c", *texts)) == 1


@pytest.mark.parametrize(
    "model",
    [
        dataset("m:gen", "open"),
        dataset("m:gen", "open", access="Open", more="; dcterms:publisher o:company"),
        dataset("m:gen", "open", more="; dcterms:publisher o:hospital"),
    ],
)
def test_a_model_that_nobody_else_runs_is_no_service(model: str) -> None:
    source = dataset("s", "closed", more="; kin:custodian o:hospital")
    links = (derived("d", "AnnotationOf", "s"), influenced("d", "GeneratedBy", "m:gen"))
    assert told("d", model, dataset("d"), source, *links) == []


def test_text_generated_from_records_whose_rules_bind_the_process() -> None:
    rules = policy("api", prohibit("kin:sendToThirdParty", "ProcessBound"))
    texts = (rules, dataset("d"), dataset("s", "api"), derived("d", "SynthesizedFrom", "s"))
    ((says, _path),) = told("d", *texts)
    assert "must have kept api" in says
