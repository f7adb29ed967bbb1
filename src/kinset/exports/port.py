"""What every exporter takes and gives. Level 5."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from pyoxigraph import Triple

from kinset.project import Project
from kinset.records import Describer, Record
from kinset.sources import Sources
from kinset.triples import Triples


@dataclass(frozen=True)
class Material:
    """What exports are made of: the catalogue's settings and what its files assert."""

    project: Project
    sources: Sources

    @property
    def triples(self) -> Triples:
        """Data and ontology, as asserted."""
        return self.sources.everything

    def record(self, iri: str) -> tuple[Triple, ...]:
        """Return the triples of one entity's file, in the file's order."""
        file = str(self.project.base.path(address)) if (address := self.project.base.parse(iri)) else ""
        return self.sources.by_file.get(file, ())

    def describe(self, iri: str) -> Record:
        """Return the record of a dataset; what datasets share is read once."""
        return self._describer.describe(iri)

    @cached_property
    def _describer(self) -> Describer:
        return Describer(self.triples, self.project.base)


@dataclass(frozen=True, slots=True)
class Export:
    """One entity in one format.

    Attributes:
        text: the document.
        suffix: the file suffix, with its dot.
        missing: properties that the vocabulary requires and the catalogue does not know.
        lost: what the catalogue says and the vocabulary cannot, in words.
    """

    iri: str
    text: str
    suffix: str
    missing: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing that the vocabulary requires is missing."""
        return not self.missing


Writer: TypeAlias = Callable[[Record, Project], Export]  # pure: a record and the catalogue's settings -> a document


def page_url(project: Project, iri: str) -> str | None:
    """Return the page of an entity on the catalogue's site, or None where there is no site.

    Versions, parts and claims stand on the page of their entity.
    """
    if not project.site:
        return None
    return f"{project.site.rstrip('/')}/{(project.base.entity(iri) or iri).removeprefix(project.base.value)}/"
