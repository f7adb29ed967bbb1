"""The whole answer for one thing, or for several that are merged. Level 4.

In: an engine, a `Question`. Out: an `Assessment`: the outcome of every use, the conditions in force with the way on
which each came, conflicts, the way to access, and who could carry the result. Nothing is cut silently.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kinset.engine import Engine
from kinset.errors import UsageError
from kinset.lineage.claims import read_claims
from kinset.lineage.terms.access_route import RouteStep, plan_route
from kinset.lineage.terms.bodies import FLOWING, HELD, Body
from kinset.lineage.terms.breaches import breaches
from kinset.lineage.terms.drift import drifts
from kinset.lineage.terms.hosting import Hosting, find_host
from kinset.lineage.terms.inheritance import Heritage, Reach, Step
from kinset.lineage.terms.outcomes import Verdict
from kinset.lineage.terms.parties import read_parties
from kinset.lineage.terms.passage import Passing, read_table
from kinset.lineage.terms.policies import Assignment, Policy, Rule, read_policies
from kinset.lineage.terms.scene import Register, Scene, completeness, gather
from kinset.lineage.terms.term_conflicts import Conflict, clashes, listed
from kinset.names import Directory

WEAK_METHODS = frozenset({"Inferred", "Remembered"})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of which things (several are merged), on which day (ISO), for which scope and uses.

    Attributes:
        scope: empty for the usual one: a model's weights, else data.
        uses: names; empty for all.
    """

    things: tuple[str, ...]
    day: str
    scope: str = ""
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Rules of one class of one policy that reach the asked thing.

    Attributes:
        of: the thing on which the policy stands; `reach` tells the way from there.
        passing: how far the farthest-reaching of the rules comes.
    """

    policy: Policy
    rule_class: str
    scope: str
    of: str
    reach: Reach
    assignment: Assignment
    passing: Passing
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer.

    Attributes:
        scope: what was asked about, as `Data`.
        verdicts: by use, in the order of the ontology.
        conditions: own ones first, then by the length of the way.
        resets: steps along which nothing came, because the data's own controller released what was derived.
        unknowns: sources of which no terms are recorded.
        caveats: what the catalogue does not know, in sentences.
    """

    question: Question
    scope: str
    verdicts: Mapping[str, Verdict]
    conditions: tuple[Condition, ...]
    conflicts: tuple[Conflict, ...]
    route: tuple[RouteStep, ...]
    hosting: Hosting
    resets: tuple[Step, ...]
    unknowns: tuple[Reach, ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessor:
    """Answers questions about terms; read it once with `read_assessor`."""

    register: Register

    def assess(self, question: Question) -> Assessment:
        """Return the answer to a question; raises UsageError for a use or scope that the catalogue does not know."""
        table = self.register.table
        for use in question.uses:
            if use not in table.uses:
                raise UsageError(f"There is no use '{use}'.", hint=f"One of: {', '.join(table.uses)}.")
        if not question.things:
            raise UsageError("Nothing was named.", hint="Name a dataset, model or challenge.")
        models = all(self.register.parties.of(thing).is_model for thing in question.things)
        scope = question.scope or (HELD if models else FLOWING)
        scene = gather(self.register, question.things, scope, question.day)
        uses = [table.uses[name] for name in question.uses] or list(table.uses.values())
        return Assessment(
            question=question,
            scope=scope,
            verdicts={use.name: scene.verdict(use) for use in uses},
            conditions=_conditions(scene),
            conflicts=_in_order((*clashes(scene), *drifts(scene), *breaches(scene))),
            route=plan_route(scene),
            hosting=find_host(scene),
            resets=scene.inheritance.resets,
            unknowns=scene.unknowns,
            caveats=tuple(_caveats(scene)),
        )


def _in_order(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    return tuple(sorted(conflicts, key=lambda conflict: conflict.kind.value))


def _conditions(scene: Scene) -> tuple[Condition, ...]:
    """Return the rules that reach the thing, by class and assignment, on the way on which they come farthest."""
    found: dict[tuple[str, str, str], Condition] = {}
    for body in scene.told:
        for assignment, policy in body.assignments:
            for rule_class in dict.fromkeys(rule.rule_class for rule in policy.rules):
                condition = _condition(scene, body, (assignment, policy), rule_class)
                key = (policy.iri, rule_class, assignment.claim)
                known = found.get(key)
                if condition is not None and (known is None or _rank(condition) < _rank(known)):
                    found[key] = condition
    ordered = sorted(found.values(), key=lambda one: (one.reach.depth, one.policy.label, one.rule_class))
    return tuple(ordered)


def _condition(scene: Scene, body: Body, pair: tuple[Assignment, Policy], rule_class: str) -> Condition | None:
    assignment, policy = pair
    reached = [
        (scene.register.table.along(rule, body.reach.channels), rule)
        for rule in policy.rules
        if rule.rule_class == rule_class and rule.in_force(scene.court.day)
    ]
    rules = tuple(rule for passing, rule in reached if passing)
    if not rules:
        return None
    farthest = max(passing for passing, _rule in reached)
    return Condition(policy, rule_class, assignment.scope, assignment.holder, body.reach, assignment, farthest, rules)


def _rank(condition: Condition) -> tuple[int, int]:
    return -condition.passing, condition.reach.depth


def _caveats(scene: Scene) -> Iterator[str]:
    register = scene.register
    for thing in scene.things:
        label = register.directory.label(thing)
        stated = completeness(register, thing)
        if not stated and not register.parties.of(thing).is_model:
            yield f"Whether all sources of {label} are recorded was not checked."
        elif "Unknown" in stated:
            yield f"Whether the recorded sources of {label} are all was looked for and is not stated."
    weak = {
        register.directory.label(claim.holder)
        for body in scene.told
        for claim, _policy in body.assignments
        if claim.evidence and all(note.method in WEAK_METHODS for note in claim.evidence)
    }
    if weak:
        yield f"Which terms govern {listed(sorted(weak))} was inferred or remembered, not read in a source."


def read_assessor(engine: Engine, directory: Directory) -> Assessor:
    """Read everything that questions about terms need from an engine, set at a time."""
    claims = read_claims(engine)
    table, parties = read_table(engine), read_parties(engine)
    heritage = Heritage.of(claims, table, parties)
    return Assessor(Register(read_policies(engine), table, parties, claims, heritage, directory))
