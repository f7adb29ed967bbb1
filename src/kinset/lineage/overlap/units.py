"""The order of units, and which units each thing holds or is carried by. Part of level 4. Source: the model, section 4.

In: `Statements`. Out: a `UnitOrder`; a `Holdings` that answers, for a thing and a unit, on which facts it
rests that the
thing has units of that kind. Facts and claims are keys: `claim <IRI>`, `fact <IRI> <property>` of a record, or
`facet <IRI> <property>` of a claim that says several things.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kinset.lineage.overlap.statements import Claim, Statements


@dataclass(frozen=True)
class UnitOrder:
    """Units by number, in the ontology's order (finest first), and what always lies within what."""

    names: tuple[str, ...]
    direct: tuple[tuple[int, ...], ...]
    stand_alone: frozenset[int]

    @classmethod
    def of(cls, statements: Statements) -> "UnitOrder":
        """Read the order off the ontology; a cycle of units is cut by leaving out what leads back."""
        units = statements.units
        names = tuple(sorted(units, key=lambda name: (units[name].number("order") or 0, name)))
        number = {name: place for place, name in enumerate(names)}
        direct = tuple(
            tuple(number[above] for above in units[name].names("alwaysWithin") if above in number and above != name)
            for name in names
        )
        alone = frozenset(number[name] for name in names if units[name].true("standAlone"))
        return cls(names, direct, alone)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Name -> number."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def above(self) -> tuple[frozenset[int], ...]:
        """For each unit all units that it always lies in."""
        found = []
        for unit in range(len(self.names)):
            seen, queue = set[int](), [unit]
            for here in queue:
                fresh = set(self.direct[here]) - seen
                seen |= fresh
                queue += sorted(fresh)
            found.append(frozenset(seen - {unit}))
        return tuple(found)

    @property
    def everything(self) -> int:
        """All units as bits."""
        return (1 << len(self.names)) - 1

    def below(self, unit: int) -> frozenset[int]:
        """Return the units that always lie in this one."""
        return frozenset(low for low, above in enumerate(self.above) if unit in above)


Keys = frozenset[str]
Held = Mapping[int, Keys]


def fact(iri: str, predicate: str) -> str:
    """Return the key of a plain property of a record."""
    return f"fact {iri} {predicate}"


def claim_key(claim: Claim) -> str:
    """Return the key of a claim."""
    return f"claim {claim.node.iri}"


def facet(claim: Claim, predicate: str) -> str:
    """Return the key of one thing that a claim says beside others, which can be contested by itself."""
    return f"facet {claim.node.iri} {predicate}"


@dataclass
class Holdings:
    """Which units a thing has, and through which unit it has its coarser ones. Answers are kept."""

    statements: Statements
    order: UnitOrder
    _stated: dict[str, Held] = field(default_factory=dict)
    _wide: dict[str, Held] = field(default_factory=dict)

    def stated(self, iri: str) -> Held:
        """Return unit -> facts, for units that the thing itself is said to have; not yet the coarser ones.

        Extents (but 0), drawnBy and carriedBy; for a version also its dataset's, for a split also its whole's.
        """
        known = self._stated.get(iri)
        if known is None:
            known = self._stated[iri] = self._read(iri)
        return known

    def _read(self, iri: str) -> Held:
        found: dict[int, Keys] = {}
        empty = set[int]()
        for claim in self.statements.held.get((iri, "extent"), ()):
            unit = self.order.number.get(claim.node.name("unit"))
            if unit is not None and some(claim):
                found.setdefault(unit, frozenset({claim_key(claim)}))
            elif unit is not None and none(claim):
                empty |= {unit, *self.order.below(unit)}
        for source, ties in self._speakers(iri):
            thing = self.statements.things[source]
            for predicate in ("drawnBy", "carriedBy"):
                for name in thing.names(predicate):
                    if name in self.order.number:
                        found.setdefault(self.order.number[name], frozenset({fact(source, predicate), *ties}))
        return {unit: keys for unit, keys in found.items() if unit not in empty}

    def _speakers(self, iri: str) -> Iterable[tuple[str, Keys]]:
        """Yield the things whose drawnBy and carriedBy count for this one, with the facts that tie them to it."""
        thing = self.statements.things.get(iri)
        if thing is None:
            return
        yield iri, frozenset()
        classes = thing.names("type")
        for predicate, wanted in (("isVersionOf", "Version"), ("isPartOf", "Split")):
            for whole in thing.all(predicate) if wanted in classes else ():
                if whole in self.statements.things and whole != iri:
                    tie = fact(iri, predicate)
                    yield whole, frozenset({tie})
                    for top in self.statements.things[whole].all("isVersionOf"):
                        if top in self.statements.things:
                            yield top, frozenset({tie, fact(whole, "isVersionOf")})

    def own(self, iri: str) -> Held:
        """Return what the thing itself is said to hold, the coarser units among it."""
        return self._coarser(self.stated(iri))

    def wide(self, iri: str) -> Held:
        """Return what the thing holds, also through its versions and parts."""
        known = self._wide.get(iri)
        if known is None:
            self._wide[iri] = {}  # a cycle of parts adds nothing
            found = dict(self.stated(iri))
            for members, predicate in (
                (self.statements.versions.get(iri, ()), "isVersionOf"),
                (self.statements.parts.get(iri, ()), "isPartOf"),
            ):
                for member in members:
                    for unit, keys in self.wide(member).items():
                        found.setdefault(unit, keys | {fact(member, predicate)})
            known = self._wide[iri] = self._coarser(found)
        return known

    def pointed_at(self, iri: str) -> Held:
        """Return what every version of a dataset holds, for a claim that does not say which it means."""
        versions = self.statements.versions.get(iri, ())
        found = dict(self.own(iri))
        if versions:
            for unit in frozenset.intersection(*(frozenset(self.own(version)) for version in versions)):
                keys = frozenset(key for version in versions for key in self.own(version)[unit])
                found.setdefault(unit, keys | {fact(version, "isVersionOf") for version in versions})
        return found

    def carried(self, iri: str) -> Held:
        """Return unit -> facts, for the units through which the thing has all its coarser ones.

        Only what is said of the thing itself: what a dataset has through its notes, a version or split may not.
        """
        thing = self.statements.things.get(iri)
        found: dict[int, Keys] = {}
        for name in thing.names("carriedBy") if thing else ():
            unit = self.order.number.get(name)
            for through in (unit, *self.order.above[unit]) if unit is not None else ():
                found.setdefault(through, frozenset({fact(iri, "carriedBy")}))
        return found

    def _coarser(self, held: Held) -> Held:
        found = dict(held)
        for unit, keys in held.items():
            for high in self.order.above[unit]:
                found.setdefault(high, keys)
        return found


def some(extent: Claim) -> bool:
    """Tell whether an extent says that there is at least one."""
    node = extent.node
    return any((node.number(name) or 0) > 0 for name in ("count", "countMin"))


def none(extent: Claim) -> bool:
    """Tell whether an extent says that there is none in the whole set."""
    node = extent.node
    return node.number("count") == 0 and not node.all("population") and not node.true("approximate")
