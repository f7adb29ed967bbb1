"""Checks of where a page stands: its addresses, the site map, robots, its head. Level 6.

In: a page, what surrounds it, and the dataset that it describes, if any. Out: findings.
"""

from collections.abc import Iterator
from urllib.parse import quote

from kinset.lint.crawling import Surroundings, allowed, at_root, path_of
from kinset.lint.guidelines import SUMMARY, TITLE
from kinset.lint.nodes import Node, many
from kinset.lint.reading import Page
from kinset.lint.rules import Finding, Weight, finding


def blocks(page: Page) -> Iterator[Finding]:
    """Yield whether there is one block that can be read."""
    for block in page.blocks:
        if block.fault:
            yield finding("bad-block", "block", block.fault)
    if not page.datasets:
        yield finding("no-block", "block", "no dataset is described in JSON-LD")
    elif len(page.datasets) > 1 or len(page.blocks) > 1:
        says = f"{len(page.blocks)} block(s), {len(page.datasets)} dataset(s)"
        mixed = len(page.datasets) == 1  # such as a block of breadcrumbs
        yield finding("several-blocks", "block", says, weight=Weight.NOTE if mixed else None)


def addresses(page: Page, node: Node | None, around: Surroundings) -> Iterator[Finding]:
    """Yield where canonical address, site map and the block's url do not agree."""
    if around.site is None and page.canonical is None:
        return  # told once, of the whole site
    if page.canonical is None:
        yield finding("no-canonical", "canonical", "the head has no link of rel=canonical")
    own = page.canonical
    if around.site is not None:
        own = around.site + _encoded(page.path)
        if page.canonical is not None and page.canonical not in {own, around.site + page.path}:
            yield finding("canonical-elsewhere", "canonical", f"{page.canonical} is not {own}")
    own = page.canonical or own
    urls = many(node.get("url")) if node else []
    if node is not None and own not in urls and (urls or page.canonical):
        yield finding("url-disagrees", "url", f"{', '.join(map(str, urls)) or 'none'} is not {own}")
    if around.listed is not None and own not in around.listed:
        yield finding("not-in-sitemap", "sitemap", f"{own} is not listed")


def _encoded(path: str) -> str:
    return quote(path, safe="/~:@!$&'()*+,;=%")


def crawlers(page: Page, around: Surroundings) -> Iterator[Finding]:
    """Yield whether crawlers are kept off the page."""
    if page.robots & {"noindex", "none"}:
        yield finding("noindex", "robots", f"it says {', '.join(sorted(page.robots))}")
    root = path_of(around.site) if around.site else "/"
    # A robots.txt that lies below the host's root is written as if it lay there.
    paths = {f"/{_encoded(page.path)}", f"{root}{_encoded(page.path)}"}
    if around.robots is not None and not all(allowed(around.robots, path) for path in paths):
        yield finding("robots-blocked", "robots", f"a rule keeps crawlers off /{page.path}")


def head(page: Page) -> Iterator[Finding]:
    """Yield whether title and meta description have the length that results show."""
    for rule, name, text, lengths in (
        ("title-length", "title", page.title, TITLE),
        ("summary-length", "meta description", page.summary, SUMMARY),
    ):
        if len(text) not in lengths:
            yield finding(rule, name, f"{len(text)} characters" if text else "there is none")


def of_page(page: Page, node: Node | None, around: Surroundings) -> Iterator[Finding]:
    """Yield all findings of where a page stands."""
    yield from blocks(page)
    yield from addresses(page, node, around)
    yield from crawlers(page, around)
    yield from head(page)


def of_site(around: Surroundings) -> Iterator[Finding]:
    """Yield what is to be told once, of the whole site."""
    if around.site is None:
        says = "canonical addresses, site map and url were not compared"
        yield finding("no-base", "site", says)
        return
    if around.listed is None:
        yield finding("no-sitemap", "sitemap", "no site map was found")
    if around.robots is not None and not at_root(around.site):
        yield finding("robots-unread", "robots", f"{around.site} is not the root of its host")
