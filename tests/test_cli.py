"""The command line as its users meet it: every command and option, the contracts of README, and the exit codes."""

import inspect
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pyoxigraph import RdfFormat, parse

from kinset import queries
from kinset.cli import cli, output
from kinset.cli.lineage import _TreePrinter
from kinset.issues import Issue, Report, Severity
from kinset.prefixes import PrefixMap
from tests.conftest import NOTES_QA, ROOT, SMALL, WARD_NOTES
from tests.program import contents, kinset, lay_out, shell

BASE = "https://w3id.org/kinset/"
QA, WARD = f"{BASE}dataset/notes-qa", f"{BASE}dataset/ward-notes"
QA_FILE, WARD_FILE = "data/dataset/notes-qa.ttl", "data/dataset/ward-notes.ttl"
EVIDENCE = {
    "source": "https://example.org/notes-qa/",
    "locator": "Table 1",
    "method": "Read",
    "checkedOn": "2026-01-02",
    "sourceRole": "Maker",
}
RDFS = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
PARENTAGE = [{"of": QA, "completeness": "Complete", "evidence": [EVIDENCE]}]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sound catalogue of two datasets with a build; not to be changed."""
    folder = lay_out(tmp_path_factory.mktemp("shelf") / "catalogue", SMALL)
    assert kinset("-C", folder, "build").code == 0
    return folder


@pytest.fixture(scope="session")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue in which several things have one name; not to be changed."""
    again = NOTES_QA.replace("notes-qa", "a-notes-qa").replace("Notes QA", "Notes QA two")
    task = f'<{BASE}task/ward-notes>\n    a <{BASE}ontology#Task> ;\n    rdfs:label "NQA"@en\n.\n'
    files = {**SMALL, "data/dataset/a-notes-qa.ttl": again, "data/task/ward-notes.ttl": RDFS + task}
    return lay_out(tmp_path_factory.mktemp("twins") / "catalogue", files)


def derived(slug: str, source: str) -> str:
    """A dataset that is made of another."""
    text = NOTES_QA.replace("notes-qa", slug).replace("Notes QA", slug).replace("NQA", f"{slug} or so")
    return text.replace("PREFIX sub: <https://w3id.org/kinset/dataset/ward-notes/>\n", "").replace(
        "sub:2.0", f"dataset:{source}"
    )


def stack_depth() -> int:
    """How many calls are open."""
    return len(inspect.stack(0))


# ------------------------------------------------------------------ the program as a whole


def test_help_names_every_command_and_every_option_is_explained() -> None:
    ran = kinset("--help")
    assert ran.code == 0
    for name, command in cli.commands.items():
        assert re.search(rf"^  {name} ", ran.out, re.MULTILINE), name
        told = kinset(name, "-h")
        assert told.code == 0
        for parameter in command.params:
            assert all(option in told.out for option in parameter.opts if option.startswith("-")), name


