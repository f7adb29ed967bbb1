"""From what a catalogue says to constraints over sets. Part of level 4. Source: MODEL.md, sections 3 to 5.

In: `Statements`. Out: a `Catalogue`. Derivations and parentage are compiled by `descent`, counts by
`counts`; here stand
versions, parts, partitions, changes, overlaps, disjointness and the non-emptiness of what a thing holds.

A clause that holds at a unit holds at a coarser one if its left side is carried by that unit; that is said per clause.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from kinset.lineage.overlap import periods
from kinset.lineage.overlap.counts import count
from kinset.lineage.overlap.descent import Descent
from kinset.lineage.overlap.ledger import Catalogue, Ledger, SetKey
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


class Compiler:
    """Turns things and claims into constraints on a ledger."""

    def __init__(self, ledger: Ledger, holdings: Holdings) -> None:
        self.ledger, self.holdings = ledger, holdings
        self.statements, self.order = ledger.statements, ledger.order

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

    def all_versions(self, iri: str) -> Keys:
        """Return the facts by which the recorded versions of a dataset are all."""
        versions = self.statements.versions.get(iri, ())
        return frozenset({fact(iri, "versionsComplete"), *(fact(version, "isVersionOf") for version in versions)})

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

    # ------------------------------------------------------------------ shared

    def unit(self, claim: Claim) -> int | None:
        """Return the unit of a claim, None where it says none that is known."""
        return self.order.number.get(claim.node.name("unit"))

    def upward(self, body: list[SetKey], heads: Iterable[SetKey], unit: int, keys: Iterable[str]) -> None:
        """Note a clause at a unit and, if its one left side is carried by it, at the coarser units."""
        heads, keys = list(heads), frozenset(keys)
        self.ledger.clause(body, heads, 1 << unit, keys)
        left = body[0]
        carried = self.holdings.carried(left).get(unit) if isinstance(left, str) and len(body) == 1 else None
        if carried:
            high = sum(1 << above for above in self.order.above[unit])
            self.ledger.clause(body, heads, high, keys | carried)

    def pointed(self, claim: Claim, iri: str, *, closed: bool = False) -> SetKey:
        """Return the set that a claim means by an IRI: the thing, or the claim's own set where versions exist.

        With `closed` what lies in every candidate version is told to lie in that set: needed where the set
        stands on the
        left of a clause or in a disjoint pair, useless elsewhere.
        """
        versions = self.statements.versions.get(iri, ())
        if not versions:
            return iri
        key, said = (claim.node.iri, iri), {claim_key(claim)}
        self.ledger.clause([key], [iri], self.order.everything, said)
        if self.statements.things[iri].true("versionsComplete"):
            candidates = self.candidates(claim, versions)
            known = self.all_versions(iri) | said
            self.ledger.clause([key], candidates, self.order.everything, known)
            if closed:
                self.ledger.clause(candidates, [key], self.order.everything, known)
        return key

    def candidates(self, claim: Claim, versions: tuple[str, ...]) -> tuple[str, ...]:
        """Return the versions that were issued when the claim's newest source was published."""
        dates = [note.source_date for note in self.statements.evidence(claim.node.iri)]
        if not dates or not all(dates):
            return versions
        newest = max(periods.last_day(date) for date in dates)
        issued = {version: self.statements.things[version].all("issued") for version in versions}
        out = [v for v in versions if not issued[v] or min(periods.first_day(day) for day in issued[v]) <= newest]
        return tuple(out) or versions
