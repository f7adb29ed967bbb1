"""How well a catalogue is covered by evidence, and what it does not say yet. Level 5.

In: `Sources` and the entity base. Out: a frozen `Coverage`: every fact with the evidence that decides, counted over
all, each kind and each record; the items of lists and what they cover; what is expected of records and missing; chains
of derivation that end in nothing. `markdown` makes a table of the totals, `with_block` puts it into a page.

A *fact* is one claim node, or one asserted triple of an entity or sub-resource whose predicate the ontology does not
call kin:evidenceFree. A claim's evidence is its own; a triple's is that of its subject whose kin:supports names the
predicate. Of several pieces the best decides: Read and Computed before the other methods, then the nearest source.
What is expected of a record is data too: predicates that the ontology calls kin:expectedOf its class.
"""

from kinset.coverage.measure import measure
from kinset.coverage.page import markdown, percent, with_block
from kinset.coverage.values import (
    Coverage,
    Expected,
    Fact,
    ItemCoverage,
    ListCoverage,
    OpenEnd,
    RecordCoverage,
    State,
    Tally,
)

__all__ = [
    "Coverage",
    "Expected",
    "Fact",
    "ItemCoverage",
    "ListCoverage",
    "OpenEnd",
    "RecordCoverage",
    "State",
    "Tally",
    "markdown",
    "measure",
    "percent",
    "with_block",
]
