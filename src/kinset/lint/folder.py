"""The pages of a site as they lie in a folder, whoever wrote them. Level 6.

In: a folder of HTML files. Out: an `Outcome` of the pages that describe datasets. Nothing is fetched: the site map and
robots.txt are those of the folder; what leads out of it is believed.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from kinset.errors import UsageError
from kinset.lint.crawling import Lead, Surroundings, addresses, alike
from kinset.lint.looks import Look, Outcome, outcome
from kinset.lint.nodes import is_web
from kinset.lint.reading import JSON_LD, Page, read_page

HTML = (".html", ".htm")
Progress = Callable[[int, int], None]


def read_folder(folder: Path, site: str | None = None, progress: Progress = lambda _done, _all: None) -> Outcome:
    """Return what a search engine sees in a folder; `site` says where it stands, else the canonical addresses do.

    Raises UsageError where the folder cannot be read or holds no page.
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix in HTML and _is_file(path))
    if not files:
        raise UsageError(f"{folder} holds no HTML files.", hint="Name the folder of a written site with --site.")
    every: list[Page] = []
    passed = 0
    for number, path in enumerate(files, start=1):
        content = _bytes(path)
        page = read_page(_name(path, folder), content) if JSON_LD.encode() in content else None
        if page is None or not (page.datasets or any(block.fault for block in page.blocks)):
            passed += 1
        else:
            every.append(page)
        progress(number, len(files))
    around = _surroundings(folder, every, site, frozenset(_name(path, folder) for path in files))
    done = outcome(every, around, passed)
    looks = zip(done.looks, every, strict=True)
    return replace(done, looks=tuple(_placed(look, page) for look, page in looks))


def _placed(look: Look, page: Page) -> Look:
    return replace(look, findings=tuple(replace(found, file=page.file) for found in look.findings))


def _surroundings(folder: Path, pages: Iterable[Page], site: str | None, files: frozenset[str]) -> Surroundings:
    pages = tuple(pages)
    maps = [_bytes(path).decode(errors="replace") for path in sorted(folder.glob("*sitemap*.xml")) if _is_file(path)]
    robots = folder / "robots.txt"
    site = site or _prefix((page.canonical, page.path) for page in pages)
    nodes = [(str(node.get("@id") or page.path), node) for page in pages for node in page.datasets]
    base = _prefix((str(node.get("@id", "")), page.path.rstrip("/")) for page in pages for node in page.datasets)
    anchors = {page.path: page.anchors for page in pages}
    named = {iri for page in pages for block in page.blocks for node in block.datasets if (iri := node.get("@id"))}
    return Surroundings(
        site=site,
        listed=addresses(maps) if maps else None,
        robots=_bytes(robots).decode(errors="replace") if robots.is_file() else None,
        leads=lambda iri: Lead.PAGE if iri in named else _leads(iri, (site, base), files, anchors),
        names=alike((who, str(node.get("name", ""))) for who, node in nodes),
        descriptions=alike((who, str(node.get("description", ""))) for who, node in nodes),
    )


def _prefix(pairs: Iterable[tuple[str | None, str]]) -> str | None:
    """Return what most addresses have before their page's path, or None."""
    found = Counter(
        whole.removesuffix(path) for whole, path in pairs if whole and is_web(whole) and whole.endswith(f"/{path}")
    )
    return found.most_common(1)[0][0] if found else None


def _leads(iri: str, bases: Iterable[str | None], files: frozenset[str], anchors: Mapping[str, frozenset[str]]) -> Lead:
    """Return where an IRI leads: below a base of the site to a page, or to an element of a page above it."""
    base = next((base for base in bases if base and iri.startswith(base)), None)
    if base is None:
        return Lead.ELSEWHERE if is_web(iri) else Lead.NOWHERE
    path, _, fragment = iri[len(base) :].partition("#")
    stem = path.strip("/")
    if any(file in files for file in (path, f"{stem}.html", f"{stem}/index.html" if stem else "index.html")):
        return Lead.PAGE
    parts = stem.split("/")
    above = ((f"{'/'.join(parts[:cut])}/", "/".join(parts[cut:])) for cut in range(len(parts) - 1, 0, -1))
    found = any(rest in anchors.get(page, ()) or fragment in anchors.get(page, ()) for page, rest in above)
    return Lead.PAGE if found else Lead.NOWHERE


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # such as a folder that may be listed and not entered
        return False


def _name(path: Path, folder: Path) -> str:
    """Return a file's path in a folder; what of it is no UTF-8 cannot be printed and is replaced."""
    return os.fsencode(path.relative_to(folder).as_posix()).decode(errors="replace")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
