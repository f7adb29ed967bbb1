from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinset.engine import EmbeddedEngine
from kinset.iri import EntityBase
from kinset.lineage.claims import Claims, Link, read_claims
from kinset.lineage.trace import Direction, Trace, Tracer, fold
from kinset.names import Directory, read_directory

BASE = EntityBase("https://e.org/")
NOBODY = Directory(BASE, ())


def iri(name: str) -> str:
    return f"https://e.org/dataset/{name}"


def link(origin: str, target: str, sort: str = "derivation") -> Link:
    claim = f"{iri(origin)}#from-{target.replace('/', '-')}"
    return Link(iri(origin), iri(target), claim, sort, "SubsetOf", "Note", "", "", None, ())


def trace(links: Iterable[Link], name: str, direction: Direction = Direction.UP, depth: int | None = None) -> Trace:
    return Tracer.of(Claims(tuple(links), {}), NOBODY).trace(iri(name), direction, depth)


def depths(found: Trace) -> dict[str, int]:
    return {node.iri.rpartition("/")[2]: node.depth for node in found.nodes}


CHAIN = [link("c", "b"), link("b", "a"), link("d", "b")]


def test_up_leads_to_sources_and_down_to_descendants() -> None:
    assert depths(trace(CHAIN, "c")) == {"c": 0, "b": 1, "a": 2}
    assert depths(trace(CHAIN, "a", Direction.DOWN)) == {"a": 0, "b": 1, "c": 2, "d": 2}


def test_a_common_source_is_not_a_source_of_each_other() -> None:
    assert "d" not in depths(trace(CHAIN, "c"))


def test_what_is_cut_is_counted_all_of_it() -> None:
    found = trace(CHAIN, "a", Direction.DOWN, depth=1)
    assert (depths(found), found.cut, found.complete) == ({"a": 0, "b": 1}, 2, False)
    assert len(found.edges) == 1


def test_versions_and_parts_fold_into_their_dataset() -> None:
    found = trace([link("c/1.0", "b/2.0/train"), link("b", "a/3")], "c")
    assert depths(found) == {"c": 0, "b": 1, "a": 2}
    assert [(edge.origin_part, edge.target_part) for edge in found.edges] == [("1.0", "2.0/train"), ("", "3")]


def test_a_version_s_tree_leaves_out_what_stands_on_other_versions() -> None:
    links = [link("c/1.0", "a"), link("c/2.0", "b"), link("c", "d"), link("c/1.0/train", "e")]
    assert set(depths(trace(links, "c/1.0"))) == {"c", "a", "d", "e"}
    assert set(depths(trace(links, "c"))) == {"c", "a", "b", "d", "e"}


def test_a_version_s_descendants_are_those_of_the_version_or_of_no_version() -> None:
    links = [link("x", "m/1.3"), link("y", "m/1.4"), link("z", "m")]
    assert set(depths(trace(links, "m/1.4", Direction.DOWN))) == {"m", "y", "z"}


def test_cycles_end() -> None:
    links = [link("a", "b"), link("b", "a"), link("b", "b")]
    assert depths(trace(links, "a")) == {"a": 0, "b": 1}
    assert trace(links, "a", depth=1).cut == 0


def test_influences_are_followed_only_on_request() -> None:
    links = Claims((link("a", "m", "influence"), link("a", "b")), {})
    assert set(depths(Tracer.of(links, NOBODY).trace(iri("a")))) == {"a", "b"}
    assert set(depths(Tracer.of(links, NOBODY, influences=True).trace(iri("a")))) == {"a", "b", "m"}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12), st.integers(1, 4))
def test_depth_cuts_and_counts_as_breadth_first_search_says(pairs: list[tuple[str, str]], depth: int) -> None:
    links = [link(*pair) for pair in dict.fromkeys(pairs)]
    whole, cut = trace(links, "a"), trace(links, "a", depth=depth)
    assert depths(cut) == {name: far for name, far in depths(whole).items() if far <= depth}
    assert cut.cut == len(whole.nodes) - len(cut.nodes)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_up_and_down_agree(pairs: list[tuple[str, str]]) -> None:
    links = [link(*pair) for pair in pairs]
    above = {name for name in "abcdef" if "a" in depths(trace(links, name))}
    assert above == set(depths(trace(links, "a", Direction.DOWN)))


@pytest.mark.parametrize(
    ("whole", "expected"),
    [("https://e.org/dataset/a/1/x", (iri("a"), "1/x")), ("https://other.org/a", ("https://other.org/a", ""))],
)
def test_folding_keeps_what_it_folds(whole: str, expected: tuple[str, str]) -> None:
    assert fold(whole, BASE) == expected


def test_radqa_s_chain_leads_to_mimic_iii_and_its_hospital(whole_engine: EmbeddedEngine) -> None:
    directory = read_directory(whole_engine)
    found = Tracer.of(read_claims(whole_engine), directory).trace(directory.resolve("radqa").iri)
    assert [node.label for node in found.nodes][:2] == ["RadQA", "MIMIC-III"]
    assert "bidmc-records" in depths(found)
    assert all(edge.link.evidence for edge in found.edges)
