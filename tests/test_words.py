import json

from kinset.lineage.overlap.words import as_json, paragraph
from tests.overlap_turtle import BASE, derived, judge

HELD = "<> kin:drawnBy kin:Note ; kin:carriedBy kin:Note .\n"
CONTRACT = {
    "train", "test", "verdict", "unit", "reasons", "flags", "forces", "proof", "contested", "weakest", "wouldDecide",
    "commonSources", "byUnit", "bySplit", "complete",
}  # fmt: skip


def test_the_paragraph_says_what_the_proof_says() -> None:
    found = judge({"a": HELD, "b": HELD + derived("SubsetOf", "a"), "c": HELD})
    text = paragraph(found.answer([BASE + "b"], BASE + "a"), found.statements.label)
    assert text.startswith("b and a share notes and patients: b: subset of a, by note.")
    text = paragraph(found.answer([BASE + "c"], BASE + "a"), found.statements.label)
    assert "is not known: no link between them is recorded, which proves nothing." in text


def test_the_json_keeps_its_contract() -> None:
    found = judge({"a": HELD, "b": HELD + derived("SubsetOf", "a")})
    told = json.loads(json.dumps(as_json(found.answer([BASE + "b"], BASE + "a"))))
    assert set(told) == CONTRACT
    assert (told["train"], told["test"], told["verdict"], told["unit"]) == (BASE + "b", BASE + "a", "SHARES", "Note")
    assert set(told["byUnit"]) == {"Note", "Patient"}
    assert told["proof"][0]["claim"] == BASE + "b#from"
    assert told["complete"] is True
    several = as_json(found.answer([BASE + "b", BASE + "a"], BASE + "a"))
    assert several["train"] == [BASE + "b", BASE + "a"]
