"""What commands of leakage are asked: of which notes, and at which unit. Level 7."""

from kinset.cli.session import Session
from kinset.errors import UsageError
from kinset.iri import name_key
from kinset.lineage.overlap.phrases import plural, unit_words
from kinset.lineage.overlap.verdict import Judge
from kinset.lineage.uses import USERS, Meant, Part, Side, meant_by
from kinset.names import Thing

MEMBERS = frozenset({"dataset", "version", "part", "split"})
ASKED = MEMBERS | frozenset(USERS)


def unit_named(judge: Judge, text: str) -> str:
    """Return the unit that a user means; empty where none is named."""
    if not text:
        return ""
    names = judge.catalogue.order.names
    keys = {name_key(form): name for name in names for form in (name, unit_words(name), plural(name))}
    found = keys.get(name_key(text))
    if found is None:
        raise UsageError(f"'{text}' is no unit.", hint=f"One of: {', '.join(unit_words(name) for name in names)}.")
    return found


def meant(session: Session, thing: Thing, side: Side) -> Meant:
    """Return what a thing means on a side: a dataset, version, part or split itself, else what it used."""
    if thing.kind in MEMBERS:
        return Meant(thing.iri, side, (Part(thing.iri, ()),))
    if thing.kind not in USERS:
        raise UsageError(
            f"'{thing.label}' is a {thing.kind}; leakage is asked of datasets, versions, parts and splits, and of what "
            "challenges, tracks and models use.",
            hint="`kinset show` tells what it is tied to.",
        )
    return meant_by(session.engine, thing.iri, side)


def parts_meant(session: Session, text: str, side: Side) -> Meant:
    """Return what a user means by a name on a side; raises UsageError where that is nothing."""
    found = meant(session, session.resolve(text, ASKED), side)
    if not found.parts:
        raise UsageError(
            f"Of '{text}' nothing is recorded that it {side.value}.", hint="Name datasets; `kinset show` tells of it."
        )
    return found
