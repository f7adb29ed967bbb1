"""Which verdicts flipped between two states, and what flipped each. Level 5.

In: what two states say of overlap (`Statements`). Out: `Flips`: for each pair of datasets and unit whose verdict
differs, the old and the new one, and the smallest set of changes that was found to account for it.

A change accounts for a flip if taking it back in the new state restores the old verdict, or making it in the old state
gives the new one; one that does both is preferred. Where none does alone, the changes of one claim are tried together,
then pairs, then a set from which nothing can be left out. All of it is bounded, and what was left out is counted.

Only pairs that a change can reach are judged: both are linked, by any claim of either state, to something that a change
touches; ancestors and descendants of that first, then by distance. A verdict on two wholes is the same both ways round.
"""

import enum
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from kinset.edits import Edit, applied, edits
from kinset.lineage.overlap.search import SearchTooLarge
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.statements import Claim, Statements
from kinset.lineage.overlap.verdict import Judge

PAIRS = 2_000
TRIES = 300  # catalogues compiled to see what a change does
PAIRWISE = 12  # changes of which each two are tried together
ENDS = ("entity", "between", "part", "from", "side")


class How(enum.Enum):
    """How a set of changes accounts for a flip."""

    BOTH = "both"
    RESTORES = "restores"
    PRODUCES = "produces"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Flip:
    """A verdict that differs.

    Attributes:
        units: those at which it flipped the same way for the same cause.
        causes: the changes that account for it; empty where none were found.
        how: what taking back or making them does.
        alone: how many single changes account for it, each by itself, as far as they were tried.
        smallest: no smaller set does; False where that was not tried out.
        proof: the claims that force the new verdict, else those that forced the old one, in words.
    """

    one: str
    other: str
    units: tuple[str, ...]
    old: Verdict
    new: Verdict
    causes: tuple[Edit, ...]
    how: How
    alone: int
    smallest: bool
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flips:
    """What became of the verdicts.

    Attributes:
        compared: pairs judged in both states; `cut` those that a change may reach and that were not judged.
        only_one: datasets that stand in one state only; no verdict on them can flip.
        undecided: pairs and units whose verdict needs too large a search.
        bearing: how many changes bear on verdicts at all.
        exhausted: the tries ran out; some flips may have no cause, or not the smallest.
    """

    flips: tuple[Flip, ...]
    compared: int = 0
    cut: int = 0
    only_one: int = 0
    undecided: int = 0
    bearing: int = 0
    exhausted: bool = False


def find_flips(old: Statements, new: Statements, *, pairs: int = PAIRS, tries: int = TRIES) -> Flips:
    """Return the verdicts that flipped, judging at most `pairs` pairs and trying at most `tries` sets of changes."""
    made = edits(old, new)
    chosen, cut, only_one = _Neighbourhood(old, new, made).pairs(pairs)
    if not chosen:
        return Flips((), cut=cut, only_one=only_one, bearing=len(made))
    bench = _Bench(old, new, made, tries)
    found = [flip for one, other in chosen for flip in bench.flips(one, other)]
    return Flips(
        tuple(_merged(found)), len(chosen), cut, only_one, len(bench.undecided), len(made), exhausted=bench.exhausted
    )


def _merged(flips: Iterable[Flip]) -> Iterator[Flip]:
    """Put the units together at which one pair flipped the same way for the same cause."""
    groups: dict[object, list[Flip]] = {}
    for flip in flips:
        groups.setdefault((flip.one, flip.other, flip.old, flip.new, flip.causes), []).append(flip)
    for found in groups.values():
        yield replace(found[0], units=tuple(unit for flip in found for unit in flip.units))


# ------------------------------------------------------------------ which pairs


