"""Files -> statements, each of which knows its file and line. Level 2.

In: a `Project`. Out: `Sources`: what the data files and the ontology assert, the files' digests, and the issues of
reading. A file that cannot be read whole gives an issue and no statement; the others are read all the same.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kinset import turtle
from kinset.issues import Issue, Severity
from kinset.prefixes import PrefixMap
from kinset.project import Project
from kinset.triples import Triples
from kinset.vocab import XSD

SIZE_LIMIT = 5_000_000  # bytes; one entity a file never comes near, a dropped-in dataset does
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_LEXICAL = {
    XSD.boolean: re.compile(r"true|false|1|0"),
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.nonNegativeInteger: re.compile(r"\+?[0-9]+|-0+"),
    XSD.decimal: re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    XSD.double: re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"),
    XSD.date: re.compile(r"-?[0-9]{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:Z|[+-][0-9]{2}:[0-9]{2})?"),
    XSD.dateTime: re.compile(
        r"-?[0-9]{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
        r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
    ),
    XSD.gYear: re.compile(r"-?[0-9]{4,}(?:Z|[+-][0-9]{2}:[0-9]{2})?"),
    XSD.gYearMonth: re.compile(r"-?[0-9]{4,}-(?:0[1-9]|1[0-2])(?:Z|[+-][0-9]{2}:[0-9]{2})?"),
    XSD.anyURI: re.compile(r"\S+"),
}
_EXAMPLES = {
    XSD.boolean: "true or false",
    XSD.integer: "a whole number as 3074",
    XSD.date: "a day as 2022-12-09",
    XSD.gYear: "a year as 2022",
    XSD.gYearMonth: "a month as 2022-12",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One asserted triple, the file (relative to the catalogue) and the line on which its object ends."""

    triple: Triple
    file: str
    line: int


@dataclass(frozen=True)
class Sources:
    """What a catalogue's files assert.

    Attributes:
        statements: the data's statements, in the order of files and lines.
        ontology: the ontology's statements, likewise.
        issues: the faults of reading.
        broken: IRIs of the entities whose file gave no statements; references to them are no faults.
        digests: file -> SHA-256 of every file that was read or refused, data and ontology.
    """

    statements: tuple[Statement, ...]
    ontology: tuple[Statement, ...]
    issues: tuple[Issue, ...]
    broken: frozenset[str]
    digests: Mapping[str, str]

    @cached_property
    def asserted(self) -> Triples:
        """The data's triples, indexed."""
        return Triples(statement.triple for statement in self.statements)

    @cached_property
    def vocabulary(self) -> Triples:
        """The ontology's triples, indexed."""
        return Triples(statement.triple for statement in self.ontology)

    @cached_property
    def everything(self) -> Triples:
        """Data and ontology together: what exports and pages read."""
        return Triples(statement.triple for statement in (*self.statements, *self.ontology))

    @cached_property
    def by_file(self) -> Mapping[str, tuple[Triple, ...]]:
        """File -> its triples, in the file's order."""
        found: dict[str, list[Triple]] = {}
        for statement in self.statements:
            found.setdefault(statement.file, []).append(statement.triple)
        return {file: tuple(triples) for file, triples in found.items()}

    @cached_property
    def prefixes(self) -> PrefixMap:
        """The prefix map that the ontology declares."""
        return PrefixMap.declared(self.vocabulary)

    @cached_property
    def _places(self) -> Mapping[object, tuple[str, int]]:
        """Statement, subject with predicate, and subject -> file and line of the first of them."""
        found: dict[object, tuple[str, int]] = {}
        for statement in self.statements:
            triple, place = statement.triple, (statement.file, statement.line)
            subject, predicate = triple.subject, triple.predicate
            for key in ((subject, predicate, triple.object), (subject, predicate), subject):
                found.setdefault(key, place)
        return found

    def place(self, subject: object, predicate: object = None, value: object = None) -> tuple[str, int]:
        """Return file and line of a statement, else of the property, else of the subject, else ("", 0)."""
        for key in ((subject, predicate, value), (subject, predicate), subject):
            if key in self._places:
                return self._places[key]
        return "", 0


