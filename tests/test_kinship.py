"""kin:descendsFrom is what its definition says."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kinset.reasoning.kinship import descent
from kinset.vocab import DCAT, DCTERMS, KIN, PROV, RDF, Namespace

EX = Namespace("https://example.org/")
PREFIXES = """
PREFIX : <https://example.org/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""


def lineage(text: str) -> set[tuple[str, str]]:
    triples = [quad.triple for quad in parse((PREFIXES + text).encode(), format=RdfFormat.TURTLE)]
    found = descent(triples)
    assert all(triple.predicate == KIN.descendsFrom for triple in found)
    return {(name(triple.subject), name(triple.object)) for triple in found}


def name(term: object) -> str:
    assert isinstance(term, NamedNode)
    return term.value.removeprefix(EX.iri)


def test_a_derivation_is_a_step_and_steps_add_up() -> None:
    text = """
    :a a kin:Dataset ; prov:qualifiedDerivation [ a kin:Derivation ; prov:entity :b ] .
    :b a kin:Dataset ; prov:qualifiedDerivation [ a kin:Derivation ; prov:entity :c ] .
    """
    assert lineage(text) == {("a", "b"), ("a", "c"), ("b", "c")}


def test_versions_parts_and_splits_fold_into_their_dataset() -> None:
    text = """
    :a a kin:Dataset . :a1 a kin:Version ; dcat:isVersionOf :a . :train a kin:Split ; dcterms:isPartOf :a1 ;
        prov:qualifiedDerivation [ prov:entity :notes ] .
    :notes a kin:Part ; dcterms:isPartOf :b2 . :b2 a kin:Version ; dcat:isVersionOf :b . :b a kin:Dataset .
    """
    assert lineage(text) == {("a", "b")}


def test_a_dataset_that_is_part_of_another_keeps_its_own_lineage() -> None:
    text = """
    :module a kin:Dataset ; dcterms:isPartOf :whole ; prov:qualifiedDerivation [ prov:entity :b ] .
    :whole a kin:Dataset . :c a kin:Dataset ; prov:qualifiedDerivation [ prov:entity :module ] .
    """
    assert lineage(text) == {("module", "b"), ("c", "module"), ("c", "b")}


def test_a_new_version_of_the_same_dataset_does_not_descend_from_it() -> None:
    text = """
    :a2 dcat:isVersionOf :a ; prov:qualifiedDerivation [ prov:entity :a1 ] . :a1 dcat:isVersionOf :a .
    """
    assert lineage(text) == set()


def test_an_influence_is_no_descent() -> None:
    assert lineage(":m a kin:Model ; prov:qualifiedInfluence [ a kin:Influence ; prov:entity :b ] .") == set()


def test_in_a_cycle_each_descends_from_the_others() -> None:
    text = """
    :a prov:qualifiedDerivation [ prov:entity :b ] . :b prov:qualifiedDerivation [ prov:entity :c ] .
    :c prov:qualifiedDerivation [ prov:entity :a ] .
    """
    assert lineage(text) == {pair for pair in product("abc", repeat=2) if pair[0] != pair[1]}


def test_a_cycle_of_parts_ends_and_its_members_stand_for_themselves() -> None:
    text = """
    :a dcterms:isPartOf :b ; prov:qualifiedDerivation [ prov:entity :c ] . :b dcterms:isPartOf :a .
    """
    assert lineage(text) == {("a", "c")}


def test_a_challenge_has_the_lineage_of_what_it_uses() -> None:
    text = """
    :ch a kin:Challenge . :track a kin:Track ; dcterms:isPartOf :ch ; kin:uses [ a kin:Use ; prov:entity :a-train ] .
    :a-train dcterms:isPartOf :a . :a a kin:Dataset ; prov:qualifiedDerivation [ prov:entity :b ] .
    :b a kin:Dataset ; prov:qualifiedDerivation [ prov:entity :c ] .
    """
    assert lineage(text) == {("ch", "b"), ("ch", "c"), ("a", "b"), ("a", "c"), ("b", "c")}


