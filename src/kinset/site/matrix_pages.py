"""The leakage matrix. Level 6.

In: a `Stock`, a `Press`. Out: one bundle: a table of the datasets that share, or are known not to share, records with
another, each cell leading to the leak checker. Beyond `LIMIT` datasets those with most ties are shown, and it says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kinset.lineage.overlap.solve import Verdict
from kinset.site.bundles import Artifact, Bundle
from kinset.site.leaks import WORDS, units
from kinset.site.pages import Place, Press
from kinset.site.stock import DATASET, Stock

LIMIT = 160
SIGNS: Mapping[Verdict, str] = {
    Verdict.SHARES: "●",
    Verdict.CONFLICT: "⚡",
    Verdict.DISJOINT: "○",
    Verdict.MAY_SHARE: "?",
}


@dataclass(frozen=True, slots=True)
class Square:
    """A cell: a sign, a class for its colour, and what it says in words; empty where no link is recorded."""

    sign: str
    verdict: str
    says: str


def bundles(stock: Stock, press: Press) -> Iterator[Bundle]:
    """Yield the matrix."""
    yield Bundle("matrix", stock.everything_key, lambda: [_page(stock, press)])


def _page(stock: Stock, press: Press) -> Artifact:
    ties = _ties(stock)
    names = _chosen(ties)
    slugs = {iri: iri.rpartition("/")[2] for iri in names}
    squares = {one: {other: _square(stock, one, other) for other in names} for one in names}
    values = {
        "names": [(iri, stock.label(iri), slugs[iri]) for iri in names],
        "squares": squares,
        "total": len(stock.entities(DATASET)),
        "tied": len(ties),
        "signs": [(SIGNS[verdict], verdict.value, WORDS[verdict]) for verdict in SIGNS],
    }
    return Artifact("matrix/index.html", press.page("matrix.html", Place("matrix/", stock.addresses), values))


def _ties(stock: Stock) -> dict[str, set[str]]:
    """Return the datasets that have a decided verdict with another, with these others."""
    ties: dict[str, set[str]] = {}
    for thing in stock.entities(DATASET):
        for slug, row in stock.told(thing.iri).items():
            if row["verdict"] != Verdict.MAY_SHARE.value:
                ties.setdefault(thing.iri, set()).add(stock.dataset(slug))
                ties.setdefault(stock.dataset(slug), set()).add(thing.iri)
    return ties


def _chosen(ties: Mapping[str, set[str]]) -> list[str]:
    """Return at most `LIMIT` datasets, those with most ties, kin beside kin."""
    most = sorted(ties, key=lambda iri: (-len(ties[iri]), iri))[:LIMIT]
    kept, ordered, queue = set(most), dict[str, None](), list[str]()
    for start in most:
        queue.append(start)
        while queue:
            here = queue.pop()
            if here in ordered or here not in kept:
                continue
            ordered[here] = None
            queue += sorted(ties[here] - ordered.keys(), key=lambda iri: (len(ties[iri]), iri))
    return list(ordered)


def _square(stock: Stock, one: str, other: str) -> Square:
    if one == other:
        return Square("", "same", "the same")
    first, second = (iri.rpartition("/")[2] for iri in (one, other))
    row = stock.told(one).get(second) or stock.told(other).get(first)
    if row is None:
        return Square("", "none", "no link recorded")
    verdict = Verdict(row["verdict"])
    return Square(SIGNS[verdict], verdict.value, f"{WORDS[verdict]}: {units(row)}")
