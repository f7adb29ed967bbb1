import json

from kinset.lineage.terms.terms_text import NOTICE, Teller
from tests.terms_world import CLOSED, DAY, OPEN, ask, dataset, derived, iri, world

KEYS = {"dataset", "uses", "conditions", "conflicts", "route"}
TEXTS = (OPEN, CLOSED, dataset("d", "open", access="Open"), dataset("s", "closed"), derived("d", "AnnotationOf", "s"))


def test_the_json_keeps_its_contract() -> None:
    made = world(*TEXTS)
    value = Teller(made.register).as_json(ask(made, "d"))
    json.dumps(value)
    assert value.keys() >= KEYS
    assert (value["dataset"], value["date"], value["notice"]) == (iri("d"), DAY, NOTICE)
    use = value["uses"]["redistribute"]
    assert use["outcome"] == "PROHIBITED"
    assert [piece["claim"] for piece in use["because"][0]["via"]] == [
        f"{iri('d')}#AnnotationOf-s",
        f"{iri('s')}#closed-Data",
    ]
    assert {"policy", "class", "scope", "via"} <= value["conditions"][0].keys()
    assert {"kind", "path", "says"} <= value["conflicts"][0].keys()
    assert value["conflicts"][0]["kind"] == "C1"
    assert [step["step"] for step in value["route"]] == [1]


def test_a_merge_names_its_parts() -> None:
    made = world(OPEN, CLOSED, dataset("a", "open"), dataset("b", "closed"))
    value = Teller(made.register).as_json(ask(made, "a", "b"))
    assert (value["dataset"], value["merged"], value["host"]["answer"]) == (None, [iri("a"), iri("b")], "REVIEW")


def test_rulings_of_the_same_words_are_one_line() -> None:
    made = world(CLOSED, dataset("d", "closed"), dataset("s", "closed"), derived("d", "SubsetOf", "s"))
    verdict = ask(made, "d").verdicts["redistribute"]
    assert list(Teller(made.register).lines(verdict.because)) == ["prohibition to distribute (closed, also of s)"]


def test_the_reading_is_one_paragraph_and_no_legal_advice() -> None:
    made = world(*TEXTS)
    reading = Teller(made.register).reading(ask(made, "d"))
    assert "\n" not in reading
    assert reading.endswith(NOTICE)
    for words in ("prohibited: redistribute and third party api (closed)", "It inherits terms from s.", "not checked"):
        assert words in reading


def test_the_reading_of_what_is_unknown_says_so() -> None:
    made = world(dataset("d"))
    reading = Teller(made.register).reading(ask(made, "d"))
    assert "No terms are recorded for d" in reading
    assert "permitted:" not in reading
