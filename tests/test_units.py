from kinset.lineage.overlap.units import Holdings
from tests.overlap_turtle import BASE, judge

SPLITS = """<> kin:drawnBy kin:Note .
<1> a kin:Version ; dcat:isVersionOf <> .
<1/train> a kin:Split ; dcterms:isPartOf <1> .
<1/test> a kin:Split ; dcterms:isPartOf <1> ; kin:extent <#none> .
<1/table> a kin:Part ; dcterms:isPartOf <1> .
<#none> a kin:Extent ; kin:unit kin:Note ; kin:count 0 .
""".replace("<1", "<a/1")


def names(holdings: Holdings, iri: str) -> set[str]:
    return {holdings.order.names[unit] for unit in holdings.own(BASE + iri)}


def test_units_are_ordered_and_only_always_edges_count() -> None:
    order = judge({}).catalogue.order
    above = {name: {order.names[high] for high in order.above[order.number[name]]} for name in order.names}
    assert above["Mention"] == {"Note", "Patient"}
    assert above["Note"] == {"Patient"}
    assert above["Stay"] == {"Encounter", "Patient"}
    assert above["CaseReport"] == {"Article"}
    assert order.number["Mention"] < order.number["Note"] < order.number["Patient"]
    assert order.number["Question"] in order.stand_alone


def test_splits_and_versions_hold_what_their_whole_was_drawn_by() -> None:
    found = judge({"a": SPLITS})
    holdings = Holdings(found.statements, found.catalogue.order)
    assert names(holdings, "a/1") == names(holdings, "a/1/train") == {"Note", "Patient"}
    assert names(holdings, "a/1/test") == set()  # it is said to be empty
    assert names(holdings, "a/1/table") == set()  # parts are not told to hold what the whole does


def test_what_carries_the_whole_need_not_carry_a_version() -> None:
    found = judge({"a": "<> kin:carriedBy kin:Mention . <a/1> a kin:Version ; dcat:isVersionOf <> ."})
    holdings = Holdings(found.statements, found.catalogue.order)
    assert {found.catalogue.order.names[unit] for unit in holdings.carried(BASE + "a")} == {
        "Mention",
        "Note",
        "Patient",
    }
    assert holdings.carried(BASE + "a/1") == {}
