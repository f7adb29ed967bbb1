"""What a point must be in: the search behind every verdict. Part of level 4. Source: MODEL.md, section 5, Test.

In: a theory, the places that a point is in, and goals. Out: the claims that refute such a point, or None.

A point is refuted if, by the clauses, it comes to lie in two disjoint places, or in a clause's body with no
head to go to,
or in all goals at once. Where each clause has one head this is reachability; else a case split over the heads. First
everything that cannot matter is left out: a head from which no target can be forced is always a safe choice,
so a clause
that has one never refutes anything. The split is bounded; beyond the bound `SearchTooLarge` is raised.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kinset.errors import KinsetError
from kinset.lineage.overlap.constraints import Label, Theory

STEPS = 300_000
DEPTH = 150
NOTHING: Label = frozenset()


class SearchTooLarge(KinsetError):
    """A verdict needs more case distinctions than are tried; nothing is concluded."""

    def __init__(self) -> None:
        super().__init__(
            f"The case split of this verdict is too large: over {STEPS:,} steps or {DEPTH} nested cases.",
            hint="Ask about a version, part or split, or about one unit.",
        )


@dataclass(frozen=True, slots=True)
class Lens:
    """Which claims a search may use: none of `banned`; only those of `allowed` where it is given."""

    banned: Label = NOTHING
    allowed: Label | None = None

    def permits(self, label: Label) -> bool:
        """Tell whether a constraint with that label may be used."""
        return self.banned.isdisjoint(label) and (self.allowed is None or label <= self.allowed)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One clause at one unit, over places."""

    body: tuple[int, ...]
    heads: tuple[int, ...]
    label: Label
    cost: int


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a point is in a place: a rule (None at the start), or a case of the split that is numbered `case`."""

    rule: _Rule | None
    case: int = -1


@dataclass(frozen=True, slots=True)
class _Closed:
    """Why a branch is closed: the claims used, and the cases that it depends on."""

    claims: Label
    cases: frozenset[int]


@dataclass
class _Region:
    """What can be reached from the start: places, rules, disjoint pairs."""

    places: set[int]
    rules: list[_Rule]
    pairs: dict[int, list[tuple[int, Label]]] = field(default_factory=dict)


def refute(theory: Theory, start: Iterable[int], goals: Iterable[int] = (), lens: Lens | None = None) -> Label | None:
    """Return claims by which no point is in all of `start`, or each such one is in all `goals`; else None.

    The claims need not be a minimal set. Raises SearchTooLarge.
    """
    first, last, lens = frozenset(start), frozenset(goals), lens or Lens()
    places = reach(theory, first, lens)
    if not (last and last <= places) and not _clashing(theory, places, lens):
        return None
    region = _region(theory, first, lens)
    rules = _useful(region, last if last <= region.places else NOTHING)
    closed = _Split(region, rules, last).run(first) if rules is not None else None
    return closed.claims if closed else None


def reach(theory: Theory, start: frozenset[int], lens: Lens) -> set[int]:
    """Return the places that can be reached from the start, taking every head."""
    width, coarser, clauses_from = theory.width, theory.coarser, theory.clauses_from
    banned, allowed = lens.banned, lens.allowed
    places, queue = set(start), list(start)
    for place in queue:
        member, unit = divmod(place, width)
        found = [member * width + above for above in coarser[unit]]
        for clause in clauses_from.get(member, ()):
            label = clause.label
            if clause.units >> unit & 1 and banned.isdisjoint(label) and (allowed is None or label <= allowed):
                found += [one * width + unit for one in clause.heads]
        for there in found:
            if there not in places:
                places.add(there)
                queue.append(there)
    return places


def _clashing(theory: Theory, places: set[int], lens: Lens) -> bool:
    """Tell whether both sides of a disjoint pair are among the places, or a clause without heads may stand there."""
    at = theory.disjoint_at
    small, large = sorted((at.keys(), places), key=len)
    return theory.has_dead_ends or any(
        other in places and lens.permits(label) for place in small if place in large for other, label in at[place]
    )


def _region(theory: Theory, start: frozenset[int], lens: Lens) -> _Region:
    """Walk forward from the start, taking every head."""
    width, places, queue, rules = theory.width, set(start), list(start), list[_Rule]()
    for place in queue:
        member, unit = divmod(place, width)
        found = [_Rule((place,), (member * width + above,), NOTHING, 0) for above in theory.coarser[unit]]
        for clause in theory.clauses_from.get(member, ()):
            if clause.units >> unit & 1 and lens.permits(clause.label) and member == clause.body[0]:
                body = tuple(one * width + unit for one in clause.body)
                heads = tuple(one * width + unit for one in clause.heads)
                found.append(_Rule(body, heads, clause.label, theory.weight(clause.label)))
        for rule in found:
            rules.append(rule)
            for head in rule.heads:
                if head not in places:
                    places.add(head)
                    queue.append(head)
    region = _Region(places, [rule for rule in rules if places.issuperset(rule.body)])
    for place in places & theory.disjoint_at.keys():
        pairs = [pair for pair in theory.disjoint_at[place] if pair[0] in places and lens.permits(pair[1])]
        if pairs:
            region.pairs[place] = pairs
    return region


def _useful(region: _Region, goals: frozenset[int]) -> list[_Rule] | None:
    """Return the rules each of whose heads can force a target; None where there is no target at all."""
    into: dict[int, list[int]] = defaultdict(list)
    missing = [len(set(rule.heads)) for rule in region.rules]
    for number, rule in enumerate(region.rules):
        for head in set(rule.heads):
            into[head].append(number)
    forced = set(goals) | region.pairs.keys()
    forced |= {place for rule in region.rules if not rule.heads for place in rule.body}
    if not forced:
        return None
    queue = list(forced)
    for place in queue:
        for number in into.get(place, ()):
            missing[number] -= 1
            if not missing[number]:
                fresh = set(region.rules[number].body) - forced
                forced |= fresh
                queue += fresh
    return [rule for number, rule in enumerate(region.rules) if not missing[number]]


class _Split:
    """The case split over one region."""

    def __init__(self, region: _Region, rules: list[_Rule], goals: frozenset[int]) -> None:
        self.pairs, self.goals = region.pairs, goals
        self.by_body: dict[int, list[_Rule]] = defaultdict(list)
        for rule in rules:
            for place in set(rule.body):
                self.by_body[place].append(rule)
        self.steps = 0
        self.cases = 0

    def run(self, start: frozenset[int]) -> _Closed | None:
        """Return why every branch is closed, or None if one stays open."""
        return self.branch({}, [(0, place, _Reason(None)) for place in sorted(start)], 0)

    def branch(self, known: dict[int, _Reason], fresh: list[tuple[int, int, _Reason]], depth: int) -> _Closed | None:
        closed = self.saturate(known, fresh)
        if closed:
            return closed
        rule = self.choose(known)
        if rule is None:
            return None
        if depth >= DEPTH:
            raise SearchTooLarge
        claims, cases = self.explain(known, rule.body, rule.label)
        for head in rule.heads:
            self.cases += 1
            case = self.cases
            closed = self.branch(dict(known), [(0, head, _Reason(None, case))], depth + 1)
            if closed is None or case not in closed.cases:
                return closed
            claims |= closed.claims
            cases |= closed.cases - {case}
        return _Closed(claims, cases)

    def saturate(self, known: dict[int, _Reason], fresh: list[tuple[int, int, _Reason]]) -> _Closed | None:
        """Follow the rules with one head, the light ones first; return why the branch is closed, if it is."""
        heap = [(cost, number, place, reason) for number, (cost, place, reason) in enumerate(fresh)]
        count = len(heap)
        while heap:
            cost, _number, place, reason = heapq.heappop(heap)
            if place in known:
                continue
            self.steps += 1
            if self.steps > STEPS:
                raise SearchTooLarge
            known[place] = reason
            closed = self.clash(known, place)
            if closed:
                return closed
            for rule in self.by_body.get(place, ()):
                if len(rule.heads) == 1 and rule.heads[0] not in known and all(one in known for one in rule.body):
                    count += 1
                    heapq.heappush(heap, (cost + rule.cost, count, rule.heads[0], _Reason(rule)))
        return None

    def clash(self, known: dict[int, _Reason], place: int) -> _Closed | None:
        for other, label in self.pairs.get(place, ()):
            if other in known:
                return _Closed(*self.explain(known, (place, other), label))
        for rule in self.by_body.get(place, ()):
            if not rule.heads and all(one in known for one in rule.body):
                return _Closed(*self.explain(known, rule.body, rule.label))
        if place in self.goals and all(goal in known for goal in self.goals):
            return _Closed(*self.explain(known, tuple(self.goals), NOTHING))
        return None

    def choose(self, known: dict[int, _Reason]) -> _Rule | None:
        """Return the smallest open case distinction."""
        best: _Rule | None = None
        for place in known:
            for rule in self.by_body.get(place, ()):
                if len(rule.heads) < 2 or (best and len(rule.heads) >= len(best.heads)):
                    continue
                if all(one in known for one in rule.body) and not any(head in known for head in rule.heads):
                    best = rule
        return best

    def explain(self, known: dict[int, _Reason], places: tuple[int, ...], label: Label) -> tuple[Label, frozenset[int]]:
        """Return the claims and cases by which the point is in these places, with those of `label`."""
        claims, cases, seen, queue = set(label), set[int](), set(places), list(places)
        for place in queue:
            reason = known[place]
            if reason.case >= 0:
                cases.add(reason.case)
            if reason.rule:
                claims |= reason.rule.label
                fresh = set(reason.rule.body) - seen
                seen |= fresh
                queue += fresh
        return frozenset(claims), frozenset(cases)
