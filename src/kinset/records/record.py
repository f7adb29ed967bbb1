"""What exports see of one dataset, as frozen values. Level 5.

In: nothing. Out: `Record` and what it is made of. What is not known is None or empty; nothing is filled in.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its BCP 47 language tag, empty where it has none."""

    value: str
    language: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of the ontology or of a scheme, or any thing told by its name; `notation` as its scheme writes it.

    `language` is that of the label, empty where it has none.
    """

    iri: str
    label: str
    notation: str | None = None
    language: str = ""

    @property
    def text(self) -> Text:
        """The label with its language."""
        return Text(self.label, self.language)


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier elsewhere: scheme (end of its IRI), notation, the link that the scheme makes of it, its own IRI."""

    scheme: str
    notation: str
    url: str | None
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or organization; `is_person` tells which; `other_names` as by-lines may print them."""

    iri: str
    name: str
    is_person: bool
    identifiers: tuple[Identifier, ...]
    homepage: str | None
    affiliations: tuple["Agent", ...] = ()
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A publication about the dataset; `issued` as precise as it is known."""

    iri: str
    name: str
    by_line: tuple[str, ...]
    issued: str | None
    venue: str | None
    identifiers: tuple[Identifier, ...]
    volume: str | None = None
    pages: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a policy.

    Attributes:
        sort: `permission`, `prohibition`, `obligation`, or `duty` where it is one of a permission.
        actions: IRIs.
        rule_class: the end of its IRI, as `DataBound`.
        constrained: whether it holds on conditions that are not told here.
        duo: the terms of the Data Use Ontology that say just this.
    """

    iri: str
    label: str
    sort: str
    actions: tuple[str, ...]
    rule_class: str
    constrained: bool
    duo: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A policy and the scope (end of its IRI) that it governs.

    `stands_on` is the version, empty for the whole; `language` that of the name, empty where it has none.
    """

    iri: str
    name: str
    scope: str
    link: str | None
    claim: str = ""
    stands_on: str = ""
    version: str | None = None
    spdx: str | None = None
    rules: tuple[Rule, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many units; `unit` and `population` are labels, `stands_on` the version or part, empty for the whole."""

    unit: str
    count: int | None
    minimum: int | None
    maximum: int | None
    approximate: bool
    population: str | None
    stands_on: str
    unit_iri: str = ""
    population_iri: str | None = None
    claim: str = ""

    @property
    def exact(self) -> int | None:
        """The count, where it is one number of all the units there are."""
        return None if self.approximate or self.population else self.count


@dataclass(frozen=True, slots=True)
class Activity:
    """What made a dataset of its source: what it used and who or what carried it out, as IRIs."""

    iri: str
    label: Text
    description: Text | None
    used: tuple[str, ...]
    agents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """A claim that the dataset, or what lies in it, was made of something.

    Attributes:
        claim: IRI of the claim.
        stands_on: IRI of what was made: the dataset, a version, part or split of it.
        source, source_name, source_identifiers: what it was made of; `source_entity` is the record that describes it.
        kind, unit, coverage: terms of the ontology; None where not said.
        selection: how records were chosen, in prose.
        amount: how much of the dataset comes from there.
        activity: what was done.
    """

    claim: str
    stands_on: str
    source: str
    source_name: Text
    source_entity: str | None
    source_identifiers: tuple[Identifier, ...]
    kind: Concept | None
    unit: Concept | None
    coverage: Concept | None
    selection: Text | None
    amount: Extent | None
    activity: Activity | None


@dataclass(frozen=True, slots=True)
class Influence:
    """A claim that something shaped the dataset without records of it: a model that wrote text, a form taken over."""

    claim: str
    stands_on: str
    source: str
    source_name: Text
    kind: Concept | None


@dataclass(frozen=True, slots=True)
class Version:
    """A release: its number, its date as precise as known, the IRI of the one before it."""

    iri: str
    label: Text
    number: str | None
    issued: str | None
    previous: str | None
    description: Text | None
    landing_page: str | None
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What says that it is part of the dataset, of a version or of another part.

    `sort` is `Part`, `Split` or `Dataset` (a record of its own); `whole` the IRI that it is part of; `role` as Train.
    """

    iri: str
    label: Text
    sort: str
    whole: str
    role: Concept | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who did what: a role of the ontology and an agent."""

    claim: str
    role: Concept
    agent: Agent


@dataclass(frozen=True, slots=True)
class Access:
    """How the data can be had.

    Attributes:
        iri, label, definition: the access level of the ontology.
        authority: the European authority's access right that comes closest.
        free: whether it costs nothing; None where the level says nothing of money.
        language: of the label, empty where it has none.
    """

    iri: str
    label: str
    definition: str
    authority: str | None
    free: bool | None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A dataset with all that exports say of it.

    Attributes:
        iri, name, alternate_names, description, landing_page: as asserted, in English or what comes first.
        labels, other_names, descriptions: the same in every language, with tags.
        identifiers: of the dataset and of its current version.
        creators, by_line: people with records, and the names as printed, in order.
        publisher, custodian, funders: organizations; `attributions` tells all roles.
        publications: works that describe it.
        languages: BCP 47 tags; `spoken` has their IRIs.
        keywords: labels of tasks and modalities; `tasks` and `modalities` have their IRIs, `topics` their languages.
        version: the current version's number; issued: first release, else the current version's date.
        current_version: its IRI; `versions`: all, oldest first.
        modified: dcterms:modified, else the newest day on which a fact was checked.
        access: label and definition of the access level; `access_level` tells more.
        terms: what governs it, by scope.
        period: first and last year or day covered; `period_iri` its node.
        sources: IRIs of the things that it, its current version, or a part of either was derived from, as claimed.
        derivations, influences: the claims of that, of every version and part.
        extents: of the whole, then of the current version, those that are to be believed first before their rivals.
        drawn_by, carried_by: units.
        parts: what is in it, in its versions and parts; `part_of`: what it is in.
        unknown, none: predicates that were looked for and are not stated, or that the source denies.
        disputed: how many rival values stand beside displayed ones.
        former_links: addresses that once led to it.
    """

    iri: str
    name: str
    alternate_names: tuple[str, ...]
    description: str | None
    landing_page: str | None
    identifiers: tuple[Identifier, ...]
    creators: tuple[Agent, ...]
    by_line: tuple[str, ...]
    publisher: Agent | None
    custodian: Agent | None
    funders: tuple[Agent, ...]
    publications: tuple[Work, ...]
    languages: tuple[str, ...]
    keywords: tuple[str, ...]
    version: str | None
    issued: str | None
    modified: str | None
    access: tuple[str, str] | None
    terms: tuple[Terms, ...]
    period: tuple[str | None, str | None] | None
    sources: tuple[str, ...]
    extents: tuple[Extent, ...]
    labels: tuple[Text, ...] = ()
    other_names: tuple[Text, ...] = ()
    descriptions: tuple[Text, ...] = ()
    access_level: Access | None = None
    spoken: tuple[Concept, ...] = ()
    tasks: tuple[Concept, ...] = ()
    modalities: tuple[Concept, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    influences: tuple[Influence, ...] = ()
    versions: tuple[Version, ...] = ()
    current_version: str | None = None
    parts: tuple[Part, ...] = ()
    part_of: tuple[Concept, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    period_iri: str | None = None
    drawn_by: tuple[Concept, ...] = ()
    carried_by: tuple[Concept, ...] = ()
    unknown: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    disputed: int = 0
    former_links: tuple[str, ...] = ()

    @property
    def title(self) -> Text:
        """The name with its language."""
        return next((text for text in self.labels if text.value == self.name), Text(self.name, ""))

    @property
    def topics(self) -> tuple[Text, ...]:
        """The labels of tasks and modalities with their languages, each once."""
        return tuple(dict.fromkeys(item.text for item in (*self.tasks, *self.modalities)))
