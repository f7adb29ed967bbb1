from kinset.lineage.terms.parties import name_of, read_parties
from kinset.lineage.terms.policies import upward
from tests.terms_world import dataset, engine, iri


def test_a_part_says_what_it_does_not_say_itself_by_its_whole() -> None:
    found = read_parties(
        engine(
            dataset("a", access="Open", more="; dcterms:publisher o:x ; kin:custodian o:y"),
            dataset("a/1.0", access="Withdrawn"),
        )
    )
    part = found.of(iri("a/1.0"))
    assert (part.access, part.publishers, part.custodians) == (
        "Withdrawn",
        (iri("organization/x"),),
        (iri("organization/y"),),
    )


def test_who_controls_includes_what_they_are_part_of() -> None:
    found = read_parties(
        engine(dataset("a", more="; kin:custodian o:ward"), "o:ward org:subOrganizationOf o:hospital .")
    )
    assert found.controllers(iri("a")) == {iri("organization/ward"), iri("organization/hospital")}


def test_models_hosts_and_names_are_known() -> None:
    text = "<https://e.org/dataset/a#h> dcat:hadRole kin:Hosts ; prov:agent o:x ."
    found = read_parties(
        engine(
            dataset("m:one"),
            dataset("a", more="; prov:qualifiedAttribution <https://e.org/dataset/a#h>"),
            text,
            'o:x a org:Organization ; rdfs:label "The X"@en .',
        )
    )
    assert found.of(iri("model/one")).is_model
    assert found.of(iri("a")).hosts == (iri("organization/x"),)
    assert (found.agent(iri("organization/x")), found.agent(iri("organization/z"))) == ("The X", "z")


def test_wholes_stand_nearest_first() -> None:
    assert upward(iri("a/1.0/train"))[:3] == (iri("a/1.0/train"), iri("a/1.0"), iri("a"))
    assert name_of("https://e.org/a/b#c") == "c"
