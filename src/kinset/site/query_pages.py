"""The canned queries with their answers. Level 6.

In: a `Stock`, a `Press`. Out: a bundle for each query: a page with what it asks, its SPARQL and its result, and the
result as CSV. Queries with parameters are answered for the examples in their headers.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyoxigraph import Literal, NamedNode

from kinset.errors import KinsetError
from kinset.exports.graphs import sorted_n_triples
from kinset.queries import Query
from kinset.site.bundles import Artifact, Bundle
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock

FOLDERS: Mapping[str, str] = {
    "report": "Questions that a person asks",
    "construct": "Graphs that follow",
    "check": "Checks: each must find nothing",
}
SHOWN = 300  # rows of a result that a page shows; the CSV has all


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a result: as text, and the IRI behind it, if any."""

    text: str
    iri: str


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query: columns (title and description) and rows, or a graph as text."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    graph: str
    fault: str


def bundles(stock: Stock, press: Press) -> Iterator[Bundle]:
    """Yield a bundle for each canned query, and one for their list."""
    for query in stock.queries.values():
        yield Bundle(f"query {query.name}", stock.query_key(query), partial(_artifacts, stock, press, query))
    yield Bundle("queries", stock.everything_key, lambda: [_list(stock, press)])


def _list(stock: Stock, press: Press) -> Artifact:
    groups = [
        (title, sorted((query for query in stock.queries.values() if query.folder == folder), key=_title))
        for folder, title in FOLDERS.items()
    ]
    values = {"groups": [group for group in groups if group[1]]}
    return Artifact("queries/index.html", press.page("queries.html", Place("queries/", stock.addresses), values))


def _title(query: Query) -> str:
    return query.title.casefold()


def _artifacts(stock: Stock, press: Press, query: Query) -> Iterator[Artifact]:
    path = f"queries/{query.name}/"
    result = answer(stock, query)
    values: dict[str, Any] = {
        "query": query,
        "result": result,
        "shown": SHOWN,
    }
    place = Place(path, stock.addresses)
    yield Artifact(f"{path}index.html", press.page("query.html", place, values))
    yield Artifact(f"{path}{query.name}.rq", query.text.encode())
    if result.graph:
        yield Artifact(f"{path}result.nt", result.graph.encode())
    elif not result.fault:
        yield Artifact(f"{path}result.csv", _csv(result).encode())


def answer(stock: Stock, query: Query) -> Result:
    """Return the answer to a query, its parameters as in the header."""
    columns = tuple((column.title, column.description) for column in query.columns)
    try:
        if query.folder == "construct":
            return Result(columns, (), sorted_n_triples(stock.engine.construct(query.text)), "")
        table = stock.engine.select(query.text)  # as it stands: with the examples for its parameters
    except KinsetError as error:
        return Result(columns, (), "", str(error))
    names = [column.name for column in query.columns]
    rows = tuple(tuple(_cell(stock, row.get(name)) for name in names) for row in table.dicts())
    return Result(columns, rows, "", "")


def _cell(stock: Stock, term: object) -> Cell:
    if isinstance(term, NamedNode):
        return Cell(stock.labels.get(term.value) or stock.sources.prefixes.compact(term.value), term.value)
    return Cell(term.value if isinstance(term, Literal) else "" if term is None else str(term), "")


def _csv(result: Result) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow([title for title, _ in result.columns])
    writer.writerows([cell.iri or cell.text for cell in row] for row in result.rows)
    return out.getvalue()
