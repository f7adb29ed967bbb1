from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kinset.prefixes import PrefixMap
from kinset.vocab import SH

MAP = PrefixMap({"ex": "https://example.org/", "deep": "https://example.org/deep/", "kin": "https://k.org/o#"})


@given(
    st.sampled_from(sorted(MAP.namespaces.values())), st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,8}", fullmatch=True)
)
def test_compact_and_expand_are_inverse(space: str, local: str) -> None:
    iri = space + local
    short = MAP.compact(iri)
    assert (MAP.expand(short) if short != iri else iri) == iri


def test_the_longest_namespace_wins() -> None:
    assert MAP.compact("https://example.org/deep/x") == "deep:x"


def test_a_local_name_that_needs_escapes_is_not_compacted_but_displayed() -> None:
    assert MAP.compact("https://example.org/a/b") == "https://example.org/a/b"
    assert MAP.display("https://example.org/a/b") == "ex:a/b"
    assert MAP.compact("https://example.org/ends.") == "https://example.org/ends."


def test_an_unknown_prefix_expands_to_nothing() -> None:
    assert MAP.expand("nope:x") is None
    assert MAP.expand("nocolon") is None


def test_an_entity_has_two_prefixes_of_its_own() -> None:
    local = MAP.local_to("https://example.org/deep/radqa")
    assert local.compact("https://example.org/deep/radqa#e-1") == "this:e-1"
    assert local.compact("https://example.org/deep/radqa/1.0.0") == "sub:1.0.0"


def test_prefixes_are_read_from_declarations() -> None:
    node = NamedNode("https://k.org/o#prefix-ex")
    triples = [
        Triple(node, SH.prefix, Literal("ex")),
        Triple(node, SH.namespace, Literal("https://example.org/")),
        Triple(NamedNode("https://k.org/o#half"), SH.prefix, Literal("half")),
    ]
    assert PrefixMap.declared(triples).namespaces == {"ex": "https://example.org/"}


def test_only_missing_prefixes_are_declared_in_a_query() -> None:
    query = "PREFIX ex: <https://other.org/>\nSELECT * { ex:a kin:b ?x . <urn:deep:x> a ?y }"
    assert MAP.declare(query) == "PREFIX kin: <https://k.org/o#>\n" + query
