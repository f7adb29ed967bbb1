"""The one table of the formats that RDF is written in. Level 0.

In: a name, suffix or media type. Out: a `Format`, with all three and the parser's own word for it.
"""

from dataclasses import dataclass

from pyoxigraph import RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the name that users type, its IANA media type, its file suffix, and pyoxigraph's format."""

    name: str
    media_type: str
    suffix: str
    rdf: RdfFormat


TURTLE = Format("turtle", "text/turtle", ".ttl", RdfFormat.TURTLE)
N_TRIPLES = Format("nt", "application/n-triples", ".nt", RdfFormat.N_TRIPLES)
N_QUADS = Format("nq", "application/n-quads", ".nq", RdfFormat.N_QUADS)
TRIG = Format("trig", "application/trig", ".trig", RdfFormat.TRIG)
JSON_LD = Format("jsonld", "application/ld+json", ".jsonld", RdfFormat.JSON_LD)
RDF_XML = Format("rdfxml", "application/rdf+xml", ".rdf", RdfFormat.RDF_XML)

FORMATS = (TURTLE, N_TRIPLES, N_QUADS, TRIG, JSON_LD, RDF_XML)


def by_name(name: str) -> Format:
    """Return the format of that name; raises KeyError where there is none."""
    return {form.name: form for form in FORMATS}[name]
