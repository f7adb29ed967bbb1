"""Turtle: where each triple stands in a file, and the one canonical form that files are written in. Level 1.

In: text, or triples with a prefix map. Out: located triples; canonical text.

Canonical form: PREFIX lines, only those used, sorted; a blank line; the first subject (the entity), then the others
by IRI; `a`, then rdfs:label, then predicates by IRI; one object a line; the closing dot alone. Lists are written as
`( … )`; other blank nodes and comments have no place in it and are refused by `canonical`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kinset.prefixes import PrefixMap
from kinset.triples import Node, Term, Triples, term_key
from kinset.vocab import RDF, RDFS, XSD

INDENT = "    "
# Tokens in which a '#' is no comment: long strings, short strings, IRIs, prefixed names with an escaped '#'.
_TOKENS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'" + r"|<[^<>\"{}|^`\\\s]*>|\\.|(?P<comment>#[^\n]*)",
    re.DOTALL,
)
_STRING, _TYPE, _LABEL = XSD.string.value, RDF.type.value, RDFS.label.value
_BARE = {
    XSD.integer.value: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal.value: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean.value: re.compile(r"true|false"),
}
_ESCAPED = re.compile(r'[\x00-\x1f\\"\x7f]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


@dataclass(frozen=True, slots=True)
class Located:
    """A triple and the line (from 1) on which its object ends."""

    triple: Triple
    line: int


class TurtleError(ValueError):
    """A text is no Turtle; `line` and `column` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class _Lines:
    """Hands a text to the parser line by line, so that the lines read so far tell where the parser is.

    A long line is handed out in pieces: the parser aborts the process where it is given more than it asked for.
    """

    def __init__(self, text: bytes) -> None:
        self._lines = iter(text.splitlines(keepends=True))
        self._rest = memoryview(b"")
        self.read_so_far = 0

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            line = next(self._lines, b"")
            self.read_so_far += bool(line)
            self._rest = memoryview(line)
        end = size if size >= 0 else len(self._rest)
        piece, self._rest = self._rest[:end], self._rest[end:]
        return bytes(piece)


def read(text: bytes, scope: str = "") -> Iterator[Located]:
    """Yield the triples of a Turtle text with their lines; raises TurtleError at the first fault.

    Blank nodes are numbered in the order in which they come, behind `scope`, which keeps files apart (only its letters
    and digits count): the same text gives the same nodes.
    """
    lines = _Lines(text)
    apart = re.sub(r"[^A-Za-z0-9]", "", scope)
    numbered: dict[BlankNode, BlankNode] = {}

    def stable(term: Any) -> Any:
        if isinstance(term, BlankNode):
            return numbered.setdefault(term, BlankNode(f"{apart}b{len(numbered)}"))
        return term

    try:
        for triple in parse(cast("IO[bytes]", lines), format=RdfFormat.TURTLE):
            stated = Triple(stable(triple.subject), triple.predicate, stable(triple.object))
            yield Located(stated, lines.read_so_far)
    except SyntaxError as error:
        message = re.sub(r"^Parser error at line \d+ column \d+(?: and line \d+ column \d+)?: ", "", str(error.msg))
        message = re.sub(r"^Parser error (?:between|at) [^:]*: ", "", message)
        raise TurtleError(message, error.lineno or lines.read_so_far, error.offset or 1) from error


def comments(text: str) -> Iterator[int]:
    """Yield the line of every comment in a Turtle text."""
    for match in _TOKENS.finditer(text):
        if match["comment"]:
            yield text.count("\n", 0, match.start()) + 1


def quote(text: str) -> str:
    """Return a text as a Turtle string: one line, only the characters escaped that must be."""
    if _ESCAPED.search(text):
        text = _ESCAPED.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}", text)
    return f'"{text}"'


