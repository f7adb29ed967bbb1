import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kinset.graphs import Graphs
from kinset.iri import EntityBase
from kinset.records import Describer, Record, Text, describe
from kinset.triples import Triples
from kinset.vocab import DCTERMS, KIN, PROV, RDF, SCHEMA

BASE = "https://w3id.org/kinset/dataset/"


def record(graphs: Graphs, slug: str) -> Record:
    return describe(BASE + slug, graphs.sources.everything, graphs.project.base)


def test_a_record_holds_what_is_said_of_the_dataset_and_its_current_version(small_graphs: Graphs) -> None:
    found = record(small_graphs, "ward-notes")
    assert (found.name, found.version, found.issued) == ("Ward Notes", "2.0", "2024-05-06")
    assert [(item.scheme, item.notation, item.url) for item in found.identifiers] == [
        ("DOI", "10.1234/ward-notes", "https://doi.org/10.1234/ward-notes")
    ]
    assert found.access is not None
    assert found.access[0] == "credentialed"


def test_what_is_not_known_is_empty_and_not_filled_in(small_graphs: Graphs) -> None:
    found = record(small_graphs, "notes-qa")
    assert (found.version, found.issued, found.publisher, found.period, found.custodian) == (None,) * 5
    assert (found.creators, found.by_line, found.terms, found.languages, found.publications) == ((),) * 5


def test_extents_and_sources_are_told(small_graphs: Graphs) -> None:
    found = record(small_graphs, "notes-qa")
    assert [(extent.unit, extent.count, extent.stands_on) for extent in found.extents] == [("question", 12, "")]
    assert found.sources == (f"{BASE}ward-notes/2.0",)


def test_the_date_of_change_is_the_newest_check(small_graphs: Graphs) -> None:
    assert record(small_graphs, "notes-qa").modified == "2026-01-02"


def test_people_terms_and_works_are_followed(whole_graphs: Graphs) -> None:
    found = record(whole_graphs, "radqa")
    assert {agent.name for agent in found.creators} == {"Sarvesh Soni", "Kirk Roberts"}
    assert all(agent.is_person for agent in found.creators)
    assert {terms.scope for terms in found.terms} == {"Data"}
    assert [work.by_line[0] for work in found.publications] == ["Sarvesh Soni"]
    assert found.languages == ("en",)


def test_every_dataset_of_this_catalogue_has_a_record(whole_graphs: Graphs) -> None:
    datasets = whole_graphs.sources.asserted.subjects(RDF.type, KIN.Dataset)
    assert len(datasets) > 16
    for node in datasets:
        assert isinstance(node, NamedNode)
        found = describe(node.value, whole_graphs.sources.everything, whole_graphs.project.base)
        assert found.name
        assert found.modified


def test_what_is_to_be_believed_first_is_told_first() -> None:
    """Source role, then method, then newer source date, then IRI: the model's section 2."""
    rows = {
        "a": (KIN.Registry, KIN.Computed, "2024-01-01"),
        "b": (KIN.Maker, KIN.Read, "2020-01-01"),
        "c": (KIN.Maker, KIN.Read, "2021-01-01"),
        "d": (KIN.Maker, KIN.Computed, "2019-01-01"),
    }
    orders = {KIN.Maker: 10, KIN.Registry: 30, KIN.Computed: 10, KIN.Read: 20}
    node = NamedNode(BASE + "x")
    triples = [Triple(term, KIN.order, Literal(place)) for term, place in orders.items()]
    for count, (name, (role, method, day)) in enumerate(rows.items()):
        claim, note = NamedNode(f"{node.value}#{name}"), NamedNode(f"{node.value}#e-{name}")
        triples += [
            Triple(node, KIN.extent, claim),
            Triple(claim, KIN.unit, KIN.Note),
            Triple(claim, KIN.count, Literal(count)),
            Triple(claim, KIN.evidence, note),
            Triple(note, KIN.sourceRole, role),
            Triple(note, KIN.method, method),
            Triple(note, KIN.sourceDate, Literal(day)),
        ]
    found = describe(node.value, Triples(triples), EntityBase("https://w3id.org/kinset/"))
    assert [extent.count for extent in found.extents] == [3, 2, 1, 0]


def test_the_sources_of_a_part_are_sources_and_the_thing_itself_is_none() -> None:
    node, part = NamedNode(BASE + "x"), NamedNode(BASE + "x/1/en")
    claims = {f"{node.value}#from-y": BASE + "y/2", f"{node.value}#from-x": BASE + "x/1/es"}
    triples = [Triple(part, DCTERMS.isPartOf, node), Triple(node, DCTERMS.isPartOf, part)]
    for claim, source in claims.items():
        triples += [
            Triple(part, PROV.qualifiedDerivation, NamedNode(claim)),
            Triple(NamedNode(claim), PROV.entity, NamedNode(source)),
        ]
    found = describe(node.value, Triples(triples), EntityBase("https://w3id.org/kinset/"))
    assert found.sources == (BASE + "y/2",)


