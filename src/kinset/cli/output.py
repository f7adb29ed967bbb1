"""How answers look: JSON, tables, the words of evidence and of issues. Level 7.

In: values of the library. Out: text on standard output; progress and warnings go to standard error.
rich starts slowly, so it is imported only where something is drawn.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import quote

import click
from pyoxigraph import BlankNode, Literal, NamedNode

from kinset.build import Notify
from kinset.cli import tables
from kinset.engine import Table
from kinset.issues import Issue, Report, Severity
from kinset.lineage.claims import EvidenceNote
from kinset.prefixes import PrefixMap
from kinset.triples import Term
from kinset.vocab import XSD

if TYPE_CHECKING:
    from rich.console import Console

COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
WEAK = {"Inferred": "yellow", "Remembered": "red"}
UNBOUNDED = 100_000  # columns: piped output is never cut
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def console(*, error: bool = False) -> "Console":
    """Return a console; piped output is never cut to a width, nor coloured."""
    from rich.console import Console  # noqa: PLC0415 - starts slowly

    class Piped(Console):
        """A console whose reader may stop early, and which pads no line on its way into a pipe."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would exit with 1, which says that the data is bad

    stream = sys.stderr if error else sys.stdout
    if stream.isatty():
        return Piped(file=stream, highlight=False)
    return Piped(file=cast("IO[str]", _Trimmed(stream)), highlight=False, width=UNBOUNDED)


class _Trimmed:
    """A stream that drops the spaces at the ends of lines, with which tables are padded."""

    def __init__(self, stream: "IO[str]") -> None:
        self._stream = stream
        self._line = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write the whole lines of the text; what is left waits for its end."""
        *lines, self._line = (self._line + text).split("\n")
        self._stream.write("".join(f"{line.rstrip()}\n" for line in lines))
        return len(text)

    def flush(self) -> None:
        """Write what is left."""
        self._stream.write(self._line)
        self._line = ""
        self._stream.flush()


def print_json(value: Any) -> None:
    """Print a value as JSON, keys in the order given."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_rows(
    columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", spared: Collection[int] = ()
) -> None:
    """Print a table of texts; where a terminal is too narrow, without the columns `spared`, else a block a row."""
    out, rows, total = console(), list(rows), len(columns)
    kept = tables.narrowed(columns, rows, out.width, spared)
    columns, rows = tables.chosen(columns, rows, kept)
    widths = tables.widths(columns, rows, out.width)
    if title:
        out.print(title, style="italic", markup=False)
    if widths is None:
        _print_blocks(out, columns, rows)
    else:
        _print_table(out, columns, rows, widths)
    if len(columns) < total:
        out.print("IRIs are left out here; --format csv has them.", style="dim")


def _print_table(out: "Console", columns: Sequence[str], rows: tables.Rows, widths: Sequence[int]) -> None:
    from rich import box  # noqa: PLC0415 - starts slowly
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, width in zip(columns, widths, strict=True):
        table.add_column(column, overflow="fold", min_width=width, max_width=width)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    out.print(table)


def _print_blocks(out: "Console", columns: Sequence[str], rows: tables.Rows) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - starts slowly
    from rich.text import Text  # noqa: PLC0415

    for row in rows:
        out.print()
        for place, (name, cell) in enumerate(tables.block(columns, row)):
            line = Text.assemble((f"{name}: " if name else "", "dim"), (cell, "bold" if place == 0 else ""))
            out.print(Padding(line, (0, 0, 0, 2 if place else 0)))
    out.print()


@contextmanager
def progress() -> Iterator[Notify]:
    """Show the steps of long work on standard error: with a spinner and times on a terminal, else a line each."""
    if not sys.stderr.isatty():
        yield lambda step: click.echo(f"{step} …", err=True)
        return
    from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(finished_text="[green]✓[/]"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console(error=True)) as bar:
        tasks: list[TaskID] = []

        def notify(step: str) -> None:
            for task in tasks:
                bar.update(task, total=1, completed=1)
            tasks.append(bar.add_task(step, total=None))

        yield notify
        for task in tasks:
            bar.update(task, total=1, completed=1)


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how much of long work is done, and the time left, on standard error; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(error=True)) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def evidence_text(note: EvidenceNote, source: str) -> str:
    """Return one piece of evidence in words; `source` is the label or link of its source."""
    words = f"{note.method.lower()}: {source}" if note.method else source
    place = f", {note.locator}" if note.locator else ""
    role = f" ({note.source_role.lower()})" if note.source_role else ""
    return f"{words}{place}{role}"


# ------------------------------------------------------------------ issues


