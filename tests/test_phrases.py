import pytest

from kinset.engine import EmbeddedEngine
from kinset.lineage.overlap.phrases import says
from kinset.lineage.overlap.verdict import Judge
from tests.overlap_turtle import BASE, derived, judge

SAID = """<#size> a kin:Extent ; kin:unit kin:Note ; kin:count 1200 . <> kin:extent <#size> .
<#about> a kin:Extent ; kin:unit kin:Patient ; kin:countMin 5 ; kin:approximate true . <> kin:extent <#about> .
<b/1> a kin:Version ; rdfs:label 'b 1' ; dcat:isVersionOf <> ; kin:change <#change> .
<#change> a kin:Change ; kin:from <b/0> ; kin:unit kin:Note ; kin:adds kin:None ; kin:removes kin:Some .
<> kin:overlap <#both> . <#both> a kin:Overlap ; kin:unit kin:Study ; kin:between <>, <a> .
<> kin:versionsComplete true ; kin:drawnBy kin:Note ; kin:carriedBy kin:Note .
"""


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (f"claim {BASE}b#from", "b: subset of a, by note"),
        (f"claim {BASE}b#all", "the recorded sources of b are all"),
        (f"claim {BASE}b#size", "b has 1,200 notes"),
        (f"claim {BASE}b#about", "b has about at least 5 patients"),
        (f"claim {BASE}b#change", "b 1 adds no and removes some notes against 0"),
        (f"facet {BASE}b#change adds", "b 1 adds no notes against 0"),
        (f"claim {BASE}b#both", "a and b have studies in common"),
        (f"fact {BASE}b/1 isVersionOf", "b 1 is a version of b"),
        (f"fact {BASE}b versionsComplete", "all versions of b are recorded"),
        (f"fact {BASE}b drawnBy", "b was drawn by notes"),
        (f"default {BASE}b", "the recorded sources of b are assumed to be all (the default of its kind)"),
    ],
)
def test_each_claim_has_its_words(key: str, expected: str) -> None:
    found = judge({"a": "", "b": derived("SubsetOf", "a") + SAID})
    assert says(found.statements, key) == expected


def test_every_claim_of_the_catalogue_has_words(whole_engine: EmbeddedEngine) -> None:
    found = Judge.of(whole_engine)
    for key in found.catalogue.claim_keys:
        words = says(found.statements, key)
        assert words
        assert "  " not in words
        assert "http" not in words, key
