"""Everything that judging one thing needs, gathered. Level 4.

In: what is read of a catalogue (a `Register`), the things that are asked about, scope and day. Out: a `Scene`: every
body of terms on every way, and what is not known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kinset.lineage.claims import Claims
from kinset.lineage.terms.bodies import Body, Shelf, inherited_scope
from kinset.lineage.terms.inheritance import Heritage, Inheritance, Reach, start_at
from kinset.lineage.terms.outcomes import Court, Ruling, Verdict, unknown
from kinset.lineage.terms.parties import Parties
from kinset.lineage.terms.passage import PassageTable, Use
from kinset.lineage.terms.policies import Policies, upward
from kinset.names import Directory
from kinset.vocab import KIN

MERGING = KIN.Merging.value.rpartition("#")[2]


@dataclass(frozen=True, slots=True)
class Register:
    """What is read of a catalogue, once."""

    policies: Policies
    table: PassageTable
    parties: Parties
    claims: Claims
    heritage: Heritage
    directory: Directory


@dataclass(frozen=True, slots=True)
class Scene:
    """What binds one thing, or the merge of several.

    Attributes:
        things: what was asked about.
        bodies: the terms that answer to uses: own and inherited.
        told: these, and the terms of which nothing passes but that the source is to be cited.
        unknowns: what was asked about, or a source, without recorded terms; each once, on its shortest way.
        incomplete: what has sources that are known to be missing from the record.
    """

    register: Register
    things: tuple[str, ...]
    scope: str
    court: Court
    inheritance: Inheritance
    bodies: tuple[Body, ...]
    told: tuple[Body, ...]
    unknowns: tuple[Reach, ...]
    incomplete: tuple[Reach, ...]

    @property
    def own(self) -> tuple[Body, ...]:
        """The bodies of what was asked about."""
        return tuple(body for body in self.bodies if body.reach.step is None)

    @property
    def inherited(self) -> tuple[Body, ...]:
        """The bodies of its sources."""
        return tuple(body for body in self.bodies if body.reach.step is not None)

    @property
    def doubts(self) -> tuple[Ruling, ...]:
        """What is not known, as rulings."""
        asked = "no terms are recorded for it"
        source = "no terms are recorded for this source"
        missing = "not all of its sources are recorded, so their terms are not known"
        rulings = [unknown(reach, asked if reach.step is None else source) for reach in self.unknowns]
        return (*rulings, *(unknown(reach, missing) for reach in self.incomplete))

    def verdict(self, use: Use) -> Verdict:
        """Return what holds for a use."""
        return self.court.verdict(use, self.bodies, self.doubts)

    def own_verdict(self, use: Use) -> Verdict:
        """Return what the things' own terms alone say of a use."""
        return self.court.verdict(use, self.own, ())

    def inherited_verdict(self, use: Use) -> Verdict:
        """Return what the sources' terms alone say of a use."""
        return self.court.verdict(use, self.inherited, ())


def gather(register: Register, things: Sequence[str], scope: str, day: str) -> Scene:
    """Gather what binds a thing, or the merge of several, on a day (ISO)."""
    inheritance = _inherit(register, things)
    shelf = Shelf(register.policies, register.table, day)
    bodies: list[Body] = []
    unknowns: dict[str, Reach] = {}
    for reach in inheritance.reaches:
        scopes = _scopes(register, reach, scope)
        found = [body for wanted in scopes for body in shelf.bodies(reach, wanted)]
        bodies += found
        if scopes and not found and _matters(register, reach) and not _uses_only(register, reach):
            unknowns.setdefault(reach.node, reach)
    flows = bool(inherited_scope(register.table, scope, from_model=False))
    return Scene(
        register=register,
        things=tuple(things),
        scope=scope,
        court=Court(register.table, day),
        inheritance=inheritance,
        bodies=tuple(body for body in bodies if _matters(register, body.reach)),
        told=tuple(bodies),
        unknowns=tuple(unknowns.values()),
        incomplete=tuple(_incomplete(register, inheritance)) if flows else (),
    )


def _inherit(register: Register, things: Sequence[str]) -> Inheritance:
    """Walk from one thing; several are sources of one that merges them."""
    channels = frozenset({MERGING}) if len(things) > 1 else frozenset()
    return register.heritage.walk([Reach(thing, channels) for thing in things] if channels else [start_at(things[0])])


def _matters(register: Register, reach: Reach) -> bool:
    return reach.step is None or not register.table.inert(reach.channels)


def _uses_only(register: Register, reach: Reach) -> bool:
    """Tell whether a thing is no data itself, as a challenge, so that its terms are those of what it uses."""
    links = register.heritage.links(reach.node)
    model = register.parties.of(reach.node).is_model
    return bool(links) and not model and all(link.sort == "use" for link in links)


def _scopes(register: Register, reach: Reach, scope: str) -> tuple[str, ...]:
    if reach.step is None:
        return (scope,)
    return inherited_scope(register.table, scope, from_model=register.parties.of(reach.node).is_model)


def _incomplete(register: Register, inheritance: Inheritance) -> Iterator[Reach]:
    """Yield what has sources that are known to be missing, but for what the data's own controller released."""
    seen: set[str] = set()
    for reach in inheritance.reaches:
        if reach.node not in seen and _matters(register, reach):
            seen.add(reach.node)
            released = register.parties.of(reach.node).released_by
            if not released and "Incomplete" in completeness(register, reach.node):
                yield reach


def completeness(register: Register, node: str) -> frozenset[str]:
    """Return what is stated of whether the recorded sources of a thing are all: Complete, Incomplete, Unknown."""
    stated: Iterable[str] = (
        one.completeness for whole in upward(node) for one in register.claims.parentage.get(whole, ())
    )
    return frozenset(stated)
