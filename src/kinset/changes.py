"""What differs between two states of a catalogue. Level 5.

In: two `State`s. Out: `Differences`: facts added, removed and changed, by entity; a claim is one change, told in words,
however many facts it is made of; changes that touch evidence only are told apart. Nothing is read or written.

A fact is a subject, a predicate and a value. Where one value of a subject and predicate went and one came, it changed.
"""

import enum
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kinset.engine import EmbeddedEngine
from kinset.iri import EntityBase, spaced
from kinset.lineage.overlap.phrases import says
from kinset.lineage.overlap.statements import Statements, local, read_statements
from kinset.reasoning import infer
from kinset.triples import Term, Triples, term_key
from kinset.vocab import DCTERMS, KIN, RDF, RDFS, SKOS

LONGEST = 120
DEEPEST = 20  # of blank nodes within blank nodes


class Sort(enum.Enum):
    """What became of a fact."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class State:
    """A catalogue as it is or was.

    Attributes:
        name: as it was asked for; `origin` says what that is: a commit, a build, a folder.
        data, vocabulary: what the data files and the ontology assert.
        faults: how many faults there were in reading it; what could not be read is missing here.
    """

    name: str
    origin: str
    base: EntityBase
    data: Triples
    vocabulary: Triples
    faults: int = 0

    @cached_property
    def everything(self) -> Triples:
        """Data and ontology together; blank nodes are written out, so that they can be compared."""
        return Triples([*self.data, *without_blanks(self.vocabulary)])

    @cached_property
    def statements(self) -> Statements:
        """What it says of overlap, entailed statements considered."""
        told = [*self.data, *self.vocabulary, *infer(self.data, self.vocabulary).triples]
        engine = EmbeddedEngine()
        engine.load(Quad(one.subject, one.predicate, one.object, DefaultGraph()) for one in told)
        return read_statements(engine)


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that came, went or changed.

    Attributes:
        old, new: the value as N-Triples, empty where there was none.
        name, was, now: predicate and values as a person reads them.
        evidence: it says where something was found, and nothing else.
    """

    sort: Sort
    subject: str
    predicate: str
    old: str
    new: str
    name: str
    was: str
    now: str
    evidence: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A claim, or a property of a thing, that came, went or changed.

    Attributes:
        subject: the claim or thing; `holder` is what a claim stands on (the thing itself for its properties).
        was, now: what was and is said, in words.
    """

    sort: Sort
    subject: str
    holder: str
    was: str
    now: str
    facts: tuple[FactChange, ...]

    @property
    def evidence_only(self) -> bool:
        """Whether what is said is the same, and only where it was found differs."""
        return all(fact.evidence for fact in self.facts)


@dataclass(frozen=True, slots=True)
class EntityChanges:
    """What differs of one entity; `sort` is CHANGED unless the entity itself came or went. `kind` may be `ontology`."""

    iri: str
    label: str
    kind: str
    sort: Sort
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs; entities by kind (datasets first) and IRI."""

    entities: tuple[EntityChanges, ...]

    def count(self, sort: Sort, *, evidence: bool = False) -> int:
        """Return how many facts came, went or changed: of what is said, or of evidence."""
        changes = (change for entity in self.entities for change in entity.changes)
        return sum(fact.sort is sort and fact.evidence is evidence for change in changes for fact in change.facts)


def compare(old: State, new: State) -> Differences:
    """Return what differs between two states."""
    comparison = _Comparison(old, new)
    groups: dict[str, list[Change]] = {}
    for subject in comparison.subjects:
        for change in comparison.changes(subject):
            groups.setdefault(new.base.entity(subject.value) or subject.value, []).append(change)
    entities = [comparison.entity(iri, changes) for iri, changes in groups.items()]
    return Differences(tuple(sorted(entities, key=lambda one: (_rank(one.kind), one.kind, one.iri))))


def _rank(kind: str) -> int:
    return {"dataset": 0, "ontology": 2}.get(kind, 1)


