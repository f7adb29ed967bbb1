"""The graphs of a catalogue: what every engine is loaded with. Level 3.

In: `Sources`. Out: `Graphs`: the asserted statements with what follows from them, as quads.

The default graph holds data, ontology, entailments and one statement of the base (plain patterns see only that graph);
`<entity>#record` what that entity's file asserts; `<base>graph/entailed` the entailments; the ontology's IRI its
statements. TriG dumps, embedded stores and endpoints all hold just these.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kinset.iri import EntityBase
from kinset.project import Project
from kinset.reasoning import Entailment, Reasoner, infer
from kinset.sources import Sources
from kinset.vocab import DCAT, DCTERMS, KIN, RDF, VOID

ONTOLOGY = NamedNode(KIN.iri.rstrip("#"))


@dataclass(frozen=True)
class Graphs:
    """A catalogue's asserted statements and what follows from them."""

    project: Project
    sources: Sources
    entailment: Entailment

    def quads(self) -> Iterator[Quad]:
        """Yield every quad at least once, in no order that matters."""
        default = DefaultGraph()
        for graph, triples in self._named():
            for triple in triples:
                subject, predicate, value = triple.subject, triple.predicate, triple.object
                yield Quad(subject, predicate, value, graph)
                yield Quad(subject, predicate, value, default)
        for triple in self_description(self.project):
            yield Quad(triple.subject, triple.predicate, triple.object, default)

    def _named(self) -> Iterator[tuple[NamedNode, Iterable[Triple]]]:
        """Yield each named graph with its triples; all of them stand in the default graph as well."""
        records: dict[object, list[Triple]] = {}
        for triple in self.sources.asserted:
            records.setdefault(triple.subject, []).append(triple)
        for subject, triples in records.items():
            yield record_graph(self.project.base, subject), triples
        yield ONTOLOGY, self.sources.vocabulary
        yield NamedNode(f"{self.project.base.value}graph/entailed"), self.entailment.triples


def record_graph(base: EntityBase, subject: object) -> NamedNode:
    """Return the graph of an entity's record from any node of its file."""
    value = subject.value if isinstance(subject, NamedNode) else ""
    return NamedNode(f"{base.entity(value) or value}#record")


def self_description(project: Project) -> tuple[Triple, ...]:
    """Return what the default graph says of the catalogue itself: its type, title and base."""
    catalogue = NamedNode(project.base.value)
    return (
        Triple(catalogue, RDF.type, DCAT.Catalog),
        Triple(catalogue, DCTERMS.title, Literal(project.title, language=project.language)),
        Triple(catalogue, VOID.uriSpace, Literal(project.base.value)),
    )


def assemble(project: Project, sources: Sources, reasoner: Reasoner = Reasoner.FAST) -> Graphs:
    """Infer what follows from the sources and put it beside them."""
    return Graphs(project, sources, infer(sources.asserted, sources.vocabulary, reasoner=reasoner))
