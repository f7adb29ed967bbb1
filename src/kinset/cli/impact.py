"""Commands of kinship: impact. Level 7."""

from typing import Any

import click

from kinset.cli import output
from kinset.cli.session import Session
from kinset.cli.sources import cite_option, print_citations
from kinset.engine import Engine
from kinset.engine.port import form as query_form
from kinset.lineage.claims import read_claims
from kinset.lineage.drawing import evidence_json
from kinset.lineage.impact import WORDS, Assessor, Event, Impact, ImpactClass, Touched, paragraph, read_setting
from kinset.lineage.trace import fold

STYLES = {
    ImpactClass.BROKEN: "bold red",
    ImpactClass.ACCESS: "red",
    ImpactClass.OBLIGATED: "yellow",
    ImpactClass.OVERLAP_ONLY: "cyan",
}
SOURCES = frozenset({"dataset", "model", "version", "part", "split"})  # what others descend from
QUIET = (ImpactClass.UNAFFECTED, ImpactClass.NO_KNOWN_LINK)


@click.command()
@click.argument("name")
@click.option("--event", type=click.Choice([event.value for event in Event]), default="withdrawn", show_default=True)
@click.option("--all", "everything", is_flag=True, help="List the unaffected, too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@cite_option
@click.pass_obj
def impact(session: Session, name: str, event: str, form: str, *, everything: bool, cite: str | None) -> None:
    """Tell what is touched if NAME (or NAME@VERSION) is withdrawn, or changes its terms or version."""
    thing = session.resolve(name, SOURCES)
    setting = read_setting(session.engine, session.directory)
    assessor = Assessor.of(read_claims(session.engine), session.directory, setting)
    found = assessor.assess(thing.iri, Event(event), _answers(session, fold(thing.iri, session.directory.base)[0]))
    if cite:
        print_citations(session, found, cite)
    elif form == "json":
        output.print_json(as_json(found, _name(session, found)))
    else:
        _print(session, found, everything=everything)


def _answers(session: Session, focus: str) -> list[str]:
    """Return the canned queries for tables that need no parameter and whose answer names the source or a part."""
    asked = [
        found for found in session.queries.values() if found.folder == "report" and query_form(found.text) == "SELECT"
    ]
    plain = [found for found in asked if not any(parameter.required for parameter in found.parameters)]
    return [found.name for found in plain if _names(session.engine, found.text, focus)]


def _names(engine: Engine, text: str, focus: str) -> bool:
    own = (f"<{focus}>", f"<{focus}/", f"<{focus}#")
    return any(str(term).startswith(own) for row in engine.select(text) for term in row if term is not None)


def as_json(impact: Impact, name: str) -> dict[str, Any]:
    """Return what an event does as plain values; `name` is how the source is called."""
    return {
        "focus": impact.focus,
        "version": impact.part or None,
        "event": impact.event.value,
        "affected": [_json(thing) for thing in impact.things if thing.impact not in QUIET],
        "unaffected": [thing.iri for thing in impact.of_class(ImpactClass.UNAFFECTED)],
        "noKnownLink": [thing.iri for thing in impact.of_class(ImpactClass.NO_KNOWN_LINK)],
        "answers": list(impact.answers),
        "reading": paragraph(impact, name),
    }


def _json(thing: Touched) -> dict[str, Any]:
    return {
        "iri": thing.iri,
        "label": thing.label,
        "kind": thing.kind,
        "class": thing.impact.value,
        "may": thing.may,
        "path": [
            {
                "claim": step.claim or None,
                "says": step.says,
                "evidence": [evidence_json(note) for note in step.evidence],
            }
            for step in thing.path
        ],
    }


def _print(session: Session, impact: Impact, *, everything: bool) -> None:
    from rich.text import Text  # noqa: PLC0415 - starts slowly

    out = output.console()
    name = _name(session, impact)
    out.print(Text.assemble("If ", (name, "bold"), f" {WORDS[impact.event]}:"))
    for found in ImpactClass:
        things = impact.of_class(found)
        if found in QUIET and not everything:
            continue
        if things:
            out.print(Text.assemble("\n", (found.value, STYLES.get(found, "dim")), f"   {MEANING[found]}"))
        for thing in things:
            may = " (perhaps: a claim on the way names no version)" if thing.may else ""
            out.print(Text.assemble("  ", (thing.label, "bold"), (f"  {thing.kind}{may}", "dim")))
            for step in thing.path:
                out.print(Text(f"      {step.says}", style="dim"))
    counts = {found: len(impact.of_class(found)) for found in QUIET}
    out.print(
        f"\nNot touched: {counts[ImpactClass.UNAFFECTED]} with complete parentage to their roots; "
        f"no link is known for {counts[ImpactClass.NO_KNOWN_LINK]} more."
    )
    if impact.answers:
        out.print(f"Canned queries whose answers name it: {', '.join(impact.answers)}.")
    out.print()
    out.print(Text(paragraph(impact, name)))


MEANING = {
    ImpactClass.BROKEN: "cannot be rebuilt, or run again, without it",
    ImpactClass.ACCESS: "given out under an agreement that it shares",
    ImpactClass.OBLIGATED: "holds what it needs; duties persist",
    ImpactClass.OVERLAP_ONLY: "shares units, does not descend from it",
    ImpactClass.UNAFFECTED: "complete parentage at each step, without it",
    ImpactClass.NO_KNOWN_LINK: "nothing is known either way",
}


def _name(session: Session, impact: Impact) -> str:
    return f"{session.directory.label(impact.focus)} {impact.part}".strip()


COMMANDS = (impact,)
