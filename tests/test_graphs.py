from pyoxigraph import DefaultGraph, NamedNode, Triple

from kinset.graphs import ONTOLOGY, Graphs, record_graph
from kinset.vocab import DCAT, KIN, RDF

QA = NamedNode("https://w3id.org/kinset/dataset/notes-qa")
WARD = NamedNode("https://w3id.org/kinset/dataset/ward-notes")


def graphs_of(graphs: Graphs, triple: Triple) -> set[object]:
    return {quad.graph_name for quad in graphs.quads() if quad.triple == triple}


def test_a_stated_triple_stands_in_the_default_graph_and_in_its_record(small_graphs: Graphs) -> None:
    triple = Triple(QA, RDF.type, KIN.Dataset)
    assert graphs_of(small_graphs, triple) == {DefaultGraph(), NamedNode(f"{QA.value}#record")}


def test_claims_and_versions_stand_in_their_entity_s_record(small_graphs: Graphs) -> None:
    base = small_graphs.project.base
    record = NamedNode(f"{WARD.value}#record")
    assert record_graph(base, NamedNode(f"{WARD.value}/2.0")) == record
    assert record_graph(base, NamedNode(f"{WARD.value}#id-doi")) == record


def test_an_entailed_triple_stands_in_the_default_graph_and_in_the_entailed_one(small_graphs: Graphs) -> None:
    entailed = NamedNode("https://w3id.org/kinset/graph/entailed")
    for triple in (Triple(QA, KIN.descendsFrom, WARD), Triple(QA, RDF.type, DCAT.Dataset)):
        assert graphs_of(small_graphs, triple) == {DefaultGraph(), entailed}


def test_the_ontology_stands_in_its_own_graph(small_graphs: Graphs) -> None:
    triple = Triple(KIN.Note, RDF.type, KIN.Unit)
    assert graphs_of(small_graphs, triple) == {DefaultGraph(), ONTOLOGY}


def test_every_statement_of_a_record_stands_in_one_named_graph(small_graphs: Graphs) -> None:
    quads = {quad for quad in small_graphs.quads() if str(quad.graph_name).endswith("#record>")}
    assert len(quads) == len(small_graphs.sources.asserted)


def test_stated_statements_are_untouched_by_inference(small_graphs: Graphs) -> None:
    assert not set(small_graphs.entailment.triples) & set(small_graphs.sources.asserted)
