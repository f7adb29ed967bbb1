"""The port: what the program asks of an engine, and the shape of its answers. Level 2.

In: SPARQL 1.1 text. Out: tables, truth values, triples. Every engine is loaded with the same graphs (see `graphs`)
and gives the same answers to the same text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kinset.errors import QueryError
from kinset.triples import Term

# What hides a keyword: IRIs, strings, comments. The long strings come first.
_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'" + r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*",
    re.DOTALL,
)
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_UPDATE = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b(?!\s*[:(])", re.IGNORECASE)
_SERVICE = re.compile(r"(?<![?$:\w])SERVICE\b(?!:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: variables in order, and rows of terms, None where a variable is unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        """Iterate over the rows."""
        return iter(self.rows)

    def dicts(self) -> Iterator[dict[str, Term]]:
        """Yield each row as variable -> term, without the unbound ones."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.columns, row, strict=True) if term is not None}


class Engine(Protocol):
    """What answers SPARQL. Errors: QueryError for a bad text, EngineError for an engine that cannot answer."""

    def select(self, query: str) -> Table:
        """Answer a SELECT."""
        ...

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        ...

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE; the triples are sorted and distinct."""
        ...

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads."""
        ...


def visible(query: str) -> str:
    """Return a query without its strings, IRIs and comments: where keywords are keywords.

    >>> visible('SELECT * { ?s ?p "SERVICE" } # LOAD')
    'SELECT * { ?s ?p   }  '
    """
    return _OPAQUE.sub(" ", query)


def form(query: str) -> str:
    """Return SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises QueryError for anything else, and for a SERVICE clause: an engine calls no other host on behalf of a query.
    """
    text = visible(query)
    if _SERVICE.search(text):
        raise QueryError("SERVICE is not allowed: no other host is called.", hint="Ask each endpoint by itself.")
    match = _FORM.search(text)
    if match:
        return match[1].upper()
    if _UPDATE.search(text):
        raise QueryError("Only queries are run; the catalogue changes by its files.", hint="Edit data/, then build.")
    raise QueryError("This is no SPARQL query.", hint="Begin with SELECT, ASK, CONSTRUCT or DESCRIBE.")


def known_term(term: object) -> Term:
    """Return a term that catalogues use; raises QueryError for a quoted triple."""
    if isinstance(term, NamedNode | BlankNode | Literal):
        return term
    raise QueryError(f"The answer holds a quoted triple, which is not supported: {term}")


def syntax_error(error: SyntaxError, query: str) -> QueryError:
    """Return the error of a text that is no SPARQL, with line and column where the parser names them."""
    match = re.search(r"at (\d+):(\d+)", str(error.msg))
    line, column = (int(match[1]), int(match[2])) if match else (error.lineno, error.offset)
    if not line:
        return QueryError(f"This is no SPARQL: {error.msg}.", hint="Is every prefix declared?")
    lines = query.splitlines() or [""]
    text = lines[min(line, len(lines)) - 1]  # the fault may stand behind the last line
    return QueryError(
        f"The SPARQL breaks off at line {line}, column {column}.",
        line=line,
        column=column,
        hint=f"{text}\n  {' ' * ((column or 1) - 1)}^ Is every prefix declared, every brace closed?",
    )
