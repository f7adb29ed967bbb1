"""kin:descendsFrom, computed from its definition. Part of level 3. Source: the model, section 3.

In: triples, the entailed ones among them (so that a hasVersion counts as the isVersionOf that it is the inverse of).
Out: every kin:descendsFrom triple.

- **Entities and what folds into them.** A version, part, split or track points at what it belongs to by
  dcat:isVersionOf or dcterms:isPartOf; a chain of these ends at its entities. It ends at a node that points no
  further, and at every kin:Dataset, kin:Challenge and kin:Model, even one which says that it is a part: it is an
  entity with a record and a lineage of its own. A node which ends nowhere (it is caught in a cycle of parts) stands
  for itself.
- **A step.** e -> f iff e is not f and something that folds into e (e itself does) has a derivation whose source folds
  into f. What a derivation points at need not be in the catalogue. Every kind of derivation counts, EnrichedWith too;
  influences do not.
- **Lineage** is the transitive closure of the steps. Nothing descends from itself: in a cycle, which is a data error
  reported elsewhere, each member descends from all others.
- **Sub-resources** are neither subject nor object: they are folded.
- **A challenge's lineage is that of what it uses**: it descends from what the used dataset descends from, and not from
  the used dataset, whose records are the challenge's own; kin:uses says that. What its tracks use, it uses. A
  model's uses make no lineage, for no records flow.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from pyoxigraph import BlankNode, NamedNode, Triple

from kinset.reasoning.axioms import Node
from kinset.vocab import DCAT, DCTERMS, KIN, PROV, RDF

_Links: TypeAlias = Mapping[Node, Collection[Node]]

_PARENTS = (DCAT.isVersionOf, DCTERMS.isPartOf)
_ENTITIES = (KIN.Dataset, KIN.Challenge, KIN.Model)
_USERS = (KIN.Challenge, KIN.Track)
_READ = frozenset({*_PARENTS, RDF.type, PROV.qualifiedDerivation, PROV.entity, KIN.uses})


def descent(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """Return what descends from what, sorted by N-Triples text; stated kin:descendsFrom is not looked at."""
    links = _read(triples)
    entities = _Entities(links)
    steps = _steps(links, entities)
    found = (Triple(entity, KIN.descendsFrom, source) for entity in steps for source in _reachable(entity, steps))
    return tuple(sorted(found, key=str))


def _read(triples: Iterable[Triple]) -> Mapping[NamedNode, Mapping[Node, set[Node]]]:
    """Return, by predicate, the links between resources that lineage is made of."""
    links: dict[NamedNode, dict[Node, set[Node]]] = {predicate: defaultdict(set) for predicate in _READ}
    for triple in triples:
        if triple.predicate in _READ:
            subject, value = triple.subject, triple.object
            if isinstance(subject, NamedNode | BlankNode) and isinstance(value, NamedNode | BlankNode):
                links[triple.predicate][subject].add(value)
    return links


class _Entities:
    """What each node folds into."""

    def __init__(self, links: Mapping[NamedNode, _Links]) -> None:
        self._links = links
        self._known: dict[Node, frozenset[Node]] = {}

    def of(self, node: Node) -> frozenset[Node]:
        """Return the entities at the ends of the node's chains, or the node if they have no end."""
        known = self._known.get(node)
        if known is None:
            ends, seen, waiting = set[Node](), {node}, [node]
            while waiting:
                here = waiting.pop()
                parents = self._parents(here)
                if not parents:
                    ends.add(here)
                waiting.extend(parents - seen)
                seen |= parents
            known = self._known[node] = frozenset(ends or {node})
        return known

    def are_users(self, entity: Node) -> bool:
        """Tell whether the entity is a challenge, or a track which belongs to none."""
        return any(cls in self._links[RDF.type].get(entity, ()) for cls in _USERS)

    def _parents(self, node: Node) -> set[Node]:
        if any(cls in self._links[RDF.type].get(node, ()) for cls in _ENTITIES):
            return set()
        return {parent for predicate in _PARENTS for parent in self._links[predicate].get(node, ())}


def _steps(links: Mapping[NamedNode, _Links], entities: _Entities) -> _Links:
    """Return the steps: from derivations, and for a challenge those of what it uses."""
    steps = _between(links, PROV.qualifiedDerivation, entities)
    uses = {user: used for user, used in _between(links, KIN.uses, entities).items() if entities.are_users(user)}
    borrowed = {user: {source for used in _reachable(user, uses) for source in steps.get(used, ())} for user in uses}
    return {entity: {*steps.get(entity, ()), *borrowed.get(entity, ())} for entity in (*steps, *borrowed)}


def _between(links: Mapping[NamedNode, _Links], predicate: NamedNode, entities: _Entities) -> _Links:
    """Return which entities a claim of that predicate leads to, by its prov:entity."""
    found: dict[Node, set[Node]] = defaultdict(set)
    for node, claims in links[predicate].items():
        targets = {source for claim in claims for source in links[PROV.entity].get(claim, ())}
        ends = {end for target in targets for end in entities.of(target)}
        for entity in entities.of(node):
            if others := ends - {entity}:
                found[entity] |= others
    return found


def _reachable(start: Node, steps: _Links) -> set[Node]:
    """Return what can be reached in one step or more, but for the start."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = set(steps.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return found - {start}
