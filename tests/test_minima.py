from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from kinset.lineage.overlap.constraints import Label, Theory
from kinset.lineage.overlap.minima import hitting_sets, minimal, shrink

LABELS = st.frozensets(st.integers(0, 5), max_size=4)


def finder(sets: list[Label]) -> Callable[[Label], Label | None]:
    """Find any of the sets that avoids what is banned, as a solver would."""
    return lambda banned: next((found for found in sets if not found & banned), None)


@given(st.lists(LABELS, max_size=6))
def test_no_kept_set_contains_another_and_none_is_lost(sets: list[Label]) -> None:
    kept = minimal(sets)
    assert all(not one < other for one in sets for other in kept)
    assert all(any(small <= found for small in kept) for found in sets)


@given(st.lists(LABELS.filter(bool), max_size=6))
def test_the_tree_finds_every_minimal_set(sets: list[Label]) -> None:
    found, complete = hitting_sets(finder(list(minimal(sets))))
    assert complete
    assert found == set(minimal(sets))


@given(LABELS.filter(bool), LABELS)
def test_shrinking_keeps_just_what_the_test_needs(core: Label, more: Label) -> None:
    theory = Theory(((),), (), (), ())
    kept = shrink(theory, core | more, lambda claims: core <= claims, lambda _: None)
    assert kept == core
