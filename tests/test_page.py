import pytest

from kinset.cli.page import Page, _extent, wholes
from kinset.dossier import Dossier, Fact, Value
from kinset.iri import EntityBase
from kinset.names import Directory


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"unit": "note", "count": "1"}, "1 note"),
        ({"unit": "note", "count": "3000", "approximate": "true"}, "about 3,000 notes"),
        ({"unit": "note", "count min": "1000", "count max": "2000"}, "1,000 to 2,000 notes"),
        ({"unit": "note", "count min": "1000"}, "at least 1,000 notes"),
        ({"unit": "note", "count max": "0", "population": "adults"}, "at most 0 notes (adults)"),
        ({"unit": "note", "count": "²"}, "² notes"),
        ({"unit": "note", "count": "7", "approximate": "1"}, "about 7 notes"),
        ({"unit": "note"}, "an unknown number of notes"),
        ({"unit": "note", "count": "5; 6"}, "5; 6 notes"),
    ],
)
def test_a_size_is_told_as_it_was_claimed(parts: dict[str, str], words: str) -> None:
    assert _extent(parts) == words


def thing(name: str, *parts: Dossier, facts: tuple[Fact, ...] = ()) -> Dossier:
    return Dossier(f"https://w3id.org/kinset/dataset/x/{name}", name, ("Part",), (), facts, (), parts, ())


def test_a_part_of_several_wholes_is_printed_once_below_the_innermost(capsys: pytest.CaptureFixture[str]) -> None:
    innermost = thing("innermost")
    inner = thing("inner", innermost)
    whole = thing("whole", innermost, thing("outer", inner), inner)
    assert wholes(whole)[innermost.iri] == inner.iri
    Page(Directory(EntityBase("https://w3id.org/kinset/"), ())).print(whole, "dataset")
    lines = [line for line in capsys.readouterr().out.splitlines() if line.endswith("   part")]
    assert lines == ["  outer   part", "    inner   part", "      innermost   part"]


def test_what_was_looked_for_in_vain_is_told_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    issued = Value("issued", "http://purl.org/dc/terms/issued", "")
    page = Value("landingPage", "http://www.w3.org/ns/dcat#landingPage", "")
    ontology = "https://w3id.org/kinset/ontology#"
    facts = (Fact(f"{ontology}unknown", "unknown", (issued, page), ()), Fact(f"{ontology}none", "none", (issued,), ()))
    Page(Directory(EntityBase("https://w3id.org/kinset/"), ())).print(thing("whole", facts=facts), "dataset")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "looked for, not found   issued; landing page",
        "there is none of        issued",
    ]
