"""The remote engine: any endpoint that speaks the SPARQL 1.1 protocol, through SPARQLWrapper. Level 2.

In: the endpoint's URL. Out: see `port`. SPARQLWrapper carries the request; the answer is parsed by pyoxigraph, because
rdflib's terms change literals. SPARQLWrapper starts slowly, so it is imported on the first request.
"""

import io
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kinset.engine.port import Table, form, known_term
from kinset.errors import EngineError, QueryError

BATCH = 5_000  # quads in one update: a request stays near a megabyte


class RemoteEngine:
    """An engine behind a URL; `update` names the endpoint for `load`, where it differs; `timeout` in seconds."""

    def __init__(self, url: str, *, update: str | None = None, timeout: int = 60) -> None:
        if not url.startswith(("http://", "https://")):
            raise EngineError(f"'{url}' is no endpoint.", hint="Give the URL of a SPARQL 1.1 endpoint.")
        self.url = url
        self._update = update or url
        self._timeout = timeout

    def _request(self, text: str, kind: str, answer: str) -> bytes:
        """Send a query or update; return the body, or raise what went wrong."""
        from SPARQLWrapper import POST, SPARQLWrapper  # noqa: PLC0415 - starts slowly
        from SPARQLWrapper.SPARQLExceptions import EndPointNotFound, QueryBadFormed, SPARQLWrapperException  # noqa: PLC0415

        wrapper: Any = SPARQLWrapper(self.url, updateEndpoint=self._update)
        wrapper.setQuery(text)
        wrapper.queryType = kind  # its own guess is misled by '#' in IRIs
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(answer)
        wrapper.setTimeout(self._timeout)
        try:
            with wrapper.query().response as response:
                body: bytes = response.read()
                return body
        except QueryBadFormed as error:
            raise QueryError(f"{self.url} refuses the query: {_reason(error)}") from error
        except EndPointNotFound as error:
            raise EngineError(f"{self.url} is no endpoint (404).", hint="Look at the path of the URL.") from error
        except SPARQLWrapperException as error:
            raise EngineError(f"{self.url} failed: {_reason(error)}") from error
        except HTTPError as error:
            raise EngineError(f"{self.url} answers {error.code} {error.reason}.") from error
        except (HTTPException, ValueError) as error:  # no HTTP, a body cut short; a URL that cannot be taken apart
            raise EngineError(f"{self.url} cannot be asked: {error}.", hint="Is it a SPARQL endpoint?") from error
        except (URLError, TimeoutError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise EngineError(f"{self.url} does not answer: {reason}.", hint="Is the server running?") from error

    def _results(self, query: str, expected: str) -> QuerySolutions | QueryBoolean:
        found = form(query)
        if found != expected:
            raise QueryError(f"A {expected} query is needed here, not {found}.")
        body = self._request(query, expected, "json")
        try:
            return parse_query_results(io.BytesIO(body), format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise EngineError(f"{self.url} gave no SPARQL results in JSON: {error}") from error

    def select(self, query: str) -> Table:
        """Answer a SELECT."""
        solutions = self._results(query, "SELECT")
        if not isinstance(solutions, QuerySolutions):
            raise EngineError(f"{self.url} gave no table to a SELECT.")
        columns = tuple(variable.value for variable in solutions.variables)
        try:
            rows = tuple(tuple(None if term is None else known_term(term) for term in row) for row in solutions)
        except (SyntaxError, ValueError) as error:
            raise EngineError(f"{self.url} gave a broken table: {error}") from error
        return Table(columns, rows)

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        return bool(self._results(query, "ASK"))

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE; the triples are sorted and distinct."""
        found = form(query)
        if found not in {"CONSTRUCT", "DESCRIBE"}:
            raise QueryError(f"A CONSTRUCT or DESCRIBE query is needed here, not {found}.")
        body = self._request(query, found, "turtle")
        try:
            quads = parse(io.BytesIO(body), format=RdfFormat.TURTLE)
            return tuple(sorted({Triple(quad.subject, quad.predicate, quad.object) for quad in quads}, key=str))
        except SyntaxError as error:
            raise EngineError(f"{self.url} gave no Turtle: {error.msg}") from error

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads by SPARQL Update, in batches; those with blank nodes in one, as its label ends with the update."""
        batch: list[Quad] = []
        tied: list[Quad] = []
        for quad in quads:
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                tied.append(quad)
                continue
            batch.append(quad)
            if len(batch) == BATCH:
                self._request(_insert(batch), "INSERT", "json")
                batch = []
        for rest in (batch, tied):
            if rest:
                self._request(_insert(rest), "INSERT", "json")


def _insert(quads: Iterable[Quad]) -> str:
    return "INSERT DATA {\n" + "\n".join(_lines(quads)) + "\n}"


def _lines(quads: Iterable[Quad]) -> Iterator[str]:
    for quad in quads:
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        yield triple if isinstance(quad.graph_name, DefaultGraph) else f"GRAPH {quad.graph_name} {{ {triple} }}"


def _reason(error: Exception) -> str:
    text = str(error).split("Response:")[-1].strip().strip("b'\"")
    return " ".join(text.split())[:300]
