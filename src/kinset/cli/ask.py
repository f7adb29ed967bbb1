"""Commands of those who ask: list, resolve, show, query, sparql. Level 7."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from pyoxigraph import BlankNode, Literal, NamedNode, serialize

from kinset import queries
from kinset.cli import output
from kinset.cli.session import Session
from kinset.dossier import read_dossier
from kinset.engine import Table
from kinset.engine.port import form as query_form
from kinset.errors import AmbiguousName, BadQuery, NameNotFound, ParameterError, QueryError, UnknownQuery, UsageError
from kinset.exports.graphs import json_ld_graph
from kinset.formats import JSON_LD, TURTLE
from kinset.names import Thing
from kinset.queries import Query
from kinset.triples import Triples
from kinset.turtle import canonical

ANSWERS = click.Choice(["table", "json", "csv", "tsv", "turtle"])


@click.command("list")
@click.option("--kind", metavar="K", help="Only this kind: dataset, task, organization …")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def list_(session: Session, kind: str | None, form: str) -> None:
    """List what the catalogue describes."""
    kinds = list(dict.fromkeys(thing.kind for thing in session.directory.entities()))
    if kind is not None and kind not in {*kinds, *session.project.kinds}:
        raise UsageError(f"There is no kind '{kind}'.", hint=f"One of: {', '.join(session.project.kinds)}.")
    things = list(session.directory.entities(kind))
    if form == "json":
        output.print_json([_thing_json(thing) for thing in things])
        return
    rows = [(thing.kind, _short_name(session, thing), thing.label) for thing in things]
    output.print_rows(("kind", "name", "label"), rows)
    click.echo(f"{len(things)} in all. `kinset show NAME` tells more of one.")


def _short_name(session: Session, thing: Thing) -> str:
    return thing.iri.removeprefix(session.directory.base.value).partition("/")[2]


def _thing_json(thing: Thing) -> dict[str, Any]:
    return {
        "iri": thing.iri,
        "kind": thing.kind,
        "label": thing.label,
        "aliases": list(thing.aliases),
        "links": [*thing.links, *thing.former],
        "file": thing.file,
    }


@click.command()
@click.argument("text")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def resolve(session: Session, text: str, form: str) -> None:
    """Say which thing TEXT means: slug, label, alias, identifier, DOI, link (former ones too), NAME@VERSION."""
    try:
        thing = session.resolve(text)
    except (AmbiguousName, NameNotFound) as error:
        candidates = _candidates(session, error)
        if form == "json":
            output.print_json({"candidates": [_short_json(thing) for thing in candidates]})
        else:
            click.echo(f"kinset: {error}\n  {error.hint}", err=True)
        raise click.exceptions.Exit(1) from error
    if form == "json":
        output.print_json(_short_json(thing))
    else:
        click.echo(f"{thing.iri}\t{thing.kind}\t{thing.label}")


def _candidates(session: Session, error: AmbiguousName | NameNotFound) -> list[Thing]:
    if isinstance(error, AmbiguousName):
        return [session.directory.by_iri[iri] for iri in error.candidates]
    return session.directory.near_things(error.text)


def _short_json(thing: Thing) -> dict[str, str]:
    return {"iri": thing.iri, "kind": thing.kind, "label": thing.label}


@click.command()
@click.argument("name")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def show(session: Session, name: str, form: str) -> None:
    """Show the record of NAME with its evidence and conflicts."""
    thing = session.resolve(name)
    dossier = read_dossier(session.engine, session.directory, thing.iri)
    if form == "json":
        output.print_json(asdict(dossier))
        return
    from kinset.cli.page import Page  # noqa: PLC0415 - rich starts slowly

    Page(session.directory).print(dossier, thing.kind)


@click.command()
@click.argument("name", required=False)
@click.option("--param", "pairs", metavar="K=V", multiple=True, help="A parameter's value; repeat for several.")
@click.option("--format", "form", type=ANSWERS, default="table", show_default=True)
@click.pass_obj
def query(session: Session, name: str | None, pairs: tuple[str, ...], form: str) -> None:
    """Answer the canned query NAME; without NAME, list them."""
    asked = {found.name: found for found in session.queries.values() if found.folder != "check"}
    for error in session.query_files[1]:
        if name == error.path.stem:
            raise error
        click.echo(f"kinset: {error}", err=True)
    if name is None:
        _print_queries(asked, form)
        return
    if name not in asked:
        raise UnknownQuery(name, queries.near(name, asked))
    text = queries.bind(asked[name], _values(session, asked[name], pairs))
    titles = {column.name: column.title for column in asked[name].columns}
    try:
        _answer(session, text, form, titles)
    except QueryError as error:
        why = str(error).removesuffix(".")
        raise BadQuery(asked[name].path, why, line=error.line, hint=error.hint) from error


def _values(session: Session, query: Query, pairs: tuple[str, ...]) -> dict[str, Any]:
    """Return what the user bound, as terms."""
    parameters = {parameter.name: parameter for parameter in query.parameters}
    values = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(f"'{pair}' is no parameter.", hint="Write --param name=value.")
        if key not in parameters:
            known = ", ".join(parameters) or "none"
            raise ParameterError(key, f"{query.name} has no parameter '{key}'.", hint=f"It takes: {known}.")
        if key in values:
            raise ParameterError(key, f"The parameter '{key}' is given twice.", hint="Give it once.")
        values[key] = session.parameter(parameters[key], text)
    return values


def _print_queries(asked: Mapping[str, Query], form: str) -> None:
    if form == "json":
        output.print_json([_query_json(found) for found in asked.values()])
        return
    if form != "table":
        raise UsageError(f"The list of queries is a table or JSON, not {form}.")
    rows = [(found.name, found.title, " ".join(_usage(found))) for found in asked.values()]
    output.print_rows(("name", "title", "parameters"), rows)
    click.echo("`kinset query NAME --param K=V` answers one.")


def _usage(query: Query) -> list[str]:
    return [f"{parameter.name}=…" if parameter.required else f"[{parameter.name}=…]" for parameter in query.parameters]


def _query_json(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "summary": query.summary,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type.value,
                "kind": parameter.kind,
                "class": parameter.concept_class,
                "description": parameter.description,
                "example": parameter.example,
                "required": parameter.required,
                "parts": parameter.parts,
            }
            for parameter in query.parameters
        ],
    }


@click.command()
@click.argument("text", required=False)
@click.option(
    "-f", "--file", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Read it here."
)
@click.option("--format", "form", type=ANSWERS, default="table", show_default=True)
@click.pass_obj
def sparql(session: Session, text: str | None, path: Path | None, form: str) -> None:
    """Answer the SPARQL query TEXT, or the one in a file. Prefixes of the catalogue may be left undeclared."""
    if (text is None) == (path is None):
        raise UsageError("Give one query: as text, or with -f FILE.")
    try:
        asked = text if text is not None else path.read_text(encoding="utf-8-sig") if path else ""
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no UTF-8 text.") from error
    declared = session.prefixes.declare(asked)
    try:
        _answer(session, declared, form, {})
    except QueryError as error:
        raise _as_written(error, declared.count("\n") - asked.count("\n"), path) from error


def _as_written(error: QueryError, added: int, path: Path | None) -> QueryError:
    """Return an error with the place in what the user wrote: before it, `added` lines of prefixes were put."""
    if error.line is None:
        return error
    line = max(error.line - added, 1)
    where = f"{path}:{line}" if path else f"line {line}"
    message = f"The SPARQL breaks off at {where}, column {error.column}."
    return QueryError(message, line=line, column=error.column, hint=error.hint)


def _answer(session: Session, text: str, form: str, titles: Mapping[str, str]) -> None:
    """Run a query and print its answer in the format asked for."""
    sort = query_form(text)
    if sort == "SELECT":
        _print_table(session, text, form, titles)
    elif sort == "ASK":
        answer = session.engine.ask(text)
        if form not in {"table", "json"}:
            raise UsageError(f"ASK answers yes or no, not {form}.", hint="Use --format table or json.")
        if form == "json":
            output.print_json(output.ask_json(answer=answer))
        else:
            click.echo("yes" if answer else "no")
    else:
        _print_graph(session, text, form)


def _print_table(session: Session, text: str, form: str, titles: Mapping[str, str]) -> None:
    if form == "turtle":
        raise UsageError("SELECT answers a table, which Turtle cannot carry.", hint="Use table, json, csv or tsv.")
    table = session.engine.select(text)
    if form == "json":
        output.print_json(output.results_json(table))
    elif form == "csv":
        click.echo(output.results_csv(table), nl=False)
    elif form == "tsv":
        click.echo(output.results_tsv(table), nl=False)
    else:
        rows = [[output.cell(term, session.prefixes) for term in row] for row in table]
        output.print_rows([titles.get(name, name) for name in table.columns], rows, spared=_named_beside(table))
        click.echo(f"{len(rows)} row(s)")


def _named_beside(table: Table) -> set[int]:
    """Return the columns that hold IRIs only, whose names stand in the next column."""
    sorts = [{type(term) for term in column if term is not None} for column in zip(*table.rows, strict=True)]
    pairs = enumerate(zip(sorts, sorts[1:], table.columns[1:], strict=False))
    return {
        place
        for place, (sort, beside, name) in pairs
        if sort == {NamedNode} and beside == {Literal} and name.casefold().endswith(("label", "name", "title"))
    }


def _print_graph(session: Session, text: str, form: str) -> None:
    if form in {"csv", "tsv"}:
        raise UsageError(f"CONSTRUCT answers a graph, which {form} cannot carry.", hint="Use turtle or json.")
    triples = session.engine.construct(text)
    if any(isinstance(node, BlankNode) for triple in triples for node in (triple.subject, triple.object)):
        rdf = (JSON_LD if form == "json" else TURTLE).rdf  # our own writers are for records, which have no blank nodes
        body = serialize(triples, format=rdf, prefixes=dict(session.prefixes.namespaces)) or b""
        click.echo(body.decode(), nl=False)
    elif form == "json":
        click.echo(json_ld_graph(Triples(triples), session.prefixes), nl=False)
    else:
        click.echo(canonical(triples, session.prefixes), nl=False)


COMMANDS = (list_, resolve, show, query, sparql)
