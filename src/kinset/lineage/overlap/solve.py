"""Verdicts over a theory: SHARES, DISJOINT, CONFLICT or MAY_SHARE, with minimal proofs. Part of level 4.

In: a `Theory`, two sets and a unit. Out: a `Finding`. Source: MODEL.md, section 5.

A quarrel is a minimal set of claims that has no world; a claim in a quarrel of stated claims is contested; a
default in a
quarrel is withdrawn and contests nothing. A proof is a minimal set of claims that forces a verdict and has a
world itself,
one in which neither side need be empty. Uncontested proofs decide; where only contested ones exist the
verdict is CONFLICT.
"""

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from kinset.lineage.overlap.constraints import Label, Theory, Witness
from kinset.lineage.overlap.search import NOTHING, Lens, SearchTooLarge, reach, refute

TRIES = 400
NEAR = 64


class Verdict(enum.Enum):
    """The answers, from the worst news for an evaluation to the best."""

    SHARES = "SHARES"
    CONFLICT = "CONFLICT"
    MAY_SHARE = "MAY_SHARE"
    DISJOINT = "DISJOINT"


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on two sets at a unit.

    Attributes:
        forces: what the proof forces: SHARES or DISJOINT; None without proof.
        proof: a minimal set of claims that forces it; empty without proof.
        quarrels: for CONFLICT, the contradictory sets of claims that the proof's claims are in.
        exhaustive: False where contradictions were too many to list them all.
    """

    verdict: Verdict
    forces: Verdict | None = None
    proof: Label = NOTHING
    quarrels: tuple[Label, ...] = ()
    exhaustive: bool = True


@dataclass(frozen=True)
class Solver:
    """Answers over one theory; contradictions are looked for once, when first needed."""

    theory: Theory

    def decide(self, one: int, other: int, unit: int) -> Finding:
        """Return the verdict on two sets at a unit. Raises SearchTooLarge."""
        question = Question(self.theory, one, other, unit)
        if question.proof(NOTHING) == (None, None):  # then no claims at all force anything
            return Finding(Verdict.MAY_SHARE)
        doubtful = self.contested | self.withdrawn
        shares, apart = question.proof(doubtful)
        if shares is not None and apart is not None:
            return self._conflict(shares | apart, Verdict.SHARES)
        if shares is not None:
            return Finding(Verdict.SHARES, Verdict.SHARES, shares, exhaustive=self.exhaustive)
        if apart is not None:
            return Finding(Verdict.DISJOINT, Verdict.DISJOINT, apart, exhaustive=self.exhaustive)
        return self._doubtful(question)

    def _doubtful(self, question: "Question") -> Finding:
        """Return the verdict where uncontested claims force nothing."""
        shares, apart = question.proof(self.withdrawn) if self.contested else (None, None)
        if shares is not None:
            return self._conflict(shares, Verdict.SHARES)
        if apart is not None:
            return self._conflict(apart, Verdict.DISJOINT)
        return Finding(Verdict.MAY_SHARE, exhaustive=self.exhaustive)

    def _conflict(self, proof: Label, forces: Verdict) -> Finding:
        quarrels = tuple(quarrel for quarrel in self.quarrels if quarrel & proof and not quarrel & self.theory.defaults)
        return Finding(Verdict.CONFLICT, forces, proof, quarrels, self.exhaustive)

    def would_be_disjoint(self, one: int, other: int, unit: int) -> Label:
        """Return the defaults that would make it DISJOINT if they were stated; empty if they would not."""
        if not self.theory.defaults:
            return NOTHING
        question = Question(self.theory, one, other, unit)
        found = question.apart(self.contested | self.withdrawn)
        return found & self.theory.defaults if found else NOTHING

    @cached_property
    def quarrels(self) -> tuple[Label, ...]:
        """All minimal sets of claims without a world, by size."""
        return minimal(self._found[0])

    @property
    def exhaustive(self) -> bool:
        """Whether all contradictions are known."""
        return self._found[1]

    @cached_property
    def contested(self) -> Label:
        """The claims that contradict other stated claims."""
        stated = (quarrel for quarrel in self.quarrels if not quarrel & self.theory.defaults)
        return frozenset(claim for quarrel in stated for claim in quarrel)

    @cached_property
    def withdrawn(self) -> Label:
        """The defaults that stated claims refute."""
        return frozenset(claim for quarrel in self.quarrels for claim in quarrel & self.theory.defaults)

    @cached_property
    def _found(self) -> tuple[set[Label], bool]:
        found, whole = set(self.theory.rivals), True
        for witness in self._suspects():
            ends = self.theory.ends(witness)
            try:
                quarrels, all_found = hitting_sets(lambda banned, w=witness, e=ends: self._quarrel(w, e, banned))  # type: ignore[misc]
            except SearchTooLarge:  # this witness may be refuted by claims that are not known to be contested
                whole = False
                continue
            found |= quarrels
            whole &= all_found
        return found, whole

    def _quarrel(self, witness: Witness, ends: tuple[int, int], banned: Label) -> Label | None:
        if witness.label & banned:
            return None
        claims = refute(self.theory, ends, (), Lens(banned))
        if claims is None:
            return None
        return shrink(self.theory, claims | witness.label, lambda kept: self._refuted(witness, ends, kept))

    def _refuted(self, witness: Witness, ends: tuple[int, int], kept: Label) -> bool:
        return witness.label <= kept and refute(self.theory, ends, (), Lens(allowed=kept)) is not None

    def _suspects(self) -> Iterator[Witness]:
        """Yield the witnesses that may lie in both sides of a disjoint pair, each once."""
        below: dict[int, dict[int, int]] = {}
        seen: set[Witness] = set()
        for pair in self.theory.disjoint:
            sides = [self.theory.place(pair.one, pair.unit), self.theory.place(pair.other, pair.unit)]
            for side in sides:
                if side not in below:
                    below[side] = self.theory.below(side)
            for witness in meeting(self.theory, below[sides[0]], below[sides[1]]):
                if witness not in seen:
                    seen.add(witness)
                    yield witness


class Question:
    """Two sets at a unit: which claims force that they share, or that they are disjoint?"""

    def __init__(self, theory: Theory, one: int, other: int, unit: int) -> None:
        self.theory = theory
        self.goals = (theory.place(one, unit), theory.place(other, unit))

    @cached_property
    def candidates(self) -> tuple[Witness, ...]:
        """The witnesses that may lie in both, the nearest first."""
        one, other = (self.theory.below(goal) for goal in self.goals)
        far = len(one) + len(other)

        def distance(witness: Witness) -> tuple[int, int]:
            ends = self.theory.ends(witness)
            steps = min(one.get(end, far) for end in ends) + min(other.get(end, far) for end in ends)
            return self.theory.weight(witness.label) + steps, steps

        return tuple(sorted(meeting(self.theory, one, other), key=distance))

    def near(self) -> Iterator[Witness]:
        """Yield the witnesses on the side that has fewer, if they are few, strong ones first: they mostly decide."""
        sides = []
        for goal in self.goals:
            member, unit = divmod(goal, self.theory.width)
            units = [low for low in range(self.theory.width) if low == unit or unit in self.theory.coarser[low]]
            places = [self.theory.place(member, low) for low in units]
            sides.append([witness for place in places for witness in self.theory.witnesses_at.get(place, ())])
        fewest = min(sides, key=len)
        ends = frozenset(end for witness in fewest[: NEAR + 1] for end in self.theory.ends(witness))
        if len(fewest) <= NEAR and reach(self.theory, ends, Lens()).issuperset(self.goals):
            yield from sorted(fewest, key=lambda witness: self.theory.weight(witness.label))

    @cached_property
    def known(self) -> frozenset[int]:
        """The candidates, by identity."""
        return frozenset(id(witness) for witness in self.candidates)

    def proof(self, banned: Label) -> tuple[Label | None, Label | None]:
        """Return a proof that they share and one that they are disjoint, resting on none of the banned claims."""
        shares = self.shares(banned | self.theory.defaults)
        if shares is None and self.theory.defaults - banned:
            shares = self.shares(banned)
        return shares, self.apart(banned | self.theory.defaults)

    def shares(self, banned: Label) -> Label | None:
        """Return a proof that the two share."""
        return self._first(lambda ban: self._shares(banned | ban))

    def apart(self, banned: Label) -> Label | None:
        """Return a proof that the two are disjoint."""
        return self._first(lambda ban: self._apart(banned | ban))

    def _first(self, find: Callable[[Label], Label | None]) -> Label | None:
        found = find(NOTHING)
        if found is None or self.has_world(found):
            return found
        every, _whole = hitting_sets(find)
        sound = [claims for claims in every if self.has_world(claims)]
        return min(sound, key=lambda claims: (self.theory.weight(claims), sorted(claims))) if sound else None

    def has_world(self, claims: Label) -> bool:
        """Tell whether the claims can all be true with neither side empty."""
        lens = Lens(allowed=claims)
        if any(rival <= claims for rival in self.theory.rivals):
            return False
        starts = [self.theory.ends(witness) for witness in resting_on(self.theory, claims)]
        starts += [(goal, goal) for goal in self.goals]
        return all(refute(self.theory, start, (), lens) is None for start in starts)

    def _shares(self, banned: Label) -> Label | None:
        for witness in chain(self.near(), self.candidates):
            if not witness.label & banned:
                claims = refute(self.theory, self.theory.ends(witness), self.goals, Lens(banned))
                if claims is not None:
                    return shrink(self.theory, claims | witness.label, self._force_sharing)
        return None

    def _force_sharing(self, kept: Label) -> bool:
        lens = Lens(allowed=kept)
        resting = list(resting_on(self.theory, kept))
        if len(resting) > NEAR:
            resting = [witness for witness in resting if id(witness) in self.known]
        starts = (self.theory.ends(witness) for witness in resting)
        return any(refute(self.theory, start, self.goals, lens) is not None for start in starts)

    def _apart(self, banned: Label) -> Label | None:
        claims = refute(self.theory, self.goals, (), Lens(banned))
        if claims is None:
            return None
        return shrink(
            self.theory, claims, lambda kept: refute(self.theory, self.goals, (), Lens(allowed=kept)) is not None
        )


def meeting(theory: Theory, one: dict[int, int], other: dict[int, int]) -> Iterator[Witness]:
    """Yield the witnesses that have an end in both collections of places, each once."""
    small, large = sorted((one, other), key=len)
    seen: set[int] = set()
    for place in small:
        for witness in theory.witnesses_at.get(place, ()):
            if id(witness) not in seen and any(end in large for end in theory.ends(witness)):
                seen.add(id(witness))
                yield witness


def resting_on(theory: Theory, claims: Label) -> Iterator[Witness]:
    """Yield the witnesses that rest on nothing but these claims, each once."""
    seen: set[int] = set()
    for claim in sorted(claims):
        for witness in theory.witnesses_of.get(claim, ()):
            if id(witness) not in seen and witness.label <= claims:
                seen.add(id(witness))
                yield witness


def shrink(theory: Theory, claims: Label, holds: Callable[[Label], bool]) -> Label:
    """Return a minimal subset for which `holds` is still true, dropping the weakest claims first."""
    weights = theory.weights or {}
    for claim in sorted(claims, key=lambda claim: (-weights.get(claim, 0), claim)):
        fewer = claims - {claim}
        if holds(fewer):
            claims = fewer
    return claims


def hitting_sets(find: Callable[[Label], Label | None]) -> tuple[set[Label], bool]:
    """Return all minimal sets that `find` gives when claims are banned (Reiter's tree), and whether they are all."""
    found: set[Label] = set()
    stack: list[Label] = [NOTHING]
    seen: set[Label] = {NOTHING}
    tries = 0
    while stack:
        banned = stack.pop()
        claims = next((known for known in found if not known & banned), None)
        if claims is None:
            tries += 1
            if tries > TRIES:
                return found, False
            claims = find(banned)
        if claims is None:
            continue
        found.add(claims)
        for claim in claims:
            more = banned | {claim}
            if more not in seen:
                seen.add(more)
                stack.append(more)
    return found, True


def minimal(sets: Iterable[Label]) -> tuple[Label, ...]:
    """Return the sets that contain no other, by size and content."""
    kept: list[Label] = []
    for candidate in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(smaller <= candidate for smaller in kept):
            kept.append(candidate)
    return tuple(kept)
