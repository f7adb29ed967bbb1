"""What the guidelines of dataset search ask for, as data, and where a record says it. Level 6.

In: nothing. Out: `GUIDELINES`, by property, in the order of the guidelines: what is required, what is recommended,
whether every dataset has such a thing, and which properties of a record give it.

Source: the guidelines for structured data of type Dataset of Google's dataset search, as of 2025.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kinset.vocab import ADMS, DCAT, DCTERMS, KIN, PROV, RDFS, SKOS

TITLE = range(5, 76)  # characters; results show about that much
SUMMARY = range(50, 321)


class Need(enum.Enum):
    """What the guidelines say of a property."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Guideline:
    """One property that the guidelines name.

    Attributes:
        always: whether every dataset has such a thing, so that its absence is a gap; a dataset may be part of nothing.
        paths: the properties of a record that give it, the first to be used first; empty where records have none.
        mend: what to write where.
    """

    name: str
    need: Need
    always: bool
    paths: tuple[NamedNode, ...]
    mend: str


_REQUIRED = (
    Guideline("name", Need.REQUIRED, True, (RDFS.label,), "Write rdfs:label."),
    Guideline("description", Need.REQUIRED, True, (DCTERMS.description,), "Write dcterms:description."),
)
_R = Need.RECOMMENDED
_RECOMMENDED = (
    Guideline("alternateName", _R, False, (SKOS.altLabel,), "Write skos:altLabel for each other name in use."),
    Guideline(
        "creator", _R, True, (DCTERMS.creator, KIN.authors),
        "Name records of persons or organizations with dcterms:creator, or the by-line with kin:authors.",
    ),
    Guideline(
        "citation", _R, True, (DCTERMS.isReferencedBy,),
        "Name the work that describes it: dcterms:isReferencedBy.",
    ),
    Guideline(
        "funder", _R, False, (PROV.qualifiedAttribution,),
        "Add an attribution (prov:qualifiedAttribution) with the role kin:Funds.",
    ),
    Guideline("hasPart", _R, False, (DCTERMS.isPartOf,), "Splits and parts name it with dcterms:isPartOf."),
    Guideline("isPartOf", _R, False, (DCTERMS.isPartOf,), "Name what it is part of with dcterms:isPartOf."),
    Guideline(
        "identifier", _R, True, (ADMS.identifier,),
        "Add adms:identifier with its scheme and notation, to it or to its current version.",
    ),
    Guideline(
        "isAccessibleForFree", _R, True, (DCTERMS.accessRights,),
        "Name an access level with dcterms:accessRights; where one is named, that level says nothing of money.",
    ),
    Guideline(
        "keywords", _R, True, (KIN.forTask, KIN.modality),
        "Name tasks and modalities: kin:forTask, kin:modality.",
    ),
    Guideline("license", _R, True, (KIN.terms,), "Add kin:terms with the policy and the scope kin:Data."),
    Guideline(
        "measurementTechnique", _R, False, (),
        "Records have no property for it; the exporter would have to derive it.",
    ),
    Guideline(
        "sameAs", _R, True, (DCAT.landingPage, ADMS.identifier),
        "Write dcat:landingPage, or an identifier with an address.",
    ),
    Guideline("spatialCoverage", _R, False, (), "Records have no property for it."),
    Guideline(
        "temporalCoverage", _R, True, (DCTERMS.temporal,),
        "Name the period that the records cover with dcterms:temporal.",
    ),
    Guideline(
        "variableMeasured", _R, False, (),
        "Records have no property for it; the exporter would have to derive it.",
    ),
    Guideline(
        "version", _R, True, (DCAT.hasCurrentVersion,),
        "Name the newest release with dcat:hasCurrentVersion, and give it dcat:version.",
    ),
    Guideline(
        "url", _R, True, (DCAT.landingPage,),
        "Say where the site stands (--base-url), or write dcat:landingPage.",
    ),
    Guideline("includedInDataCatalog", _R, True, (), "The settings of the catalogue give it."),
    Guideline("distribution", _R, False, (), "Records name no files: a catalogue of restricted data has none to give."),
    Guideline(
        "isBasedOn", _R, False, (PROV.qualifiedDerivation,),
        "If it is derived, say from what with prov:qualifiedDerivation; if not, kin:parentage says so.",
    ),
)  # fmt: skip
GUIDELINES: Mapping[str, Guideline] = {item.name: item for item in (*_REQUIRED, *_RECOMMENDED)}


def need(name: str) -> Need:
    """Return what the guidelines say of a property.

    >>> need("name").value, need("license").value, need("size").value
    ('required', 'recommended', 'other')
    """
    found = GUIDELINES.get(name)
    return found.need if found else Need.OTHER
