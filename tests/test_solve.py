import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinset.lineage.overlap import solve
from kinset.lineage.overlap.checker import Case, faults
from kinset.lineage.overlap.constraints import Clause, Disjoint, Theory, Witness
from kinset.lineage.overlap.minima import hitting_sets, minimal
from kinset.lineage.overlap.search import refute
from kinset.lineage.overlap.solve import Question, Solver, Verdict
from tests.overlap_oracle import LinkedOracle, Oracle, random_linked_theory, random_theory

SETS = st.integers(0, 3)
CLAUSES = st.builds(
    lambda body, heads: (tuple(body), tuple(heads - body)),
    st.sets(SETS, min_size=1, max_size=2),
    st.sets(SETS, min_size=1, max_size=3),
).filter(lambda pair: bool(pair[1]))
PAIRS = st.tuples(SETS, SETS)


@st.composite
def theories(draw: st.DrawFn) -> tuple[Theory, int]:
    clauses = draw(st.lists(CLAUSES, max_size=4))
    disjoint = draw(st.lists(PAIRS.filter(lambda pair: pair[0] != pair[1]), max_size=2))
    witnesses = draw(st.lists(PAIRS, max_size=3))
    count = len(clauses) + len(disjoint) + len(witnesses)
    labels = iter([frozenset([number]) for number in range(count)])
    theory = Theory(
        ((),),
        tuple(Clause(body, heads, 1, next(labels)) for body, heads in clauses),
        tuple(Disjoint(one, other, 0, next(labels)) for one, other in disjoint),
        tuple(Witness(one, other, 0, next(labels)) for one, other in witnesses),
    )
    return theory, count


def agrees(theory: Theory, claims: int, one: int, other: int) -> Verdict:
    """Hold verdict, contested claims and proof against all worlds; return the verdict."""
    oracle, solver = Oracle(theory, claims), Solver(theory)
    assert set(solver.quarrels) == set(oracle.quarrels)
    finding = solver.decide(one, other, 0)
    assert finding.verdict is oracle.verdict(one, other)
    if finding.forces:
        assert faults(Case(theory, one, other, 0, finding.forces), finding.proof) == []
    return finding.verdict


def test_verdicts_contested_claims_and_proofs_agree_with_all_worlds() -> None:
    source = random.Random(20261121)  # noqa: S311 - seeded, not secret
    seen = dict.fromkeys(Verdict, 0)
    for _ in range(20_000):
        claims = source.randint(2, 6)
        theory = random_theory(source, claims)
        seen[agrees(theory, claims, source.randrange(4), source.randrange(4))] += 1
    assert min(seen.values()) > 300, seen


@settings(max_examples=150, deadline=None)
@given(theories(), SETS, SETS)
def test_shrunk_verdicts_agree_with_all_worlds(drawn: tuple[Theory, int], one: int, other: int) -> None:
    agrees(drawn[0], drawn[1], one, other)


def test_two_linked_units_agree_with_all_configurations() -> None:
    source = random.Random(7)  # noqa: S311 - seeded, not secret
    forced = 0
    for _ in range(900):
        theory = random_linked_theory(source)
        oracle = LinkedOracle(theory)
        if not oracle.has_world():
            assert Solver(theory).contested
            continue
        one, other, unit = source.randrange(3), source.randrange(3), source.randrange(2)
        question = Question(theory, one, other, unit)
        shares, apart = question._shares(frozenset()), question._apart(frozenset())
        assert (shares is not None) is oracle.shares(one, other, unit), (theory, one, other, unit)
        assert (apart is not None) is oracle.disjoint(one, other, unit), (theory, one, other, unit)
        forced += shares is not None or apart is not None
    assert forced > 120


def test_what_is_carried_goes_up_soundly() -> None:
    source = random.Random(11)  # noqa: S311 - seeded, not secret
    forced = 0
    for _ in range(900):
        carried = {one for one in range(3) if source.random() < 0.5}
        theory = random_linked_theory(source)
        lifted = [
            Clause(clause.body, clause.heads, 2, clause.label)
            for clause in theory.clauses
            if clause.units & 1 and len(clause.body) == 1 and clause.body[0] in carried
        ]
        plain, oracle = theory, LinkedOracle(theory, carried)
        theory = replace(plain, clauses=(*plain.clauses, *lifted))
        if not oracle.has_world():
            continue
        one, other, unit = source.randrange(3), source.randrange(3), source.randrange(2)
        question = Question(theory, one, other, unit)
        if question._shares(frozenset()) is not None:
            assert oracle.shares(one, other, unit), (theory, carried, one, other, unit)
            forced += 1
        if question._apart(frozenset()) is not None:
            assert oracle.disjoint(one, other, unit), (theory, carried, one, other, unit)
            forced += 1
    assert forced > 120


