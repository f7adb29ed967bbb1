from kinset.lineage.terms.scene import completeness
from tests.terms_world import CLOSED, OPEN, dataset, derived, influenced, iri, scene, world


def test_own_and_inherited_terms_are_kept_apart() -> None:
    texts = (dataset("d", "open"), dataset("s", "closed"), derived("d", "SubsetOf", "s"))
    found = scene(world(OPEN, CLOSED, *texts), "d")
    assert [body.reach.node for body in found.own] == [iri("d")]
    assert [body.reach.node for body in found.inherited] == [iri("s")]
    use = found.register.table.uses["redistribute"]
    assert [
        one.outcome.value for one in (found.own_verdict(use), found.inherited_verdict(use), found.verdict(use))
    ] == [
        "PERMITTED",
        "PROHIBITED",
        "PROHIBITED",
    ]


def test_what_only_is_cited_is_told_and_answers_nothing() -> None:
    texts = (dataset("d", "open"), dataset("s", "closed"), influenced("d", "Cites", "s"), influenced("d", "Cites", "x"))
    found = scene(world(OPEN, CLOSED, *texts), "d")
    assert (len(found.told), len(found.bodies), found.unknowns) == (2, 1, ())


def test_each_unknown_is_told_once_on_its_shortest_way() -> None:
    texts = (dataset("d", "open"), derived("d", "SubsetOf", "s"), derived("d", "SynthesizedFrom", "s"))
    found = scene(world(OPEN, *texts), "d")
    assert [(reach.node, reach.depth) for reach in found.unknowns] == [(iri("s"), 1)]


def test_what_only_uses_has_the_terms_of_what_it_uses() -> None:
    claim = f"<{iri('q')}#u>"
    use = f":q kin:uses {claim} . {claim} prov:entity :a ; kin:role kin:Test ."
    found = scene(world(CLOSED, dataset("q"), dataset("a", "closed"), use), "q")
    assert found.unknowns == ()
    assert [body.reach.node for body in found.bodies] == [iri("a")]


def test_a_merge_starts_from_all_of_its_parts() -> None:
    found = scene(world(OPEN, CLOSED, dataset("a", "open"), dataset("b", "closed")), "a", "b")
    assert [(reach.node, sorted(reach.channels)) for reach in found.inheritance.own] == [
        (iri("a"), ["Merging"]),
        (iri("b"), ["Merging"]),
    ]


def test_what_is_stated_of_a_whole_holds_for_its_parts() -> None:
    made = world(dataset("a"), ":a kin:parentage :p . :p kin:completeness kin:Complete .")
    assert completeness(made.register, iri("a/1.0")) == {"Complete"}
    assert completeness(made.register, iri("b")) == frozenset()
