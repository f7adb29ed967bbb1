"""What is wrong with data, as values. Level 0.

In: nothing. Out: `Issue` (one fault: where, what, what to do) and `Report` (all of them, in order).
Bad data is a value and never an exception, so that one broken file hides no other.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Severity(enum.Enum):
    """How bad an issue is; only violations make a catalogue invalid. Ordered from bad to good."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault of a catalogue.

    Attributes:
        rule: what was checked: a shape's name, a check query's name or a rule of the reader.
        severity: how bad it is.
        message: what is wrong, and what to do where that fits in one sentence.
        hint: what to do next; may be empty.
        file: path relative to the catalogue's folder; empty where no file can be named.
        line: line in the file, from 1; 0 where no line can be named.
        entity: IRI of the node that the issue is about; empty where there is none.
        path: IRI of the property; empty where there is none.
        value: the value in N-Triples form; empty where there is none.
    """

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    entity: str = ""
    path: str = ""
    value: str = ""

    @property
    def place(self) -> str:
        """Where it is, for a person: file and line, as far as they can be named."""
        return f"{self.file}:{self.line}" if self.line else self.file or "catalogue"

    @property
    def sort_key(self) -> tuple[object, ...]:
        """File, then line, then gravity, then the rest: the order in which a person mends."""
        return (
            self.file,
            self.line,
            self.severity.rank,
            self.rule,
            self.entity,
            self.path,
            self.value,
            self.message,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """All issues of a catalogue, sorted and without duplicates; build it with `Report.of`."""

    issues: tuple[Issue, ...]

    @classmethod
    def of(cls, issues: Iterable[Issue]) -> "Report":
        """Return the report of these issues."""
        return cls(tuple(sorted(set(issues), key=lambda issue: issue.sort_key)))

    @property
    def by_severity(self) -> tuple[Issue, ...]:
        """The worst first; of one gravity by file and line."""
        return tuple(sorted(self.issues, key=lambda issue: issue.severity.rank))

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings do not count."""
        return self.count(Severity.VIOLATION) == 0

    def count(self, severity: Severity) -> int:
        """Return how many issues have that severity."""
        return sum(1 for issue in self.issues if issue.severity is severity)
