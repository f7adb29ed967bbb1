"""Checks of what a block says of a dataset. Level 6.

In: a `Case`: a dataset's node, its page, what surrounds it. Out: findings.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kinset.exports.schema_org import DESCRIPTION_LENGTH
from kinset.lint.crawling import Lead, Surroundings, key
from kinset.lint.guidelines import GUIDELINES, Need, need
from kinset.lint.nodes import Node, address, is_a, is_web, many, short, strange, walk
from kinset.lint.reading import Page
from kinset.lint.rules import Finding, Weight, finding

_DAY = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_TIME = r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
DATE = re.compile(_DAY + _TIME)
PERIOD = re.compile(rf"{_DAY}{_TIME}(?:/(?:{_DAY}{_TIME}|\.\.))?|\.\./{_DAY}{_TIME}")  # an open end is two dots
DATES = ("datePublished", "dateModified", "dateCreated", "sdDatePublished", "uploadDate", "expires")
RELATIONS = ("isBasedOn", "isPartOf", "hasPart")
AGENTS = ("creator", "publisher", "funder")
NAMED = 3  # how many names a finding tells


@dataclass(frozen=True, slots=True)
class Case:
    """A dataset as a block describes it, on its page."""

    node: Node
    page: Page
    around: Surroundings

    @property
    def who(self) -> str:
        """The dataset's IRI, else the page's path."""
        return str(self.node.get("@id") or self.page.path)

    def text(self, name: str) -> str:
        """Return the first text of a property, or nothing."""
        return next((value for value in many(self.node.get(name)) if isinstance(value, str)), "")


def missing(case: Case) -> Iterator[Finding]:
    """Yield what the guidelines require or recommend and the block does not say."""
    for guideline in GUIDELINES.values():
        if case.node.get(guideline.name) not in (None, "", [], {}):
            continue
        says = f"{guideline.name} is missing"
        if guideline.need is Need.REQUIRED:
            yield finding("required-missing", guideline.name, says, mend=guideline.mend)
        else:
            weight = None if guideline.always else Weight.NOTE
            yield finding("recommended-missing", guideline.name, says, mend=guideline.mend, weight=weight)


def ignored(case: Case) -> Iterator[Finding]:
    """Yield the properties that the guidelines do not list, and those that schema.org does not have."""
    for name in case.node:
        if not name.startswith("@") and need(name) is Need.OTHER:
            yield finding("ignored", name, f"{name} is read by others, if at all")
    for sort, name, elsewhere in strange(case.node):
        rule = "misplaced-term" if elsewhere else "unknown-term"
        yield finding(rule, name, f"{name} is no property of {sort}")


def prose(case: Case) -> Iterator[Finding]:
    """Yield what is wrong with name and description, and what of the block the page does not show."""
    description = case.text("description")
    if description and len(description) not in DESCRIPTION_LENGTH:
        yield finding("description-length", "description", f"it has {len(description):,} characters")
    shared = (("name", "same-name", case.around.names), ("description", "same-description", case.around.descriptions))
    for name, rule, bearers in shared:
        others = [one for one in bearers.get(key(case.text(name)), ()) if one != case.who]
        if others:
            yield finding(rule, name, f"so have {_some(others)}")
    for name, text in case.page.hidden:
        yield finding("not-shown", name, f"“{short(text)}” stands in the block only")


def access(case: Case) -> Iterator[Finding]:
    """Yield whether it stays open how the data are had."""
    if not case.text("conditionsOfAccess") and "isAccessibleForFree" not in case.node:
        yield finding("access-unstated", "conditionsOfAccess", "neither conditionsOfAccess nor isAccessibleForFree")
    for value in many(case.node.get("isAccessibleForFree")):
        if not isinstance(value, bool):
            yield finding("free-no-boolean", "isAccessibleForFree", f"it is {short(value)}")


def links(case: Case) -> Iterator[Finding]:
    """Yield licences and identifiers that have no address, and distributions that lack one."""
    for value in many(case.node.get("license")):
        if address(value) is None:
            yield finding("licence-no-link", "license", f"“{short(value)}” is a name only")
    for value in many(case.node.get("identifier")):
        if not is_web(value.get("url") if isinstance(value, dict) else value):
            scheme = f"{value.get('propertyID', '')} " if isinstance(value, dict) else ""
            yield finding("identifier-no-link", "identifier", f"{scheme}{short(value)} has no address")
    for value in many(case.node.get("distribution")):
        if not isinstance(value, dict) or not any(is_web(link) for link in many(value.get("contentUrl"))):
            yield finding("distribution-no-link", "distribution", f"{short(value)} has no contentUrl")
        elif "encodingFormat" not in value:
            yield finding("distribution-no-format", "distribution", f"{short(value)} has no encodingFormat")


def dates(case: Case) -> Iterator[Finding]:
    """Yield dates and periods that are not in ISO 8601."""
    for node in walk(case.node):
        for name in (*DATES, "temporalCoverage"):
            form = PERIOD if name == "temporalCoverage" else DATE
            for value in many(node.get(name)):
                if not isinstance(value, str) or not form.fullmatch(value):
                    yield finding("date-format", name, f"it is “{short(value)}”")


def agents(case: Case) -> Iterator[Finding]:
    """Yield people and organizations that lack a name, and makers that nothing tells from others of their name."""
    for name in AGENTS:
        for value in many(case.node.get(name)):
            if isinstance(value, dict) and not value.get("name"):
                yield finding("agent-nameless", name, f"{short(value)} has no name")
    creators = [value for value in many(case.node.get("creator")) if isinstance(value, dict)]
    unlinked = [short(value) for value in creators if not any(is_web(link) for link in many(value.get("sameAs")))]
    if unlinked:
        yield finding("agent-unlinked", "creator", f"{len(unlinked)} of {len(creators)}: {_some(unlinked)}")


def relations(case: Case) -> Iterator[Finding]:
    """Yield relations that lead nowhere or out of the catalogue, and nested nodes that lack what datasets require."""
    for name in RELATIONS:
        for value in many(case.node.get(name)):
            target = value.get("@id") or address(value) if isinstance(value, dict) else address(value)
            if not isinstance(target, str):
                yield finding("relation-no-link", name, f"“{short(value)}” is a name only")
                continue
            lead = case.around.leads(target)
            if lead is Lead.NOWHERE:
                yield finding("leads-nowhere", name, f"{target} has no page")
            elif lead is Lead.ELSEWHERE:
                yield finding("leads-elsewhere", name, f"{target} is no page of the catalogue")
    for name, value in ((name, item) for name, values in case.node.items() for item in many(values)):
        required = [one.name for one in GUIDELINES.values() if one.need is Need.REQUIRED]
        if is_a(value, "Dataset") and any(one not in value for one in required):
            lacks = ", ".join(one for one in required if one not in value)
            yield finding("nested-dataset", name, f"{short(value)} is typed Dataset and lacks {lacks}")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    missing, prose, access, links, dates, agents, relations, ignored,
)  # fmt: skip