def test_a_further_stated_constraint_never_weakens_a_verdict() -> None:
    source = random.Random(5)  # noqa: S311 - seeded, not secret
    forced = 0
    for _ in range(2500):
        claims = source.randint(3, 7)
        more = random_theory(source, claims, defaults=False, shared=0.0)
        last = claims - 1
        less = replace(
            more,
            clauses=tuple(one for one in more.clauses if last not in one.label),
            disjoint=tuple(one for one in more.disjoint if last not in one.label),
            witnesses=tuple(one for one in more.witnesses if last not in one.label),
            rivals=(),
        )
        more = replace(more, rivals=())
        one, other = source.sample(range(4), 2)
        before, after = Solver(less).decide(one, other, 0), Solver(more).decide(one, other, 0)
        if before.verdict in {Verdict.SHARES, Verdict.DISJOINT}:
            forced += 1
            emptied = before.verdict is Verdict.DISJOINT and any(
                refute(more, [more.place(side, 0)]) is not None for side in (one, other)
            )
            assert after.verdict in {before.verdict, Verdict.CONFLICT} or emptied, (more, one, other)
    assert forced > 100


def test_what_is_walked_in_small_strides_agrees_with_all_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("STRIDE", 1), ("SPARE", 0), ("FAR", 3), ("NEAR", 0), ("LARGE", 1)):
        monkeypatch.setattr(solve, name, number)
    source = random.Random(13)  # noqa: S311 - seeded, not secret
    seen = dict.fromkeys(Verdict, 0)
    for _ in range(1500):
        claims = source.randint(2, 6)
        seen[agrees(random_theory(source, claims), claims, source.randrange(4), source.randrange(4))] += 1
    assert min(seen.values()) > 20, seen


def chain(length: int) -> Theory:
    """Set n + 1 lies in set n; the last one is not empty."""
    clauses = tuple(Clause((n + 1,), (n,), 1, frozenset([n])) for n in range(length))
    return Theory(((),), clauses, (), (Witness(length, length, 0, frozenset([length])),))


def test_a_deep_chain_ends_with_its_whole_proof() -> None:
    finding = Solver(chain(300)).decide(300, 0, 0)
    assert (finding.verdict, len(finding.proof)) == (Verdict.SHARES, 301)


def test_a_cycle_ends() -> None:
    theory = Theory(
        ((),),
        (Clause((0,), (1,), 1, frozenset([0])), Clause((1,), (0,), 1, frozenset([1]))),
        (),
        (Witness(0, 0, 0, frozenset([2])),),
    )
    assert Solver(theory).decide(0, 1, 0).proof == {0, 2}


def test_a_wide_merge_is_split_into_its_cases() -> None:
    sources = tuple(range(2, 66))
    clauses = [Clause((0,), sources, 1, frozenset([0]))]
    clauses += [Clause((one,), (1,), 1, frozenset([one])) for one in sources]
    theory = Theory(((),), tuple(clauses), (), (Witness(0, 0, 0, frozenset([1])),))
    assert len(Solver(theory).decide(0, 1, 0).proof) == 66
    fewer = replace(theory, clauses=theory.clauses[:-1])
    assert Solver(fewer).decide(0, 1, 0).verdict is Verdict.MAY_SHARE


def test_a_default_supports_sharing_only_and_yields_to_what_is_stated() -> None:
    clause, apart = Clause((0,), (1,), 1, frozenset([0])), Disjoint(1, 2, 0, frozenset([1]))
    filled = Witness(0, 0, 0, frozenset([2]))
    theory = Theory(((),), (clause,), (apart,), (filled,), defaults=frozenset([0]))
    assert Solver(theory).decide(0, 1, 0).verdict is Verdict.SHARES
    assert Solver(theory).decide(0, 2, 0).verdict is Verdict.MAY_SHARE
    assert Solver(theory).would_be_disjoint(0, 2, 0) == {0}
    refuted = replace(theory, witnesses=(filled, Witness(0, 2, 0, frozenset([3]))))
    refuted = replace(refuted, clauses=(clause, Clause((2,), (2,), 1, frozenset([4]))))
    assert Solver(refuted).withdrawn == {0}
    assert not Solver(refuted).contested


def test_the_tree_of_hitting_sets_finds_every_minimal_set() -> None:
    wanted = {frozenset([1, 2]), frozenset([2, 3]), frozenset([4])}
    found, whole = hitting_sets(
        lambda banned: next((one for one in sorted(wanted, key=sorted) if not one & banned), None)
    )
    assert (found, whole) == (wanted, True)


def test_minimal_sets_contain_no_other() -> None:
    assert minimal([frozenset([1, 2]), frozenset([1]), frozenset([2, 3])]) == (frozenset([1]), frozenset([2, 3]))


# ------------------------------------------------------------------ large shapes: steps are counted, not seconds


