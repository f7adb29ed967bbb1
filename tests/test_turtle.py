from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kinset import turtle
from kinset.prefixes import PrefixMap
from kinset.vocab import RDF, RDFS, XSD

EX = "https://example.org/"
PREFIXES = PrefixMap({"ex": EX, "rdfs": RDFS.iri, "xsd": XSD.iri})
IRIS = st.builds(lambda name: NamedNode(EX + name), st.from_regex(r"[A-Za-z0-9_.~:/-]{1,6}", fullmatch=True))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"))
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text: Literal(text, language="en-gb"), TEXTS),
    st.builds(
        lambda text, kind: Literal(text, datatype=kind),
        st.sampled_from(["01", "1", "-2", "1.10", "true", "none", "2022-01-02", "+3", ".5", "1."]),
        st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.date]),
    ),
)
GRAPHS = st.lists(st.builds(Triple, IRIS, IRIS, st.one_of(IRIS, LITERALS)), max_size=12)


def triples_of(text: str) -> set[Triple]:
    return {Triple(q.subject, q.predicate, q.object) for q in parse(text.encode(), format=RdfFormat.TURTLE)}


@given(GRAPHS)
def test_the_canonical_form_says_the_same_and_is_stable(triples: list[Triple]) -> None:
    text = turtle.canonical(triples, PREFIXES)
    assert triples_of(text) == set(triples)
    assert turtle.format_text(text, PREFIXES) == text


def test_the_canonical_form_is_as_the_house_style_says() -> None:
    entity, other = NamedNode(EX + "z"), NamedNode(EX + "a")
    triples = [
        Triple(other, RDFS.seeAlso, Literal("12", datatype=XSD.integer)),
        Triple(entity, NamedNode(EX + "p"), other),
        Triple(entity, NamedNode(EX + "p"), Literal("b", language="en")),
        Triple(entity, RDFS.label, Literal('say "z"')),
        Triple(entity, RDF.type, NamedNode(EX + "Thing")),
    ]
    assert turtle.canonical(triples, PREFIXES, entity.value) == (
        "PREFIX ex: <https://example.org/>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "\n"
        "ex:z\n"
        "    a ex:Thing ;\n"
        '    rdfs:label "say \\"z\\"" ;\n'
        "    ex:p\n"
        "        ex:a ,\n"
        '        "b"@en\n'
        ".\n"
        "ex:a\n"
        "    rdfs:seeAlso 12\n"
        ".\n"
    )


def test_lists_are_kept_and_other_blank_nodes_refused() -> None:
    listed = f"PREFIX ex: <{EX}>\n\nex:a\n    ex:p ( ex:b ex:c )\n.\n"
    assert turtle.format_text(listed, PREFIXES) == listed
    with pytest.raises(turtle.TurtleError, match="give it an IRI"):
        turtle.format_text(f"PREFIX ex: <{EX}> ex:a ex:p [ ex:q 1 ] .", PREFIXES)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# top\nex:a ex:b <http://x#y> . # end\n", [1, 2]),
        ('ex:a ex:b "# none", """\n# none "" \n""" .\n# here', [4]),
        (r"ex:a\#b ex:p 'x # y' .", []),
    ],
)
def test_comments_are_found_where_they_are_comments(text: str, lines: list[int]) -> None:
    assert list(turtle.comments(text)) == lines


def test_a_comment_is_refused_because_it_would_be_lost() -> None:
    with pytest.raises(turtle.TurtleError, match="a comment would be lost") as caught:
        turtle.format_text("# why\n", PREFIXES)
    assert caught.value.line == 1


def test_each_triple_knows_the_line_of_its_object() -> None:
    text = f'PREFIX ex: <{EX}>\nex:a ex:p 1 ;\n  ex:q """two\nlines""" ,\n  2 .\nex:b ex:p 3 .\n'
    assert [located.line for located in turtle.read(text.encode())] == [2, 4, 5, 6]


def test_a_fault_knows_line_and_column() -> None:
    with pytest.raises(turtle.TurtleError) as caught:
        list(turtle.read(f"PREFIX ex: <{EX}>\nex:a ex:p ;; bad\n".encode()))
    assert (caught.value.line, str(caught.value)) == (2, "; is not a valid RDF object")


def test_the_files_of_this_catalogue_are_in_canonical_form() -> None:
    root = Path(__file__).parents[1]
    files = [*root.glob("data/*/*.ttl"), *root.glob("ontology/*.ttl")]
    assert len(files) > 100
    declared = [
        Triple(q.subject, q.predicate, q.object)
        for q in parse(path=root / "ontology" / "prefixes.ttl", format=RdfFormat.TURTLE)
    ]
    prefixes = PrefixMap.declared(declared)
    odd = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        entity = f"https://w3id.org/kinset/{path.parent.name}/{path.stem}" if path.parent.name != "ontology" else None
        if turtle.format_text(text, prefixes.local_to(entity) if entity else prefixes, entity) != text:
            odd.append(str(path.relative_to(root)))
    assert odd == [], "run `kinset fmt`"
