"""Facts and the evidence that decides. Level 5.

In: `Sources` and the entity base. Out: every `Fact` in the order of files, and tallies of facts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pyoxigraph import NamedNode

from kinset.coverage.values import Fact, Tally
from kinset.iri import EntityBase
from kinset.sources import Sources
from kinset.triples import Term
from kinset.vocab import KIN, RDF, RDFS

LAST = 1_000_000  # the rank of what the ontology gives no kin:order
UNSTATED = "Unstated"  # the method or role of evidence that says none


class Judge:
    """Weighs the evidence of a catalogue: which piece decides, and how facts add up."""

    def __init__(self, sources: Sources) -> None:
        self.data = sources.asserted
        self.ontology = sources.vocabulary

    def best(self, evidence: Iterable[NamedNode]) -> NamedNode | None:
        """Return the strongest piece of evidence; what is named and stands nowhere is none."""
        return min((note for note in evidence if note in self.data), key=self.rank, default=None)

    def verified(self, note: NamedNode) -> bool:
        """Tell whether what the evidence supports was read or computed."""
        return self.data.node(note, KIN.method) in {KIN.Computed, KIN.Read}

    def primary(self, note: NamedNode) -> bool:
        """Tell whether it was read or computed in a source of its makers or hosts."""
        return self.verified(note) and self.data.node(note, KIN.sourceRole) in {KIN.Maker, KIN.Host}

    def rank(self, note: NamedNode) -> tuple[int, int, int, str]:
        """Return a key that puts the strongest evidence first."""
        method, role = (self.order(self.data.node(note, key)) for key in (KIN.method, KIN.sourceRole))
        return 0 if self.verified(note) else method, role, method, note.value

    def order(self, term: NamedNode | None) -> int:
        """Return the place of a method or role among its like; the smaller, the stronger."""
        text = self.ontology.text(term, KIN.order)
        return int(text) if text and text.isdigit() else LAST

    def tally(self, facts: Iterable[Fact]) -> Tally:
        """Return the facts counted."""
        found = tuple(facts)
        return Tally(
            facts=len(found),
            verified=sum(fact.verified for fact in found),
            primary=sum(fact.primary for fact in found),
            unsupported=sum(not fact.method for fact in found),
            methods=self.counted(fact.method for fact in found),
            roles=self.counted(fact.role for fact in found),
        )

    def counted(self, names: Iterable[str]) -> Mapping[str, int]:
        """Return how often each name of a method or role comes, the strongest first."""
        counts = Counter(name for name in names if name)
        return {name: counts[name] for name in sorted(counts, key=lambda name: (self.order(KIN[name]), name))}


class FactReader:
    """Finds the facts of a catalogue."""

    def __init__(self, sources: Sources, base: EntityBase, judge: Judge) -> None:
        self.sources = sources
        self.base = base
        self.judge = judge
        self.data = sources.asserted
        self.ontology = sources.vocabulary

    @cached_property
    def claim_classes(self) -> frozenset[NamedNode]:
        """kin:Claim and its subclasses, however deep."""
        found: set[NamedNode] = set()
        waiting = [KIN.Claim]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                below = self.ontology.subjects(RDFS.subClassOf, one)
                waiting += [node for node in below if isinstance(node, NamedNode)]
        return frozenset(found)

    @cached_property
    def free(self) -> frozenset[object]:
        """The predicates whose triples are no facts."""
        said = (triple for triple in self.ontology if triple.predicate == KIN.evidenceFree)
        return frozenset(triple.subject for triple in said if getattr(triple.object, "value", "") == "true")

    def claim_class(self, node: object) -> NamedNode | None:
        """Return the class of a claim, None of what is no claim."""
        return next((found for found in self.data.nodes(node, RDF.type) if found in self.claim_classes), None)

    def facts(self) -> Iterator[Fact]:
        """Yield the facts in the order of files and of their nodes' first lines."""
        for node in self.sources.asserted.each_subject():
            address = self.base.parse(node.value) if isinstance(node, NamedNode) else None
            if address is None or not isinstance(node, NamedNode):
                continue
            record = self.base.iri(address.entity)
            claim = self.claim_class(node)
            if claim:
                yield self.fact(record, node, claim, None)
            elif not address.fragment:
                for predicate in self.data.predicates(node):
                    values = () if predicate in self.free else self.data.objects(node, predicate)
                    yield from (self.fact(record, node, predicate, value) for value in values)

    def fact(self, record: str, node: NamedNode, says: NamedNode, value: Term | None) -> Fact:
        """Return a claim, which has no value, or a triple, with the evidence that decides."""
        evidence = self.data.nodes(node, KIN.evidence)
        if value is None:
            file, line = self.sources.place(node)
        else:
            file, line = self.sources.place(node, says, value)
            evidence = tuple(note for note in evidence if says in self.data.nodes(note, KIN.supports))
        note = self.judge.best(evidence)
        return Fact(
            record=record,
            node=node.value,
            says=says.value,
            value="" if value is None else str(value),
            evidence=note.value if note else "",
            method=self.end(note, KIN.method),
            role=self.end(note, KIN.sourceRole),
            verified=note is not None and self.judge.verified(note),
            primary=note is not None and self.judge.primary(note),
            file=file,
            line=line,
        )

    def end(self, note: NamedNode | None, key: NamedNode) -> str:
        """Return the end of the IRI of what evidence says; nothing where there is no evidence."""
        found = self.data.node(note, key) if note else None
        return found.value.rpartition("#")[2] if found else UNSTATED if note else ""
