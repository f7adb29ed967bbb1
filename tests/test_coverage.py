import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kinset import coverage, sources
from kinset.cli import main
from kinset.coverage import Coverage, Fact, RecordCoverage, State
from kinset.errors import UsageError
from kinset.graphs import Graphs
from kinset.project import open_project
from kinset.vocab import KIN, RDFS
from tests.conftest import NOTES_QA, ROOT, SMALL, WARD_NOTES, MakeCatalogue

BASE = "https://w3id.org/kinset/"
SEEDS = ROOT.parent / "shared" / "seeds"
HEADER = NOTES_QA.partition("dataset:notes-qa\n")[0]


def measured(folder: Path) -> Coverage:
    project = open_project(folder)
    return coverage.measure(sources.read(project), project.base)


def record(found: Coverage, path: str) -> RecordCoverage:
    return next(item for item in found.records if item.iri == BASE + path)


def end(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


def fact(found: Coverage, node: str, says: str) -> Fact:
    (only,) = (item for item in found.facts if item.node == BASE + node and end(item.says) == says)
    return only


@pytest.fixture(scope="module")
def whole(whole_graphs: Graphs) -> Coverage:
    return coverage.measure(whole_graphs.sources, whole_graphs.project.base)


# ------------------------------------------------------------------ facts


def test_claims_and_triples_that_need_evidence_are_facts(small: Path) -> None:
    found = measured(small)
    assert [(end(item.node), end(item.says)) for item in found.facts] == [
        ("notes-qa", "accessRights"),
        ("notes-qa", "description"),
        ("notes-qa", "drawnBy"),
        ("from-ward-notes", "Derivation"),
        ("parentage", "Parentage"),
        ("questions", "Extent"),
        ("ward-notes", "accessRights"),
        ("ward-notes", "description"),
        ("2.0", "issued"),
        ("2.0", "previousVersion"),
    ]
    assert (found.totals.facts, found.totals.verified, found.totals.primary, found.totals.unsupported) == (10,) * 3 + (
        0,
    )
    assert found.totals.methods == {"Read": 10}
    assert list(found.totals.roles.items()) == [("Maker", 6), ("Host", 4)]
    drawn = fact(found, "dataset/notes-qa", "drawnBy")
    line = NOTES_QA.splitlines().index("    kin:drawnBy kin:Note ;") + 1
    assert (drawn.file, drawn.line, drawn.value) == ("data/dataset/notes-qa.ttl", line, str(KIN.Note))
    assert end(drawn.evidence) == "e-page"


@pytest.mark.parametrize(
    ("second", "best"),
    [
        ("kin:Computed ; kin:sourceRole kin:Secondary", ("Read", "Maker", True, True)),
        ("kin:Inferred ; kin:sourceRole kin:Maker", ("Read", "Maker", True, True)),
        ("kin:Computed ; kin:sourceRole kin:Maker", ("Computed", "Maker", True, True)),
    ],
)
def test_the_best_evidence_decides(
    make_catalogue: MakeCatalogue, second: str, best: tuple[str, str, bool, bool]
) -> None:
    text = NOTES_QA.replace(
        "    kin:count 12 ;\n    kin:evidence this:e-page ;", "    kin:evidence this:e-page , this:e-2 ;"
    )
    text += f"this:e-2 a kin:Evidence ; kin:method {second} .\n"
    found = fact(measured(make_catalogue({"data/dataset/notes-qa.ttl": text})), "dataset/notes-qa#questions", "Extent")
    assert (found.method, found.role, found.verified, found.primary) == best


@pytest.mark.parametrize(
    ("said", "best"),
    [
        ("kin:method kin:Read ; kin:sourceRole kin:Secondary", ("Read", "Secondary", True, False)),
        ("kin:method kin:Remembered ; kin:sourceRole kin:Maker", ("Remembered", "Maker", False, False)),
        ("kin:sourceRole kin:Maker", ("Unstated", "Maker", False, False)),
        ("kin:method kin:Read", ("Read", "Unstated", True, False)),
    ],
)
def test_only_what_was_read_with_maker_or_host_is_primary(
    make_catalogue: MakeCatalogue, said: str, best: tuple[str, str, bool, bool]
) -> None:
    text = NOTES_QA.replace("kin:method kin:Read ;\n    kin:sourceRole kin:Maker", said)
    found = measured(make_catalogue({"data/dataset/notes-qa.ttl": text}))
    assert {(item.method, item.role, item.verified, item.primary) for item in found.facts} == {best}
    assert len(record(found, "dataset/notes-qa").weak) == 6


def test_facts_without_evidence_are_told(make_catalogue: MakeCatalogue) -> None:
    text = NOTES_QA.replace("        dcterms:description ,\n", "")  # supported no more
    text = text.replace("kin:count 12 ;\n    kin:evidence this:e-page", "kin:count 12 ;\n    kin:evidence this:e-gone")
    found = measured(make_catalogue({"data/dataset/notes-qa.ttl": text, "data/dataset/ward-notes.ttl": WARD_NOTES}))
    assert [(end(item.says), item.method, item.role) for item in found.facts if not item.method] == [
        ("description", "", ""),
        ("Extent", "", ""),
    ]
    assert found.totals.unsupported == 2
    assert found.kinds["dataset"].methods == {"Read": 8}
    assert found.records[0].iri == BASE + "dataset/notes-qa"  # the worst first


def test_claim_classes_are_those_of_the_ontology_however_deep(make_catalogue: MakeCatalogue) -> None:
    folder = make_catalogue({"data/dataset/notes-qa.ttl": NOTES_QA.replace("a kin:Extent", "a kin:OwnExtent")})
    (folder / "ontology" / "own.ttl").write_text(
        "PREFIX kin: <https://w3id.org/kinset/ontology#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "kin:OwnExtent rdfs:subClassOf kin:Extent .\n",
        encoding="utf-8",
    )
    assert fact(measured(folder), "dataset/notes-qa#questions", "OwnExtent").primary


def test_a_file_that_cannot_be_read_counts_for_nothing(make_catalogue: MakeCatalogue) -> None:
    found = measured(make_catalogue({**SMALL, "data/dataset/broken.ttl": "no turtle"}))
    assert len(found.records) == 2


# ------------------------------------------------------------------ what is expected


def states(found: Coverage, path: str) -> dict[str, State]:
    return {end(item.predicate): item.state for item in record(found, path).expected}


def test_what_is_expected_is_answered_unverified_unknown_or_missing(make_catalogue: MakeCatalogue) -> None:
    text = NOTES_QA.replace(
        "    kin:evidence this:e-page ;\n    kin:extent",
        "    dcterms:language <https://e.org/eng> ;\n    kin:unknown dcterms:temporal ;\n    kin:none kin:custodian ;\n"
        "    kin:evidence this:e-page ;\n    kin:extent",
    )
    found = states(measured(make_catalogue({**SMALL, "data/dataset/notes-qa.ttl": text})), "dataset/notes-qa")
    expected = dict.fromkeys(["accessRights", "description", "landingPage", "drawnBy", "extent"], State.ANSWERED)
    expected |= {"parentage": State.ANSWERED, "language": State.UNVERIFIED, "temporal": State.UNKNOWN}
    expected |= {"custodian": State.NONE}
    assert {key: value for key, value in found.items() if value is not State.MISSING} == expected
    assert {"terms", "publisher", "modality"} <= {key for key, value in found.items() if value is State.MISSING}


def test_a_version_answers_for_its_dataset(small: Path) -> None:
    found = states(measured(small), "dataset/ward-notes")
    assert (found["issued"], found["extent"]) == (State.ANSWERED, State.MISSING)


def test_a_claim_that_nobody_read_is_unverified(make_catalogue: MakeCatalogue) -> None:
    text = NOTES_QA.replace("kin:method kin:Read", "kin:method kin:Inferred")
    found = states(measured(make_catalogue({"data/dataset/notes-qa.ttl": text})), "dataset/notes-qa")
    assert found["extent"] is found["parentage"] is found["description"] is State.UNVERIFIED
    assert found["landingPage"] is State.ANSWERED  # needs no evidence


def test_expectations_are_data_and_reach_subclasses(make_catalogue: MakeCatalogue) -> None:
    folder = make_catalogue(SMALL)
    (folder / "ontology" / "expected.ttl").write_text(
        "PREFIX dcat: <http://www.w3.org/ns/dcat#>\nPREFIX kin: <https://w3id.org/kinset/ontology#>\n"
        "kin:splitBy kin:expectedOf dcat:Dataset .\n",
        encoding="utf-8",
    )
    found = measured(folder)
    assert states(found, "dataset/notes-qa") == {"splitBy": State.MISSING}
    assert found.expected[KIN.splitBy.value][State.MISSING] == 2
    (folder / "ontology" / "expected.ttl").unlink()
    assert measured(folder).expected == {}


def test_every_expected_predicate_is_declared_and_has_a_label(whole_graphs: Graphs) -> None:
    vocabulary = whole_graphs.sources.vocabulary
    predicates = vocabulary.subjects(KIN.expectedOf, KIN.Dataset)
    assert len(predicates) >= 16
    assert [node for node in predicates if not vocabulary.text(node, RDFS.label)] == []


# ------------------------------------------------------------------ lists


def test_items_stand_in_the_list_s_order_with_what_is_missing(make_catalogue: MakeCatalogue) -> None:
    listed = (
        HEADER.replace("dataset/notes-qa#", "list/l#") + "PREFIX schema: <https://schema.org/>\n"
        '<https://w3id.org/kinset/list/l> a kin:SourceList ; rdfs:label "L"@en ; kin:item this:a , this:b , this:c .\n'
        'this:a a kin:ListItem ; schema:name "Third" ; schema:position 10 .\n'
        'this:b a kin:ListItem ; schema:name "Second" ; schema:position 9 ; schema:url <https://e.org/> ;\n'
        " kin:covers dataset:notes-qa , dataset:nowhere .\n"
        'this:c a kin:ListItem ; schema:name "First" ; schema:position 1 ; kin:covers sub:2.0 .\n'
    )
    (found,) = measured(make_catalogue({**SMALL, "data/list/l.ttl": listed})).lists
    assert [(item.name, [end(iri) for iri in item.covers], item.covered) for item in found.items] == [
        ("First", ["2.0"], True),
        ("Second", ["notes-qa"], False),
        ("Third", [], False),
    ]
    assert found.items[1].without_record == (BASE + "dataset/nowhere",)
    assert found.items[1].links == ("https://e.org/",)
    assert (found.covered, found.tally.facts) == (1, 10)


def seed_items(text: str) -> list[tuple[str, set[str]]]:
    """Return name and links of each line of the list that names a resource: it starts at the margin."""
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
    found = []
    for line in lines:
        links = re.findall(r"\[([^\]]+)\]\((\S+?)\)", line)
        found.append((links[0][0] if links else line.strip(), {url for _, url in links}))
    return found


def seed_bullets(text: str) -> list[tuple[str, set[str]]]:
    """Return the bullets of a list, nested ones too: the names that are links, and all links up to the next bullet."""
    found: list[tuple[str, set[str]]] = []
    for line in text.splitlines():
        bullet = re.match(r"\s*-\s+(.+)", line)
        if bullet:
            linked = re.search(r"\[.+\]\([^)]+\)", bullet[1])
            name = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", linked[0] if linked else bullet[1])
            found.append((" ".join(name.split()), set()))
        if found:
            found[-1][1].update(re.findall(r"\]\(([^)]+)\)", line))
    return found


@pytest.mark.parametrize(
    ("name", "seed", "read", "number"),
    [
        ("madhumita-sushil-clinical-datasets", "000_a837216aa5366681.txt", seed_items, 16),
        ("clinical-nlp-workshop-2023", "002_d3d07c4cd1f95497.txt", seed_bullets, 21),
    ],
)
def test_a_list_s_items_are_those_of_the_list_as_printed(
    whole: Coverage, name: str, seed: str, read: Callable[[str], list[tuple[str, set[str]]]], number: int
) -> None:
    path = SEEDS / seed
    if not path.is_file():
        pytest.skip(f"{path} is not here: put the list that the record was made from there")
    listed = next(item for item in whole.lists if end(item.iri) == name)
    printed = read(path.read_text(encoding="utf-8"))
    assert len(printed) == number
    assert [(item.name, set(item.links)) for item in listed.items] == printed
    assert [item.name for item in listed.items if not item.covered] == []


# ------------------------------------------------------------------ chains


def derived(name: str, *sources_: str, extra: str = "") -> str:
    """Return a dataset that was made of others."""
    ties = "".join(
        f"dataset:{name} prov:qualifiedDerivation this:from-{source} .\n"
        f"this:from-{source} a kin:Derivation ; prov:entity dataset:{source} .\n"
        for source in sources_
    )
    header = HEADER.replace("dataset/notes-qa#", f"dataset/{name}#")
    return f'{header}dataset:{name} a kin:Dataset ; rdfs:label "{name}"@en .\n{ties}{extra}'


def test_chains_that_end_in_nothing_are_told(make_catalogue: MakeCatalogue) -> None:
    stated = "dataset:{0} kin:parentage this:p .\nthis:p a kin:Parentage ; kin:completeness kin:{1} .\n"
    files = {
        "a": derived("a", "b", "primary"),
        "b": derived("b", "c", "gone"),
        "c": derived("c", extra=stated.format("c", "Unknown")),
        "d": derived("d", "b", "ring"),
        "ring": derived("ring", "d"),
        "alone": derived("alone"),
        "primary": derived("primary", extra=stated.format("primary", "Complete")),
    }
    found = measured(make_catalogue({f"data/dataset/{name}.ttl": text for name, text in files.items()})).ends
    ends = [(end(item.iri), item.recorded, item.parentage, [end(iri) for iri in item.reached_from]) for item in found]
    assert ends == [
        ("c", True, ("Unknown",), ["a", "b", "d", "ring"]),
        ("gone", False, (), ["a", "b", "d", "ring"]),
    ]


def test_a_derivation_from_a_version_leads_to_its_dataset(small: Path) -> None:
    (found,) = measured(small).ends
    assert (end(found.iri), found.parentage) == ("ward-notes", ())


# ------------------------------------------------------------------ this catalogue, and the page


def test_totals_are_the_sums_of_their_parts(whole: Coverage) -> None:
    assert whole.totals.facts == len(whole.facts) == sum(item.tally.facts for item in whole.records)
    assert whole.totals.facts == sum(tally.facts for tally in whole.kinds.values())
    assert whole.totals.facts == sum(whole.totals.methods.values()) + whole.totals.unsupported
    assert whole.totals.facts == sum(whole.totals.roles.values()) + whole.totals.unsupported
    assert whole.totals.facts - whole.totals.primary == sum(len(item.weak) for item in whole.records)
    assert all(item.line for item in whole.facts)


def test_every_fact_of_this_catalogue_has_evidence(whole: Coverage) -> None:
    assert [(item.file, item.line, item.says) for item in whole.facts if not item.method] == []


def test_the_readme_s_totals_are_up_to_date(whole: Coverage) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    try:
        now = coverage.with_block(page, coverage.markdown(whole))
    except UsageError as error:
        pytest.fail(f"README.md: {error} {error.hint} The command: kinset coverage --update README.md")
    assert page == now, "run: kinset coverage --update README.md"


def test_the_block_is_replaced_and_nothing_else(small: Path) -> None:
    block = coverage.markdown(measured(small))
    assert "| dataset | 2 | 10 | 100.0% | 100.0% | 0 | 0 |" in block
    page = f"before\n\n{coverage.with_block('<!-- coverage -->old<!-- /coverage -->', block)}\n\nafter\n"
    assert coverage.with_block(page, block) == page
    assert page.startswith("before\n\n<!-- coverage -->\n| kind |")
    assert page.endswith("\n<!-- /coverage -->\n\nafter\n")


@pytest.mark.parametrize("page", ["", "<!-- coverage -->", "<!-- /coverage --><!-- coverage -->"])
def test_a_page_without_markers_is_refused(page: str) -> None:
    with pytest.raises(UsageError, match="no place for the totals"):
        coverage.with_block(page, "block")


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(0, 3, "0.0%"), (8999, 10000, "89.9%"), (9999, 10000, "99.9%"), (3, 3, "100.0%")]
)
def test_shares_are_never_rounded_up(part: int, whole: int, text: str) -> None:
    assert coverage.percent(part, whole) == text


