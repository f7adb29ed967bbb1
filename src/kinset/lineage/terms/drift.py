"""C5: terms that differ between dates or versions. Level 4.

In: a `Scene`. Out: `Conflict`s: versions or parts under different terms, terms that were replaced, and rules that began
or ended after the release.
"""

from collections.abc import Iterator

from kinset.lineage.terms.passage import Passing
from kinset.lineage.terms.policies import Rule
from kinset.lineage.terms.scene import Scene
from kinset.lineage.terms.term_conflicts import Conflict, ConflictKind, Way, listed


def drifts(scene: Scene) -> tuple[Conflict, ...]:
    """Return what differs between dates or versions."""
    return tuple(dict.fromkeys((*_versions(scene), *_dates(scene))))


def _versions(scene: Scene) -> Iterator[Conflict]:
    """C5: versions or parts bear different terms, or terms that were replaced."""
    register = scene.register
    for reach in scene.inheritance.own:
        parts = {
            holder: frozenset(claim.policy for claim in register.policies.assigned[holder])
            for holder in register.policies.below.get(reach.node, ())
        }
        if len(set(parts.values())) > 1:
            names = listed(register.directory.label(holder) for holder in parts)
            says = f"Its versions or parts bear different terms: {names}."
            claims = (claim for holder in parts for claim in register.policies.assigned[holder])
            yield Conflict(ConflictKind.DRIFT, says, tuple(Way(reach, claim) for claim in claims))
    for body in scene.bodies:
        for claim, policy in body.assignments:
            newer = [register.policies.by_iri[iri].label for iri in policy.newer if iri in register.policies.by_iri]
            if newer:
                label = register.directory.label(claim.holder)
                says = f"{policy.label}, which governs {label}, was replaced by {listed(newer)}."
                yield Conflict(ConflictKind.DRIFT, says, (Way(body.reach, claim, policy),))


def _dates(scene: Scene) -> Iterator[Conflict]:
    """C5: rules that began or ended between the release of the thing and the day that is asked about."""
    issued = min((scene.register.parties.of(thing).issued for thing in scene.things), default="")
    told: set[str] = set()
    for body in scene.bodies if issued else ():
        for claim, policy in body.assignments:
            changed = [
                rule
                for rule in policy.rules
                if _changed(rule, issued, scene.court.day)
                and scene.register.table.along(rule, body.reach.channels) >= Passing.CHECK
            ]
            if changed and policy.iri not in told:
                told.add(policy.iri)
                words = "; ".join(f"{rule.label} ({_period(rule)})" for rule in changed)
                says = f"Rules of {policy.label} changed after its release ({issued}): {words}."
                yield Conflict(
                    ConflictKind.DRIFT, says, tuple(Way(body.reach, claim, policy, rule) for rule in changed)
                )


def _changed(rule: Rule, issued: str, day: str) -> bool:
    """Tell whether a rule began or ended after a release and no later than a day."""
    began = bool(rule.valid_from) and issued < rule.valid_from <= day
    last = rule.valid_through
    return began or (bool(last) and issued[: len(last)] <= last and day[: len(last)] > last)


def _period(rule: Rule) -> str:
    since = f"since {rule.valid_from}" if rule.valid_from else ""
    until = f"until {rule.valid_through}" if rule.valid_through else ""
    return " ".join(part for part in (since, until) if part)
