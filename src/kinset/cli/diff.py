"""Commands of change: diff. Level 7."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kinset.changes import Change, Differences, EntityChanges, FactChange, Sort, State, compare
from kinset.cli import output
from kinset.edits import Edit
from kinset.flips import PAIRS, Flip, Flips, How, find_flips
from kinset.lineage.overlap.phrases import unit_words
from kinset.states import open_state
from kinset.vocab import RDF, RDFS

if TYPE_CHECKING:
    from rich.text import Text

    from kinset.cli.session import Session

DIFFERENT = 1
MARKS = {Sort.ADDED: ("+", "green"), Sort.REMOVED: ("-", "red"), Sort.CHANGED: ("~", "yellow")}
SHOWN = 12  # changes of an entity that came or went; JSON has them all
EVIDENCE_SHOWN = 3


def _pairs(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    if value == "none":
        return 0
    if not value.isdigit():
        raise click.BadParameter(f"'{value}' is neither a number of pairs nor none.")
    return int(value)


@click.command()
@click.argument("old")
@click.argument("new", default="")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--verdicts",
    "pairs",
    default=str(PAIRS),
    callback=_pairs,
    metavar="PAIRS|none",
    show_default=True,
    help="Judge at most so many pairs of datasets in both states, or none.",
)
@click.option("--exit-code", "fail", is_flag=True, help="Exit 1 if anything differs.")
@click.pass_context
def diff(context: click.Context, old: str, new: str, form: str, pairs: int, *, fail: bool) -> None:
    """Tell what differs between two states of the catalogue, and which leakage verdicts that flipped.

    OLD and NEW are revisions of the git repository that the catalogue stands in, builds, or folders with a catalogue.
    Without NEW it is the catalogue as it is.
    """
    session: Session = context.obj
    session.local_only("diff")
    with output.progress() as notify:
        notify("Reading both states")
        states = [open_state(name or str(session.project.root), session.project) for name in (old, new)]
        notify("Comparing what they say")
        found = compare(*states)
        flips = None
        if pairs and found.entities:
            notify("Judging the pairs that the changes can reach")
            flips = find_flips(*(state.statements for state in states), pairs=pairs)
    for state in states:
        if state.faults:
            click.echo(
                f"kinset: {state.name} has {state.faults} fault(s) of reading; what they hide is missing.", err=True
            )
    if form == "json":
        output.print_json(as_json((states[0], states[1]), found, flips))
    else:
        _Printer((states[0], states[1])).print(found, flips)
    if fail and found.entities:
        context.exit(DIFFERENT)


# ------------------------------------------------------------------ JSON


def as_json(states: tuple[State, State], found: Differences, flips: Flips | None) -> dict[str, Any]:
    """Return what differs as plain values; `verdicts` is null where none were asked for."""
    return {
        **{
            key: {"name": state.name, "is": state.origin, "faults": state.faults}
            for key, state in zip(("old", "new"), states, strict=True)
        },
        "counts": {sort.value: found.count(sort) for sort in Sort}
        | {"evidence": sum(found.count(sort, evidence=True) for sort in Sort)},
        "entities": [_entity(entity) for entity in found.entities],
        "verdicts": _verdicts(states, flips) if flips else None,
    }


def _entity(entity: EntityChanges) -> dict[str, Any]:
    return {
        "iri": entity.iri,
        "label": entity.label,
        "kind": entity.kind,
        "sort": entity.sort.value,
        "changes": [_change(change) for change in entity.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "sort": change.sort.value,
        "subject": change.subject,
        "holder": change.holder,
        "was": change.was or None,
        "now": change.now or None,
        "evidenceOnly": change.evidence_only,
        "facts": [_fact(fact) for fact in change.facts],
    }


def _fact(fact: FactChange) -> dict[str, Any]:
    return {
        "sort": fact.sort.value,
        "subject": fact.subject,
        "predicate": fact.predicate,
        "old": fact.old or None,
        "new": fact.new or None,
    }


def _verdicts(states: tuple[State, State], flips: Flips) -> dict[str, Any]:
    return {
        "flips": [_flip(flip) for flip in flips.flips],
        "compared": flips.compared,
        "cut": flips.cut,
        "onlyInOneState": flips.only_one,
        "undecided": flips.undecided,
        "changesThatBear": flips.bearing,
        "exhausted": flips.exhausted,
        "complete": not (flips.cut or flips.undecided or flips.exhausted),
        "labels": {
            iri: _label(states, iri)
            for iri in sorted({side for flip in flips.flips for side in (flip.one, flip.other)})
        },
    }


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "between": [flip.one, flip.other],
        "units": list(flip.units),
        "old": flip.old.value,
        "new": flip.new.value,
        "because": [_cause(edit) for edit in flip.causes],
        "how": flip.how.value,
        "alone": flip.alone,
        "smallest": flip.smallest,
        "proof": list(flip.proof),
    }


def _cause(edit: Edit) -> dict[str, Any]:
    return {
        "sort": edit.sort,
        "claim": edit.iri,
        "predicate": edit.name or None,
        "was": edit.was or None,
        "now": edit.now or None,
    }


def _label(states: tuple[State, State], iri: str) -> str:
    return next(state for state in states if iri in state.statements.things).statements.label(iri)


# ------------------------------------------------------------------ text


class _Printer:
    """Prints what differs for a person: by entity, what is said before evidence; then the verdicts that flipped."""

    def __init__(self, states: tuple[State, State]) -> None:
        self.states = states
        self.console = output.console()

    def print(self, found: Differences, flips: Flips | None) -> None:
        old, new = self.states
        self.line(f"From {old.name} ({old.origin}) to {new.name} ({new.origin}):", style="bold")
        if not found.entities:
            self.line("Nothing differs.")
            return
        for entity in found.entities:
            self.entity(entity)
        counts = ", ".join(f"{found.count(sort)} {sort.value}" for sort in Sort)
        evidence = sum(found.count(sort, evidence=True) for sort in Sort)
        self.line(f"\nFacts: {counts}; {evidence} more are of evidence.", style="bold")
        if flips is not None:
            self.verdicts(flips)

    def line(self, text: str, style: str = "") -> None:
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        self.console.print(Text(text, style=style))

    def entity(self, entity: EntityChanges) -> None:
        """Print one entity; of one that came or went whole, the claims first and not all of it."""
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        sign, style = MARKS[entity.sort]
        whole = "" if entity.sort is Sort.CHANGED else f" {entity.sort.value}"
        self.console.print(
            Text.assemble("\n", (f"{sign} {entity.label}", f"bold {style}"), (f"  {entity.kind}{whole}", "dim"))
        )
        said = [change for change in entity.changes if not change.evidence_only and not _is_head(change, entity)]
        evidence = [change for change in entity.changes if change.evidence_only]
        if entity.sort is not Sort.CHANGED:
            said.sort(key=lambda change: change.subject == entity.iri)
            self.changes(said, SHOWN, entity.label)
            if evidence:
                self.line(f"    evidence: {len(evidence)} more", style="dim")
            return
        self.changes(said, len(said), entity.label)
        if evidence:
            self.line("    evidence only:", style="dim")
            self.changes(evidence, EVIDENCE_SHOWN, entity.label)

    def changes(self, changes: list[Change], limit: int, label: str) -> None:
        for change in changes[:limit]:
            short = replace(
                change, was=change.was.removeprefix(f"{label}: "), now=change.now.removeprefix(f"{label}: ")
            )
            self.console.print(_words(short))
        if len(changes) > limit:
            self.line(f"    … and {len(changes) - limit} more (--format json has all)", style="dim")

    def verdicts(self, flips: Flips) -> None:
        """Print the verdicts that flipped, and what was not judged."""
        self.line(
            f"\nVerdicts: {len(flips.flips)} flipped, of {flips.compared} pairs that the changes can reach.",
            style="bold",
        )
        for flipped in _by_cause(flips.flips):
            self.cause(flipped)
        notes = (
            (not flips.bearing, "No change bears on a verdict."),
            (flips.cut, f"Cut: {flips.cut} more pairs, farther from the changes, were not judged (--verdicts PAIRS)."),
            (
                flips.only_one,
                f"{flips.only_one} dataset(s) stand in one state only; verdicts on them are not compared.",
            ),
            (flips.undecided, f"{flips.undecided} verdict(s) need too large a search and were not compared."),
            (flips.exhausted, "The tries ran out: some causes were not found, or may not be the smallest."),
        )
        for applies, text in notes:
            if applies:
                self.line(text, style="yellow")

    def cause(self, flips: list[Flip]) -> None:
        """Print the changes that account for some flips, then these."""
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        self.line(f"\n  {_how(flips)}")
        for edit in flips[0].causes:
            for sign, style, text in (("-", "red", edit.was), ("+", "green", edit.now)):
                if text:
                    self.line(f"    {sign} {text}", style=style)
            name = edit.iri.removeprefix(self.states[1].base.value)
            self.line(f"      {name} {edit.name}".rstrip(), style="dim")
        for flip in flips:
            names = f"{_label(self.states, flip.one)} and {_label(self.states, flip.other)}"
            units = ", ".join(unit_words(unit) for unit in flip.units)
            verdicts = f"{flip.old.value} → {flip.new.value}"
            self.console.print(Text.assemble("      ", (verdicts, "bold yellow"), f"  {names}", (f"  {units}", "dim")))


def _is_head(change: Change, entity: EntityChanges) -> bool:
    """Tell whether a change says no more of an entity that came or went than the line above it: its type and label."""
    head = {RDF.type.value, RDFS.label.value}
    return entity.sort is not Sort.CHANGED and change.subject == entity.iri and change.facts[0].predicate in head


def _by_cause(flips: Iterable[Flip]) -> list[list[Flip]]:
    found: dict[object, list[Flip]] = {}
    for flip in flips:
        found.setdefault((flip.causes, flip.how, flip.alone, flip.smallest), []).append(flip)
    return list(found.values())


def _how(flips: list[Flip]) -> str:
    """Return how far flips of one cause are explained, in words."""
    flip = flips[0]
    what = "One change" if len(flip.causes) == 1 else f"{len(flip.causes)} changes together"
    verdicts = "a verdict" if len(flips) == 1 else f"{len(flips)} verdicts"
    more = f" ({flip.alone - 1} other change(s) do so too, each alone)" if flip.alone > 1 else ""
    size = "" if flip.smallest or len(flip.causes) == 1 else "; a smaller set was not ruled out"
    return {
        How.BOTH: f"{what} flipped {verdicts}; made or taken back alone, it decides{more}{size}:",
        How.RESTORES: f"{what} flipped {verdicts}: taken back alone, the old verdict returns{more}{size}:",
        How.PRODUCES: f"{what} flipped {verdicts}: made alone, the new verdict appears, but not only so{more}{size}:",
        How.UNKNOWN: f"What flipped {verdicts} was not found within the bound:",
    }[flip.how]


def _words(change: Change) -> "Text":
    """Return a change: what was said and is said; the facts that differ where the words do not show them."""
    from rich.text import Text  # noqa: PLC0415 - starts slowly

    sign, style = MARKS[change.sort]
    style = "dim" if change.evidence_only else style
    if change.sort is not Sort.CHANGED:
        return Text(f"    {sign} {change.now or change.was}", style=style)
    if change.was != change.now and change.subject == change.holder:
        return Text(f"    {sign} {_both(change)}", style=style)
    same = change.was == change.now
    text = Text(f"    {sign} {change.now if same else change.was}", style=style)
    if not same:
        text.append(f"\n      → {change.now}", style=style)
    for fact in change.facts if same else ():
        text.append(f"\n        {_fact_words(fact)}", style="dim")
    return text


def _both(change: Change) -> str:
    """Return the old and new value of a property behind its name."""
    facts = change.facts
    head = (change.now or change.was).removesuffix("; ".join(filter(None, (fact.now for fact in facts)))).rstrip()
    return f"{head} {', '.join(_arrow(facts))}"


def _arrow(facts: Iterable[FactChange]) -> list[str]:
    marks = {Sort.ADDED: "+ {now}", Sort.REMOVED: "- {was}", Sort.CHANGED: "{was} → {now}"}
    return [marks[fact.sort].format(was=fact.was, now=fact.now) for fact in facts]


def _fact_words(fact: FactChange) -> str:
    return f"{fact.name}: {_arrow([fact])[0]}"


COMMANDS = (diff,)
