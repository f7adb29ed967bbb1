"""Every format, fed with what breaks formats: quotes, line breaks, markup, scripts, odd links, long and no text."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kinset.exports import WRITERS, Export, Material
from kinset.exports.documents import json_text
from kinset.exports.terse import address, said, string
from kinset.graphs import Graphs
from kinset.records import Agent, Identifier, Record, Terms, Text, describe
from kinset.triples import Triples
from kinset.vocab import KIN

QA = "https://w3id.org/kinset/dataset/notes-qa"
TITLES = {
    "quotes": "A \"quoted\" 'title' \\ with \\n backslashes\\",
    "lines": "first\nsecond\r\nthird\ttabbed\x0bvertical",
    "markup": "</script><b onload=alert(1)>&amp; <!-- --> ]]>",
    "right-to-left": "مجموعة بيانات \u202eمقلوب\u202c עברית",
    "chinese": "中文医疗信息处理评测基准第二版",
    "latex": r"100% of $x_1$ & #2 ~ {open ^ \alpha } } {",
    "symbols": "🧬 e\u0301 \u2028 \ufeff \u0085",
    "long": "many words " * 2000,
}
ODD_LINK = 'https://example.org/a b<c>"d{e}|f\\g^h`i?q=1&r=ü#x'


@pytest.fixture(scope="module")
def material(small_graphs: Graphs) -> Material:
    return Material(small_graphs.project, small_graphs.sources)


@pytest.fixture(scope="module")
def plain(material: Material) -> Record:
    return material.describe(QA)


def titled(record: Record, title: str) -> Record:
    """The record with a text at every place where one can stand."""
    text = (Text(title, "en"), Text(title, ""))
    who = Agent("https://w3id.org/kinset/person/x", title, True, (), None, (), (title,))
    terms = Terms("https://w3id.org/kinset/terms/x", title, "Data", None)
    return replace(
        record,
        name=title,
        alternate_names=(title,),
        description=title,
        labels=text,
        other_names=text,
        descriptions=text,
        creators=(who,),
        by_line=(title, "Somebody Else"),
        publisher=who,
        keywords=(title,),
        version=title,
        terms=(terms,),
        identifiers=(Identifier("GitHub", title, ODD_LINK, "https://w3id.org/kinset/dataset/x#id"),),
    )


def written(record: Record, material: Material) -> dict[str, Export]:
    return {name: write(record, material.project) for name, write in WRITERS.items()}


def strings(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(strings, value))
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_a_title_is_read_back_as_it_was_in_every_format(material: Material, plain: Record, title: str) -> None:
    for name, export in written(titled(plain, title), material).items():
        assert export.text.endswith("\n"), name
        if export.suffix.endswith("json") or name == "schema-org":
            assert title in strings(json.loads(export.text)), name
        elif export.suffix.endswith(".ttl"):
            found = {quad.object for quad in parse(export.text.encode(), format=RdfFormat.TURTLE)}
            assert Literal(title, language="en") in found, name
        else:
            entry = parse_string(export.text, "bibtex").entries["notes-qa"]
            assert entry.fields["title"].strip("{}"), name


def test_words_survive_bibtex(material: Material, plain: Record) -> None:
    text = written(titled(plain, TITLES["latex"]), material)["bibtex"].text
    fields = parse_string(text, "bibtex").entries["notes-qa"].fields
    assert r"100\% of \$x\_1\$ \& \#2" in fields["title"]
    assert r"\textbraceleft" in fields["title"]
    assert text.count("{") == text.count("}")


def test_text_without_english_is_no_english(material: Material) -> None:
    """Names that fall back to another language, or to the end of an IRI, were all exported as English."""
    base = "https://w3id.org/kinset/"
    german = f"""PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX odrl: <http://www.w3.org/ns/odrl/2/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
BASE <{base}>
<dataset/x> a kin:Dataset ; rdfs:label "Befunde"@de ; dcterms:description "Texte"@de ; kin:forTask <task/y> ;
  kin:modality <task/unnamed> ; dcterms:accessRights <access> ; kin:terms <dataset/x#terms> ;
  prov:qualifiedDerivation <dataset/x#from> .
