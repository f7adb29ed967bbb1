"""The embedded engine: an Oxigraph store in memory or on disk. Level 2.

In: quads, SPARQL. Out: see `port`. The store changes the spelling of literals (`01` becomes `1`), so it only answers
queries: what is published or validated comes from the statements.
"""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from kinset.engine.port import Table, form, known_term, syntax_error
from kinset.errors import EngineError, QueryError


class EmbeddedEngine:
    """An engine over an Oxigraph store; `EmbeddedEngine()` is in memory."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = Store() if store is None else store

    @classmethod
    def create(cls, folder: Path) -> "EmbeddedEngine":
        """Make a store in a new folder; raises EngineError where that fails."""
        try:
            return cls(Store(str(folder)))
        except (OSError, RuntimeError) as error:
            raise EngineError(f"No store can be made in {folder}: {error}", hint="Is the disk full?") from error

    @classmethod
    def open(cls, folder: Path) -> "EmbeddedEngine":
        """Open a store to read; raises EngineError where there is none, or a damaged one."""
        try:
            return cls(Store.read_only(str(folder)))
        except (OSError, RuntimeError) as error:
            raise EngineError(f"The store in {folder} cannot be read: {error}", hint="Run `kinset build`.") from error

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads."""
        self._store.bulk_extend(quads)

    def flush(self) -> None:
        """Write what is in memory to the disk and compact it."""
        self._store.flush()
        self._store.optimize()

    def _answer(self, query: str, expected: tuple[str, ...]) -> QuerySolutions | QueryBoolean | QueryTriples:
        found = form(query)
        if found not in expected:
            raise QueryError(f"A {' or '.join(expected)} query is needed here, not {found}.")
        try:
            return self._store.query(query)
        except SyntaxError as error:
            raise syntax_error(error, query) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise EngineError(f"The query could not be answered: {error}") from error

    def select(self, query: str) -> Table:
        """Answer a SELECT."""
        solutions = self._answer(query, ("SELECT",))
        if not isinstance(solutions, QuerySolutions):
            raise EngineError("The engine gave no table to a SELECT.")
        columns = tuple(variable.value for variable in solutions.variables)
        try:
            rows = tuple(tuple(None if term is None else known_term(term) for term in row) for row in solutions)
        except (OSError, RuntimeError) as error:
            raise EngineError(f"The query could not be answered: {error}") from error
        return Table(columns, rows)

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        return bool(self._answer(query, ("ASK",)))

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE; the triples are sorted and distinct."""
        triples = self._answer(query, ("CONSTRUCT", "DESCRIBE"))
        if not isinstance(triples, QueryTriples):
            raise EngineError("The engine gave no graph to a CONSTRUCT.")
        return tuple(sorted(set(triples), key=str))
