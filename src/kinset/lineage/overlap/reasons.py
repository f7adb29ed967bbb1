"""Why nothing is forced, and what would decide it. Part of level 4. Source: the model, section 5.

In: statements and two things. Out: their common sources, the reasons that apply and, for each, what would decide it.
Reasons never change a verdict.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kinset.lineage.overlap.phrases import listed, says
from kinset.lineage.overlap.statements import Claim, Statements


class Reason(enum.Enum):
    """Why an answer is MAY_SHARE."""

    COMMON_SOURCE = "common-source"
    UNPINNED_VERSION = "unpinned-version"
    SPLIT_UNKNOWN = "split-unknown"
    SYNTHETIC = "synthetic"
    SAME_CUSTODIAN = "same-custodian"
    REVISION_UNKNOWN = "revision-unknown"
    ASSUMED_CLOSURE = "assumed-closure"
    UNIT_NOT_HELD = "unit-not-held"
    NO_LINK_RECORDED = "no-link-recorded"


@dataclass(frozen=True)
class Line:
    """A thing with all that it descends from: `seen` are things, `entities` the datasets that they belong to."""

    statements: Statements
    iri: str
    seen: frozenset[str]
    derivations: tuple[Claim, ...]

    @classmethod
    def of(cls, statements: Statements, iri: str) -> "Line":
        """Follow the derivations that carry records, from a thing, its wholes and its members."""
        start = [iri, *statements.wholes(iri), *members(statements, iri)]
        found, queue, claims = set(start), list(start), list[Claim]()
        for here in queue:
            for claim in statements.held.get((here, "qualifiedDerivation"), ()):
                kind = statements.kinds.get(claim.node.name("kind"))
                if kind is None or kind.name("witnessRule") in {"", "NoWitness"}:
                    continue
                claims.append(claim)
                target = claim.node.one("entity")
                for one in (target, *statements.wholes(target), *members(statements, target)):
                    if one and one not in found:
                        found.add(one)
                        queue.append(one)
        return cls(statements, iri, frozenset(found), tuple(claims))

    @property
    def top(self) -> str:
        """The dataset that the thing belongs to."""
        return top(self.statements, self.iri)

    @cached_property
    def entities(self) -> frozenset[str]:
        """The datasets of the line, its own among them."""
        return frozenset(top(self.statements, iri) for iri in self.seen)

    @cached_property
    def custodians(self) -> frozenset[str]:
        """Who holds the records behind the things of the line."""
        things = (self.statements.things.get(iri) for iri in self.seen)
        return frozenset(custodian for thing in things if thing for custodian in thing.all("custodian"))

    @cached_property
    def is_synthetic(self) -> bool:
        """Whether it was generated from records: its kind shares at named units and is not closed by default."""
        kinds = (self.statements.kinds.get(claim.node.name("kind")) for claim in self.derivations)
        return any(
            kind and kind.name("witnessRule") == "AtNamedUnits" and kind.name("closureRule") != "ClosedByDefault"
            for kind in kinds
        )

    def above(self, iri: str) -> frozenset[str]:
        """Return the datasets that a dataset of the line descends from; kept, for pairs ask for the same again."""
        if iri not in self._above:
            self._above[iri] = Line.of(self.statements, iri).entities - {iri}
        return self._above[iri]

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        return {}


def top(statements: Statements, iri: str) -> str:
    """Return the dataset that a thing belongs to: the last of its wholes."""
    wholes = statements.wholes(iri)
    return wholes[-1] if wholes else iri


def members(statements: Statements, iri: str) -> tuple[str, ...]:
    """Return the versions, parts and splits of a thing, theirs among them."""
    found, queue = [iri], [iri]
    for here in queue:
        for member in (*statements.versions.get(here, ()), *statements.parts.get(here, ())):
            if member not in found:
                found.append(member)
                queue.append(member)
    return tuple(found[1:])


def common_sources(one: Line, other: Line) -> tuple[str, ...]:
    """Return the nearest datasets that both descend from or belong to, sorted."""
    shared = one.entities & other.entities
    if len(shared) < 2:  # then none is nearer than another
        return tuple(shared)
    above = {iri: one.above(iri) for iri in shared}
    far = {iri for iri in shared for near in shared if near != iri and iri in above[near] and near not in above[iri]}
    return tuple(sorted(shared - far))


def reasons(one: Line, other: Line, *, held: bool, assumed: bool) -> tuple[Reason, ...]:
    """Return the reasons that apply to two lines; `held`: both hold the unit; `assumed`: a default stood in the way."""
    shared = common_sources(one, other)
    sides = (one.iri, other.iri)
    statements = one.statements
    found = {
        Reason.COMMON_SOURCE: bool(shared) and shared not in {(one.top,), (other.top,)},
        Reason.UNPINNED_VERSION: any(statements.versions.get(iri) for iri in sides)
        or bool(_unpinned(one, other, shared)),
        Reason.SPLIT_UNKNOWN: _split_unknown(one, other) or _split_unknown(other, one),
        Reason.SYNTHETIC: bool(shared) and (one.is_synthetic or other.is_synthetic),
        Reason.SAME_CUSTODIAN: bool(one.custodians & other.custodians),
        Reason.REVISION_UNKNOWN: bool(_revisions(one, other, shared)),
        Reason.ASSUMED_CLOSURE: assumed,
        Reason.UNIT_NOT_HELD: not held,
        Reason.NO_LINK_RECORDED: not shared and not _linked(one, other),
    }
    if not any(value for reason, value in found.items() if reason is not Reason.UNIT_NOT_HELD):
        found[Reason.COMMON_SOURCE if shared else Reason.NO_LINK_RECORDED] = True
    return tuple(reason for reason in Reason if found[reason])


def would_decide(one: Line, other: Line, given: Iterable[Reason]) -> tuple[str, ...]:
    """Return, for each reason, what a curator could record that might decide the verdict."""
    label = one.statements.label
    names = f"{label(one.iri)} and {label(other.iri)}"
    texts: Mapping[Reason, str] = {
        Reason.SPLIT_UNKNOWN: f"which split each record shared by {names} is in",
        Reason.SYNTHETIC: "which source record each generated text was made from",
        Reason.SAME_CUSTODIAN: f"a statement on patients shared by {names}, whose records one custodian holds",
        Reason.REVISION_UNKNOWN: "what the later version adds to and removes from the earlier one (kin:Change)",
        Reason.ASSUMED_CLOSURE: "a source which says that the recorded sources are all (kin:parentage Complete)",
        Reason.UNIT_NOT_HELD: f"whether both of {names} have such units (kin:drawnBy, kin:carriedBy, kin:extent)",
        Reason.NO_LINK_RECORDED: f"a source of {names} that is not recorded, or a statement that they share nothing",
    }
    pending = [
        "which versions are meant by this recorded claim: " + says(one.statements, f"claim {claim.node.iri}")
        for claim in _naming(one, other)
    ]
    said = (texts.get(reason) or _of_sources(one, other, reason, names) for reason in given)
    return (*said, *dict.fromkeys(pending))


def _of_sources(one: Line, other: Line, reason: Reason, names: str) -> str:
    """Return what would decide a verdict where that depends on the common sources."""
    label, shared = one.statements.label, common_sources(one, other)
    if reason is Reason.COMMON_SOURCE:
        which = f"which records of {listed(label(iri) for iri in shared)} are in {names}"
        return f"{which}: lists of ids, a stated disjointness, or counts that leave no room"
    versioned = [iri for iri in (one.iri, other.iri) if one.statements.versions.get(iri)]
    return "the version of " + listed(label(iri) for iri in versioned or shared)


def _naming(one: Line, other: Line) -> list[Claim]:
    """Return the overlaps and disjointnesses that name the dataset of either side without its version."""
    statements, sides = one.statements, {one.top, other.top}
    return [
        claim
        for iri in sorted(sides)
        for tie in ("overlap", "disjointness")
        for claim in statements.held.get((iri, tie), ())
        if sides <= {top(statements, end) for end in claim.node.all("between")}
        and any(statements.versions.get(end) for end in claim.node.all("between"))
    ]


def _unpinned(one: Line, other: Line, shared: tuple[str, ...]) -> list[Claim]:
    """Return the derivations that name a common source without saying which version."""
    versions = one.statements.versions
    return [
        claim
        for claim in (*one.derivations, *other.derivations)
        if claim.node.one("entity") in shared and versions.get(claim.node.one("entity"))
    ]


def _split_unknown(one: Line, other: Line) -> bool:
    thing = one.statements.things.get(one.iri)
    part = thing is not None and bool({"Split", "Part"} & set(thing.names("type")))
    return part and bool(set(one.statements.wholes(one.iri)) & other.seen)


def _revisions(one: Line, other: Line, shared: tuple[str, ...]) -> set[str]:
    """Return the common datasets of which the two lines name different versions."""
    found = set()
    for iri in shared:
        versions = set(one.statements.versions.get(iri, ()))
        first, second = (versions & _named(line) for line in (one, other))
        if first and second and first != second:
            found.add(iri)
    return found


def _named(line: Line) -> set[str]:
    """Return what a line names: the thing, its wholes, and the sources of its derivations with their wholes."""
    named = {line.iri, *(claim.node.one("entity") for claim in line.derivations)}
    return named | {whole for iri in named for whole in line.statements.wholes(iri)}


def _linked(one: Line, other: Line) -> bool:
    """Tell whether an overlap or disjointness names a thing of either line."""
    return any(
        set(claim.node.all("between")) & one.seen and set(claim.node.all("between")) & other.seen
        for claim in one.statements.links
    )
