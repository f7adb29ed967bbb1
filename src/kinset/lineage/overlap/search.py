"""What a point must be in: the search behind every verdict. Part of level 4. Source: the model, section 5, Test.

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
from functools import cached_property
from itertools import islice

from kinset.errors import KinsetError
from kinset.lineage.overlap.constraints import Label, Rule, Theory

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
class _Reason:
    """Why a point is in a place: a rule (None at the start), or a case of the split that is numbered `case`."""

    rule: Rule | None
    case: int = -1


@dataclass(frozen=True, slots=True)
class _Closed:
    """Why a branch is closed: the claims used, and the cases that it depends on."""

    claims: Label
    cases: frozenset[int]


@dataclass
class Region:
    """What can be reached from the start: places, rules, disjoint pairs."""

    places: set[int]
    rules: list[Rule]
    pairs: dict[int, list[tuple[int, Label]]] = field(default_factory=dict)

    @cached_property
    def into(self) -> dict[int, list[int]]:
        """Place -> numbers of the rules with it among their heads, each once."""
        into: dict[int, list[int]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            for head in rule.heads if len(rule.heads) == 1 else set(rule.heads):
                into[head].append(number)
        return into

    def aims(self, goals: frozenset[int]) -> tuple[frozenset[int], Label] | tuple[()] | None:
        """Return the places that a refuted point is forced into, one by one, and the claims that they rest on.

        Where cases cannot bear on each other (bodies of one place, and either goals or one disjoint pair) a point is
        refuted just if it is forced into each of these places by itself. Nothing where no point is refuted; None where
        cases may bear on each other, so that they must be split.
        """
        if any(len(rule.body) != 1 or not rule.heads for rule in self.rules):
            return None
        if not self.pairs:
            return (goals, NOTHING) if goals else ()
        ends = {frozenset((place, other)) for place, found in self.pairs.items() for other, _label in found}
        if goals or len(ends) > 1:
            return None
        label = min(
            (label for found in self.pairs.values() for _other, label in found), key=lambda one: (len(one), sorted(one))
        )
        return next(iter(ends)), label


def refute(theory: Theory, start: Iterable[int], goals: Iterable[int] = (), lens: Lens | None = None) -> Label | None:
    """Return claims by which no point is in all of `start`, or each such one is in all `goals`; else None.

    The claims need not be a minimal set. Raises SearchTooLarge.
    """
    first, last, lens = frozenset(start), frozenset(goals), lens or Lens()
    seen = _Seen.of(theory, first, lens)
    if not (last and last <= seen.places) and not seen.clashes:
        return None
    region = seen.region
    last = last if last <= region.places else NOTHING
    aims = region.aims(last)
    if aims is not None:
        return lightest(region, first, aims) if aims else None
    rules = _useful(region, last)
    closed = _Split(region, rules, last).run(first) if rules is not None else None
    return closed.claims if closed else None


KEPT = 256  # starts that a theory remembers


class _Seen:
    """What lies above a start; many questions of one theory begin at the same places, so the last ones are kept."""

    def __init__(self, theory: Theory, start: frozenset[int], lens: Lens) -> None:
        self.theory, self.start, self.lens = theory, start, lens

    @classmethod
    def of(cls, theory: Theory, start: frozenset[int], lens: Lens) -> "_Seen":
        kept, key = theory.seen_from, (start, lens)
        found = kept.pop(key, None)
        seen = found if isinstance(found, cls) else cls(theory, start, lens)
        if len(kept) >= KEPT:
            del kept[next(iter(kept))]
        kept[key] = seen
        return seen

    @cached_property
    def places(self) -> set[int]:
        return reach(self.theory, self.start, self.lens)

    @cached_property
    def clashes(self) -> bool:
        return _clashing(self.theory, self.places, self.lens)

    @cached_property
    def region(self) -> Region:
        return region_of(self.theory, self.start, self.lens)


def reach(theory: Theory, start: frozenset[int], lens: Lens, *, limit: int | None = None) -> set[int]:
    """Return the places that can be reached from the start, taking every head; with a limit some, if there are more."""
    width, coarser, clauses_from = theory.width, theory.coarser, theory.clauses_from
    banned, allowed = lens.banned, lens.allowed
    places, queue = set(start), list(start)
    for place in queue:
        if limit is not None and len(places) > limit:
            break
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


def region_of(theory: Theory, start: frozenset[int], lens: Lens) -> Region:
    """Walk forward from the start, taking every head."""
    places, queue, rules = set(start), list(start), list[Rule]()
    for place in queue:
        for rule in _rules_from(theory, place):
            if lens.permits(rule.label):
                rules.append(rule)
                for head in rule.heads:
                    if head not in places:
                        places.add(head)
                        queue.append(head)
    region = Region(places, [rule for rule in rules if places.issuperset(rule.body)])
    for place in places & theory.disjoint_at.keys():
        pairs = [pair for pair in theory.disjoint_at[place] if pair[0] in places and lens.permits(pair[1])]
        if pairs:
            region.pairs[place] = pairs
    return region


def _rules_from(theory: Theory, place: int) -> tuple[Rule, ...]:
    """Return the rules that start at a place; kept, for every question walks over the same ones."""
    if place not in theory.rules_from:
        width = theory.width
        member, unit = divmod(place, width)
        rules = [Rule((place,), (member * width + above,), NOTHING, 0) for above in theory.coarser[unit]]
        for clause in theory.clauses_from.get(member, ()):
            if clause.units >> unit & 1 and member == clause.body[0]:
                body = tuple(one * width + unit for one in clause.body)
                heads = tuple(one * width + unit for one in clause.heads)
                rules.append(Rule(body, heads, clause.label, theory.weight(clause.label)))
        theory.rules_from[place] = tuple(rules)
    return theory.rules_from[place]


def lightest(region: Region, start: frozenset[int], aims: tuple[frozenset[int], Label]) -> Label | None:
    """Return the claims of a light way in which a point of `start` is forced into each aim; None if it is not.

    Knuth's generalisation of Dijkstra's algorithm: backwards from the aim, a rule counts once all its heads do.
    """
    goals, claims = aims[0], set(aims[1])
    for goal in goals:
        ways = _ways(region, goal, start)
        first = next((place for place in ways if place in start), None)
        if first is None:
            return None
        claims |= followed(ways, first)
    return frozenset(claims)


def _ways(region: Region, goal: int, start: frozenset[int]) -> dict[int, Rule | None]:
    """Return the places that are forced into the goal, the lightest first, with the rule to follow; up to `start`."""
    rules, into, missing = region.rules, region.into, dict[int, int]()
    ways: dict[int, Rule | None] = {}
    heap: list[tuple[int, int, int, Rule | None]] = [(0, 0, goal, None)]
    while heap:
        cost, _number, place, way = heapq.heappop(heap)
        if place in ways:
            continue
        ways[place] = way
        if place in start:
            break
        for number in into.get(place, ()):
            rule = rules[number]
            missing[number] = missing.get(number, len(set(rule.heads))) - 1
            if not missing[number] and rule.body[0] not in ways:
                heapq.heappush(heap, (cost + rule.cost, number, rule.body[0], rule))
    return ways


def forced_below(theory: Theory, goal: int, budget: int) -> tuple[dict[int, Rule | None], bool]:
    """Return places that are forced into the goal, the lightest first, each with its rule; and whether these are all.

    All but for those that contradictions or bodies of several sets force, that is.

    Walks back from the goal for `budget` steps, whatever there is beyond.
    """
    width, missing = theory.width, dict[Rule, set[int]]()
    ways: dict[int, Rule | None] = {}
    heap: list[tuple[int, int, int, Rule | None]] = [(0, 0, goal, None)]
    steps = 0
    while heap and steps < budget:
        cost, _number, place, way = heapq.heappop(heap)
        if place in ways:
            continue
        ways[place] = way
        member, unit = divmod(place, width)
        for low in theory.finer[unit]:
            steps += 1
            heapq.heappush(
                heap, (cost, steps, member * width + low, Rule((member * width + low,), (place,), NOTHING, 0))
            )
        for clause in islice(theory.clauses_into.get(member, ()), max(budget - steps, 0)):
            steps += 1
            if clause.units >> unit & 1 and len(clause.body) == 1:
                heads = tuple(sorted({one * width + unit for one in clause.heads}))
                rule = Rule((clause.body[0] * width + unit,), heads, clause.label, theory.weight(clause.label))
                left = missing.setdefault(rule, set(heads))
                left.discard(place)
                if not left:
                    heapq.heappush(heap, (cost + rule.cost, steps, rule.body[0], rule))
    return ways, steps < budget


def followed(ways: dict[int, Rule | None], place: int) -> Label:
    """Return the claims of the rules that lead from a place to the goal of `ways`."""
    claims, seen, queue = set[int](), {place}, [place]
    for here in queue:
        rule = ways[here]
        if rule:
            claims |= rule.label
            fresh = set(rule.heads) - seen
            seen |= fresh
            queue += fresh
    return frozenset(claims)


def forced_into(region: Region, goals: Iterable[int]) -> set[int]:
    """Return the places from which a goal, or a place where a contradiction may stand, can be forced."""
    forced, _missing = _forced(region, frozenset(goals))
    return forced


def _useful(region: Region, goals: frozenset[int]) -> list[Rule] | None:
    """Return the rules each of whose heads can force a target; None where there is no target at all."""
    forced, missing = _forced(region, goals)
    return [rule for number, rule in enumerate(region.rules) if not missing[number]] if forced else None


def _forced(region: Region, goals: frozenset[int]) -> tuple[set[int], list[int]]:
    """Return the places from which a target can be forced, and for each rule how many heads are not among them."""
    into = region.into
    missing = [len(set(rule.heads)) for rule in region.rules]
    forced = set(goals) | region.pairs.keys()
    forced |= {place for rule in region.rules if not rule.heads for place in rule.body}
    queue = list(forced)
    for place in queue:
        for number in into.get(place, ()):
            missing[number] -= 1
            if not missing[number]:
                fresh = set(region.rules[number].body) - forced
                forced |= fresh
                queue += fresh
    return forced, missing


class _Split:
    """The case split over one region."""

    def __init__(self, region: Region, rules: list[Rule], goals: frozenset[int]) -> None:
        self.pairs, self.goals = region.pairs, goals
        self.by_body: dict[int, list[Rule]] = defaultdict(list)
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

    def choose(self, known: dict[int, _Reason]) -> Rule | None:
        """Return the smallest open case distinction."""
        best: Rule | None = None
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
