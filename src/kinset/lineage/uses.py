"""What is meant by a shared task or a model where datasets are asked for. Level 4.

In: an engine, the IRI of a challenge (an edition or a series), a track or a model, and a side. Out: the datasets,
versions, parts and splits that it used on that side. What it trained on is all but what it tests on; where it keeps no
test notes apart, its corpus is what it tests on. A challenge's uses are its own and those of its tracks and editions.
"""

import enum
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kinset.engine import Engine
from kinset.iri import local_name

USERS = frozenset({"challenge", "track", "model"})  # the kinds of things that use datasets

_USES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT DISTINCT ?notes ?role WHERE {{
  ?user dcterms:isPartOf* {user} .
  ?user kin:uses ?use .
  ?use prov:entity ?notes ; kin:role ?role .
}} ORDER BY ?notes ?role"""


class Side(enum.Enum):
    """On which side of a question of leakage a thing stands; the value is a word for its parts there."""

    TRAIN = "trained on"
    TEST = "tested on"


# The first group of roles in which anything was used is what is meant.
_ROLES = {
    Side.TRAIN: (frozenset({"Train", "Development", "Corpus", "Pretraining"}),),
    Side.TEST: (frozenset({"Test"}), frozenset({"Corpus"})),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A dataset, version, part or split that was used, and the roles in which it was, sorted."""

    iri: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means on a side: of a dataset, it itself, without a role."""

    iri: str
    side: Side
    parts: tuple[Part, ...]


def meant_by(engine: Engine, iri: str, side: Side) -> Meant:
    """Return what a challenge, track or model used on a side; no part where nothing is recorded."""
    roles: dict[str, set[str]] = {}
    for notes, role in engine.select(_USES.format(user=NamedNode(iri))):
        if isinstance(notes, NamedNode) and isinstance(role, NamedNode):
            roles.setdefault(notes.value, set()).add(local_name(role.value))
    for wanted in _ROLES[side]:
        found = [Part(notes, tuple(sorted(said & wanted))) for notes, said in roles.items() if said & wanted]
        if found:
            return Meant(iri, side, tuple(found))
    return Meant(iri, side, ())