<dataset/x/1> dcat:isVersionOf <dataset/x> ; rdfs:label "Fassung eins"@de ; dcterms:description "Die erste"@de .
<dataset/x/train> a kin:Split ; dcterms:isPartOf <dataset/x> ; rdfs:label "Lehrteil"@de .
<dataset/x#from> prov:entity <dataset/z> ; kin:selection "alle"@de ; prov:hadActivity <dataset/x#done> .
<dataset/x#done> rdfs:label "Auswahl"@de ; dcterms:description "Von Hand"@de .
<dataset/x#terms> kin:policy <terms/t> ; kin:scope kin:Data .
<dataset/z> rdfs:label "Quelle"@de .
<terms/t> rdfs:label "Bedingungen"@de .
<task/y> rdfs:label "Aufgabe"@de .
<access> rdfs:label "offen"@de .
"""
    triples = [quad.triple for quad in parse(german.encode(), format=RdfFormat.TURTLE)]
    record = describe(f"{base}dataset/x", Triples(triples), material.project.base)
    exports = written(record, material)
    for name in ("dcat", "prov"):
        quads = parse(exports[name].text.encode(), format=RdfFormat.TURTLE)
        found = {quad.object for quad in quads if isinstance(quad.object, Literal)}
        assert {literal.value for literal in found if literal.language == "en"} == set(), name
        assert Literal("Fassung eins", language="de") in found, name
    subjects = json.loads(exports["datacite"].text)["subjects"]
    assert subjects == [{"subject": "Aufgabe", "lang": "de"}, {"subject": "unnamed"}]
    assert '"en"' not in exports["datacite"].text
    assert "@language" not in json.loads(exports["croissant"].text)["@context"]
    plain = replace(record, modalities=())
    assert json.loads(written(plain, material)["croissant"].text)["@context"]["@language"] == "de"


def test_an_organization_that_made_a_dataset_is_one_name_in_bibtex(material: Material, plain: Record) -> None:
    ward = Agent("https://w3id.org/kinset/organization/ward", "Ward Data Group", False, (), None)
    for line in ((), ("Ada Roe", "Ward Data Group")):
        text = WRITERS["bibtex"](replace(plain, creators=(ward,), by_line=line), material.project).text
        assert "{Ward Data Group}}" in text


def test_a_count_beyond_64_bits_stops_no_export(material: Material) -> None:
    for count in ("9" * 30, "²", "+-5", ""):
        triples = Triples([
            Triple(NamedNode(QA), KIN.extent, NamedNode(f"{QA}#size")),
            Triple(NamedNode(f"{QA}#size"), KIN.unit, KIN.Note),
            Triple(NamedNode(f"{QA}#size"), KIN.count, Literal(count)),
        ])  # fmt: skip
        record = describe(QA, triples, material.project.base)
        assert [extent.count for extent in record.extents] == [None]
        assert written(record, material)
    assert json.loads(json_text({"count": 10**30})) == {"count": 10**30}


def test_an_odd_link_stays_one_link(material: Material, plain: Record) -> None:
    text = WRITERS["dcat"](titled(plain, "x"), material.project).text
    list(parse(text.encode(), format=RdfFormat.TURTLE))
    node = next(iter(parse(f"<a:b> <a:c> {address(ODD_LINK)} .".encode(), format=RdfFormat.N_TRIPLES))).object
    assert isinstance(node, NamedNode)
    assert node.value.startswith("https://example.org/a%20b%3Cc%3E")


def test_without_a_description_and_with_nothing_else_all_is_named_and_nothing_filled_in(material: Material) -> None:
    empty = material.describe("https://w3id.org/kinset/dataset/nobody-knows")
    missing = {name: export.missing for name, export in written(empty, material).items()}
    assert missing == {
        "schema-org": ("description", "url"),
        "dcat": ("dcterms:description",),
        "croissant": ("description", "license", "url", "creator", "datePublished"),
        "datacite": ("doi", "creators", "publisher", "publicationYear"),
        "prov": (),
        "bibtex": ("author", "year", "url or doi"),
        "csl": ("author", "year", "url or doi"),
        "ro-crate": ("description", "datePublished", "license"),
    }
    for export in written(empty, material).values():
        assert "None" not in export.text
        assert "null" not in export.text


@pytest.mark.parametrize("length", [49, 50, 5000, 5001])
def test_search_engines_read_descriptions_of_a_certain_length(material: Material, plain: Record, length: int) -> None:
    text = "x" * length
    export = WRITERS["schema-org"](replace(plain, description=text), material.project)
    assert json.loads(export.text)["description"] == text, "never cut"
    assert export.complete == (50 <= length <= 5000)


def test_five_thousand_parts_are_all_told(material: Material, plain: Record) -> None:
    part = type(material.describe("https://w3id.org/kinset/dataset/ward-notes").versions[0])
    many = tuple(part(f"{QA}/{n}", Text(f"V {n}", "en"), str(n), None, None, None, None, ()) for n in range(5000))
    export = WRITERS["dcat"](replace(plain, versions=many), material.project)
    assert export.text.count("a dcat:Resource") == 5000


@given(st.text(), st.sampled_from(["en", "", "zh-Hant", "x y", "_"]))
def test_any_text_is_read_back_from_turtle(text: str, language: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    line = f"<a:b> <a:c> {string(text)} , {said(text, language)} ."
    found = {quad.object for quad in parse(line.encode(), format=RdfFormat.TURTLE)}
    assert Literal(text) in found
    assert {item.value for item in found if isinstance(item, Literal)} == {text}