# ------------------------------------------------------------------ the command


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> object:
    """Run the program and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["kinset", "-C", str(folder), *arguments])
    with pytest.raises(SystemExit) as done:
        main()
    return done.value.code


def test_text_tells_what_to_work_on(
    make_catalogue: MakeCatalogue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = NOTES_QA.replace("        dcterms:description ,\n", "")
    folder = make_catalogue({**SMALL, "data/dataset/notes-qa.ttl": text})
    assert run(monkeypatch, folder, "coverage", "--top", "1") == 0
    out = capsys.readouterr().out
    assert "By source: maker 5 (50.0%), host 4 (40.0%)" in out
    assert "dataset:ward-notes: parentage not checked\n      reached from dataset:notes-qa" in out
    assert "1 without evidence" in out
    assert "… and 1 more: --top 2" in out
    assert run(monkeypatch, folder, "coverage", "NQA") == 0
    out = capsys.readouterr().out
    line = text.splitlines().index("    dcat:landingPage <https://example.org/notes-qa/> ;")  # the line above it
    assert re.search(
        rf"data/dataset/notes-qa\.ttl:{line} +dcterms:description +dataset:notes-qa +without evidence", out
    )
    assert "Unverified: dcterms:description" in out


def test_json_holds_every_record(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, small, "coverage", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["totals"]["share"] == 1.0
    assert {item["iri"] for item in told["records"]} == {BASE + "dataset/notes-qa", BASE + "dataset/ward-notes"}
    assert told["links"] is None
    assert run(monkeypatch, small, "coverage", "notes-qa", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["facts"] == 6


def test_a_page_is_brought_up_to_date_once(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n<!-- coverage -->\n<!-- /coverage -->\n", encoding="utf-8")
    assert run(monkeypatch, small, "coverage", "--update", str(page)) == 0
    assert "is up to date now" in capsys.readouterr().out
    assert run(monkeypatch, small, "coverage", "--update", str(page)) == 0
    assert "was up to date" in capsys.readouterr().out
    page.write_text("no markers", encoding="utf-8")
    assert run(monkeypatch, small, "coverage", "--update", str(page)) == 2
    assert run(monkeypatch, small, "coverage", "--update", str(tmp_path / "none.md")) == 3


def test_broken_files_are_mentioned(
    make_catalogue: MakeCatalogue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_catalogue({**SMALL, "data/dataset/broken.ttl": "no turtle"})
    assert run(monkeypatch, folder, "coverage") == 0
    assert "some files could not be read whole" in capsys.readouterr().err
