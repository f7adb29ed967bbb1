"""What every exporter takes and gives. Level 5."""

from dataclasses import dataclass

from pyoxigraph import Triple

from kinset.project import Project
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
