"""Where terms clash: laundering, the jointly impossible, mix-ups, breaches, drift, the unknown, orphans. Level 4.

In: a `Scene`. Out: `Conflict`s, each with its path: the ways of the terms that clash. Kinds are those of the model,
section 6, and RIVAL for two claims of which only one can be right. Drift has a module of its own (`drift`), and what a
process may have breached (`breaches`).
"""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kinset.lineage.terms.bodies import Body
from kinset.lineage.terms.hosting import closing_rulings, hosts_left, hosts_of
from kinset.lineage.terms.inheritance import Reach
from kinset.lineage.terms.outcomes import Answer, Ruling
from kinset.lineage.terms.passage import COPYRIGHT_TEST, Passing
from kinset.lineage.terms.policies import Assignment, Policy, Rule, RuleKind, upward
from kinset.lineage.terms.scene import Scene
from kinset.vocab import KIN, ODRL

GONE = frozenset({"Withdrawn", "Suspended"})  # levels of access of what can no longer be had


class ConflictKind(enum.Enum):
    """The kinds of conflict."""

    LAUNDERING = "C1"
    IMPOSSIBLE = "C2"
    SCOPE = "C3"
    BREACH = "C4"
    DRIFT = "C5"
    UNKNOWN_PARENT = "C6"
    ORPHAN = "C7"
    RIVAL = "RIVAL"


@dataclass(frozen=True, slots=True)
class Way:
    """One strand of a conflict's path: a source on its way, the terms there, and the rule; None where not meant."""

    reach: Reach
    assignment: Assignment | None = None
    policy: Policy | None = None
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A clash, in one sentence, and the strands that clash."""

    kind: ConflictKind
    says: str
    ways: tuple[Way, ...]


def clashes(scene: Scene) -> tuple[Conflict, ...]:
    """Return every conflict but drift and what a process may have breached."""
    found = (
        *_laundering(scene),
        *_weaker_access(scene),
        *_hosts(scene),
        *_share_alikes(scene),
        *_adaptations(scene),
        *_scopes(scene),
        *_rivals(scene),
        *_unknown(scene),
        *_orphans(scene),
    )
    return tuple(dict.fromkeys(found))


def way_of(ruling: Ruling) -> Way:
    """Return the strand of a ruling."""
    return Way(ruling.reach, ruling.assignment, ruling.policy, ruling.rule)


# ------------------------------------------------------------------ C1


def _laundering(scene: Scene) -> Iterator[Conflict]:
    """C1: what the thing's own terms permit, a source's terms that bind it prohibit."""
    uses: dict[tuple[str, str], list[str]] = {}
    strands: dict[tuple[str, str], tuple[Ruling, Ruling]] = {}
    for use in scene.register.table.uses.values():
        own = [ruling for ruling in scene.own_verdict(use).because if ruling.answer is Answer.PERMITTED]
        for ruling in scene.inherited_verdict(use).because if own else ():
            if ruling.answer is Answer.PROHIBITED and ruling.policy and ruling.rule:
                key = (ruling.reach.node, ruling.rule.iri)
                uses.setdefault(key, []).append(use.label)
                strands.setdefault(key, (own[0], ruling))
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[Ruling, Ruling]]] = {}
    for key, names in uses.items():
        groups.setdefault((key[0], tuple(names)), []).append(strands[key])
    for (node, permitted), pairs in groups.items():
        declared = listed(dict.fromkeys(mine.policy.label for mine, _other in pairs if mine.policy))
        source = listed(dict.fromkeys(other.policy.label for _mine, other in pairs if other.policy))
        says = (
            f"The declared terms ({declared}) permit {listed(permitted)}, but the terms of "
            f"{scene.register.directory.label(node)} ({source}) prohibit that and bind what was made of it."
        )
        ways = dict.fromkeys(way_of(ruling) for pair in pairs for ruling in pair)
        yield Conflict(ConflictKind.LAUNDERING, says, tuple(ways))


def _weaker_access(scene: Scene) -> Iterator[Conflict]:
    """C1: what a source asks of persons passes on, and neither the thing's terms nor its access ask as much."""
    table, register = scene.register.table, scene.register
    own_duties = [rule for body in scene.own for rule in _person_duties(scene, body)]
    held = {wide for rule in own_duties for action in rule.actions for wide in table.actions.widening(action)}
    for thing in scene.things:
        level = table.levels.get(register.parties.of(thing).access)
        if level is None or level.closed:
            continue
        for node, bodies in _by_node(scene.inherited).items():
            above = table.levels.get(register.parties.of(node).access)
            missing = [
                (body, rule)
                for body in bodies
                for rule in _person_duties(scene, body)
                if table.along(rule, body.reach.channels) is Passing.BINDS and held.isdisjoint(rule.actions)
            ]
            if missing and (level.public or (above is not None and not above.closed and above.order > level.order)):
                body, rule = missing[0]
                labels = listed(dict.fromkeys(one.label for _body, one in missing))
                says = (
                    f"{register.directory.label(thing)} is given out with access level {level.label}, but "
                    f"{register.directory.label(node)} asks of each person: {labels}. Access to what was made of it "
                    "must be at least as strict."
                )
                yield Conflict(ConflictKind.LAUNDERING, says, (Way(body.reach, *_pair_of(body, rule), rule),))


