from collections.abc import Iterable

import pytest

from kinset.engine import EmbeddedEngine
from kinset.lineage.claims import Claims, Link, StatedParentage, read_claims
from kinset.lineage.impact import Assessor, Event, Impact, ImpactClass, Setting, Touched, paragraph, read_setting
from kinset.names import Directory, Thing, read_directory
from tests.test_trace import BASE, iri

CHANNELS = {
    "SubsetOf": "RecordsFlow",
    "StandoffOf": "Standoff",
    "TrainedOn": "Modelling",
    "Cites": "FormatOnly",
}


def thing(name: str, kind: str = "dataset") -> Thing:
    return Thing(iri(name), kind, name, (), (), (), (), "")


def link(origin: str, target: str, kind: str = "SubsetOf", sort: str = "derivation") -> Link:
    claim = f"{iri(origin)}#from-{target.replace('/', '-')}"
    return Link(iri(origin), iri(target), claim, sort, kind, "Note", "", "", None, ())


def assess(
    links: Iterable[Link],
    focus: str,
    things: Iterable[Thing],
    *,
    event: Event = Event.WITHDRAWN,
    setting: Setting | None = None,
    complete: Iterable[str] = (),
) -> dict[str, Touched]:
    parentage = {iri(name): (StatedParentage(iri(name), "Complete", ()),) for name in complete}
    given = setting or Setting(CHANNELS, {}, {}, {})
    assessor = Assessor.of(Claims(tuple(links), parentage), Directory(BASE, tuple(things)), given)
    return {found.label: found for found in assessor.assess(iri(focus), event).things}


def classes(found: dict[str, Touched]) -> dict[str, str]:
    return {name: thing.impact.value for name, thing in found.items()}


NAMES = [thing(name) for name in "sabc"]


def test_what_ships_only_ids_is_broken_and_what_holds_its_text_is_not() -> None:
    links = [link("a", "s", "StandoffOf"), link("b", "s"), link("c", "a")]
    assert classes(assess(links, "s", NAMES)) == {"a": "BROKEN", "b": "OBLIGATED", "c": "OBLIGATED"}


def test_ids_of_ids_are_broken_too() -> None:
    links = [link("a", "s", "StandoffOf"), link("c", "a", "StandoffOf")]
    assert classes(assess(links, "s", NAMES))["c"] == "BROKEN"


def test_a_change_of_terms_breaks_nothing() -> None:
    found = assess([link("a", "s", "StandoffOf")], "s", NAMES, event=Event.TERMS_CHANGED)
    assert classes(found)["a"] == "ACCESS"


def test_a_new_version_breaks_and_gates_nothing() -> None:
    agreements = {iri(name): frozenset({"https://e.org/terms/dua"}) for name in ("s", "a")}
    setting = Setting(CHANNELS, agreements, {}, {})
    found = assess([link("a", "s", "StandoffOf")], "s", NAMES, event=Event.VERSION, setting=setting)
    assert classes(found)["a"] == "OBLIGATED"


def test_a_shared_agreement_gates_access() -> None:
    agreements = {iri(name): frozenset({"https://e.org/terms/dua"}) for name in ("s", "a", "c")}
    found = assess([link("a", "s"), link("b", "s")], "s", NAMES, setting=Setting(CHANNELS, agreements, {}, {}))
    assert classes(found) == {"a": "ACCESS", "b": "OBLIGATED", "c": "NO_KNOWN_LINK"}


def test_an_overlap_without_descent_is_only_that() -> None:
    setting = Setting(CHANNELS, {}, {iri("b"): ((iri("s"), f"{iri('b')}#overlap"),)}, {})
    found = assess([link("a", "s")], "s", NAMES, setting=setting)
    assert classes(found)["b"] == "OVERLAP_ONLY"
    assert found["b"].path[0].claim == f"{iri('b')}#overlap"


