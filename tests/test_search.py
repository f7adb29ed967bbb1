import itertools

import pytest

from kinset.lineage.overlap import search
from kinset.lineage.overlap.constraints import Clause, Disjoint, Theory
from kinset.lineage.overlap.search import Lens, SearchTooLarge, refute


def clause(body: int, *heads: int, label: int) -> Clause:
    return Clause((body,), heads, 1, frozenset([label]))


def test_reachability_gives_the_claims_on_the_way() -> None:
    theory = Theory(((),), (clause(0, 1, label=0), clause(1, 2, label=1), clause(0, 3, label=2)))
    assert refute(theory, [0], [2]) == frozenset([0, 1])
    assert refute(theory, [2], [0]) is None


def test_a_case_split_needs_every_case() -> None:
    theory = Theory(((),), (clause(0, 1, 2, label=0), clause(1, 3, label=1), clause(2, 3, label=2)))
    assert refute(theory, [0], [3]) == frozenset([0, 1, 2])
    assert refute(theory, [0], [3], Lens(banned=frozenset([2]))) is None
    assert refute(theory, [0], [3], Lens(allowed=frozenset([0, 1]))) is None


def test_a_case_that_is_ruled_out_leaves_the_other() -> None:
    theory = Theory(((),), (clause(0, 1, 2, label=0),), (Disjoint(0, 2, 0, frozenset([1])),))
    assert refute(theory, [0], [1]) == frozenset([0, 1])
    assert refute(theory, [0, 2]) == frozenset([1])


def test_a_point_at_a_unit_is_there_at_the_coarser_ones() -> None:
    theory = Theory(((1,), ()), (), (Disjoint(0, 1, 1, frozenset([0])),))
    assert refute(theory, [theory.place(0, 0), theory.place(1, 0)]) == frozenset([0])
    finer = Theory(((1,), ()), (), (Disjoint(0, 1, 0, frozenset([0])),))
    assert refute(finer, [finer.place(0, 1), finer.place(1, 1)]) is None


def pigeons(holes: int) -> tuple[Theory, list[int]]:
    """One pigeon more than holes, as sets: no point is refuted sooner than by trying every way."""
    numbers = itertools.count(holes + 2)
    place = {(pigeon, hole): next(numbers) for pigeon in range(holes + 1) for hole in range(holes)}
    clauses = [
        Clause((pigeon,), tuple(place[pigeon, hole] for hole in range(holes)), 1, frozenset([pigeon]))
        for pigeon in range(holes + 1)
    ]
    disjoint = [
        Disjoint(place[one, hole], place[other, hole], 0, frozenset([one, other]))
        for hole in range(holes)
        for one, other in itertools.combinations(range(holes + 1), 2)
    ]
    return Theory(((),), tuple(clauses), tuple(disjoint)), list(range(holes + 1))


def test_a_split_that_is_too_large_is_refused_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    theory, start = pigeons(3)
    assert refute(theory, start) == frozenset([0, 1, 2, 3])
    monkeypatch.setattr(search, "STEPS", 2000)
    with pytest.raises(SearchTooLarge, match="too large"):
        refute(*pigeons(9))
