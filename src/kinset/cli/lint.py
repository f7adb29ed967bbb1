"""The search-engine dry run: lint. Level 7."""

from pathlib import Path
from typing import Any

import click

from kinset.cli import output
from kinset.cli.session import Session
from kinset.cli.site import base_url
from kinset.errors import UsageError
from kinset.lint import GUIDELINES, RULES, Finding, Look, Need, Outcome, Weight, dry_run, read_folder
from kinset.prefixes import PrefixMap
from kinset.site import planning

COLOURS = {Weight.ERROR: "red", Weight.WARNING: "yellow", Weight.NOTE: "cyan"}
TOLD = 12  # how many of the most frequent findings a summary tells


@click.command()
@click.argument("name", required=False)
@click.option("--all", "everything", is_flag=True, help="Every dataset of the catalogue.")
@click.option(
    "--site",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="All pages of a folder instead, whoever wrote them.",
)
@click.option(
    "--base-url", metavar="URL", callback=base_url, help="Where the pages will stand; else the settings' site."
)
@click.option("--strict", is_flag=True, help="Exit 1 on an error, such as a missing name or addresses that disagree.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def lint(
    session: Session,
    name: str | None,
    folder: Path | None,
    base_url: str | None,
    form: str,
    *,
    everything: bool,
    strict: bool,
) -> None:
    """Tell what a dataset search engine will see of NAME, what it misses, and where to add it."""
    session.local_only("lint")
    if sum((name is not None, everything or folder is not None)) != 1:
        raise UsageError("Name one dataset, or say --all, or --site DIR.")
    if folder is not None:
        with output.bar("pages") as progress:
            done = read_folder(folder, base_url, progress)
    else:
        done = _planned(session, name, base_url)
    prefixes = PrefixMap({}) if folder is not None else session.prefixes
    if form == "json":
        output.print_json(as_json(done))
    elif name is not None:
        for look in done.looks:
            _print_look(look, prefixes)
        _print_findings(done.findings, prefixes)
        if not done.looks:
            click.echo("This record was given up: its page says so and asks not to be indexed.")
    else:
        _print_summary(done, prefixes)
    raise click.exceptions.Exit(1 if strict and done.count(Weight.ERROR) else 0)


def _planned(session: Session, name: str | None, site: str | None) -> Outcome:
    """Return the outcome of one dataset, or of all."""
    things = list(session.directory.entities("dataset"))
    iris = [thing.iri for thing in things]
    if name is not None:
        thing = session.resolve(name)
        iris = [session.directory.base.entity(thing.iri) or thing.iri]
        if iris[0] not in {one.iri for one in things}:
            raise UsageError(f"{thing.label} is a {thing.kind}: dataset search reads datasets.")
    stock = planning.stock_of(session.project, session.sources, site or session.project.site)
    with output.bar("pages") as progress:
        return dry_run(stock, iris, progress)


# ------------------------------------------------------------------ text


def _print_look(look: Look, prefixes: PrefixMap) -> None:
    click.secho(f"{look.name}  {look.iri}", bold=True)
    click.echo(f"  page {look.address}, {look.page:,} bytes; JSON-LD block {look.block:,} bytes")
    click.echo(f"  how the data are had is {'stated' if look.states_access else 'not stated'}")
    rows = [
        (one.name, one.value + (f" ({one.remark})" if one.remark else ""), _need(one.name, one.need))
        for one in look.seen
    ]
    if rows:
        output.print_rows(("property", "what is seen", "guidelines"), rows)
    _print_findings(look.findings, prefixes)
    click.secho(_counts(look) + ".", bold=True)


def _need(name: str, need: Need) -> str:
    return "not schema.org" if ":" in name else need.value


def _print_findings(findings: tuple[Finding, ...], prefixes: PrefixMap) -> None:
    unlisted = [found.about for found in findings if found.rule == "ignored"]
    for found in findings:
        if found.rule == "ignored":
            continue  # nothing is to be done: told in one line below
        click.secho(f"{found.weight.value}  ", fg=COLOURS[found.weight], nl=False)
        click.echo(f"{found.rule}: {found.says}")
        place = f"{found.file}:{found.line}" if found.line else found.file
        path = prefixes.compact(found.path) if found.path else ""
        where = ", ".join(part for part in (place, path) if part)
        click.echo(f"    {found.mend}{f'  [{where}]' if where else ''}")
    if unlisted:
        click.echo(f"{Weight.NOTE.value}  ignored: {', '.join(unlisted)}: {RULES['ignored'].what}")


