"""Names and numbers as people read them. Level 0.

In: nouns, numbers, links. Out: text.
"""

import re


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


def short_link(link: str) -> str:
    """Return a link without what every link has, commits cut to seven digits.

    >>> short_link("https://physionet.org/content/radqa/1.0.0/")
    'physionet.org/content/radqa/1.0.0'
    """
    short = link.partition("://")[2].removeprefix("www.").rstrip("/") or link
    return re.sub(r"\b([0-9a-f]{7})[0-9a-f]{33}\b", r"\1", short)
