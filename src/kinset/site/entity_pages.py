"""The pages of entities, and the documents that stand beside them. Level 6.

In: a `Stock`, a `Press`, an entity. Out: a `Bundle`: its page, its record in the formats of others and, for datasets,
the picture of all its kin and what the leak checker reads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode

from kinset import formats
from kinset.dossier import Value
from kinset.exports import EXPORTERS, WRITERS, Export
from kinset.iri import spaced
from kinset.lineage.terms.assessment import Question
from kinset.names import Thing
from kinset.records import Record
from kinset.site import challenge_view
from kinset.site.bundles import Artifact, Bundle
from kinset.site.facts import Row, Sheet, SheetMaker
from kinset.site.family import LISTED, Gallery
from kinset.site.kinship import share_of
from kinset.site.leaks import ranked
from kinset.site.pages import Place, Press
from kinset.site.signposts import Signposts, signposts
from kinset.site.stock import Stock
from kinset.site.terms_view import terms_view
from kinset.triples import Triples
from kinset.vocab import DCTERMS, KIN, RDFS, SKOS
from kinset.wording import counted

OWN_SUFFIXES = (".ttl", ".nt", ".jsonld")
OWN = ("turtle", "nt", "jsonld")  # formats that tell every kind; the others tell datasets
TEMPLATES = {"dataset": "dataset.html", "challenge": "challenge.html", "list": "list.html"}
HEADLINES = 3
MOST = 200  # facts, sizes and parts that a page shows; of more it gives the names
NAMED = 1000  # names after which it counts the rest
LONG = 60_000  # letters of the raw record that a page shows
FOLDED = 12  # facts, sources or leaks after which a page folds the rest


@dataclass(frozen=True, slots=True)
class Document:
    """A file beside a page: its path, the format's name, and what it lacks."""

    path: str
    form: str
    missing: tuple[str, ...]
    media_type: str


def bundle(stock: Stock, press: Press, thing: Thing) -> Bundle:
    """Return the files of an entity."""
    more = () if thing.kind != "dataset" else (_day(stock, thing.iri), str(share_of(len(stock.entities("dataset")))))
    return Bundle(thing.iri, stock.entity_key(thing.iri, *more), lambda: _Writer(stock, press, thing).artifacts())


def _day(stock: Stock, iri: str) -> str:
    """Return the day of the rules that a page tells: when its record was last checked, so that it alone decides."""
    return stock.modified.get(iri) or stock.day


