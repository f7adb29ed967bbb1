"""Who made a dataset, in the order of its by-line. Level 5.

In: a `Record`. Out: `Maker`s: each name as printed, with the record of the person where there is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kinset.records import Agent, Record


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker by the name of the record, else by the name as printed; `agent` is None for whom there is no record."""

    name: str
    agent: Agent | None


def makers(record: Record) -> tuple[Maker, ...]:
    """Return all who made a dataset: the by-line, then creators whom it does not name.

    A printed name is a person's if it is one of the names of the record, or has the same first and last word.
    """
    if not record.by_line:
        return tuple(Maker(agent.name, agent) for agent in record.creators)
    left = {agent.iri: agent for agent in record.creators}
    known = {key: agent for agent in record.creators for key in _keys((agent.name, *agent.other_names))}
    found = []
    for name in record.by_line:
        agent = next((known[key] for key in _keys((name,)) if key in known and known[key].iri in left), None)
        if agent:
            del left[agent.iri]
        found.append(Maker(agent.name if agent else name, agent))
    return (*found, *(Maker(agent.name, agent) for agent in left.values()))


def _keys(names: Iterable[str]) -> list[str]:
    """Return what two spellings of a name have in common: all of it, and its first and last word."""
    found = []
    for name in names:
        family, comma, given = name.partition(",")
        plain = (f"{given} {family}" if comma else name).casefold()
        words = plain.split()
        if words:
            found += [" ".join(words), f"{words[0]} … {words[-1]}"]
    return found