class Tally:
    """Counts the constraints that a solver looks at in the whole theory, and its searches."""

    def __init__(self, theory: Theory, monkeypatch: pytest.MonkeyPatch) -> None:
        self.theory, self.steps, self.searches = theory, 0, 0
        for name in ("clauses_from", "clauses_into", "witnesses_at"):
            theory.__dict__[name] = {key: Counted(self, found) for key, found in getattr(theory, name).items()}

        def counted(*arguments: object, **named: object) -> object:
            self.searches += 1
            return refute(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(solve, "refute", counted)


class Counted:
    """An entry of an index that notes what is looked at."""

    def __init__(self, tally: Tally, found: tuple[object, ...]) -> None:
        self.tally, self.found = tally, found

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[object]:
        for one in self.found:
            self.tally.steps += 1
            yield one


def line(length: int, *, apart: bool = False) -> Theory:
    """A chain as catalogues have it: each derivation is a clause and shows a witness."""
    clauses = tuple(Clause((n + 1,), (n,), 1, frozenset([n])) for n in range(length))
    witnesses = tuple(Witness(n + 1, n, 0, frozenset([n])) for n in range(length))
    pairs = (Disjoint(0, length + 1, 0, frozenset([length])),) if apart else ()
    return Theory(((),), clauses, pairs, witnesses)


def test_a_chain_of_ten_thousand_takes_steps_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    length = 10_000
    tally = Tally(line(length), monkeypatch)
    finding = Solver(tally.theory).decide(length, 0, 0)
    assert (finding.verdict, len(finding.proof)) == (Verdict.SHARES, length)
    assert tally.searches <= 3
    assert tally.steps <= 30 * length


def test_a_chain_of_ten_thousand_is_disjoint_with_its_whole_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    length = 10_000
    tally = Tally(line(length, apart=True), monkeypatch)
    finding = Solver(tally.theory).decide(length, length + 1, 0)
    assert (finding.verdict, len(finding.proof)) == (Verdict.DISJOINT, length + 1)
    assert tally.searches <= 3
    assert tally.steps <= 30 * length


def fan(width: int, *, full: bool = False) -> Theory:
    """Many children of one root; with `full` each of them has all of it."""
    children = range(1, width + 1)
    clauses = [Clause((one,), (0,), 1, frozenset([one])) for one in children]
    clauses += [Clause((0,), (one,), 1, frozenset([width + one])) for one in children if full]
    return Theory(((),), tuple(clauses), (), tuple(Witness(one, 0, 0, frozenset([one])) for one in children))


def test_a_wide_fan_is_not_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    tally = Tally(fan(30_000), monkeypatch)
    solver = Solver(tally.theory)
    assert solver.decide(5, 0, 0).proof == {5}
    assert solver.decide(5, 6, 0).verdict is Verdict.MAY_SHARE
    assert tally.steps <= 6_000


def test_a_wide_fan_of_whole_copies_is_glanced_at(monkeypatch: pytest.MonkeyPatch) -> None:
    tally = Tally(fan(30_000, full=True), monkeypatch)
    finding = Solver(tally.theory).decide(5, 6, 0)
    assert (finding.verdict, len(finding.proof)) == (Verdict.SHARES, 2)
    assert tally.steps <= 6 * solve.FAR


def test_twenty_merges_of_64_sources_one_on_another_are_no_nested_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    clauses, labels, bottom = list[Clause](), iter(frozenset([number]) for number in range(2000)), 0
    for _ in range(20):
        top = bottom + 65
        sources = tuple(range(bottom + 1, top))
        clauses.append(Clause((bottom,), sources, 1, next(labels)))
        clauses += [Clause((one,), (top,), 1, next(labels)) for one in sources]
        bottom = top
    theory = Theory(((),), tuple(clauses), (), (Witness(0, 0, 0, next(labels)),))
    tally = Tally(theory, monkeypatch)
    finding = Solver(theory).decide(0, bottom, 0)
    assert (finding.verdict, len(finding.proof)) == (Verdict.SHARES, 20 * 65 + 1)
    assert tally.searches <= 3
    assert tally.steps <= 30 * len(clauses)
    fewer = replace(theory, clauses=theory.clauses[:-1])
    assert Solver(fewer).decide(0, bottom, 0).verdict is Verdict.MAY_SHARE


def test_a_large_cycle_with_a_disjoint_pair_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    size = 2_000
    clauses = tuple(Clause((n,), ((n + 1) % size,), 1, frozenset([n])) for n in range(size))
    filled = tuple(Witness(n, n, 0, frozenset([size + 1 + n])) for n in range(size))
    tally = Tally(Theory(((),), clauses, (Disjoint(0, size, 0, frozenset([size])),), filled), monkeypatch)
    solver = Solver(tally.theory)
    finding = solver.decide(0, size // 2, 0)
    assert (finding.verdict, len(finding.proof)) == (Verdict.SHARES, size // 2 + 1)
    assert len(solver.decide(size // 2, size, 0).proof) == size // 2 + 1
    assert tally.searches <= 8
    assert tally.steps <= 60 * size
