"""Commands that measure a catalogue: coverage, links. Level 7."""

from datetime import UTC, datetime
from pathlib import Path

import click

from kinset import coverage as measuring
from kinset import links as addresses
from kinset.cli import coverage as coverage_text
from kinset.cli import links as links_text
from kinset.cli import output
from kinset.cli.session import Session
from kinset.errors import BuildError, KinsetError, UsageError
from kinset.links import Health


@click.command()
@click.argument("name", required=False)
@click.option("--top", type=click.IntRange(min=0), default=15, show_default=True, help="How many records to print.")
@click.option("--update", metavar="FILE", type=click.Path(path_type=Path), help="Write the totals into this page.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def coverage(session: Session, name: str | None, top: int, update: Path | None, form: str) -> None:
    """Tell how well facts are supported, what lists cover and what is missing; of NAME, each fact to look up."""
    session.local_only("coverage")
    found = measuring.measure(session.sources, session.project.base)
    if session.sources.issues:
        click.echo("kinset: some files could not be read whole; `kinset check` tells which.", err=True)
    if update is not None:
        _update(update, measuring.markdown(found))
        return
    printer = coverage_text.CoveragePrinter(found, session.sources.prefixes, top)
    if name is not None:
        entity = session.project.base.entity(session.resolve(name).iri)
        record = next(record for record in found.records if record.iri == entity)
        if form == "json":
            output.print_json(coverage_text.record_json(record))
        else:
            printer.record(record)
        return
    health = _last_seen(session)
    if form == "json":
        output.print_json({**coverage_text.coverage_json(found), "links": links_text.health_json(health)})
    else:
        printer.print()
        click.echo(links_text.health_text(health))


def _update(path: Path, block: str) -> None:
    """Put the totals between the markers of a page; a page that holds them already is left alone."""
    try:
        before = path.read_text(encoding="utf-8")
        after = measuring.with_block(before, block)
        if after != before:
            path.write_text(after, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"{path} cannot be brought up to date: {error}.", hint="Name a text file.") from error
    click.echo(f"{path} {'was up to date' if after == before else 'is up to date now'}.")


def _last_seen(session: Session) -> Health | None:
    """Return how the links were when last seen; None where nobody looked yet."""
    seen = addresses.read_seen(session.project.root / addresses.FILE)
    return addresses.health(addresses.find(session.sources, session.project.base), seen) if seen else None


@click.command()
@click.option("--only", metavar="PATTERN", help="Addresses that hold this text; * and ? stand for anything.")
@click.option(
    "--timeout",
    metavar="S",
    type=click.FloatRange(min=0, min_open=True),
    default=addresses.TIMEOUT,
    show_default=True,
    help="Seconds to wait for each answer.",
)
@click.option(
    "--write",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"Note the answers here instead of in {addresses.FILE} of the catalogue.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def links(session: Session, only: str | None, timeout: float, write: Path | None, form: str) -> None:
    """Ask every web address of the catalogue, online, and note what was last seen. Exit code 1 where one is dead."""
    session.local_only("links")
    known = addresses.find(session.sources, session.project.base)
    asked = addresses.matching(known, only) if only else known
    if not asked:
        raise UsageError(f"No address holds '{only}'." if only else "The catalogue holds no web address.")
    path = write or (None if session.project.shipped else session.project.root / addresses.FILE)
    before = addresses.read_seen(path) if path else {}
    with output.progress() as notify:
        notify(f"Asking {len(asked):,} addresses")
        answers = addresses.check(asked, timeout=timeout)
    day = datetime.now(tz=UTC).date().isoformat()
    seen = addresses.remember(known, answers, before, day)
    if path:
        _write(path, addresses.as_lines(seen))
    last = {item.answer.url: item for item in seen}
    pairs = [(link, last[link.url]) for link in asked]
    if form == "json":
        output.print_json(links_text.answers_json(pairs, day, str(path) if path else None))
    else:
        links_text.print_answers(pairs, session.sources.prefixes)
        click.echo(
            f"Noted in {path}." if path else "Noted nowhere: this catalogue is not written to; say --write FILE."
        )
    raise click.exceptions.Exit(1 if any(links_text.broken(*pair) for pair in pairs) else 0)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise KinsetError(f"{path} cannot be written: {error.strerror}.", hint="Name another with --write.") from error


COMMANDS = (coverage, links)
