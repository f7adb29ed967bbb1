"""From what people type to the thing that is meant. Level 4.

In: an engine. Out: a `Directory` of everything that has a name: entities, their versions, parts, splits and tracks.

`resolve` takes, in this order: an IRI; `kind/slug`; a slug; a label; another label; an identifier's notation; a link
(landing page, identifier, former link); a link to any version of a landing page; NAME@VERSION. The first of these that
gives anything decides; several candidates are all told, datasets first.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from kinset.engine import Engine
from kinset.errors import AmbiguousName, EngineError, NameNotFound
from kinset.iri import EntityBase, link_key, local_name, name_key, without_version

NEAR = 6  # names that are offered for one that is nothing's
ALIKE = 0.8  # how alike names must be, of 1, to be offered
ALIKE_AT_HEAD = 0.6  # where their first letters are the same
HEAD = 3

_BASE = """PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?base WHERE { ?catalogue void:uriSpace ?base } ORDER BY ?base"""

_NAMES = """PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?property ?value WHERE {
  VALUES ?property { rdfs:label skos:altLabel skos:hiddenLabel dcat:landingPage foaf:homepage kin:formerLink }
  ?thing ?property ?value .
}"""

_IDENTIFIERS = """PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?notation ?template WHERE {
  ?thing adms:identifier ?identifier .
  ?identifier skos:notation ?notation ; kin:scheme ?scheme .
  OPTIONAL { ?scheme kin:template ?template }
}"""

_SUB_KINDS = """PREFIX kin: <https://w3id.org/kinset/ontology#>
SELECT ?thing ?class WHERE { VALUES ?class { kin:Version kin:Part kin:Split kin:Track } ?thing a ?class . }"""


@dataclass(slots=True)
class _Draft:
    """What is collected of one thing before it is frozen."""

    labels: list[Literal] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    notations: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a name.

    Attributes:
        iri: its IRI.
        kind: the kind of its entity, or `version`, `part`, `split`, `track`.
        label: its English label, else any, else the end of its IRI.
        aliases: its other labels, sorted.
        links: where it is found on the web, identifiers written as links included, sorted.
        former: links that once led to it.
        notations: its identifiers as written.
        file: its file, relative to the catalogue.
    """

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...]
    links: tuple[str, ...]
    former: tuple[str, ...]
    notations: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class Directory:
    """Everything that has a name in a catalogue; `things` is sorted by kind (datasets first) and IRI."""

    base: EntityBase
    things: tuple[Thing, ...]

    @cached_property
    def by_iri(self) -> Mapping[str, Thing]:
        """IRI -> thing."""
        return {thing.iri: thing for thing in self.things}

    def label(self, iri: str) -> str:
        """Return the label of a thing, or the end of the IRI where nothing is known of it."""
        thing = self.by_iri.get(iri)
        return thing.label if thing else local_name(iri)

    def entities(self, kind: str | None = None) -> Iterator[Thing]:
        """Yield the entities, of one kind or of all; not their versions, parts, splits and tracks."""
        for thing in self.things:
            address = self.base.parse(thing.iri)
            if address and not address.sub and kind in {None, thing.kind}:
                yield thing

    def versions(self, iri: str) -> Iterator[Thing]:
        """Yield the sub-resources of an entity."""
        return (thing for thing in self.things if thing.iri.startswith(iri + "/"))

    def resolve(self, text: str) -> Thing:
        """Return the thing that is meant.

        Raises NameNotFound with near names, or AmbiguousName with all candidates.
        """
        text = text.strip()
        thing = self._single(text)
        if thing is None and "@" in text and link_key(text) is None:
            thing = self._version(*text.rpartition("@")[::2])
        if thing is None:
            raise NameNotFound(text, self.near(text))
        return thing

    def _single(self, text: str) -> Thing | None:
        """Return the thing that a name without version means, or None; raises AmbiguousName."""
        for found in self._stages(text):
            if len(found) == 1:
                return self.by_iri[found[0]]
            if found:
                order = {thing.iri: place for place, thing in enumerate(self.things)}
                raise AmbiguousName(text, sorted(found, key=lambda iri: order[iri]))
        return None

    def _stages(self, text: str) -> Iterator[list[str]]:
        """Yield the candidates of each way to read the text, the surest first."""
        direct = [iri for iri in (text, self.base.value + text.strip("/")) if iri in self.by_iri]
        yield direct[:1]
        slug, _, sub = text.partition("/")
        yield self._slugs.get(f"{name_key(slug)}/{name_key(sub)}" if sub else name_key(text), [])
        yield self._labels.get(name_key(text), [])
        yield self._aliases.get(name_key(text), [])
        yield self._notations.get(text.casefold(), [])
        key = link_key(text)
        if key is not None:
            yield self._links.get(key, [])
            stripped = without_version(key)
            yield self._links.get(stripped, []) if stripped else []

    def _version(self, name: str, version: str) -> Thing | None:
        """Return the version `version` of what `name` names, or None where it names nothing."""
        whole = self._single(name)
        if whole is None:
            return None
        iri = f"{whole.iri}/{version}"
        if iri in self.by_iri:
            return self.by_iri[iri]
        known = [f"{name}@{thing.iri[len(whole.iri) + 1 :]}" for thing in self.versions(whole.iri)]
        raise NameNotFound(f"{name}@{version}", known[:12])

    def near(self, text: str) -> list[str]:
        """Return a few names that hold the text, or look like it."""
        return [name for name, _thing in self._near(text)]

    def near_things(self, text: str) -> list[Thing]:
        """Return the things of the names that look like the text."""
        return list(dict.fromkeys(thing for _name, thing in self._near(text)))

    def _near(self, text: str) -> list[tuple[str, Thing]]:
        names: dict[str, tuple[str, Thing]] = {}
        for thing in self.things:
            slug = thing.iri.removeprefix(self.base.value).partition("/")[2]
            for name in (slug, thing.label, *thing.aliases):
                names.setdefault(name_key(name), (name, thing))
        wanted = name_key(text)
        holding = [key for key in names if len(wanted) > 2 and f" {wanted}" in f" {key}"]
        holding.sort(key=lambda key: not key.startswith(wanted))  # else datasets first, as they stand
        near = difflib.get_close_matches(wanted, names, 4 * NEAR, ALIKE_AT_HEAD)
        alike = [key for key in near if key[:HEAD] == wanted[:HEAD] or _ratio(wanted, key) >= ALIKE]
        found: dict[str, tuple[str, Thing]] = {}
        for key in [*holding, *alike]:
            found.setdefault(names[key][1].iri, names[key])
        return list(found.values())[:NEAR]

    @cached_property
    def _slugs(self) -> Mapping[str, list[str]]:
        """Slug -> entities; slug, slash and the rest -> the sub-resource: no slug is mistaken for a path."""
        pairs = []
        for thing in self.things:
            address = self.base.parse(thing.iri)
            if address:
                key = name_key(address.slug)
                pairs.append((f"{key}/{name_key(address.sub)}" if address.sub else key, thing.iri))
        return _index(pairs)

    @cached_property
    def _labels(self) -> Mapping[str, list[str]]:
        return _index((name_key(thing.label), thing.iri) for thing in self.things)

    @cached_property
    def _aliases(self) -> Mapping[str, list[str]]:
        return _index((name_key(alias), thing.iri) for thing in self.things for alias in thing.aliases)

    @cached_property
    def _notations(self) -> Mapping[str, list[str]]:
        return _index((text.casefold(), thing.iri) for thing in self.things for text in thing.notations)

    @cached_property
    def _links(self) -> Mapping[str, list[str]]:
        pairs = ((link, thing.iri) for thing in self.things for link in (*thing.links, *thing.former))
        return _index((key, iri) for link, iri in pairs if (key := link_key(link)))