def test_the_version_is_told() -> None:
    ran = kinset("--version")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"kinset, version \d+\.\d+\.\d+\n", ran.out)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("list", "--nonsense"),
        ("list", "--format", "yaml"),
        ("list", "--kind", "nonsense"),
        ("resolve",),
        ("show",),
        ("trace", "notes-qa", "--depth", "0"),
        ("trace", "notes-qa", "--depth", "many"),
        ("query", "--format", "csv"),
        ("query", "nonsense"),
        ("query", "dangling-reference"),
        ("query", "datasets", "--format", "turtle"),
        ("query", "task-scheme", "--format", "csv"),
        ("sparql",),
        ("sparql", "ASK {}", "-f", str(ROOT / "queries" / "report" / "datasets.rq")),
        ("sparql", "-f", "/nowhere.rq"),
        ("sparql", "ASK {}", "--format", "csv"),
        ("export", "notes-qa"),
        ("export", "notes-qa", "--as", "docx"),
        ("export", "--as", "nt"),
        ("export", "--all", "--as", "nt"),
        ("export", "notes-qa", "--all", "--as", "nt", "--out", "anywhere"),
        ("new", "nonsense", "own"),
        ("new", "dataset", "Not A Slug"),
        ("new", "dataset", "../escape"),
        ("new", "dataset", "notes-qa"),
        ("build", "--reasoner", "oracle"),
        ("show", "nonsense"),
        ("trace", "nonsense"),
        ("export", "nonsense", "--as", "nt"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_understood_exits_with_2_and_changes_nothing(shelf: Path, arguments: tuple[str, ...]) -> None:
    before = contents(shelf)
    ran = kinset("-C", shelf, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert "Traceback" not in ran.err
    assert contents(shelf) == before


@pytest.mark.parametrize("place", ["nowhere", "kinset.toml/x", "data"])
def test_what_is_no_catalogue_exits_with_3(shelf: Path, place: str) -> None:
    ran = kinset("-C", shelf / place, "list")
    assert (ran.code, ran.out) == (3, "")
    assert "is no catalogue" in ran.err
    assert "KINSET_CATALOGUE" in ran.err


def test_a_fault_of_the_program_exits_with_3_and_asks_for_a_report(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("kinset.cli.ask.output.print_json", fail)
    ran = kinset("-C", shelf, "list", "--format", "json")
    assert ran.code == 3
    assert "ZeroDivisionError: a bug" in ran.err
    assert "this is a fault of the program" in ran.err


def test_the_catalogue_is_named_by_option_variable_or_place(
    shelf: Path, twins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def number(*arguments: str | Path) -> int:
        return len(kinset(*arguments, "list", "--format", "json").json)

    monkeypatch.setenv("KINSET_CATALOGUE", str(twins))
    assert number() == 4
    assert number("-C", shelf) == 2
    monkeypatch.delenv("KINSET_CATALOGUE")
    monkeypatch.chdir(shelf / "data" / "dataset")
    assert number() == 2
    monkeypatch.chdir(tmp_path)
    assert number("-C", twins) == 4


@pytest.mark.parametrize(
    "command", [("check",), ("build",), ("fmt",), ("new", "task", "x"), ("export", "x", "--as", "nt")]
)
def test_commands_on_files_refuse_an_endpoint(shelf: Path, command: tuple[str, ...]) -> None:
    ran = kinset("-C", shelf, "--endpoint", "http://127.0.0.1:1/", *command)
    assert (ran.code, ran.out) == (2, "")
    assert "works on files, not on an endpoint" in ran.err


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("resolve", "notes-qa"),
        ("show", "notes-qa"),
        ("query",),
        ("query", "datasets"),
        ("query", "task-scheme"),
        ("sparql", "ASK {}"),
        ("trace", "notes-qa"),
        ("check",),
        ("build",),
        ("fmt", "--check"),
    ],
    ids=" ".join,
)
def test_every_command_that_answers_speaks_json(shelf: Path, command: tuple[str, ...]) -> None:
    ran = kinset("-C", shelf, *command, "--format", "json")
    assert ran.code in {0, 1}
    assert isinstance(ran.json, dict | list)


@pytest.mark.parametrize(
    "line", ["list", "list --format json", "query --format json", "sparql 'SELECT * { ?s ?p ?o }'", "query"]
)
def test_a_reader_that_has_seen_enough_is_no_failure(shelf: Path, line: str) -> None:
    ran = shell(f"kinset -C {shelf} {line} | head -1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("\n") == 1


def test_piped_output_has_no_colour_codes_and_is_not_cut(shelf: Path) -> None:
    commands = ("list", "check", "show ward-notes", "trace notes-qa", "query", "query datasets")
    ran = shell(
        " && ".join(f"kinset -C {shelf} {command}" for command in commands), COLUMNS="20", TERM="xterm-256color"
    )
    assert ran.code == 0
    assert "\x1b" not in ran.out + ran.err
    assert "Questions that nurses asked of ward notes, each with its answer; made up for the tests." not in ran.out
    assert "Notes that nurses wrote on three wards of a hospital that does not exist; for the tests." in ran.out


# ------------------------------------------------------------------ list


def test_list_as_json_keeps_its_contract(shelf: Path) -> None:
    ran = kinset("-C", shelf, "list", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == [
        {
            "iri": QA,
            "kind": "dataset",
            "label": "Notes QA",
            "aliases": ["NQA"],
            "links": ["https://example.org/notes-qa/"],
            "file": QA_FILE,
        },
        {
            "iri": WARD,
            "kind": "dataset",
            "label": "Ward Notes",
            "aliases": [],
            "links": ["https://example.org/content/ward-notes/", "https://old.example.org/wn"],
            "file": WARD_FILE,
        },
    ]


def test_list_as_a_table_has_a_row_for_each_and_the_number(shelf: Path) -> None:
    ran = kinset("-C", shelf, "list")
    rows = [line.split() for line in ran.out.splitlines() if line.strip()]
    assert ["dataset", "notes-qa", "Notes", "QA"] in rows
    assert ["dataset", "ward-notes", "Ward", "Notes"] in rows
    assert ran.out.splitlines()[-1].startswith("2 in all.")


def test_list_tells_one_kind_and_datasets_first(twins: Path) -> None:
    kinds = [thing["kind"] for thing in kinset("-C", twins, "list", "--format", "json").json]
    assert kinds == ["dataset", "dataset", "dataset", "task"]
    only = kinset("-C", twins, "list", "--kind", "task", "--format", "json").json
    assert [thing["iri"] for thing in only] == [f"{BASE}task/ward-notes"]
    assert kinset("-C", twins, "list", "--kind", "person", "--format", "json").json == []
    assert "One of: dataset, task" in kinset("-C", twins, "list", "--kind", "datasets").err


# ------------------------------------------------------------------ resolve and NAME


NAMES = {
    "notes-qa": QA,
    "dataset/notes-qa": QA,
    QA: QA,
    "Notes QA": QA,
    " notes_QA ": QA,
    "nqa": QA,
    "http://www.example.org/notes-qa": QA,
    "https://example.org/notes-qa/#about": QA,
    "https://old.example.org/wn/": WARD,
    "https://example.org/content/ward-notes/": WARD,
    "https://example.org/content/ward-notes/3.1.4/": WARD,
    "https://example.org/content/ward-notes/2.0": f"{WARD}/2.0",
    "10.1234/ward-notes": f"{WARD}/2.0",
    "doi:10.1234/WARD-NOTES": f"{WARD}/2.0",
    "https://doi.org/10.1234/ward-notes": f"{WARD}/2.0",
    "http://dx.doi.org/10.1234/Ward-Notes": f"{WARD}/2.0",
    "ward-notes@1.0": f"{WARD}/1.0",
    "Ward Notes@2.0": f"{WARD}/2.0",
    "https://w3id.org/kinset/dataset/ward-notes/1.0": f"{WARD}/1.0",
    "ward-notes/1.0": f"{WARD}/1.0",
    "Ward Notes 1.0": f"{WARD}/1.0",
}


@pytest.mark.parametrize(("name", "iri"), NAMES.items())
def test_a_thing_is_found_by_each_of_its_names(shelf: Path, name: str, iri: str) -> None:
    ran = kinset("-C", shelf, "resolve", name, "--format", "json")
    labels = {QA: "Notes QA", WARD: "Ward Notes", f"{WARD}/1.0": "Ward Notes 1.0", f"{WARD}/2.0": "Ward Notes 2.0"}
    kind = "dataset" if iri in {QA, WARD} else "version"
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {"iri": iri, "kind": kind, "label": labels[iri]}
    assert list(ran.json) == ["iri", "kind", "label"]


def test_resolve_in_words_is_one_line(shelf: Path) -> None:
    ran = kinset("-C", shelf, "resolve", "nqa")
    assert (ran.code, ran.out, ran.err) == (0, f"{QA}\tdataset\tNotes QA\n", "")


def test_an_ambiguous_name_gives_all_candidates_datasets_first(twins: Path) -> None:
    ran = kinset("-C", twins, "resolve", "ward-notes", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    assert ran.json == {
        "candidates": [
            {"iri": WARD, "kind": "dataset", "label": "Ward Notes"},
            {"iri": f"{BASE}task/ward-notes", "kind": "task", "label": "NQA"},
        ]
    }
    words = kinset("-C", twins, "resolve", "ward-notes")
    assert (words.code, words.out) == (1, "")
    assert WARD in words.err
    assert f"{BASE}task/ward-notes" in words.err


def test_a_surer_reading_of_a_name_goes_before_a_vaguer_one(twins: Path) -> None:
    assert kinset("-C", twins, "resolve", "dataset/ward-notes", "--format", "json").json["iri"] == WARD
    assert kinset("-C", twins, "resolve", "notes-qa", "--format", "json").json["iri"] == QA
    label_before_other_labels = kinset("-C", twins, "resolve", "NQA", "--format", "json").json
    assert label_before_other_labels["iri"] == f"{BASE}task/ward-notes"


def test_an_unknown_name_gives_near_ones(shelf: Path) -> None:
    ran = kinset("-C", shelf, "resolve", "note-qa", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    assert ran.json["candidates"][0] == {"iri": QA, "kind": "dataset", "label": "Notes QA"}
    words = kinset("-C", shelf, "resolve", "note-qa")
    assert (words.code, words.out) == (1, "")
    assert "Nothing is called 'note-qa'." in words.err
    assert "Did you mean notes-qa" in words.err


def test_a_name_like_nothing_has_no_candidates(shelf: Path) -> None:
    ran = kinset("-C", shelf, "resolve", "qqqqqq", "--format", "json")
    assert (ran.code, ran.json) == (1, {"candidates": []})


def test_an_unknown_version_gives_the_known_ones(shelf: Path) -> None:
    ran = kinset("-C", shelf, "resolve", "ward-notes@9")
    assert (ran.code, ran.out) == (1, "")
    assert "Did you mean ward-notes@1.0 or ward-notes@2.0?" in ran.err


@pytest.mark.parametrize(
    "name", ["", " ", "@", "@1.0", "notes-qa@", "a@b@c", "notes-qa#questions", "http://[::1", "%%"]
)
def test_odd_names_are_unknown_and_told_whole(shelf: Path, name: str) -> None:
    ran = kinset("-C", shelf, "resolve", name)
    assert (ran.code, ran.out) == (1, "")
    assert f"Nothing is called '{name.strip()}'." in ran.err


@pytest.mark.parametrize("name", [name for name in NAMES if name.strip() == name])
def test_show_and_trace_take_every_name(shelf: Path, name: str) -> None:
    shown = kinset("-C", shelf, "show", name, "--format", "json")
    traced = kinset("-C", shelf, "trace", name, "--format", "json")
    assert (shown.code, shown.err, traced.code, traced.err) == (0, "", 0, "")
    assert shown.json["iri"] == NAMES[name]
    assert "/".join(filter(None, (traced.json["focus"], traced.json["focusPart"]))) == NAMES[name]


@pytest.mark.parametrize("name", ["NQA", "https://old.example.org/wn", "doi:10.1234/ward-notes", "ward-notes@1.0"])
def test_export_takes_every_name_and_gives_the_document_of_the_dataset(shelf: Path, name: str) -> None:
    ran = kinset("-C", shelf, "export", name, "--as", "nt")
    assert ran.code == 0
    whole = QA if name == "NQA" else WARD
    assert all(line.startswith(f"<{whole}") for line in ran.out.splitlines())


@pytest.mark.parametrize("name", ["NQA", "https://example.org/notes-qa/", QA])
def test_a_parameter_of_a_query_takes_every_name(shelf: Path, name: str) -> None:
    ran = kinset("-C", shelf, "query", "sources-of-dataset", "--param", f"dataset={name}", "--format", "json")
    assert ran.code == 0
    assert len(ran.json["results"]["bindings"]) == 1


@pytest.mark.parametrize("name", ["ward-notes", "ward-notes@2.0"])
def test_a_parameter_takes_a_version_where_the_query_says_so(shelf: Path, name: str) -> None:
    ran = kinset("-C", shelf, "query", "spoiled-by-training-on", "--param", f"dataset={name}", "--format", "json")
    assert (ran.code, ran.json["results"]["bindings"]) == (0, [])
    plain = kinset("-C", shelf, "query", "sources-of-dataset", "--param", f"dataset={name}")
    assert plain.code == (2 if "@" in name else 0)


# ------------------------------------------------------------------ show


def test_show_tells_facts_claims_versions_and_evidence(shelf: Path) -> None:
    ran = kinset("-C", shelf, "show", "notes-qa")
    assert (ran.code, ran.err) == (0, "")
    for words in ("Notes QA", QA, "NQA", "https://example.org/notes-qa/", "Ward Notes 2.0", "12 question", "Table 1"):
        assert words in ran.out, words
    whole = kinset("-C", shelf, "show", "ward-notes").out
    for words in ("Ward Notes 1.0", "Ward Notes 2.0", "DOI 10.1234/ward-notes", "2024-05-06", "old.example.org/wn"):
        assert words in whole, words


def test_show_as_json_holds_the_record_with_evidence(shelf: Path) -> None:
    found = kinset("-C", shelf, "show", "ward-notes", "--format", "json").json
    assert list(found) == ["iri", "label", "classes", "identifiers", "facts", "claims", "parts", "conflicts"]
    assert [part["iri"] for part in found["parts"]] == [f"{WARD}/1.0", f"{WARD}/2.0"]
    assert found["parts"][1]["identifiers"] == [["DOI", "10.1234/ward-notes"]]
    access = next(fact for fact in found["facts"] if fact["predicate"].endswith("accessRights"))
    assert access["values"][0]["text"] == "credentialed"
    assert access["evidence"][0]["source"] == "https://example.org/content/ward-notes/"


def test_show_tells_where_sources_disagree(tmp_path: Path) -> None:
    extent = NOTES_QA[NOTES_QA.index("this:questions\n") :]
    rival = extent.replace("this:questions", "this:more").replace("kin:count 12", "kin:count 99")
    text = NOTES_QA.replace("kin:extent this:questions ;", "kin:extent this:more , this:questions ;") + rival
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: text})
    ran = kinset("-C", folder, "show", "notes-qa")
    assert ran.code == 0
    assert "sources disagree on" in ran.out.casefold()
    [conflict] = kinset("-C", folder, "show", "notes-qa", "--format", "json").json["conflicts"]
    assert conflict["claims"] == [f"{QA}#more", f"{QA}#questions"]


# ------------------------------------------------------------------ trace


def test_trace_as_json_keeps_its_contract(shelf: Path) -> None:
    ran = kinset("-C", shelf, "trace", "notes-qa", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {
        "focus": QA,
        "focusPart": None,
        "direction": "up",
        "complete": True,
        "cut": 0,
        "nodes": [
            {"iri": QA, "label": "Notes QA", "kind": "dataset", "depth": 0, "parentage": PARENTAGE},
            {"iri": WARD, "label": "Ward Notes", "kind": "dataset", "depth": 1, "parentage": []},
        ],
        "edges": [
            {
                "from": QA,
                "to": WARD,
                "claim": f"{QA}#from-ward-notes",
                "sort": "derivation",
                "kind": "AnnotationOf",
                "coverage": "Partial",
                "unit": "Note",
                "amount": {"unit": "Question", "count": 12, "min": None, "max": None, "approximate": False},
                "version": "2.0",
                "fromPart": None,
                "selection": None,
                "evidence": [EVIDENCE],
            }
        ],
    }


def test_trace_goes_down_and_tells_the_same_edge(shelf: Path) -> None:
    up = kinset("-C", shelf, "trace", "notes-qa", "--format", "json").json
    down = kinset("-C", shelf, "trace", "ward-notes", "--down", "--format", "json").json
    assert (down["focus"], down["direction"]) == (WARD, "down")
    assert down["edges"] == up["edges"]
    assert [node["iri"] for node in down["nodes"]] == [WARD, QA]
    assert kinset("-C", shelf, "trace", "ward-notes@2.0", "--down", "--format", "json").json["edges"] == up["edges"]
    assert kinset("-C", shelf, "trace", "ward-notes@1.0", "--down", "--format", "json").json["edges"] == []
    assert kinset("-C", shelf, "trace", "notes-qa", "--up", "--format", "json").json == up


def test_trace_as_a_tree_names_kind_coverage_unit_amount_version_and_evidence(shelf: Path) -> None:
    ran = kinset("-C", shelf, "trace", "NQA")
    assert (ran.code, ran.err) == (0, "")
    for words in ("Notes QA", "parentage complete", "└── Ward Notes", "2.0", "partial", "12", "Table 1 (maker)"):
        assert words in ran.out, words
    assert "No sources are recorded." in kinset("-C", shelf, "trace", "ward-notes").out
    assert "No descendants are recorded." in kinset("-C", shelf, "trace", "notes-qa", "--down").out


def test_trace_says_what_was_cut(tmp_path: Path) -> None:
    chain = {f"data/dataset/d-{n}.ttl": derived(f"d-{n}", f"d-{n + 1}") for n in range(4)}
    folder = lay_out(tmp_path / "catalogue", {**chain, "data/dataset/d-4.ttl": WARD_NOTES.replace("ward-notes", "d-4")})
    found = kinset("-C", folder, "trace", "d-0", "--depth", "2", "--format", "json").json
    assert (found["complete"], found["cut"], [node["depth"] for node in found["nodes"]]) == (False, 2, [0, 1, 2])
    assert "Cut: 2 more sources lie beyond this depth." in kinset("-C", folder, "trace", "d-0", "--depth", "2").out
    assert kinset("-C", folder, "trace", "d-0", "--depth", "4", "--format", "json").json["complete"]


def test_trace_draws_a_chain_that_is_longer_than_the_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    length = 60
    chain = {f"data/dataset/d-{n}.ttl": derived(f"d-{n}", f"d-{n + 1}") for n in range(length)}
    last = {f"data/dataset/d-{length}.ttl": WARD_NOTES.replace("ward-notes", f"d-{length}")}
    folder = lay_out(tmp_path / "catalogue", {**chain, **last})
    assert len(kinset("-C", folder, "trace", "d-0", "--format", "json").json["nodes"]) == length + 1
    depths: list[int] = []
    before = _TreePrinter.title

    def title(printer: _TreePrinter, iri: str, part: str) -> Any:
        depths.append(stack_depth())
        return before(printer, iri, part)

    monkeypatch.setattr(_TreePrinter, "title", title)
    ran = kinset("-C", folder, "trace", "d-0")
    assert ran.code == 0
    assert len(depths) == length + 1
    assert max(depths) - min(depths) < 10


def test_trace_follows_influences_only_on_request(tmp_path: Path) -> None:
    tie = "prov:qualifiedDerivation this:from-ward-notes"
    claim = "this:from-ward-notes\n    a kin:Derivation"
    text = NOTES_QA.replace(tie, tie.replace("Derivation", "Influence")).replace(
        claim, claim.replace("Derivation", "Influence")
    )
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: text.replace("kin:AnnotationOf", "kin:ModelledOn")})
    assert kinset("-C", folder, "trace", "notes-qa", "--format", "json").json["edges"] == []
    [edge] = kinset("-C", folder, "trace", "notes-qa", "--influences", "--format", "json").json["edges"]
    assert (edge["sort"], edge["kind"]) == ("influence", "ModelledOn")
    assert "style=dotted" in kinset("-C", folder, "trace", "notes-qa", "--influences", "--format", "dot").out


def test_trace_draws_for_graphviz_and_mermaid(shelf: Path) -> None:
    dot = kinset("-C", shelf, "trace", "notes-qa", "--format", "dot").out
    assert dot.startswith("digraph lineage {\n")
    assert dot.endswith("}\n")
    assert f'"{WARD}" -> "{QA}"' in dot
    mermaid = kinset("-C", shelf, "trace", "notes-qa", "--format", "mermaid").out
    assert mermaid.startswith("flowchart LR\n")
    assert 'n0["Notes QA"]' in mermaid


# ------------------------------------------------------------------ query and sparql


def test_the_list_of_queries_keeps_its_contract(shelf: Path) -> None:
    ran = kinset("-C", shelf, "query", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found = {query["name"]: query for query in ran.json}
    known = {name: query for name, query in queries.read(ROOT / "queries").items() if query.folder != "check"}
    assert list(found) == list(known)
    assert len(found) >= 15
    for query in ran.json:
        assert list(query) == ["name", "title", "summary", "parameters"]
    assert found["sources-of-dataset"]["parameters"] == [
        {
            "name": "dataset",
            "type": "iri",
            "kind": "dataset",
            "class": None,
            "description": known["sources-of-dataset"].parameters[0].description,
            "example": known["sources-of-dataset"].parameters[0].example,
            "required": True,
            "parts": False,
        }
    ]
    table = kinset("-C", shelf, "query").out
    assert all(name in table and query["title"] in table for name, query in found.items())


def test_a_query_answers_in_the_results_format_of_the_w3c(shelf: Path) -> None:
    ran = kinset("-C", shelf, "query", "datasets", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["head"] == {"vars": ["dataset", "label", "access", "released"]}
    assert ran.json["results"]["bindings"][0] == {
        "dataset": {"type": "uri", "value": QA},
        "label": {"type": "literal", "value": "Notes QA", "xml:lang": "en"},
        "access": {"type": "literal", "value": "open", "xml:lang": "en"},
    }


def test_sparql_answers_in_the_results_format_of_the_w3c(shelf: Path) -> None:
    terms = '(<a:b> AS ?iri) ("x" AS ?text) ("y"@en AS ?word) (7 AS ?number) (BNODE() AS ?node) (?nothing AS ?none)'
    ran = kinset("-C", shelf, "sparql", f"SELECT {terms} {{}}", "--format", "json")
    [row] = ran.json["results"]["bindings"]
    assert ran.json["head"]["vars"] == ["iri", "text", "word", "number", "node", "none"]
    assert row.pop("node")["type"] == "bnode"
    assert row == {
        "iri": {"type": "uri", "value": "a:b"},
        "text": {"type": "literal", "value": "x"},
        "word": {"type": "literal", "value": "y", "xml:lang": "en"},
        "number": {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
    }
    assert kinset("-C", shelf, "sparql", "ASK {}", "--format", "json").json == {"head": {}, "boolean": True}
    assert kinset("-C", shelf, "sparql", "ASK { <a:b> <a:b> <a:b> }", "--format", "json").json["boolean"] is False


def test_tables_come_as_csv_and_tsv_of_the_w3c(shelf: Path) -> None:
    text = 'SELECT ?iri ?text ?none { VALUES (?iri ?text) { (<a:b> "one, \\"two\\"\\n\\tthree"@en) } }'
    assert (
        kinset("-C", shelf, "sparql", text, "--format", "csv").out
        == 'iri,text,none\r\na:b,"one, ""two""\n\tthree",\r\n'
    )
    tsv = '?iri\t?text\t?none\n<a:b>\t"one, \\"two\\"\\n\\tthree"@en\t\n'
    assert kinset("-C", shelf, "sparql", text, "--format", "tsv").out == tsv


def test_a_table_has_the_headings_of_the_query_and_the_number_of_rows(shelf: Path) -> None:
    ran = kinset("-C", shelf, "query", "datasets")
    titles = [column.title for column in queries.read(ROOT / "queries")["datasets"].columns]
    assert all(title in ran.out for title in titles)
    assert "dataset:notes-qa" in ran.out
    assert ran.out.splitlines()[-1] == "2 row(s)"


def test_yes_and_no_are_said_in_words(shelf: Path) -> None:
    assert kinset("-C", shelf, "sparql", "ASK {}").out == "yes\n"
    assert kinset("-C", shelf, "sparql", "ASK { <a:b> <a:b> <a:b> }").out == "no\n"


def test_prefixes_of_the_catalogue_need_no_declaration(shelf: Path) -> None:
    text = "SELECT ?source { dataset:notes-qa kin:descendsFrom ?source }"
    assert kinset("-C", shelf, "sparql", text, "--format", "csv").out == f"source\r\n{WARD}\r\n"
    own = "PREFIX kin: <https://example.org/> ASK { dataset:notes-qa a kin:Dataset }"
    assert kinset("-C", shelf, "sparql", own).out == "no\n"


def test_a_query_is_read_from_a_file(shelf: Path) -> None:
    path = ROOT / "queries" / "report" / "datasets.rq"
    asked = kinset("-C", shelf, "sparql", "-f", path, "--format", "json")
    assert asked.json == kinset("-C", shelf, "query", "datasets", "--format", "json").json


@pytest.mark.parametrize("form", ["turtle", "table", "json"])
def test_graphs_come_as_turtle_or_json_ld(shelf: Path, form: str) -> None:
    ran = kinset("-C", shelf, "query", "family-of-dataset", "--param", "dataset=notes-qa", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    rdf = RdfFormat.JSON_LD if form == "json" else RdfFormat.TURTLE
    assert QA in {getattr(quad.subject, "value", "") for quad in parse(ran.out, format=rdf)}


@pytest.mark.parametrize("form", ["turtle", "json"])
def test_a_graph_with_blank_nodes_is_told_whole(shelf: Path, form: str) -> None:
    text = "CONSTRUCT { [] kin:kind ?dataset } WHERE { ?dataset a kin:Dataset }"
    ran = kinset("-C", shelf, "sparql", text, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    rdf = RdfFormat.JSON_LD if form == "json" else RdfFormat.TURTLE
    assert sorted(str(quad.object) for quad in parse(ran.out, format=rdf)) == [f"<{QA}>", f"<{WARD}>"]


def test_describe_answers_a_graph(shelf: Path) -> None:
    assert 'rdfs:label "Notes QA"@en' in kinset("-C", shelf, "sparql", "DESCRIBE dataset:notes-qa").out


@pytest.mark.parametrize(
    ("query", "pairs", "rows"),
    [
        ("datasets-since-year", {}, 1),
        ("datasets-since-year", {"year": "2025"}, 0),
        ("datasets-by-access", {"access": "Open"}, 1),
        ("datasets-by-access", {"access": "credentialed"}, 1),
        ("datasets-mentioning", {"text": "three wards"}, 1),
        ("evidence-checked-before", {"day": "2026-01-03"}, None),
    ],
)
def test_parameters_of_every_type_are_bound(
    shelf: Path, query: str, pairs: Mapping[str, str], rows: int | None
) -> None:
    options = [part for key, value in pairs.items() for part in ("--param", f"{key}={value}")]
    ran = kinset("-C", shelf, "query", query, *options, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert rows is None or len(ran.json["results"]["bindings"]) == rows


def test_an_unknown_query_gives_near_ones(shelf: Path) -> None:
    ran = kinset("-C", shelf, "query", "source-of-dataset")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean sources-of-dataset" in ran.err


# ------------------------------------------------------------------ check


def test_check_as_json_keeps_its_contract(shelf: Path) -> None:
    ran = kinset("-C", shelf, "check", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == ["conforms", "issues"]
    assert ran.json["conforms"] is True
    keys = ["severity", "file", "line", "entity", "path", "value", "message", "hint", "rule"]
    assert ran.json["issues"]
    for issue in ran.json["issues"]:
        assert list(issue) == keys
        assert issue["severity"] in {"warning", "info"}
        assert (shelf / issue["file"]).is_file()
        assert issue["line"] > 0


def test_check_exits_with_1_where_there_is_a_violation(tmp_path: Path) -> None:
    text = NOTES_QA.replace("kin:AnnotationOf", "kin:Nonsense")
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: text})
    line = text[: text.index("kin:Nonsense")].count("\n") + 1
    ran = kinset("-C", folder, "check", "--format", "json")
    assert (ran.code, ran.json["conforms"]) == (1, False)
    worst = [issue for issue in ran.json["issues"] if issue["severity"] == "violation"]
    assert {(issue["file"], issue["line"]) for issue in worst} == {(QA_FILE, line)}
    assert all(issue["entity"] == f"{QA}#from-ward-notes" for issue in worst)
    assert all(issue["value"] == f"<{BASE}ontology#Nonsense>" for issue in worst)
    words = kinset("-C", folder, "check")
    assert words.code == 1
    assert words.out.startswith(f"{QA_FILE}:{line}  violation")
    number = sum(issue["severity"] == "violation" for issue in ran.json["issues"])
    assert words.out.splitlines()[-1] == f"{number} violation(s): first at {QA_FILE}:{line}"


def test_check_tells_the_worst_first_and_only_counts_infos(capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        Issue("thin", Severity.WARNING, "A warning.", file="a.ttl", line=1),
        Issue("rival", Severity.INFO, "An info.", file="a.ttl", line=2),
        Issue("shape", Severity.VIOLATION, "A violation.", file="b.ttl", line=3),
    ]
    report = Report.of(found)
    output.print_report(report, PrefixMap({}))
    assert capsys.readouterr().out.splitlines() == [
        "b.ttl:3  violation  shape",
        "    A violation.",
        "a.ttl:1  warning  thin",
        "    A warning.",
        "1 info(s): `kinset check --all` lists them",
        "The catalogue does not conform. 1 violation(s), 1 warning(s), 1 info(s).",
        "1 violation(s): first at b.ttl:3",
    ]
    output.print_report(report, PrefixMap({}), everything=True)
    assert "a.ttl:2  info  rival" in capsys.readouterr().out
    output.print_report(Report.of(found[:2]), PrefixMap({}))
    assert capsys.readouterr().out.splitlines()[-1] == "The catalogue conforms. 1 warning(s), 1 info(s)."


def test_check_names_the_term_that_was_perhaps_meant(tmp_path: Path) -> None:
    text = NOTES_QA.replace("kin:AnnotationOf", "kin:AnotationOf")
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: text})
    issues = kinset("-C", folder, "check", "--format", "json").json["issues"]
    hints = [issue["hint"] or "" for issue in issues if issue["value"] == f"<{BASE}ontology#AnotationOf>"]
    assert hints
    assert all(hint.startswith("Did you mean kin:AnnotationOf?") for hint in hints)


SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "version", "rules"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {"type": "object", "required": ["id"]},
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["ruleId", "level", "message", "locations"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {
                                    "type": "object",
                                    "required": ["text"],
                                    "properties": {"text": {"type": "string", "minLength": 1}},
                                },
                                "locations": {
                                    "type": "array",
                                    "minItems": 1,
                                    "items": {
                                        "type": "object",
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "type": "object",
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "type": "object",
                                                        "required": ["uri"],
                                                        "properties": {
                                                            "uri": {
                                                                "type": "string",
                                                                "pattern": r"^[A-Za-z0-9._~%/-]+$",
                                                            }
                                                        },
                                                    },
                                                    "region": {
                                                        "type": "object",
                                                        "required": ["startLine"],
                                                        "properties": {"startLine": {"type": "integer", "minimum": 1}},
                                                    },
                                                },
                                            }
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_check_as_sarif_has_what_sarif_2_1_0_requires(tmp_path: Path) -> None:
    files = {QA_FILE: NOTES_QA.replace("kin:AnnotationOf", "kin:Nonsense"), "data/dataset/a name.txt": "x"}
    folder = lay_out(tmp_path / "catalogue", {**SMALL, **files, "data/dataset/third.ttl": "oops"})
    ran = kinset("-C", folder, "check", "--format", "sarif")
    assert (ran.code, ran.err) == (1, "")
    jsonschema.validate(ran.json, SARIF)
    [run] = ran.json["runs"]
    assert {result["ruleId"] for result in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    issues = kinset("-C", folder, "check", "--format", "json").json["issues"]
    levels = {"violation": "error", "warning": "warning", "info": "note"}
    assert [result["level"] for result in run["results"]] == [levels[issue["severity"]] for issue in issues]
    broken = next(result for result in run["results"] if result["ruleId"] == "turtle-syntax")
    assert broken["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "data/dataset/third.ttl"},
        "region": {"startLine": 1},
    }


# ------------------------------------------------------------------ build


def test_build_tells_where_it_is_and_what_it_holds(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    ran = kinset("-C", folder, "build")
    assert ran.code == 0
    assert f"Built: {folder / 'build'}" in ran.out
    assert "2 dataset" in ran.out
    assert ran.err.startswith("Reading the catalogue …\n")
    again = kinset("-C", folder, "build")
    assert (again.code, again.err) == (0, "")
    assert "Nothing changed" in again.out


def test_build_as_json_is_the_manifest(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    first = kinset("-C", folder, "build", "--format", "json").json
    second = kinset("-C", folder, "build", "--format", "json").json
    assert (first["redone"], second["redone"]) == (True, False)
    assert {**first, "redone": False} == second
    manifest = json.loads((folder / "build" / "manifest.json").read_text(encoding="utf-8"))
    assert second == {"folder": str(folder / "build"), "redone": False, **manifest}


def test_build_goes_where_it_is_told_with_the_reasoner_that_is_told(shelf: Path, tmp_path: Path) -> None:
    place = tmp_path / "deep" / "down"
    ran = kinset("-C", shelf, "build", "--out", place, "--reasoner", "owlrl", "--format", "json")
    assert ran.code == 0
    assert (ran.json["folder"], ran.json["reasoner"]) == (str(place), "owlrl")
    assert (place / "kinset.trig").read_bytes() == (shelf / "build" / "kinset.trig").read_bytes()


def test_build_goes_to_the_folder_one_stands_in(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    assert kinset("-C", shelf, "build", "--out", ".").code == 0
    assert (place / "kinset.nt").is_file()


@pytest.mark.parametrize("place", ["data", "data/dataset/out", "kinset.toml", "work", "shapes/new"])
def test_build_refuses_a_place_that_is_somebodys(tmp_path: Path, place: str) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    (folder / "work").mkdir()
    (folder / "work" / "thesis.txt").write_text("years", encoding="utf-8")
    before = contents(folder)
    ran = kinset("-C", folder, "build", "--out", folder / place)
    assert (ran.code, ran.out) == (3, "")
    assert "--out" in ran.err
    assert contents(folder) == before


def test_build_exits_with_1_and_tells_the_violations(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", {**SMALL, "data/dataset/third.ttl": "oops"})
    words = kinset("-C", folder, "build")
    assert words.code == 1
    assert "data/dataset/third.ttl:1  violation" in words.out
    assert "The catalogue has 1 violation(s)." in words.err
    ran = kinset("-C", folder, "build", "--format", "json")
    assert (ran.code, ran.json["conforms"]) == (1, False)


def test_answers_come_from_the_files_where_the_build_is_old_or_damaged(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    assert kinset("-C", folder, "build").code == 0
    (folder / QA_FILE).write_text(NOTES_QA.replace("Notes QA", "Notes and Questions"), encoding="utf-8")
    assert kinset("-C", folder, "resolve", "notes-qa", "--format", "json").json["label"] == "Notes and Questions"
    for damage in ("{}", "[]", "no json", '{"files": 3}', '{"reasoner": "oracle", "files": {}}'):
        (folder / "build" / "manifest.json").write_text(damage, encoding="utf-8")
        assert kinset("-C", folder, "resolve", "notes-qa", "--format", "json").json["label"] == "Notes and Questions"
    ran = kinset("-C", folder, "build", "--format", "json")
    assert (ran.code, ran.json["redone"]) == (0, True)


def test_a_damaged_store_says_what_to_do_and_build_mends_it(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    kinset("-C", folder, "build")
    for path in (folder / "build" / "store").glob("*.sst"):
        path.write_bytes(b"x")
    ran = kinset("-C", folder, "list")
    assert (ran.code, ran.out) == (3, "")
    assert "Run `kinset build`." in ran.err
    assert kinset("-C", folder, "build", "--format", "json").json["redone"]
    assert kinset("-C", folder, "list").code == 0


# ------------------------------------------------------------------ fmt and new


def test_fmt_brings_files_into_form_and_then_finds_nothing(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", {**SMALL, "data/dataset/third.ttl": "oops"})
    ugly = folder / QA_FILE
    path = str(ugly)
    ugly.write_text(NOTES_QA.replace("\n    ", " "), encoding="utf-8")
    before = contents(folder)
    ran = kinset("-C", folder, "fmt", "--check", "--format", "json")
    assert ran.code == 1
    assert path in ran.json["changed"]
    [broken] = ran.json["broken"]
    assert (broken["file"], broken["line"]) == (str(folder / "data/dataset/third.ttl"), 1)
    assert contents(folder) == before
    done = kinset("-C", folder, "fmt")
    assert done.code == 1
    assert f"{path}: formatted" in done.out
    assert "third.ttl:1: " in done.err
    (folder / "data/dataset/third.ttl").unlink()
    again = kinset("-C", folder, "fmt", "--check", "--format", "json")
    assert (again.code, again.json) == (0, {"changed": [], "broken": []})


def test_impact_asks_only_the_queries_that_answer_a_table(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    yes = "#+ title: Anything\n#+ summary: Whether there is anything.\nASK { ?s ?p ?o }\n"
    (folder / "queries" / "report" / "anything.rq").write_text(yes, encoding="utf-8")
    assert kinset("-C", folder, "query", "anything").out == "yes\n"
    assert "notes-qa" in kinset("-C", folder, "impact", "ward-notes", "--format", "json").out


def test_fmt_finds_line_ends_that_are_not_in_form(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    path = folder / QA_FILE
    assert kinset("-C", folder, "fmt", path).code == 0
    before = path.read_bytes()
    path.write_bytes(before.replace(b"\n", b"\r\n"))
    assert kinset("-C", folder, "fmt", "--check", path).code == 1
    assert kinset("-C", folder, "fmt", path).code == 0
    assert path.read_bytes() == before


def test_fmt_takes_files_by_name(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", {name: text.replace("\n    ", " ") for name, text in SMALL.items()})
    ran = kinset("-C", folder, "fmt", folder / QA_FILE)
    assert (ran.code, ran.out) == (0, f"{folder / QA_FILE}: formatted\n")
    assert kinset("-C", folder, "fmt", "--check", folder / QA_FILE).code == 0
    assert kinset("-C", folder, "fmt", "--check", folder / WARD_FILE).code == 1
    assert kinset("-C", folder, "fmt", folder / "nowhere.ttl").code == 1


def test_the_data_of_this_repository_changes_nothing_by_formatting_twice(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    kinset("-C", folder, "fmt")
    before = contents(folder)
    kinset("-C", folder, "fmt")
    assert contents(folder) == before


@pytest.mark.parametrize(
    "kind", ["dataset", "task", "challenge", "organization", "person", "publication", "terms", "model", "list"]
)
def test_new_starts_a_record_that_check_explains(tmp_path: Path, kind: str) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    ran = kinset("-C", folder, "new", kind, "our-own", "--format", "json")
    file = f"data/{kind}/our-own.ttl"
    assert (ran.code, ran.json) == (0, {"file": file, "iri": f"{BASE}{kind}/our-own"})
    assert kinset("-C", folder, "fmt", "--check", folder / file).code == 0
    checked = kinset("-C", folder, "check", "--format", "json")
    assert checked.code == 1
    own = [issue for issue in checked.json["issues"] if issue["file"] == file]
    assert own
    assert all(issue["line"] and (issue["hint"] or issue["message"]) for issue in own)
    assert {issue["rule"] for issue in own}.isdisjoint(
        {"turtle-syntax", "wrong-iri", "misplaced-file", "unknown-class"}
    )
    again = kinset("-C", folder, "new", kind, "our-own")
    assert (again.code, again.out) == (2, "")
    assert "is already there" in again.err


def test_new_says_what_comes_next(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "catalogue", SMALL)
    out = kinset("-C", folder, "new", "dataset", "our-own").out
    assert "data/dataset/our-own.ttl" in out
    assert "kinset check" in out


# ------------------------------------------------------------------ export


FORMATS = {"turtle": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}


def test_export_prints_one_record_in_every_format_of_rdf(shelf: Path) -> None:
    record = set(parse(WARD_NOTES, format=RdfFormat.TURTLE))
    for form, rdf in FORMATS.items():
        ran = kinset("-C", shelf, "export", "ward-notes", "--as", form)
        assert (ran.code, ran.err) == (0, "")
        assert set(parse(ran.out, format=rdf)) == record, form


def test_export_as_schema_org_is_one_compact_document(shelf: Path) -> None:
    ran = kinset("-C", shelf, "export", "notes-qa", "--as", "schema-org")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["@context"][0] == "https://schema.org/"
    assert (ran.json["@type"], ran.json["@id"], ran.json["name"]) == ("Dataset", QA, "Notes QA")
    assert ran.json["isBasedOn"] == ran.json["prov:wasDerivedFrom"] == {"@id": f"{WARD}/2.0"}


def test_export_tells_what_is_required_and_not_known_and_strict_exits_with_1(tmp_path: Path) -> None:
    text = re.sub(r"    dcterms:description .*\n", "", NOTES_QA)
    folder = lay_out(tmp_path / "catalogue", {**SMALL, QA_FILE: text})
    lax = kinset("-C", folder, "export", "notes-qa", "--as", "schema-org")
    assert lax.code == 0
    assert "description" not in lax.json
    assert "not known: description" in lax.err
    strict = kinset("-C", folder, "export", "notes-qa", "--as", "schema-org", "--strict")
    assert (strict.code, strict.out, strict.err) == (1, lax.out, lax.err)
    assert kinset("-C", folder, "export", "ward-notes", "--as", "schema-org", "--strict").code == 0


def test_export_tells_what_is_lost_on_request(shelf: Path) -> None:
    ran = kinset("-C", shelf, "export", "notes-qa", "--as", "schema-org", "--losses")
    assert "schema-org cannot carry" in ran.err


@pytest.mark.parametrize(
    ("form", "suffix"), [("turtle", ".ttl"), ("nt", ".nt"), ("jsonld", ".jsonld"), ("schema-org", ".jsonld")]
)
def test_export_all_writes_one_file_a_dataset(shelf: Path, tmp_path: Path, form: str, suffix: str) -> None:
    out = tmp_path / "new" / "out"
    ran = kinset("-C", shelf, "export", "--all", "--as", form, "--out", out)
    assert (ran.code, ran.out) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == [f"notes-qa{suffix}", f"ward-notes{suffix}"]
    alone = kinset("-C", shelf, "export", "notes-qa", "--as", form).out
    assert (out / f"notes-qa{suffix}").read_text(encoding="utf-8") == alone


def test_export_to_a_place_that_cannot_be_written_exits_with_3(shelf: Path) -> None:
    ran = kinset("-C", shelf, "export", "--all", "--as", "nt", "--out", shelf / "kinset.toml" / "x")
    assert (ran.code, ran.out) == (3, "")
    assert "cannot be written" in ran.err


# ------------------------------------------------------------------ the catalogue that the program ships


def test_the_shipped_catalogue_is_not_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = lay_out(tmp_path / "shipped", SMALL)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("kinset.project.SHIPPED", shipped)
    monkeypatch.delenv("KINSET_CATALOGUE", raising=False)
    monkeypatch.chdir(elsewhere)
    before = contents(shipped)
    ran = kinset("new", "dataset", "own")
    assert (ran.code, ran.out) == (2, "")
    assert "-C DIR" in ran.err
    assert kinset("build").code == 0
    assert (elsewhere / "kinset-build" / "kinset.nt").is_file()
    assert kinset("trace", "notes-qa").code == 0
    assert contents(shipped) == before