def test_affiliations_in_a_circle_end() -> None:
    node, one, other = (NamedNode(BASE + name) for name in ("x", "one", "other"))
    ties = ((node, DCTERMS.publisher, one), (one, SCHEMA.affiliation, other), (other, SCHEMA.affiliation, one))
    found = describe(node.value, Triples(Triple(*tie) for tie in ties), EntityBase("https://w3id.org/kinset/"))
    assert found.publisher is not None
    assert [place.affiliations for place in found.publisher.affiliations] == [()]


@pytest.mark.parametrize("slug", ["mimic-iv", "mimic-iii", "mimic-ii", "coral", "emrqa"])
def test_counts_are_numbers_of_something(whole_graphs: Graphs, slug: str) -> None:
    for extent in record(whole_graphs, slug).extents:
        assert extent.unit
        assert any(number is not None for number in (extent.count, extent.minimum, extent.maximum))


def test_versions_stand_in_order_with_the_one_before(small_graphs: Graphs) -> None:
    found = record(small_graphs, "ward-notes")
    assert [(version.number, version.previous) for version in found.versions] == [
        ("1.0", None),
        ("2.0", BASE + "ward-notes/1.0"),
    ]
    assert found.current_version == BASE + "ward-notes/2.0"


def test_derivations_tell_claim_kind_unit_and_amount(small_graphs: Graphs) -> None:
    (made,) = record(small_graphs, "notes-qa").derivations
    assert (made.claim, made.stands_on) == (BASE + "notes-qa#from-ward-notes", BASE + "notes-qa")
    assert (made.source, made.source_name) == (BASE + "ward-notes/2.0", Text("Ward Notes 2.0", "en"))
    assert made.source_entity == BASE + "ward-notes"
    assert [item.notation for item in made.source_identifiers] == ["10.1234/ward-notes"]
    assert made.kind is not None
    assert made.unit is not None
    assert made.coverage is not None
    assert made.amount is not None
    assert (made.kind.label, made.unit.label, made.coverage.label) == ("annotation of", "note", "partial")
    assert (made.amount.count, made.amount.unit_iri) == (12, KIN.Question.value)


def test_access_is_told_with_the_european_right_and_whether_it_is_free(small_graphs: Graphs) -> None:
    for slug, right, free in (("notes-qa", "PUBLIC", True), ("ward-notes", "RESTRICTED", None)):
        level = record(small_graphs, slug).access_level
        assert level is not None
        assert level.authority == f"http://publications.europa.eu/resource/authority/access-right/{right}"
        assert level.free is free


def test_rules_bear_the_codes_of_the_data_use_ontology_unless_constrained(whole_graphs: Graphs) -> None:
    rules = {rule.iri: rule for terms in record(whole_graphs, "mimic-iv").terms for rule in terms.rules}
    codes = {rule.actions[0]: [code.notation for code in rule.duo] for rule in rules.values()}
    assert codes[KIN.useForResearch.value] == ["GRU"]
    assert codes[KIN.reidentify.value] == [], "it has no term against re-identification"
    clicr = {rule.iri: rule for terms in record(whole_graphs, "bmj-case-reports").terms for rule in terms.rules}
    assert any(rule.constrained and not rule.duo for rule in clicr.values())


def test_parts_and_splits_are_told_at_any_depth(whole_graphs: Graphs) -> None:
    found = record(whole_graphs, "radqa")
    roles = {part.role.label: (part.sort, part.whole) for part in found.parts if part.role}
    assert roles == dict.fromkeys(("development", "test", "train"), ("Split", BASE + "radqa/1.0.0"))


def test_a_record_of_its_own_that_is_a_part_gives_no_sources() -> None:
    node, module = NamedNode(BASE + "x"), NamedNode(BASE + "y")
    claim = NamedNode(BASE + "y#from-z")
    triples = [
        Triple(module, RDF.type, KIN.Dataset),
        Triple(module, DCTERMS.isPartOf, node),
        Triple(module, PROV.qualifiedDerivation, claim),
        Triple(claim, PROV.entity, NamedNode(BASE + "z")),
    ]
    found = describe(node.value, Triples(triples), EntityBase("https://w3id.org/kinset/"))
    assert (found.sources, [part.sort for part in found.parts]) == ((), ["Dataset"])


def test_one_describer_gives_what_describe_gives(whole_graphs: Graphs) -> None:
    describer = Describer(whole_graphs.sources.everything, whole_graphs.project.base)
    for slug in ("radqa", "mimic-iv", "radqa"):
        assert describer.describe(BASE + slug) == record(whole_graphs, slug)
