"""The fast reasoner: the supported axioms, by semi-naive evaluation. Part of level 3.

In: what is stated (data and ontology together) and its `Axioms`, all of them supported. Out: the entailed triples of
the asked subjects, the same as OWL 2 RL gives, without owl:sameAs.

Because no supported axiom is about the language itself (`axioms` sees to that), three strata follow each other and none
feeds back: *relations* between resources, then *types* from stated types, domains and ranges, then the *schema* of
terms that are themselves subjects.

Relations work on terms coded as small integers, a property at a time, on what is new since the last time:

- sub-properties, equivalents, inverses, symmetry and chains of one are closed before the data are seen, so that one
  copy, straight or flipped, replaces any number of steps;
- a chain is cut into compositions of two; the name of an intermediate relation is the tuple of its properties;
- a transitive relation grows from its *base* pairs only (base then closure, never closure then closure), so a path of
  n nodes costs its n²/2 results and not n³/6 joins. What was found by transitivity is not copied to a relation
  which is transitive too: the copied base pairs lead there anyway. This keeps symmetric and transitive ones linear
  in their output.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from kinset.reasoning.axioms import Axioms, Node, Pair, Term
from kinset.vocab import OWL, RDF, RDFS

_Key: TypeAlias = Node | tuple[Node, ...]
_Coded: TypeAlias = tuple[int, int]


def entail(stated: Collection[Triple], axioms: Axioms, subjects: Collection[NamedNode]) -> Iterator[Triple]:
    """Yield the entailed triples of these subjects, each at most once for each stratum; some may be stated."""
    relations = _Relations(_Rules.of(axioms), axioms)
    relations.load(stated)
    relations.close()
    yield from relations.triples(subjects)
    classes = _Hierarchy.of_classes(axioms)
    yield from _types(stated, relations.types(axioms), classes, subjects)
    yield from _schema(axioms, classes, subjects)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The axioms about properties, made ready: `copies` are closed, `joins` compose two relations.

    Attributes:
        copies: what each relation is copied to; True if flipped.
        after: for each left relation, the right ones with the relation that their composition lies in.
        before: the same, by the right relation.
        transitive: the relations which contain their composition with themselves.
    """

    copies: Mapping[_Key, frozenset[tuple[_Key, bool]]]
    after: Mapping[_Key, frozenset[tuple[_Key, _Key]]]
    before: Mapping[_Key, frozenset[tuple[_Key, _Key]]]
    transitive: frozenset[_Key]

    @classmethod
    def of(cls, axioms: Axioms) -> "_Rules":
        steps = _steps(axioms)
        after: dict[_Key, set[tuple[_Key, _Key]]] = defaultdict(set)
        before: dict[_Key, set[tuple[_Key, _Key]]] = defaultdict(set)
        for target, chain in axioms.chains:
            if len(chain) < 2 or chain == (target, target):
                continue
            left: _Key = chain[0]
            for end, right in enumerate(chain[1:], start=2):
                whole: _Key = target if end == len(chain) else chain[:end]
                after[left].add((right, whole))
                before[right].add((left, whole))
                left = whole
        selfchained = {target for target, chain in axioms.chains if chain == (target, target)}
        return cls(
            copies={key: _reachable(key, steps) for key in steps},
            after={key: frozenset(value) for key, value in after.items()},
            before={key: frozenset(value) for key, value in before.items()},
            transitive=frozenset(axioms.transitive | selfchained),
        )

    def keys(self) -> set[_Key]:
        """Return the relations that something follows from."""
        return {*self.copies, *self.after, *self.before, *self.transitive}


def _steps(axioms: Axioms) -> Mapping[_Key, set[tuple[_Key, bool]]]:
    """Return where each relation is copied to by one axiom."""
    steps: dict[_Key, set[tuple[_Key, bool]]] = defaultdict(set)
    for lower, upper in axioms.subproperties:
        steps[lower].add((upper, False))
    for one, other in axioms.equivalent_properties:
        steps[one].add((other, False))
        steps[other].add((one, False))
    for one, other in axioms.inverses:
        steps[one].add((other, True))
        steps[other].add((one, True))
    for node in axioms.symmetric:
        steps[node].add((node, True))
    for target, chain in axioms.chains:
        if len(chain) == 1:
            steps[chain[0]].add((target, False))
    return steps


