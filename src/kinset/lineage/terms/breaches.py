"""C4: a process that may have breached what a source asks. Level 4.

In: a `Scene`. Out: `Conflict`s. Two processes leave a trace in the claims of kinship: a model was trained on something
whose terms forbid training; and text or labels were produced by a model that somebody else runs, from records whose
terms forbid to hand them on.
"""

from collections.abc import Iterator

from kinset.lineage.terms.bodies import FLOWING
from kinset.lineage.terms.inheritance import Reach, Step
from kinset.lineage.terms.outcomes import Answer, Ruling
from kinset.lineage.terms.passage import CHECKS_ACTIVITY, CHECKS_TRAINING, Passing
from kinset.lineage.terms.policies import RuleKind
from kinset.lineage.terms.scene import Scene, gather
from kinset.lineage.terms.term_conflicts import Conflict, ConflictKind, Way, listed, way_of
from kinset.vocab import KIN


def breaches(scene: Scene) -> tuple[Conflict, ...]:
    """Return the processes on the way that may have breached a rule."""
    return tuple(dict.fromkeys((*_trainings(scene), *_services(scene), *_makings(scene))))


def _trainings(scene: Scene) -> Iterator[Conflict]:
    """A model on the way was trained on what a rule says must not be trained on, or only on a condition."""
    table, register = scene.register.table, scene.register
    checking = table.channels_with(CHECKS_TRAINING)
    for body in scene.inherited:
        if checking.isdisjoint(body.reach.channels):
            continue
        step = next((one for one in body.reach.path if one.channel in checking and _trained(scene, one)), None)
        for claim, policy in body.assignments if step is not None else ():
            for rule in policy.in_force(scene.court.day, RuleKind.PROHIBITION):
                met = [constraint.holds(scene.court.day) for constraint in rule.constraints]
                if step is None or not table.actions.touches(rule, KIN.train.value) or False in met:
                    continue
                label = register.directory.label
                on = "" if not rule.constraints else f", on a condition: {rule.constraints[0].label}"
                whose = "" if step.link.target == body.reach.node else f", terms of {label(body.reach.node)},"
                says = (
                    f"{label(step.link.origin)} learned from {label(step.link.target)}, and {policy.label}{whose} "
                    f"may forbid it: {rule.label}{on}."
                )
                yield Conflict(ConflictKind.BREACH, says, (Way(body.reach, claim, policy, rule),))


def _trained(scene: Scene, step: Step) -> bool:
    return scene.register.parties.of(step.link.origin).is_model


def _services(scene: Scene) -> Iterator[Conflict]:
    """Something on the way was produced by a model that somebody else runs, from records that must not be handed on."""
    label = scene.register.directory.label
    checking = scene.register.table.channels_with(CHECKS_TRAINING)
    for made, model in _produced(scene, checking):
        rulings = [
            ruling
            for ruling in _handing_on(scene, made)
            if not _runs_itself(scene, model, (made.node, ruling.reach.node))
        ]
        if rulings:
            sources = listed(dict.fromkeys(label(ruling.reach.node) for ruling in rulings))
            words = listed(
                dict.fromkeys(f"{one.policy.label} ({one.rule.label})" for one in rulings if one.policy and one.rule)
            )
            says = (
                f"{label(made.node)} was made of records of {sources} with {label(model.link.target)}, which "
                f"{_runner(scene, model)} runs; {words} may forbid to hand such records on. Whether they were sent "
                "there, and under what conditions, must be checked."
            )
            yield Conflict(ConflictKind.BREACH, says, (Way(_extended(made, model)), *map(way_of, rulings)))


def _produced(scene: Scene, channels: frozenset[str]) -> Iterator[tuple[Reach, Step]]:
    """Yield what was produced by a model, and the step to the model; each pair once."""
    seen: set[tuple[str, str]] = set()
    for reach in scene.inheritance.reaches:
        step = reach.step
        if step is None or reach.before is None or step.channel not in channels or step.link.sort == "use":
            continue
        target_is_model = scene.register.parties.of(step.link.target).is_model
        key = (reach.before.node, step.link.target)
        if target_is_model and key not in seen and not scene.register.table.inert(reach.before.channels):
            seen.add(key)
            yield reach.before, step


def _handing_on(scene: Scene, made: Reach) -> Iterator[Ruling]:
    """Yield one ruling for each source and policy that forbids to hand its records to a service."""
    inner = gather(scene.register, (made.node,), FLOWING, scene.court.day)
    seen: set[tuple[str, str]] = set()
    for body in inner.inherited:
        if scene.register.parties.of(body.reach.node).is_model:
            continue
        for ruling in inner.court.rule_on(body, KIN.sendToThirdParty.value):
            sure = ruling.answer is Answer.PROHIBITED or (ruling.rule is not None and ruling.passing < Passing.BINDS)
            forbids = ruling.rule is not None and ruling.rule.kind is RuleKind.PROHIBITION and sure
            key = (body.reach.node, ruling.policy.iri if ruling.policy else "")
            if forbids and key not in seen:
                seen.add(key)
                yield ruling


def _runs_itself(scene: Scene, model: Step, parties: tuple[str, ...]) -> bool:
    """Tell whether nobody else runs the model: no publisher is recorded, it can be had, or a party publishes it."""
    register = scene.register
    standing = register.parties.of(model.link.target)
    level = register.table.levels.get(standing.access)
    known = {agent for node in parties for agent in register.parties.controllers(node)}
    return not standing.publishers or (level is not None and level.public) or not known.isdisjoint(standing.publishers)


def _runner(scene: Scene, model: Step) -> str:
    publishers = scene.register.parties.of(model.link.target).publishers
    return ", ".join(scene.register.parties.agent(agent) for agent in publishers)


def _extended(made: Reach, step: Step) -> Reach:
    return Reach(step.link.target, made.channels | {step.channel}, step, made)


def _makings(scene: Scene) -> Iterator[Conflict]:
    """Text was generated from records, and a rule of the source binds that very process."""
    table, register = scene.register.table, scene.register
    seen: set[str] = set()
    for body in scene.inherited:
        for claim, policy in body.assignments:
            for rule in policy.in_force(scene.court.day, RuleKind.PROHIBITION):
                cells = (table.cells.get((rule.rule_class, channel)) for channel in body.reach.channels)
                checked = CHECKS_ACTIVITY in cells
                if checked and rule.iri not in seen:
                    seen.add(rule.iri)
                    label = register.directory.label(body.reach.node)
                    says = f"Text was generated from {label}; the process must have kept {policy.label}: {rule.label}."
                    yield Conflict(ConflictKind.BREACH, says, (Way(body.reach, claim, policy, rule),))
