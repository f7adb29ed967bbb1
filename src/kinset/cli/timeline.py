"""The command timeline: shared tasks by year and the corpora that they share. Level 7."""

from collections.abc import Iterator

import click
from pyoxigraph import Literal, NamedNode

from kinset import queries
from kinset.cli import output
from kinset.cli.session import Session
from kinset.errors import UnknownQuery
from kinset.lineage import timeline as timelines
from kinset.lineage import timeline_pictures


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json", "svg"]), default="text", show_default=True)
@click.pass_obj
def timeline(session: Session, form: str) -> None:
    """Shared tasks by year, in lanes of the corpora that they share.

    From the canned queries tracks-by-year, challenges-sharing-notes and evaluation-notes-used-elsewhere.
    """
    found = timelines.assemble(*(list(_rows(session, name)) for name in timelines.QUERIES))
    if form == "json":
        output.print_json(timelines.as_json(found))
    elif form == "svg":
        click.echo(timeline_pictures.as_svg(found), nl=False)
    else:
        click.echo("\n".join(timelines.lines(found)).rstrip() or "No shared task is recorded.")


def _rows(session: Session, name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a canned query as texts; raises UnknownQuery where the catalogue lacks it."""
    query = session.queries.get(name)
    if query is None:
        raise UnknownQuery(name, queries.near(name, session.queries))
    for row in session.engine.select(queries.bind(query, {})).dicts():
        yield {key: term.value for key, term in row.items() if isinstance(term, NamedNode | Literal)}
