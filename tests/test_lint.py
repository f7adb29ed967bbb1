"""The search-engine dry run: each rule by a page that breaks it, and the catalogue's own pages as planned."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinset import sources
from kinset.lint import GUIDELINES, RULES, Finding, Need, Outcome, Weight, dry_run, read_folder, schema_terms
from kinset.lint.crawling import allowed
from kinset.lint.nodes import nodes
from kinset.lint.reading import read_page
from kinset.project import open_project
from kinset.site import planning
from tests.conftest import NOTES_QA, SMALL, WARD_NOTES, MakeCatalogue
from tests.program import kinset

SITE = "https://example.org/"
BASE = "https://w3id.org/kinset/dataset/"
NOTES, WARD = "dataset/notes-qa/index.html", "dataset/ward-notes/index.html"
DESCRIPTION = "Questions that nurses asked of ward notes, each with its answer; made up for the tests."
Site = dict[str, str]


def block(slug: str = "notes-qa", **changes: Any) -> dict[str, Any]:
    """A description that lacks nothing; a change to None takes a property out."""
    full: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": BASE + slug,
        "name": f"The {slug}",
        "alternateName": f"{slug} alias",
        "description": f"{DESCRIPTION} {slug}",
        "url": f"{SITE}dataset/{slug}/",
        "sameAs": "https://example.com/notes",
        "identifier": {"@type": "PropertyValue", "propertyID": "DOI", "value": "1/2", "url": "https://doi.org/10.1/2"},
        "creator": {"@type": "Person", "name": "Ada Roe", "sameAs": "https://orcid.org/0000-0002-1825-0097"},
        "funder": {"@type": "Organization", "name": "A Fund"},
        "citation": "Roe 2020",
        "keywords": ["wards", "notes"],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "conditionsOfAccess": "Open: after a click.",
        "isAccessibleForFree": True,
        "measurementTechnique": "writing",
        "variableMeasured": "question",
        "spatialCoverage": "Nowhere",
        "temporalCoverage": "2001/2012",
        "version": "1.0",
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "Tests"},
        "distribution": {
            "@type": "DataDownload",
            "contentUrl": "https://example.com/x.csv",
            "encodingFormat": "text/csv",
        },
        "isBasedOn": {"@id": f"{BASE}ward-notes"},
        "isPartOf": {"@id": f"{BASE}ward-notes/2.0"},
        "hasPart": {"@type": "CreativeWork", "@id": f"{BASE}notes-qa", "name": "Itself"},
        **changes,
    }
    return {key: value for key, value in full.items() if value is not None}


def page(
    *blocks: Any, slug: str = "notes-qa", title: str | None = None, head: str | None = None, summary: str = DESCRIPTION
) -> str:
    """A page that shows all that its blocks say."""
    scripts = "".join(
        f'<script type="application/ld+json">{one if isinstance(one, str) else json.dumps(one)}</script>'
        for one in blocks
    )
    shown = " ".join(json.dumps(one, ensure_ascii=False) for one in blocks)
    canonical = f'<link rel="canonical" href="{SITE}dataset/{slug}/">' if head is None else head
    return (
        f'<!doctype html><html><head><title>{slug if title is None else title}</title><meta name="description"'
        f' content="{summary}">{canonical}{scripts}</head><body><h1 id="2.0">A &amp; B</h1><p>{shown}</p></body></html>'
    )


def sound(notes: str | None = None, **files: str | None) -> Site:
    """A site of two datasets in which nothing is wrong; `robots` and `sitemap` replace its files, None drops them."""
    urls = "".join(f"<url><loc>{SITE}dataset/{slug}/</loc></url>" for slug in ("notes-qa", "ward-notes"))
    site: dict[str, str | None] = {
        NOTES: page(block()) if notes is None else notes,
        WARD: page(block("ward-notes"), slug="ward-notes"),
        "index.html": "<title>Home</title>",
        "robots.txt": files.get("robots", f"User-agent: *\nAllow: /\nSitemap: {SITE}sitemap.xml\n"),
        "sitemap.xml": files.get("sitemap", f"<urlset>{urls}</urlset>"),
    }
    return {name: text for name, text in site.items() if text is not None}


def look(tmp_path: Path, site: Mapping[str, str], base: str | None = SITE) -> Outcome:
    for name, text in site.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_folder(tmp_path, base)


def of(outcome: Outcome, slug: str = "notes-qa") -> list[Finding]:
    return [found for one in outcome.looks if slug in one.iri for found in one.findings]


def with_block(**changes: Any) -> Callable[[], Site]:
    return lambda: sound(page(block(**changes)))


# Each rule: a site that breaks it, and what the finding is about.
BROKEN: Mapping[str, tuple[Callable[[], Site], str]] = {
    "bad-block": (lambda: sound(page('{"@type": "Dataset",}', block())), "block"),
    "several-blocks": (lambda: sound(page(block(), block())), "block"),
    "unknown-term": (with_block(licence="CC BY"), "licence"),
    "misplaced-term": (with_block(creator={"@type": "Person", "name": "Ada", "license": "x"}), "license"),
    "ignored": (with_block(size="12 notes"), "size"),
    "nested-dataset": (with_block(isBasedOn={"@type": "Dataset", "@id": f"{BASE}ward-notes"}), "isBasedOn"),
    "not-shown": (lambda: sound(re.sub("<p>.*</p>", "", page(block()))), "name"),
    "required-missing": (with_block(description=None), "description"),
    "recommended-missing": (with_block(license=None), "license"),
    "description-length": (with_block(description="Too short."), "description"),
    "same-name": (with_block(name="the WARD-notes"), "name"),
    "same-description": (with_block(description=f"{DESCRIPTION} ward-notes"), "description"),
    "access-unstated": (with_block(conditionsOfAccess=None, isAccessibleForFree=None), "conditionsOfAccess"),
    "free-no-boolean": (with_block(isAccessibleForFree="yes"), "isAccessibleForFree"),
    "licence-no-link": (with_block(license="CC BY 4.0"), "license"),
    "identifier-no-link": (with_block(identifier="10.1/2"), "identifier"),
    "date-format": (with_block(temporalCoverage="2001-2012"), "temporalCoverage"),
    "distribution-no-link": (with_block(distribution={"@type": "DataDownload"}), "distribution"),
    "distribution-no-format": (with_block(distribution={"contentUrl": "https://example.com/x"}), "distribution"),
    "agent-nameless": (with_block(publisher={"@type": "Organization"}), "publisher"),
    "agent-unlinked": (with_block(creator={"@type": "Person", "name": "Ada Roe"}), "creator"),
    "leads-nowhere": (with_block(isBasedOn={"@id": f"{BASE}nothing"}), "isBasedOn"),
    "leads-elsewhere": (with_block(isBasedOn="https://example.com/other"), "isBasedOn"),
    "relation-no-link": (with_block(isBasedOn="Ward Notes"), "isBasedOn"),
    "no-canonical": (lambda: sound(page(block(), head="")), "canonical"),
    "canonical-elsewhere": (
        lambda: sound(page(block(), head='<link rel="canonical" href="https://example.com/">')),
        "canonical",
    ),
    "url-disagrees": (with_block(url="https://example.com/"), "url"),
    "not-in-sitemap": (lambda: sound(sitemap="<urlset></urlset>"), "sitemap"),
    "robots-blocked": (lambda: sound(robots="User-agent: *\nAllow: /\nDisallow: /dataset/\n"), "robots"),
    "noindex": (lambda: sound(page(block(), head='<meta name="robots" content="noindex">')), "robots"),
    "title-length": (lambda: sound(page(block(), title="")), "title"),
    "summary-length": (lambda: sound(page(block(), summary="Short.")), "meta description"),
}  # fmt: skip
OF_THE_SITE: Mapping[str, tuple[Callable[[], Site], str | None]] = {
    "no-base": (lambda: {NOTES: page(block(url=None), head="")}, None),
    "no-sitemap": (lambda: sound(sitemap=None), SITE),
    "robots-unread": (sound, "https://example.org/kinset/"),
}


def test_a_sound_page_has_no_findings_but_that_something_is_not_listed(tmp_path: Path) -> None:
    done = look(tmp_path, sound())
    assert {found.rule for one in done.looks for found in one.findings} == {"ignored"}
    assert done.findings == ()
    assert [one.complete for one in done.looks] == [True, True]
    assert done.passed == 1
    assert {one.name for one in done.looks[0].seen if one.need is Need.RECOMMENDED} == {
        name for name, guideline in GUIDELINES.items() if guideline.need is Need.RECOMMENDED
    }


def test_every_rule_has_a_case() -> None:
    assert {*BROKEN, *OF_THE_SITE, "no-block"} == set(RULES)


@pytest.mark.parametrize("rule", list(BROKEN))
def test_a_page_that_breaks_a_rule_is_told(tmp_path: Path, rule: str) -> None:
    make, about = BROKEN[rule]
    found = [one for one in of(look(tmp_path, make())) if one.rule == rule]
    assert found, rule
    assert about in {one.about for one in found}
    assert all(one.says and one.mend and one.file == NOTES for one in found)


@pytest.mark.parametrize("rule", list(OF_THE_SITE))
def test_what_a_site_lacks_is_told_once(tmp_path: Path, rule: str) -> None:
    make, base = OF_THE_SITE[rule]
    assert [one.rule for one in look(tmp_path, make(), base).findings] == [rule]


@pytest.mark.parametrize("text", ['{"@type": "Dataset", "name": "x"}', "{", "[]", "3", '{"@context": 3}', '"x"'])
def test_a_block_that_describes_nothing_is_told_and_stops_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_text(page(text, block("ward-notes", name=None)), encoding="utf-8")
    (tmp_path / "b.html").write_text(page(text), encoding="utf-8")
    read = {name: read_page(name, (tmp_path / name).read_bytes()) for name in ("a.html", "b.html")}
    assert len(read["a.html"].datasets) == 1
    assert read["b.html"].datasets == ()


def test_a_page_whose_only_block_is_broken_has_no_block(tmp_path: Path) -> None:
    found = {one.rule: one for one in of(look(tmp_path, sound(page("{"))))}
    assert {"bad-block", "no-block"} <= found.keys()
    assert found["no-block"].weight is Weight.ERROR
    (one,) = (one for one in look(tmp_path, sound(page("{"))).looks if "notes-qa" in one.address)
    assert not one.complete
    assert one.seen == ()


def test_a_folder_tells_its_own_base_by_its_canonical_addresses(tmp_path: Path) -> None:
    done = look(tmp_path, sound(), base=None)
    assert done.site == SITE
    assert done.findings == ()


@pytest.mark.parametrize(
    "document",
    [
        {"@context": "http://schema.org", "@type": "Dataset", "name": "x"},
        {"@context": {"@vocab": "https://schema.org/"}, "type": "x", "@type": "Dataset", "name": "x"},
        {"@context": {"schema": "http://schema.org/"}, "@type": "schema:Dataset", "schema:name": "x"},
        {"@context": {"sc": "https://schema.org/", "title": "sc:name"}, "@type": "sc:Dataset", "title": "x"},
        {"@type": "https://schema.org/Dataset", "https://schema.org/name": {"@value": "x"}},
        {"@context": ["https://schema.org/", {"p": "http://p.org/"}], "@graph": [{"@type": "Dataset", "name": "x"}]},
        [{"@context": "https://schema.org/", "type": "Dataset", "name": {"@list": "x"}}],
    ],
)  # fmt: skip
def test_names_are_read_whatever_prefix_wrote_them(document: Any) -> None:
    (node,) = nodes(document)
    assert node["@type"] == ["Dataset"]
    assert node["name"] == "x"


def test_terms_of_other_vocabularies_keep_their_prefix() -> None:
    (node,) = nodes({"@context": ["https://schema.org/", {"prov": "http://www.w3.org/ns/prov#"}], "prov:used": "x"})
    assert node == {"prov:used": "x"}


@pytest.mark.parametrize("said", ["2022", "2022-12", "2022-12-09", "2001/2012", "2001-02/..", "../2012-03-04"])
def test_periods_in_iso_8601_are_none_of_its_findings(tmp_path: Path, said: str) -> None:
    found = of(look(tmp_path, with_block(temporalCoverage=said)()))
    assert "date-format" not in {one.rule for one in found}


@pytest.mark.parametrize("said", ["2022-13", "9 December 2022", "2022/", "12/2022", 2022, "2001/2012/2013"])
def test_other_dates_are(tmp_path: Path, said: object) -> None:
    found = of(look(tmp_path, with_block(datePublished=said)()))
    assert "date-format" in {one.rule for one in found}


@pytest.mark.parametrize(
    ("robots", "path", "may"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nAllow: /\nDisallow: /x", "/x/y", False),
        ("User-agent: *\nDisallow: /x # comment\nAllow: /x/y", "/x/y", True),
        ("User-agent: *\nDisallow: /*.ttl$", "/a.ttl", False),
        ("User-agent: *\nDisallow: /*.ttl$", "/a.ttl.html", True),
        ("User-agent: other\nDisallow: /", "/x", True),
        ("User-agent: *\nDisallow: /\nUser-agent: Googlebot\nAllow: /", "/x", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /", "/x", False),
    ],
)
def test_the_longest_rule_of_robots_decides(robots: str, path: str, *, may: bool) -> None:
    assert allowed(robots, path) is may


# ---------------------------------------------------------------------- the lists


@pytest.mark.parametrize(
    ("pattern", "path", "may"),
    [
        ("/a%2Fb", "/a/b", True),  # an encoded slash is no slash: RFC 9309, 2.2.2
        ("/a%2Fb", "/a%2fb", False),
        ("/%7Ejoe", "/~joe", False),
        ("/~joe", "/%7ejoe", False),
        ("/ü", "/%C3%BC", False),
        ("/%e3%82%84", "/やx", False),
        ("/a%2A", "/ab", True),
        ("/a*c$", "/abcbc", False),
        ("/a*ab$", "/ab", True),
        ("/a**$", "/a", False),
        ("/a$b", "/a", True),
        ("$", "/a", True),
    ],
)
def test_encoded_signs_of_robots_are_not_the_signs(pattern: str, path: str, *, may: bool) -> None:
    assert allowed(f"User-agent: *\nDisallow: {pattern}", path) is may


def test_many_stars_in_robots_end_at_once() -> None:
    robots = "User-agent: *\nDisallow: /" + "*a" * 18 + "$"
    assert allowed(robots, "/" + "a" * 5000 + "b")
    assert not allowed(robots, "/" + "a" * 5000)


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12), st.booleans())
def test_patterns_match_as_a_regular_expression_would(pattern: str, path: str, ends: bool) -> None:  # noqa: FBT001 - hypothesis
    whole = ".*".join(map(re.escape, pattern.split("*"))) + ("$" if ends else "")
    rule = f"/{pattern}{'$' if ends else ''}"
    assert allowed(f"User-agent: *\nDisallow: {rule}", f"/{path}") is not bool(re.match(f"/{whole}", f"/{path}"))


GARBAGE = [
    {**block(), "@id": ["x"]},
    {**block(), "@id": {"@id": "x"}},
    {**block(), "@id": 3, "@type": ["Dataset", 3, None, {}]},
    block(creator={"@value": {"@type": 3, "@id": {"@type": "Person"}}}, name={"@list": [[1], None]}),
    block(name=["\ud800"], description={"name": ["\udfff"]}, url=[{}, [], 1e999]),
    block(isBasedOn=[{"@id": ["x"]}, {"url": {}}, [[]], None, "http://[x.y/"], license=[[["x"]]], size=10**40),
    {**block(), "@context": [{"a": "@type", "b": "@id", "@vocab": 3}, "https://schema.org/"], "a": 3, "b": {}},
]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_no_block_stops_lint(tmp_path: Path, garbage: Any) -> None:
    head = '<link rel=canonical href="http://[x.y/dataset/notes-qa/">'
    site = tmp_path / "site"
    (site / "dataset" / "notes-qa").mkdir(parents=True)
    (site / "sitemap.xml").mkdir()
    (site / "robots.txt").write_bytes(b"User-agent\nDisallow\n:\nuser-agent: *\ndisallow: *%\xff$$\n")
    (site / NOTES).write_text(page(garbage, head=head) + "<![odd[ ", encoding="utf-8", errors="replace")
    for form in ("text", "json"):
        ended = kinset("lint", "--site", str(site), "--format", form)
        assert ended.code == 0, ended.err
        assert ended.out.encode()


@pytest.mark.parametrize("text", ["[" * 50_000, '{"a":' * 400 + "1" + "}" * 400, "9" * 5000, "NaN"])
def test_deep_blocks_and_long_numbers_are_faults_and_no_crash(tmp_path: Path, text: str) -> None:
    assert look(tmp_path, sound(page(text, block("notes-qa")))).looks


def test_every_term_of_the_lists_is_schema_orgs(conformance: Path) -> None:
    text = (conformance / "schemaorg" / "schemaorg-all-https.jsonld").read_text(encoding="utf-8")
    own: dict[str, set[str]] = {sort: set() for sort in schema_terms.PROPERTIES_OF}
    parents: dict[str, set[str]] = {}
    for node in json.loads(text)["@graph"]:
        name = local(node)
        for sort in map(local, many(node.get("schema:domainIncludes"))):
            own.get(sort, set()).add(name)
        parents[name] = {local(one) for one in many(node.get("rdfs:subClassOf"))}
    assert {sort: set(names) for sort, names in schema_terms.PROPERTIES_OF.items()} == own
    assert {sort: set(ones) for sort, ones in schema_terms.PARENTS.items()} == {sort: parents[sort] for sort in own}
    assert set(GUIDELINES) <= (schema_terms.properties("Dataset") or set())


def many(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def local(node: Mapping[str, str]) -> str:
    return node["@id"].removeprefix("schema:")


def test_the_places_of_the_guidelines_are_terms_of_the_ontology_and_shapes(repository: Any) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (repository.root / "shapes").glob("*.ttl"))
    prefixes = sources.read_prefixes(repository)
    named = {prefixes.compact(path.value) for guideline in GUIDELINES.values() for path in guideline.paths}
    assert {name for name in named if name not in text} == set()


# ---------------------------------------------------------------------- the planned site


def planned(folder: Path, site: str | None = SITE) -> Outcome:
    project = open_project(folder)
    stock = planning.stock_of(project, sources.read(project), site)
    return dry_run(stock, [thing.iri for thing in stock.directory.entities("dataset")])


def test_the_planned_pages_agree_with_site_map_and_block(small: Path) -> None:
    done = planned(small)
    assert [one.address for one in done.looks] == [f"{SITE}dataset/notes-qa/", f"{SITE}dataset/ward-notes/"]
    assert done.count(Weight.ERROR) == 0
    assert done.findings == ()
    assert all(one.complete and one.states_access and one.block and one.page for one in done.looks)


def test_a_finding_tells_the_property_and_the_line_of_the_record(small: Path) -> None:
    found = {one.about: one for one in of(planned(small)) if one.rule == "recommended-missing"}
    licence = found["license"]
    assert (licence.file, licence.path.rpartition("#")[2], licence.weight) == (
        "data/dataset/notes-qa.ttl", "terms", Weight.WARNING,
    )  # fmt: skip
    assert licence.line > 0
    assert found["distribution"].weight is Weight.NOTE


def test_what_was_looked_for_is_no_gap(make_catalogue: MakeCatalogue) -> None:
    text = NOTES_QA.replace("    kin:parentage ", "    kin:unknown kin:terms ;\n    kin:parentage ")
    done = planned(make_catalogue({**SMALL, "data/dataset/notes-qa.ttl": text}))
    (licence,) = (one for one in of(done) if one.about == "license")
    assert licence.weight is Weight.NOTE
    assert "no source states it" in licence.says


def test_access_that_nobody_states_is_no_gap_of_the_record(make_catalogue: MakeCatalogue) -> None:
    silent = NOTES_QA.replace("    dcterms:accessRights kin:Open ;\n", "")
    looked = silent.replace("    kin:parentage ", "    kin:unknown dcterms:accessRights ;\n    kin:parentage ")
    folder = make_catalogue({**SMALL, "data/dataset/notes-qa.ttl": silent})
    assert {one.weight for one in of(planned(folder)) if one.rule == "access-unstated"} == {Weight.WARNING}
    (folder / "data/dataset/notes-qa.ttl").write_text(looked)
    (found,) = (one for one in of(planned(folder)) if one.rule == "access-unstated")
    assert found.weight is Weight.NOTE
    assert found.path.endswith("accessRights")


def test_without_a_base_that_is_a_finding_and_no_crash(small: Path) -> None:
    done = planned(small, site=None)
    assert [one.rule for one in done.findings] == ["no-base"]
    assert done.count(Weight.ERROR) == 0


def test_a_source_without_a_record_leads_nowhere(make_catalogue: MakeCatalogue) -> None:
    done = planned(make_catalogue({"data/dataset/notes-qa.ttl": NOTES_QA}))
    assert [one.says for one in of(done) if one.rule == "leads-nowhere"] == [f"{BASE}ward-notes/2.0 has no page"]


def test_what_was_given_up_is_left_out(make_catalogue: MakeCatalogue) -> None:
    text = WARD_NOTES.replace("    kin:formerLink", "    kin:recordStatus kin:Retired ;\n    kin:formerLink")
    folder = make_catalogue({**SMALL, "data/dataset/ward-notes.ttl": text})
    done = planned(folder)
    assert [one.name for one in done.looks] == ["Notes QA"]
    assert done.passed == 1
    assert "given up" in kinset("-C", folder, "lint", "ward-notes").out


# ---------------------------------------------------------------------- the command


def test_lint_shows_what_is_seen_and_where_to_mend(small: Path) -> None:
    ran = kinset("-C", small, "lint", "notes qa", "--base-url", "https://example.org")
    assert ran.code == 0, ran.err
    assert f"page {SITE}dataset/notes-qa/" in ran.out
    assert f"{len(DESCRIPTION)} characters; 50 to 5,000" in ran.out
    assert re.search(r"data/dataset/notes-qa\.ttl:[0-9]+, kin:terms", ran.out)
    assert "not schema.org" in ran.out


def test_lint_of_all_sums_up_in_text_and_json(small: Path) -> None:
    ran = kinset("-C", small, "lint", "--all", "--format", "json", "--base-url", SITE)
    assert ran.json["site"] == SITE
    assert ran.json["totals"]["datasets"] == ran.json["totals"]["complete"] == 2
    assert {one["page"] for one in ran.json["datasets"]} == {
        f"{SITE}dataset/{slug}/" for slug in ("notes-qa", "ward-notes")
    }
    text = kinset("-C", small, "lint", "--all").out
    assert "2 of 2 datasets have all that is required" in text
    assert "no-base" in text


def test_strict_fails_on_what_is_required(make_catalogue: MakeCatalogue) -> None:
    text = NOTES_QA.replace(f'    dcterms:description "{DESCRIPTION}"@en ;\n', "").replace(
        "        dcterms:description ,\n", ""
    )
    folder = make_catalogue({**SMALL, "data/dataset/notes-qa.ttl": text})
    assert "dcterms:description" not in text.replace("PREFIX dcterms", "")
    ran = kinset("-C", folder, "lint", "notes-qa", "--strict")
    assert ran.code == 1
    assert "required-missing: description is missing" in ran.out
    assert kinset("-C", folder, "lint", "ward-notes", "--strict").code == 0


def test_lint_reads_the_folder_of_any_site(tmp_path: Path) -> None:
    look(tmp_path, sound(page(block(url="https://example.com/"))))
    ran = kinset("lint", "--site", tmp_path, "--strict")
    assert ran.code == 1
    assert "url-disagrees" in ran.out
    assert kinset("lint", "--all", "--site", tmp_path, "--strict") == ran


@pytest.mark.parametrize("arguments", [(), ("notes-qa", "--all"), ("notes-qa", "--site", ".")])
def test_one_thing_is_linted_at_a_time(small: Path, arguments: tuple[str, ...]) -> None:
    assert kinset("-C", small, "lint", *arguments).code == 2


def test_what_dataset_search_does_not_read_is_refused(tmp_path: Path) -> None:
    assert kinset("lint", "--site", tmp_path).code == 2
    assert kinset("lint", "question-answering").code == 2
