from kinset.lineage.overlap.constraints import Clause, Disjoint, Theory, Witness

ONE = frozenset([1])
THEORY = Theory(
    ((1,), ()),
    (Clause((0,), (1, 2), 1, ONE), Clause((2,), (3,), 3, ONE)),
    (Disjoint(0, 3, 1, ONE),),
    (Witness(0, 1, 0, ONE),),
    weights={1: 5},
)


def test_a_place_is_a_set_at_a_unit() -> None:
    assert (THEORY.place(3, 1), THEORY.width, THEORY.ends(THEORY.witnesses[0])) == (7, 2, (0, 2))


def test_falling_leads_to_all_from_which_a_place_may_be_reached_across_clauses_and_units() -> None:
    found = [set(THEORY.falling(place)) for place in (THEORY.place(3, 1), THEORY.place(1, 0))]
    assert [{place for place in places if isinstance(place, int)} for places in found] == [{7, 6, 5, 4, 0}, {2, 0}]


def test_indexes_lead_to_each_constraint() -> None:
    assert THEORY.clauses_from[2] == THEORY.clauses_into[3] == (THEORY.clauses[1],)
    assert THEORY.disjoint_at[1] == ((7, ONE),)
    assert THEORY.witnesses_at[2] == THEORY.witnesses_of[1] == THEORY.witnesses
    assert THEORY.finer == ((), (0,))


def test_weak_evidence_weighs() -> None:
    assert (THEORY.weight(ONE), THEORY.weight(frozenset())) == (6, 1)
