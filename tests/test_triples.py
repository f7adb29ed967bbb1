from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kinset.triples import Triples, several, term_key

S, P, Q = NamedNode("https://e.org/s"), NamedNode("https://e.org/p"), NamedNode("https://e.org/q")
ENGLISH, GERMAN, PLAIN = Literal("note", language="en"), Literal("Notiz", language="de"), Literal("n")
INDEX = Triples([Triple(S, P, GERMAN), Triple(S, P, ENGLISH), Triple(S, Q, P), Triple(S, Q, S), Triple(S, Q, P)])


def test_objects_are_sorted_and_doubles_dropped() -> None:
    assert INDEX.objects(S, Q) == (P, S)
    assert len(INDEX) == 4


def test_text_prefers_the_language_then_none_then_any() -> None:
    assert INDEX.text(S, P) == "note"
    assert INDEX.text(S, P, "de") == "Notiz"
    assert Triples([Triple(S, P, PLAIN), Triple(S, P, GERMAN)]).text(S, P) == "n"
    assert Triples([Triple(S, P, GERMAN)]).text(S, P) == "Notiz"
    assert INDEX.text(S, Q) is None


def test_all_that_is_said_of_a_subject_in_the_order_in_which_it_came() -> None:
    assert INDEX.about(S) == {P: [GERMAN, ENGLISH], Q: [P, S]}
    assert INDEX.about(P) == {}
    assert Triples([Triple(S, P, PLAIN)]).about(S) == {P: PLAIN}
    assert (list(several(None)), list(several(PLAIN)), list(several([P, S]))) == ([], [PLAIN], [P, S])


def test_look_ups_both_ways() -> None:
    assert INDEX.each_subject() == (S,)
    assert INDEX.subjects(Q, P) == (S,)
    assert INDEX.node(S, Q) == P
    assert INDEX.node(P, Q) is None
    assert INDEX.predicates(S) == (P, Q)
    assert S in INDEX
    assert P not in INDEX


def test_iris_sort_before_blank_nodes_before_literals() -> None:
    assert sorted([PLAIN, BlankNode("b"), S], key=term_key) == [S, BlankNode("b"), PLAIN]


def test_literals_keep_their_spelling() -> None:
    odd = Literal("01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert Triples([Triple(S, P, odd)]).objects(S, P) == (odd,)
