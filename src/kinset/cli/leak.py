"""Commands of leakage: leak, and matrix from its own file. Level 7.

`print_answer` draws an answer for a terminal; pictures can stand beside it as further formats.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kinset.cli import output
from kinset.cli.headline import in_plain_words
from kinset.cli.matrix import matrix
from kinset.cli.session import Session
from kinset.cli.sides import parts_meant, unit_named
from kinset.cli.sources import card_option, cite_option, named_by, print_citations
from kinset.errors import UsageError
from kinset.iri import spaced
from kinset.lineage import overlap_pictures, ways
from kinset.lineage.claims import read_claims
from kinset.lineage.impact import read_setting
from kinset.lineage.overlap.phrases import unit_words
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Answer, Judge, Step, UnitAnswer, worst
from kinset.lineage.overlap.words import REASONS, as_json, groups, paragraph
from kinset.lineage.trace import TraceEdge, Tracer
from kinset.lineage.uses import Meant, Side
from kinset.names import Directory
from kinset.wording import short_link

if TYPE_CHECKING:
    from rich.text import Text

FOUND = 1
COLOURS = {
    Verdict.SHARES: "bold red",
    Verdict.CONFLICT: "bold magenta",
    Verdict.MAY_SHARE: "bold yellow",
    Verdict.DISJOINT: "bold green",
}


def _verdicts(_context: click.Context, _parameter: click.Parameter, value: str) -> frozenset[Verdict]:
    names = [name.strip().upper().replace("-", "_") for name in value.split(",") if name.strip()]
    known = {verdict.value: verdict for verdict in Verdict}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.BadParameter(f"{unknown[0].lower()} is none of {', '.join(name.lower() for name in known)}.")
    return frozenset(known[name] for name in names)


@click.command()
@click.argument("names", metavar="TRAIN... TEST", nargs=-1)
@click.option(
    "--test", "tests", multiple=True, metavar="NAME", help="A test set; may be repeated. All else is training."
)
@click.option("--unit", default="", metavar="UNIT", help="At this unit only: note, patient, exam item …")
@click.option("--format", "form", type=click.Choice(["text", "json", "svg"]), default="text", show_default=True)
@card_option
@cite_option
@click.option("--fail-on", default="", callback=_verdicts, metavar="LIST", help="Exit 1 on: shares,may_share,conflict.")
@click.pass_context
def leak(
    context: click.Context,
    names: Sequence[str],
    tests: Sequence[str],
    unit: str,
    form: str,
    card: Path | None,
    cite: str | None,
    fail_on: frozenset[Verdict],
) -> None:
    """May what is trained on TRAIN be evaluated on TEST? Each verdict with its proof, claim by claim.

    Names are datasets, versions (NAME@VERSION), parts or splits; the last one is the test set, unless --test names it.
    A challenge, track or model stands for what it trained on, or as a test set for what it tests on: of several test
    sets each is told, the worst decides. With --from-card, what the card names is trained on, too.
    """
    session: Session = context.obj
    named = named_by(session, card)
    first, last = (names, tests) if tests else (names[:-1], names[-1:])
    trained = [parts_meant(session, name, Side.TRAIN) for name in first]
    tested = [parts_meant(session, name, Side.TEST) for name in last]
    meant = [*trained, *tested]
    trains = [*(part.iri for one in trained for part in one.parts), *(thing.iri for thing in named.things)]
    if not tested or not trains:
        raise UsageError(
            "A training set and a test set are needed.",
            hint="kinset leak TRAIN... TEST, or kinset leak TRAIN... --test TEST",
        )
    judge = Judge.of(session.engine)
    unit = unit_named(judge, unit)
    asked = dict.fromkeys(part.iri for one in tested for part in one.parts)
    answers = [judge.answer(dict.fromkeys(trains), test, unit) for test in asked]
    headline = worst(answer.headline for answer in answers)
    answer = next(answer for answer in answers if answer.test == headline.test)
    if cite:
        print_citations(session, tuple(answers), cite)
    elif form == "json":
        output.print_json(_json(answer, answers, meant) | {"unresolved": list(named.unresolved)})
    elif form == "svg":
        click.echo(overlap_pictures.as_svg(headline, judge.catalogue.statements), nl=False)
    else:
        _print_meant(session, meant)
        for one in answers:
            AnswerPrinter(one, session.directory).print()
            if any(unit.verdict is Verdict.MAY_SHARE for unit in one.by_unit):
                _print_ways(session, one)
        if len(answers) > 1:
            _print_worst(session, headline, len(answers))
    if any(unit.verdict in fail_on for one in answers for unit in one.by_unit):
        context.exit(FOUND)


def _json(answer: Answer, answers: Sequence[Answer], meant: Iterable[Meant]) -> dict[str, object]:
    """Return the worst answer as the contract tells it, with all of them where there are several test sets."""
    return {
        **as_json(answer),
        "byTest": [as_json(one) for one in answers] if len(answers) > 1 else [],
        "meant": [
            {
                "iri": one.iri,
                "side": one.side.name.lower(),
                "parts": [{"iri": part.iri, "roles": list(part.roles)} for part in one.parts],
            }
            for one in meant
            if one.parts[0].roles
        ],
    }


def _print_meant(session: Session, meant: Iterable[Meant]) -> None:
    """Print which parts are meant by the shared tasks and models that were named."""
    label = session.directory.label
    for one in meant:
        if one.parts[0].roles:
            output.console().print(f"{label(one.iri)}, what it {one.side.value}:", style="bold", markup=False)
        for part in one.parts:
            if part.roles:
                roles = ", ".join(spaced(role) for role in part.roles)
                output.console().print(f"  {label(part.iri)} ({roles})", markup=False)


def _print_worst(session: Session, headline: UnitAnswer, number: int) -> None:
    label, verdict = session.directory.label, headline.verdict.value
    says = f"{label(headline.train)} and {label(headline.test)}, {unit_words(headline.unit)}"
    output.console().print(f"\nThe worst of {number} test sets: {verdict}: {says}", style="bold", markup=False)


def _print_ways(session: Session, answer: Answer) -> None:
    """Print what is recorded between the two sides of an open verdict: common sources and overlaps of sources."""
    from rich.text import Text  # noqa: PLC0415 - starts slowly

    out, label = output.console(), session.directory.label
    tracer = Tracer.of(read_claims(session.engine), session.directory)
    stated = read_setting(session.engine, session.directory).overlaps
    lines: list[str] = []
    for train in answer.trains:
        for common in ways.common_sources(tracer, train, answer.test):
            lines += [f"both come from {label(common.source)}"]
            lines += [f"    {_way(session, edge)}" for edge in (*common.from_one, *common.from_other)]
        for between in ways.overlaps_between(tracer, train, answer.test, stated):
            both = f"{label(between.one)} and {label(between.other)}"
            lines += [f"{both} are said to share units  {_short(session, between.claim)}"]
            lines += [f"    {_way(session, edge)}" for edge in (*between.from_one, *between.from_other)]
    if lines:
        out.print(Text("\nRecorded between them (this proves nothing by itself):", style="bold"))
        for line in lines:
            out.print(Text(f"  {line}"))


def _way(session: Session, edge: TraceEdge) -> str:
    """Return a claim on a way in words, with its best evidence."""
    label = session.directory.label
    methods = [note.method for note in edge.link.evidence]
    best = next(
        (method for method in ("Computed", "Read", "Inferred", "Remembered") if method in methods), "no evidence"
    )
    part = f" {edge.target_part}" if edge.target_part else ""
    says = f"{label(edge.origin)}: {spaced(edge.link.kind)} {label(edge.target)}{part}"
    return f"{says} ({best.lower()})  {_short(session, edge.link.claim)}"


def _short(session: Session, iri: str) -> str:
    return iri.removeprefix(session.directory.base.value)


class AnswerPrinter:
    """Prints an answer for a person: verdicts by unit, proofs as paths with evidence, splits, the reading."""

    def __init__(self, answer: Answer, directory: Directory) -> None:
        self.answer, self.directory = answer, directory
        self.console = output.console()

    def print(self) -> None:
        """Print all of it."""
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        label = self.directory.label
        trains = ", ".join(label(iri) for iri in self.answer.trains)
        self.console.print(Text(f"Trained on {trains}; evaluated on {label(self.answer.test)}", style="bold"))
        if self.answer.test in self.answer.trains:
            self.console.print("The same on both sides.", style="yellow")
        self.console.print(Text(in_plain_words(self.answer), style=COLOURS[self.answer.headline.verdict]))
        for group in groups(self.answer.by_unit):
            self.group(group)
        self.splits()
        self.console.print()
        self.console.print(Text(paragraph(self.answer, label)))

    def group(self, group: list[UnitAnswer]) -> None:
        """Print the units that have one verdict for the same cause."""
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        first = group[0]
        head = Text("\n")
        head.append(first.verdict.value, style=COLOURS[first.verdict])
        head.append("  " + ", ".join(unit_words(answer.unit) for answer in group))
        if len(self.answer.trains) > 1:
            head.append(f"  (with {self.directory.label(first.train)})", style="dim")
        for flag in first.flags:
            head.append(f"  [{flag}]", style="yellow")
        self.console.print(head)
        if first.forces and first.verdict is Verdict.CONFLICT:
            self.console.print(Text(f"  What would force {first.forces.value}:", style="dim"))
        self.proof(first.proof)
        for quarrel in first.contested:
            self.console.print(Text("  These cannot all be true:", style="magenta"))
            self.proof(quarrel)
        for reason in first.reasons:
            self.console.print(Text(f"  {reason.value}: {REASONS[reason]}"))
        if first.would_decide:
            self.console.print(Text("  What would decide it:", style="dim"))
            for text in first.would_decide:
                self.console.print(Text(f"    - {text}"))
        if not first.complete:
            self.console.print(Text("  Not all contradictions of the catalogue could be listed.", style="yellow"))

    def proof(self, steps: Iterable[Step]) -> None:
        """Print the claims of a proof in order."""
        for number, step in enumerate(steps, start=1):
            self.console.print(self.step(number, step))

    def step(self, number: int, step: Step) -> "Text":
        """Return a claim with its marks and evidence."""
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        text = Text(f"  {number}. {step.says}", style="cyan")
        marks = [word for word, holds in (("default", step.default), ("contested", step.contested)) if holds]
        marks += [step.method.lower()] if step.method in output.WEAK and not step.default else []
        for mark in marks:
            text.append(f"  [{mark}]", style="red" if mark in {"contested", "remembered"} else "yellow")
        name = step.claim.removeprefix(self.directory.base.value) + (f" {step.predicate}" if step.predicate else "")
        text.append(f"\n     {name}", style="dim")
        for note in step.evidence:
            thing = self.directory.by_iri.get(note.source)
            source = thing.label if thing else short_link(note.source)
            text.append(f"\n     {output.evidence_text(note, source)}", style=output.WEAK.get(note.method, "dim"))
        return text

    def splits(self) -> None:
        """Print the split x split matrix."""
        cells = self.answer.by_split
        if not cells:
            return
        columns = list(dict.fromkeys(cell.test for cell in cells))
        rows = list(dict.fromkeys(cell.train for cell in cells))
        found = {(cell.train, cell.test): cell.by_unit for cell in cells}
        self.console.print("\nBy split (training down, test across):")
        output.print_rows(
            ["", *(self.directory.label(column) for column in columns)],
            [
                [self.directory.label(row), *(_units(found.get((row, column), ())) for column in columns)]
                for row in rows
            ],
        )


def _units(answers: Iterable[UnitAnswer]) -> str:
    """Return the verdicts at several units: each with its units."""
    found: dict[str, list[str]] = {}
    for answer in answers:
        found.setdefault(answer.verdict.value, []).append(unit_words(answer.unit))
    return "\n".join(f"{verdict} {', '.join(units)}" for verdict, units in found.items())


COMMANDS = (leak, matrix)
