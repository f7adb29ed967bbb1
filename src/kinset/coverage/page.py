"""The totals of a coverage as a table in a page. Level 5.

In: a `Coverage`. Out: Markdown between two marker comments, and a page with that block in its place.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from kinset.coverage.values import Coverage, State, Tally
from kinset.errors import UsageError

OPENING, CLOSING = "<!-- coverage -->", "<!-- /coverage -->"
HEAD = (
    "kind",
    "records",
    "facts",
    "read or computed",
    "read or computed in a maker's or host's source",
    "inferred or remembered",
    "without evidence",
)


def percent(part: int, whole: int) -> str:
    """Return a share in per cent with one decimal, never rounded up: 100.0% means all.

    >>> percent(1999, 2000), percent(2000, 2000), percent(0, 0)
    ('99.9%', '100.0%', '-')
    """
    return f"{1000 * part // whole / 10:.1f}%" if whole else "-"


def markdown(coverage: Coverage) -> str:
    """Return the totals as Markdown, the marker comments first and last, without a line break at the end."""
    counts = Counter(record.kind for record in coverage.records)
    totals = coverage.totals
    return "\n".join(
        [
            OPENING,
            f"| {' | '.join(HEAD)} |",
            f"|---{'|--:' * (len(HEAD) - 1)}|",
            *(_row(kind, counts[kind], tally) for kind, tally in coverage.kinds.items()),
            _row("**all**", len(coverage.records), totals),
            "",
            f"- By method: {_shares(totals.methods, totals.facts)}.",
            f"- By source: {_shares(totals.roles, totals.facts)}.",
            *_list_lines(coverage),
            *_expected_lines(coverage),
            "",
            "These lines are written by `kinset coverage --update README.md`.",
            CLOSING,
        ]
    )


def with_block(page: str, block: str) -> str:
    """Return a page with the block in place of the one between its markers; raises UsageError where it has none."""
    before, opening, rest = page.partition(OPENING)
    _, closing, after = rest.partition(CLOSING)
    if not opening or not closing or OPENING in after:
        raise UsageError(
            f"The page has no place for the totals: one line {OPENING} and below it one line {CLOSING}.",
            hint="Put these two lines where the totals shall stand, and run the command again.",
        )
    return before + block + after


def _row(name: str, records: int, tally: Tally) -> str:
    cells = (
        name,
        f"{records:,}",
        f"{tally.facts:,}",
        percent(tally.verified, tally.facts),
        percent(tally.primary, tally.facts),
        f"{tally.facts - tally.verified - tally.unsupported:,}",
        f"{tally.unsupported:,}",
    )
    return f"| {' | '.join(cells)} |"


def _shares(counts: Mapping[str, int], whole: int) -> str:
    return ", ".join(f"{name.lower()} {percent(count, whole)}" for name, count in counts.items()) or "nothing"


def _list_lines(coverage: Coverage) -> Iterator[str]:
    for item in coverage.lists:
        share = percent(item.tally.primary, item.tally.facts)
        yield (
            f"- List “{item.label}”: {item.covered} of {len(item.items)} items have their records; of the "
            f"{item.tally.facts:,} facts of these, {share} were read or computed in a maker's or host's source."
        )


def _expected_lines(coverage: Coverage) -> Iterator[str]:
    """Yield one line on all that is expected, or none where the ontology expects nothing."""
    states = Counter(item.state for record in coverage.records for item in record.expected)
    if states:
        yield (
            f"- Of {states.total():,} facts that the ontology expects, {states[State.ANSWERED]:,} are answered, "
            f"{states[State.UNKNOWN] + states[State.NONE]:,} were looked for and are not stated or do not exist, "
            f"{states[State.UNVERIFIED]:,} are unverified, {states[State.MISSING]:,} not checked yet."
        )