def _person_duties(scene: Scene, body: Body) -> Iterator[Rule]:
    for _assignment, policy in body.assignments:
        for rule in policy.in_force(scene.court.day, RuleKind.DUTY):
            if rule.rule_class in scene.register.table.person_classes:
                yield rule


# ------------------------------------------------------------------ C2


def _hosts(scene: Scene) -> Iterator[Conflict]:
    """C2: several terms leave the copies with their own hosts, and these have none in common."""
    closing = closing_rulings(scene)
    left = hosts_left(scene, closing)
    if left is None or left:
        return
    register = scene.register
    hosts: dict[str, frozenset[str]] = {}
    for ruling in closing:
        node, named = ruling.reach.node, hosts_of(scene, ruling)
        hosts[node] = hosts.get(node, named) & named
    sides = {named: node for node, named in reversed(hosts.items())}
    agents = {named: listed(register.parties.agent(host) for host in sorted(named)) or "none" for named in sides}
    told = "; ".join(f"{register.directory.label(node)} to {agents[named]}" for named, node in reversed(sides.items()))
    says = f"Each leaves the giving out of copies to its own host: {told}. No host could carry what holds both."
    ways = tuple(way_of(ruling) for ruling in closing if ruling.reach.node in sides.values())
    yield Conflict(ConflictKind.IMPOSSIBLE, says, ways)


def _share_alikes(scene: Scene) -> Iterator[Conflict]:
    """C2: two share-alike terms that ask for different licences; or one beside a ban on giving copies."""
    asking = list(_by_policy(_share_alike(scene)))
    for place, (one, first) in enumerate(asking):
        for other, second in asking[place + 1 :]:
            if not _same_line(one, other):
                says = (
                    f"{one.label} and {other.label} each ask that what is made be under the same terms: both cannot be."
                )
                yield Conflict(ConflictKind.IMPOSSIBLE, says, (first, second))
    classes = scene.register.table.licence_classes
    licences = [(policy, way) for policy, way in asking if way.rule and way.rule.rule_class in classes]
    asked = {policy.iri for policy, _way in licences}
    closing = [one for one in closing_rulings(scene) if one.policy and one.policy.iri not in asked]
    if licences and closing and closing[0].policy:
        names = listed(policy.label for policy, _way in licences)
        says = (
            f"Share-alike terms ({names}) ask that what is made be given out as they say, but "
            f"{closing[0].policy.label} forbids to give copies to others: a release would breach one or the other."
        )
        yield Conflict(ConflictKind.IMPOSSIBLE, says, (*(way for _one, way in licences), way_of(closing[0])))
    yield from _other_licence(scene, licences)


