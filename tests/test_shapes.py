"""The shapes, run by pySHACL on tests/shapes/: files in the form of the W3C data-shapes tests.

Each file is manifest, data and expected report at once. sht:shapesGraph names the folder: all shapes judge every file.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "tests" / "shapes").glob("*.ttl"))
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
KINSH = "https://w3id.org/kinset/shapes#"

# Focus node, path, value, shape, constraint, severity.
Result = tuple[Node | None, ...]
_KEYS = (
    SH.focusNode,
    SH.resultPath,
    SH.value,
    SH.sourceShape,
    SH.sourceConstraintComponent,
    SH.resultSeverity,
)


@cache
def shapes() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(path)
    return graph


@cache
def ontology() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(path)
    return graph


def background() -> Iterator[tuple[Node, Node, Node]]:
    """What shapes see of the ontology: the order of classes and the types of its terms."""
    for predicate in (RDFS.subClassOf, RDF.type):
        yield from ontology().triples((None, predicate, None))


def results(report: Graph, of: Node | None = None) -> list[Result]:
    nodes = report.objects(of, SH.result)
    return sorted((tuple(report.value(node, key) for key in _KEYS) for node in nodes), key=str)


def property_shapes() -> list[Node]:
    return sorted(shapes().subjects(RDF.type, SH.PropertyShape), key=str)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_expected_report(path: Path) -> None:
    data = Graph().parse(path)
    expected = results(data, data.value(None, RDF.type, SH.ValidationReport))
    assert list(data.objects(None, MF.entries))
    data.remove((None, SH.result, None))
    for triple in background():
        data.add(triple)
    _conforms, report, _text = pyshacl.validate(data, shacl_graph=shapes(), inference="none", advanced=False)
    assert results(report) == expected


@pytest.mark.parametrize("path", sorted((ROOT / "shapes").glob("*.ttl")), ids=lambda path: path.stem)
def test_every_file_of_shapes_has_a_test(path: Path) -> None:
    helpers_only = not any(Graph().parse(path).subjects(SH.severity))
    assert helpers_only or (ROOT / "tests" / "shapes" / path.name).exists()


@pytest.mark.parametrize("shape", property_shapes(), ids=lambda shape: shape.removeprefix(KINSH))
def test_property_shape_is_told_in_full(shape: Node) -> None:
    assert isinstance(shape, URIRef)
    assert shape.startswith(KINSH)
    for predicate in (SH.name, SH.message):
        (text,) = shapes().objects(shape, predicate)
        assert isinstance(text, Literal)
        assert text.language == "en"
    (severity,) = shapes().objects(shape, SH.severity)
    assert severity in {SH.Violation, SH.Warning, SH.Info}
    (order,) = shapes().objects(shape, SH.order)
    assert isinstance(order, Literal)
    assert isinstance(order.value, int)


def test_every_shape_is_violated_by_a_test() -> None:
    violated = {shape for path in FILES for shape in Graph().parse(path).objects(None, SH.sourceShape)}
    assert {shape for shape in shapes().subjects(SH.severity) if shape not in violated} == set()


def test_shapes_are_core_and_have_names() -> None:
    """SPARQL constraints run one query a node; blank nodes cannot be cited."""
    assert not any(shapes().triples((None, SH.sparql, None)))
    lists = set(shapes().subjects(RDF.first))
    assert {node for node in shapes().subjects() if not isinstance(node, URIRef) and node not in lists} == set()


def test_each_class_of_the_catalogue_has_a_closed_shape() -> None:
    """What may be said of a class is listed once; the paths of its property shapes are in that list."""
    closed = {
        target: set(shapes().items(properties))
        for shape, properties in shapes().subject_objects(SH.ignoredProperties)
        for target in shapes().objects(shape, SH.targetClass)
    }
    for shape in property_shapes():
        for target in shapes().objects(shape, SH.targetClass):
            below = [target] if target in closed else list(ontology().subjects(RDFS.subClassOf, target))
            assert below, f"{shape} targets {target}, which has no closed shape"
            for name in below:
                assert shapes().value(shape, SH.path) in closed[name], f"{name} does not list the path of {shape}"


def test_shapes_hold_no_base() -> None:
    """The base of the entities is a setting of a catalogue."""
    texts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shapes").glob("*.ttl"))
    texts = texts.replace("https://w3id.org/kinset/ontology#", "").replace(KINSH, "")
    assert "w3id.org/kinset" not in texts
