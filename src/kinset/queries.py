"""Canned queries: .rq files -> `Query` values, and the binding of their parameters. Level 2.

In: a folder of .rq files; values for parameters. Out: `Query` values; SPARQL texts that any engine can run.

A file opens with lines that start with `#+` and hold YAML (the custom of grlc): title, summary, parameters, columns;
for check/ also severity, message and hint. A parameter is a block `VALUES ?name { term }` with one variable and one
term in the scope that uses it. Binding puts another term there, written by the N-Triples serializer: what a user types
becomes an IRI or a literal, never a piece of the query (SPARQL 1.1, sections 10.2 and 19.2).
"""

import difflib
import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pyoxigraph import Literal, NamedNode

from kinset.errors import BadQuery, ParameterError
from kinset.issues import Severity
from kinset.triples import Term
from kinset.vocab import XSD

_Choice = TypeVar("_Choice", bound=enum.Enum)

CONCEPT = "concept"  # the kind of a parameter whose values are individuals of the ontology

_MARK = "#+"
_KEYS = frozenset({"title", "summary", "parameters", "columns", "severity", "message", "hint"})
_PARAMETER_KEYS = frozenset({"name", "type", "kind", "class", "parts", "description", "example", "required"})
_COLUMN_KEYS = frozenset({"name", "title", "description"})
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # eight times as fast, where libyaml is at hand

