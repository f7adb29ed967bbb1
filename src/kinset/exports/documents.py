"""What the JSON formats share: trees without empty values, written alike, and a few mappings. Level 5.

In: values of a `Record`. Out: JSON text, two spaces an indent, in the order of the keys; intervals; what is a licence.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from kinset.records import Record, Terms

LICENCE_HOSTS = ("creativecommons.org/", "opensource.org/", "spdx.org/")


def json_text(document: Any) -> str:
    """Return a document as JSON, indented, ending in a line break; numbers of any size stand as they are."""
    try:
        return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    except TypeError:  # such as a number above 64 bits
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def drop_empty(pairs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pairs whose value is something."""
    return {key: value for key, value in pairs.items() if value is not None and value != []}


def one(values: Iterable[Any]) -> Any:
    """Return nothing as None, the only value by itself, several as a list."""
    found = list(values)
    return None if not found else found[0] if len(found) == 1 else found


def interval(period: tuple[str | None, str | None] | None) -> str | None:
    """Return an ISO 8601 interval; an open end is '..'."""
    if period is None or period == (None, None):
        return None
    return "/".join(end or ".." for end in period)


def policies(record: Record, scope: str = "Data") -> list[Terms]:
    """Return the policies that govern a scope, each once."""
    return list({terms.iri: terms for terms in record.terms if terms.scope == scope}.values())


def is_known_licence(terms: Terms) -> bool:
    """Tell whether a policy is a licence that is known everywhere: it has an SPDX code or a page on a list of them."""
    host = terms.link.partition("://")[2].removeprefix("www.") if terms.link else ""
    return terms.spdx is not None or host.startswith(LICENCE_HOSTS)


def grants(terms: Terms) -> bool:
    """Tell whether a policy is a licence in the wide sense: it permits something. A mere notice does not."""
    return is_known_licence(terms) or any(rule.sort == "permission" for rule in terms.rules)


def licence_link(terms: Terms) -> str:
    """Return the address by which a licence is known, else the policy's own IRI."""
    if not is_known_licence(terms):
        return terms.iri
    return terms.link or f"https://spdx.org/licenses/{terms.spdx}"
