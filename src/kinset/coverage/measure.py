"""From a catalogue's files to its coverage. Level 5.

In: `Sources` and the entity base. Out: a `Coverage`.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from pyoxigraph import NamedNode

from kinset.coverage.facts import FactReader, Judge
from kinset.coverage.values import (
    Coverage,
    Expected,
    Fact,
    ItemCoverage,
    ListCoverage,
    OpenEnd,
    RecordCoverage,
    State,
)
from kinset.iri import EntityBase
from kinset.sources import Sources
from kinset.triples import Term
from kinset.vocab import KIN, PROV, RDF, RDFS, SCHEMA

COMPLETE = KIN.Complete.value.rpartition("#")[2]


def measure(sources: Sources, base: EntityBase) -> Coverage:
    """Measure what a catalogue's files assert; files that cannot be read count for nothing."""
    return _Measurer(sources, base).coverage()


class _Measurer:
    """Measures one catalogue; `things` holds each entity with its versions, parts, splits and tracks."""

    def __init__(self, sources: Sources, base: EntityBase) -> None:
        self.sources = sources
        self.base = base
        self.data = sources.asserted
        self.ontology = sources.vocabulary
        self.judge = Judge(sources)
        self.reader = FactReader(sources, base, self.judge)
        self.things: dict[str, list[NamedNode]] = {}
        for node in sources.asserted.each_subject():
            address = base.parse(node.value) if isinstance(node, NamedNode) else None
            if address and not address.fragment and isinstance(node, NamedNode):
                self.things.setdefault(base.iri(address.entity), []).append(node)

    def coverage(self) -> Coverage:
        facts = tuple(self.reader.facts())
        of_record: dict[str, list[Fact]] = {entity: [] for entity in self.things}
        of_kind: dict[str, list[Fact]] = {self.kind(entity): [] for entity in self.things}
        for fact in facts:
            of_record.setdefault(fact.record, []).append(fact)
            of_kind.setdefault(self.kind(fact.record), []).append(fact)
        kinds = sorted(of_kind, key=lambda kind: (kind != "dataset", kind))
        return Coverage(
            facts=facts,
            totals=self.judge.tally(facts),
            kinds={kind: self.judge.tally(of_kind[kind]) for kind in kinds},
            records=tuple(sorted((self.record(*pair) for pair in of_record.items()), key=_worst_first)),
            lists=tuple(self.lists(of_record)),
            ends=tuple(sorted(self.ends(), key=lambda end: (-len(end.reached_from), end.iri))),
        )

    def kind(self, iri: str) -> str:
        address = self.base.parse(iri)
        return address.kind if address else ""

    def label(self, iri: str) -> str:
        return self.data.text(NamedNode(iri), RDFS.label) or iri.removeprefix(self.base.value)

    # -------------------------------------------------------------- records

    def record(self, iri: str, facts: Sequence[Fact]) -> RecordCoverage:
        verified = {(fact.node, fact.says) for fact in facts if fact.verified}
        return RecordCoverage(
            iri=iri,
            kind=self.kind(iri),
            label=self.label(iri),
            tally=self.judge.tally(facts),
            weak=tuple(fact for fact in facts if not fact.primary),
            expected=tuple(Expected(item.value, self.state(iri, item, verified)) for item in self.expected(iri)),
        )

    def expected(self, iri: str) -> Sequence[NamedNode]:
        """Return what the ontology expects of records of the entity's classes and of those above them."""
        classes: set[NamedNode] = set()
        waiting = list(self.data.nodes(NamedNode(iri), RDF.type))
        while waiting:
            one = waiting.pop()
            if one not in classes:
                classes.add(one)
                waiting += self.ontology.nodes(one, RDFS.subClassOf)
        found = {node for one in classes for node in self.ontology.subjects(KIN.expectedOf, one)}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value)

    def state(self, iri: str, predicate: NamedNode, verified: AbstractSet[tuple[str, str]]) -> State:
        """Tell what an entity, or a version, part or split of it, says of a predicate."""
        things = self.things.get(iri, [])
        said = [(thing, value) for thing in things for value in self.data.objects(thing, predicate)]
        if any(self.fact_key(thing, predicate, value) in {None, *verified} for thing, value in said):
            return State.ANSWERED
        if said:
            return State.UNVERIFIED
        for tie, state in ((KIN.unknown, State.UNKNOWN), (KIN.none, State.NONE)):
            if any(predicate in self.data.nodes(thing, tie) for thing in things):
                return state
        return State.MISSING

    def fact_key(self, thing: NamedNode, predicate: NamedNode, value: Term) -> tuple[str, str] | None:
        """Return node and class or predicate of the fact that a triple is or leads to; None where it needs none."""
        claim = self.reader.claim_class(value)
        if claim and isinstance(value, NamedNode):
            return value.value, claim.value
        return None if predicate in self.reader.free else (thing.value, predicate.value)

    # -------------------------------------------------------------- lists

    def lists(self, of_record: Mapping[str, Sequence[Fact]]) -> Iterator[ListCoverage]:
        for iri in sorted(self.things):
            node = NamedNode(iri)
            if KIN.SourceList in self.data.nodes(node, RDF.type):
                items = sorted((self.item(item) for item in self.data.nodes(node, KIN.item)), key=_printed_order)
                covered = dict.fromkeys(self.base.entity(named) or "" for item in items for named in item.covers)
                facts = (fact for entity in covered for fact in of_record.get(entity, ()))
                yield ListCoverage(iri, self.label(iri), tuple(items), self.judge.tally(facts))

    def item(self, node: NamedNode) -> ItemCoverage:
        position = self.data.text(node, SCHEMA.position)
        named = self.data.nodes(node, KIN.covers)
        file, line = self.sources.place(node)
        return ItemCoverage(
            iri=node.value,
            position=int(position) if position and position.isdigit() else None,
            name=self.data.text(node, SCHEMA.name) or "",
            links=tuple(link.value for link in self.data.nodes(node, SCHEMA.url)),
            covers=tuple(thing.value for thing in named if thing in self.data),
            without_record=tuple(thing.value for thing in named if thing not in self.data),
            file=file,
            line=line,
        )

    # -------------------------------------------------------------- chains of derivation

    def ends(self) -> Iterator[OpenEnd]:
        below = self.derived()
        derived = set().union(*below.values())
        for iri in below.keys() - derived:
            claims = [claim for thing in self.things.get(iri, ()) for claim in self.data.nodes(thing, KIN.parentage)]
            stated = {term.value.rpartition("#")[2] for c in claims for term in self.data.nodes(c, KIN.completeness)}
            if COMPLETE not in stated:
                reached_from = tuple(sorted(_reached(iri, below)))
                yield OpenEnd(iri, self.label(iri), iri in self.things, tuple(sorted(stated)), reached_from)

    def derived(self) -> dict[str, set[str]]:
        """Return source -> entities of which a derivation from it, or from a part of it, is claimed."""
        found: dict[str, set[str]] = {}
        for entity, things in self.things.items():
            for claim in (claim for thing in things for claim in self.data.nodes(thing, PROV.qualifiedDerivation)):
                for source in self.data.nodes(claim, PROV.entity):
                    found.setdefault(self.base.entity(source.value) or source.value, set()).add(entity)
        return found


def _reached(start: str, below: Mapping[str, AbstractSet[str]]) -> set[str]:
    """Return all that steps down lead to, cycles or not."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = below.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def _worst_first(record: RecordCoverage) -> tuple[int, int, str]:
    return -record.tally.unsupported, -len(record.weak), record.iri


def _printed_order(item: ItemCoverage) -> tuple[float, str]:
    return item.position if item.position is not None else float("inf"), item.iri