def _reachable(key: _Key, steps: Mapping[_Key, set[tuple[_Key, bool]]]) -> frozenset[tuple[_Key, bool]]:
    found: set[tuple[_Key, bool]] = set()
    waiting = [(key, False)]
    while waiting:
        here, flipped = waiting.pop()
        for there, flips in steps.get(here, ()):
            state = (there, flipped ^ flips)
            if state not in found:
                found.add(state)
                waiting.append(state)
    return frozenset(found - {(key, False)})


class _Relations:
    """The pairs of every property that has axioms, and their closure."""

    def __init__(self, rules: _Rules, axioms: Axioms) -> None:
        self._rules = rules
        self._active = rules.keys() | {prop for prop, _ in axioms.domains | axioms.ranges}
        self._codes: dict[Term, int] = {}
        self._stated: dict[_Key, frozenset[_Coded]] = {}
        self._pending: dict[_Key, set[_Coded]] = defaultdict(set)
        self._forward: dict[_Key, dict[int, set[int]]] = defaultdict(dict)
        self._backward: dict[_Key, dict[int, set[int]]] = defaultdict(dict)
        self._base: dict[_Key, dict[int, set[int]]] = defaultdict(dict)

    def load(self, triples: Iterable[Triple]) -> None:
        """Take in the triples whose predicate has axioms."""
        codes, pending, active = self._codes, self._pending, self._active
        for triple in triples:
            if triple.predicate in active:
                source = codes.setdefault(triple.subject, len(codes))
                target = codes.setdefault(triple.object, len(codes))
                pending[triple.predicate].add((source, target))
        self._stated = {key: frozenset(pairs) for key, pairs in pending.items()}

    def close(self) -> None:
        """Apply the rules until nothing is new."""
        while self._pending:
            key, pairs = self._pending.popitem()
            forward = self._forward[key]
            fresh = [(x, y) for x, y in pairs if y not in forward.get(x, ())]
            if not fresh:
                continue
            if key in self._rules.transitive:
                grown = self._grow(key, fresh)
                self._copy(key, grown, but=self._rules.transitive)
                self._copy(key, fresh)
            else:
                grown = fresh
                _index(forward, fresh)
                self._copy(key, fresh)
            self._join(key, grown)

    def _grow(self, key: _Key, fresh: Iterable[_Coded]) -> list[_Coded]:
        """Add base pairs to a transitive relation and return all that is new in it."""
        forward, base = self._forward[key], self._base[key]
        waiting: dict[int, set[int]] = defaultdict(set)
        for x, y in fresh:
            base.setdefault(y, set()).add(x)
            waiting[x].add(y)
            waiting[x].update(forward.get(y, ()))
        grown: list[_Coded] = []
        while waiting:
            x, found = waiting.popitem()
            known = forward.setdefault(x, set())
            found -= known
            if not found:
                continue
            known |= found
            grown.extend((x, y) for y in found)
            for earlier in base.get(x, ()):
                waiting[earlier] |= found
        return grown

    def _copy(self, key: _Key, pairs: Collection[_Coded], *, but: Collection[_Key] = ()) -> None:
        for target, flipped in self._rules.copies.get(key, ()):
            if target not in but:
                self._pending[target].update(((y, x) for x, y in pairs) if flipped else pairs)

    def _join(self, key: _Key, pairs: Collection[_Coded]) -> None:
        after, before = self._rules.after.get(key, ()), self._rules.before.get(key, ())
        if after:
            _index(self._backward[key], ((y, x) for x, y in pairs))
        for right, whole in after:
            onward = self._forward[right]
            composed = {(x, z) for x, y in pairs for z in onward.get(y, ())}
            if composed:
                self._pending[whole] |= composed
        for left, whole in before:
            back = self._backward[left]
            composed = {(x, z) for y, z in pairs for x in back.get(y, ())}
            if composed:
                self._pending[whole] |= composed

    def triples(self, subjects: Collection[NamedNode]) -> Iterator[Triple]:
        """Yield what was found, but for what cannot be said in RDF (a literal as subject, a blank predicate)."""
        terms = list(self._codes)
        asked = {code: subject for subject in subjects if (code := self._codes.get(subject)) is not None}
        for key, forward in self._forward.items():
            if not isinstance(key, NamedNode):
                continue
            stated = self._stated.get(key, frozenset())
            for x in forward.keys() & asked.keys():
                for y in forward[x]:
                    if (x, y) not in stated:
                        yield Triple(asked[x], key, terms[y])

    def types(self, axioms: Axioms) -> Mapping[Term, set[Node]]:
        """Return the classes that domains and ranges give to each term."""
        found: dict[Term, set[Node]] = defaultdict(set)
        terms = list(self._codes)
        for prop, cls in axioms.domains:
            for x in self._forward.get(prop, ()):
                found[terms[x]].add(cls)
        for prop, cls in axioms.ranges:
            for y in set[int]().union(*self._forward.get(prop, {}).values()):
                found[terms[y]].add(cls)
        return found


