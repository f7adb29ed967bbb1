"""Policies, their rules, and what they are assigned to, read from an engine. Level 4.

In: an engine. Out: `Policies`: every policy with its rules, and every assignment by its holder. Classes, scopes and
channels are told by the end of their IRI (`DataBound`), actions and entities by their IRI.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from kinset.engine import Engine
from kinset.iri import local_name
from kinset.lineage.claims import EvidenceNote, read_evidence
from kinset.triples import Term
from kinset.vocab import KIN, ODRL

PREFIXES = """PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX odrl: <http://www.w3.org/ns/odrl/2/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

_POLICIES = (
    PREFIXES
    + """SELECT ?node ?predicate ?value WHERE {
  VALUES ?predicate { rdfs:label dcterms:publisher dcat:landingPage dcterms:isReplacedBy dcat:previousVersion }
  ?node a odrl:Set ; ?predicate ?value .
}"""
)

_TIES = (
    PREFIXES
    + """SELECT ?holder ?tie ?rule WHERE {
  VALUES ?tie { odrl:permission odrl:prohibition odrl:obligation odrl:duty }
  ?holder ?tie ?rule .
}"""
)

_RULES = (
    PREFIXES
    + """SELECT ?node ?predicate ?value WHERE {
  VALUES ?predicate {
    rdfs:label odrl:action odrl:constraint kin:ruleClass kin:appliesThrough schema:validFrom schema:validThrough
  }
  { SELECT DISTINCT ?node WHERE {
    VALUES ?tie { odrl:permission odrl:prohibition odrl:obligation odrl:duty } ?holder ?tie ?node .
  } }
  ?node ?predicate ?value .
}"""
)

_CONSTRAINTS = (
    PREFIXES
    + """SELECT ?node ?predicate ?value WHERE {
  VALUES ?predicate { rdfs:label odrl:leftOperand odrl:operator odrl:rightOperand }
  { SELECT DISTINCT ?node WHERE { ?rule odrl:constraint ?node } }
  ?node ?predicate ?value .
}"""
)

# kin:alternativeTo: the same scope is offered under either policy, at the user's choice (a dual licence).
_ASSIGNMENTS = (
    PREFIXES
    + """SELECT ?holder ?claim ?policy ?scope ?from ?through ?alternative WHERE {
  ?holder kin:terms ?claim .
  ?claim kin:policy ?policy ; kin:scope ?scope .
  OPTIONAL { ?claim schema:validFrom ?from }
  OPTIONAL { ?claim schema:validThrough ?through }
  OPTIONAL { ?claim kin:alternativeTo ?alternative }
}"""
)

_BEARERS = (ODRL.permission, ODRL.prohibition, ODRL.obligation, ODRL.duty, KIN.terms)


