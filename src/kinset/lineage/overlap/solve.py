"""Verdicts over a theory: SHARES, DISJOINT, CONFLICT or MAY_SHARE, with minimal proofs. Part of level 4.

In: a `Theory`, two sets and a unit. Out: a `Finding`. Source: the model, section 5.

A quarrel is a minimal set of claims that has no world; a claim in a quarrel of stated claims is contested; a default
in a quarrel is withdrawn and contests nothing. A proof is a minimal set of claims that forces a verdict and has a world
itself, one in which neither side need be empty. Uncontested proofs decide; where only contested ones exist the verdict
is CONFLICT.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from kinset.lineage.overlap.constraints import STRIDE, Label, Theory, Witness
from kinset.lineage.overlap.minima import hitting_sets, minimal, shrink
from kinset.lineage.overlap.needed import needed
from kinset.lineage.overlap.search import (
    NOTHING,
    STEPS,
    Lens,
    Region,
    SearchTooLarge,
    followed,
    forced_below,
    forced_into,
    reach,
    refute,
    region_of,
)
from kinset.lineage.overlap.suspects import Sides

NEAR = 64
SPARE = 2_000
FAR = 20_000
LARGE = 600
GLANCE = 1_000


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
        question = Question(self.theory, one, other, unit, self.sides)
        shares, apart = question.proof(NOTHING)
        if shares is None and apart is None:  # then no claims at all force anything
            return Finding(Verdict.MAY_SHARE)
        doubtful = self.contested | self.withdrawn
        if doubtful:
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
        question = Question(self.theory, one, other, unit, self.sides)
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
    def sides(self) -> Sides:
        """The sides of disjoint pairs that each place may reach."""
        return Sides(self.theory)

    @cached_property
    def _found(self) -> tuple[set[Label], bool]:
        found, whole = set(self.theory.rivals), True
        sides = self.sides
        every = self.theory.witnesses if self.theory.has_dead_ends else sides.suspects
        for witness in every:
            ends = self.theory.ends(witness)
            if sides.escapes(ends):
                continue
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
        start = (frozenset(ends), witness.label)
        return shrink(
            self.theory,
            claims | witness.label,
            lambda kept: witness.label <= kept and refute(self.theory.part(kept), ends) is not None,
            lambda kept: needed(self.theory.part(kept), [start], NOTHING),
        )


class Question:
    """Two sets at a unit: which claims force that they share, or that they are disjoint?"""

    def __init__(self, theory: Theory, one: int, other: int, unit: int, sides: Sides | None = None) -> None:
        self.theory, self.sides = theory, sides
        self.goals = (theory.place(one, unit), theory.place(other, unit))

    @cached_property
    def candidates(self) -> tuple[Witness, ...]:
        """The witnesses that may be forced into both, the nearest first.

        Both goals are walked down from in turn until the side with less below it is done, then the other one for as
        long again. If that does not end, all else is a walk up from the witnesses of the lesser side, and back to the
        goals within what it found.
        """
        theory, goals = self.theory, frozenset(self.goals)
        found = self._forced_both() if self._walked is None else self._walked
        if self._is_large and self._is_plain:
            for goal in self.goals:
                inside, whole = forced_below(theory, goal, FAR)
                if whole:
                    found = [witness for witness in found if any(end in inside for end in theory.ends(witness))]
        if not found:
            return ()
        ends = frozenset(end for witness in found for end in theory.ends(witness))
        if not goals <= reach(theory, ends, Lens()):
            return ()
        region = region_of(theory, ends, Lens())
        forced = [forced_into(region, [goal]) for goal in self.goals]
        steps = [_steps_back(region, goal) for goal in self.goals]
        far = len(region.places)
        near = self._near()

        def distance(witness: Witness) -> tuple[int, int, int]:
            weight = theory.weight(witness.label)
            if witness in near:
                return 0, weight, near[witness]
            ends = theory.ends(witness)
            away = sum(min(side.get(end, far) for end in ends) for side in steps)
            return 1, weight + away, away

        chosen = [witness for witness in found if all(not side.isdisjoint(theory.ends(witness)) for side in forced)]
        return tuple(sorted(chosen, key=distance))

    @cached_property
    def _walked(self) -> list[Witness] | None:
        """The witnesses that may lie in both, with some that do not; None where it is far to tell."""
        return self._walk(FAR)

    def _walk(self, limit: int) -> list[Witness] | None:
        falls = [self.theory.fall(goal) for goal in self.goals]
        found: list[dict[Witness, None]] = [{}, {}]
        done: int | None = None
        steps = 0
        while steps < limit:
            for side, fall in enumerate(falls):
                if side != done:
                    witnesses, ends = fall.stride(steps // STRIDE)
                    found[side].update(dict.fromkeys(witnesses))
                    if ends and done is not None:
                        return [witness for witness in found[0] if witness in found[1]]
                    if ends:
                        done, limit = side, 2 * steps + SPARE
            steps += STRIDE
        return None if done is None else list(found[done])

    def _forced_both(self) -> list[Witness]:
        """Return the witnesses that may be forced into both where too many may lie in both to walk them all.

        A witness that no contradiction can touch is forced into a goal just if it stands where single rules force it;
        the others are the suspects. Raises SearchTooLarge where even what is forced is too much.
        """
        theory = self.theory
        if self.sides is None or theory.has_joint_bodies or theory.has_dead_ends:
            found = self._walk(STEPS)
            if found is None:
                raise SearchTooLarge
            return found
        for budget in (FAR, STEPS):
            for goal in self.goals:
                forced, whole = forced_below(theory, goal, budget)
                if whole:
                    inside = dict.fromkeys(one for place in forced for one in theory.witnesses_at.get(place, ()))
                    return [*inside, *(one for one in self.sides.suspects if one not in inside)]
        raise SearchTooLarge

    @cached_property
    def _is_large(self) -> bool:
        """Whether much lies below both, or above the witnesses that may decide."""
        if self._walked is None:
            return True
        ends = frozenset(end for witness in self._walked for end in self.theory.ends(witness))
        return len(reach(self.theory, ends, Lens(), limit=LARGE)) > LARGE

    @property
    def _is_plain(self) -> bool:
        """Whether single rules tell all that is forced: no witness can be contradictory, no body has several sets."""
        theory = self.theory
        clear = self.sides is not None and not self.sides.suspects
        return clear and not theory.has_joint_bodies and not theory.has_dead_ends

    def _glance(self, banned: Label) -> Label | None:
        """Return claims by which they share that stand near both, the lightest of those seen; no search, only a look.

        Whoever is forced into a goal is so whatever else is known, so what is seen is sound; it need not be all.
        """
        seen: list[Label] = []
        ways = [forced_below(self.theory, goal, GLANCE)[0] for goal in self.goals]
        for places, others in (ways, ways[::-1]):
            for place in islice(places, STRIDE):
                for witness in islice(self.theory.witnesses_at.get(place, ()), STRIDE):
                    end = next((one for one in self.theory.ends(witness) if one in others), None)
                    if end is not None and len(seen) < STRIDE:
                        claims = witness.label | followed(places, place) | followed(others, end)
                        if not claims & banned:
                            seen.append(claims)
        return min(seen, key=lambda claims: (self.theory.weight(claims), len(claims), sorted(claims)), default=None)

    def _near(self) -> dict[Witness, int]:
        """Return the witnesses on the side that has fewer, if they are few, with their places: they mostly decide."""
        sides = []
        for goal in self.goals:
            member, unit = divmod(goal, self.theory.width)
            units = [low for low in range(self.theory.width) if low == unit or unit in self.theory.coarser[low]]
            sides.append([self.theory.witnesses_at.get(self.theory.place(member, low), ()) for low in units])
        fewest = min(sides, key=lambda side: sum(map(len, side)))
        if sum(map(len, fewest)) > NEAR:
            return {}
        found: dict[Witness, int] = {}
        for number, witness in enumerate(witness for some in fewest for witness in some):
            found.setdefault(witness, number)
        return found

    @cached_property
    def known(self) -> frozenset[Witness]:
        """The candidates, to look them up."""
        return frozenset(self.candidates)

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
        if any(rival <= claims for rival in self.theory.rivals):
            return False
        part = self.theory.part(claims)
        if not part.disjoint and not part.has_dead_ends:
            return True
        starts = [part.ends(witness) for witness in part.witnesses] + [(goal, goal) for goal in self.goals]
        sides = Sides(part)
        return all(refute(part, start) is None for start in starts if part.has_dead_ends or sides.clash(start))

    def _shares(self, banned: Label) -> Label | None:
        if self._is_large:
            glimpsed = self._glance(banned)
            if glimpsed is not None:
                return shrink(self.theory, glimpsed, self._force_sharing, self._needed_to_share)
        for witness in self.candidates:
            if not witness.label & banned:
                claims = refute(self.theory, self.theory.ends(witness), self.goals, Lens(banned))
                if claims is not None:
                    return shrink(self.theory, claims | witness.label, self._force_sharing, self._needed_to_share)
        return None

    def _resting(self, part: Theory) -> list[Witness]:
        if len(part.witnesses) <= NEAR:
            return list(part.witnesses)
        return [witness for witness in part.witnesses if witness in self.known]

    def _force_sharing(self, kept: Label) -> bool:
        part = self.theory.part(kept)
        return any(refute(part, part.ends(witness), self.goals) is not None for witness in self._resting(part))

    def _needed_to_share(self, kept: Label) -> Label | None:
        part = self.theory.part(kept)
        starts = [(frozenset(part.ends(witness)), witness.label) for witness in self._resting(part)]
        return needed(part, starts, frozenset(self.goals))

    def _apart(self, banned: Label) -> Label | None:
        if self.sides and not self.theory.has_dead_ends and not self.sides.clash(self.goals):
            return None
        claims = refute(self.theory, self.goals, (), Lens(banned))
        if claims is None:
            return None
        start = (frozenset(self.goals), NOTHING)
        return shrink(
            self.theory,
            claims,
            lambda kept: refute(self.theory.part(kept), self.goals) is not None,
            lambda kept: needed(self.theory.part(kept), [start], NOTHING),
        )


def _steps_back(region: Region, goal: int) -> dict[int, int]:
    """Return the places of a region from which a goal may be reached, with the number of steps."""
    into, steps, queue = region.into, {goal: 0}, [goal]
    for here in queue:
        for number in into.get(here, ()):
            for place in region.rules[number].body:
                if place not in steps:
                    steps[place] = steps[here] + 1
                    queue.append(place)
    return steps
