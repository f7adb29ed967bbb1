"""Dates as precise as they are known, and whether one period lies in another. Part of level 4.

In: years, months or days as text; periods as nodes with start and end. Out: first and last days, truth values.
"""

from kinset.lineage.overlap.statements import Node


def first_day(date: str) -> str:
    """Return the first day that a date may mean.

    >>> first_day("2008"), first_day("2008-03")
    ('2008-01-01', '2008-03-01')
    """
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10] if len(date) == 7 else date[:10]


def last_day(date: str) -> str:
    """Return a day that is not before the last one that a date may mean; it need not exist.

    >>> last_day("2008"), last_day("2008-02")
    ('2008-12-31', '2008-02-31')
    """
    return (date + "-12-31")[:10] if len(date) == 4 else (date + "-31")[:10] if len(date) == 7 else date[:10]


def inside(inner: Node, outer: Node) -> bool:
    """Tell whether a period surely lies in another: both ends must be known."""
    ends = (inner.one("startDate"), inner.one("endDate"), outer.one("startDate"), outer.one("endDate"))
    if not all(ends):
        return False
    start, end, outer_start, outer_end = ends
    # The outer start is read late and its end early: "from 2008" may begin in the middle of 2008.
    starts_after = first_day(start) >= first_day(outer_start) if len(outer_start) == 4 else start >= outer_start
    ends_before = last_day(end) <= last_day(outer_end) if len(outer_end) == 4 else last_day(end) <= outer_end
    return starts_after and ends_before
