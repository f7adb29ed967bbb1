import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from kinset.engine import EmbeddedEngine
from kinset.lineage import overlap_pictures as pictures
from kinset.lineage.claims import EvidenceNote
from kinset.lineage.overlap.reasons import Reason
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.statements import Claim, Node, Statements
from kinset.lineage.overlap.verdict import Judge, Step, UnitAnswer
from tests.test_trace import iri

SVG = "{http://www.w3.org/2000/svg}"
KIN = "https://w3id.org/kinset/ontology#"


def claim(holder: str, tie: str, name: str, **values: str | tuple[str, ...]) -> Claim:
    told = {key: value if isinstance(value, tuple) else (value,) for key, value in values.items()}
    return Claim(iri(holder), tie, Node(f"{iri(holder)}#{name}", told))


def statements(*claims: Claim, names: str = "abcs") -> Statements:
    things = {
        iri(name): Node(iri(name), {"label": (f"Dataset {name.upper()}",), "type": (f"{KIN}Dataset",)})
        for name in names
    }
    kinds = {"SubsetOf": Node("SubsetOf", {"label": ("subset of",), "witnessRule": (f"{KIN}AtUnitAndCoarser",)})}
    return Statements({}, kinds, things, claims, {}, {})


def from_source(holder: str, source: str) -> Claim:
    kind, unit = f"{KIN}SubsetOf", f"{KIN}Note"
    return claim(holder, "qualifiedDerivation", f"from-{source}", entity=iri(source), kind=kind, unit=unit)


def step(
    of: Claim, method: str = "Read", *, predicate: str = "", contested: bool = False, default: bool = False
) -> Step:
    note = EvidenceNote(f"{of.node.iri}-e", "https://e.org/", "Table 1", method, "2026-01-02", "Maker", "")
    return Step(of.node.iri, predicate, f"what {of.node.iri[-1]} says", (note,), method, default, contested)


def answer(verdict: Verdict, *steps: Step, **more: tuple[Reason, ...] | tuple[tuple[Step, ...], ...]) -> UnitAnswer:
    return UnitAnswer(iri("a"), iri("b"), "Note", verdict, proof=steps, **more)  # type: ignore[arg-type]


def plain(dot: str) -> str:
    """Return DOT with all spaces and line ends in labels as one space."""
    return re.sub(r" +", " ", re.sub(r"\u00a0|\\[nl]", " ", dot))


A_OF_S, B_OF_S = from_source("a", "s"), from_source("b", "s")
APART = claim("a", "disjointness", "apart", between=(iri("a"), iri("b")), unit=f"{KIN}Note")
ALL = claim("a", "parentage", "parentage", completeness=f"{KIN}Complete")


def test_a_proof_is_drawn_from_the_training_set_to_the_test_set() -> None:
    told = statements(A_OF_S, B_OF_S, ALL)
    drawn = pictures.as_svg(answer(Verdict.SHARES, step(A_OF_S), step(B_OF_S), step(ALL)), told)
    root = ET.fromstring(drawn)  # noqa: S314 - our own text
    places = {text.text: float(text.attrib["x"]) for text in root.iter(f"{SVG}text") if "Dataset" in (text.text or "")}
    assert places["Dataset A"] < places["Dataset S"] < places["Dataset B"]
    assert root.findtext(f"{SVG}title") == "Dataset A and Dataset B share notes"
    assert (root.findtext(f"{SVG}desc") or "").endswith(
        "1. what s says (read). 2. what s says (read). 3. what e says (read)."
    )


def test_each_step_has_its_number_kind_and_evidence() -> None:
    told = statements(A_OF_S, B_OF_S, ALL)
    steps = (step(A_OF_S, "Inferred"), step(B_OF_S, "Remembered"), step(ALL))
    dot = plain(pictures.as_dot(answer(Verdict.SHARES, *steps), told))
    assert re.search(r"1\. subset of, by note ~ inferred .*dir=back, style=dashed", dot)
    assert re.search(r"2\. subset of, by note \? remembered .*dir=forward, style=dotted", dot)
    assert "3. sources: all recorded (read)" in dot


