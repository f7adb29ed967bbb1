"""The ways in: home, browsing by facets, search, and the lists of each kind. Level 6.

In: a `Stock`, a `Press`. Out: bundles. Browsing works without scripts: every value of a facet has its own page; scripts
only combine them. The search index is one file, fetched when somebody searches.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyoxigraph import Literal, NamedNode

from kinset.iri import spaced
from kinset.lineage.trace import Direction
from kinset.site import timeline_pages
from kinset.site.bundles import Artifact, Bundle
from kinset.site.family import glance
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock
from kinset.triples import Triples
from kinset.vocab import DCTERMS, KIN, PROV, SKOS

PAGE = 200  # datasets on one page of a listing
TEASER = 220  # letters of a description in a listing
YEAR = 4

FACETS: Mapping[str, tuple[str, tuple[NamedNode, ...]]] = {
    "task": ("Task", (KIN.forTask,)),
    "language": ("Language", (DCTERMS.language,)),
    "modality": ("Modality", (KIN.modality,)),
    "access": ("Access", (DCTERMS.accessRights,)),
    "institution": ("Institution", (DCTERMS.publisher, KIN.custodian)),
    "year": ("Year", (DCTERMS.issued,)),
    "kinship": ("Derivation", ()),
    "evidence": ("Evidence", ()),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A dataset in a listing; `values` are the keys of its facets' values."""

    iri: str
    path: str
    name: str
    teaser: str
    access: str
    year: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its key in addresses, its name, and how many datasets have it."""

    key: str
    name: str
    count: int


def bundles(stock: Stock, press: Press) -> Iterator[Bundle]:
    """Return the ways into a site."""
    yield Bundle("ways in", stock.everything_key, lambda: _artifacts(stock, press))


def _artifacts(stock: Stock, press: Press) -> Iterator[Artifact]:
    cards, names = _cards(stock)
    choices = {key: _choices(cards, key, names) for key in FACETS}
    yield _home(stock, press, cards)
    listing = partial(_listing, stock, press, choices)
    yield from listing(cards, "datasets/", "Datasets", "")
    for facet, found in choices.items():
        for choice in found:
            some = [card for card in cards if choice.key in card.values.get(facet, ())]
            yield from listing(some, f"datasets/{facet}/{choice.key}/", choice.name, FACETS[facet][0])
    for kind in stock.project.kinds:
        if kind != "dataset":
            yield _kind(stock, press, kind)
    place = Place("search/", stock.addresses, listed=False)
    yield Artifact("search/index.html", press.page("search.html", place, {}))
    yield Artifact("assets/search.json", search_index(stock, cards))


# ---------------------------------------------------------------------- listings


def _cards(stock: Stock) -> tuple[list[Card], dict[str, str]]:
    """Return the datasets as cards, by name, and what the keys of facets' values are called."""
    names: dict[str, str] = {}
    triples = stock.sources.asserted
    strong = {one.iri: one for one in stock.coverage.records}
    cards = []
    for thing in stock.entities("dataset"):
        node = NamedNode(thing.iri)
        values = {key: tuple(_values(stock, triples, node, key, names)) for key in FACETS}
        record = strong.get(thing.iri)
        values["evidence"] = (_evidence(record.tally.primary, record.tally.facts, names) if record else "none",)
        level = triples.node(node, DCTERMS.accessRights)
        cards.append(
            Card(
                iri=thing.iri,
                path=stock.addresses.path(thing.iri) or "",
                name=thing.label,
                teaser=_teaser(triples.text(node, DCTERMS.description) or ""),
                access=stock.label(level.value) if level else "",
                year=(triples.text(node, DCTERMS.issued) or "")[:YEAR],
                values=values,
            )
        )
    return sorted(cards, key=lambda card: (card.name.casefold(), card.iri)), names


def _teaser(text: str) -> str:
    return (
        text if len(text) <= TEASER else text[: text.rfind(" ", 0, TEASER) if " " in text[:TEASER] else TEASER] + " …"
    )


def _values(stock: Stock, triples: Triples, node: NamedNode, facet: str, names: dict[str, str]) -> Iterator[str]:
    """Yield the keys of a dataset's values of a facet, and note what they are called."""
    if facet == "kinship":
        derived = bool(triples.nodes(node, PROV.qualifiedDerivation))
        names |= {"derived": "derived from others", "primary": "no source recorded"}
        yield "derived" if derived else "primary"
        return
    for predicate in FACETS[facet][1]:
        for value in triples.objects(node, predicate):
            text = value.value
            if isinstance(value, Literal):
                key = text[:YEAR]
                names[key] = key
            else:
                key = text.rpartition("#")[2].rpartition("/")[2]
                names[key] = stock.label(text)
            yield key


def _evidence(primary: int, facts: int, names: dict[str, str]) -> str:
    """Return the key of how well a record's facts were verified with the maker or host."""
    names |= {"most": "nine in ten facts verified", "half": "half or more verified", "few": "fewer verified"}
    share = primary / facts if facts else 0
    return "most" if share >= 0.9 else "half" if share >= 0.5 else "few"


