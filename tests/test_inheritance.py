import time

import pytest

from kinset.lineage.terms.inheritance import Inheritance, start_at
from tests.terms_world import dataset, derived, influenced, iri, world


def walk(name: str, *texts: str) -> Inheritance:
    return world(*texts).register.heritage.walk([start_at(iri(name))])


def sources(found: Inheritance) -> dict[str, set[str]]:
    reached: dict[str, set[str]] = {}
    for reach in found.inherited:
        reached.setdefault(reach.node.removeprefix(iri("")), set()).add("+".join(sorted(reach.channels)))
    return reached


def test_each_source_is_reached_through_its_channels() -> None:
    found = walk(
        "c", derived("c", "SynthesizedFrom", "b"), derived("b", "SubsetOf", "a"), influenced("c", "Cites", "x")
    )
    assert sources(found) == {"b": {"Synthesis"}, "a": {"RecordsFlow+Synthesis"}, "x": {"FormatOnly"}}
    far = next(reach for reach in found.inherited if reach.node == iri("a"))
    assert [step.link.kind for step in far.path] == ["SynthesizedFrom", "SubsetOf"]
    assert (far.depth, far.verbatim) == (2, False)


def test_ways_that_meet_other_channels_are_all_kept() -> None:
    found = walk("c", derived("c", "SubsetOf", "a"), derived("c", "SynthesizedFrom", "a"))
    assert sources(found) == {"a": {"RecordsFlow", "Synthesis"}}


def test_parts_and_wholes_inherit_what_stands_on_each_other() -> None:
    texts = (derived("c/1.0", "SubsetOf", "a"), derived("c", "SubsetOf", "b"), derived("c/2.0", "SubsetOf", "x"))
    assert set(sources(walk("c", *texts))) == {"a", "b", "x"}
    assert set(sources(walk("c/1.0", *texts))) == {"a", "b"}


def test_cycles_end() -> None:
    found = walk("a", derived("a", "SubsetOf", "b"), derived("b", "SubsetOf", "a"))
    assert set(sources(found)) == {"b", "a"}


@pytest.mark.parametrize(
    ("derived_more", "source", "expected"),
    [
        ("; kin:releasedBy o:h", {"access": "NotPublic", "more": "; kin:custodian o:h"}, True),
        ("; kin:releasedBy o:h", {"access": "NotPublic", "more": "; dcterms:publisher o:h"}, True),
        ("; kin:releasedBy o:h", {"access": "Withdrawn", "more": "; kin:custodian o:h"}, True),
        ("; kin:releasedBy o:h", {"access": "Open", "more": "; kin:custodian o:h"}, False),
        ("; kin:releasedBy o:h ; kin:succeeds :s", {"access": "Open", "more": "; kin:custodian o:h"}, True),
        ("; kin:releasedBy o:h", {"access": "", "more": "; kin:custodian o:h"}, False),
        ("; kin:releasedBy o:other", {"access": "NotPublic", "more": "; kin:custodian o:h"}, False),
        ("; dcterms:publisher o:h", {"access": "NotPublic", "more": "; kin:custodian o:h"}, False),
    ],
)
def test_a_release_by_the_controller_resets(derived_more: str, source: dict[str, str], *, expected: bool) -> None:
    found = walk("d", dataset("d", more=derived_more), dataset("s", **source), derived("d", "SampledFrom", "s"))
    assert (bool(found.resets), not found.inherited) == (expected, expected)


def test_a_release_by_a_part_of_the_controller_is_no_release_by_it() -> None:
    lab, whole = "; kin:releasedBy o:lab", "o:lab org:subOrganizationOf o:h ."
    source = dataset("s", access="NotPublic", more="; kin:custodian o:h")
    assert walk("d", dataset("d", more=lab), source, whole, derived("d", "SampledFrom", "s")).inherited


def test_uses_of_models_are_training_and_of_challenges_records() -> None:
    claim = "<https://e.org/{0}#u>"
    use = f"<https://e.org/{{0}}> kin:uses {claim} . {claim} prov:entity :a ; kin:role kin:Train ."
    assert sources(walk("model/m", dataset("m:m"), use.format("model/m"))) == {"a": {"Modelling"}}
    assert sources(walk("q", dataset("q"), use.format("dataset/q"))) == {"a": {"RecordsFlow"}}


def test_a_deep_chain_is_walked_in_bounded_time() -> None:
    links = [derived(f"d{place}", "SubsetOf", f"d{place + 1}") for place in range(3000)]
    made = world(*links)
    start = time.perf_counter()
    found = made.register.heritage.walk([start_at(iri("d0"))])
    assert (len(found.inherited), found.inherited[-1].depth) == (3000, 3000)
    assert time.perf_counter() - start < 5
