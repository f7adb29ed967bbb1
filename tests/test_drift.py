import pytest

from kinset.lineage.terms.drift import drifts
from tests.terms_world import CLOSED, DAY, OPEN, dataset, derived, iri, permit, policy, prohibit, scene, world


def told(*texts: str, day: str = DAY) -> list[str]:
    return [conflict.says for conflict in drifts(scene(world(*texts), "d", day=day))]


DATED = policy(
    "p", permit("kin:train"), prohibit("kin:sendToThirdParty", more='; schema:validFrom "2023-04-18"^^xsd:date')
)


@pytest.mark.parametrize(
    ("issued", "day", "expected"),
    [("2020", DAY, 1), ("2024-01-01", DAY, 0), ("2020", "2021-01-01", 0)],
)
def test_rules_that_began_after_the_release(issued: str, day: str, expected: int) -> None:
    assert len(told(DATED, dataset("d", "p", more=f'; dcterms:issued "{issued}"'), day=day)) == expected


def test_rules_that_ended_after_the_release() -> None:
    ended = policy("p", permit("kin:train", more='; schema:validThrough "2023-01-01"'))
    (says,) = told(ended, dataset("d", "p", more='; dcterms:issued "2020"'))
    assert "until 2023-01-01" in says


def test_rules_of_a_source_drift_as_well_and_are_told_once() -> None:
    texts = (dataset("d", "p", more='; dcterms:issued "2020"'), dataset("s", "p"), derived("d", "SubsetOf", "s"))
    assert len(told(DATED, *texts)) == 1
    assert len(told(DATED, dataset("d", more='; dcterms:issued "2020"'), *texts[1:])) == 1


def test_versions_under_different_terms() -> None:
    texts = (dataset("d"), dataset("d/1.0", "open"), dataset("d/2.0", "closed"))
    (says,) = told(OPEN, CLOSED, *texts)
    assert "d/1.0" in says
    assert told(OPEN, dataset("d"), dataset("d/1.0", "open"), dataset("d/2.0", "open")) == []


def test_terms_that_were_replaced() -> None:
    (says,) = told(OPEN, policy("new", more="; dcat:previousVersion t:open"), dataset("d", "open"))
    assert "replaced by new" in says
    assert iri("d") not in says