class _Comparison:
    """Compares two states subject by subject."""

    def __init__(self, old: State, new: State) -> None:
        self.old, self.new = old, new
        self.words = {Sort.REMOVED: Words(old), Sort.ADDED: Words(new)}
        before, after = set(old.everything), set(new.everything)
        self.gone, self.come = Triples(before - after), Triples(after - before)

    @property
    def subjects(self) -> list[NamedNode]:
        found = {triple.subject for triple in (*self.gone, *self.come)}
        return sorted((one for one in found if isinstance(one, NamedNode)), key=lambda node: node.value)

    def sort(self, node: NamedNode) -> Sort:
        """Return what became of a node."""
        if node not in self.old.everything:
            return Sort.ADDED
        return Sort.CHANGED if node in self.new.everything else Sort.REMOVED

    def entity(self, iri: str, changes: list[Change]) -> EntityChanges:
        """Put the changes of an entity together: what is said first, then evidence."""
        node, address = NamedNode(iri), self.new.base.parse(iri)
        words = self.words[Sort.REMOVED if self.sort(node) is Sort.REMOVED else Sort.ADDED]
        ordered = sorted(changes, key=lambda one: (one.evidence_only, one.subject != iri, one.holder, one.subject))
        kind = address.kind if address else "ontology"
        return EntityChanges(iri, words.label(node), kind, self.sort(node), tuple(ordered))

    def changes(self, subject: NamedNode) -> Iterator[Change]:
        """Yield the changes of a subject: one of a claim, one for each property of a thing."""
        address = self.new.base.parse(subject.value)
        facts = list(self.facts(subject))
        if address is not None and address.fragment:
            yield self.claim(subject, facts)
            return
        for predicate in dict.fromkeys(fact.predicate for fact in facts):
            found = [fact for fact in facts if fact.predicate == predicate and not self.is_tie(fact)]
            if found:
                yield self.property(subject, found)

    def facts(self, subject: NamedNode) -> Iterator[FactChange]:
        """Yield the facts of a subject that differ, by predicate."""
        for predicate in sorted({*self.gone.predicates(subject), *self.come.predicates(subject)}, key=str):
            gone, come = self.gone.objects(subject, predicate), self.come.objects(subject, predicate)
            if len(gone) == len(come) == 1:
                yield self.fact(Sort.CHANGED, Triple(subject, predicate, gone[0]), come[0])
                continue
            for value in gone:
                yield self.fact(Sort.REMOVED, Triple(subject, predicate, value), None)
            for value in come:
                yield self.fact(Sort.ADDED, Triple(subject, predicate, value), value)

    def fact(self, sort: Sort, triple: Triple, new: Term | None) -> FactChange:
        old = None if sort is Sort.ADDED else triple.object
        words = self.words[Sort.REMOVED if sort is Sort.REMOVED else Sort.ADDED]
        was = self.words[Sort.REMOVED].value(old) if old is not None else ""
        return FactChange(
            sort,
            str(getattr(triple.subject, "value", "")),
            triple.predicate.value,
            str(old) if old is not None else "",
            str(new) if new is not None else "",
            words.label(triple.predicate),
            was,
            self.words[Sort.ADDED].value(new) if new is not None else "",
            triple.predicate == KIN.evidence or self.is_evidence(triple.subject),
        )

    def is_evidence(self, node: object) -> bool:
        return any(KIN.Evidence in state.everything.nodes(node, RDF.type) for state in (self.old, self.new))

    def is_tie(self, fact: FactChange) -> bool:
        """Tell whether a fact only ties a claim to its holder that came or went itself: the claim's change tells it."""
        iri = (fact.new or fact.old).strip("<>")
        address = self.new.base.parse(iri)
        return (
            address is not None
            and bool(address.fragment)
            and fact.sort is not Sort.CHANGED
            and self.sort(NamedNode(iri)) is fact.sort
        )

    def property(self, subject: NamedNode, facts: list[FactChange]) -> Change:
        """Return the change of a property of a thing."""
        sorts = {fact.sort for fact in facts}
        name = f"{self.label(subject)}: {facts[0].name}"
        was, now = (
            "; ".join(filter(None, texts)) for texts in zip(*((one.was, one.now) for one in facts), strict=True)
        )
        return Change(
            sorts.pop() if len(sorts) == 1 else Sort.CHANGED,
            subject.value,
            subject.value,
            f"{name} {was}" if was else "",
            f"{name} {now}" if now else "",
            tuple(facts),
        )

    def claim(self, subject: NamedNode, facts: list[FactChange]) -> Change:
        """Return the change of a claim, of a piece of evidence, or of any other node that a record is made of."""
        sort = self.sort(subject)
        return Change(
            sort,
            subject.value,
            self.words[Sort.REMOVED if sort is Sort.REMOVED else Sort.ADDED].holder(subject).value,
            "" if sort is Sort.ADDED else self.words[Sort.REMOVED].node(subject),
            "" if sort is Sort.REMOVED else self.words[Sort.ADDED].node(subject),
            tuple(facts),
        )

    def label(self, node: NamedNode) -> str:
        return self.words[Sort.REMOVED if self.sort(node) is Sort.REMOVED else Sort.ADDED].label(node)