def _choices(cards: Iterable[Card], facet: str, names: Mapping[str, str]) -> tuple[Choice, ...]:
    counts: dict[str, int] = {}
    for card in cards:
        for key in dict.fromkeys(card.values[facet]):
            counts[key] = counts.get(key, 0) + 1
    found = [Choice(key, names.get(key, key), count) for key, count in counts.items()]
    if facet == "year":
        return tuple(sorted(found, key=lambda one: one.name, reverse=True))
    return tuple(sorted(found, key=lambda one: (-one.count, one.name.casefold(), one.key)))


def _listing(
    stock: Stock, press: Press, choices: Mapping[str, tuple[Choice, ...]], cards: list[Card], *where: str
) -> Iterator[Artifact]:
    """Yield a listing in pages; `where` is its path, its name and the facet that it shows."""
    path, name, facet = where
    pages = range(max(1, -(-len(cards) // PAGE)))
    for page in pages:
        here = path if not page else f"{path}{page + 1}/"
        values = {
            "name": name,
            "facet": facet,
            "total": len(cards),
            "cards": cards[page * PAGE : (page + 1) * PAGE],
            "choices": choices,
            "facets": FACETS,
            "pages": [path if not one else f"{path}{one + 1}/" for one in pages],
            "page": page,
        }
        place = Place(here, stock.addresses, listed=not page and not facet)
        yield Artifact(f"{here}index.html", press.page("browse.html", place, values))


def _kind(stock: Stock, press: Press, kind: str) -> Artifact:
    """Return the list of all entities of a kind."""
    triples = stock.sources.asserted
    things = [
        (thing.iri, thing.label, _year(triples, thing.iri) if kind in {"publication", "challenge"} else "")
        for thing in sorted(stock.entities(kind), key=lambda thing: thing.label.casefold())
    ]
    by_year = timeline_pages.PATH if kind == "challenge" and timeline_pages.exists(stock) else ""
    values: dict[str, Any] = {"kind": kind, "name": PLURALS.get(kind, kind), "things": things, "timeline": by_year}
    place = Place(f"{kind}/", stock.addresses)
    return Artifact(f"{kind}/index.html", press.page("kind.html", place, values))


PLURALS = {
    "task": "Tasks",
    "challenge": "Shared tasks",
    "organization": "Institutions",
    "person": "People",
    "publication": "Publications",
    "terms": "Terms and licences",
    "model": "Models",
    "list": "Source lists",
}


def _year(triples: Triples, iri: str) -> str:
    return (triples.text(NamedNode(iri), DCTERMS.issued) or "")[:YEAR]


# ---------------------------------------------------------------------- home and search


def _home(stock: Stock, press: Press, cards: list[Card]) -> Artifact:
    totals = [("datasets/", "Datasets", len(cards))]
    for kind in stock.project.kinds:
        count = len(stock.entities(kind))
        if kind != "dataset" and count:
            totals.append((f"{kind}/", PLURALS.get(kind, kind), count))
    derivations = sum(1 for link in stock.claims.links if link.sort == "derivation")
    heirs = {card.iri: len({edge.origin for edge in stock.tracer.edges(card.iri, Direction.DOWN)}) for card in cards}
    roots = sorted(cards, key=lambda card: (-heirs[card.iri], card.name))[:8]
    tally = stock.coverage.totals
    values = {
        "totals": totals,
        "derivations": derivations,
        "tally": tally,
        "picture": glance(stock.tracer, [card.iri for card in cards], Place("", stock.addresses)),
        "roots": [(card.iri, card.name, heirs[card.iri]) for card in roots if heirs[card.iri]],
        "newest": sorted(cards, key=lambda card: (card.year, card.name), reverse=True)[:6],
        "lists": [(one.iri, one.label, one.covered, len(one.items)) for one in stock.coverage.lists],
    }
    return Artifact("index.html", press.page("home.html", Place("", stock.addresses), values))


def search_index(stock: Stock, cards: Iterable[Card]) -> bytes:
    """Return what scripts search: for each entity its path, name, kind, other names, and what it is about."""
    kinds = list(stock.project.kinds)
    facets = {card.iri: card for card in cards}
    triples = stock.sources.asserted
    things = []
    for thing in stock.entities():
        node = NamedNode(thing.iri)
        text = triples.text(node, DCTERMS.description) or triples.text(node, SKOS.definition) or ""
        card = facets.get(thing.iri)
        notations = (notation for _, notation, _ in stock.identifiers(thing.iri))  # those of its versions, too
        names = "|".join(dict.fromkeys((*thing.aliases, *thing.notations, *notations)))
        values = {key: list(found) for key, found in card.values.items()} if card else {}
        row: list[Any] = [stock.addresses.path(thing.iri), thing.label, kinds.index(thing.kind), names, _teaser(text)]
        things.append([*row, values, card.access if card else "", card.year if card else ""] if card else row)
    told = {"kinds": [spaced(kind) for kind in kinds], "things": things}
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
