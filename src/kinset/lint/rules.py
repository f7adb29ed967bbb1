"""What the dry run looks for: one table. Level 6.

In: nothing. Out: `RULES`, by identifier, and `Finding`: one case of a rule on one page, as a value.

An ERROR keeps a page from being found or read as meant: something required is missing, addresses disagree, the block
or robots.txt stands in the way. A WARNING costs it something. A NOTE is worth knowing; nothing need be done.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from kinset.exports.schema_org import DESCRIPTION_LENGTH


class Weight(enum.Enum):
    """How much a finding matters. Ordered from bad to good."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Weight).index(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for.

    Attributes:
        id: its name, for people and programs.
        weight: how much it matters.
        what: what is wrong, as a heading.
        mend: what to do.
    """

    id: str
    weight: Weight
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One case of a rule.

    Attributes:
        about: the property of schema.org or the part of the page; may be empty.
        says: what was found.
        mend: what to do.
        file, line: where to do it, relative to the catalogue's or the site's folder; empty and 0 where unknown.
        path: IRI of the property of the record to add or mend; may be empty.
    """

    rule: str
    weight: Weight
    about: str
    says: str
    mend: str
    file: str = ""
    line: int = 0
    path: str = ""


E, W, N = Weight
_LENGTH = f"Write {DESCRIPTION_LENGTH.start} to {DESCRIPTION_LENGTH[-1]:,} characters."

_TABLE = (
    # the block
    Rule("no-block", E, "no block describes a dataset", "Write one JSON-LD block of type Dataset into the page."),
    Rule("bad-block", E, "a block cannot be read", "Write JSON that parses, with https://schema.org/ as its context."),
    Rule("several-blocks", W, "several descriptions of datasets on one page", "Keep one: search engines merge them."),
    Rule("unknown-term", E, "schema.org has no such property", "Mend the spelling, or give it its own prefix."),
    Rule("misplaced-term", W, "schema.org has the property for other types", "Use a property of this type."),
    Rule("ignored", N, "the guidelines of dataset search do not list it", "Nothing: other readers use it."),
    Rule("nested-dataset", W, "a nested node is held to what datasets require", "Type it CreativeWork or complete it."),
    Rule("not-shown", W, "the block says what the page does not show", "Show it: mark-up describes what is seen."),
    # what must and should be said
    Rule("required-missing", E, "a required property is missing", "Add it."),
    Rule("recommended-missing", W, "a recommended property is missing", "Add it where a source says it."),
    Rule("description-length", E, "the description is too short or too long", _LENGTH),
    Rule("same-name", W, "another dataset has the same name", "Tell them apart: by owner, by year, by edition."),
    Rule("same-description", W, "another dataset has the same description", "Say what is particular to each."),
    Rule("access-unstated", W, "nothing says how the data are had", "State the access level (dcterms:accessRights)."),
    Rule("free-no-boolean", W, "isAccessibleForFree is neither true nor false", "Write a JSON boolean."),
    Rule("licence-no-link", W, "a licence has no address", "Give its address (dcat:landingPage of its record)."),
    Rule("identifier-no-link", N, "an identifier leads nowhere", "Use one with an address, or give its scheme one."),
    Rule("date-format", W, "a date is not in ISO 8601", "Write 2022, 2022-12 or 2022-12-09; periods as 2001/2012."),
    Rule("distribution-no-link", E, "a distribution has no contentUrl", "Give its address, or leave it out."),
    Rule("distribution-no-format", N, "a distribution has no encodingFormat", "Give its media type."),
    Rule("agent-nameless", W, "a person or organization has no name", "Give the name."),
    Rule("agent-unlinked", N, "makers without an ORCID or ROR", "Add adms:identifier to their records."),
    Rule("leads-nowhere", W, "a relation names what has no page", "Make a record of it, or mend the IRI."),
    Rule("leads-elsewhere", N, "a relation leads out of the catalogue", "Nothing, if no record of it is wanted."),
    Rule("relation-no-link", W, "a relation has no address to follow", "Name the other dataset by its address."),
    # addresses and crawlers
    Rule("no-base", N, "nothing says where the pages will stand", "Say --base-url, or set `site` in kinset.toml."),
    Rule("no-canonical", E, "the page has no canonical address", "Write <link rel=canonical>."),
    Rule("canonical-elsewhere", E, "the canonical address is not that of the page", "Make it the page's own."),
    Rule("url-disagrees", E, "the block's url is not the canonical address", "Make them the same."),
    Rule("no-sitemap", W, "there is no site map", "Write sitemap.xml and name it in robots.txt."),
    Rule("not-in-sitemap", E, "the site map does not list the canonical address", "List it."),
    Rule("robots-blocked", E, "robots.txt keeps crawlers off the page", "Allow it."),
    Rule("noindex", E, "the page asks not to be indexed", "Take noindex out of its robots meta element."),
    Rule("robots-unread", N, "crawlers read robots.txt at the host's root only", "Copy it there; name the site map."),
    Rule("title-length", N, "the title is missing or longer than results show", "Write 5 to 75 characters."),
    Rule("summary-length", N, "the meta description is missing, short or long", "Write 50 to 320 characters."),
)  # fmt: skip
RULES: Mapping[str, Rule] = {rule.id: rule for rule in _TABLE}


def finding(rule: str, about: str, says: str, *, mend: str = "", weight: Weight | None = None) -> Finding:
    """Return a case of a rule; its mending and weight are the rule's unless others are given.

    >>> finding("no-sitemap", "", "sitemap.xml is missing").mend
    'Write sitemap.xml and name it in robots.txt.'
    """
    found = RULES[rule]
    return Finding(rule, weight or found.weight, about, says, mend or found.mend)
