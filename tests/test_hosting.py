import pytest

from kinset.lineage.terms.hosting import Carrier, find_host
from tests.terms_world import CLOSED, OPEN, dataset, derived, iri, scene, world

ONE, TWO = "; dcterms:publisher o:one", "; dcterms:publisher o:two"


@pytest.mark.parametrize(
    ("terms", "carrier"), [(("open",), Carrier.ANYBODY), (("closed",), Carrier.ONLY), ((), Carrier.REVIEW)]
)
def test_who_could_carry_one_thing(terms: tuple[str, ...], carrier: Carrier) -> None:
    found = find_host(scene(world(OPEN, CLOSED, dataset("d", *terms, more=ONE)), "d"))
    assert (found.carrier, found.hosts) == (carrier, (iri("organization/one"),) if carrier is Carrier.ONLY else ())


@pytest.mark.parametrize(("other", "carrier"), [(ONE, Carrier.ONLY), (TWO, Carrier.NOBODY)])
def test_who_could_carry_a_merge(other: str, carrier: Carrier) -> None:
    made = world(CLOSED, dataset("a", "closed", more=ONE), dataset("b", "closed", more=other))
    assert find_host(scene(made, "a", "b")).carrier is carrier


def test_a_source_s_host_counts() -> None:
    texts = (dataset("d", "closed", more=ONE), dataset("s", "closed", more=TWO), derived("d", "SubsetOf", "s"))
    found = find_host(scene(world(CLOSED, *texts), "d"))
    assert (found.carrier, len(found.closing)) == (Carrier.NOBODY, 2)


def test_who_issued_the_terms_may_carry_it() -> None:
    issued = "t:closed dcterms:publisher o:issuer ."
    made = world(CLOSED, issued, dataset("a", "closed", more=ONE), dataset("b", "closed", more=TWO))
    assert find_host(scene(made, "a", "b")).hosts == (iri("organization/issuer"),)


def test_a_host_that_is_not_recorded_is_doubt() -> None:
    made = world(CLOSED, dataset("a", "closed", more=ONE), dataset("b", "closed"))
    assert find_host(scene(made, "a", "b")).carrier is Carrier.REVIEW
