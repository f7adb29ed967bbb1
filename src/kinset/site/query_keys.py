"""What the answer to a canned query depends on. Level 6.

In: the text of a query, and a digest for each property of the graph. Out: the properties whose statements can make a
difference to its answer, or None where any can.

A query sees a statement only through a pattern. Where no pattern leaves the property open, only statements with a
property that the query names can matter. That is read from the tokens alone, and errs on the side of None.
"""

import re

from kinset.vocab import RDF

_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<text>'''.*?''' | \"\"\".*?\"\"\" | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
    | (?P<comment>\#[^\n]*)
    | (?P<variable>[?$]\w+)
    | (?P<name>[A-Za-z][\w-]*:[\w.%-]*\w|[A-Za-z][\w-]*:|:[\w.%-]*\w)
    | (?P<number>[+-]?\d[\d.eE]*)
    | (?P<word>[A-Za-z]\w*)
    | (?P<sign>\S)""",
    re.VERBOSE | re.DOTALL,
)
_TERMS = {"iri", "text", "variable", "name", "number"}


def properties(text: str) -> frozenset[str] | None:
    """Return the IRIs of all that a query names, or None where a pattern may leave its property open.

    >>> query = "PREFIX d: <http://purl.org/dc/terms/> SELECT * { ?a d:title ?b }"
    >>> sorted(properties(query))
    ['http://purl.org/dc/terms/title']
    >>> properties("SELECT * { ?a ?b ?c }") is None
    True
    """
    prefixes = dict(_PREFIX.findall(text))
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(_PREFIX.sub("", text))]
    tokens = [one for one in tokens if one[0] != "comment"]
    if _is_open(tokens):
        return None
    named: set[str] = set()
    for kind, sign in tokens:
        if kind == "iri":
            named.add(sign[1:-1])
        elif kind == "name":
            prefix, _, local = sign.partition(":")
            named.add(prefixes.get(prefix, "") + local)
        elif kind == "word" and sign == "a":
            named.add(RDF.type.value)
    return frozenset(named)


def _is_open(tokens: list[tuple[str, str]]) -> bool:
    """Tell whether a variable may stand where a pattern has its property, or a path takes any property but some."""
    depths = [0]  # brackets open within each pair of braces
    for place, (kind, sign) in enumerate(tokens):
        if sign == "{":
            depths.append(0)
        elif sign == "}" and len(depths) > 1:
            depths.pop()
        elif sign == "(":
            depths[-1] += 1
        elif sign == ")":
            depths[-1] -= 1
        elif len(depths) > 1 and not depths[-1]:
            before, after = tokens[place - 1], tokens[place + 1] if place + 1 < len(tokens) else ("", "")
            follows = before[0] in _TERMS or before[1] in {";", "]"}
            if kind == "variable" and follows and (after[0] in _TERMS or after[1] == "["):
                return True
            if sign == "!":
                return True
    return False
