"""What every part of the compilation needs: the ledger it writes to, and how a claim's words are read. Part of level 4.

In: a `Ledger` and what things hold. Out: the units and sets that claims mean, and clauses carried to coarser units.
`compile`, `descent` and `counts` stand on it, not on each other. Source: the model, section 5, Versions.
"""

from collections.abc import Iterable

from kinset.lineage.overlap import periods
from kinset.lineage.overlap.ledger import Ledger, SetKey
from kinset.lineage.overlap.statements import Claim
from kinset.lineage.overlap.units import Holdings, Keys, claim_key, fact


class Setting:
    """The ledger of one compilation, with what is said and held."""

    def __init__(self, ledger: Ledger, holdings: Holdings) -> None:
        self.ledger, self.holdings = ledger, holdings
        self.statements, self.order = ledger.statements, ledger.order

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

        With `closed` what lies in every candidate version is told to lie in that set: needed where the set stands on
        the left of a clause or in a disjoint pair, useless elsewhere.
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

    def all_versions(self, iri: str) -> Keys:
        """Return the facts by which the recorded versions of a dataset are all."""
        versions = self.statements.versions.get(iri, ())
        return frozenset({fact(iri, "versionsComplete"), *(fact(version, "isVersionOf") for version in versions)})
