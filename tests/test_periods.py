import pytest

from kinset.lineage.overlap.periods import inside
from kinset.lineage.overlap.statements import Node


def period(start: str, end: str) -> Node:
    return Node("p", {name: (value,) for name, value in (("startDate", start), ("endDate", end)) if value})


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        (period("2002", "2007"), period("2001", "2008"), True),
        (period("2001", "2008"), period("2001", "2008"), True),
        (period("2000", "2008"), period("2001", "2008"), False),
        (period("2002-03", "2007-05-02"), period("2002", "2007"), True),
        (period("2002", "2007"), period("2002-03", "2008"), False),
        (period("2002-04-01", "2007"), period("2002-03", "2008-01-05"), True),
        (period("2002", ""), period("2001", "2008"), False),
        (period("2002", "2003"), period("2001", ""), False),
    ],
)
def test_a_period_lies_inside_only_if_it_surely_does(inner: Node, outer: Node, expected: bool) -> None:  # noqa: FBT001
    assert inside(inner, outer) is expected
