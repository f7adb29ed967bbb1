"""Names and numbers as people read and write them. Level 0.

In: nouns, numbers, links, what literals hold. Out: text; numbers and truth values.
"""

import re

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def plural(noun: str) -> str:
    """Return the plural of a noun, as units have them.

    >>> plural("query"), plural("question-answer pair"), plural("study"), plural("essay")
    ('queries', 'question-answer pairs', 'studies', 'essays')
    """
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"


def counted(count: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "note"), counted(2083180, "note")
    ('1 note', '2,083,180 notes')
    """
    return f"{count:,} {noun if count == 1 else plural(noun)}"


def amount(
    count: int | None, low: int | None = None, high: int | None = None, *, about: bool = False, plain: bool = False
) -> str:
    """Return an amount in words, `plain` without marks between thousands; nothing where nothing is known.

    >>> amount(3000, about=True), amount(None, 5, 2000), amount(None, 5), amount(None, None, 9), amount(None)
    ('about 3,000', '5 to 2,000', 'at least 5', 'at most 9', '')
    """
    shown = [None if number is None else str(number) if plain else f"{number:,}" for number in (count, low, high)]
    exact, least, most = shown
    word = "about " if about else ""
    if exact is not None:
        return f"{word}{exact}"
    if least is not None and most is not None:
        return f"{word}{least} to {most}"
    return f"at least {least}" if least is not None else f"at most {most}" if most is not None else ""


def quantity(
    noun: str, count: int | None, low: int | None = None, high: int | None = None, *, about: bool = False
) -> str:
    """Return how many units in words, as `amount` does; without any number, the units alone.

    >>> quantity("note", 1), quantity("query", 3000, about=True), quantity("note", None, 5), quantity("note", None)
    ('1 note', 'about 3,000 queries', 'at least 5 notes', 'notes')
    """
    return f"{amount(count, low, high, about=about)} {noun if count == 1 else plural(noun)}".lstrip()


def whole_number(text: str | None) -> int | None:
    """Return the whole number that a text writes in ASCII digits, as far as 64 bits hold it for sure; else None.

    >>> whole_number("+12"), whole_number("\u00b2"), whole_number("+-5"), whole_number("9" * 19), whole_number(None)
    (12, None, None, None, None)
    """
    return int(text) if text is not None and _WHOLE.fullmatch(text) else None


def is_true(text: str | None) -> bool:
    """Tell whether a text is one of the two ways in which xsd:boolean writes truth.

    >>> is_true("true"), is_true("1"), is_true("yes"), is_true(None)
    (True, True, False, False)
    """
    return text in {"true", "1"}


def is_false(text: str | None) -> bool:
    """Tell whether a text is one of the two ways in which xsd:boolean writes falsehood.

    >>> is_false("0"), is_false("")
    (True, False)
    """
    return text in {"false", "0"}


def short_link(link: str) -> str:
    """Return a link without what every link has, commits cut to seven digits.

    >>> short_link("https://physionet.org/content/radqa/1.0.0/")
    'physionet.org/content/radqa/1.0.0'
    """
    short = link.partition("://")[2].removeprefix("www.").rstrip("/") or link
    return re.sub(r"\b([0-9a-f]{7})[0-9a-f]{33}\b", r"\1", short)
