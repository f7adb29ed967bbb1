"""What follows from a catalogue: asserted statements in, entailed ones out. Level 3.

One function, two reasoners. The fast one applies the axioms that `axioms` lists as supported, as OWL 2 RL does
(https://www.w3.org/TR/owl2-profiles/, section 4.3); the complete one is owlrl. The fast one never ignores an axiom:
where it would have to, the complete one runs, and the answer says so. Both take their axioms from the ontology and
from the data at run time. kin:descendsFrom is no axiom but a definition (`kinship`), and comes with either.

The asserted statements stay untouched: the answer holds new triples only.
"""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import NamedNode, Triple

from kinset.reasoning import axioms, complete, fast, kinship
from kinset.vocab import KIN, OWL, RDF, RDFS

__all__ = ["Entailment", "Reasoner", "infer"]

_NAMED_IN_NOTE = 5


class Reasoner(enum.Enum):
    """Who infers."""

    FAST = "fast"
    OWLRL = "owlrl"


@dataclass(frozen=True, slots=True)
class Entailment:
    """What follows.

    Attributes:
        triples: the entailed triples, none of them stated, sorted by their N-Triples text.
        reasoner: the one that was used.
        note: why the complete reasoner was chosen by itself, naming the unsupported axioms; else empty.
        contradictions: what the complete reasoner found inconsistent, in its own words; the fast one, which supports
            no axiom that could contradict another, finds none.
    """

    triples: tuple[Triple, ...]
    reasoner: Reasoner
    note: str = ""
    contradictions: tuple[str, ...] = ()


def infer(asserted: Iterable[Triple], ontology: Iterable[Triple], *, reasoner: Reasoner = Reasoner.FAST) -> Entailment:
    """Return every entailed triple whose subject is an entity or claim of the catalogue.

    That is: an IRI that is the subject of an asserted triple and no term of RDF, RDFS, OWL or XSD. owl:sameAs and the
    types owl:Thing and rdfs:Resource are left out. Blank nodes of different files must have been kept apart.

    Raises:
        ReasoningError: the complete reasoner was used and failed.
    """
    facts = tuple(asserted)
    background = tuple(ontology)
    found = axioms.read(chain(facts, background))
    note = ""
    if reasoner is Reasoner.FAST and found.unsupported:
        reasoner, note = Reasoner.OWLRL, _note(found.unsupported)
    stated = frozenset(chain(facts, background))
    subjects = {fact.subject for fact in facts if isinstance(fact.subject, NamedNode)}
    subjects = {subject for subject in subjects if not axioms.is_language(subject)}
    descents: frozenset[Triple] = frozenset()
    while True:
        entailed, contradictions = _entail(stated | descents, found, subjects, reasoner)
        more = frozenset(kinship.descent(chain(facts, entailed))) - descents
        descents |= more
        if not more or not found.constrains(KIN.descendsFrom):
            break
    kept = {triple for triple in (*entailed, *descents) if triple.subject in subjects and _is_told(triple)}
    return Entailment(tuple(sorted(kept - stated, key=str)), reasoner, note, contradictions)


def _entail(
    stated: frozenset[Triple], found: axioms.Axioms, subjects: Collection[NamedNode], reasoner: Reasoner
) -> tuple[list[Triple], tuple[str, ...]]:
    if reasoner is Reasoner.OWLRL:
        triples, contradictions = complete.entail(stated)
        return [triple for triple in triples if triple.subject in subjects], contradictions
    return list(fast.entail(stated, found, subjects)), ()


def _is_told(triple: Triple) -> bool:
    """Tell whether a triple says anything: everything is the same as itself, a thing and a resource."""
    if triple.predicate == RDF.type:
        return triple.object not in (OWL.Thing, RDFS.Resource)
    return triple.predicate != OWL.sameAs


def _note(unsupported: Collection[axioms.Unsupported]) -> str:
    """Say why the complete reasoner was chosen; each construct is named once, with the first term it is about."""
    firsts = {axiom.construct: axiom for axiom in reversed(tuple(unsupported))}
    named = sorted(firsts.values())
    listed = ", ".join(str(axiom) for axiom in named[:_NAMED_IN_NOTE])
    more = f" and {len(named) - _NAMED_IN_NOTE} more" if len(named) > _NAMED_IN_NOTE else ""
    return f"The complete reasoner (owlrl) was chosen by itself, because the fast one does not support {listed}{more}."
