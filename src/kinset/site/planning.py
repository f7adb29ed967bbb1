"""The whole site, planned. Level 6.

In: a project, its sources, a site base. Out: every `Bundle` of the site; nothing is made yet.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kinset import sources
from kinset.project import Project
from kinset.site import (
    browse_pages,
    data_pages,
    doc_pages,
    entity_pages,
    machine_pages,
    matrix_pages,
    query_pages,
    timeline_pages,
)
from kinset.site.ask_pages import workbench_bundle
from kinset.site.bundles import Artifact, Bundle
from kinset.site.leak_pages import leak_bundle, told_bundles
from kinset.site.pages import Frame, Press
from kinset.site.stock import Kept, Stock
from kinset.sources import Sources

ASSETS = Path(__file__).parent / "assets"
WORKBENCH = ASSETS / "workbench"
SECTIONS = (
    ("datasets/", "Datasets"),
    ("challenge/", "Shared tasks"),
    ("leak/", "Leak checker"),
    ("matrix/", "Matrix"),
    ("queries/", "Queries"),
    ("sparql/", "Workbench"),
)
KINDS = {"challenge/"}  # sections that are of one kind, which another catalogue need not have


def program_digest() -> str:
    """Return a digest of what makes pages: the program, its templates and assets."""
    total = hashlib.sha256()
    for name, path in sorted(_program_files()):
        total.update(name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _program_files() -> Iterator[tuple[str, Path]]:
    """Yield the files of the program that make pages, each with its name in the program, wherever that lies."""
    program = Path(__file__).parents[1]
    for path in program.rglob("*"):
        parts = path.relative_to(program).parts
        own = path.suffix == ".py" or (parts[0] == "site" and "__pycache__" not in parts)
        if path.is_file() and parts[0] != "catalogue" and own:
            yield "/".join(parts), path


def input_digest(project: Project, site: str | None) -> str:
    """Return a digest of all that a site depends on: the catalogue's files, where it stands, and the program."""
    return sources.digest(project, (site or "", program_digest()))


def stock_of(project: Project, sources: Sources, site: str | None, kept: Kept = lambda _name, _key: None) -> Stock:
    """Return what the pages of a catalogue are made of; `kept` gives what a run before made with the same key."""
    return Stock(replace(project, site=site), sources, program_digest(), kept)


def plan(stock: Stock) -> Iterator[Bundle]:
    """Yield every bundle of a site, each with its key."""
    press = Press(_frame(stock))
    for thing in stock.directory.entities():
        yield entity_pages.bundle(stock, press, thing)
    yield from browse_pages.bundles(stock, press)
    yield from query_pages.bundles(stock, press)
    yield from matrix_pages.bundles(stock, press)
    yield from timeline_pages.bundles(stock, press)
    yield from doc_pages.bundles(stock, press)
    yield leak_bundle(stock, press)
    yield from told_bundles(stock)
    yield workbench_bundle(stock, press)
    yield from data_pages.bundles(stock, press)
    yield from machine_pages.bundles(stock, press)
    yield _assets(stock)


def _frame(stock: Stock) -> Frame:
    project = stock.project
    return Frame(
        title=project.title,
        description=project.description,
        language=project.language,
        publisher=project.publisher,
        licence=project.licence,
        sections=tuple(pair for pair in SECTIONS if pair[0] not in KINDS or pair[0].rstrip("/") in project.kinds),
        workbench=(WORKBENCH / "built.json").is_file(),
        stamp=stock.program[:10],
        modified=stock.day,
    )


def _assets(stock: Stock) -> Bundle:
    def make() -> Iterator[Artifact]:
        for path in sorted(ASSETS.rglob("*")):
            if path.is_file():
                yield Artifact(f"assets/{path.relative_to(ASSETS).as_posix()}", path.read_bytes())

    return Bundle("assets", stock.program, make)
