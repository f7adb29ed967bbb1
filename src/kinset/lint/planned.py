"""The pages of a catalogue's site as it is planned, read as a crawler would read them. Level 6.

In: a `Stock` and datasets. Out: an `Outcome`, whose findings tell file, line and property of the record. The pages are
made in memory; nothing is written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode

from kinset.lint.crawling import Lead, Surroundings, addresses, alike
from kinset.lint.guidelines import GUIDELINES
from kinset.lint.looks import Look, Outcome, outcome
from kinset.lint.nodes import is_web
from kinset.lint.reading import Page, read_page
from kinset.lint.rules import Finding, Weight
from kinset.records import Record
from kinset.site import planning
from kinset.site.bundles import Bundle
from kinset.site.stock import Stock

MACHINES = "machines"  # the bundle of site maps and robots.txt
_ABOUT = {"conditionsOfAccess": "isAccessibleForFree"}  # what comes from the same place of a record
Progress = Callable[[int, int], None]


def dry_run(stock: Stock, iris: Sequence[str], progress: Progress = lambda _done, _all: None) -> Outcome:
    """Return what a search engine will see of datasets; those that were given up are left out.

    The name and description of every dataset of the catalogue are compared, whichever are asked for.
    """
    kept = [iri for iri in iris if not stock.retired(iri)]
    every = [thing.iri for thing in stock.directory.entities("dataset") if not stock.retired(thing.iri)]
    records = {iri: stock.material.describe(iri) for iri in every}
    wanted = {MACHINES, *kept}
    bundles = {bundle.name: bundle for bundle in planning.plan(stock) if bundle.name in wanted}
    around = _surroundings(stock, bundles[MACHINES], records)
    done = outcome(_pages(stock, kept, bundles, progress), around, len(iris) - len(kept))
    places = _Places(stock, records)
    return replace(done, looks=tuple(places.on(look) for look in done.looks))


def _pages(stock: Stock, iris: Sequence[str], bundles: Mapping[str, Bundle], progress: Progress) -> Iterator[Page]:
    for number, iri in enumerate(iris, start=1):
        file = f"{stock.addresses.path(iri)}index.html"
        found = next(item for item in bundles[iri].make() if item.path == file)
        yield read_page(file, found.content)
        progress(number, len(iris))


def _surroundings(stock: Stock, machines: Bundle, records: Mapping[str, Record]) -> Surroundings:
    maps: list[str] = []
    robots: str | None = None
    for item in machines.make():  # makes the site maps first: the rest is not waited for
        if item.path == "robots.txt":
            robots = item.content.decode()
            break
        maps.append(item.content.decode())
    return Surroundings(
        site=stock.addresses.site,
        listed=addresses(maps) if stock.addresses.site else None,
        robots=robots,
        leads=lambda iri: _leads(stock, iri),
        names=alike((iri, record.name) for iri, record in records.items()),
        descriptions=alike((iri, record.description or "") for iri, record in records.items()),
    )


def _leads(stock: Stock, iri: str) -> Lead:
    """Return where an IRI leads: what the catalogue describes has a page, or a place on one."""
    base = stock.project.base
    if iri.startswith(base.value):
        entity = base.entity(iri)
        described = entity in stock.labels and NamedNode(iri) in stock.sources.asserted
        return Lead.PAGE if described else Lead.NOWHERE
    return Lead.ELSEWHERE if is_web(iri) else Lead.NOWHERE


class _Places:
    """Tells where in the records a finding is mended, and what the records know of it."""

    def __init__(self, stock: Stock, records: Mapping[str, Record]) -> None:
        self.stock = stock
        self.records = records

    def on(self, look: Look) -> Look:
        """Return what was seen, its findings with their places."""
        if look.iri not in self.records:
            return look
        record = self.records[look.iri]
        findings = (self._placed(found, record) for found in look.findings)
        return replace(look, findings=tuple(sorted(findings, key=lambda found: found.weight.rank)))

    def _placed(self, found: Finding, record: Record) -> Finding:
        guideline = GUIDELINES.get(_ABOUT.get(found.about, found.about))
        if guideline is None:
            return found
        path = guideline.paths[0] if guideline.paths else None
        file, line = self.stock.sources.place(NamedNode(record.iri), path)
        placed = replace(found, file=file, line=line, path=path.value if path else "")
        if found.rule not in {"recommended-missing", "access-unstated"}:
            return placed
        for told, why in ((record.none, "a source says that there is none"), (record.unknown, "no source states it")):
            if any(one.value in told for one in guideline.paths):
                says = f"{found.says}: {why}"
                return replace(placed, weight=Weight.NOTE, says=says, mend="Nothing, until a source tells otherwise.")
        return placed
