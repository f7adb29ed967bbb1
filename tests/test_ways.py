from kinset.engine import EmbeddedEngine
from kinset.lineage.claims import Claims, Link, read_claims
from kinset.lineage.impact import read_setting
from kinset.lineage.trace import Tracer
from kinset.lineage.ways import common_sources, overlaps_between, paths_up
from kinset.names import Directory, read_directory
from tests.test_trace import BASE, iri, link


def tracer(*links: Link) -> Tracer:
    return Tracer.of(Claims(links, {}), Directory(BASE, ()))


def test_the_nearest_common_source_is_told_with_both_ways() -> None:
    family = tracer(link("a", "m"), link("b", "n"), link("n", "m"), link("m", "root"))
    (way,) = common_sources(family, iri("a"), iri("b"))
    assert (way.source, len(way.from_one), len(way.from_other)) == (iri("m"), 1, 2)


def test_a_source_itself_is_common_with_what_was_made_of_it() -> None:
    (way,) = common_sources(tracer(link("a", "m")), iri("a"), iri("m"))
    assert (way.source, len(way.from_one), way.from_other) == (iri("m"), 1, ())


def test_without_a_common_source_there_is_none() -> None:
    assert common_sources(tracer(link("a", "m"), link("b", "n")), iri("a"), iri("b")) == ()


def test_ways_keep_to_their_line_of_parts() -> None:
    family = tracer(link("a", "m/2014"), link("m/2016", "root"))
    assert set(paths_up(family, iri("a"))) == {iri("a"), iri("m")}


def test_an_overlap_of_sources_is_told() -> None:
    stated = {iri("m"): ((iri("n"), "claim"),), iri("n"): ((iri("m"), "claim"),)}
    (way,) = overlaps_between(tracer(link("a", "m"), link("b", "n")), iri("a"), iri("b"), stated)
    assert (way.claim, way.one, way.other, len(way.from_one), len(way.from_other)) == (
        "claim",
        iri("m"),
        iri("n"),
        1,
        1,
    )


def test_cycles_end() -> None:
    family = tracer(link("a", "b"), link("b", "a"))
    assert set(paths_up(family, iri("a"))) == {iri("a"), iri("b")}


def test_the_notes_of_mimic_iv_and_radqa_meet_in_an_overlap(whole_engine: EmbeddedEngine) -> None:
    directory = read_directory(whole_engine)
    family = Tracer.of(read_claims(whole_engine), directory)
    setting = read_setting(whole_engine, directory)
    notes, radqa = directory.resolve("mimic-iv-note").iri, directory.resolve("radqa").iri
    ways = overlaps_between(family, notes, radqa, setting.overlaps)
    assert [(directory.label(way.one), directory.label(way.other)) for way in ways][:1] == [("MIMIC-IV", "MIMIC-III")]
