"""What one claim says, in words. Part of level 4.

In: statements and the key of a claim, fact or default. Out: one sentence without its full stop.
"""

from collections.abc import Iterable

from kinset import wording
from kinset.iri import spaced
from kinset.lineage.overlap.statements import Claim, Statements, local


def says(statements: Statements, key: str) -> str:
    """Return what a claim, fact or default says."""
    sort, _, rest = key.partition(" ")
    if sort == "default":
        return f"the recorded sources of {statements.label(rest)} are assumed to be all (the default of its kind)"
    if sort == "fact":
        iri, _, predicate = rest.partition(" ")
        return _fact(statements, iri, predicate)
    iri, _, predicate = rest.partition(" ")
    claim = statements.by_iri.get(iri)
    if sort == "facet" and claim:
        return _facet(statements, claim, predicate)
    return _CLAIMS[claim.tie](statements, claim) if claim else local(rest)


def unit_words(name: str) -> str:
    """Return a unit's name as words.

    >>> unit_words("CaseReport"), unit_words("Note")
    ('case report', 'note')
    """
    return spaced(name)


def plural(name: str) -> str:
    """Return the plural of a unit's name.

    >>> plural("Patient"), plural("Query"), plural("Study")
    ('patients', 'queries', 'studies')
    """
    return wording.plural(unit_words(name))


def listed(texts: Iterable[str]) -> str:
    """Return texts as an enumeration.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = list(texts) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _fact(statements: Statements, iri: str, predicate: str) -> str:
    thing, label = statements.things.get(iri), statements.label(iri)
    values = thing.all(predicate) if thing else ()
    if predicate in {"drawnBy", "carriedBy"}:
        units = listed(plural(local(value)) for value in values)
        if predicate == "drawnBy":
            return f"{label} was drawn by {units}"
        return f"what {label} has of coarser units, it has through its {units}"
    if predicate == "isVersionOf":
        return f"{label} is a version of {listed(statements.label(value) for value in values)}"
    if predicate == "isPartOf":
        return f"{label} is part of {listed(statements.label(value) for value in values)}"
    if predicate == "versionsComplete":
        return f"all versions of {label} are recorded"
    return f"the encounters of {label} lie within its stated period"


def _facet(statements: Statements, claim: Claim, predicate: str) -> str:
    label = statements.label(claim.holder)
    if predicate == "coverage":
        words = "all" if "Full" in claim.node.names("coverage") else "not all"
        return f"{words} of {statements.label(claim.node.one('entity'))} is in {label}"
    amount = _AMOUNTS.get(claim.node.name(predicate), "")
    old = statements.label(claim.node.one("from"))
    return f"{label} {predicate} {amount} {plural(claim.node.name('unit'))} against {old}"


def _derivation(statements: Statements, claim: Claim) -> str:
    node = claim.node
    kind = statements.kinds.get(node.name("kind"))
    words = (kind.one("label") if kind else "") or unit_words(node.name("kind"))
    unit = f", by {unit_words(node.name('unit'))}" if node.all("unit") else ""
    coverage = {"Full": ", all of it", "Partial": ", part of it"}.get(node.name("coverage"), "")
    return f"{statements.label(claim.holder)}: {words} {statements.label(node.one('entity'))}{unit}{coverage}"


def _parentage(statements: Statements, claim: Claim) -> str:
    words = {"Complete": "are all", "Incomplete": "are not all"}.get(claim.node.name("completeness"), "may not be all")
    return f"the recorded sources of {statements.label(claim.holder)} {words}"


def _extent(statements: Statements, claim: Claim) -> str:
    node = claim.node
    number, low, high = node.number("count"), node.number("countMin"), node.number("countMax")
    if number is not None:
        amount = f"{number:,}"
    elif low is not None and high is not None:
        amount = f"{low:,} to {high:,}"
    else:
        amount = f"at least {low or 0:,}" if low is not None else f"at most {high or 0:,}"
    about = "about " if node.true("approximate") else ""
    some = " of one population" if node.all("population") else ""
    return f"{statements.label(claim.holder)} has {about}{amount} {plural(node.name('unit'))}{some}"


def _change(statements: Statements, claim: Claim) -> str:
    node = claim.node
    words = [f"{verb} {_AMOUNTS.get(node.name(name), '')}" for name, verb in (("adds", "adds"), ("removes", "removes"))]
    units = plural(node.name("unit"))
    return f"{statements.label(claim.holder)} {listed(words)} {units} against {statements.label(node.one('from'))}"


_AMOUNTS = {"None": "no", "Some": "some", "Unknown": "an unknown number of"}


def _partition(statements: Statements, claim: Claim) -> str:
    parts = listed(statements.label(part) for part in claim.node.all("part"))
    whole = ", and make it up" if claim.node.true("exhaustive") else ""
    units = plural(claim.node.name("unit"))
    return f"{parts} are parts of {statements.label(claim.holder)} that have no {units} in common{whole}"


def _between(statements: Statements, claim: Claim) -> str:
    names = listed(statements.label(iri) for iri in claim.node.all("between"))
    verb = "have" if claim.tie == "overlap" else "have no"
    side = " (said of a period of one side)" if claim.node.all("temporal") else ""
    return f"{names} {verb} {plural(claim.node.name('unit'))} in common{side}"


_CLAIMS = {
    "qualifiedDerivation": _derivation,
    "parentage": _parentage,
    "extent": _extent,
    "change": _change,
    "partition": _partition,
    "overlap": _between,
    "disjointness": _between,
}