def _counts(look: Look) -> str:
    told = [f"{look.count(weight)} {weight.value}(s)" for weight in Weight]
    return f"{', '.join(told)}; {_of(look, Need.REQUIRED)} required, {_of(look, Need.RECOMMENDED)} recommended"


def _of(look: Look, need: Need) -> str:
    return f"{look.has(need)} of {sum(one.need is need for one in GUIDELINES.values())}"


def _print_summary(done: Outcome, prefixes: PrefixMap) -> None:
    rows = [
        (
            look.name,
            *(str(look.count(weight)) for weight in Weight),
            _of(look, Need.REQUIRED),
            _of(look, Need.RECOMMENDED),
            f"{look.block:,}",
            f"{look.page:,}",
        )
        for look in done.looks
    ]
    columns = ("dataset", "errors", "warnings", "notes", "required", "recommended", "block", "page")
    output.print_rows(columns, rows)
    frequent = [
        (weight.value, rule, about, f"{count} of {len(done.looks)}", RULES[rule].what)
        for rule, about, weight, count in done.most_frequent
        if rule != "ignored"  # told in one line below
    ]
    if frequent:
        click.secho("Most frequent", bold=True)
        output.print_rows(("", "rule", "property", "datasets", "what"), frequent[:TOLD])
        if len(frequent) > TOLD:
            click.echo(f"… and {len(frequent) - TOLD} more kinds: --format json tells all.")
    unlisted = [f"{about} ({count})" for rule, about, _, count in done.most_frequent if rule == "ignored"]
    if unlisted:
        click.echo(f"Not in the guidelines, so perhaps ignored: {', '.join(unlisted)}.")
    _print_findings(done.findings, prefixes)
    click.secho(_totals(done), bold=True)


def _totals(done: Outcome) -> str:
    numbers = totals(done)
    left = f" {done.passed} page(s) describe no dataset or were given up." if done.passed else ""
    return (
        f"{numbers['complete']} of {numbers['datasets']} datasets have all that is required, "
        f"{numbers['withoutErrors']} are without errors, {numbers['statingAccess']} state how they are had; "
        f"{numbers['recommendedShare']:.0%} of what is recommended is there. "
        f"{numbers['error']} error(s), {numbers['warning']} warning(s), {numbers['note']} note(s).{left}"
    )


# ------------------------------------------------------------------ JSON


def totals(done: Outcome) -> dict[str, Any]:
    """Return the figures of an outcome."""
    recommended = sum(one.need is Need.RECOMMENDED for one in GUIDELINES.values())
    there = sum(look.has(Need.RECOMMENDED) for look in done.looks)
    return {
        "datasets": len(done.looks),
        "complete": sum(look.complete for look in done.looks),
        "withoutErrors": sum(not look.count(Weight.ERROR) for look in done.looks),
        "statingAccess": sum(look.states_access for look in done.looks),
        "recommendedShare": round(there / (recommended * len(done.looks)), 4) if done.looks else 0.0,
        **{weight.value: done.count(weight) for weight in Weight},
    }


def as_json(done: Outcome) -> dict[str, Any]:
    """Return an outcome as JSON values; absent parts are null."""
    return {
        "site": done.site,
        "totals": totals(done),
        "mostFrequent": [
            {"rule": rule, "about": about or None, "weight": weight.value, "datasets": count}
            for rule, about, weight, count in done.most_frequent
        ],
        "findings": [_finding(found) for found in done.findings],
        "datasets": [_look(look) for look in done.looks],
    }


def _look(look: Look) -> dict[str, Any]:
    return {
        "iri": look.iri,
        "name": look.name,
        "page": look.address,
        "bytes": {"block": look.block, "page": look.page},
        "complete": look.complete,
        "statesAccess": look.states_access,
        "seen": [
            {"property": one.name, "value": one.value, "need": _need(one.name, one.need), "remark": one.remark or None}
            for one in look.seen
        ],
        "findings": [_finding(found) for found in look.findings],
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "weight": found.weight.value,
        "about": found.about or None,
        "says": found.says,
        "mend": found.mend,
        "file": found.file or None,
        "line": found.line or None,
        "path": found.path or None,
    }


COMMANDS = (lint,)
