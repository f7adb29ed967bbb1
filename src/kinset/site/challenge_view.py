"""A shared task as its page tells it: editions, tracks, and who used which notes for what. Level 6.

In: a `Stock`, a challenge. Out: values for its template: the editions of a series, the tracks of an edition, the uses
of each, and which other tracks used the same notes.
"""

from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from kinset.iri import spaced
from kinset.lineage.claims import Link
from kinset.site.stock import Stock
from kinset.vocab import DCTERMS, KIN, RDF, RDFS


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another edition that used the same in one role, with those of its tracks that did (IRI and name)."""

    role: str
    iri: str
    name: str
    tracks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UseLine:
    """One use: the role, what was used, and where else the very same was used."""

    role: str
    target: str
    name: str
    others: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class TrackView:
    """A track, or the edition as a whole, with its tasks and uses."""

    iri: str
    anchor: str
    name: str
    description: str
    tasks: tuple[tuple[str, str], ...]
    uses: tuple[UseLine, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a series: year, IRI, name."""

    year: str
    iri: str
    name: str


def values(stock: Stock, iri: str) -> dict[str, Any]:
    """Return what the page of a challenge shows beside its record."""
    triples = stock.sources.asserted
    parts = [part for part in triples.subjects(DCTERMS.isPartOf, NamedNode(iri)) if isinstance(part, NamedNode)]
    tracks = [part for part in parts if KIN.Track in triples.nodes(part, RDF.type)]
    editions = [part for part in parts if KIN.Challenge in triples.nodes(part, RDF.type)]
    views = [_track(stock, node) for node in (NamedNode(iri), *tracks)]
    return {
        "tracks": tuple(view for view in views if view.uses or view.iri != iri),
        "editions": tuple(
            sorted(
                (
                    Edition((triples.text(one, DCTERMS.issued) or "")[:4], one.value, stock.label(one.value))
                    for one in editions
                ),
                key=lambda one: (one.year, one.name),
            )
        ),
    }


def _track(stock: Stock, node: NamedNode) -> TrackView:
    triples = stock.sources.asserted
    own = stock.uses.get(node.value, ())
    tasks = tuple((task.value, stock.label(task.value)) for task in triples.nodes(node, KIN.forTask))
    address = stock.project.base.parse(node.value)
    return TrackView(
        iri=node.value,
        anchor=address.sub if address else "",
        name=stock.label(node.value),
        description=triples.text(node, DCTERMS.description) or triples.text(node, RDFS.comment) or "",
        tasks=tasks,
        uses=tuple(_use(stock, link) for link in own),
    )


def _use(stock: Stock, link: Link) -> UseLine:
    base = stock.project.base
    own = base.entity(link.origin)
    found: dict[tuple[str, str], set[str]] = {}
    for other in stock.users.get(link.target, ()):
        edition = base.entity(other.origin)
        if edition and edition != own:
            found.setdefault((edition, spaced(other.kind)), set()).add(other.origin)
    others = (
        Elsewhere(
            role,
            edition,
            stock.label(edition),
            tuple((track, stock.label(track)) for track in sorted(tracks) if track != edition),
        )
        for (edition, role), tracks in found.items()
    )
    ordered = tuple(sorted(others, key=lambda one: (one.name.casefold(), one.role)))
    return UseLine(spaced(link.kind), link.target, stock.label(link.target), ordered)