def _index(index: dict[int, set[int]], pairs: Iterable[_Coded]) -> None:
    for x, y in pairs:
        known = index.get(x)
        if known is None:
            index[x] = {y}
        else:
            known.add(y)


class _Hierarchy:
    """The order of classes or of properties; what is above a term is found when it is asked for, and kept."""

    def __init__(self, below: Iterable[Pair], equal: Iterable[Pair], reflexive: Collection[Node]) -> None:
        self._steps: dict[Node, set[Node]] = defaultdict(set)
        for lower, upper in below:
            self._steps[lower].add(upper)
        for one, other in equal:
            self._steps[one].add(other)
            self._steps[other].add(one)
        self._above: dict[Node, frozenset[Node]] = {}
        self._reflexive = reflexive

    @classmethod
    def of_classes(cls, axioms: Axioms) -> "_Hierarchy":
        """Return the order of classes: a declared one is below owl:Thing (rule scm-cls)."""
        tops = {(declared, OWL.Thing) for declared in axioms.classes}
        loops = {lower for lower, upper in axioms.subclasses if lower == upper}
        return cls(axioms.subclasses | tops, axioms.equivalent_classes, axioms.classes | loops)

    @classmethod
    def of_properties(cls, axioms: Axioms) -> "_Hierarchy":
        """Return the order of properties."""
        return cls(axioms.subproperties, axioms.equivalent_properties, axioms.properties)

    def above(self, term: Node) -> frozenset[Node]:
        """Return what is above a term, not the term."""
        known = self._above.get(term)
        if known is None:
            found, waiting = {term}, [term]
            while waiting:
                fresh = self._steps.get(waiting.pop(), set()) - found
                found |= fresh
                waiting.extend(fresh)
            known = self._above[term] = frozenset(found - {term})
        return known

    def upward(self, term: Node) -> frozenset[Node]:
        """Return what the term is said to be below, itself included where the rules say so."""
        return self.above(term) | ({term} & set(self._reflexive))

    def equals(self, term: Node) -> frozenset[Node]:
        """Return what the term is said to be equivalent to (rules scm-eqc2 and scm-eqp2)."""
        return frozenset(other for other in self.upward(term) if other == term or term in self.above(other))


def _types(
    stated: Iterable[Triple],
    derived: Mapping[Term, set[Node]],
    classes: _Hierarchy,
    subjects: Collection[NamedNode],
) -> Iterator[Triple]:
    """Yield the types that follow from stated types, domains and ranges (cax-sco, cax-eqc, prp-dom, prp-rng)."""
    given: dict[Term, set[Term]] = defaultdict(set)
    for triple in stated:
        if triple.predicate == RDF.type:
            given[triple.subject].add(triple.object)
    for subject in subjects:
        known: set[Term] = given.get(subject, set())
        start = derived.get(subject, set()) | {cls for cls in known if not isinstance(cls, Literal | Triple)}
        found = start.union(*(classes.above(cls) for cls in start))
        for cls in found - known:
            yield Triple(subject, RDF.type, cls)


def _schema(axioms: Axioms, classes: _Hierarchy, subjects: Collection[NamedNode]) -> Iterator[Triple]:
    """Yield what follows about subjects that are classes or properties themselves (table 9, the scm rules)."""
    properties = _Hierarchy.of_properties(axioms)
    domains, ranges = _multimap(axioms.domains), _multimap(axioms.ranges)
    for subject in subjects:
        for predicate, above in (
            (RDFS.subClassOf, classes.upward(subject)),
            (OWL.equivalentClass, classes.equals(subject)),
            (RDFS.subPropertyOf, properties.upward(subject)),
            (OWL.equivalentProperty, properties.equals(subject)),
        ):
            yield from (Triple(subject, predicate, other) for other in above)
        for predicate, ends in ((RDFS.domain, domains), (RDFS.range, ranges)):
            near = {cls for prop in (subject, *properties.above(subject)) for cls in ends.get(prop, ())}
            far = near.union(*(classes.above(cls) for cls in near))
            yield from (Triple(subject, predicate, cls) for cls in far)


def _multimap(pairs: Iterable[Pair]) -> Mapping[Node, set[Node]]:
    values: dict[Node, set[Node]] = {}
    for one, other in pairs:
        values.setdefault(one, set()).add(other)
    return values