class RuleKind(enum.Enum):
    """What a rule does."""

    PERMISSION = "permission"
    PROHIBITION = "prohibition"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition on a rule: operands and operator by the end of their IRI, or the literal itself."""

    iri: str
    label: str
    left: str
    operator: str
    right: str

    def holds(self, day: str) -> bool | None:
        """Tell whether the condition is met on a day (ISO); None where that cannot be decided.

        Only dates are decided: a purpose or a place is for people to judge.
        """
        if self.left != "dateTime" or not self.right[:4].isdigit():
            return None
        known, asked = self.right, day[: len(self.right)]
        verdicts = {
            "lt": asked < known,
            "lteq": asked <= known,
            "gt": asked > known,
            "gteq": asked >= known,
            "eq": asked == known,
            "neq": asked != known,
        }
        return verdicts.get(self.operator)


@dataclass(frozen=True, slots=True)
class Rule:
    """One permission, prohibition or duty.

    Attributes:
        actions: IRIs; usually one.
        rule_class: what the rule binds, as `DataBound`; empty where not said.
        duties: what a permission asks in return.
        through: channels through which the policy itself says that the rule passes.
        valid_from, valid_through: ISO dates, perhaps partial; empty where not said.
    """

    iri: str
    label: str
    kind: RuleKind
    actions: tuple[str, ...]
    rule_class: str
    constraints: tuple[Constraint, ...]
    duties: tuple["Rule", ...]
    through: frozenset[str]
    valid_from: str
    valid_through: str
    evidence: tuple[EvidenceNote, ...]

    def in_force(self, day: str) -> bool:
        """Tell whether the rule holds on a day."""
        return within(self.valid_from, self.valid_through, day)


@dataclass(frozen=True, slots=True)
class Policy:
    """A licence, agreement or notice; `newer` names the policies that replaced it."""

    iri: str
    label: str
    publishers: tuple[str, ...]
    page: str
    newer: tuple[str, ...]
    rules: tuple[Rule, ...]

    def in_force(self, day: str, *kinds: RuleKind) -> tuple[Rule, ...]:
        """Return the rules of these kinds that hold on a day."""
        return tuple(rule for rule in self.rules if rule.kind in kinds and rule.in_force(day))


@dataclass(frozen=True, slots=True)
class Assignment:
    """The claim that a policy governs a scope of its holder; `alternatives` are claims that may be chosen instead."""

    holder: str
    claim: str
    policy: str
    scope: str
    valid_from: str
    valid_through: str
    alternatives: frozenset[str]
    evidence: tuple[EvidenceNote, ...]

    def in_force(self, day: str) -> bool:
        """Tell whether the assignment holds on a day."""
        return within(self.valid_from, self.valid_through, day)


@dataclass(frozen=True)
class Policies:
    """All policies by IRI, and all assignments by holder, sorted by claim; a policy without a record has no rules."""

    by_iri: Mapping[str, Policy]
    assigned: Mapping[str, tuple[Assignment, ...]]

    @cached_property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """Thing -> the holders of terms that may be part of it, sorted."""
        found: dict[str, list[str]] = {}
        for holder in self.assigned:
            for whole in upward(holder)[1:]:
                found.setdefault(whole, []).append(holder)
        return {whole: tuple(sorted(parts)) for whole, parts in found.items()}

    def of(self, assignment: Assignment) -> Policy:
        """Return the policy of an assignment."""
        name = assignment.policy.rpartition("/")[2]
        return self.by_iri.get(assignment.policy) or Policy(assignment.policy, name, (), "", (), ())


def upward(iri: str) -> tuple[str, ...]:
    """Return an IRI and the IRIs of the wholes that it may be part of, nearest first.

    >>> upward("https://e.org/dataset/a/1.0/train")[:3]
    ('https://e.org/dataset/a/1.0/train', 'https://e.org/dataset/a/1.0', 'https://e.org/dataset/a')
    """
    head, _, rest = iri.partition("://")
    parts = rest.split("/")
    return tuple(f"{head}://{'/'.join(parts[:size])}" for size in range(len(parts), 1, -1))


def within(first: str, last: str, day: str) -> bool:
    """Tell whether a day lies in a period with open ends; partial dates (2019, 2019-05) hold as a whole.

    >>> within("2019", "2020-06", "2020-06-30"), within("2019", "2020-06", "2020-07-01"), within("", "", "2020-01-01")
    (True, False, True)
    """
    return (not first or day[: len(first)] >= first) and (not last or day[: len(last)] <= last)


def read_policies(engine: Engine) -> Policies:
    """Read every policy and every assignment of terms from an engine, in six queries."""
    evidence = read_evidence(engine, _BEARERS)
    rules, ties = _rules(engine, evidence)
    facts = described(engine.select(_POLICIES).dicts())
    newer: dict[str, set[str]] = {}
    for iri, values in facts.items():
        newer.setdefault(iri, set()).update(_texts(values, "isReplacedBy"))
        for older in _texts(values, "previousVersion"):
            newer.setdefault(older, set()).add(iri)
    by_iri = {
        iri: Policy(
            iri=iri,
            label=label_of(values, iri),
            publishers=_texts(values, "publisher"),
            page=next(iter(_texts(values, "landingPage")), ""),
            newer=tuple(sorted(newer[iri])),
            rules=tuple(rules[rule] for rule in sorted(ties.get(iri, ())) if rule in rules),
        )
        for iri, values in facts.items()
    }
    return Policies(by_iri, _assignments(engine, evidence))


def _rules(
    engine: Engine, evidence: Mapping[str, tuple[EvidenceNote, ...]]
) -> tuple[dict[str, Rule], dict[str, set[str]]]:
    """Return all rules by IRI, and the rules that stand on each holder; a duty of a permission stands on that."""
    kinds: dict[str, RuleKind] = {}
    ties: dict[str, set[str]] = {}
    for row in engine.select(_TIES).dicts():
        rule = text(row.get("rule"))
        kinds[rule] = _KINDS[name(row.get("tie"))]
        ties.setdefault(text(row.get("holder")), set()).add(rule)
    constraints = {
        iri: Constraint(
            iri=iri,
            label=label_of(values, iri),
            left=next(iter(_names(values, "leftOperand")), ""),
            operator=next(iter(_names(values, "operator")), ""),
            right=next(iter(_texts(values, "rightOperand")), ""),
        )
        for iri, values in described(engine.select(_CONSTRAINTS).dicts()).items()
    }
    facts = described(engine.select(_RULES).dicts())

    def rule_of(iri: str, *, nested: bool) -> Rule:
        values = facts.get(iri, {})
        duties = () if nested else tuple(rule_of(duty, nested=True) for duty in sorted(ties.get(iri, ())))
        return Rule(
            iri=iri,
            label=label_of(values, iri),
            kind=kinds[iri],
            actions=_texts(values, "action"),
            rule_class=next(iter(_names(values, "ruleClass")), ""),
            constraints=tuple(
                constraints.get(node, Constraint(node, node, "", "", "")) for node in _texts(values, "constraint")
            ),
            duties=duties,
            through=frozenset(_names(values, "appliesThrough")),
            valid_from=next(iter(_texts(values, "validFrom")), ""),
            valid_through=next(iter(_texts(values, "validThrough")), ""),
            evidence=evidence.get(iri, ()),
        )

    return {iri: rule_of(iri, nested=False) for iri in kinds}, ties


_KINDS = {
    "permission": RuleKind.PERMISSION,
    "prohibition": RuleKind.PROHIBITION,
    "obligation": RuleKind.DUTY,
    "duty": RuleKind.DUTY,
}


def _assignments(engine: Engine, evidence: Mapping[str, tuple[EvidenceNote, ...]]) -> dict[str, tuple[Assignment, ...]]:
    rows = list(engine.select(_ASSIGNMENTS).dicts())
    either: dict[str, set[str]] = {}
    for row in rows:
        claim, other = text(row.get("claim")), text(row.get("alternative"))
        if other:
            either.setdefault(claim, set()).add(other)
            either.setdefault(other, set()).add(claim)
    found: dict[str, dict[tuple[str, str], Assignment]] = {}
    for row in rows:
        claim, scope = text(row.get("claim")), name(row.get("scope"))
        holder = text(row.get("holder"))
        found.setdefault(holder, {})[claim, scope] = Assignment(
            holder=holder,
            claim=claim,
            policy=text(row.get("policy")),
            scope=scope,
            valid_from=text(row.get("from")),
            valid_through=text(row.get("through")),
            alternatives=frozenset(either.get(claim, ())),
            evidence=evidence.get(claim, ()),
        )
    return {holder: tuple(claims[key] for key in sorted(claims)) for holder, claims in found.items()}


# ------------------------------------------------------------------ terms to text

Described = dict[str, dict[str, list[Term]]]


def described(rows: Iterable[Mapping[str, Term]]) -> Described:
    """Gather rows of node, predicate and value: node -> end of the predicate's IRI -> values."""
    found: Described = {}
    for row in rows:
        values = found.setdefault(text(row.get("node")), {}).setdefault(name(row.get("predicate")), [])
        values.append(row["value"])
    return found


def text(term: Term | None) -> str:
    """Return an IRI or the text of a literal; empty for nothing."""
    return term.value if isinstance(term, NamedNode | Literal) else ""


def name(term: Term | None) -> str:
    """Return the end of an IRI: what stands behind the last '#' or '/'."""
    return local_name(text(term))


def label_of(values: Mapping[str, Iterable[Term]], iri: str) -> str:
    """Return the English label, else any, else the end of the IRI."""
    labels = [term for term in values.get("label", ()) if isinstance(term, Literal)]
    if not labels:
        return local_name(iri)
    return min(labels, key=lambda label: (label.language != "en", label.value)).value


def _texts(values: Mapping[str, Iterable[Term]], key: str) -> tuple[str, ...]:
    return tuple(sorted({text(term) for term in values.get(key, ())}))


def _names(values: Mapping[str, Iterable[Term]], key: str) -> tuple[str, ...]:
    return tuple(sorted({name(term) for term in values.get(key, ())}))
