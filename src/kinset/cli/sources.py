"""What commands that answer share: citing the sources of an answer, and reading whom a card names. Level 7."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kinset.cards import Card, read_card
from kinset.citations import bibtex, cite, csl, evidence_in
from kinset.cli.session import Session

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

cite_option: Decorator = click.option(
    "--cite", type=click.Choice(["bibtex", "csl"]), help="Print the sources of the answer instead, to be cited."
)
card_option: Decorator = click.option(
    "--from-card",
    "card",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Read the datasets that a Hugging Face card or a Croissant file names.",
)


def print_citations(session: Session, answer: object, form: str) -> None:
    """Print the sources that an answer rests on."""
    found = cite(evidence_in(answer), session.engine, session.directory)
    click.echo(bibtex(found) if form == "bibtex" else csl(found), nl=False)


def named_by(session: Session, path: Path | None) -> Card:
    """Return what a card names, and say on standard error what could not be resolved; without a card, nothing."""
    if path is None:
        return Card((), ())
    card = read_card(path, session.directory)
    for name in card.unresolved:
        click.echo(
            f"kinset: {path} names '{name}', which means nothing, or several things, that the catalogue knows.",
            err=True,
        )
    return card