_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_STRING = r"\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*'"
_LONG_STRING = r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"
_NAME = r"[A-Za-z][\w.-]*:[\w.-]*"
_TERM = rf"{_IRI}|(?:{_STRING})(?:\^\^(?:{_IRI}|{_NAME})|@[A-Za-z0-9-]+)?|[+-]?[0-9]+|{_NAME}"
# Comments, IRIs and strings come first, so that no block is found inside one.
_BLOCK = re.compile(
    rf"#[^\n]*|{_IRI}|{_LONG_STRING}|{_STRING}"
    rf"|(?<![\w?$:])(?i:VALUES)\s*[?$](?P<name>\w+)\s*\{{\s*(?:{_TERM})\s*\}}"
)
_PREFIX = re.compile(r"^\s*PREFIX\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
_VARIABLE = re.compile(r"[A-Za-z_]\w*")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class ParameterType(enum.Enum):
    """What a parameter's values are."""

    IRI = "iri"
    STRING = "string"
    INTEGER = "integer"
    DATE = "date"

    @property
    def datatype(self) -> NamedNode | None:
        """The datatype of the literals that are its values; None for IRIs."""
        return None if self is ParameterType.IRI else XSD[self.value]


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a user gives to a query.

    Attributes:
        name: the variable's name, without question mark.
        type: what its values are.
        description: what it means, in one sentence.
        example: a value as users type it.
        kind: of an IRI: the kind of entity that is meant, or `concept`; None for the other types.
        concept_class: of a concept: the IRI of its class; else None.
        required: whether it must be given; if not, the value that stands in the query is the default.
        parts: of an IRI: whether versions, parts, splits and tracks of such entities are meant, too.
    """

    name: str
    type: ParameterType
    description: str
    example: str
    kind: str | None = None
    concept_class: str | None = None
    required: bool = True
    parts: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: its variable, the heading that a person reads, and what stands in it."""

    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """A canned query.

    Attributes:
        name: the file's name without suffix; no two queries of a catalogue share it.
        folder: the folder that it stands in, which says what it is for: check, report or construct.
        path: the file.
        title, summary: what it answers.
        text: the SPARQL, header included, which is valid as it stands.
        parameters, columns: in the order of the header; a CONSTRUCT has no columns.
        severity, message, hint: of a check: how bad a row is, and the templates of what to say of it; else None.
    """

    name: str
    folder: str
    path: Path
    title: str
    summary: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()
    severity: Severity | None = None
    message: str | None = None
    hint: str | None = None


def read(folder: Path) -> Mapping[str, Query]:
    """Read every .rq file below a folder, by name.

    Raises:
        BadQuery: a header is missing or wrong, a parameter has no block, or two files share a name.
    """
    queries, broken = read_each(folder)
    if broken:
        raise broken[0]
    return queries


def read_each(folder: Path) -> tuple[Mapping[str, Query], tuple[BadQuery, ...]]:
    """Read every .rq file below a folder; return the queries by name, and the errors of the files that are none."""
    queries: dict[str, Query] = {}
    broken: list[BadQuery] = []
    for path in sorted(folder.rglob("*.rq")):
        try:
            query = _read_file(path)
        except BadQuery as error:
            broken.append(error)
            continue
        if query.name in queries:
            twin = f"{queries[query.name].path} has the same name"
            broken.append(BadQuery(path, twin, hint="Rename one of the two files."))
            continue
        queries[query.name] = query
    return dict(sorted(queries.items())), tuple(broken)


def near(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three of the names that look like a name."""
    return difflib.get_close_matches(name, list(names), 3, 0.5)


def parse(text: str, path: Path) -> Query:
    """Read the text of one .rq file; `path` gives name and folder, and stands in messages. Raises BadQuery."""
    header = _header(text, path)
    prefixes = dict(_PREFIX.findall(text))
    query = Query(
        name=path.stem,
        folder=path.parent.name,
        path=path,
        title=_text(header, "title", path),
        summary=_text(header, "summary", path),
        text=text,
        parameters=tuple(_parameter(entry, prefixes, path) for entry in _entries(header, "parameters", path)),
        columns=tuple(_column(entry, path) for entry in _entries(header, "columns", path)),
        severity=_choice(Severity, header, "severity", path) if "severity" in header else None,
        message=_text(header, "message", path) if "message" in header else None,
        hint=_text(header, "hint", path) if "hint" in header else None,
    )
    _refuse_doubles([parameter.name for parameter in query.parameters], path)
    _refuse_doubles([column.name for column in query.columns], path)
    held = {name for name, _start, _end in _blocks(text)}
    for parameter in query.parameters:
        if parameter.name not in held:
            raise BadQuery(
                path,
                f"the parameter '{parameter.name}' has no block in the query",
                hint=f"Write VALUES ?{parameter.name} {{ <one term> }} in the scope that uses it.",
            )
    return query


def bind(query: Query, values: Mapping[str, Term]) -> str:
    """Return the query's text with these values for its parameters; the others keep what stands in the query.

    Raises:
        ParameterError: a value for no parameter, none for a required one, or one of the wrong type.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            names = ", ".join(known) or "none"
            raise ParameterError(
                name,
                f"The query '{query.name}' has no parameter '{name}'.",
                hint=f"Its parameters: {names}.",
            )
    for parameter in query.parameters:
        if parameter.name in values:
            _check_type(parameter, values[parameter.name])
        elif parameter.required:
            raise ParameterError(
                parameter.name,
                f"The query '{query.name}' needs the parameter '{parameter.name}': {parameter.description}",
                hint=f"As in {parameter.name}={parameter.example}.",
            )
    pieces: list[str] = []
    done = 0
    for name, start, end in _blocks(query.text):
        if name in values:
            pieces += [query.text[done:start], f"VALUES ?{name} {{ {values[name]} }}"]
            done = end
    return "".join([*pieces, query.text[done:]])


def parse_value(parameter: Parameter, text: str) -> Term:
    """Return the term that a user means by a text; of an IRI, which must be whole, names are not looked up here.

    Raises:
        ParameterError: the text is no value of the parameter's type.
    """
    datatype = parameter.type.datatype
    try:
        term: Term = NamedNode(text) if datatype is None else Literal(text, datatype=datatype)
    except ValueError as error:  # no IRI; or text with half a surrogate pair
        raise _wrong_value(parameter, text) from error
    _check_type(parameter, term)
    return term


def _check_type(parameter: Parameter, term: Term) -> None:
    """Refuse a term that is no value of the parameter's type."""
    datatype = parameter.type.datatype
    if datatype is None:
        fits = isinstance(term, NamedNode)
    else:
        fits = isinstance(term, Literal) and term.datatype == datatype and _is_valid(parameter.type, term.value)
    if not fits:
        raise _wrong_value(parameter, term.value)


def _is_valid(kind: ParameterType, text: str) -> bool:
    """Tell whether a literal's text is one of its datatype's."""
    if kind is ParameterType.INTEGER:
        return _INTEGER.fullmatch(text) is not None
    if kind is ParameterType.DATE:
        return _is_date(text)
    return True


def _is_date(text: str) -> bool:
    """Tell whether a text is a day of the calendar, as 2026-11-21."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong_value(parameter: Parameter, text: str) -> ParameterError:
    wanted = {
        ParameterType.IRI: "an IRI",
        ParameterType.STRING: "a text",
        ParameterType.INTEGER: "a whole number",
        ParameterType.DATE: "a day of the calendar, written year-month-day",
    }[parameter.type]
    shown = text.encode("utf-8", "replace").decode()
    return ParameterError(
        parameter.name,
        f"The parameter '{parameter.name}' takes {wanted}, not '{shown}'.",
        hint=f"As in {parameter.name}={parameter.example}.",
    )


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield variable, start and end of each VALUES block of one variable and one term, in order."""
    for match in _BLOCK.finditer(text):
        if match["name"]:
            yield match["name"], match.start(), match.end()


def _read_file(path: Path) -> Query:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuery(path, f"it cannot be read ({error})", hint="Write it anew, as UTF-8 text.") from error
    return parse(text, path)


def _header(text: str, path: Path) -> Mapping[str, Any]:
    """Return what the `#+` lines at the head of a query say."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith(_MARK):
            break
        lines.append(line.removeprefix(_MARK).removeprefix(" "))
    try:
        header = yaml.load("\n".join(lines), Loader=_Loader)  # noqa: S506 - either is a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = mark.line + 1 if mark else None
        why = f"line {at or '?'}: the header is no YAML: {getattr(error, 'problem', None) or 'not YAML'}"
        raise BadQuery(path, why, line=at, hint="Put prose in double quotes.") from error
    if not isinstance(header, dict):
        raise BadQuery(path, "it has no header", hint="Begin with lines `#+ title: …` and `#+ summary: …`.")
    _refuse_unknown(header, _KEYS, path)
    return header


def _entries(header: Mapping[str, Any], key: str, path: Path) -> Iterator[Mapping[str, Any]]:
    entries = header.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadQuery(path, f"'{key}' is no list of maps", hint="Write one line `#+   - {name: …, …}` for each.")
    yield from entries


def _parameter(entry: Mapping[str, Any], prefixes: Mapping[str, str], path: Path) -> Parameter:
    _refuse_unknown(entry, _PARAMETER_KEYS, path)
    name, kind = _variable(entry, path), _choice(ParameterType, entry, "type", path)
    if (kind is ParameterType.IRI) != ("kind" in entry):
        raise BadQuery(path, f"the parameter '{name}' and its kind do not fit", hint="`kind` goes with `type: iri`.")
    if (entry.get("kind") == CONCEPT) != ("class" in entry):
        raise BadQuery(path, f"the parameter '{name}' and its class do not fit", hint="`class` goes with concepts.")
    required, parts = _truth(entry, "required", path, default=True), _truth(entry, "parts", path, default=False)
    return Parameter(
        name=name,
        type=kind,
        description=_text(entry, "description", path),
        example=_text(entry, "example", path),
        kind=_text(entry, "kind", path) if "kind" in entry else None,
        concept_class=_expand(_text(entry, "class", path), prefixes, path) if "class" in entry else None,
        required=required,
        parts=parts,
    )


def _column(entry: Mapping[str, Any], path: Path) -> Column:
    _refuse_unknown(entry, _COLUMN_KEYS, path)
    return Column(_variable(entry, path), _text(entry, "title", path), _text(entry, "description", path))


def _variable(entry: Mapping[str, Any], path: Path) -> str:
    name = _text(entry, "name", path)
    if not _VARIABLE.fullmatch(name):
        raise BadQuery(path, f"'{name}' is no variable", hint="Write the variable's name without question mark.")
    return name


def _text(entry: Mapping[str, Any], key: str, path: Path) -> str:
    """Return a text of the header; YAML's own numbers and dates are taken as they were written."""
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | date) or value == "":
        raise BadQuery(path, f"'{key}' is missing or no text", hint=f"Write `{key}: …` in its header.")
    return str(value)


def _truth(entry: Mapping[str, Any], key: str, path: Path, *, default: bool) -> bool:
    value = entry.get(key, default)
    if not isinstance(value, bool):
        raise BadQuery(path, f"'{key}' of '{entry['name']}' is neither true nor false", hint="Write true or false.")
    return value


def _choice(choices: type[_Choice], entry: Mapping[str, Any], key: str, path: Path) -> _Choice:
    """Return the member of an enumeration that a key of the header names."""
    try:
        return choices(entry.get(key))
    except ValueError as error:
        named = ", ".join(str(member.value) for member in choices)
        raise BadQuery(path, f"'{key}' is {entry.get(key)!r}", hint=f"Write one of: {named}.") from error


def _expand(name: str, prefixes: Mapping[str, str], path: Path) -> str:
    prefix, _, local = name.partition(":")
    if prefix not in prefixes:
        raise BadQuery(path, f"the prefix of '{name}' is not declared", hint=f"Add PREFIX {prefix}: <…>.")
    return prefixes[prefix] + local


def _refuse_unknown(entry: Mapping[str, Any], known: frozenset[str], path: Path) -> None:
    for key in entry:
        if key not in known:
            raise BadQuery(path, f"nothing is called '{key}' there", hint=f"Known: {', '.join(sorted(known))}.")


def _refuse_doubles(names: list[str], path: Path) -> None:
    for name in names:
        if names.count(name) > 1:
            raise BadQuery(path, f"'{name}' is declared twice", hint="Name each parameter and each column once.")
