"""Who could carry a dataset, or the merge of several. Level 4.

In: a `Scene`. Out: a `Hosting`. Terms that forbid redistribution leave the copies with whoever gives the source out, or
issued the terms; where two such sources have no such party in common, nobody can carry what holds both.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from kinset.lineage.terms.outcomes import Answer, Outcome, Ruling
from kinset.lineage.terms.passage import Passing, Use
from kinset.lineage.terms.scene import Scene
from kinset.vocab import ODRL


class Carrier(enum.Enum):
    """Who could lawfully carry it, as far as the recorded rules tell."""

    ANYBODY = "ANYBODY"  # redistribution is permitted, under the duties told
    ONLY = "ONLY"  # the hosts that all of the rules leave
    NOBODY = "NOBODY"  # the rules leave no host in common
    REVIEW = "REVIEW"  # nobody can say without review


@dataclass(frozen=True, slots=True)
class Hosting:
    """Who could carry it; `hosts` are IRIs of organizations; `closing` the rulings that leave only some."""

    carrier: Carrier
    hosts: tuple[str, ...]
    closing: tuple[Ruling, ...]


def find_host(scene: Scene) -> Hosting:
    """Return who could carry what a scene is about."""
    outcome = scene.verdict(Use("", "", (ODRL.distribute.value,)))
    if outcome.outcome is Outcome.PERMITTED:
        return Hosting(Carrier.ANYBODY, (), ())
    if outcome.outcome is Outcome.REVIEW:
        return Hosting(Carrier.REVIEW, (), ())
    closing = closing_rulings(scene)
    left = hosts_left(scene, closing)
    if left is None:
        return Hosting(Carrier.REVIEW, (), closing)
    return Hosting(Carrier.ONLY if left else Carrier.NOBODY, tuple(sorted(left)), closing)


def closing_rulings(scene: Scene) -> tuple[Ruling, ...]:
    """Return the rulings that forbid to give copies to others and bind without doubt."""
    rulings = (ruling for body in scene.bodies for ruling in scene.court.rule_on(body, ODRL.distribute.value))
    sure = (one for one in rulings if one.answer is Answer.PROHIBITED and one.passing is Passing.BINDS)
    found: dict[tuple[str, str], Ruling] = {}
    for ruling in sure:
        if ruling.policy is not None:
            found.setdefault((ruling.policy.iri, ruling.reach.node), ruling)
    return tuple(found.values())


def hosts_left(scene: Scene, closing: Iterable[Ruling]) -> frozenset[str] | None:
    """Return the parties that every closing rule leaves; None where the parties of one are not recorded."""
    sides = [hosts_of(scene, ruling) for ruling in closing]
    return frozenset.intersection(*sides) if sides and all(sides) else None


def hosts_of(scene: Scene, ruling: Ruling) -> frozenset[str]:
    """Return the parties that may carry a source all the same: who gives it out, or issued the terms."""
    standing = scene.register.parties.of(ruling.reach.node)
    issued = ruling.policy.publishers if ruling.policy is not None else ()
    return frozenset((*standing.publishers, *standing.hosts, *issued))