class _Neighbourhood:
    """What the changes can reach, in either state."""

    def __init__(self, old: Statements, new: Statements, made: Iterable[Edit]) -> None:
        self.states = (old, new)
        self.up: dict[str, set[str]] = defaultdict(set)
        self.aside: dict[str, set[str]] = defaultdict(set)
        for statements in self.states:
            for claim in statements.claims:
                self.link(claim)
        self.touched = {iri for edit in made for iri in self.touches(edit)}

    def top(self, iri: str) -> str:
        """Return the dataset that a thing belongs to, in the state that knows it."""
        for statements in self.states:
            if iri in statements.things:
                return (iri, *statements.wholes(iri))[-1]
        return iri

    def link(self, claim: Claim) -> None:
        tops = [self.top(iri) for iri in _ends(claim)]
        for other in tops[1:]:
            if other != tops[0]:
                (self.up if claim.tie == "qualifiedDerivation" else self.aside)[tops[0]].add(other)

    def touches(self, edit: Edit) -> Iterator[str]:
        """Yield the things that a change touches."""
        if edit.sort == "thing":
            yield edit.iri
            return
        for statements in self.states:
            for claim in statements.claims:
                if self.about(edit, claim):
                    yield from _ends(claim)
            if edit.sort in {"unit", "period"}:
                for iri, thing in statements.things.items():
                    if edit.iri in {*thing.names("drawnBy"), *thing.names("carriedBy"), *thing.all("encountersWithin")}:
                        yield iri

    def about(self, edit: Edit, claim: Claim) -> bool:
        if edit.sort in {"claim", "dates"}:
            return claim.node.iri == edit.iri
        return edit.iri in {*claim.node.names("unit"), *claim.node.names("kind"), *claim.node.all("temporal")}

    def distances(self) -> tuple[dict[str, tuple[int, int]], dict[str, str]]:
        """Return, for each dataset that a change can reach, its rank and distance, and the group that it is in."""
        down: dict[str, set[str]] = defaultdict(set)
        around: dict[str, set[str]] = defaultdict(set)
        for graph in (self.up, self.aside):
            for one, others in graph.items():
                for other in others:
                    around[one].add(other)
                    around[other].add(one)
        for one, others in self.up.items():
            for other in others:
                down[other].add(one)
        start = {self.top(iri) for iri in self.touched}
        family = _reach(start, self.up).keys() | _reach(start, down).keys()
        steps = _reach(start, around)
        group: dict[str, str] = {}
        for iri in sorted(steps):
            if iri not in group:
                group |= dict.fromkeys(_reach({iri}, around), iri)
        return {iri: (iri not in family, far) for iri, far in steps.items()}, group

    def pairs(self, limit: int) -> tuple[list[tuple[str, str]], int, int]:
        """Return the pairs to judge, how many more there are, and how many datasets stand in one state only."""
        ranks, group = self.distances()
        both = [iri for iri in ranks if all(iri in statements.things for statements in self.states)]
        both.sort(key=lambda iri: (*ranks[iri], iri))
        chosen = list(self.inner())
        total = len(chosen)
        for number in Counter(group[iri] for iri in both).values():
            total += number * (number - 1) // 2
        for place, other in enumerate(both):
            if len(chosen) >= limit:
                break
            chosen += [(one, other) for one in both[:place] if group[one] == group[other]]
        chosen = chosen[:limit]
        return chosen, total - len(chosen), len(ranks) - len(both)

    def inner(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs of versions, parts and splits of one dataset that changes touch; not a whole and its part."""
        old, new = self.states
        inner = sorted(iri for iri in self.touched if iri != self.top(iri) and iri in old.things and iri in new.things)
        for one, other in combinations(inner, 2):
            if self.top(one) == self.top(other) and one not in new.wholes(other) and other not in new.wholes(one):
                yield one, other


def _ends(claim: Claim) -> tuple[str, ...]:
    return (claim.holder, *(iri for name in ENDS for iri in claim.node.all(name)))


def _reach(start: Iterable[str], graph: Mapping[str, set[str]]) -> dict[str, int]:
    """Return what can be reached, with the number of steps."""
    steps = dict.fromkeys(sorted(start), 0)
    queue = list(steps)
    for here in queue:
        for there in sorted(graph.get(here, ())):
            if there not in steps:
                steps[there] = steps[here] + 1
                queue.append(there)
    return steps


# ------------------------------------------------------------------ what flipped


class _Bench:
    """Judges pairs in the two states and in states in between; each is compiled once, the tries are counted."""

    def __init__(self, old: Statements, new: Statements, made: tuple[Edit, ...], tries: int) -> None:
        self.states = {How.PRODUCES: (old, new), How.RESTORES: (new, old)}
        self.old, self.new = Judge.of(old), Judge.of(new)
        self.made, self.left = made, tries
        self.judges: dict[tuple[How, frozenset[Edit]], Judge] = {}
        self.undecided: set[tuple[str, str, str]] = set()
        self.exhausted = False

    def flips(self, one: str, other: str) -> Iterator[Flip]:
        """Yield what flipped between two things, unit by unit, finest first."""
        for unit in dict.fromkeys((*self.new.units(one, other), *self.old.units(one, other))):
            was, now = (self.verdict(judge, one, other, unit) for judge in (self.old, self.new))
            if was is None or now is None:
                self.undecided.add((one, other, unit))
            elif was is not now:
                yield self.explained(Flip(one, other, (unit,), was, now, (), How.UNKNOWN, 0, smallest=False, proof=()))

    @staticmethod
    def verdict(judge: Judge, one: str, other: str, unit: str) -> Verdict | None:
        """Return a verdict, None where the search for it is too large."""
        catalogue = judge.catalogue
        if one not in catalogue.sets or other not in catalogue.sets or unit not in catalogue.order.number:
            return Verdict.MAY_SHARE
        try:
            return judge.solver.decide(catalogue.sets[one], catalogue.sets[other], catalogue.order.number[unit]).verdict
        except SearchTooLarge:
            return None

    def explained(self, flip: Flip) -> Flip:
        """Return a flip with the changes that account for it."""
        before, after = (self.claims(judge, flip) for judge in (self.old, self.new))
        named = {iri for iri, _says in (*before, *after)}
        proof = tuple(says for _iri, says in (after or before))
        ordered = sorted(self.made, key=lambda edit: edit.iri not in named)
        return replace(self.by_one(flip, ordered, named) or self.by_several(flip, ordered, named), proof=proof)

    def claims(self, judge: Judge, flip: Flip) -> list[tuple[str, str]]:
        """Return the claims behind a verdict: its proof and what contests it, with their words."""
        if flip.units[0] not in judge.catalogue.order.number:
            return []
        try:
            found = judge.pair(flip.one, flip.other, flip.units[0])
        except SearchTooLarge:
            return []
        return [(step.claim, step.says) for steps in (found.proof, *found.contested) for step in steps]

    def does(self, flip: Flip, chosen: Iterable[Edit]) -> How:
        """Return what making and taking back a set of changes does to a flip."""
        produces = self.tried(flip, How.PRODUCES, frozenset(chosen)) is flip.new
        restores = self.tried(flip, How.RESTORES, frozenset(chosen)) is flip.old
        if produces and restores:
            return How.BOTH
        return How.RESTORES if restores else How.PRODUCES if produces else How.UNKNOWN

    def tried(self, flip: Flip, way: How, chosen: frozenset[Edit]) -> Verdict | None:
        """Return the verdict in a state in between; None where the tries have run out."""
        key = (way, chosen)
        if key not in self.judges:
            if self.left <= 0:
                self.exhausted = True
                return None
            self.left -= 1
            self.judges[key] = Judge.of(applied(*self.states[way], chosen))
        return self.verdict(self.judges[key], flip.one, flip.other, flip.units[0])

    def by_one(self, flip: Flip, ordered: list[Edit], named: set[str]) -> Flip | None:
        """Explain a flip by one change; those that no proof names are tried only if none of the others does."""
        groups = defaultdict[str, list[Edit]](list)
        for edit in ordered:
            groups[edit.iri].append(edit)
        singles: list[list[tuple[Edit, ...]]] = [
            [(edit,) for edit in ordered if (edit.iri in named) is likely] for likely in (True, False)
        ]
        whole = [tuple(found) for found in groups.values() if len(found) > 1]
        ways: list[list[tuple[Edit, ...]]] = [*singles, whole]
        for candidates in ways:
            works = [(chosen, how) for chosen in candidates if (how := self.does(flip, chosen)) is not How.UNKNOWN]
            if works:
                chosen, how = min(works, key=lambda one: tuple(How).index(one[1]))
                alone = len(works) if len(chosen) == 1 else 0
                return replace(flip, causes=chosen, how=how, alone=alone, smallest=not self.exhausted)
        return None

    def by_several(self, flip: Flip, ordered: list[Edit], named: set[str]) -> Flip:
        """Explain a flip by the fewest changes that are found; first by pairs of those that a proof names."""
        likely = [edit for edit in ordered if edit.iri in named][:PAIRWISE]
        for chosen in combinations(likely, 2):
            how = self.does(flip, chosen)
            if how is not How.UNKNOWN:
                return replace(flip, causes=chosen, how=how, smallest=not self.exhausted)

        def holds(chosen: list[Edit]) -> bool:
            return self.tried(flip, How.RESTORES, frozenset(chosen)) is flip.old

        if not holds(ordered):
            return flip
        kept = _shrunk(ordered[::-1], holds)[::-1]
        return replace(flip, causes=tuple(kept), how=How.RESTORES)


def _shrunk(kept: list[Edit], holds: Callable[[list[Edit]], bool]) -> list[Edit]:
    """Return a subset for which `holds` is still true, leaving out halves, quarters … and at last single changes."""
    size = max(1, len(kept) // 2)
    while True:
        place = 0
        while place < len(kept):
            fewer = kept[:place] + kept[place + size :]
            if fewer and holds(fewer):
                kept = fewer
            else:
                place += size
        if size == 1:
            return kept
        size = max(1, size // 2)
