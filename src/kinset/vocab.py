"""The terms that the program knows by name, one object for each vocabulary.

In: nothing. Out: namespaces whose attributes are IRIs (`KIN.Dataset`). Level 1.

A catalogue's own terms are data and are never named here; the terms that the program itself
must understand are. A test holds every `KIN` name used in the program against the ontology.
"""

from pyoxigraph import NamedNode


class Namespace:
    """A vocabulary: `KIN.Dataset` is the IRI of the term, `KIN["odd-name"]` where it is no Python name.

    >>> Namespace("https://example.org/#").Thing.value
    'https://example.org/#Thing'
    """

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getattr__(self, name: str) -> NamedNode:
        """Return the term of that name; it is kept, so that the next look-up is plain."""
        if name.startswith("__"):
            raise AttributeError(name)
        term = NamedNode(self.iri + name)
        self.__dict__[name] = term
        return term

    def __getitem__(self, name: str) -> NamedNode:
        """Return the term whose name is no Python name."""
        return NamedNode(self.iri + name)

    def __contains__(self, term: object) -> bool:
        """Tell whether an IRI stands in this vocabulary."""
        return isinstance(term, NamedNode) and term.value.startswith(self.iri)


ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
KIN = Namespace("https://w3id.org/kinset/ontology#")
ODRL = Namespace("http://www.w3.org/ns/odrl/2/")
ORG = Namespace("http://www.w3.org/ns/org#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PRISM = Namespace("http://prismstandard.org/namespaces/basic/2.0/")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
VOID = Namespace("http://rdfs.org/ns/void#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
