"""JSON-LD as a consumer of schema.org reads it: trees whose keys are schema.org's names. Level 6.

In: JSON values. Out: `Node`: a mapping in which properties of schema.org stand by their local names, whatever prefix
or namespace wrote them, `@type` is a list, and properties of other vocabularies keep their whole name (with a colon).
Contexts are read as far as they name vocabularies and prefixes; nothing is fetched.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from kinset.lint import schema_terms

Node: TypeAlias = dict[str, Any]

SCHEMA = re.compile(r"https?://(?:www\.)?schema\.org/?#?")
WEB = re.compile(r"https?://[^\s/?#.]+(?:\.[^\s/?#]+|:[0-9]+)(?:[/?#]\S*)?")
_ALIASES = {"id": "@id", "type": "@type"}
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Context:
    """What short names mean: whether bare ones are schema.org's, and which IRIs the others stand for."""

    bare: bool = False
    iris: Mapping[str, str] = field(default_factory=dict)

    def having(self, told: Any) -> "Context":
        """Return the context with what a document's `@context` adds."""
        if isinstance(told, list):
            context = self
            for item in told:
                context = context.having(item)
            return context
        if isinstance(told, str):
            return Context(self.bare or bool(SCHEMA.match(told)), self.iris)
        if not isinstance(told, dict):
            return self
        iris = dict(self.iris)
        for name, meaning in told.items():
            iri = meaning.get("@id") if isinstance(meaning, dict) else meaning
            if isinstance(iri, str):
                iris[name] = iri
        bare = bool(SCHEMA.match(str(told["@vocab"]))) if "@vocab" in told else self.bare
        return Context(bare, iris)

    def name(self, key: str) -> str:
        """Return schema.org's local name of a key or type, or the name as it stands, with a colon, if of others."""
        if key.startswith("@"):
            return key
        if key in self.iris or ":" in key:
            iri = self._whole(self.iris.get(key, key))
            return iri if iri.startswith("@") else _local(iri) or (key if ":" in key else f"?:{key}")
        return _ALIASES.get(key, key) if self.bare else f"?:{key}"

    def _whole(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        iri = self.iris.get(prefix)
        return iri + rest if colon and iri and not rest.startswith("//") else name


def _local(iri: str) -> str:
    """Return the local name of an IRI of schema.org, or nothing."""
    found = SCHEMA.match(iri)
    local = iri[found.end() :] if found else ""
    return "" if "/" in local else local


def nodes(document: Any) -> Iterator[Node]:
    """Yield the nodes at the top of a document: those of its graph, its list, or itself."""
    yield from _nodes(document, Context())


def _nodes(document: Any, context: Context) -> Iterator[Node]:
    if isinstance(document, list):
        for item in document:
            yield from _nodes(item, context)
    elif isinstance(document, dict):
        context = context.having(document.get("@context"))
        if "@graph" in document:
            yield from _nodes(document["@graph"], context)
        else:
            node = _tree(document, context)
            if isinstance(node, dict):
                yield node


def _tree(value: Any, context: Context) -> Any:
    if isinstance(value, list):
        return [_tree(item, context) for item in value]
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        return _tree(value["@value"], context)
    if "@list" in value or "@set" in value:
        return _tree(value.get("@list", value.get("@set")), context)
    context = context.having(value.get("@context"))
    node: Node = {}
    for key, item in value.items():
        name = context.name(key)
        if name == "@type":
            node["@type"] = [context.name(sort) for sort in many(item) if isinstance(sort, str)]
        elif name == "@id":
            if isinstance(item, str):  # anything else names nothing
                node[name] = item
        elif name != "@context":
            node[name] = _tree(item, context)
    return node


def many(value: Any) -> list[Any]:
    """Return a value as a list: nothing for None, itself if it is one.

    >>> many(None), many("x"), many(["x"])
    ([], ['x'], ['x'])
    """
    return [] if value is None else value if isinstance(value, list) else [value]


def is_a(value: Any, sort: str) -> bool:
    """Tell whether a value is a node of a type."""
    return isinstance(value, dict) and sort in value.get("@type", [])


def datasets(node: Node) -> Iterator[Node]:
    """Yield a node if it is a dataset, else the datasets within it."""
    if is_a(node, "Dataset"):
        yield node
        return
    for value in node.values():
        for item in many(value):
            if isinstance(item, dict):
                yield from datasets(item)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes within it."""
    yield node
    for value in node.values():
        for item in many(value):
            if isinstance(item, dict):
                yield from walk(item)


def is_web(value: Any) -> bool:
    """Tell whether a value is an address that a browser opens.

    >>> is_web("https://doi.org/10.1/x"), is_web("10.1/x"), is_web("http://localhost:8000/")
    (True, False, True)
    """
    return isinstance(value, str) and WEB.fullmatch(value) is not None


def address(value: Any) -> str | None:
    """Return the address of a value: itself if it is one, else its node's url or identifier, or None."""
    if isinstance(value, dict):
        found = (item for key in ("url", "@id") for item in many(value.get(key)) if is_web(item))
        return next(found, None)
    return value if is_web(value) else None


def short(value: Any) -> str:
    """Return a value as a table shows it.

    >>> short([{"@type": ["Person"], "name": "Ada"}, "x"]), short(True)
    ('Ada (and 1 more)', 'true')
    """
    if isinstance(value, list):
        more = f" (and {len(value) - 1} more)" if len(value) > 1 else ""
        return short(value[0]) + more if value else ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        amount = " ".join(str(value[key]) for key in ("value", "unitText") if key in value)
        told = value.get("name") or value.get("url") or amount or value.get("@id") or value.get("contentUrl")
        return short(told) if told else ", ".join(value)
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def strange(node: Node) -> Iterator[tuple[str, str, bool]]:
    """Yield type and name of each property that does not belong to its node; and whether another type has it.

    Nodes whose types are not held here are not judged.
    """
    for found in walk(node):
        known = [schema_terms.properties(sort) for sort in found.get("@type", [])]
        if not known or None in known:
            continue
        own = frozenset().union(*(names for names in known if names))
        for name in found:
            if not name.startswith("@") and ":" not in name and name not in own:
                yield "/".join(found["@type"]), name, name in schema_terms.KNOWN
