"""An answer about terms as data and in words. Level 4.

In: an `Assessment`, the `Register` that it came from. Out: plain values for JSON (a contract, told in README), the path
of each condition, and one paragraph that a person can read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kinset.iri import spaced
from kinset.lineage.claims import EvidenceNote
from kinset.lineage.terms.access_route import Reason, RouteStep
from kinset.lineage.terms.assessment import Assessment, Condition
from kinset.lineage.terms.hosting import Carrier
from kinset.lineage.terms.inheritance import Reach, Step
from kinset.lineage.terms.outcomes import Outcome, Ruling, Verdict
from kinset.lineage.terms.passage import Passing
from kinset.lineage.terms.policies import Assignment, Rule
from kinset.lineage.terms.scene import Register
from kinset.lineage.terms.term_conflicts import Conflict, ConflictKind, Way, listed

NOTICE = "This is a review aid, made from what the catalogue records; it is no legal advice."

HOW_FAR = {
    Passing.BINDS: "binds",
    Passing.REVIEW: "to be reviewed",
    Passing.CHECK: "the making must have kept it",
    Passing.REBUILD: "binds whoever rebuilds it",
    Passing.NONE: "does not pass",
}


@dataclass(frozen=True, slots=True)
class PathPiece:
    """One claim of a path, and what it says."""

    claim: str
    says: str


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells an assessment; labels come from the register's directory."""

    register: Register

    # ------------------------------------------------------------------ paths

    def label(self, iri: str) -> str:
        """Return what a thing is called."""
        return self.register.directory.label(iri)

    def step(self, step: Step) -> PathPiece:
        """Return one step of a way: the claim that the one was made of the other."""
        link = step.link
        tie = f"uses ({spaced(link.kind)})" if link.sort == "use" else spaced(link.kind)
        return PathPiece(link.claim, f"{self.label(link.origin)} {tie} {self.label(link.target)}")

    def via(
        self, reach: Reach, assignment: Assignment | None = None, rule: Rule | None = None
    ) -> tuple[PathPiece, ...]:
        """Return a way in claims: the steps, the assignment of the terms, the rule."""
        pieces = [self.step(step) for step in reach.path]
        if assignment is not None:
            policy = self.register.policies.of(assignment)
            says = f"{self.label(assignment.holder)} is under {policy.label} ({assignment.scope})"
            pieces.append(PathPiece(assignment.claim, says))
        if rule is not None:
            pieces.append(PathPiece(rule.iri, rule.label))
        return tuple(pieces)

    def way(self, way: Way) -> tuple[PathPiece, ...]:
        """Return a strand of a conflict in claims."""
        return self.via(way.reach, way.assignment, way.rule)

    def source(self, reach: Reach, assignment: Assignment | None) -> str:
        """Return whose terms are meant: a source or a part of the thing; empty for the thing's own."""
        node = assignment.holder if assignment is not None else reach.node
        own = reach.step is None and reach.node.startswith(node)
        return "" if own else self.label(node)

    def of_persons(self, ruling: Ruling) -> bool:
        """Tell whether a ruling binds who gets access: such ones are told on the way to access."""
        return ruling.rule is not None and ruling.rule.rule_class in self.register.table.person_classes

    # ------------------------------------------------------------------ JSON

    def as_json(self, found: Assessment) -> dict[str, Any]:
        """Return an assessment as plain values; absent ones are null."""
        things = found.question.things
        return {
            "dataset": things[0] if len(things) == 1 else None,
            "merged": list(things) if len(things) > 1 else [],
            "label": " + ".join(self.label(thing) for thing in things),
            "scope": found.scope,
            "date": found.question.day,
            "uses": {name: self._verdict(verdict) for name, verdict in found.verdicts.items()},
            "conditions": [self._condition(condition) for condition in found.conditions],
            "conflicts": [self._conflict(conflict) for conflict in found.conflicts],
            "route": [self._route(place, step) for place, step in enumerate(found.route, start=1)],
            "host": {
                "answer": found.hosting.carrier.value,
                "hosts": [
                    {"organization": host, "label": self.register.parties.agent(host)} for host in found.hosting.hosts
                ],
                "says": self.host(found),
                "because": [self._ruling(ruling) for ruling in found.hosting.closing],
            },
            "notInherited": [
                {"claim": step.link.claim, "says": self.reset(step), "source": step.link.target}
                for step in found.resets
            ],
            "unknown": [{"source": reach.node, "via": _pieces(self.via(reach))} for reach in found.unknowns],
            "caveats": list(found.caveats),
            "reading": self.reading(found),
            "notice": NOTICE,
        }

    def _verdict(self, verdict: Verdict) -> dict[str, Any]:
        return {
            "outcome": verdict.outcome.value,
            "because": [self._ruling(ruling) for ruling in verdict.because],
            "others": [self._brief(ruling) for ruling in verdict.others],
            "duties": [self._brief(ruling) for ruling in verdict.duties],
            "limits": [self._brief(ruling) for ruling in verdict.limits],
        }

    def _ruling(self, ruling: Ruling) -> dict[str, Any]:
        rule = ruling.rule
        notes = (*(ruling.assignment.evidence if ruling.assignment else ()), *(rule.evidence if rule else ()))
        return {
            "says": self.ruling(ruling),
            "answer": ruling.answer.name if ruling.answer else None,
            "of": ruling.reach.node,
            "policy": ruling.policy.iri if ruling.policy else None,
            "rule": rule.iri if rule else None,
            "class": rule.rule_class if rule else None,
            "scope": ruling.assignment.scope if ruling.assignment else None,
            "passing": ruling.passing.name,
            "constraints": [constraint.label for constraint in rule.constraints] if rule else [],
            "duties": [duty.label for duty in rule.duties] if rule else [],
            "via": _pieces(self.via(ruling.reach, ruling.assignment)),
            "evidence": [_evidence(note) for note in dict.fromkeys(notes)],
        }

    def _brief(self, ruling: Ruling) -> dict[str, Any]:
        """Return a ruling without path and evidence: these stand with the conditions."""
        return {
            "says": self.ruling(ruling),
            "of": ruling.reach.node,
            "rule": ruling.rule.iri if ruling.rule else None,
            "passing": ruling.passing.name,
        }

    def _condition(self, condition: Condition) -> dict[str, Any]:
        return {
            "policy": condition.policy.iri,
            "label": condition.policy.label,
            "class": condition.rule_class,
            "scope": condition.scope,
            "of": condition.of,
            "passing": condition.passing.name,
            "rules": [
                {
                    "rule": rule.iri,
                    "kind": rule.kind.value,
                    "says": rule.label,
                    "actions": list(rule.actions),
                    "constraints": [constraint.label for constraint in rule.constraints],
                    "validFrom": rule.valid_from or None,
                    "validThrough": rule.valid_through or None,
                    "passing": self.register.table.along(rule, condition.reach.channels).name,
                    "evidence": [_evidence(note) for note in rule.evidence],
                }
                for rule in condition.rules
            ],
            "via": _pieces(self.via(condition.reach, condition.assignment)),
            "evidence": [_evidence(note) for note in condition.assignment.evidence],
        }

    def _conflict(self, conflict: Conflict) -> dict[str, Any]:
        pieces = dict.fromkeys(piece for way in conflict.ways for piece in self.way(way))
        return {
            "kind": conflict.kind.value,
            "says": conflict.says,
            "path": _pieces(pieces),
            "ways": [_pieces(self.way(way)) for way in conflict.ways],
        }

    def _route(self, place: int, step: RouteStep) -> dict[str, Any]:
        return {
            "step": place,
            "stage": step.stage.name.lower(),
            "says": step.says,
            "for": step.of,
            "label": self.label(step.of),
            "policy": step.policy or None,
            "link": step.link or None,
            "why": step.reason.value,
            "rule": step.rule.iri if step.rule else None,
            "via": _pieces(self.via(step.reach)),
        }

    # ------------------------------------------------------------------ words

    def ruling(self, ruling: Ruling) -> str:
        """Return a ruling in one line: what the rule says, by which terms, whose, and what qualifies it."""
        return next(self.lines([ruling]))

    def lines(self, rulings: Iterable[Ruling]) -> Iterator[str]:
        """Yield rulings in words, those of the same words in one line with all the terms that hold them."""
        groups: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
        for ruling in rulings:
            what = ruling.rule.label if ruling.rule else ruling.note
            note = f" — {ruling.note}" if ruling.rule and ruling.note else ""
            terms = ruling.policy.label if ruling.policy and ruling.rule else ""
            sources = groups.setdefault((what, note), {}).setdefault(terms, {})
            sources[self.source(ruling.reach, ruling.assignment)] = None
        for (what, note), terms_of in groups.items():
            whose = "; ".join(part for terms, sources in terms_of.items() if (part := _whose(terms, sources)))
            yield f"{what} ({whose}){note}" if whose else f"{what}{note}"

    def reset(self, step: Step) -> str:
        """Return why nothing came along a step."""
        source = self.label(step.link.target)
        return (
            f"{self.label(step.link.origin)} was released by the controller of {source}, which therefore adds nothing."
        )

    def host(self, found: Assessment) -> str:
        """Return who could carry it, in one sentence."""
        hosting = found.hosting
        names = listed(self.register.parties.agent(host) for host in hosting.hosts)
        return {
            Carrier.ANYBODY: "The recorded terms let anybody carry it, under the duties told.",
            Carrier.ONLY: f"The recorded terms leave it to {names} to carry it, if anybody may.",
            Carrier.NOBODY: "The recorded terms leave no host that could lawfully carry it.",
            Carrier.REVIEW: "Whether any host could lawfully carry it must be reviewed.",
        }[hosting.carrier]

    def reading(self, found: Assessment) -> str:
        """Return the whole answer as one paragraph."""
        return " ".join(self._sentences(found))

    def _sentences(self, found: Assessment) -> Iterator[str]:
        names = listed(self.label(thing) for thing in found.question.things)
        subject = names if len(found.question.things) == 1 else f"A merge of {names}"
        yield f"{subject} ({found.scope.lower()}), by the terms recorded as in force on {found.question.day}:"
        parts = [part for outcome in Outcome if (part := self._outcome(found, outcome))]
        yield "; ".join(parts) + "."
        yield from self._origin(found)
        yield from self._clashes(found)
        asked = [step for step in found.route if step.reason is not Reason.GET]
        if asked:
            yield f"Access takes {len(asked)} {'step' if len(asked) == 1 else 'steps'} besides getting the data."
        yield self.host(found)
        yield from found.caveats
        yield NOTICE

    def _outcome(self, found: Assessment, outcome: Outcome) -> str:
        verdicts = [verdict for verdict in found.verdicts.values() if verdict.outcome is outcome]
        if not verdicts:
            return ""
        uses = listed(verdict.use.label for verdict in verdicts)
        if outcome is Outcome.PERMITTED:
            count = len({duty.rule.iri for verdict in verdicts for duty in verdict.duties if duty.rule})
            under = f" under {count} recorded {'duty' if count == 1 else 'duties'}" if count else ""
            return f"permitted{under}: {uses}"
        said = "prohibited" if outcome is Outcome.PROHIBITED else "to be reviewed"
        names = dict.fromkeys(
            ruling.policy.label for verdict in verdicts for ruling in verdict.because if ruling.policy is not None
        )
        by = f" ({listed(names)})" if outcome is Outcome.PROHIBITED and names else ""
        return f"{said}: {uses}{by}"

    def _origin(self, found: Assessment) -> Iterator[str]:
        sources = dict.fromkeys(self.label(one.of) for one in found.conditions if one.reach.step is not None)
        if sources:
            yield f"It inherits terms from {listed(sources)}."
        unknown = dict.fromkeys(self.label(reach.node) for reach in found.unknowns)
        if unknown:
            yield f"No terms are recorded for {listed(unknown)}, so nothing that depends on them is taken as permitted."

    def _clashes(self, found: Assessment) -> Iterator[str]:
        kinds = (ConflictKind.LAUNDERING, ConflictKind.IMPOSSIBLE, ConflictKind.BREACH, ConflictKind.RIVAL)
        for conflict in found.conflicts:
            if conflict.kind in kinds:
                yield conflict.says


def _whose(terms: str, sources: Iterable[str]) -> str:
    """Return terms and the sources that bear them; the thing itself goes without saying.

    >>> _whose("CC BY", ["", "A"]), _whose("CC BY", ["A", "B"]), _whose("", [""])
    ('CC BY, also of A', 'CC BY of A and B', '')
    """
    named = [source for source in sources if source]
    own = "" in list(sources)
    also = ", also of" if own and terms else " of"
    return f"{terms}{also} {listed(named)}".strip() if named else terms


def _pieces(pieces: Iterable[PathPiece]) -> list[dict[str, str]]:
    return [{"claim": piece.claim, "says": piece.says} for piece in pieces]


def _evidence(note: EvidenceNote) -> dict[str, str]:
    return {"source": note.source, "locator": note.locator, "method": note.method, "checkedOn": note.checked_on}
