"""From a record to bytes in the vocabularies of others. Level 5.

In: a `Material` (project and sources) and an entity's IRI. Out: an `Export`: text, what the vocabulary requires and
the catalogue does not know, and what the vocabulary cannot carry. `EXPORTERS` is the table of formats, `WRITERS` that
of the formats that describe datasets only: pure functions from a `Record` and the catalogue's settings.
"""

from collections.abc import Callable, Mapping

from kinset.exports import citation, croissant, datacite, dcat, graphs, prov, ro_crate, schema_org
from kinset.exports.port import Export, Material, Writer, page_url

WRITERS: Mapping[str, Writer] = {
    "schema-org": schema_org.write,
    "dcat": dcat.write,
    "croissant": croissant.write,
    "datacite": datacite.write,
    "prov": prov.write,
    "bibtex": citation.bibtex,
    "csl": citation.csl,
    "ro-crate": ro_crate.write,
}


def _of_datasets(write: Writer) -> Callable[[Material, str], Export]:
    return lambda material, iri: write(material.describe(iri), material.project)


EXPORTERS: Mapping[str, Callable[[Material, str], Export]] = {
    "turtle": graphs.turtle,
    "nt": graphs.n_triples,
    "jsonld": graphs.json_ld,
    **{name: _of_datasets(write) for name, write in WRITERS.items()},
}

__all__ = ["EXPORTERS", "WRITERS", "Export", "Material", "Writer", "page_url"]
