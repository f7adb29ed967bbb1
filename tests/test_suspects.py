import random

from kinset.lineage.overlap.constraints import Clause, Disjoint, Theory, Witness
from kinset.lineage.overlap.search import refute
from kinset.lineage.overlap.suspects import Sides
from tests.overlap_oracle import random_linked_theory, random_theory


def test_no_contradictory_witness_is_above_suspicion() -> None:
    source = random.Random(19)  # noqa: S311 - seeded, not secret
    refuted = spared = 0
    for number in range(4000):
        theory = random_theory(source, 6) if number % 2 else random_linked_theory(source)
        sides = Sides(theory)
        suspects = set(sides.witnesses())
        for witness in theory.witnesses:
            ends = theory.ends(witness)
            if refute(theory, ends) is not None:
                assert witness in suspects
                assert sides.clash(ends)
                assert not sides.escapes(ends)
                refuted += 1
            else:
                spared += sides.escapes(ends)
    assert min(refuted, spared) > 300


def test_a_point_that_can_go_another_way_escapes() -> None:
    clauses = (Clause((0,), (1, 2), 1, frozenset([0])), Clause((0,), (3,), 1, frozenset([1])))
    pairs = (Disjoint(1, 3, 0, frozenset([2])), Disjoint(2, 3, 0, frozenset([3])))
    witness = Witness(0, 0, 0, frozenset([4]))
    assert list(Sides(Theory(((),), clauses, pairs[:1], (witness,))).witnesses()) == [witness]
    assert Sides(Theory(((),), clauses, pairs[:1], (witness,))).escapes((0,))
    assert not Sides(Theory(((),), clauses, pairs, (witness,))).escapes((0,))


def test_cycles_pass_the_sides_on() -> None:
    clauses = (
        Clause((0,), (1,), 1, frozenset([0])), Clause((1,), (0,), 1, frozenset([1])),
        Clause((2,), (1,), 1, frozenset([2])), Clause((0,), (3,), 1, frozenset([3])),
    )  # fmt: skip
    sides = Sides(Theory(((),), clauses, (Disjoint(3, 1, 0, frozenset([4])),)))
    assert all(sides.clash((place,)) for place in (0, 1, 2))
    assert not sides.clash((3,))
