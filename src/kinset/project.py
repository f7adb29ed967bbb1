"""A catalogue's folder: where it is, its settings, its files. Level 1.

In: a folder, or nothing (then KINSET_CATALOGUE, the folder one stands in or above, or the catalogue that the program
ships). Out: a `Project`, which knows the base IRI, the kinds and the files by purpose. Nothing of the data is read.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from kinset.errors import CatalogueNotFound
from kinset.iri import EntityBase

SETTINGS = "kinset.toml"
VARIABLE = "KINSET_CATALOGUE"
SHIPPED = Path(__file__).parent / "catalogue"
# Where a site has pages of its own.
RESERVED = frozenset({
    "about", "assets", "datasets", "downloads", "hosting", "leak", "matrix", "ontology", "queries", "search", "shapes",
    "sparql", "timeline",
})  # fmt: skip
_WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}/?#]+(?:[/?#][^\s\"'<>\\^`{|}]*)?")
_REPORT = re.compile(r"https?://[^\s\"'<>\\^`{|}/?#]+(?:[/?#](?:[^\s\"'<>\\^`{|}]|\{file\}|\{line\})*)?")
_FORMS: Mapping[str, tuple[re.Pattern[str], str]] = MappingProxyType(
    {
        "licence": (
            re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\"<>\\^`{|}]+"),
            'an IRI such as "https://creativecommons.org/publicdomain/zero/1.0/"',
        ),
        "language": (re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"), 'a language tag such as "en" or "pt-BR"'),
        "site": (_WEB, 'an address such as "https://example.org/kinset/"'),
        "report": (_REPORT, 'an address such as "https://example.org/issues/new?title={file}:{line}"'),
    }
)
CHECKOUT = Path(__file__).parents[2]  # where the catalogue lies beside the program, as in an editable install


@dataclass(frozen=True, slots=True)
class Project:
    """A catalogue: its folder and its settings.

    Attributes:
        root: the folder that holds kinset.toml.
        base: the entity base.
        title, description, publisher, licence, language: what exports say of the catalogue itself.
        kinds: folder under data/ -> class of its entities as a prefixed name, in the order of the settings.
        site: the base URL of the pages, ending in a slash, or None where they stand nowhere yet.
        report_link: where errors are reported, with {file} and {line}; None where nothing is said.
    """

    root: Path
    base: EntityBase
    title: str
    description: str
    publisher: str
    licence: str
    language: str
    kinds: Mapping[str, str]
    site: str | None
    report_link: str | None = None

    @property
    def shipped(self) -> bool:
        """Whether this is the catalogue inside the installed program, where nothing may be written."""
        return self.root == SHIPPED

    def data_files(self) -> Iterator[Path]:
        """Yield every file and link to a folder under data/, whatever its name, sorted; or data/, if it is a link."""
        folder = self.root / "data"
        return iter([folder]) if folder.is_symlink() else _files(folder)

    def ontology_files(self) -> Iterator[Path]:
        """Yield the Turtle files of the ontology, sorted."""
        return (path for path in _files(self.root / "ontology") if path.suffix == ".ttl")

    def shape_files(self) -> Iterator[Path]:
        """Yield the Turtle files of the shapes, sorted."""
        return (path for path in _files(self.root / "shapes") if path.suffix == ".ttl")

    def query_files(self) -> Iterator[Path]:
        """Yield the query files, sorted."""
        return (path for path in _files(self.root / "queries") if path.suffix == ".rq")

    def relative(self, path: Path) -> PurePosixPath:
        """Return a file's path as issues name it: relative to the catalogue's folder."""
        return PurePosixPath(path.relative_to(self.root).as_posix())


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, sorted, and the links to folders, which are not followed; no hidden ones."""
    for parent, folders, names in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted((*names, *links)) if not name.startswith("."))


def open_project(folder: Path) -> Project:
    """Read the settings of the catalogue in a folder; raises CatalogueNotFound where there is none."""
    root = folder.resolve()
    path = root / SETTINGS
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueNotFound(folder, f"{SETTINGS} cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueNotFound(folder, f"{SETTINGS} is no TOML ({error})") from error
    catalogue, kinds = settings.get("catalogue", {}), settings.get("kinds", {})
    for why in _faults(catalogue, kinds):
        raise CatalogueNotFound(folder, f"{SETTINGS} {why}")
    try:
        base = EntityBase(catalogue["base"])
    except ValueError as error:
        raise CatalogueNotFound(folder, str(error)) from error
    return Project(
        root=root,
        base=base,
        title=catalogue["title"],
        description=catalogue.get("description", ""),
        publisher=catalogue.get("publisher", ""),
        licence=catalogue.get("licence", ""),
        language=catalogue.get("language", "en"),
        kinds=kinds,
        site=catalogue["site"].rstrip("/") + "/" if catalogue.get("site") else None,
        report_link=catalogue.get("report") or None,
    )


def _faults(catalogue: Any, kinds: Any) -> Iterator[str]:
    """Yield what is wrong with settings, and what to write instead."""
    if not isinstance(catalogue, dict):
        yield 'has no [catalogue] with lines such as title = "Notes"'
        return
    for key in ("base", "title"):
        if not isinstance(catalogue.get(key), str):
            yield f"has no text '{key}' under [catalogue]"
    for key in ("description", "publisher", *_FORMS):
        value = catalogue.get(key, "")
        form, example = _FORMS.get(key, (None, "text in quotes"))
        if not isinstance(value, str) or (value and form and not form.fullmatch(value)):
            yield f"has {key} = {value!r}: write {example}, or leave the line out"
    named = isinstance(kinds, dict) and all(isinstance(name, str) and ":" in name for name in kinds.values())
    if not kinds or not named:
        yield 'needs [kinds] with lines such as dataset = "kin:Dataset"'
        return
    for kind in sorted(RESERVED.intersection(kinds)):
        yield f"has the kind '{kind}', where the site has pages of its own: choose another, such as '{kind}-record'"


def find_project(folder: Path | None = None) -> Project:
    """Open the catalogue that is meant: `folder`, else KINSET_CATALOGUE, else here or above, else the shipped one."""
    named = folder or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is not None:
        return open_project(named)
    here = Path.cwd()
    for candidate in (here, *here.parents):
        if (candidate / SETTINGS).is_file():
            return open_project(candidate)
    return open_project(CHECKOUT if not SHIPPED.is_dir() and (CHECKOUT / SETTINGS).is_file() else SHIPPED)
