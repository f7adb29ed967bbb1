"""From a record to bytes in the vocabularies of others. Level 5.

In: a `Material` (project and sources) and an entity's IRI. Out: an `Export`: text, what the vocabulary requires and the
catalogue does not know, and what the vocabulary cannot carry. `EXPORTERS` is the table of formats.
"""

from collections.abc import Callable, Mapping

from kinset.exports import graphs, schema_org
from kinset.exports.port import Export, Material

EXPORTERS: Mapping[str, Callable[[Material, str], Export]] = {
    "turtle": graphs.turtle,
    "nt": graphs.n_triples,
    "jsonld": graphs.json_ld,
    "schema-org": schema_org.export,
}

__all__ = ["EXPORTERS", "Export", "Material"]
