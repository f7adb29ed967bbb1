"""Commands of publishers: export. Level 7."""

import gc
from collections import Counter
from pathlib import Path

import click

from kinset.cli import output
from kinset.cli.session import Session
from kinset.errors import BuildError, UsageError
from kinset.exports import EXPORTERS, WRITERS, Export
from kinset.names import Thing


@click.command()
@click.argument("name", required=False)
@click.option("--all", "everything", is_flag=True, help="Every dataset; needs --out.")
@click.option("--as", "form", type=click.Choice(list(EXPORTERS)), help="The format.")
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Write files here.")
@click.option("--strict", is_flag=True, help="Exit 1 where something required is not known.")
@click.option("--losses", is_flag=True, help="Tell what the format cannot carry, too.")
@click.option(
    "--completeness", is_flag=True, help="Tell for each format how many datasets are complete; writes nothing."
)
@click.pass_obj
def export(
    session: Session,
    name: str | None,
    form: str | None,
    out: Path | None,
    *,
    everything: bool,
    strict: bool,
    losses: bool,
    completeness: bool,
) -> None:
    """Write NAME (or all datasets) in a format of others. What is required and not known is told, never filled in."""
    session.local_only("export")
    if completeness:
        if name or form or out or everything:
            raise UsageError(
                "--completeness looks at all datasets in all formats, and takes nothing else but --strict."
            )
        raise click.exceptions.Exit(1 if _tell_completeness(session) and strict else 0)
    if form is None:
        raise UsageError("Say the format with --as.", hint=f"One of: {', '.join(EXPORTERS)}.")
    if everything == (name is not None):
        raise UsageError("Name one thing, or say --all.")
    if everything and out is None:
        raise UsageError("--all writes one file a dataset.", hint="Say where with --out DIR.")
    things = list(session.directory.entities("dataset")) if everything else [session.resolve(name or "")]
    material = session.material
    gc.freeze()  # what was read stays to the end: the garbage collector need not walk it again and again
    exports = [EXPORTERS[form](material, _exportable(session, thing, form)) for thing in things]
    if out is not None:
        _write(session, out, exports)
    else:
        click.echo(exports[0].text, nl=False)
    for item in exports:
        _tell(session, item, form, losses=losses)
    incomplete = sum(not item.complete for item in exports)
    if len(exports) > 1:
        click.echo(f"{len(exports) - incomplete} of {len(exports)} are complete as {form}.", err=True)
    raise click.exceptions.Exit(1 if strict and incomplete else 0)


def _exportable(session: Session, thing: Thing, form: str) -> str:
    """Return the IRI of the entity to export; versions and parts stand in their dataset's document."""
    entity = session.directory.base.entity(thing.iri) or thing.iri
    if form in WRITERS and not entity.startswith(f"{session.directory.base.value}dataset/"):
        raise UsageError(f"{form} describes datasets; {thing.label} is a {thing.kind}.", hint="Use --as jsonld.")
    if entity != thing.iri:
        click.echo(f"kinset: {thing.label} is described in the document of {entity}", err=True)
    return entity


def _tell_completeness(session: Session) -> bool:
    """Print how many datasets are complete in each format, and what the others lack; tell whether any lacks it."""
    things, material = list(session.directory.entities("dataset")), session.material
    records = [material.describe(thing.iri) for thing in things]
    rows, lacking = [], False
    for form, write in WRITERS.items():
        missing = [write(record, material.project).missing for record in records]
        lacks = Counter(name for names in missing for name in names)
        complete = sum(not names for names in missing)
        lacking = lacking or bool(lacks)
        told = ", ".join(f"{name} ({count})" for name, count in lacks.most_common())
        rows.append((form, f"{complete} of {len(records)}", told))
    output.print_rows(("format", "complete", "not known"), rows)
    return lacking


def _write(session: Session, out: Path, exports: list[Export]) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for item in exports:
            slug = item.iri.removeprefix(session.directory.base.value).rpartition("/")[2]
            (out / f"{slug}{item.suffix}").write_text(item.text, encoding="utf-8")
    except OSError as error:
        raise BuildError(f"{out} cannot be written: {error.strerror}.", hint="Name another folder.") from error
    click.echo(f"Wrote {len(exports)} file(s) to {out}.", err=True)


def _tell(session: Session, item: Export, form: str, *, losses: bool) -> None:
    name = session.directory.label(item.iri)
    if item.missing:
        click.echo(f"{name}: incomplete as {form}, not known: {', '.join(item.missing)}", err=True)
    if losses and item.lost:
        click.echo(f"{name}: {form} cannot carry {'; '.join(item.lost)}", err=True)


COMMANDS = (export,)
