"""Derivations, parentage and coverage as constraints. Part of level 4. Source: the model, section 3.

In: a `Setting`. Out: on its ledger, witnesses of each derivation by its kind, one clause for each closed
parentage at the
units that all its derivations preserve, and a clause for each derivation that covers all of its source.
"""

from collections.abc import Mapping

from kinset.lineage.overlap.ledger import SetKey, default
from kinset.lineage.overlap.setting import Setting
from kinset.lineage.overlap.statements import Claim, Node
from kinset.lineage.overlap.units import Held, Keys, claim_key, facet


class Descent:
    """Compiles what is derived from what."""

    def __init__(self, setting: Setting) -> None:
        self.setting, self.ledger, self.holdings = setting, setting.ledger, setting.holdings
        self.statements, self.order = setting.statements, setting.order

    def compile(self) -> None:
        """Compile all derivations and parentages."""
        for (holder, tie), claims in self.statements.held.items():
            if tie == "qualifiedDerivation":
                self.holder(holder, [claim for claim in claims if self.carries_records(claim)])

    def holder(self, iri: str, derivations: list[Claim]) -> None:
        """Compile the derivations that carry records into one thing."""
        for claim in derivations:
            self.witness(claim)
            if "Full" in claim.node.names("coverage"):
                self.full(claim)
        self.rivals(iri, derivations)
        self.closure(iri, derivations)

    def kind(self, claim: Claim) -> Node:
        """Return the kind of a derivation; an unknown kind proves nothing."""
        return self.statements.kinds.get(claim.node.name("kind")) or Node("", {})

    def carries_records(self, claim: Claim) -> bool:
        """Tell whether records of the source are in the derived thing."""
        return self.kind(claim).name("witnessRule") not in {"", "NoWitness"} and bool(claim.node.all("entity"))

    def source(self, claim: Claim, *, closed: bool = False) -> SetKey:
        """Return the set that a derivation names as its source."""
        return self.setting.pointed(claim, claim.node.one("entity"), closed=closed)

    # ------------------------------------------------------------------ witnesses

    def witness(self, claim: Claim) -> None:
        """Note that source and derived thing share, at the finest units at which the kind shows it."""
        for unit, keys in self.shown(claim).items():
            self.ledger.witness(claim.holder, self.source(claim), unit, keys | {claim_key(claim)})

    def shown(self, claim: Claim) -> Held:
        """Return unit -> facts, for the units at which the kind shows that both share."""
        rule, unit = self.kind(claim).name("witnessRule"), self.setting.unit(claim)
        if rule == "AtSharedUnits":
            return self.both_hold(claim)
        if unit is None:
            return {}
        if rule == "AtNamedUnits":
            return dict.fromkeys(self.named(claim, unit), frozenset())
        return {unit: frozenset()} if rule == "AtUnitAndCoarser" else {}

    def named(self, claim: Claim, unit: int) -> list[int]:
        """Return the units named by the kind that are the derivation's unit or always coarser."""
        kind = self.kind(claim)
        named = {self.order.number[name] for name in kind.names("witnessUnit") if name in self.order.number}
        if kind.true("witnessStandAlone"):
            named |= self.order.stand_alone
        return sorted(named & {unit, *self.order.above[unit]})

    def both_hold(self, claim: Claim) -> Held:
        """Return unit -> facts, for the units that the derived thing and its source both hold."""
        derived, source = self.holdings.wide(claim.holder), self.holdings.pointed_at(claim.node.one("entity"))
        return {unit: derived[unit] | source[unit] for unit in derived if unit in source}

    # ------------------------------------------------------------------ clauses

    def preserved(self, claim: Claim) -> Held:
        """Return unit -> facts, for the units at which a closed thing has nothing but the source's."""
        shown = self.shown(claim)
        if self.kind(claim).name("witnessRule") != "AtUnitAndCoarser":
            return shown
        found: dict[int, Keys] = dict(shown)
        carried = self.holdings.carried(claim.holder)
        for unit in shown:
            for high in self.order.above[unit] if unit in carried else ():
                found[high] = carried[unit]
            if self.kind(claim).true("verbatim"):
                both = self.both_hold(claim)
                found.update({low: both[low] for low in self.order.below(unit) if low in both})
        return found

    def closure(self, iri: str, derivations: list[Claim]) -> None:
        """Note that D lies in its sources together, where they are said or taken to be all."""
        stated = self.statements.held.get((iri, "parentage"), ())
        grounds = [claim_key(claim) for claim in stated if "Complete" in claim.node.names("completeness")]
        if not stated and derivations and self.closed_by_default(iri, derivations):
            grounds = [default(iri)]
        if not grounds or not derivations:
            return
        units = self.all_preserve(derivations)
        heads = [self.source(claim) for claim in derivations]
        keys = frozenset(claim_key(claim) for claim in derivations)
        for ground in grounds:
            for unit, facts in units.items():
                self.ledger.clause([iri], heads, 1 << unit, keys | facts | {ground})

    def all_preserve(self, derivations: list[Claim]) -> Mapping[int, Keys]:
        """Return unit -> facts, for the units that all derivations preserve, and the coarser ones it is carried to."""
        each = [self.preserved(claim) for claim in derivations]
        shared = frozenset.intersection(*(frozenset(units) for units in each))
        found: dict[int, Keys] = {unit: frozenset(key for units in each for key in units[unit]) for unit in shared}
        carried = self.holdings.carried(derivations[0].holder)
        for unit in sorted(shared & carried.keys()):
            for high in self.order.above[unit]:
                found.setdefault(high, found[unit] | carried[unit])
        return found

    def closed_by_default(self, iri: str, derivations: list[Claim]) -> bool:
        """Tell whether complete parentage may be assumed: all kinds allow it, and nothing is said of thing or whole."""
        wholes = self.statements.wholes(iri)
        for whole in wholes:
            for claim in self.statements.held.get((whole, "parentage"), ()):
                if "Complete" not in claim.node.names("completeness"):
                    return False
        return all(
            self.kind(claim).name("closureRule") == "ClosedByDefault"
            or (
                self.kind(claim).name("closureRule") == "ClosedIfWholeCollection" and claim.node.one("entity") in wholes
            )
            for claim in derivations
        )

    def full(self, claim: Claim) -> None:
        """Note S ⊆ D where all of the source is in the derived thing."""
        unit, source, kind = self.setting.unit(claim), self.source(claim, closed=True), self.kind(claim)
        if unit is None or unit not in self.shown(claim):
            return
        keys = {claim_key(claim), facet(claim, "coverage")}
        self.setting.upward([source], [claim.holder], unit, keys)
        if kind.true("verbatim"):
            both = self.both_hold(claim)
            for low in sorted(self.order.below(unit) & both.keys()):
                self.ledger.clause([source], [claim.holder], 1 << low, keys | both[low])

    def rivals(self, iri: str, derivations: list[Claim]) -> None:
        """Note that Complete and Incomplete, and Full and Partial of one source, contest each other."""
        parentages = self.statements.held.get((iri, "parentage"), ())
        said = [(claim, "completeness", "Complete", "Incomplete", "") for claim in parentages]
        said += [
            (claim, "coverage", "Full", "Partial", f"{claim.node.one('entity')} {claim.node.name('unit')}")
            for claim in derivations
        ]
        for one, name, yes, no, about in said:
            for other, other_name, _yes, _no, other_about in said:
                same = name == other_name and about == other_about and one is not other
                if same and yes in one.node.names(name) and no in other.node.names(name):
                    self.ledger.rival(_key(one, name), _key(other, name))


def _key(claim: Claim, name: str) -> str:
    """Return the key of what a claim says by that property: a parentage says nothing else, a derivation does."""
    return claim_key(claim) if name == "completeness" else facet(claim, name)