class _Reader:
    """Reads one catalogue; collects statements and issues."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.issues: list[Issue] = []
        self.broken: set[str] = set()
        self.digests: dict[str, str] = {}

    def fault(self, rule: str, place: tuple[str, int], message: str, hint: str, entity: str = "") -> None:
        """Note a violation at a file and line (0 where no line can be named)."""
        self.issues.append(Issue(rule, Severity.VIOLATION, message, hint, *place, entity))

    def name(self, path: Path) -> str:
        """Return a file's path as issues name it; bytes that are no UTF-8 are escaped."""
        return os.fsencode(self.project.relative(path)).decode(errors="backslashreplace")

    def bytes_of(self, path: Path) -> bytes | None:
        """Return a file's content, or None after an issue."""
        file = self.name(path)
        self.digests[file] = "refused"
        if _leads_outside(path, self.project.root):
            outside = "It is a link to somewhere outside the catalogue."
            self.fault("outside-catalogue", (file, 0), outside, "Put a copy in its place.")
            return None
        try:
            found = path.stat()
            if not stat.S_ISREG(found.st_mode):
                other = "It is no file: a link to a folder, a pipe or a device."
                self.fault("no-file", (file, 0), other, "Links to folders are not followed; put the files here.")
                return None
            if found.st_size > SIZE_LIMIT:
                large = f"The file has {found.st_size:,} bytes; at most {SIZE_LIMIT:,} are read."
                self.fault("file-too-large", (file, 0), large, "One entity a file: split it.")
                return None
            content = path.read_bytes()
        except OSError as error:
            unreadable = f"The file cannot be read: {error.strerror}."
            self.fault("unreadable-file", (file, 0), unreadable, "Mend the file or its rights.")
            return None
        self.digests[file] = hashlib.sha256(content).hexdigest()
        return content

    def statements(self, path: Path) -> list[Statement] | None:
        """Return a Turtle file's statements, or None after an issue."""
        file = self.name(path)
        content = self.bytes_of(path)
        if content is None:
            return None
        if content.startswith(BYTE_ORDER_MARK):
            marked = "The file begins with a byte order mark, which Turtle does not allow."
            self.fault("byte-order-mark", (file, 1), marked, "`kinset fmt` takes it away.")
            content = content.removeprefix(BYTE_ORDER_MARK)
        if b"\0" in content:
            line = content.count(b"\n", 0, content.index(b"\0")) + 1
            self.fault("not-text", (file, line), "The file is no text: it holds a NUL byte.", "Save it as Turtle.")
            return None
        try:
            content.decode()
            return [Statement(located.triple, file, located.line) for located in turtle.read(content, file)]
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.fault("not-text", (file, line), "The file is no UTF-8 text.", "Save it as Turtle in UTF-8.")
        except turtle.TurtleError as error:
            broken = f"The Turtle breaks off at column {error.column}: {error}."
            hint = "Mend this line; the file's other faults show after that."
            self.fault("turtle-syntax", (file, error.line), broken, hint)
        return None

    def data_file(self, path: Path) -> list[Statement]:
        """Return the statements of one data file that belong in it; everything else is an issue."""
        relative = self.project.relative(path)
        file, entity = self.name(path), self.project.base.from_path(relative)
        if entity is None or relative.parts[1] not in self.project.kinds:
            if self.bytes_of(path) is not None:
                self.misplaced(file)
            return []
        found = self.statements(path)
        if found is None:
            self.broken.add(entity)
            return []
        if not any(statement.triple.subject == NamedNode(entity) for statement in found):
            missing = f"The file does not describe <{entity}>, the entity of its path."
            line = found[0].line if found else 1
            self.fault("wrong-iri", (file, line), missing, "Rename the file or mend the IRI.", entity)
        own = [statement for statement in found if _within(statement.triple.subject, entity)]
        self.strays(statement for statement in found if not _within(statement.triple.subject, entity))
        return [statement for statement in own if self.sound(statement, entity)]

    def misplaced(self, file: str) -> None:
        """Note a file that is no data/<kind>/<slug>.ttl."""
        hint = (
            f"Kinds: {', '.join(self.project.kinds)}; slugs are lower-case words joined by '-'. "
            "Other formats are not read, and nothing that they name is fetched."
        )
        message = "Data files are data/<kind>/<slug>.ttl; this one was not read."
        self.fault("misplaced-file", (file, 0), message, hint)

    def strays(self, statements: Iterable[Statement]) -> None:
        """Report the statements of one file that are about something else: once for each entity that they are about."""
        groups: dict[str, list[Statement]] = {}
        for statement in statements:
            iri = str(getattr(statement.triple.subject, "value", ""))
            groups.setdefault(self.project.base.entity(iri) or iri, []).append(statement)
        for entity, found in groups.items():
            owner = self.project.base.parse(entity)
            where = str(self.project.base.path(owner)) if owner else "no file of this catalogue"
            number = f"{len(found)} statements" if len(found) > 1 else "A statement"
            message = f"{number} about <{entity}> {'belong' if len(found) > 1 else 'belongs'} in {where}."
            hint = "Move it there, or mend the IRI: one entity, one file."
            self.fault("foreign-subject", (found[0].file, found[0].line), message, hint, entity)

    def sound(self, statement: Statement, entity: str) -> bool:
        """Tell whether a statement of an entity's file can be taken; report it otherwise."""
        subject, value = statement.triple.subject, statement.triple.object
        place = (statement.file, statement.line)
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            message = "A blank node cannot be cited."
            self.fault("blank-node", place, message, "Give it an IRI: this:some-name.", entity)
            return False
        if isinstance(value, Triple):
            message = "A triple stands inside another, which catalogues do not use."
            self.fault("quoted-triple", place, message, "Make it a claim with an IRI: this:some-name.", entity)
            return False
        if isinstance(value, Literal):
            self.literal(statement, value)
        return True

    def literal(self, statement: Statement, literal: Literal) -> None:
        """Report a literal whose text is no value of its datatype."""
        if _is_lexical(literal):
            return
        name = literal.datatype.value.rpartition("#")[2]
        self.issues.append(
            Issue(
                "literal-datatype",
                Severity.VIOLATION,
                f"'{literal.value}' is no value of xsd:{name}.",
                f"Write {_EXAMPLES.get(literal.datatype, 'a value of that datatype')}, or mend the datatype.",
                statement.file,
                statement.line,
                str(getattr(statement.triple.subject, "value", "")),
                statement.triple.predicate.value,
                str(literal),
            )
        )