class Words:
    """Says what stands in one state."""

    def __init__(self, state: State) -> None:
        self.state, self.triples = state, state.everything

    def label(self, node: NamedNode) -> str:
        """Return a node's label, else the end of its IRI as words."""
        own = self.triples.text(node, RDFS.label) or self.triples.text(node, SKOS.prefLabel)
        return own or spaced(local(node.value.rstrip("/")))

    def value(self, term: object) -> str:
        """Return a value: a label, a link, a text that is cut where it is long."""
        if not isinstance(term, NamedNode):
            text = " ".join(str(getattr(term, "value", term)).split())
            quoted = isinstance(term, Literal) and term.language is not None
            text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
            return f"“{text}”" if quoted else text
        address = self.state.base.parse(term.value)
        if address is not None and address.fragment and term in self.triples:
            return self.triples.text(term, RDFS.label) or self.node(term)
        return self.label(term) if address is not None or term in self.triples else term.value

    def holder(self, node: NamedNode) -> NamedNode:
        """Return what a claim stands on: what names it, else its entity."""
        for triple in self.naming.get(node, ()):
            if isinstance(triple.subject, NamedNode) and "#" not in triple.subject.value:
                return triple.subject
        return NamedNode(self.state.base.entity(node.value) or node.value)

    @cached_property
    def naming(self) -> Mapping[object, tuple[Triple, ...]]:
        """Node of a record -> the facts that it is the value of."""
        found: dict[object, tuple[Triple, ...]] = {}
        for triple in self.state.data:
            if isinstance(triple.object, NamedNode) and "#" in triple.object.value:
                found[triple.object] = (*found.get(triple.object, ()), triple)
        return found

    def node(self, node: NamedNode) -> str:
        """Return what a claim says, or what a piece of evidence is."""
        if KIN.Evidence in self.triples.nodes(node, RDF.type):
            return self.evidence(node)
        if node.value in self.state.statements.by_iri:
            return says(self.state.statements, f"claim {node.value}")
        skipped = {RDF.type, KIN.evidence}
        parts = [
            f"{self.label(predicate)} {', '.join(self.value(value) for value in self.triples.objects(node, predicate))}"
            for predicate in self.triples.predicates(node)
            if predicate not in skipped
        ]
        ties = [triple for triple in self.naming.get(node, ()) if triple.subject == self.holder(node)]
        tie = f"{self.label(ties[0].predicate)}: " if ties else ""
        return f"{self.label(self.holder(node))}: {tie}{', '.join(parts)}"

    def evidence(self, node: NamedNode) -> str:
        """Return a piece of evidence in words."""
        method, source = self.triples.node(node, KIN.method), self.triples.objects(node, DCTERMS.source)
        how = self.label(method).lower() if method else "evidence"
        places = [self.value(one) for one in source] + [self.triples.text(node, KIN.locator) or ""]
        return f"{how}: {', '.join(filter(None, places))}"


def without_blanks(triples: Triples) -> Iterator[Triple]:
    """Yield triples with each blank node written out where it is a value, and named by its content where it is none."""
    values = {triple.object for triple in triples if isinstance(triple.object, BlankNode)}
    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, BlankNode):
            if subject in values:
                continue
            digest = hashlib.sha256(_content(triples, subject, 0).encode()).hexdigest()
            subject = NamedNode(f"urn:blank:{digest}")
        if isinstance(value, BlankNode):
            value = Literal(_content(triples, value, 0))
        yield Triple(subject, triple.predicate, value)


def _content(triples: Triples, node: object, depth: int) -> str:
    """Return a blank node as text: a list as ( a b ), anything else as its properties."""
    if not isinstance(node, BlankNode) or depth > DEEPEST:
        return str(node)
    members = list[str]()
    here: object = node
    seen = set[object]()
    while here not in seen and triples.objects(here, RDF.first):
        seen.add(here)
        members.append(_content(triples, triples.objects(here, RDF.first)[0], depth + 1))
        here = min(triples.objects(here, RDF.rest), key=term_key, default=RDF.nil)
    if members:
        return f"( {' '.join(members)} )"
    pairs = (
        f"{predicate} {_content(triples, value, depth + 1)}"
        for predicate in triples.predicates(node)
        for value in triples.objects(node, predicate)
    )
    return f"[ {' ; '.join(sorted(pairs))} ]"