class _Writer:
    """Makes the files of one entity."""

    def __init__(self, stock: Stock, press: Press, thing: Thing) -> None:
        self.stock = stock
        self.press = press
        self.thing = thing
        self.path = stock.addresses.path(thing.iri) or ""
        self.stem = self.path.rstrip("/")
        self.place = Place(self.path, stock.addresses, listed=not stock.retired(thing.iri))
        self.slug = self.stem.rpartition("/")[2]
        self.sheet: Sheet = SheetMaker(stock.sources, stock.label, stock.known.__contains__).sheet(
            stock.dossier(thing.iri)
        )

    @property
    def is_dataset(self) -> bool:
        return self.thing.kind == "dataset"

    def artifacts(self) -> Iterator[Artifact]:
        exports = {name: self.export(name) for name in self.forms()}
        documents = tuple(self.document(name, export) for name, export in exports.items())
        for document, export in zip(documents, exports.values(), strict=True):
            yield Artifact(document.path, export.text.encode())
        links = signposts(self.stock, self.thing, self.record if self.is_dataset else None, documents)
        yield Artifact(f"{self.stem}.linkset.json", links.as_json().encode())
        values = {**self.values(exports, documents, links), **self.special()}
        yield Artifact(self.path + "index.html", self.press.page(self.template(), self.place, values))
        if self.is_dataset:
            yield from self.kin()

    def template(self) -> str:
        if self.stock.retired(self.thing.iri):
            return "tombstone.html"
        return TEMPLATES.get(self.thing.kind, "entity.html")

    def forms(self) -> tuple[str, ...]:
        return tuple(name for name in EXPORTERS if name in OWN or self.is_dataset)

    def export(self, name: str) -> Export:
        """Return the entity in a format; its record is gathered once."""
        material = self.stock.material
        write = WRITERS.get(name)
        return write(self.record, material.project) if write else EXPORTERS[name](material, self.thing.iri)

    def document(self, name: str, export: Export) -> Document:
        middle = f".{name}" if name not in OWN and export.suffix in OWN_SUFFIXES else ""
        return Document(f"{self.stem}{middle}{export.suffix}", name, export.missing, media_type(name, export.suffix))

    @cached_property
    def record(self) -> Record:
        return self.stock.material.describe(self.thing.iri)

    @cached_property
    def gallery(self) -> Gallery:
        return Gallery(self.stock.tracer, self.thing.iri)

    def kin(self) -> Iterator[Artifact]:
        """Yield the picture of all kin."""
        svg = self.gallery.whole(Place(f"{self.stem}.tree.svg", self.stock.addresses))
        if svg:
            yield Artifact(f"{self.stem}.tree.svg", svg.encode())

    # ------------------------------------------------------------------ views

    def values(
        self, exports: Mapping[str, Export], documents: tuple[Document, ...], links: Signposts
    ) -> dict[str, Any]:
        triples = Triples(self.stock.material.record(self.thing.iri))
        node = self.sheet.iri
        description, tongue = self.text(triples, DCTERMS.description, SKOS.definition)
        return {
            "thing": self.thing,
            "kind": spaced(self.thing.kind),
            "sheet": self.sheet,
            "description": description,
            "tongue": tongue,
            "label_tongue": self.text(triples, RDFS.label)[1],
            "names": self.names(triples),
            "identifiers": self.stock.identifiers(self.thing.iri),
            "mentions": self.mentioned(),
            "documents": documents,
            "links": links,
            "raw": exports["turtle"].text,
            "bibtex": exports["bibtex"].text if "bibtex" in exports else "",
            "schema": exports["schema-org"].text if "schema-org" in exports else None,
            "modified": self.stock.modified.get(node, ""),
            "label": self.stock.label,
            "shown": self.shown,
            "folded": FOLDED,
            "listed": LISTED,
            "most": MOST,
            "named": NAMED,
            "long": LONG,
            "report": self.stock.report_link,
            "successors": [one.value for one in triples.nodes(NamedNode(self.thing.iri), DCTERMS.isReplacedBy)],
        }

    def special(self) -> dict[str, Any]:
        """Return what only pages of one kind show."""
        values: dict[str, Any] = {"family": self.gallery.family(self.place)}
        if self.is_dataset:
            assessed = self.stock.assessor.assess(Question((self.thing.iri,), _day(self.stock, self.thing.iri)))
            values |= {
                "record": self.record,
                "terms": terms_view(assessed, self.stock.teller),
                "leaks": ranked(self.stock.told(self.thing.iri), self.stock.label, self.stock.dataset),
                "cut": self.stock.kinship.is_cut(self.thing.iri),
                "access": self.sheet.row(DCTERMS.accessRights),
                "extents": list(extents(self.sheet)),
                "sizes": headline(self.record),
                "slug": self.slug,
            }
        if self.thing.kind == "challenge":
            values |= challenge_view.values(self.stock, self.thing.iri)
        if self.thing.kind == "list":
            values["coverage"] = next((one for one in self.stock.coverage.lists if one.iri == self.thing.iri), None)
        return values

    def text(self, triples: Triples, *predicates: NamedNode) -> tuple[str, str]:
        """Return the text of the first of some properties that has one, and its language where it is not the site's."""
        node = NamedNode(self.thing.iri)
        for predicate in predicates:
            text = triples.text(node, predicate)
            if text:
                tongues = (
                    getattr(one, "language", None) for one in triples.objects(node, predicate) if one.value == text
                )
                tongue = next((one for one in tongues if one), "")
                return text, tongue if tongue != self.stock.project.language else ""
        return "", ""

    def names(self, triples: Triples) -> tuple[tuple[str, str], ...]:
        """Return the other names with their languages, each once."""
        found = triples.objects(NamedNode(self.thing.iri), SKOS.altLabel)
        return tuple((getattr(one, "value", ""), getattr(one, "language", None) or "") for one in found)

    def mentioned(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Return what else points here: heading, then IRI and label of each."""
        found = self.stock.mentions.to.get(self.thing.iri, {})
        label = self.stock.label
        return tuple(
            (heading, tuple(sorted(((iri, label(iri)) for iri in ones), key=lambda pair: pair[1].casefold())))
            for heading, ones in found.items()
        )

    def shown(self, value: Value) -> str | None:
        """Return the link of a value, or None where it leads nowhere."""
        return self.place.of(value.iri) if value.iri else None


def extents(sheet: Sheet) -> Iterator[tuple[Sheet, str, str, str, str, Row]]:
    """Yield every extent: of what, how many, of which unit, of which population, between which bounds."""
    for found in sheet.every():
        for claim in found.of("Extent"):
            count, low, high = (claim.text(key) for key in (KIN.count, KIN.countMin, KIN.countMax))
            about = "about " if claim.text(KIN.approximate) == "true" else ""
            amount = about + _thousands(count) if count else _bounds(low, high)
            yield found, amount, claim.text(KIN.unit), claim.text(KIN.population), about, claim.row


def headline(record: Record) -> list[str]:
    """Return the sizes that stand at the head of a page: of the whole or its current version, one a unit."""
    found: dict[str, str] = {}
    for extent in record.extents:
        if extent.population or extent.unit in found:
            continue
        about = "about " if extent.approximate else ""
        low, high = extent.minimum, extent.maximum
        if extent.count is not None:
            found[extent.unit] = f"{about}{counted(extent.count, extent.unit)}"
        elif low is not None and high is not None:
            found[extent.unit] = f"{low:,} to {counted(high, extent.unit)}"
        elif low is not None:
            found[extent.unit] = f"at least {counted(low, extent.unit)}"
    return list(found.values())[:HEADLINES]


def _bounds(low: str, high: str) -> str:
    if low and high:
        return f"{_thousands(low)} to {_thousands(high)}"
    return f"at least {_thousands(low)}" if low else f"at most {_thousands(high)}"


def _thousands(text: str) -> str:
    return f"{int(text):,}" if text.lstrip("+-").isdigit() else text


def media_type(form: str, suffix: str) -> str:
    """Return the registered media type of a document, by its format and the last suffix of its name."""
    if form in {"croissant", "ro-crate"}:
        return formats.JSON_LD.media_type
    last = f".{suffix.rpartition('.')[2]}"
    known = {one.suffix: one.media_type for one in formats.FORMATS} | {".json": "application/json"}
    return known.get(last, "text/plain")