def _is_lexical(literal: Literal) -> bool:
    """Tell whether a literal's text is a value of its datatype; of datatypes that are not looked at, every text is."""
    pattern = _LEXICAL.get(literal.datatype)
    if pattern is None:
        return True
    if not pattern.fullmatch(literal.value):
        return False
    day = re.match(r"([0-9]{4})-[0-9]{2}-[0-9]{2}", literal.value)
    if literal.datatype not in {XSD.date, XSD.dateTime} or day is None or day[1] == "0000":
        return True  # no day, or one of a year that the calendar of `datetime` does not reach
    try:
        date.fromisoformat(day[0])
    except ValueError:
        return False
    return True


def _within(node: object, entity: str) -> bool:
    """Tell whether a node may stand in an entity's file; of blank nodes nothing can be said."""
    if not isinstance(node, NamedNode):
        return True
    return node.value == entity or node.value.startswith((entity + "#", entity + "/"))


def _leads_outside(path: Path, root: Path) -> bool:
    """Tell whether a path is a link whose end lies outside a folder; a link in a loop has no end."""
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root)


def read(project: Project) -> Sources:
    """Read the data and the ontology of a catalogue; faults are values in the result."""
    reader = _Reader(project)
    ontology = [item for path in project.ontology_files() for item in reader.statements(path) or ()]
    statements = [item for path in project.data_files() for item in reader.data_file(path)]
    return Sources(
        tuple(statements), tuple(ontology), tuple(reader.issues), frozenset(reader.broken), dict(reader.digests)
    )


def read_prefixes(project: Project) -> PrefixMap:
    """Return the prefix map that a catalogue's ontology declares, reading nothing else."""
    reader = _Reader(project)
    paths = [path for path in project.ontology_files() if path.stem == "prefixes"]
    return PrefixMap.declared(item.triple for path in paths for item in reader.statements(path) or ())


def digest(project: Project, extra: Iterable[str] = ()) -> str:
    """Return one digest of every file that a build depends on, and of `extra`; nothing is parsed."""
    total = hashlib.sha256()
    for text in extra:
        total.update(text.encode() + b"\0")
    for path in _inputs(project):
        total.update(os.fsencode(project.relative(path)) + b"\0")
        if _leads_outside(path, project.root):
            continue
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                continue  # opening a pipe would wait for a writer
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            total.update(f"{error.errno}".encode())
    return total.hexdigest()


def _inputs(project: Project) -> Iterator[Path]:
    yield project.root / "kinset.toml"
    yield from project.ontology_files()
    yield from project.shape_files()
    yield from project.query_files()
    yield from project.data_files()
