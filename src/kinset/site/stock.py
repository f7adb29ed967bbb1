"""What the pages of a site are made of. Level 6.

In: a project and its sources. Out: `Stock`: everything that pages ask for, each made on first need and once, and the
keys that tell which pages a change of a file touches.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kinset import queries
from kinset.coverage import Coverage, measure
from kinset.dossier import Dossier, dossier_of
from kinset.engine import EmbeddedEngine
from kinset.exports import Material
from kinset.graphs import Graphs, assemble
from kinset.iri import Address
from kinset.lineage.claims import Claims, Link, read_claims
from kinset.lineage.overlap.verdict import Judge
from kinset.lineage.terms.assessment import Assessor, read_assessor
from kinset.lineage.terms.terms_text import Teller
from kinset.lineage.trace import Direction, Tracer
from kinset.names import Directory, Thing, read_directory
from kinset.project import Project
from kinset.queries import Query
from kinset.site import leaks
from kinset.site.addresses import Addresses
from kinset.site.kinship import Kinship, share_of
from kinset.site.mentions import Mentions, read_mentions
from kinset.site.query_keys import properties
from kinset.sources import Sources
from kinset.triples import Triples
from kinset.vocab import ADMS, DCAT, DCTERMS, KIN, RDFS, SKOS

_DESCRIPTIVE = frozenset(
    {
        DCTERMS.description,
        DCTERMS.creator,
        DCTERMS.publisher,
        DCTERMS.isReferencedBy,
        SKOS.altLabel,
        RDFS.comment,
        RDFS.seeAlso,
        ADMS.identifier,
        DCAT.landingPage,
        KIN.authors,
        KIN.formerLink,
    }
)
NAME = 300  # letters of a name that pages show; the record has all
DATASET = "dataset"
Kept = Callable[[str, str], bytes | None]  # name and key of a bundle of one file -> that file, if it still lies there
REACH = 3  # how many references away a record can still show on a page: dataset, work, author, affiliation


def short_name(text: str) -> str:
    """Return a name that can stand in a heading: one of thousands of letters is cut.

    >>> short_name("MIMIC-III"), len(short_name("n" * 10_000))
    ('MIMIC-III', 300)
    """
    return text if len(text) <= NAME else text[: NAME - 1].rstrip() + "…"


def _under_short_name(thing: Thing) -> Thing:
    return replace(thing, label=short_name(thing.label), aliases=(thing.label, *thing.aliases))


class Stock:
    """One catalogue, as its pages need it.

    `program` is a digest of what makes the pages; `kept` gives what a run before made.
    """

    def __init__(self, project: Project, sources: Sources, program: str, kept: Kept = lambda _name, _key: None) -> None:
        self.project = project
        self.sources = sources
        self.addresses = Addresses(project.base, project.site)
        self.program = program
        self.kept = kept
        self._told: dict[str, leaks.Told] = {}

    @cached_property
    def material(self) -> Material:
        """What exports are made of."""
        return Material(self.project, self.sources)

    @cached_property
    def graphs(self) -> Graphs:
        """What is asserted and what follows."""
        return assemble(self.project, self.sources)

    @cached_property
    def engine(self) -> EmbeddedEngine:
        """A store that answers SPARQL."""
        engine = EmbeddedEngine()
        engine.load(self.graphs.quads())
        return engine

    @cached_property
    def directory(self) -> Directory:
        """Everything that has a name."""
        found = read_directory(self.engine)
        things = (thing if len(thing.label) <= NAME else _under_short_name(thing) for thing in found.things)
        return Directory(found.base, tuple(things))

    @cached_property
    def claims(self) -> Claims:
        """The claims of kinship."""
        return read_claims(self.engine)

    @cached_property
    def uses(self) -> Mapping[str, tuple[Link, ...]]:
        """Challenge, track or model -> what it uses."""
        return _grouped((link.origin, link) for link in self.claims.links if link.sort == "use")

    @cached_property
    def users(self) -> Mapping[str, tuple[Link, ...]]:
        """Dataset, version, part or split -> who uses it."""
        return _grouped((link.target, link) for link in self.claims.links if link.sort == "use")

    @cached_property
    def tracer(self) -> Tracer:
        """Family trees."""
        return Tracer.of(self.claims, self.directory, influences=True)

    @cached_property
    def judge(self) -> Judge:
        """Verdicts."""
        return Judge.of(self.engine)

    @cached_property
    def kinship(self) -> Kinship:
        """The verdicts that pages show."""
        return Kinship(self.judge, tuple(thing.iri for thing in self.entities("dataset")))

    @cached_property
    def assessor(self) -> Assessor:
        """Outcomes of terms."""
        return read_assessor(self.engine, self.directory)

    @cached_property
    def teller(self) -> Teller:
        """Outcomes of terms, in words."""
        return Teller(self.assessor.register)

    @cached_property
    def coverage(self) -> Coverage:
        """What every fact rests on."""
        return measure(self.sources, self.project.base)

    @cached_property
    def queries(self) -> Mapping[str, Query]:
        """The canned queries."""
        return queries.read_each(self.project.root / "queries")[0]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """IRI -> label, English first, of everything in the catalogue and its ontology."""
        found: dict[str, tuple[bool, str, str]] = {}
        for triple in self.sources.everything:
            if triple.predicate == RDFS.label and isinstance(triple.object, Literal):
                subject = getattr(triple.subject, "value", "")
                rank = (triple.object.language != "en", str(triple.object), triple.object.value)
                found[subject] = min(found.get(subject, rank), rank)
        return {iri: short_name(rank[2]) for iri, rank in found.items()}

    @cached_property
    def mentions(self) -> Mentions:
        """Who names whom."""
        return read_mentions(self.sources.statements, self.project.base, self.labels)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every entity that has a record or makes a reference."""
        return frozenset((*self.mentions.all, *self.mentions.from_, *self.mentions.cited))

    @cached_property
    def modified(self) -> Mapping[str, str]:
        """Entity -> the newest day on which something in its record was checked."""
        found: dict[str, str] = {}
        for statement in self.sources.statements:
            triple = statement.triple
            if triple.predicate == KIN.checkedOn and isinstance(triple.object, Literal):
                entity = self.project.base.entity(getattr(triple.subject, "value", "")) or ""
                found[entity] = max(found.get(entity, ""), triple.object.value)
        return found

    @cached_property
    def day(self) -> str:
        """The newest day on which anything was checked: the site's own today."""
        return max(self.modified.values(), default="1970-01-01")

    def entities(self, kind: str | None = None) -> tuple[Thing, ...]:
        """Return the entities of a kind, or all, that the catalogue has not given up."""
        return self._current if kind is None else self._current_of.get(kind, ())

    @cached_property
    def _current(self) -> tuple[Thing, ...]:
        return tuple(thing for thing in self.directory.entities() if not self.retired(thing.iri))

    @cached_property
    def _current_of(self) -> Mapping[str, tuple[Thing, ...]]:
        kinds = dict.fromkeys(thing.kind for thing in self._current)
        return {kind: tuple(thing for thing in self._current if thing.kind == kind) for kind in kinds}

    def retired(self, iri: str) -> bool:
        """Tell whether the catalogue itself has given a record up."""
        return any(one != KIN.Active for one in self.sources.asserted.nodes(NamedNode(iri), KIN.recordStatus))

    def identifiers(self, iri: str) -> tuple[tuple[str, str, str | None], ...]:
        """Return scheme, notation and link of an entity's identifiers, those of its versions included, each once."""
        record = Triples(self.material.record(iri))
        found: list[tuple[str, str, str | None]] = []
        for node in record.each_subject():
            scheme, notation = record.node(node, KIN.scheme), record.text(node, SKOS.notation)
            if scheme and notation:
                template = self.sources.vocabulary.text(scheme, KIN.template)
                link = template.replace("{id}", notation) if template else None
                found.append((self.label(scheme.value), notation, link))
        return tuple(dict.fromkeys(found))

    def report_link(self, file: str, line: int) -> str | None:
        """Return where an error in a line can be reported, or None where the settings name no place."""
        template = self.project.report_link
        return template.replace("{file}", quote(file)).replace("{line}", str(line)) if template else None

    def dossier(self, iri: str) -> Dossier:
        """Return an entity's record, each fact with its evidence."""
        return dossier_of(self.material.record(iri), self.labels, iri)

    def label(self, iri: str) -> str:
        """Return a label, or the end of the IRI."""
        return self.labels.get(iri) or self.directory.label(iri)

    # ------------------------------------------------------------------ what depends on what

    @cached_property
    def everything_key(self) -> str:
        """The key of what depends on the whole catalogue, its canned queries included."""
        files = (f"{file} {digest}" for file, digest in sorted(self.sources.digests.items()))
        asked = (f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in self.project.query_files())
        return self.key(["everything", *files, *asked])

    def key(self, parts: Iterable[str]) -> str:
        """Return a digest of the program, the settings and what else is named."""
        total = self._settings.copy()
        total.update("\n".join(parts).encode())
        return total.hexdigest()

    @cached_property
    def _settings(self) -> "hashlib._Hash":
        """What every key starts with: the program, the settings and the ontology."""
        ontology = (f"{file} {one}" for file, one in self.sources.digests.items() if not file.startswith("data/"))
        settings = (self.program, repr(replace(self.project, root=Path())), *ontology, "")
        return hashlib.sha256("\n".join(settings).encode())

    @cached_property
    def _digest_of(self) -> Mapping[str, str]:
        base = self.project.base
        paths = {entity: str(base.path(address)) for entity in self.mentions.all if (address := base.parse(entity))}
        return {entity: self.sources.digests.get(path, "") for entity, path in paths.items()}

    def query_key(self, query: Query) -> str:
        """Return the key of a canned query's page: its file, and all statements that can make a difference."""
        own = hashlib.sha256(query.path.read_bytes()).hexdigest()
        named = properties(query.text)
        if named is None:
            return self.key(("query", query.name, own, self.everything_key))
        digests = self._statements_of
        seen = sorted({RDFS.label.value, *named} & digests.keys())
        return self.key(("query", query.name, own, *(f"{iri} {digests[iri]}" for iri in seen)))

    @cached_property
    def _statements_of(self) -> Mapping[str, str]:
        """Property -> digest of all statements with it, what follows included."""
        found: dict[str, Any] = {}
        for line, predicate in sorted(self.lines.items()):
            found.setdefault(predicate, hashlib.sha256()).update(line.encode())
        return {iri: total.hexdigest() for iri, total in found.items()}

    @cached_property
    def lines(self) -> Mapping[str, str]:
        """Every quad as a line of N-Quads, without its end -> its property."""
        return {str(quad): quad.predicate.value for quad in self.graphs.quads()}

    def entity_key(self, iri: str, *more: str) -> str:
        """Return the key of an entity's page: the records that can show on it.

        These are its own, those that it comes from (whose terms it inherits), and what these point at; of what was made
        of it and of what mentions it only the names.
        """
        near = self.tracer.reach(iri, Direction.UP)
        front = set(near)
        for _ in range(REACH):
            front = {there for here in front for there in self.mentions.entities_from(here)} - near
            near |= front
        named = self.tracer.reach(iri, Direction.DOWN) | self.mentions.entities_to(iri)
        named |= self.mentions.cited.get(iri, frozenset()) | (self._sources if iri in self._dataset_iris else set())
        records = (f"{one} {self._digest_of.get(one, '')}" for one in sorted(near))
        names = (f"{one} {self.label(one)}" for one in sorted(named - near))
        return self.key((iri, self._claims_around.get(iri, ""), *more, *records, *names))

    @cached_property
    def _sources(self) -> frozenset[str]:
        """Every source of evidence: proofs on a page of a dataset rest on the records of others."""
        return frozenset().union(*self.mentions.cited.values())

    @cached_property
    def _dataset_iris(self) -> frozenset[str]:
        return frozenset(thing.iri for thing in self.entities(DATASET))

    def leak_key(self, iri: str) -> str:
        """Return the key of what is told of a dataset's leaks: the claims of all that is tied to it."""
        many = len(self.entities(DATASET))
        return self.key(("leaks", iri, self._claims_around.get(iri, ""), str(share_of(many))))

    def told(self, iri: str) -> leaks.Told:
        """Return what a dataset shares with others: as a run before told it, where the claims are the same."""
        if iri not in self._told:
            kept = self.kept(f"leaks {iri}", self.leak_key(iri))
            self._told[iri] = json.loads(kept) if kept else leaks.told(self.kinship, iri)
        return self._told[iri]

    def dataset(self, slug: str) -> str:
        """Return the IRI of a dataset from its slug."""
        return self.project.base.iri(Address(DATASET, slug))

    @cached_property
    def _claims_of(self) -> Mapping[str, str]:
        """Entity -> digest of what its record says, but for what no verdict and no proof shows."""
        found: dict[str, list[str]] = {}
        base = self.project.base
        for statement in self.sources.statements:
            triple = statement.triple
            if triple.predicate not in _DESCRIPTIVE:
                found.setdefault(base.entity(getattr(triple.subject, "value", "")) or "", []).append(str(triple))
        return {one: hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() for one, lines in found.items()}

    @cached_property
    def _claims_around(self) -> Mapping[str, str]:
        """Entity -> digest of the claims of all that is tied to it, however far."""
        found: dict[str, str] = {}
        for start in self.mentions.all:
            if start in found:
                continue
            together, queue = {start}, [start]
            for here in queue:
                new = self._tied(here) - together
                together |= new
                queue += sorted(new)
            lines = "\n".join(self._claims_of.get(one, "") for one in sorted(together))
            found |= dict.fromkeys(together, hashlib.sha256(lines.encode()).hexdigest())
        return found

    def _tied(self, iri: str) -> set[str]:
        """Return the datasets that a dataset's record points at, or whose records point at it."""
        near = self.mentions.entities_from(iri) | self.mentions.entities_to(iri)
        kinds = {"dataset", "model", "challenge"}
        parsed = {one: self.project.base.parse(one) for one in (iri, *near)}
        kind_of = {one: address.kind if address else "" for one, address in parsed.items()}
        return {one for one in near if kind_of[one] in kinds} if kind_of[iri] in kinds else set()


def _grouped(pairs: Iterable[tuple[str, Link]]) -> Mapping[str, tuple[Link, ...]]:
    found: dict[str, list[Link]] = {}
    for key, link in pairs:
        found.setdefault(key, []).append(link)
    return {key: tuple(links) for key, links in found.items()}
