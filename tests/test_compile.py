from kinset.lineage.overlap.checker import Case, faults
from kinset.lineage.overlap.compile import compile_catalogue
from kinset.lineage.overlap.solve import Solver, Verdict
from tests.overlap_turtle import BASE, derived, judge, verdict
from tests.overlap_worlds import random_world


def test_nothing_false_is_concluded_from_true_statements() -> None:
    seen = dict.fromkeys(Verdict, 0)
    for seed in range(250):
        world = random_world(seed)
        catalogue = compile_catalogue(world.statements())
        solver = Solver(catalogue.theory)
        assert [[catalogue.claim_keys[claim] for claim in quarrel] for quarrel in solver.quarrels] == [], seed
        things = sorted(world.points)
        for one in things:
            for other in things[:4]:
                for unit in ("Note", "Encounter", "Patient"):
                    number = catalogue.order.number[unit]
                    finding = solver.decide(catalogue.sets[one], catalogue.sets[other], number)
                    truth = bool(world.points[one][unit] & world.points[other][unit])
                    where = (seed, one, other, unit, [catalogue.claim_keys[claim] for claim in finding.proof])
                    assert not (finding.verdict is Verdict.SHARES and not truth), where
                    assert not (finding.verdict is Verdict.DISJOINT and truth), where
                    seen[finding.verdict] += 1
                    if finding.forces:
                        case = Case(
                            catalogue.theory, catalogue.sets[one], catalogue.sets[other], number, finding.forces
                        )
                        assert faults(case, finding.proof) == [], where
    assert seen[Verdict.SHARES] > 800
    assert seen[Verdict.DISJOINT] > 120


HELD = "<> kin:drawnBy kin:Note ; kin:carriedBy kin:Note .\n"
VERSIONS = HELD + "".join(
    f"<w/{number}> a kin:Version ; dcat:isVersionOf <> ; kin:drawnBy kin:Note ; "
    f"dcterms:issued '20{10 + number}'^^xsd:gYear .\n"
    for number in (1, 2)
)
DATED = "<#from> kin:evidence <#e> . <#e> a kin:Evidence ; kin:method kin:Read ; kin:sourceDate '{}'^^xsd:gYear .\n"


def apart(*names: str, more: str = "") -> str:
    between = ", ".join(f"<{BASE}{name}>" for name in names)
    said = f"a kin:Disjointness ; kin:unit kin:Patient ; kin:between {between} {more}"
    return f"<> kin:disjointness <#apart> .\n<#apart> {said}.\n"


def test_the_whole_is_the_union_of_its_versions_and_shares_with_each() -> None:
    found = judge({"w": VERSIONS})
    assert verdict(found, "w", "w/1", "Note").verdict is Verdict.SHARES
    assert verdict(found, "w/1", "w/2", "Note").verdict is Verdict.MAY_SHARE


def test_a_claim_on_the_whole_binds_no_version() -> None:
    files = {"w": VERSIONS, "c": HELD + apart("c", "w")}
    found = judge(files)
    assert verdict(found, "c", "w/1", "Note").verdict is Verdict.MAY_SHARE
    assert verdict(found, "c", "w", "Note").verdict is Verdict.MAY_SHARE


def test_with_all_versions_known_the_date_of_the_source_pins_the_version() -> None:
    complete = VERSIONS + "<> kin:versionsComplete true .\n"
    derived_in = {year: HELD + derived("AnnotationOf", "w") + DATED.format(year) for year in (2011, 2012)}
    apart_of_1 = HELD + apart("c", "w/1")
    early = judge({"w": complete, "c": apart_of_1, "d": derived_in[2011]})
    assert verdict(early, "d", "w/1", "Note").verdict is Verdict.SHARES
    assert verdict(early, "d", "c", "Note").verdict is Verdict.DISJOINT
    late = judge({"w": complete, "c": apart_of_1, "d": derived_in[2012]})
    assert verdict(late, "d", "w/1", "Note").verdict is Verdict.MAY_SHARE
    assert verdict(late, "d", "c", "Note").verdict is Verdict.MAY_SHARE
    unknown = judge({"w": VERSIONS, "c": apart_of_1, "d": derived_in[2011]})
    assert verdict(unknown, "d", "c", "Note").verdict is Verdict.MAY_SHARE


def test_two_claims_never_mean_the_same_unnamed_version() -> None:
    files = {"w": VERSIONS, "a": HELD + derived("AnnotationOf", "w"), "c": HELD + apart("c", "w")}
    assert verdict(judge(files), "a", "c", "Note").verdict is Verdict.MAY_SHARE


def change(adds: str, removes: str) -> str:
    return (
        "<w/2> kin:change <#change> .\n<#change> a kin:Change ; kin:from <w/1> ; kin:unit kin:Note ; "
        f"kin:adds kin:{adds} ; kin:removes kin:{removes} .\n"
    )


def test_only_changes_lead_from_version_to_version_and_not_to_finer_units() -> None:
    kept = judge({"w": VERSIONS + change("Some", "None"), "a": HELD + derived("SubsetOf", "w/1")})
    assert verdict(kept, "a", "w/2", "Note").verdict is Verdict.SHARES
    assert verdict(kept, "a", "w/2", "Patient").verdict is Verdict.SHARES
    assert verdict(kept, "w/1", "w/2", "Mention").verdict is Verdict.MAY_SHARE
    added = judge({"w": VERSIONS + change("None", "Some"), "a": HELD + derived("SubsetOf", "w/1")})
    assert verdict(added, "w/1", "w/2", "Note").verdict is Verdict.SHARES
    assert verdict(added, "a", "w/2", "Note").verdict is Verdict.MAY_SHARE


