import random
from dataclasses import replace

from kinset.lineage.overlap.constraints import Clause, Theory, Witness
from kinset.lineage.overlap.needed import needed
from kinset.lineage.overlap.search import refute
from tests.overlap_oracle import random_theory

NOTHING: frozenset[int] = frozenset()


def test_what_is_needed_is_just_what_cannot_be_dropped() -> None:
    source = random.Random(17)  # noqa: S311 - seeded, not secret
    told = {True: 0, False: 0}
    for _ in range(6000):
        count = source.randint(2, 7)
        theory = random_theory(source, count, defaults=False)
        if source.random() < 0.7:
            theory = replace(theory, disjoint=theory.disjoint[:1])
        start = frozenset(source.sample(range(4), 2))
        goals = frozenset(source.sample(range(4), 2)) if source.random() < 0.6 else NOTHING
        if goals:
            theory = replace(theory, disjoint=())
        if refute(theory, start, goals) is None:
            continue
        found = needed(theory, [(start, NOTHING)], goals)
        if found is None:
            continue
        every = frozenset(range(count))
        wanted = {claim for claim in every if refute(theory.part(every - {claim}), start, goals) is None}
        assert found == wanted, (theory, start, goals)
        told[bool(found)] += 1
    assert min(told.values()) > 100, told


def test_a_witness_that_another_can_stand_for_is_not_needed() -> None:
    theory = Theory(
        ((),),
        (Clause((0,), (1,), 1, frozenset([0])),),
        (),
        (Witness(0, 0, 0, frozenset([1])), Witness(0, 1, 0, frozenset([2]))),
    )
    starts = [(frozenset(theory.ends(witness)), witness.label) for witness in theory.witnesses]
    assert needed(theory, starts[:1], frozenset([0, 1])) == frozenset([0, 1])
    assert needed(theory, starts, frozenset([0, 1])) == frozenset()


def test_bodies_of_several_sets_are_not_told() -> None:
    theory = Theory(((),), (Clause((0, 1), (2,), 1, frozenset([0])),))
    assert needed(theory, [(frozenset([0, 1]), NOTHING)], frozenset([2])) is None
