"""How a coverage looks: tables for a steward, JSON for programs. Level 7.

In: a `Coverage`. Out: text on standard output, or values for `output.print_json`.
"""

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click

from kinset.cli import output
from kinset.coverage import Coverage, Fact, ListCoverage, RecordCoverage, State, Tally, percent
from kinset.prefixes import PrefixMap

SHARES = ("facts", "read or computed", "… with maker or host", "without evidence")


class CoveragePrinter:
    """Prints a coverage: the totals, then what to work on; of long lists the first `top`."""

    def __init__(self, found: Coverage, prefixes: PrefixMap, top: int) -> None:
        self.found = found
        self.prefixes = prefixes
        self.top = top

    def print(self) -> None:
        """Print everything."""
        self.totals()
        for found in self.found.lists:
            self.list(found)
        self.expected()
        self.emptiest()
        self.ends()
        self.weakest()

    def totals(self) -> None:
        """Print the facts of each kind, then those of all by method and by source."""
        found, totals = self.found, self.found.totals
        counts = Counter(record.kind for record in found.records)
        rows = [[kind, f"{counts[kind]:,}", *_cells(tally)] for kind, tally in found.kinds.items()]
        rows.append(["all", f"{len(found.records):,}", *_cells(totals)])
        output.print_rows(["", "records", *SHARES], rows, title="Facts")
        for words, parts in (("By method", totals.methods), ("By source", totals.roles)):
            shown = (f"{name.lower()} {count:,} ({percent(count, totals.facts)})" for name, count in parts.items())
            click.echo(f"{words}: {', '.join(shown) or 'nothing'}")
        click.echo()

    def list(self, found: ListCoverage) -> None:
        """Print the items of a list and what they cover."""
        click.secho(f"{found.label}: {found.covered} of {len(found.items)} items have their records", bold=True)
        for item in found.items:
            click.echo(f"{item.position or '':>4}  {item.name}")
            self.paragraph("", item.covers)
            self.paragraph("without a record: ", item.without_record)
            if not item.covers and not item.without_record:
                click.secho("      nothing yet", fg="yellow")
        share = percent(found.tally.primary, found.tally.facts)
        click.echo(f"Of the {found.tally.facts:,} facts of these records, {share} were read with maker or host.\n")

    def expected(self) -> None:
        """Print for each expected predicate how many records say what."""
        columns = ["", "answered", "unverified", "unknown", "none", "not checked"]
        states = [State.ANSWERED, State.UNVERIFIED, State.UNKNOWN, State.NONE, State.MISSING]
        rows = [
            [self.prefixes.display(predicate), *(f"{counts[state]:,}" if counts[state] else "" for state in states)]
            for predicate, counts in self.found.expected.items()
        ]
        if rows:
            output.print_rows(columns, rows, title="Expected facts: how many records say what")

    def emptiest(self) -> None:
        """Print the records that lack most of what is expected of them."""
        pairs = [
            (record, record.predicates(State.MISSING), record.predicates(State.UNVERIFIED))
            for record in self.found.records
        ]
        lacking = [found for found in pairs if found[1] or found[2]]
        lacking.sort(key=lambda found: (-len(found[1]), -len(found[2]), found[0].iri))
        if lacking:
            click.secho("Records that lack most expected facts", bold=True)
        for record, missing, unverified in lacking[: self.top]:
            click.echo(f"  {self.prefixes.display(record.iri)}")
            self.paragraph(f"{len(missing)} not checked: ", missing)
            self.paragraph(f"{len(unverified)} unverified: ", unverified)
        self.rest(len(lacking))

    def ends(self) -> None:
        """Print where chains of derivation end in nothing."""
        if not self.found.ends:
            click.echo("Every chain of derivations ends in a complete parentage.\n")
            return
        click.secho("Chains that end in nothing: neither a derivation nor a complete parentage", bold=True)
        for end in self.found.ends:
            stated = f"parentage {', '.join(end.parentage).lower() or 'not checked'}" if end.recorded else "no record"
            click.echo(f"  {self.prefixes.display(end.iri)}: {stated}")
            self.paragraph("reached from ", end.reached_from)
        click.echo()

    def weakest(self) -> None:
        """Print the records with most facts that nobody read or computed in a maker's or host's source."""
        weak = [record for record in self.found.records if record.weak]
        rows = [
            [self.prefixes.display(record.iri), *_cells(record.tally), _ways(record.weak)]
            for record in weak[: self.top]
        ]
        if rows:
            title = "Records with most facts to look up with maker or host"
            output.print_rows(["", *SHARES, "to look up"], rows, title=title)
        self.rest(len(weak))

    def record(self, record: RecordCoverage) -> None:
        """Print of one record each fact that wants a better source, and what is expected and not there."""
        rows = [
            [f"{fact.file}:{fact.line}", self.prefixes.display(fact.says), self.prefixes.display(fact.node), _way(fact)]
            for fact in record.weak
        ]
        share = percent(record.tally.primary, record.tally.facts)
        click.echo(f"{record.label}: {record.tally.facts:,} facts, {share} read or computed with maker or host.")
        if rows:
            output.print_rows(["where", "fact", "of", "best evidence"], rows, title="To look up with maker or host")
        for words, state in (("Not checked", State.MISSING), ("Unverified", State.UNVERIFIED)):
            if record.predicates(state):
                click.echo(f"{words}: {self.names(record.predicates(state))}")

    def paragraph(self, words: str, iris: Sequence[str]) -> None:
        """Print names below what they belong to; nothing where there are none."""
        if iris:
            indent = " " * 6
            text = words + self.names(iris)
            click.echo(
                textwrap.fill(text, 110, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
            )

    def rest(self, number: int) -> None:
        """Tell how many are not shown."""
        click.echo(f"… and {number - self.top:,} more: --top {number}\n" if number > self.top else "")

    def names(self, iris: Iterable[str]) -> str:
        """Return IRIs as a person reads them."""
        return ", ".join(self.prefixes.display(iri) for iri in iris)


def _cells(tally: Tally) -> list[str]:
    shares = (percent(number, tally.facts) for number in (tally.verified, tally.primary))
    return [f"{tally.facts:,}", *shares, f"{tally.unsupported:,}"]


def _way(fact: Fact) -> str:
    return f"{fact.method.lower()}, {fact.role.lower()}" if fact.method else "without evidence"


def _ways(facts: Iterable[Fact]) -> str:
    return " · ".join(f"{count} {way}" for way, count in Counter(map(_way, facts)).most_common())


# ------------------------------------------------------------------ JSON


def coverage_json(found: Coverage) -> dict[str, Any]:
    """Return a coverage as JSON values; every record is there, with each fact to look up and its place."""
    counts = Counter(record.kind for record in found.records)
    return {
        "totals": {"records": len(found.records), **_tally_json(found.totals)},
        "kinds": {kind: {"records": counts[kind], **_tally_json(tally)} for kind, tally in found.kinds.items()},
        "lists": [_list_json(item) for item in found.lists],
        "expected": {
            predicate: {state.value: counts[state] for state in State} for predicate, counts in found.expected.items()
        },
        "ends": [asdict(end) for end in found.ends],
        "records": [record_json(record) for record in found.records],
    }


def record_json(record: RecordCoverage) -> dict[str, Any]:
    """Return the coverage of one record as JSON values; absent parts are null."""
    return {
        "iri": record.iri,
        "kind": record.kind,
        "label": record.label,
        **_tally_json(record.tally),
        "expected": {item.predicate: item.state.value for item in record.expected},
        "to_look_up": [_fact_json(fact) for fact in record.weak],
    }


def _fact_json(fact: Fact) -> dict[str, Any]:
    row = asdict(fact)
    return {key: row[key] or None for key in ("node", "says", "value", "evidence", "method", "role", "file", "line")}


def _tally_json(tally: Tally) -> Mapping[str, Any]:
    return {
        "facts": tally.facts,
        "read_or_computed": tally.verified,
        "read_or_computed_with_maker_or_host": tally.primary,
        "share": tally.primary * 10_000 // tally.facts / 10_000 if tally.facts else None,  # never rounded up
        "without_evidence": tally.unsupported,
        "by_method": dict(tally.methods),
        "by_source_role": dict(tally.roles),
    }


def _list_json(found: ListCoverage) -> dict[str, Any]:
    items = [{**asdict(item), "covered": item.covered} for item in found.items]
    return {
        "iri": found.iri,
        "label": found.label,
        "covered": found.covered,
        "items": items,
        "facts_of_its_records": _tally_json(found.tally),
    }
