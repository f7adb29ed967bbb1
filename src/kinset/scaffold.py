"""The start of a record. Level 5.

In: a kind and a slug. Out: a file in canonical form that holds what every record of the kind has, and nothing made up:
`check` asks for the rest, property by property.
"""

from pathlib import Path, PurePosixPath

from pyoxigraph import Literal, NamedNode, Triple

from kinset.errors import CatalogueNotFound, UsageError
from kinset.iri import SLUG, Address
from kinset.prefixes import PrefixMap
from kinset.project import Project
from kinset.turtle import canonical
from kinset.vocab import KIN, ODRL, RDF, RDFS, SKOS


def plan(project: Project, prefixes: PrefixMap, kind: str, slug: str) -> tuple[PurePosixPath, str]:
    """Return path and text of a new record; raises UsageError for an unknown kind or a slug that is none."""
    if kind not in project.kinds:
        raise UsageError(f"There is no kind '{kind}'.", hint=f"One of: {', '.join(project.kinds)}.")
    if not SLUG.fullmatch(slug):
        raise UsageError(
            f"'{slug}' is no slug.", hint="Lower-case ASCII words and numbers joined by '-': ward-notes-2."
        )
    name = project.kinds[kind]
    if prefixes.expand(name) is None:
        raise CatalogueNotFound(project.root, f"its ontology declares no prefix for {name}")
    address = Address(kind, slug)
    entity = NamedNode(project.base.iri(address))
    evidence = NamedNode(f"{entity.value}#e-1")
    label = Literal(slug.replace("-", " ").title(), language=project.language)
    triples = [
        Triple(entity, RDF.type, prefixes.term(name)),
        Triple(entity, RDFS.label, label),
        Triple(entity, KIN.evidence, evidence),
        Triple(evidence, RDF.type, KIN.Evidence),
        Triple(evidence, KIN.method, KIN.Read),
        *_of_kind(project.kinds[kind], entity),
    ]
    return project.base.path(address), canonical(triples, prefixes.local_to(entity.value), entity.value)


def _of_kind(name: str, entity: NamedNode) -> list[Triple]:
    """Return what is the same for all entities of a class."""
    if name == "kin:Task":
        return [Triple(entity, SKOS.inScheme, KIN.tasks)]
    if name == "odrl:Set":
        return [
            Triple(entity, ODRL.uid, entity),
            Triple(entity, ODRL.profile, KIN.profile),
            Triple(entity, ODRL.conflict, ODRL.prohibit),
        ]
    return []


def write(project: Project, prefixes: PrefixMap, kind: str, slug: str) -> Path:
    """Write a new record and return its path; raises UsageError where there already is one."""
    relative, text = plan(project, prefixes, kind, slug)
    path = project.root / relative
    if path.exists():
        raise UsageError(f"{relative} is already there.", hint="Edit it, or choose another slug.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