def _other_licence(scene: Scene, asking: Iterable[tuple[Policy, Way]]) -> Iterator[Conflict]:
    """C1: a source asks for the same licence, and the thing declares another one."""
    own = [pair for body in scene.own for choice in scene.court.licences(body) for pair in choice]
    for policy, way in asking:
        if way.reach.step is None or not own or any(_same_line(policy, mine) for _one, mine in own):
            continue
        if any(mine.iri == other.iri for other, strand in asking if strand.reach.step is None for _one, mine in own):
            continue  # told as two share-alike terms that clash
        assignment, mine = own[0]
        says = f"{policy.label} asks that what is made be under the same licence, but the declared one is {mine.label}."
        holder = next(body.reach for body in scene.own)
        yield Conflict(ConflictKind.LAUNDERING, says, (Way(holder, assignment, mine), way))


def _share_alike(scene: Scene) -> Iterator[tuple[Policy, Way]]:
    """Yield the duties that bind to give out what is made under the same terms."""
    table = scene.register.table
    for body in scene.bodies:
        for assignment, policy in body.assignments:
            for rule in policy.in_force(scene.court.day, RuleKind.DUTY, RuleKind.PERMISSION):
                for duty in (rule, *rule.duties):
                    asks = duty.kind is RuleKind.DUTY and table.actions.covers(duty, KIN.shareAlike.value)
                    binds = table.along(duty, body.reach.channels) is Passing.BINDS
                    if asks and binds and duty.in_force(scene.court.day):
                        yield policy, Way(body.reach, assignment, policy, duty)


def _adaptations(scene: Scene) -> Iterator[Conflict]:
    """C2: it is an adaptation of what may not be adapted, and it is given out."""
    table, register = scene.register.table, scene.register
    given = [
        level
        for thing in scene.things
        if (level := table.levels.get(register.parties.of(thing).access)) is not None and not level.closed
    ]
    for body in scene.inherited if given else ():
        for ruling in scene.court.rule_on(body, ODRL.derive.value):
            tested = ruling.rule is not None and any(
                table.cells.get((ruling.rule.rule_class, step.channel)) == COPYRIGHT_TEST for step in body.reach.path
            )
            if tested and ruling.answer is Answer.PROHIBITED and not body.reach.verbatim and ruling.policy:
                says = (
                    f"{ruling.policy.label} forbids to give out what is adapted from "
                    f"{register.directory.label(body.reach.node)}, and this is an adaptation that is given out."
                )
                yield Conflict(ConflictKind.IMPOSSIBLE, says, (way_of(ruling),))


# ------------------------------------------------------------------ C3, rivals


def _scopes(scene: Scene) -> Iterator[Conflict]:
    """C3: terms are recorded for another scope only, and are easily taken for the one that was asked about."""
    register = scene.register
    for thing in scene.things:
        wholes = (claim for node in upward(thing) for claim in register.policies.assigned.get(node, ()))
        claims = [claim for claim in wholes if claim.in_force(scene.court.day)]
        apart = [claim for claim in claims if not _touching(scene, claim.scope)]
        governed = [body for body in scene.own if upward(body.reach.node)[0] == thing and body.assignments]
        if apart and not governed:
            policies = listed(f"{register.policies.of(claim).label} ({claim.scope})" for claim in apart)
            says = f"Only {policies} is recorded: it says nothing of the scope {scene.scope}."
            ways = tuple(Way(reach, claim) for claim in apart for reach in scene.inheritance.own if reach.node == thing)
            yield Conflict(ConflictKind.SCOPE, says, ways)
        bare = [body for body in scene.own if body.reach.node == thing and not body.assignments and not body.part]
        if bare and any(body.assignments for body in governed):
            leaves = listed(body.scope for body in bare)
            says = f"Terms are recorded for a part of it only: none govern the scope {leaves} as a whole."
            ways = tuple(Way(body.reach, claim) for body in governed for claim, _policy in body.assignments)
            yield Conflict(ConflictKind.SCOPE, says, ways)