def test_an_overlap_is_only_possible_for_a_version() -> None:
    setting = Setting(CHANNELS, {}, {iri("b"): ((iri("s"), f"{iri('b')}#overlap"),)}, {})
    found = assess([link("a", "s/1")], "s/1", [*NAMES, thing("s/1", "version")], setting=setting)
    assert (found["b"].impact, found["b"].may) == (ImpactClass.OVERLAP_ONLY, True)


def test_only_stated_parentage_all_the_way_makes_a_thing_unaffected() -> None:
    links = [link("b", "a"), link("c", "a")]
    found = assess(links, "s", NAMES, complete=["a", "b"])
    assert classes(found) == {"a": "UNAFFECTED", "b": "UNAFFECTED", "c": "NO_KNOWN_LINK"}
    assert classes(assess(links, "s", NAMES, complete=["b"]))["b"] == "NO_KNOWN_LINK"


def test_a_claim_that_names_no_version_makes_a_perhaps_only_where_it_matters() -> None:
    things = [*NAMES, thing("s/1", "version"), thing("s/2", "version")]
    links = [link("a", "s/1"), link("b", "s"), link("c", "s/2")]
    of_one = assess(links, "s/1", things)
    assert {name: (found.impact.value, found.may) for name, found in of_one.items()} == {
        "a": ("OBLIGATED", False),
        "b": ("OBLIGATED", True),
        "c": ("NO_KNOWN_LINK", False),
    }
    assert not any(found.may for found in assess(links, "s", things).values())


def test_a_way_keeps_to_its_line_of_parts() -> None:
    """What merges the part that does not come from the source is not touched."""
    links = [link("a/2016", "s"), link("b", "a/2014"), link("c", "a/2016")]
    assert classes(assess(links, "s", NAMES)) == {"a": "OBLIGATED", "b": "NO_KNOWN_LINK", "c": "OBLIGATED"}


def test_models_and_challenges_are_touched_and_citations_are_not() -> None:
    things = [thing("s"), thing("m", "model"), thing("h", "challenge"), thing("x"), thing("t", "model")]
    links = [
        link("m", "s", "TrainedOn", "influence"),
        link("h", "s", "Test", "use"),
        link("x", "s", "Cites", "influence"),
        link("t", "m", "TrainedOn", "influence"),
    ]
    assert classes(assess(links, "s", things)) == {
        "h": "BROKEN",
        "m": "OBLIGATED",
        "t": "OBLIGATED",
        "x": "NO_KNOWN_LINK",
    }


def test_a_task_is_touched_as_the_worst_of_its_datasets() -> None:
    task = "https://e.org/task/qa"
    tasks = {iri(name): frozenset({task}) for name in ("a", "b", "c")}
    links = [link("a", "s", "StandoffOf"), link("b", "s")]
    found = assess(links, "s", NAMES, setting=Setting(CHANNELS, {}, {}, tasks))
    assert (found["qa"].impact, found["qa"].path[0].says) == (ImpactClass.BROKEN, "2 of 3 made for it: a, b")


def test_a_task_is_only_perhaps_touched_where_its_worst_is_only_perhaps() -> None:
    task = "https://e.org/task/qa"
    tasks = {iri(name): frozenset({task}) for name in ("a", "b")}
    things = [*NAMES, thing("s/1", "version")]
    links = [link("a", "s", "StandoffOf"), link("b", "s/1")]
    found = assess(links, "s/1", things, setting=Setting(CHANNELS, {}, {}, tasks))
    assert (found["b"].may, found["qa"].impact, found["qa"].may) == (False, ImpactClass.BROKEN, True)


def test_what_the_source_was_made_of_shares_units_with_it() -> None:
    setting = Setting(CHANNELS, {}, {}, {}, frozenset({"SubsetOf"}))
    links = [link("s", "a"), link("s", "b", "TrainedOn")]
    found = assess(links, "s", NAMES, setting=setting, complete=["a", "b"])
    assert classes(found) == {"a": "OVERLAP_ONLY", "b": "UNAFFECTED", "c": "NO_KNOWN_LINK"}
    assert found["a"].path[0].claim == f"{iri('s')}#from-a"


