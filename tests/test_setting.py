from tests.overlap_turtle import BASE, derived, judge

VERSIONS = "".join(
    f"<w/{number}> a kin:Version ; dcat:isVersionOf <> ; dcterms:issued '20{10 + number}'^^xsd:gYear .\n"
    for number in (1, 2)
)


def own_sets(files: dict[str, str]) -> list[object]:
    """Return the sets that stand for what a claim means by an IRI."""
    return [key for key in judge(files).catalogue.set_keys if isinstance(key, tuple)]


def test_a_claim_that_points_at_a_dataset_with_versions_speaks_of_a_set_of_its_own() -> None:
    made = derived("SubsetOf", "w")
    assert own_sets({"w": VERSIONS, "d": made}) == [(f"{BASE}d#from", f"{BASE}w")]
    assert own_sets({"w": "", "d": made}) == []


def test_two_claims_never_share_a_set() -> None:
    made = derived("SubsetOf", "w")
    assert len(own_sets({"w": VERSIONS, "d": made, "e": made})) == 2