def test_what_is_disjoint_has_bars_at_its_ends() -> None:
    dot = pictures.as_dot(answer(Verdict.DISJOINT, step(APART)), statements(APART))
    assert "1. no notes in common" in dot
    assert "arrowhead=tee, arrowtail=tee" in dot
    assert "bars at the ends: nothing in common" in dot.lower()


def test_what_is_contested_is_drawn_thick_with_what_contests_it() -> None:
    told = statements(A_OF_S, APART)
    proof = step(from_source("a", "b"), contested=True)
    against = step(APART, contested=True)
    told = statements(from_source("a", "b"), APART)
    found = answer(Verdict.CONFLICT, proof, contested=((proof, against),))
    dot = pictures.as_dot(found, told)
    assert dot.count("penwidth=3,") == 2
    assert "against: no notes in common" in dot
    assert "These cannot all be true: " in pictures.describe(found, told)


def test_a_default_is_said_to_be_one() -> None:
    assumed = Step(iri("a"), "", "the recorded sources of A are all", (), "Inferred", default=True, contested=False)
    dot = pictures.as_dot(answer(Verdict.SHARES, step(A_OF_S), step(B_OF_S), assumed), statements(A_OF_S, B_OF_S))
    assert "3. sources: all recorded (assumed for its kind)" in plain(dot)


def test_a_partition_of_which_two_parts_are_asked_is_one_line_between_them() -> None:
    parts = claim("s", "partition", "splits", part=(iri("a"), iri("b"), iri("c")), unit=f"{KIN}Note")
    dot = pictures.as_dot(answer(Verdict.DISJOINT, step(parts)), statements(parts))
    assert dot.count(" -> ") == 1
    assert "Dataset C" not in dot


def test_what_may_share_is_drawn_with_the_ways_to_the_common_source() -> None:
    found = answer(Verdict.MAY_SHARE, reasons=(Reason.COMMON_SOURCE,))
    dot = pictures.as_dot(found, statements(A_OF_S, B_OF_S))
    assert dot.count(" -> ") == 2
    assert "they prove nothing" in plain(dot)
    assert "Why: both descend from one source." in dot


def test_where_nothing_is_recorded_the_picture_says_so() -> None:
    found = answer(Verdict.MAY_SHARE, reasons=(Reason.NO_LINK_RECORDED,))
    assert "no link recorded" in pictures.as_dot(found, statements())


def test_many_common_sources_are_cut_and_counted() -> None:
    names = "cdefghijkl"
    told = statements(*(from_source(side, name) for side in "ab" for name in names), names="ab" + names)
    dot = pictures.as_dot(answer(Verdict.MAY_SHARE, reasons=(Reason.COMMON_SOURCE,)), told)
    assert f"{len(names) - pictures.SOURCES} more common sources are not drawn." in dot.replace("\u00a0", "")


@pytest.fixture(scope="module")
def judge(whole_engine: EmbeddedEngine) -> Judge:
    return Judge.of(whole_engine)


def test_proofs_of_the_catalogue_are_drawn_with_every_step(judge: Judge) -> None:
    told = judge.statements
    datasets = [one for one, thing in told.things.items() if "Dataset" in thing.names("type")]
    drawn = 0
    for one, other in list(combinations(datasets, 2))[::7]:
        found = judge.pair(one, other, judge.units(one, other)[-1])
        if found.proof:
            dot = plain(pictures.as_dot(found, told))
            assert [n for n in range(1, len(found.proof) + 1) if not re.search(rf'[" ]{n}\. ', dot)] == []
            drawn += 1
    assert drawn > 3


def test_a_verdict_of_the_catalogue_is_drawn_whole(judge: Judge) -> None:
    found = judge.pair(
        "https://w3id.org/kinset/dataset/radqa/1.0.0/train", "https://w3id.org/kinset/dataset/radqa/1.0.0/test", "Note"
    )
    root = ET.fromstring(pictures.as_svg(found, judge.statements))  # noqa: S314 - our own text
    assert "have no notes in common" in (root.findtext(f"{SVG}title") or "")
    assert len(root.findall(f".//{SVG}g[@class='node']")) == 2