def _touching(scene: Scene, scope: str) -> bool:
    table = scene.register.table
    return table.contains(scene.scope, scope) or table.contains(scope, scene.scope)


def _rivals(scene: Scene) -> Iterator[Conflict]:
    """RIVAL: two licences are claimed for one scope, or a licence and terms that contradict it."""
    for body in scene.bodies:
        rivals = [pair for choice in scene.court.rivals(body) for pair in choice]
        against = [
            pair
            for _one, policy in rivals
            for pair in body.assignments
            if len(rivals) == 1 and pair[1].iri != policy.iri and scene.court.contradicts(pair[1], policy)
        ]
        if rivals:
            names = listed(dict.fromkeys(policy.label for _claim, policy in (*rivals, *against)))
            label = scene.register.directory.label(body.reach.node)
            says = f"{names} are claimed for one scope ({body.scope}) of {label}; only one can be its terms."
            pairs = dict.fromkeys((*rivals, *against))
            yield Conflict(ConflictKind.RIVAL, says, tuple(Way(body.reach, claim, policy) for claim, policy in pairs))


# ------------------------------------------------------------------ C6, C7


def _unknown(scene: Scene) -> Iterator[Conflict]:
    """C6: a source whose terms are not recorded, or sources that are not recorded themselves."""
    label = scene.register.directory.label
    for reach in scene.unknowns:
        if reach.step is not None:
            says = f"No terms are recorded for {label(reach.node)}, so what passes on from it is not known."
            yield Conflict(ConflictKind.UNKNOWN_PARENT, says, (Way(reach),))
    for reach in scene.incomplete:
        says = f"Not all sources of {label(reach.node)} are recorded, so what passes on from the others is not known."
        yield Conflict(ConflictKind.UNKNOWN_PARENT, says, (Way(reach),))


def _orphans(scene: Scene) -> Iterator[Conflict]:
    """C7: a source was withdrawn, and what it asks lives on."""
    register = scene.register
    known = {reach.node for reach in scene.unknowns}
    for node, bodies in _by_node(scene.inherited).items():
        if register.parties.of(node).access in GONE:
            claim, policy = next((pair for body in bodies for pair in body.assignments), (None, None))
            says = f"{register.directory.label(node)} can no longer be had, but what its terms ask lives on."
            yield Conflict(ConflictKind.ORPHAN, says, (Way(bodies[0].reach, claim, policy),))
    for reach in scene.unknowns:
        if reach.step is not None and reach.node in known and register.parties.of(reach.node).access in GONE:
            says = f"{register.directory.label(reach.node)} can no longer be had, and its terms are not recorded."
            yield Conflict(ConflictKind.ORPHAN, says, (Way(reach),))


# ------------------------------------------------------------------ pieces


def _by_node(bodies: Iterable[Body]) -> dict[str, list[Body]]:
    found: dict[str, list[Body]] = {}
    for body in bodies:
        found.setdefault(body.reach.node, []).append(body)
    return found


def _by_policy(pairs: Iterable[tuple[Policy, Way]]) -> Iterator[tuple[Policy, Way]]:
    """Yield each policy once."""
    found: dict[str, tuple[Policy, Way]] = {}
    for policy, way in pairs:
        found.setdefault(policy.iri, (policy, way))
    yield from found.values()


def _pair_of(body: Body, rule: Rule) -> tuple[Assignment | None, Policy | None]:
    return next(((claim, policy) for claim, policy in body.assignments if rule in policy.rules), (None, None))


def _same_line(one: Policy, other: Policy) -> bool:
    """Tell whether two policies are one, or one is a later version of the other."""
    return one.iri == other.iri or one.iri in other.newer or other.iri in one.newer


def listed(texts: Iterable[str]) -> str:
    """Return texts as a list in words."""
    found = list(texts)
    return " and ".join((", ".join(found[:-1]), found[-1])) if len(found) > 1 else "".join(found)
