"""Everything that can stop the program, as one tree. Level 0.

In: facts (path, line, IRI, text). Out: exceptions whose message says what is wrong and what to do next.

KinsetError                 what the command line turns into exit code 3 (could not run)
├── UsageError              what was asked cannot be understood -> exit code 2
│   ├── NameNotFound        no entity has that name; near ones are listed
│   ├── AmbiguousName       several entities have that name; all are listed
│   ├── UnknownQuery        no canned query has that name
│   ├── ParameterError      a parameter of a query is missing, unknown or of the wrong type
│   └── QueryError          a SPARQL text was refused, with line and column where known
├── CatalogueNotFound       the folder is no catalogue
├── CatalogueInvalid        the catalogue has violations and the command needs one that has none -> exit code 1
├── BadQuery                the file of a canned query cannot be used
├── BadShapes               the SHACL shapes themselves cannot be used
├── ReasoningError          the complete reasoner failed
├── DrawingError            a picture could not be drawn
├── EngineError             an engine could not be opened or did not answer
└── BuildError              a build could not be written; the previous one is whole

Bad data is no exception: it is an `Issue` in a `Report` (see `validation`).
"""

from collections.abc import Sequence
from pathlib import Path

from kinset.issues import Report, Severity


class KinsetError(Exception):
    """Base of all errors of the program.

    Attributes:
        hint: what to do next, in one sentence; may be empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(KinsetError):
    """What was asked cannot be understood."""


class NameNotFound(UsageError):
    """No entity has the name `text`; `near` holds names that look like it."""

    def __init__(self, text: str, near: Sequence[str] = ()) -> None:
        hint = f"Did you mean {' or '.join(near)}?" if near else "See `kinset list` for what there is."
        super().__init__(f"Nothing is called '{text}'.", hint=hint)
        self.text = text
        self.near = tuple(near)


class AmbiguousName(UsageError):
    """Several entities have the name `text`; `candidates` holds their IRIs."""

    def __init__(self, text: str, candidates: Sequence[str]) -> None:
        super().__init__(
            f"'{text}' names {len(candidates)} entities: {', '.join(candidates)}.",
            hint="Use one of these IRIs, or its kind/slug.",
        )
        self.text = text
        self.candidates = tuple(candidates)


class UnknownQuery(UsageError):
    """No canned query is called `name`; `near` holds names that look like it."""

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        hint = f"Did you mean {' or '.join(near)}?" if near else "`kinset query` lists them."
        super().__init__(f"There is no query '{name}'.", hint=hint)
        self.name = name


class ParameterError(UsageError):
    """The parameter `name` of a canned query is missing, unknown or of the wrong type."""

    def __init__(self, name: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.name = name


class CatalogueNotFound(KinsetError):
    """The folder `path` is no catalogue."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} is no catalogue: {why}.",
            hint="Name a folder that holds kinset.toml with -C DIR or KINSET_CATALOGUE.",
        )
        self.path = path


class CatalogueInvalid(KinsetError):
    """The catalogue has violations and the command needs one that has none; `report` holds them."""

    def __init__(self, report: Report) -> None:
        violations = report.count(Severity.VIOLATION)
        super().__init__(f"The catalogue has {violations} violation(s).", hint="`kinset check` lists them.")
        self.report = report


class QueryError(UsageError):
    """A SPARQL text was refused; `line` and `column` count from 1 and are None where not known."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.line = line
        self.column = column


class BadQuery(KinsetError):
    """The file `path` of a canned query cannot be used; `why` completes that sentence; `line` is None if not known."""

    def __init__(self, path: Path, why: str, *, line: int | None = None, hint: str = "") -> None:
        super().__init__(f"The query {path}{f':{line}' if line else ''} cannot be used: {why}.", hint=hint)
        self.path = path
        self.line = line
        self.why = why


class BadShapes(KinsetError):
    """The SHACL shapes themselves cannot be used."""


class ReasoningError(KinsetError):
    """The complete reasoner failed on this catalogue."""


class DrawingError(KinsetError):
    """A picture could not be drawn."""


class EngineError(KinsetError):
    """An engine could not be opened or did not answer."""


class BuildError(KinsetError):
    """A build could not be written; the previous one is whole."""
