"""The claims of kinship, read from an engine. Level 4.

In: an engine. Out: `Link`s (derivations, influences, uses) with their evidence, and the stated parentage of datasets.
Terms of the ontology are told by the end of their IRI (`AnnotationOf`), entities by their IRI.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kinset.engine import Engine
from kinset.iri import local_name
from kinset.triples import Term
from kinset.vocab import KIN, PROV

_PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

_LINKS = (
    _PREFIXES
    + """SELECT ?from ?claim ?to ?sort ?kind ?unit ?coverage ?selection ?amount WHERE {
  VALUES (?tie ?sort) {
    (prov:qualifiedDerivation "derivation")
    (prov:qualifiedInfluence "influence")
    (kin:uses "use")
  }
  ?from ?tie ?claim .
  ?claim prov:entity ?to .
  OPTIONAL { ?claim kin:kind ?kind }
  OPTIONAL { ?claim kin:role ?kind }
  OPTIONAL { ?claim kin:unit ?unit }
  OPTIONAL { ?claim kin:coverage ?coverage }
  OPTIONAL { ?claim kin:selection ?selection }
  OPTIONAL { ?claim kin:amount ?amount }
}"""
)

_EXTENTS = (
    _PREFIXES
    + """SELECT ?extent ?unit ?count ?min ?max ?approximate WHERE {
  ?claim kin:amount ?extent .
  OPTIONAL { ?extent kin:unit ?unit }
  OPTIONAL { ?extent kin:count ?count }
  OPTIONAL { ?extent kin:countMin ?min }
  OPTIONAL { ?extent kin:countMax ?max }
  OPTIONAL { ?extent kin:approximate ?approximate }
}"""
)

_EVIDENCE = (
    _PREFIXES
    + """SELECT ?claim ?evidence ?source ?locator ?method ?checkedOn ?sourceRole ?sourceDate WHERE {{
  {{ SELECT DISTINCT ?claim WHERE {{ VALUES ?tie {{ {ties} }} ?holder ?tie ?claim }} }}
  ?claim kin:evidence ?evidence .
  OPTIONAL {{ ?evidence dcterms:source ?source }}
  OPTIONAL {{ ?evidence kin:locator ?locator }}
  OPTIONAL {{ ?evidence kin:method ?method }}
  OPTIONAL {{ ?evidence kin:checkedOn ?checkedOn }}
  OPTIONAL {{ ?evidence kin:sourceRole ?sourceRole }}
  OPTIONAL {{ ?evidence kin:sourceDate ?sourceDate }}
}}"""
)
_TIES = (PROV.qualifiedDerivation, PROV.qualifiedInfluence, KIN.uses, KIN.parentage, KIN.overlap)

_PARENTAGE = (
    _PREFIXES
    + """SELECT ?holder ?claim ?completeness WHERE {
  ?holder kin:parentage ?claim .
  ?claim kin:completeness ?completeness .
}"""
)


@dataclass(frozen=True, slots=True)
class EvidenceNote:
    """Where a claim was found: source (URL or entity), locator, method, day of check, role and date of the source."""

    iri: str
    source: str
    locator: str
    method: str
    checked_on: str
    source_role: str
    source_date: str


@dataclass(frozen=True, slots=True)
class Amount:
    """How many units: a number or bounds, None where not said."""

    unit: str
    count: int | None
    minimum: int | None
    maximum: int | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One claim that ties a node to what it was made of, shaped by, or uses.

    Attributes:
        origin: IRI of the derived dataset (version, part, split), or of the challenge, track or model.
        target: IRI of the source (version, part, split).
        claim: IRI of the claim.
        sort: `derivation`, `influence` or `use`.
        kind: kind of derivation or influence, or role of the use; `Use` where no role is said.
        unit, coverage, selection: as claimed; empty where not said.
        amount: None where not said.
        evidence: sorted by IRI.
    """

    origin: str
    target: str
    claim: str
    sort: str
    kind: str
    unit: str
    coverage: str
    selection: str
    amount: Amount | None
    evidence: tuple[EvidenceNote, ...]


@dataclass(frozen=True, slots=True)
class StatedParentage:
    """The claim whether the recorded sources of `holder` are all."""

    holder: str
    completeness: str
    evidence: tuple[EvidenceNote, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """All links, sorted by origin, target and claim; the stated parentage by holder; and the evidence of each claim."""

    links: tuple[Link, ...]
    parentage: Mapping[str, tuple[StatedParentage, ...]]
    evidence: Mapping[str, tuple[EvidenceNote, ...]] = field(default_factory=dict)


def read_claims(engine: Engine) -> Claims:
    """Read every claim of kinship from an engine, in four queries."""
    evidence = read_evidence(engine, _TIES)
    amounts = _read_amounts(engine)
    links: dict[str, Link] = {}
    for row in engine.select(_LINKS).dicts():
        claim = _text(row, "claim")
        links.setdefault(
            f"{_text(row, 'from')} {claim}",
            Link(
                origin=_text(row, "from"),
                target=_text(row, "to"),
                claim=claim,
                sort=_text(row, "sort"),
                kind=_name(row, "kind") or "Use",
                unit=_name(row, "unit"),
                coverage=_name(row, "coverage"),
                selection=_text(row, "selection"),
                amount=amounts.get(_text(row, "amount")),
                evidence=evidence.get(claim, ()),
            ),
        )
    parentage: dict[str, tuple[StatedParentage, ...]] = {}
    for row in sorted(engine.select(_PARENTAGE).dicts(), key=lambda row: _text(row, "claim")):
        holder = _text(row, "holder")
        stated = StatedParentage(holder, _name(row, "completeness"), evidence.get(_text(row, "claim"), ()))
        parentage[holder] = (*parentage.get(holder, ()), stated)
    ordered = sorted(links.values(), key=lambda link: (link.origin, link.target, link.claim))
    return Claims(tuple(ordered), parentage, evidence)


def read_evidence(engine: Engine, ties: Iterable[NamedNode]) -> dict[str, tuple[EvidenceNote, ...]]:
    """Return the evidence of every claim that hangs on something by one of the ties, sorted by IRI."""
    found: dict[str, dict[str, EvidenceNote]] = {}
    for row in engine.select(_EVIDENCE.format(ties=" ".join(str(tie) for tie in ties))).dicts():
        note = EvidenceNote(
            iri=_text(row, "evidence"),
            source=_text(row, "source"),
            locator=_text(row, "locator"),
            method=_name(row, "method"),
            checked_on=_text(row, "checkedOn"),
            source_role=_name(row, "sourceRole"),
            source_date=_text(row, "sourceDate"),
        )
        found.setdefault(_text(row, "claim"), {}).setdefault(note.iri, note)
    return {claim: tuple(notes[iri] for iri in sorted(notes)) for claim, notes in found.items()}


def _read_amounts(engine: Engine) -> dict[str, Amount]:
    return {
        _text(row, "extent"): Amount(
            unit=_name(row, "unit"),
            count=_number(row, "count"),
            minimum=_number(row, "min"),
            maximum=_number(row, "max"),
            approximate=_text(row, "approximate") == "true",
        )
        for row in engine.select(_EXTENTS).dicts()
    }


def _text(row: Mapping[str, Term], name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _name(row: Mapping[str, Term], name: str) -> str:
    return local_name(_text(row, name))


def _number(row: Mapping[str, Term], name: str) -> int | None:
    text = _text(row, name)
    return int(text) if text.lstrip("+-").isdigit() else None
