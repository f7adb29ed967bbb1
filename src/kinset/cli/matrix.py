"""The command matrix: train x test for several datasets. Level 7."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import click

from kinset.cli import output
from kinset.cli.session import Session
from kinset.cli.sides import ASKED, meant, unit_named
from kinset.errors import UsageError
from kinset.lineage import matrix_pictures
from kinset.lineage.matrix_page import as_html
from kinset.lineage.overlap.phrases import unit_words
from kinset.lineage.overlap.verdict import Judge, UnitAnswer, worst
from kinset.lineage.uses import Meant, Side
from kinset.names import Thing
from kinset.vocab import KIN

Cells = Mapping[tuple[str, str], UnitAnswer]


@click.command()
@click.argument("names", metavar="[NAMES]...", nargs=-1)
@click.option("--task", default="", metavar="TASK", help="The datasets made for this task.")
@click.option("--unit", default="", metavar="UNIT", help="At this unit only.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "svg", "html"]), default="table", show_default=True
)
@click.pass_obj
def matrix(session: Session, names: Sequence[str], task: str, unit: str, form: str) -> None:
    """Train x test for several datasets in one pass, with the reasons; all datasets if none is named.

    A challenge, track or model stands for what it trained on in its row, and for what it tests on in its column.
    """
    things = _chosen(session, names, task)
    rows, columns = ([meant(session, thing, side) for thing in things] for side in Side)
    judge = Judge.of(session.engine)
    cells = _cells(judge, rows, columns, unit_named(judge, unit))
    if not cells:
        raise UsageError("No dataset is left to compare.", hint="Name datasets, or another task.")
    label = session.directory.label
    if form == "json":
        chosen = [thing.iri for thing in things]
        output.print_json({"datasets": chosen, "cells": [_json(asked, cell) for asked, cell in cells.items()]})
    elif form == "html":
        click.echo(as_html(cells, label), nl=False)
    elif form == "svg":
        click.echo(matrix_pictures.as_svg(cells, label), nl=False)
    elif form == "csv":
        click.echo(_csv(cells), nl=False)
    else:
        trains, tests = (list(dict.fromkeys(pair[side] for pair in cells)) for side in (0, 1))
        lines = [[label(one), *(_cell(cells[one, other]) for other in tests)] for one in trains]
        output.print_rows(["train \\ test", *(label(iri) for iri in tests)], lines)


def _chosen(session: Session, names: Sequence[str], task: str) -> list[Thing]:
    """Return what is compared: what is named, else all datasets; of these, those that were made for the task."""
    named = [session.resolve(name, ASKED) for name in names]
    things = named or list(session.directory.entities("dataset"))
    if task:
        made_for = _made_for(session, task)
        things = [thing for thing in things if thing.iri in made_for]
    return list(dict.fromkeys(things))


def _cells(judge: Judge, rows: Iterable[Meant], columns: Sequence[Meant], unit: str) -> Cells:
    """Return the worst verdict of each row and column that mean anything, by what was asked of."""
    return {
        (one.iri, other.iri): _worst(judge, one, other, unit)
        for one in rows
        for other in columns
        if one.parts and other.parts
    }


def _worst(judge: Judge, one: Meant, other: Meant, unit: str) -> UnitAnswer:
    return worst(
        judge.pair(train.iri, test.iri, name)
        for train in one.parts
        for test in other.parts
        for name in ([unit] if unit else judge.units(train.iri, test.iri))
    )


def _cell(answer: UnitAnswer) -> str:
    words = [answer.verdict.value, unit_words(answer.unit)]
    return " · ".join([*words, *(reason.value for reason in answer.reasons), *answer.flags])


def _csv(cells: Cells) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["train", "test", "verdict", "unit", "reasons", "flags", "trained_on", "evaluated_on"])
    for asked, cell in cells.items():
        why = " ".join(reason.value for reason in cell.reasons)
        words = (cell.verdict.value, cell.unit, why, " ".join(cell.flags))
        writer.writerow([*asked, *words, cell.train, cell.test])
    return out.getvalue()


def _json(asked: tuple[str, str], answer: UnitAnswer) -> dict[str, object]:
    return {
        "train": asked[0],
        "test": asked[1],
        "verdict": answer.verdict.value,
        "unit": answer.unit,
        "reasons": [reason.value for reason in answer.reasons],
        "flags": list(answer.flags),
        "claims": [f"{step.claim} {step.predicate}".strip() for step in answer.proof],
        "trainedOn": answer.train,
        "evaluatedOn": answer.test,
    }


def _made_for(session: Session, task: str) -> set[str]:
    """Return the datasets that were made for a task."""
    thing = session.resolve(task, {"task"})
    if thing.kind != "task":
        raise UsageError(f"'{task}' is a {thing.kind}, not a task.", hint="`kinset list --kind task` lists them.")
    query = f"SELECT ?dataset WHERE {{ ?dataset {KIN.forTask} <{thing.iri}> }}"
    datasets = {thing.iri for thing in session.directory.entities("dataset")}
    return datasets & {str(getattr(row[0], "value", "")) for row in session.engine.select(query).rows}