def issue_json(issue: Issue) -> dict[str, Any]:
    """Return an issue as the contract of `check --format json` tells it; absent parts are null."""
    return {
        "severity": issue.severity.value,
        "file": issue.file or None,
        "line": issue.line or None,
        "entity": issue.entity or None,
        "path": issue.path or None,
        "value": issue.value or None,
        "message": issue.message,
        "hint": issue.hint or None,
        "rule": issue.rule,
    }


def report_json(report: Report) -> dict[str, Any]:
    """Return a report as JSON values."""
    return {"conforms": report.conforms, "issues": [issue_json(issue) for issue in report.issues]}


def report_sarif(report: Report, version: str) -> dict[str, Any]:
    """Return a report as SARIF 2.1.0, for code hosts that annotate changes with it."""
    levels = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    rules = sorted({issue.rule for issue in report.issues})
    results = []
    for issue in report.issues:
        location: dict[str, Any] = {"artifactLocation": {"uri": quote(issue.file or "kinset.toml")}}
        if issue.line:
            location["region"] = {"startLine": issue.line}
        text = f"{issue.message} {issue.hint}".strip()
        results.append(
            {
                "ruleId": issue.rule,
                "level": levels[issue.severity],
                "message": {"text": text},
                "locations": [{"physicalLocation": location}],
            }
        )
    driver = {"name": "kinset", "version": version, "rules": [{"id": rule} for rule in rules]}
    return {"$schema": SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def print_report(report: Report, prefixes: PrefixMap, limit: int | None = None, *, everything: bool = False) -> None:
    """Print issues for a person: where, what, what to do; the worst first, infos only on request; then the totals."""
    from rich.text import Text  # noqa: PLC0415 - starts slowly

    out = console()
    told = [issue for issue in report.by_severity if everything or issue.severity is not Severity.INFO]
    shown = told if limit is None else told[:limit]
    for issue in shown:
        head = Text.assemble(
            (issue.place, "bold"), "  ", (issue.severity.value, COLOURS[issue.severity]), f"  {issue.rule}"
        )
        out.print(head)
        out.print(Text(f"    {issue.message}"))
        about = " · ".join(part for part in (_about(issue, prefixes)) if part)
        if about:
            out.print(Text(f"    {about}", style="dim"))
        if issue.hint:
            out.print(Text(f"    → {issue.hint}"))
    if len(shown) < len(told):
        out.print(Text(f"    … and {len(told) - len(shown)} more", style="dim"))
    quiet = 0 if everything else report.count(Severity.INFO)
    if quiet:
        out.print(Text(f"{quiet} info(s): `kinset check --all` lists them", style="dim"))
    counts = [f"{report.count(severity)} {severity.value}(s)" for severity in Severity if report.count(severity)]
    verdict = "The catalogue conforms." if report.conforms else "The catalogue does not conform."
    out.print(Text(f"{verdict} {', '.join(counts) or 'No issues'}.", style="bold"))
    if not report.conforms:
        first = report.by_severity[0].place
        out.print(Text(f"{report.count(Severity.VIOLATION)} violation(s): first at {first}", style="bold red"))


def _about(issue: Issue, prefixes: PrefixMap) -> Iterator[str]:
    for iri in (issue.entity, issue.path):
        yield prefixes.compact(iri) if iri else ""
    yield issue.value if len(issue.value) <= 100 else issue.value[:99] + "…"


# ------------------------------------------------------------------ SPARQL results


def cell(term: Term | None, prefixes: PrefixMap) -> str:
    """Return a term as a person reads it in a table."""
    if term is None:
        return ""
    return prefixes.display(term.value) if isinstance(term, NamedNode) else term.value


def results_json(table: Table) -> dict[str, Any]:
    """Return a table in the W3C's SPARQL 1.1 results format."""
    bindings = [{name: _binding(term) for name, term in row.items()} for row in table.dicts()]
    return {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}


def ask_json(*, answer: bool) -> dict[str, Any]:
    """Return a truth value in the W3C's SPARQL 1.1 results format."""
    return {"head": {}, "boolean": answer}


def _binding(term: Term) -> Mapping[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype == XSD.string:
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def results_csv(table: Table) -> str:
    """Return a table in the W3C's CSV results format: values only, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table:
        writer.writerow("" if term is None else term.value for term in row)
    return out.getvalue()


def results_tsv(table: Table) -> str:
    """Return a table in the W3C's TSV results format: terms as in Turtle."""
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join("" if term is None else _tsv(term) for term in row) for row in table]
    return "\n".join(lines) + "\n"


def _tsv(term: Term) -> str:
    text = str(term)
    return text.replace("\t", "\\t") if isinstance(term, Literal) else text