def _ratio(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1."""
    return difflib.SequenceMatcher(None, other, one).ratio()


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for key, iri in pairs:
        if iri not in index.setdefault(key, []):
            index[key].append(iri)
    return index


def read_base(engine: Engine) -> EntityBase:
    """Return the base that the engine's default graph states; raises EngineError where it states none."""
    for row in engine.select(_BASE):
        if isinstance(row[0], Literal):
            return EntityBase(row[0].value)
    raise EngineError("The engine holds no kinset catalogue.", hint="Load a build's kinset.trig into it.")


def read_directory(engine: Engine) -> Directory:
    """Read the names of everything from an engine."""
    base = read_base(engine)
    drafts: dict[str, _Draft] = {}

    def draft(node: object) -> _Draft | None:
        address = base.parse(node.value) if isinstance(node, NamedNode) else None
        if address is None or address.fragment or not isinstance(node, NamedNode):
            return None
        return drafts.setdefault(node.value, _Draft())

    for row in engine.select(_NAMES).dicts():
        entry = draft(row["thing"])
        if entry is not None and not hasattr(row["property"], "datatype"):
            _note(entry, str(getattr(row["property"], "value", "")), row["value"])
    for row in engine.select(_IDENTIFIERS).dicts():
        entry = draft(row["thing"])
        if entry is not None:
            notation = str(getattr(row["notation"], "value", ""))
            entry.notations.add(notation)
            if "template" in row:
                entry.links.add(str(getattr(row["template"], "value", "")).replace("{id}", notation))
    kinds = {
        row["thing"].value: row["class"].value.rpartition("#")[2].lower()
        for row in engine.select(_SUB_KINDS).dicts()
        if isinstance(row["thing"], NamedNode) and isinstance(row["class"], NamedNode)
    }
    things = [_freeze(base, iri, entry, kinds) for iri, entry in drafts.items() if entry.labels]
    return Directory(base, tuple(sorted(things, key=lambda thing: (_rank(base, thing), thing.iri))))


def _note(entry: _Draft, name: str, value: object) -> None:
    """Put one name or link where it belongs."""
    if name.endswith("#label") and isinstance(value, Literal):
        entry.labels.append(value)
    elif isinstance(value, Literal):
        entry.aliases.add(value.value)
    elif isinstance(value, NamedNode):
        (entry.former if name.endswith("#formerLink") else entry.links).add(value.value)


def _freeze(base: EntityBase, iri: str, entry: _Draft, kinds: Mapping[str, str]) -> Thing:
    labels = sorted(entry.labels, key=lambda literal: (literal.language != "en", str(literal)))
    address = base.parse(iri)
    aliases = {literal.value for literal in labels[1:]} | entry.aliases
    return Thing(
        iri=iri,
        kind=kinds.get(iri) or (address.kind if address else ""),
        label=labels[0].value,
        aliases=tuple(sorted(aliases - {labels[0].value})),
        links=tuple(sorted(entry.links)),
        former=tuple(sorted(entry.former)),
        notations=tuple(sorted(entry.notations)),
        file=str(base.path(address)) if address else "",
    )


def _rank(base: EntityBase, thing: Thing) -> tuple[bool, bool, str]:
    """Datasets first, sub-resources last."""
    address = base.parse(thing.iri)
    return bool(address and address.sub), thing.kind != "dataset", thing.kind
