"""The way to lawful access: registration, training, credentialing, agreements, licences, then the data. Level 4.

In: a `Scene`. Out: `RouteStep`s in the order in which they are done, each once. What a dataset needs is itself, the
sources that one must get to rebuild it (stand-off annotations), and the vocabularies that enrich it. What a source asks
of persons and passes on is a step as well, even where the dataset's own terms do not ask it.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from kinset.lineage.terms.bodies import Body
from kinset.lineage.terms.inheritance import Reach
from kinset.lineage.terms.passage import BINDS_REBUILDING, Passing
from kinset.lineage.terms.policies import Assignment, Policy, Rule, RuleKind
from kinset.lineage.terms.scene import MERGING, Scene
from kinset.vocab import KIN, ODRL


class Stage(enum.IntEnum):
    """The order of the steps."""

    REGISTER = 10
    TRAIN = 20
    CREDENTIAL = 30
    ASK = 40
    SIGN = 50
    OTHER = 60
    LICENCE = 70
    GET = 80


_STAGES = {
    KIN.registerAccount.value: Stage.REGISTER,
    KIN.completeTraining.value: Stage.TRAIN,
    KIN.becomeCredentialed.value: Stage.CREDENTIAL,
    KIN.seekApproval.value: Stage.ASK,
    ODRL.obtainConsent.value: Stage.ASK,
    ODRL.inform.value: Stage.ASK,
    KIN.signAgreement.value: Stage.SIGN,
}
ENRICHMENT = KIN.Enrichment.value.rpartition("#")[2]
CARRYING = frozenset({KIN.RecordsFlow.value.rpartition("#")[2], MERGING})  # they pass on what they meet


class Reason(enum.Enum):
    """Why a step is on the way."""

    OWN = "its own terms ask it"
    INHERITED = "a source asks it, and it passes on"
    REBUILD = "the source is needed to rebuild it"
    VOCABULARY = "a vocabulary in it asks it"
    ACCESS = "the level of access asks it, and no rule says how"
    GET = "the data are there"


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step; `link` is a page where it is done or told; empty where none is recorded."""

    stage: Stage
    says: str
    of: str
    policy: str
    link: str
    reason: Reason
    reach: Reach
    rule: Rule | None


def plan_route(scene: Scene) -> tuple[RouteStep, ...]:
    """Return the steps to access, in order, each once."""
    found: list[RouteStep] = []
    seen: set[tuple[Stage, str, str]] = set()
    steps = (*_duties(scene), *_vocabularies(scene), *_levels(scene), *_places(scene))
    for step in sorted(steps, key=lambda step: (step.reach.depth, step.policy)):
        keys = _sameness(scene, step)
        if seen.isdisjoint(keys):
            found.append(step)
        seen |= keys
    return tuple(sorted(found, key=_place))


def _place(step: RouteStep) -> tuple[Stage, int]:
    """Return where a step stands; of the data, what lies farther is got first."""
    return step.stage, -step.reach.depth if step.stage is Stage.GET else 0


def _sameness(scene: Scene, step: RouteStep) -> set[tuple[Stage, str, str]]:
    """Return what makes steps one: their rule; and account, training and credential are done once with a host."""
    standing = scene.register.parties.of(step.of)
    host = ",".join(standing.publishers) or step.policy or step.of
    if step.stage is Stage.SIGN or step.stage is Stage.LICENCE:
        return {(Stage.LICENCE, step.policy, "")}
    keys: set[tuple[Stage, str, str]] = {(step.stage, step.rule.iri if step.rule else step.of, step.says)}
    if step.stage <= Stage.CREDENTIAL:
        keys.add((step.stage, host, ""))
    return keys


def _needed(scene: Scene, reach: Reach) -> Reason | None:
    """Tell why a source must be got too: to rebuild the dataset, or as a vocabulary in it; None if it need not."""
    if reach.step is None or reach.before is None:
        return None
    rebuilding = scene.register.table.channels_with(BINDS_REBUILDING)
    earlier = reach.before.channels - rebuilding
    if reach.step.channel in rebuilding and earlier <= CARRYING:
        return Reason.REBUILD
    if reach.step.channel in {ENRICHMENT, *rebuilding} and earlier <= {ENRICHMENT, MERGING}:
        return Reason.VOCABULARY
    return None