SPLIT = """<> kin:partition <#split> .
<#split> a kin:Partition ; kin:unit kin:{unit} ; kin:part <s/train>, <s/test> ; kin:exhaustive {exhaustive} .
<s/train> a kin:Split ; dcterms:isPartOf <> ; kin:role kin:Train .
<s/test> a kin:Split ; dcterms:isPartOf <> ; kin:role kin:Test .
"""


def test_parts_are_disjoint_at_the_unit_and_finer_not_at_coarser_ones() -> None:
    found = judge({"s": HELD + SPLIT.format(unit="Note", exhaustive="true")})
    by_unit = {unit: verdict(found, "s/train", "s/test", unit).verdict for unit in ("Mention", "Note", "Patient")}
    assert by_unit == {"Mention": Verdict.DISJOINT, "Note": Verdict.DISJOINT, "Patient": Verdict.MAY_SHARE}


def test_what_lies_in_the_whole_and_in_no_part_but_one_lies_in_that() -> None:
    files = {
        "s": HELD + SPLIT.format(unit="Note", exhaustive="true"),
        "a": HELD + derived("SubsetOf", "s") + apart("a", "s/test").replace("kin:Patient", "kin:Note"),
    }
    assert verdict(judge(files), "a", "s/train", "Note").verdict is Verdict.SHARES
    files["s"] = HELD + SPLIT.format(unit="Note", exhaustive="false")
    assert verdict(judge(files), "a", "s/train", "Note").verdict is Verdict.MAY_SHARE


PERIOD = "<#{name}> a dcterms:PeriodOfTime ; dcat:startDate '{start}'^^xsd:gYear ; dcat:endDate '{end}'^^xsd:gYear .\n"


def test_a_period_binds_only_what_lies_inside_it() -> None:
    said = apart("a", "b", more=f"; kin:side <{BASE}a> ; dcterms:temporal <#said> ") + PERIOD.format(
        name="said", start=2001, end=2008
    )
    plain = judge({"a": HELD + said, "b": HELD})
    assert verdict(plain, "a", "b", "Note").verdict is Verdict.MAY_SHARE
    for start, expected in ((2002, Verdict.DISJOINT), (2000, Verdict.MAY_SHARE)):
        lies = "<> kin:encountersWithin <#lies> .\n" + PERIOD.format(name="lies", start=start, end=2007)
        assert verdict(judge({"a": HELD + said + lies, "b": HELD}), "a", "b", "Note").verdict is expected


def test_an_overlap_may_drop_its_period() -> None:
    said = apart("a", "b", more=f"; kin:side <{BASE}a> ; dcterms:temporal <#said> ").replace("isjointness", "verlap")
    said = said.replace("kin:Dverlap", "kin:Overlap").replace("kin:dverlap", "kin:overlap")
    found = judge({"a": HELD + said, "b": HELD})
    assert verdict(found, "a", "b", "Patient").verdict is Verdict.SHARES
    assert verdict(found, "a", "b", "Note").verdict is Verdict.MAY_SHARE


def test_a_contradiction_elsewhere_changes_nothing_and_one_nearby_is_told() -> None:
    sharing = apart("x", "y").replace("kin:disjointness", "kin:overlap").replace("kin:Disjointness", "kin:Overlap")
    files = {"x": HELD + apart("x", "y"), "y": HELD + sharing, "a": HELD, "b": HELD + derived("SubsetOf", "a")}
    found = judge(files)
    assert verdict(found, "a", "b", "Note").verdict is Verdict.SHARES
    assert verdict(found, "x", "y", "Patient").verdict is Verdict.CONFLICT


FURTHER = [
    # A further source of a merge, a further version, a parentage in place of the default: these may weaken a verdict.
    (
        derived("MergeOf", "z", complete="").replace("#from", "#z"),
        "",
    ),
    ("", "<a/2> a kin:Version ; dcat:isVersionOf <> ."),
    ("<> kin:parentage <#p> . <#p> a kin:Parentage ; kin:completeness kin:Unknown .", ""),
]


def test_facts_that_may_weaken_a_verdict() -> None:
    closed = HELD + derived("SubsetOf", "a")
    before = {"a": HELD + apart("a", "c"), "b": closed, "c": HELD}
    assert verdict(judge(before), "b", "c", "Note").verdict is Verdict.DISJOINT
    for of_b, of_a in FURTHER[:2]:
        after = {**before, "b": closed + of_b, "a": before["a"] + of_a}
        assert verdict(judge(after), "b", "c", "Note").verdict is Verdict.MAY_SHARE
    default = HELD + derived("SubsetOf", "b", complete="")
    chain = {"a": HELD, "b": HELD + derived("SubsetOf", "a", complete=""), "d": default}
    assert verdict(judge(chain), "d", "a", "Note").verdict is Verdict.SHARES
    chain["b"] += FURTHER[2][0]
    assert verdict(judge(chain), "d", "a", "Note").verdict is Verdict.MAY_SHARE