def test_nothing_is_unaffected_whose_roots_hold_the_source() -> None:
    """Other parts and versions of one thing lead to it too, though no way leads down from the source."""
    links = [link("a/2016", "s"), link("b", "a/2014"), link("c", "s/2")]
    assert classes(assess(links, "s", NAMES, complete=["s", "a", "b"]))["b"] == "NO_KNOWN_LINK"
    assert classes(assess(links, "s/1", NAMES, complete=["s", "c"]))["c"] == "NO_KNOWN_LINK"


def test_a_version_whose_sources_are_not_all_recorded_leaves_the_whole_open() -> None:
    parentage = {
        iri(name): (StatedParentage(iri(name), stated, ()),) for name, stated in (("a", "Complete"), ("a/1", "Unknown"))
    }
    directory = Directory(BASE, (*NAMES, thing("a/1", "version")))
    assessor = Assessor.of(Claims((), parentage), directory, Setting(CHANNELS, {}, {}, {}))
    (found,) = (item for item in assessor.assess(iri("s")).things if item.label == "a")
    assert found.impact is ImpactClass.NO_KNOWN_LINK


def test_what_is_made_of_a_version_is_perhaps_touched_where_a_part_of_it_goes() -> None:
    found = assess([link("a", "s/1"), link("b", "s/1/notes")], "s/1/notes", NAMES)
    assert (found["a"].may, found["b"].may) == (True, False)


def test_the_worst_way_counts_even_where_it_is_longer() -> None:
    links = [link("c", "s"), link("a", "s", "StandoffOf"), link("c", "a", "StandoffOf")]
    found = assess(links, "s", NAMES)
    assert (found["c"].impact, len(found["c"].path)) == (ImpactClass.BROKEN, 2)


def test_the_surest_way_counts_even_where_it_is_longer() -> None:
    things = [*NAMES, thing("b/1", "version"), thing("c/1", "version")]
    links = [link("b", "s"), link("a", "b"), link("c", "b/1"), link("a", "c/1")]
    found = assess(links, "s", things)
    assert (found["a"].may, len(found["a"].path)) == (False, 3)


def test_the_reading_names_what_is_touched_and_what_is_not_known() -> None:
    assessor = Assessor.of(
        Claims((link("a", "s", "StandoffOf"), link("b", "s")), {}),
        Directory(BASE, tuple(NAMES)),
        Setting(CHANNELS, {}, {}, {}),
    )
    assert paragraph(assessor.assess(iri("s")), "S") == (
        "If S is withdrawn, then these cannot be rebuilt: a; these would go on to exist, with duties that persist: b. "
        "Of 1 more records no link is known, which proves nothing."
    )


def test_a_cycle_ends() -> None:
    assert classes(assess([link("a", "s"), link("s", "a")], "s", NAMES))["a"] == "OBLIGATED"


@pytest.fixture(scope="module")
def mimic_iii(whole_engine: EmbeddedEngine) -> Impact:
    directory = read_directory(whole_engine)
    assessor = Assessor.of(read_claims(whole_engine), directory, read_setting(whole_engine, directory))
    return assessor.assess(directory.resolve("mimic-iii").iri)


def test_on_this_catalogue_every_way_leads_to_the_source_by_claims_with_evidence(mimic_iii: Impact) -> None:
    touched = {found.label: found for found in mimic_iii.things}
    assert touched["RadQA"].impact is ImpactClass.ACCESS
    assert touched["MIMIC-IV"].impact is ImpactClass.OVERLAP_ONLY
    for found in mimic_iii.of_class(*list(ImpactClass)[:4]):
        if found.kind != "task":
            assert any("MIMIC-III" in step.says for step in found.path), found.label
            assert all(step.evidence for step in found.path), found.label
