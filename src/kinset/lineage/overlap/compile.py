"""From what a catalogue says to constraints over sets. Part of level 4. Source: the model, sections 3 to 5.

In: `Statements`. Out: a `Catalogue`. Derivations and parentage are compiled by `descent`, counts by
`counts`; here stand
versions, parts, partitions, changes, overlaps, disjointness and the non-emptiness of what a thing holds.

A clause that holds at a unit holds at a coarser one if its left side is carried by that unit; that is said per clause.
"""

from collections.abc import Iterator
from itertools import combinations

from kinset.lineage.overlap import periods
from kinset.lineage.overlap.counts import count
from kinset.lineage.overlap.descent import Descent
from kinset.lineage.overlap.ledger import Catalogue, Ledger, SetKey
from kinset.lineage.overlap.setting import Setting
from kinset.lineage.overlap.statements import Claim, Statements
from kinset.lineage.overlap.units import Holdings, Keys, UnitOrder, claim_key, facet, fact

RIVAL_CHANGES = {"None", "Some"}


def compile_catalogue(statements: Statements) -> Catalogue:
    """Compile everything that a catalogue says of overlap."""
    order = UnitOrder.of(statements)
    ledger = Ledger(statements, order)
    compiler = Compiler(ledger, Holdings(statements, order))
    for iri in statements.things:
        compiler.thing(iri)
    for claim in statements.claims:
        compiler.claim(claim)
    Descent(compiler).compile()
    count(compiler)
    return Catalogue(
        statements, order, ledger.theory(), ledger.sets, ledger.claims, tuple(ledger.sets), tuple(ledger.claims)
    )


class Compiler(Setting):
    """Turns things and claims into constraints on a ledger."""

    # ------------------------------------------------------------------ things

    def thing(self, iri: str) -> None:
        """A thing is not empty at what it holds, and is part of what it is a version or part of."""
        self.ledger.set(iri)
        for unit, keys in self.holdings.stated(iri).items():
            self.ledger.witness(iri, iri, unit, keys)
        thing = self.statements.things[iri]
        for whole in thing.all("isPartOf"):
            self.ledger.clause([iri], [whole], self.order.everything, [fact(iri, "isPartOf")])
        versions = self.statements.versions.get(iri, ())
        for version in versions:
            self.ledger.clause([version], [iri], self.order.everything, [fact(version, "isVersionOf")])
        if versions and thing.true("versionsComplete"):
            self.ledger.clause([iri], versions, self.order.everything, self.all_versions(iri))

    # ------------------------------------------------------------------ claims

    def claim(self, claim: Claim) -> None:
        """Compile a claim that is neither of descent nor a count."""
        compilers = {
            "partition": self.partition,
            "change": self.change,
            "overlap": self.overlap,
            "disjointness": self.disjointness,
        }
        if claim.tie in compilers:
            compilers[claim.tie](claim)

    def partition(self, claim: Claim) -> None:
        """Parts lie in the whole, are pairwise disjoint, and make up the whole if they are exhaustive."""
        unit = self.unit(claim)
        parts, keys = claim.node.all("part"), [claim_key(claim)]
        for part in parts:
            self.ledger.clause([part], [claim.holder], self.order.everything, keys)
        if unit is None:
            return
        for one, other in combinations(parts, 2):
            self.ledger.apart(one, other, unit, keys)
        if parts and claim.node.true("exhaustive"):
            self.upward([claim.holder], parts, unit, keys)

    def change(self, claim: Claim) -> None:
        """Nothing added: new in old; nothing removed: old in new. None and Some contest each other."""
        unit, old, new = self.unit(claim), claim.node.one("from"), claim.holder
        if unit is None or not old:
            return
        if claim.node.name("adds") == "None":
            self.upward([new], [old], unit, [facet(claim, "adds")])
        if claim.node.name("removes") == "None":
            self.upward([old], [new], unit, [facet(claim, "removes")])
        for other in self.statements.held.get((new, "change"), ()):
            if other.node.iri > claim.node.iri and self.unit(other) == unit and other.node.one("from") == old:
                for name in ("adds", "removes"):
                    if {claim.node.name(name), other.node.name(name)} == RIVAL_CHANGES:
                        self.ledger.rival(facet(claim, name), facet(other, name))

    def overlap(self, claim: Claim) -> None:
        """Each two of an overlap share; its period may be left out."""
        unit = self.unit(claim)
        for one, other in combinations(claim.node.all("between"), 2) if unit is not None else ():
            self.ledger.witness(self.pointed(claim, one), self.pointed(claim, other), unit or 0, [claim_key(claim)])

    def disjointness(self, claim: Claim) -> None:
        """Each two of a disjointness share nothing; with a period only what lies inside it is bound."""
        unit = self.unit(claim)
        between = claim.node.all("between")
        for one, other in combinations(between, 2) if unit is not None else ():
            for first, first_keys in self.bound(claim, one):
                for second, second_keys in self.bound(claim, other):
                    keys = frozenset({claim_key(claim)}) | first_keys | second_keys
                    self.ledger.apart(first, second, unit or 0, keys)

    def bound(self, claim: Claim, iri: str) -> Iterator[tuple[SetKey, Keys]]:
        """Yield the sets that a disjointness binds where it names a thing."""
        period = self.statements.periods.get(claim.node.one("temporal"))
        if not claim.node.all("temporal"):
            yield self.pointed(claim, iri, closed=True), frozenset()
        elif iri in claim.node.all("side"):
            for inner in (iri, *self.statements.versions.get(iri, ())):
                node = self.statements.things.get(inner)
                lies = self.statements.periods.get(node.one("encountersWithin")) if node else None
                if period and lies and periods.inside(lies, period):
                    yield inner, frozenset({fact(inner, "encountersWithin")})
        elif claim.node.all("side"):
            yield self.pointed(claim, iri, closed=True), frozenset()
