"""Names for IRIs: the prefix map of a catalogue and the two local prefixes of an entity's file. Level 1.

In: pairs of prefix and namespace (a catalogue declares them once, as `sh:declare` in its ontology).
Out: `PrefixMap`, whose `expand` and `compact` are each other's inverse on IRIs that it covers.
"""

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Triple

from kinset.vocab import SH

# A local name that needs no escape in Turtle 1.1 (a subset of PN_LOCAL) and reads well.
LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_LOCAL_LETTERS = string.ascii_letters + string.digits + "_.-"


@dataclass(frozen=True)
class PrefixMap:
    """An immutable map of prefixes to namespaces; the longest namespace wins.

    >>> prefixes = PrefixMap({"ex": "https://example.org/", "in": "https://example.org/in/"})
    >>> prefixes.compact("https://example.org/in/a")
    'in:a'
    >>> prefixes.expand("in:a")
    'https://example.org/in/a'
    """

    namespaces: Mapping[str, str]

    @classmethod
    def declared(cls, triples: Iterable[Triple]) -> "PrefixMap":
        """Return the map that the `sh:declare` statements of an ontology declare."""
        names: dict[object, str] = {}
        spaces: dict[object, str] = {}
        for triple in triples:
            if triple.predicate == SH.prefix and isinstance(triple.object, Literal):
                names[triple.subject] = triple.object.value
            elif triple.predicate == SH.namespace and isinstance(triple.object, Literal):
                spaces[triple.subject] = triple.object.value
        return cls({names[node]: spaces[node] for node in names if node in spaces})

    @cached_property
    def _longest_first(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self.namespaces.items(), key=lambda pair: (-len(pair[1]), pair[0])))

    def local_to(self, entity: str) -> "PrefixMap":
        """Return this map with `this:` for the hash IRIs and `sub:` for the sub-resources of an entity."""
        return PrefixMap({**self.namespaces, "this": f"{entity}#", "sub": f"{entity}/"})

    @cached_property
    def _by_space(self) -> Mapping[str, str]:
        return {space: prefix for prefix, space in reversed(self._longest_first)}

    @cached_property
    def _open_ended(self) -> tuple[tuple[str, str], ...]:
        """The namespaces that end inside what could be a local name, as `…/DUO_`, longest first."""
        return tuple(pair for pair in self._longest_first if pair[1].rstrip(_LOCAL_LETTERS) != pair[1])

    def split(self, iri: str) -> tuple[str, str] | None:
        """Return prefix and local name of an IRI, or None where no prefix gives a plain local name."""
        for prefix, space in self._open_ended:
            if iri.startswith(space) and LOCAL_NAME.fullmatch(iri, len(space)):
                return prefix, iri[len(space) :]
        space = iri.rstrip(_LOCAL_LETTERS)  # a local name has no other letters, so only this namespace can do
        found = self._by_space.get(space)
        return (found, iri[len(space) :]) if found is not None and LOCAL_NAME.fullmatch(iri, len(space)) else None

    def compact(self, iri: str) -> str:
        """Return `prefix:local`, or the IRI itself where no prefix gives a plain local name."""
        pair = self.split(iri)
        return f"{pair[0]}:{pair[1]}" if pair else iri

    def display(self, iri: str) -> str:
        """Return an IRI as a person reads it: with the longest prefix, even where Turtle would need escapes."""
        for prefix, space in self._longest_first:
            if iri.startswith(space) and len(iri) > len(space):
                return f"{prefix}:{iri[len(space) :]}"
        return iri

    def expand(self, name: str) -> str | None:
        """Return the IRI of `prefix:local`, or None where the prefix is not in the map."""
        prefix, colon, local = name.partition(":")
        space = self.namespaces.get(prefix)
        return space + local if colon and space is not None else None

    def term(self, name: str) -> NamedNode:
        """Return the node of `prefix:local`; raises KeyError where the prefix is not in the map."""
        iri = self.expand(name)
        if iri is None:
            raise KeyError(name)
        return NamedNode(iri)

    def declare(self, query: str) -> str:
        """Return a SPARQL text with a PREFIX line for each prefix of the map that it uses and does not declare."""
        declared = {name.casefold() for name in re.findall(r"(?i)\bPREFIX\s+([\w.-]*)\s*:", query)}
        used = set(re.findall(r"(?<![\w<:/.-])([A-Za-z][\w.-]*):", query))
        lines = [f"PREFIX {name}: <{self.namespaces[name]}>" for name in sorted(used) if name in self.namespaces]
        return "\n".join([*(line for line in lines if line.split()[1][:-1].casefold() not in declared), query])
