import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kinset import changes
from kinset.changes import Change, EntityChanges, Sort, State, compare
from kinset.graphs import Graphs
from kinset.triples import Triples
from kinset.vocab import DCTERMS, KIN, RDF, RDFS

QA = "https://w3id.org/kinset/dataset/notes-qa"
WARD = "https://w3id.org/kinset/dataset/ward-notes"


@pytest.fixture(scope="module")
def state(small_graphs: Graphs) -> State:
    read = small_graphs.sources
    return State("a", "a folder", small_graphs.project.base, read.asserted, read.vocabulary)


def node(name: str) -> NamedNode:
    return NamedNode(name if name.startswith("https") else QA + name)


def edited(state: State, *, without: tuple[Triple, ...] = (), having: tuple[Triple, ...] = ()) -> State:
    kept = [triple for triple in state.data if triple not in without]
    assert len(kept) == len(state.data) - len(without)
    return State("b", "a folder", state.base, Triples([*kept, *having]), state.vocabulary)


def number(text: str) -> Literal:
    return Literal(text, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))


def only(old: State, new: State) -> tuple[EntityChanges, Change]:
    (entity,) = compare(old, new).entities
    (change,) = entity.changes
    return entity, change


QUESTIONS = Triple(node("#questions"), KIN.count, number("12"))
OPEN = Triple(node(""), DCTERMS.accessRights, KIN.Open)


def test_a_state_is_the_same_as_itself(state: State) -> None:
    assert compare(state, edited(state)).entities == ()


def test_one_value_for_another_is_a_change_told_with_labels(state: State) -> None:
    new = edited(state, without=(OPEN,), having=(Triple(node(""), DCTERMS.accessRights, KIN.Registered),))
    entity, change = only(state, new)
    assert (entity.iri, entity.label, entity.kind, entity.sort) == (QA, "Notes QA", "dataset", Sort.CHANGED)
    assert change.sort is Sort.CHANGED
    assert change.was.startswith("Notes QA: ")
    (fact,) = change.facts
    assert (fact.old, fact.new) == (str(KIN.Open), str(KIN.Registered))


def test_two_values_for_one_are_no_change_of_it(state: State) -> None:
    rights = (KIN.Registered, KIN.Agreement)
    new = edited(state, without=(OPEN,), having=tuple(Triple(node(""), DCTERMS.accessRights, one) for one in rights))
    found = compare(state, new)
    assert [found.count(sort) for sort in Sort] == [2, 1, 0]


def test_a_claim_is_one_change_in_words(state: State) -> None:
    _entity, change = only(
        state, edited(state, without=(QUESTIONS,), having=(Triple(node("#questions"), KIN.count, number("13")),))
    )
    assert (change.was, change.now) == ("Notes QA has 12 questions", "Notes QA has 13 questions")
    assert change.holder == QA


def test_a_claim_that_comes_is_told_once_with_its_tie_folded_in(state: State) -> None:
    claim = node("#beds")
    having = (
        Triple(node(""), KIN.extent, claim),
        Triple(claim, RDF.type, KIN.Extent),
        Triple(claim, KIN.count, number("7")),
        Triple(claim, KIN.unit, KIN.Patient),
    )
    entity, change = only(state, edited(state, having=having))
    assert entity.sort is Sort.CHANGED
    assert (change.sort, change.was, change.now) == (Sort.ADDED, "", "Notes QA has 7 patients")
    back = only(edited(state, having=having), state)[1]
    assert (back.sort, back.was, back.now) == (Sort.REMOVED, "Notes QA has 7 patients", "")


def test_a_claim_that_no_verdict_knows_is_told_by_its_properties(state: State) -> None:
    claim = node("#terms")
    having = (
        Triple(node(""), KIN.terms, claim),
        Triple(claim, RDF.type, KIN.TermsAssignment),
        Triple(claim, KIN.scope, KIN.Data),
    )
    change = only(state, edited(state, having=having))[1]
    assert change.now.startswith("Notes QA: terms: scope ")


def test_a_change_of_evidence_is_told_apart(state: State) -> None:
    locator = Triple(node("#e-page"), KIN.locator, Literal("Table 1"))
    new = edited(state, without=(locator,), having=(Triple(node("#e-page"), KIN.locator, Literal("Table 2")),))
    change = only(state, new)[1]
    assert change.evidence_only
    assert change.now.endswith("Table 2")
    found = compare(state, new)
    assert found.count(Sort.CHANGED) == 0
    assert found.count(Sort.CHANGED, evidence=True) == 1


def test_a_claim_that_also_says_something_else_is_no_change_of_evidence_only(state: State) -> None:
    evidence = Triple(node("#questions"), KIN.evidence, node("#e-page"))
    new = edited(state, without=(QUESTIONS, evidence), having=(Triple(QUESTIONS.subject, KIN.count, number("9")),))
    change = only(state, new)[1]
    assert not change.evidence_only
    assert [fact.evidence for fact in change.facts] == [False, True]


def test_an_entity_that_goes_is_told_as_gone(state: State) -> None:
    gone = tuple(triple for triple in state.data if str(triple.subject).startswith(f"<{QA}"))
    (entity,) = compare(state, edited(state, without=gone)).entities
    assert (entity.iri, entity.label, entity.sort) == (QA, "Notes QA", Sort.REMOVED)
    assert all(change.sort is Sort.REMOVED for change in entity.changes)


def test_terms_of_the_ontology_are_compared_too(state: State) -> None:
    kept = [triple for triple in state.vocabulary if triple != Triple(KIN.Note, RDF.type, KIN.Unit)]
    new = dataclasses.replace(state, vocabulary=Triples(kept))
    entity, _change = only(state, new)
    assert (entity.iri, entity.kind) == (KIN.Note.value, "ontology")


def test_blank_nodes_are_compared_by_what_they_say() -> None:
    def axiom(name: str, *members: NamedNode) -> Triples:
        cells = [BlankNode(f"{name}{place}") for place in range(len(members))]
        triples = [Triple(KIN.chain, RDFS.seeAlso, cells[0])]
        for place, member in enumerate(members):
            rest = cells[place + 1] if place + 1 < len(cells) else RDF.nil
            triples += [Triple(cells[place], RDF.first, member), Triple(cells[place], RDF.rest, rest)]
        return Triples(triples)

    one, same, other = axiom("x", KIN.a, KIN.b), axiom("y", KIN.a, KIN.b), axiom("x", KIN.b, KIN.a)
    assert set(changes.without_blanks(one)) == set(changes.without_blanks(same))
    assert set(changes.without_blanks(one)) != set(changes.without_blanks(other))


def test_a_circle_of_blank_nodes_ends() -> None:
    one, other = BlankNode("a"), BlankNode("b")
    circle = Triples([Triple(one, RDF.first, other), Triple(one, RDF.rest, one), Triple(other, RDFS.seeAlso, one)])
    assert list(changes.without_blanks(circle)) == []


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_what_is_added_one_way_is_removed_the_other_way(state: State, data: st.DataObject) -> None:
    triples = list(state.data)
    gone = data.draw(st.sets(st.sampled_from(triples), max_size=5))
    new = edited(state, without=tuple(gone))
    there, back = compare(state, new), compare(new, state)
    for evidence in (False, True):
        assert there.count(Sort.REMOVED, evidence=evidence) == back.count(Sort.ADDED, evidence=evidence)
    total = sum(there.count(sort, evidence=evidence) for sort in Sort for evidence in (False, True))
    tied = sum(triple.object in {other.subject for other in gone} for triple in gone)
    assert len(gone) - tied <= total <= len(gone)
