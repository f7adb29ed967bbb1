import random

from kinset.lineage.overlap.checker import Case, _eliminate, _table, faults
from kinset.lineage.overlap.constraints import Clause, Disjoint, Theory, Witness
from kinset.lineage.overlap.solve import Verdict

THEORY = Theory(
    ((),),
    (Clause((0,), (1,), 1, frozenset([0])), Clause((1,), (2,), 1, frozenset([1]))),
    (Disjoint(2, 3, 0, frozenset([2])),),
    (Witness(0, 0, 0, frozenset([3])),),
    defaults=frozenset([4]),
)
SHARES, APART = Case(THEORY, 0, 2, 0, Verdict.SHARES), Case(THEORY, 0, 3, 0, Verdict.DISJOINT)


def test_a_minimal_proof_stands() -> None:
    assert faults(SHARES, frozenset([0, 1, 3])) == []
    assert faults(APART, frozenset([0, 1, 2])) == []


def test_a_proof_with_a_claim_dropped_or_added_does_not() -> None:
    for proof, case in (({0, 1, 3}, SHARES), ({0, 1, 2}, APART)):
        for claim in proof:
            assert faults(case, frozenset(proof - {claim})) == ["the claims do not force the verdict"]
    assert faults(SHARES, frozenset([0, 1, 2, 3])) == ["claim 2 is not needed"]


def test_a_proof_without_a_world_does_not() -> None:
    theory = Theory(((),), (), (Disjoint(0, 1, 0, frozenset([0])),), (Witness(0, 1, 0, frozenset([1])),))
    case = Case(theory, 0, 1, 0, Verdict.SHARES)
    assert faults(case, frozenset([0, 1])) == ["the claims have no world in which neither side is empty"]


def test_a_default_supports_no_disjointness() -> None:
    assert "a default supports DISJOINT" in faults(APART, frozenset([0, 1, 2, 4]))


def test_table_and_elimination_agree() -> None:
    source = random.Random(3)  # noqa: S311 - seeded, not secret
    for _ in range(400):
        given = [
            frozenset(source.choice((-1, 1)) * atom for atom in source.sample(range(1, 7), source.randint(1, 3)))
            for _ in range(source.randint(1, 14))
        ]
        atoms = sorted({abs(one) for disjunction in given for one in disjunction})
        assert _table(given, atoms) == _eliminate(set(given))
