"""What a search engine sees of datasets: the pages, judged. Level 6.

In: pages and what surrounds them. Out: `Look`: of one dataset what is seen and what was found; `Outcome`: of many.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kinset.exports.schema_org import DESCRIPTION_LENGTH
from kinset.lint import placement
from kinset.lint.crawling import Surroundings
from kinset.lint.guidelines import GUIDELINES, Need, need
from kinset.lint.nodes import Node, many, short
from kinset.lint.reading import Page
from kinset.lint.rules import Finding, Weight
from kinset.lint.statements import CHECKS, Case


@dataclass(frozen=True, slots=True)
class Seen:
    """One property that is seen: its value shortened, what the guidelines say of it, and a remark."""

    name: str
    value: str
    need: Need
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of one dataset.

    Attributes:
        iri: of the dataset; the page's path where the block names none.
        address: of the page: on the web where that is known, else from the site's root.
        block, page: bytes.
        seen: in the order of the guidelines, the rest behind.
    """

    iri: str
    name: str
    address: str
    block: int
    page: int
    seen: tuple[Seen, ...]
    findings: tuple[Finding, ...]

    def count(self, weight: Weight) -> int:
        """Return how many findings have that weight."""
        return sum(found.weight is weight for found in self.findings)

    def has(self, wanted: Need) -> int:
        """Return how many of the properties of that need are there."""
        return sum(one.need is wanted for one in self.seen)

    @property
    def complete(self) -> bool:
        """Whether nothing required is missing and the description has a good length."""
        return not any(found.rule in {"required-missing", "description-length", "no-block"} for found in self.findings)

    @property
    def states_access(self) -> bool:
        """Whether the block says how the data are had."""
        return any(one.name in {"conditionsOfAccess", "isAccessibleForFree"} for one in self.seen)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is seen of many datasets; `findings` are of the site as a whole, `passed` counts the pages left out."""

    site: str | None
    looks: tuple[Look, ...]
    findings: tuple[Finding, ...]
    passed: int = 0

    def count(self, weight: Weight) -> int:
        """Return how many findings have that weight, those of the site included."""
        own = sum(found.weight is weight for found in self.findings)
        return own + sum(look.count(weight) for look in self.looks)

    @property
    def most_frequent(self) -> list[tuple[str, str, Weight, int]]:
        """Rule, property, weight and number of datasets: the worst first, of these the most frequent."""
        counts: Counter[tuple[str, str, Weight]] = Counter()
        for look in self.looks:
            counts.update({(found.rule, found.about, found.weight) for found in look.findings})
        ordered = sorted(counts.items(), key=lambda item: (item[0][2].rank, -item[1], item[0][:2]))
        return [(*which, count) for which, count in ordered]


def look_at(page: Page, around: Surroundings) -> Look:
    """Return what is seen on a page, and what was found."""
    node: Node | None = page.datasets[0] if page.datasets else None
    findings = list(placement.of_page(page, node, around))
    if node is not None:
        case = Case(node, page, around)
        findings += (found for check in CHECKS for found in check(case))
    return Look(
        iri=str((node or {}).get("@id") or page.path),
        name=short((node or {}).get("name", "")) or page.title,
        address=page.canonical or (around.site or "") + page.path,
        block=sum(block.size for block in page.blocks),
        page=page.size,
        seen=tuple(_seen(node)) if node is not None else (),
        findings=tuple(sorted(findings, key=lambda found: found.weight.rank)),
    )


def outcome(pages: Iterable[Page], around: Surroundings, passed: int = 0) -> Outcome:
    """Return what is seen on many pages."""
    looks = tuple(look_at(page, around) for page in pages)
    return Outcome(around.site, looks, tuple(placement.of_site(around)), passed)


def _seen(node: Node) -> Iterator[Seen]:
    order = {name: place for place, name in enumerate(GUIDELINES)}
    names = [name for name in node if not name.startswith("@")]
    for name in sorted(names, key=lambda name: order.get(name, len(order))):
        yield Seen(name, short(node[name]), need(name), _remark(name, node))


def _remark(name: str, node: Node) -> str:
    if name != "description":
        return ""
    length = sum(len(value) for value in many(node[name])[:1] if isinstance(value, str))
    return f"{length:,} characters; {DESCRIPTION_LENGTH.start} to {DESCRIPTION_LENGTH[-1]:,} are asked for"
