"""What bears on verdicts and is said differently in two states, change by change; and states in between. Level 5.

In: the `Statements` of two states. Out: `Edit`s, each of which can be made or taken back by itself: `applied` gives the
statements of one state with the chosen edits of the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kinset.lineage.overlap.phrases import says
from kinset.lineage.overlap.statements import Claim, Node, Statements, local

Value = TypeVar("Value")
SILENT = {"label", "custodian", "role"}  # properties that no verdict rests on


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that is said differently, or in one state only.

    Attributes:
        sort: `claim`, `dates` (of a claim's sources), `thing`, `unit`, `kind` or `period`.
        iri: of the claim or thing; the end of it for units and kinds.
        name: the property (the end of its IRI), empty where the whole came or went.
        was, now: in words; empty where it was not or is not said.
    """

    sort: str
    iri: str
    name: str
    was: str = field(compare=False)
    now: str = field(compare=False)


def edits(old: Statements, new: Statements) -> tuple[Edit, ...]:
    """Return the changes that bear on verdicts, each by itself."""
    return tuple(
        edit for part in (_claim_edits, _thing_edits, _ontology_edits) for edit in sorted(part(old, new), key=_order)
    )


def _order(edit: Edit) -> tuple[str, str, str]:
    return edit.sort, edit.iri, edit.name


def _claim_edits(old: Statements, new: Statements) -> Iterator[Edit]:
    before, after = old.by_iri, new.by_iri
    ties = [_ties(one) for one in (old, new)]
    for iri in before.keys() | after.keys():
        was, now = (_says(one, iri) for one in (old, new))
        if ties[0].get(iri) != ties[1].get(iri):
            yield Edit("claim", iri, "", was, now)
            continue
        for name, values in _changed(before[iri].node, after[iri].node, old, new):
            texts = (was, now) if was != now else (f"{was} ({values[0]})", f"{now} ({values[1]})")
            yield Edit("claim", iri, name, *texts)
        if _dates(old, iri) != _dates(new, iri):
            yield Edit(
                "dates", iri, "", f"{was} (source of {_dates(old, iri)})", f"{now} (source of {_dates(new, iri)})"
            )


def _thing_edits(old: Statements, new: Statements) -> Iterator[Edit]:
    for iri in old.things.keys() | new.things.keys():
        if iri not in old.things or iri not in new.things:
            texts = tuple(f"{one.label(iri)} is recorded" if iri in one.things else "" for one in (old, new))
            yield Edit("thing", iri, "", *texts)
            continue
        for name, (was, now) in _changed(old.things[iri], new.things[iri], old, new):
            if name not in SILENT:
                yield Edit("thing", iri, name, f"{old.label(iri)}: {was}", f"{new.label(iri)}: {now}")


def _ontology_edits(old: Statements, new: Statements) -> Iterator[Edit]:
    for sort, before, after in (
        ("unit", old.units, new.units),
        ("kind", old.kinds, new.kinds),
        ("period", old.periods, new.periods),
    ):
        for name in before.keys() | after.keys():
            if _bears(before.get(name)) != _bears(after.get(name)):
                was, now = (f"the {sort} {local(name)} as defined" if name in one else "" for one in (before, after))
                yield Edit(sort, name, "", was, now)


def _bears(node: Node | None) -> Mapping[str, tuple[str, ...]] | None:
    return {name: node.values[name] for name in sorted({*node.values} - SILENT)} if node else None


def _changed(was: Node, now: Node, old: Statements, new: Statements) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the properties that differ, with their values in words."""
    for name in sorted({*was.values, *now.values}):
        if was.all(name) != now.all(name):
            yield name, (_value(old, was, name), _value(new, now, name))


def _value(statements: Statements, node: Node, name: str) -> str:
    values = [statements.label(one) if one in statements.things else local(one) for one in node.all(name)]
    return f"{name} {', '.join(values)}" if values else f"no {name}"


def _says(statements: Statements, iri: str) -> str:
    return says(statements, f"claim {iri}") if iri in statements.by_iri else ""


def _ties(statements: Statements) -> Mapping[str, list[tuple[str, str]]]:
    """Return claim -> how it is tied to what."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for claim in statements.claims:
        found[claim.node.iri].append((claim.tie, claim.holder))
    return found


def _dates(statements: Statements, iri: str) -> str:
    return ", ".join(sorted({note.source_date or "no date" for note in statements.evidence(iri)}))


def applied(base: Statements, other: Statements, chosen: Iterable[Edit]) -> Statements:
    """Return what `base` says, but for the chosen edits what `other` says."""
    chosen = tuple(chosen)
    whole = {edit.iri for edit in chosen if edit.sort == "claim" and not edit.name}
    parts: dict[str, list[str]] = defaultdict(list)
    for edit in chosen:
        if edit.sort == "claim" and edit.name:
            parts[edit.iri].append(edit.name)
    claims = [_mixed(claim, other.by_iri.get(claim.node.iri), parts) for claim in base.claims]
    claims = [claim for claim in claims if claim.node.iri not in whole]
    claims += [claim for claim in other.claims if claim.node.iri in whole]
    things = _swapped(
        base.things, other.things, {edit.iri for edit in chosen if edit.sort == "thing" and not edit.name}
    )
    for edit in chosen:
        if edit.sort == "thing" and edit.name:
            things[edit.iri] = _with(things[edit.iri], other.things[edit.iri], [edit.name])
    names = {sort: {edit.iri for edit in chosen if edit.sort == sort} for sort in ("unit", "kind", "period", "dates")}
    return Statements(
        units=_swapped(base.units, other.units, names["unit"]),
        kinds=_swapped(base.kinds, other.kinds, names["kind"]),
        things=things,
        claims=tuple(sorted(claims, key=lambda claim: (claim.tie, claim.holder, claim.node.iri))),
        periods=_swapped(base.periods, other.periods, names["period"]),
        notes=_swapped(base.notes, other.notes, whole | names["dates"]),
    )


def _mixed(claim: Claim, other: Claim | None, parts: Mapping[str, Sequence[str]]) -> Claim:
    names = parts.get(claim.node.iri)
    return replace(claim, node=_with(claim.node, other.node, names)) if names and other else claim


def _with(node: Node, other: Node, names: Iterable[str]) -> Node:
    values = dict(node.values)
    for name in names:
        values.pop(name, None)
        if name in other.values:
            values[name] = other.values[name]
    return Node(node.iri, values)


def _swapped(base: Mapping[str, Value], other: Mapping[str, Value], names: set[str]) -> dict[str, Value]:
    kept = {key: value for key, value in base.items() if key not in names}
    kept |= {key: other[key] for key in names if key in other}
    return {key: kept[key] for key in sorted(kept)}
