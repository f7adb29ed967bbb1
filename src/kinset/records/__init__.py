"""One dataset as exports see it. Level 5.

In: the triples of a catalogue (data and ontology, as asserted). Out: a frozen `Record`, with what is known of the
people, places, works and terms that it points at. Nothing is filled in: what is not known is None or empty.
`describe` gathers one record; a `Describer` gathers many, and reads what they share only once.
"""

from kinset.iri import EntityBase
from kinset.records.describer import Describer
from kinset.records.record import (
    Access,
    Activity,
    Agent,
    Attribution,
    Concept,
    Derivation,
    Extent,
    Identifier,
    Influence,
    Part,
    Record,
    Rule,
    Terms,
    Text,
    Version,
    Work,
)
from kinset.triples import Triples

__all__ = [
    "Access",
    "Activity",
    "Agent",
    "Attribution",
    "Concept",
    "Derivation",
    "Describer",
    "Extent",
    "Identifier",
    "Influence",
    "Part",
    "Record",
    "Rule",
    "Terms",
    "Text",
    "Version",
    "Work",
    "describe",
]


def describe(iri: str, triples: Triples, base: EntityBase) -> Record:
    """Return the record of a dataset from the triples of its catalogue."""
    return Describer(triples, base).describe(iri)
