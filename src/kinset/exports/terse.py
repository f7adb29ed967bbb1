"""Turtle by hand: terms and blocks of text, for graphs without blank nodes. Level 5.

In: IRIs, texts, dates. Out: pieces of Turtle, each of which any parser reads back as just that term. Vocabularies are
prefixed by whoever writes the head; all other IRIs stand whole.
"""

import re
from collections.abc import Iterable, Mapping

from kinset.records import Text

_ODD_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f]')
_ODD_IN_TEXT = re.compile(r'[\x00-\x1f"\\\x7f]')
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9:.]{8,}(?:Z|[+-][0-9:]{5})?)?)?)?")


def iri(text: str) -> str:
    """Return an IRI of the graph, which a parser has let through, in angle brackets."""
    return f"<{text}>"


def address(text: str) -> str:
    """Return a link that was put together of texts, in angle brackets; what may not stand there is percent-encoded.

    >>> address("https://e.org/a b")
    '<https://e.org/a%20b>'
    """
    if _ODD_IN_IRI.search(text):
        text = _ODD_IN_IRI.sub(lambda match: f"%{ord(match[0]):02X}", text)
    return f"<{text}>"


def string(text: str) -> str:
    r"""Return a text in quotes, on one line.

    >>> print(string('say "a\\b"'))
    "say \"a\\b\""
    """
    if _ODD_IN_TEXT.search(text):
        text = _ODD_IN_TEXT.sub(lambda match: _SHORT.get(match[0]) or f"\\u{ord(match[0]):04X}", text)
    return f'"{text}"'


def said(text: str, language: str) -> str:
    """Return a text with its language, if it has one."""
    return f"{string(text)}@{language}" if language == "en" or _TAG.fullmatch(language) else string(text)


def texts(found: Iterable[Text | None]) -> list[str]:
    """Return texts with their languages; nothing for None."""
    return [said(item.value, item.language) for item in found if item is not None]


def dated(text: str | None) -> list[str]:
    """Return a date with the datatype of its precision; nothing for what is no date.

    >>> dated("2022-06"), dated("June")
    (['"2022-06"^^xsd:gYearMonth'], [])
    """
    if text is None or not _DATE.fullmatch(text):
        return []
    return [f'"{text}"^^xsd:{_DATES.get(len(text), "dateTime")}']


def iris(found: Iterable[str]) -> list[str]:
    """Return IRIs, each once."""
    return [f"<{text}>" for text in dict.fromkeys(found)]


def link(text: str | None) -> list[str]:
    """Return an IRI, or nothing."""
    return [f"<{text}>"] if text else []


def block(subject: str, rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Return what is said of a subject: a row a property, nothing for properties without values."""
    lines = [f"    {verb} {' , '.join(values)}" for verb, values in rows if values]
    return f"{iri(subject)}\n" + " ;\n".join(lines) + " .\n"


def head(prefixes: Mapping[str, str]) -> str:
    """Return the lines that declare prefixes."""
    return "".join(f"PREFIX {name}: <{space}>\n" for name, space in prefixes.items()) + "\n"