def test_a_model_has_no_lineage_by_use() -> None:
    text = ":m a kin:Model ; kin:uses [ prov:entity :a ] . :a prov:qualifiedDerivation [ prov:entity :b ] ."

    assert lineage(text) == {("a", "b")}


def test_stated_descent_and_literals_are_not_looked_at() -> None:
    assert lineage(":a kin:descendsFrom :b ; prov:qualifiedDerivation [ prov:entity 'b' ] .") == set()


def test_a_long_line_needs_no_recursion() -> None:
    length = 3000
    triples = [Triple(EX[f"v{place}"], DCTERMS.isPartOf, EX[f"v{place + 1}"]) for place in range(length)]
    triples += [Triple(EX.v0, PROV.qualifiedDerivation, EX.claim), Triple(EX.claim, PROV.entity, EX.source)]

    assert descent(triples) == (Triple(EX[f"v{length}"], KIN.descendsFrom, EX.source),)


# --- the definition, read aloud ------------------------------------------------------------------------------------

NODES = [EX[letter] for letter in "abcdef"]
node = st.sampled_from(NODES)
pairs = st.tuples(node, node)
worlds = st.fixed_dictionaries(
    {
        "version": st.lists(pairs, max_size=4),
        "part": st.lists(pairs, max_size=4),
        "derivation": st.lists(pairs, max_size=6),
        "use": st.lists(pairs, max_size=3),
        "dataset": st.lists(node, max_size=3),
        "challenge": st.lists(node, max_size=2),
        "track": st.lists(node, max_size=2),
        "model": st.lists(node, max_size=1),
    }
)
World = dict[str, list[tuple[NamedNode, NamedNode]]]
CLASSES = {"dataset": KIN.Dataset, "challenge": KIN.Challenge, "track": KIN.Track, "model": KIN.Model}


def closed(relation: set[tuple[NamedNode, NamedNode]]) -> set[tuple[NamedNode, NamedNode]]:
    """Return the transitive closure, by Warshall."""
    found = set(relation)
    for via, one, other in product(NODES, repeat=3):
        if (one, via) in found and (via, other) in found:
            found.add((one, other))
    return found


def defined(world: World) -> set[tuple[NamedNode, NamedNode]]:
    own = {*world["dataset"], *world["challenge"], *world["model"]}
    parent = {(x, y) for x, y in (*world["version"], *world["part"]) if x not in own}
    within = closed(parent) | {(x, x) for x in NODES}
    ends = {(x, e) for x, e in within if all(x2 != e for x2, _ in parent)}
    folds = ends | {(x, x) for x in NODES if all(x2 != x for x2, _ in ends)}

    def between(relation: list[tuple[NamedNode, NamedNode]]) -> set[tuple[NamedNode, NamedNode]]:
        return {(e, f) for (x, e), (y, f) in product(folds, folds) if (x, y) in relation and e != f}

    steps = between(world["derivation"])
    users = {*world["challenge"], *world["track"]}
    uses = closed({(e, f) for e, f in between(world["use"]) if e in users})
    borrowed = {(e, f) for (e, used), (of, f) in product(uses, steps) if used == of}
    return {(e, f) for e, f in closed(steps | borrowed) if e != f}


def as_triples(world: World) -> list[Triple]:
    triples = [Triple(x, DCAT.isVersionOf, y) for x, y in world["version"]]
    triples += [Triple(x, DCTERMS.isPartOf, y) for x, y in world["part"]]
    triples += [Triple(x, RDF.type, cls) for kind, cls in CLASSES.items() for x in world[kind]]  # type: ignore[arg-type]
    for kind, predicate in (("derivation", PROV.qualifiedDerivation), ("use", KIN.uses)):
        for number, (x, y) in enumerate(world[kind]):
            claim = BlankNode(f"{kind}{number}")
            triples += [
                Triple(x, predicate, claim),
                Triple(claim, PROV.entity, y),
                Triple(claim, EX.note, Literal("-")),
            ]
    return triples


@settings(max_examples=400, deadline=None)
@given(worlds)
def test_it_is_the_definition(world: World) -> None:
    found = descent(as_triples(world))

    assert {(triple.subject, triple.object) for triple in found} == defined(world)
    assert list(found) == sorted(set(found), key=str)