def _duties(scene: Scene) -> Iterator[RouteStep]:
    """Yield what terms ask of persons."""
    for body in scene.told:
        for assignment, policy in body.assignments:
            for rule in policy.in_force(scene.court.day, RuleKind.DUTY):
                reason = _why(scene, body, rule)
                if reason is not None:
                    yield _step(scene, body.reach, (assignment, policy, rule), reason)


def _why(scene: Scene, body: Body, rule: Rule) -> Reason | None:
    table = scene.register.table
    if rule.rule_class not in table.person_classes:
        return None
    if body.reach.step is None:
        return Reason.OWN
    passing = table.along(rule, body.reach.channels)
    if passing is Passing.BINDS:
        return Reason.INHERITED
    needed = _needed(scene, body.reach)
    return needed if needed is not None or passing is not Passing.REBUILD else Reason.REBUILD


def _step(scene: Scene, reach: Reach, terms: tuple[Assignment, Policy, Rule], reason: Reason) -> RouteStep:
    assignment, policy, rule = terms
    actions = scene.register.table.actions
    stages = [
        stage
        for action in rule.actions
        for wide in actions.widening(action)
        if (stage := _STAGES.get(wide)) is not None
    ]
    link = policy.page or scene.register.parties.of(assignment.holder).page
    return RouteStep(
        stage=min(stages, default=Stage.OTHER),
        says=rule.label,
        of=reach.node,
        policy=policy.iri,
        link=link,
        reason=reason,
        reach=reach,
        rule=rule,
    )


def _vocabularies(scene: Scene) -> Iterator[RouteStep]:
    """Yield the licences of the vocabularies that enrich the dataset."""
    for body in scene.told:
        if body.reach.step is not None and _needed(scene, body.reach) is Reason.VOCABULARY:
            for _assignment, policy in body.assignments:
                yield RouteStep(
                    stage=Stage.LICENCE,
                    says=f"Keep to {policy.label}",
                    of=body.reach.node,
                    policy=policy.iri,
                    link=policy.page,
                    reason=Reason.VOCABULARY,
                    reach=body.reach,
                    rule=None,
                )


def _levels(scene: Scene) -> Iterator[RouteStep]:
    """Yield a step for each needed thing whose level of access asks something that no rule tells."""
    asked = {body.reach.node for body in scene.told for _one, policy in body.assignments if _asks(scene, policy)}
    for reach in scene.inheritance.reaches:
        if reach.node not in asked and (reach.step is None or _needed(scene, reach) is not None):
            level = scene.register.table.levels.get(scene.register.parties.of(reach.node).access)
            if level is not None and not level.public:
                says = f"Find out how access is given: it is {level.label}"
                if level.closed:
                    says = f"It cannot be had: it is {level.label}"
                page = scene.register.parties.of(reach.node).page
                yield RouteStep(Stage.ASK, says, reach.node, "", page, Reason.ACCESS, reach, None)


def _asks(scene: Scene, policy: Policy) -> bool:
    duties = policy.in_force(scene.court.day, RuleKind.DUTY)
    return any(rule.rule_class in scene.register.table.person_classes for rule in duties)


def _places(scene: Scene) -> Iterator[RouteStep]:
    """Yield where the data are, sources that are needed first."""
    for reach in scene.inheritance.reaches:
        if reach.step is None or _needed(scene, reach) is Reason.REBUILD:
            standing = scene.register.parties.of(reach.node)
            level = scene.register.table.levels.get(standing.access)
            if level is None or not level.closed:
                label = scene.register.directory.label(reach.node)
                yield RouteStep(Stage.GET, f"Get {label}", reach.node, "", standing.page, Reason.GET, reach, None)