class _Writer:
    """Writes the subjects of one file; collects the prefixes that it used."""

    def __init__(self, triples: Triples, prefixes: PrefixMap) -> None:
        self.triples = triples
        self.prefixes = prefixes
        self.used: set[str] = set()
        self.names: dict[str, str] = {}
        self.cells: set[Node] = set()

    def iri(self, iri: str) -> str:
        found = self.names.get(iri)
        if found is None:
            pair = self.prefixes.split(iri)
            if pair:
                self.used.add(pair[0])
            found = self.names[iri] = f"{pair[0]}:{pair[1]}" if pair else f"<{iri}>"
        return found

    def term(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, BlankNode):
            return "( " + " ".join(self.term(item) for item in self.list_items(term)) + " )"
        text, language = term.value, term.language
        if language:
            direction = f"--{term.direction.value}" if term.direction else ""
            return f"{quote(text)}@{language}{direction}"
        datatype = term.datatype.value
        if datatype == _STRING:
            return quote(text)
        bare = _BARE.get(datatype)
        return text if bare and bare.fullmatch(text) else f"{quote(text)}^^{self.iri(datatype)}"

    def list_items(self, head: Node) -> Iterator[Term]:
        while head != RDF.nil:
            firsts, rests = self.triples.objects(head, RDF.first), self.triples.objects(head, RDF.rest)
            if head in self.cells or len(firsts) != 1 or len(rests) != 1 or isinstance(rests[0], Literal):
                raise ValueError("A blank node has no place in a catalogue's files: give it an IRI.")
            self.cells.add(head)
            yield firsts[0]
            head = rests[0]

    def subject(self, subject: NamedNode) -> str:
        rows: list[str] = []
        said = ((predicate.value, found) for predicate, found in self.triples.about(subject).items())
        for predicate, found in sorted(said, key=_predicate_key):
            verb = "a" if predicate == _TYPE else self.iri(predicate)
            if isinstance(found, list):
                objects = (self.term(term) for term in sorted(found, key=term_key))
                rows.append(f"{INDENT}{verb}\n" + " ,\n".join(f"{INDENT * 2}{item}" for item in objects))
            else:
                rows.append(f"{INDENT}{verb} {self.term(found)}")
        return f"{self.iri(subject.value)}\n" + " ;\n".join(rows) + "\n.\n"


def _predicate_key(said: tuple[str, object]) -> tuple[int, str]:
    predicate = said[0]
    return (0 if predicate == _TYPE else 1 if predicate == _LABEL else 2), predicate


def canonical(triples: Iterable[Triple], prefixes: PrefixMap, first: str | None = None) -> str:
    """Return the canonical Turtle of triples, the subject `first` before the others.

    Raises ValueError for what the form cannot hold: quoted triples, and blank nodes that are no list of one owner.
    """
    index = Triples(triples)
    subjects = {triple.subject for triple in index}
    named = [subject for subject in subjects if isinstance(subject, NamedNode)]
    lists = {
        cell for cell in subjects if isinstance(cell, BlankNode) and index.predicates(cell) == (RDF.first, RDF.rest)
    }
    if len(named) + len(lists) != len(subjects):
        raise ValueError("A blank node has no place in a catalogue's files: give it an IRI.")
    writer = _Writer(index, prefixes)
    blocks = [writer.subject(node) for node in sorted(named, key=lambda node: (node.value != first, term_key(node)))]
    if writer.cells != lists:
        raise ValueError("A list that nothing points at would be lost: take it out.")
    head = "".join(f"PREFIX {name}: <{prefixes.namespaces[name]}>\n" for name in sorted(writer.used))
    return head + ("\n" if head else "") + "".join(blocks)


def format_text(text: str, prefixes: PrefixMap, first: str | None = None) -> str:
    """Return the canonical form of a Turtle text; idempotent.

    Raises TurtleError where the text is no Turtle, or holds what the form would lose: comments and blank nodes.
    A byte order mark, which Turtle does not allow, is taken away.
    """
    text = text.removeprefix("\ufeff")
    for line in comments(text):
        raise TurtleError("a comment would be lost: say it with rdfs:comment or skos:scopeNote", line, 1)
    triples = []
    for located in read(text.encode()):
        if isinstance(located.triple.object, Triple):
            raise TurtleError("a triple has no place in another: give the claim an IRI", located.line, 1)
        triples.append(located.triple)
    try:
        return canonical(triples, prefixes, first)
    except (ValueError, RecursionError) as error:
        why = "lists are nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise TurtleError(why, 1, 1) from error
