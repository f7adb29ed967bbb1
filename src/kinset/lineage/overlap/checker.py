"""An independent checker of proofs: it lists the ways in which a point can lie, and looks. Part of level 4.

In: a theory, a verdict on two sets at a unit, and the claims that are said to prove it. Out: what is wrong, or nothing.

It shares no method with `search`: it takes only the constraints that rest on the proof's claims alone, writes the
membership patterns of a point over the places that they name as the bits of one whole number (a truth table), and
strikes out what each constraint forbids. Where a table would be too large it eliminates the places one by one instead
(Davis and Putnam's resolution). Then the claims must force the verdict, have a world with neither side empty, and
must do neither when any one of them is dropped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kinset.lineage.overlap.constraints import Label, Theory
from kinset.lineage.overlap.solve import Verdict

TABLE = 14


@dataclass(frozen=True)
class Case:
    """A verdict to be checked: the two sets, the unit, and what is said to be forced (SHARES or DISJOINT)."""

    theory: Theory
    one: int
    other: int
    unit: int
    forces: Verdict

    @property
    def goals(self) -> tuple[int, int]:
        """The two places."""
        return self.theory.place(self.one, self.unit), self.theory.place(self.other, self.unit)


def faults(case: Case, claims: Label) -> list[str]:
    """Return what is wrong with a proof; nothing if it stands."""
    found = []
    part = _Part(case, claims)
    if not part.forced():
        found.append("the claims do not force the verdict")
    if not part.has_world():
        found.append("the claims have no world in which neither side is empty")
    if case.forces is Verdict.DISJOINT and claims & case.theory.defaults:
        found.append("a default supports DISJOINT")
    if not found:
        needless = [claim for claim in sorted(claims) if _Part(case, claims - {claim}).forced()]
        found += [f"claim {claim} is not needed" for claim in needless]
    return found


class _Part:
    """The constraints that rest on some claims alone."""

    def __init__(self, case: Case, claims: Label) -> None:
        self.case, self.claims, self.theory = case, claims, case.theory
        self.starts = [self.theory.ends(witness) for witness in self.theory.resting_on(claims)]

    @cached_property
    def disjunctions(self) -> list[frozenset[int]]:
        """The constraints on one point, as disjunctions: a place is n + 1, its absence -(n + 1)."""
        theory, found = self.theory, list[frozenset[int]]()
        members = {pair.one for pair in theory.disjoint if pair.label <= self.claims}
        members |= {pair.other for pair in theory.disjoint if pair.label <= self.claims}
        clauses = {id(clause): clause for clause in theory.clauses if clause.label <= self.claims}.values()
        members |= {one for clause in clauses for one in (*clause.body, *clause.heads)}
        members |= {self.case.one, self.case.other} | {place // theory.width for pair in self.starts for place in pair}
        for clause in clauses:
            for unit in range(theory.width):
                if clause.units >> unit & 1:
                    body = [-1 - theory.place(one, unit) for one in clause.body]
                    found.append(frozenset([*body, *(1 + theory.place(one, unit) for one in clause.heads)]))
        for pair in theory.disjoint:
            if pair.label <= self.claims:
                found.append(frozenset(-1 - theory.place(one, pair.unit) for one in (pair.one, pair.other)))
        for one in members:
            for unit, above in enumerate(theory.coarser):
                found += [frozenset((-1 - theory.place(one, unit), 1 + theory.place(one, high))) for high in above]
        return found

    def possible(self, inside: Iterable[int], outside: Iterable[int] = ()) -> bool:
        """Tell whether a point can be in all of `inside` and in none of `outside`."""
        facts = [frozenset([1 + place]) for place in inside] + [frozenset([-1 - place]) for place in outside]
        given = _simplify([*self.disjunctions, *facts])
        if given is None:
            return False
        atoms = sorted({abs(one) for disjunction in given for one in disjunction})
        return _table(given, atoms) if len(atoms) <= TABLE else _eliminate(set(given))

    def forced(self) -> bool:
        one, other = self.case.goals
        if self.case.forces is Verdict.DISJOINT:
            return not self.possible((one, other))
        return any(not self.possible(start, (one,)) and not self.possible(start, (other,)) for start in self.starts)

    def has_world(self) -> bool:
        if any(rival <= self.claims for rival in self.theory.rivals):
            return False
        return all(self.possible(start) for start in [*self.starts, *((goal,) for goal in self.case.goals)])


def _simplify(disjunctions: list[frozenset[int]]) -> list[frozenset[int]] | None:
    """Put in what is certain until nothing more is; None where that contradicts itself."""
    while True:
        certain = {next(iter(one)) for one in disjunctions if len(one) == 1}
        if any(-one in certain for one in certain):
            return None
        if not certain:
            return disjunctions
        rest = []
        for one in disjunctions:
            if one.isdisjoint(certain):
                left = frozenset(atom for atom in one if -atom not in certain)
                if not left:
                    return None
                rest.append(left)
        disjunctions = rest


def _table(disjunctions: list[frozenset[int]], atoms: list[int]) -> bool:
    """Tell whether a row of the truth table is left; the table is one whole number, a row is a bit."""
    rows = 1 << len(atoms)
    everything = (1 << rows) - 1
    true_in: dict[int, int] = {}
    for number, atom in enumerate(atoms):
        block = ((1 << (1 << number)) - 1) << (1 << number)
        for level in range(number + 1, len(atoms)):
            block |= block << (1 << level)
        true_in[atom], true_in[-atom] = block, everything ^ block
    left = everything
    for disjunction in disjunctions:
        allowed = 0
        for atom in disjunction:
            allowed |= true_in[atom]
        left &= allowed
    return left != 0


def _eliminate(disjunctions: set[frozenset[int]]) -> bool:
    """Tell whether the disjunctions can all be true, by resolving the atoms away, the rarest first."""
    while disjunctions:
        counts: dict[int, int] = {}
        for disjunction in disjunctions:
            for atom in disjunction:
                counts[abs(atom)] = counts.get(abs(atom), 0) + 1
        atom = min(counts, key=lambda one: (counts[one], one))
        yes = [one for one in disjunctions if atom in one]
        no = [one for one in disjunctions if -atom in one]
        disjunctions = {one for one in disjunctions if atom not in one and -atom not in one}
        for one in yes:
            for other in no:
                resolvent = (one - {atom}) | (other - {-atom})
                if not resolvent:
                    return False
                if not any(-literal in resolvent for literal in resolvent):
                    disjunctions.add(resolvent)
    return True
