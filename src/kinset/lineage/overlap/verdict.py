"""Answers: may what is trained on these be evaluated on that? Level 4. Source: the model, section 5.

In: an engine, names as IRIs. Out: an `Answer`: a verdict at each unit that both sides hold, each with its proof or its
reasons, and the split x split matrix. `as_json` gives the contract of `kinset leak --format json`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kinset.engine import Engine
from kinset.lineage.claims import EvidenceNote
from kinset.lineage.overlap.compile import compile_catalogue
from kinset.lineage.overlap.constraints import Disjoint, Label, Theory, Witness
from kinset.lineage.overlap.ledger import STRENGTH, UNSUPPORTED, Catalogue
from kinset.lineage.overlap.phrases import says
from kinset.lineage.overlap.reasons import Line, Reason, common_sources, reasons, would_decide
from kinset.lineage.overlap.solve import Finding, Solver, Verdict
from kinset.lineage.overlap.statements import Statements, read_statements

SEVERITY = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Step:
    """One claim of a proof.

    Attributes:
        claim: IRI of the claim, or of the record whose property it is.
        predicate: that property (the end of its IRI), empty for a claim.
        method: of its best evidence; empty where it has none or needs none.
        default: nobody states it; it is its kind's default.
        contested: stated claims contradict it.
    """

    claim: str
    predicate: str
    says: str
    evidence: tuple[EvidenceNote, ...]
    method: str
    default: bool
    contested: bool


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """The verdict on one training set and the test set at one unit.

    Attributes:
        forces: what the proof forces; it differs from the verdict for CONFLICT only.
        contested: for CONFLICT, the sets of claims that cannot all be true.
        weakest: the weakest method of evidence in the proof; empty without proof.
        flags: what to keep in mind: `unpinned-version`, `default-used`.
        complete: False where the contradictions of the catalogue were too many to list.
    """

    train: str
    test: str
    unit: str
    verdict: Verdict
    forces: Verdict | None = None
    proof: tuple[Step, ...] = ()
    contested: tuple[tuple[Step, ...], ...] = ()
    reasons: tuple[Reason, ...] = ()
    would_decide: tuple[str, ...] = ()
    weakest: str = ""
    flags: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class SplitCell:
    """One cell of the matrix of splits; `by_unit` is finest first."""

    train: str
    test: str
    by_unit: tuple[UnitAnswer, ...]

    @property
    def headline(self) -> UnitAnswer:
        """The worst verdict, at the finest unit that has it."""
        return worst(self.by_unit)


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdicts on training sets and a test set.

    Attributes:
        by_unit: finest first; with several training sets the worst verdict of each unit, which names its own.
        by_split: where splits are recorded on a side; a verdict on wholes says nothing of splits.
        common_sources: the nearest datasets that a training set and the test set both descend from or belong to.
    """

    trains: tuple[str, ...]
    test: str
    by_unit: tuple[UnitAnswer, ...]
    by_split: tuple[SplitCell, ...]
    common_sources: tuple[str, ...]

    @property
    def headline(self) -> UnitAnswer:
        """The worst verdict, at the finest unit that has it."""
        return worst(self.by_unit)


@dataclass(frozen=True)
class Judge:
    """Answers questions of one catalogue; compile it once with `Judge.of`."""

    catalogue: Catalogue
    solver: Solver
    _lines: dict[str, Line] = field(default_factory=dict)

    @classmethod
    def of(cls, source: Engine | Statements) -> "Judge":
        """Compile a catalogue, read from an engine or at hand as statements."""
        statements = source if isinstance(source, Statements) else read_statements(source)
        catalogue = compile_catalogue(statements)
        return cls(catalogue, Solver(catalogue.theory))

    @property
    def statements(self) -> Statements:
        """What the catalogue says."""
        return self.catalogue.statements

    def answer(self, trains: Iterable[str], test: str, unit: str = "") -> Answer:
        """Return the verdicts on training sets and a test set, at one unit or at all that both sides hold.

        Raises SearchTooLarge where a verdict needs too many case distinctions.
        """
        trains = tuple(dict.fromkeys(trains))
        found: dict[str, list[UnitAnswer]] = {}
        for train in trains:
            for name in [unit] if unit else self.units(train, test):
                found.setdefault(name, []).append(self.pair(train, test, name))
        order = self.catalogue.order.number
        by_unit = tuple(worst(found[name]) for name in sorted(found, key=order.__getitem__))
        cells = tuple(cell for train in trains for cell in self.splits(train, test, unit))
        shared = {iri for train in trains for iri in common_sources(self.line(train), self.line(test))}
        return Answer(trains, test, by_unit, cells, tuple(sorted(shared)))

    def left_open(self, train: str, test: str) -> Answer:
        """Return the answer for a pair that no claims can decide, without asking the solver: why it is open."""
        answers = tuple(self._open(train, test, unit, Finding(Verdict.MAY_SHARE)) for unit in self.units(train, test))
        return Answer((train,), test, answers, (), common_sources(self.line(train), self.line(test)))

    def units(self, one: str, other: str) -> tuple[str, ...]:
        """Return the units that both hold, finest first; else those that either holds; else the coarsest of all."""
        first, second = self.held(one), self.held(other)
        names = self.catalogue.order.names
        chosen = first & second or first | second
        if not chosen:
            order = self.catalogue.order
            chosen = frozenset(unit for unit in range(len(names)) if not order.direct[unit] and order.below(unit))
        return tuple(names[unit] for unit in sorted(chosen))

    def held(self, iri: str) -> frozenset[int]:
        """Return the units that a thing holds, its versions, parts and derivations considered."""
        return self._held.get(self.catalogue.sets.get(iri, -1), frozenset())

    @cached_property
    def _held(self) -> Mapping[int, frozenset[int]]:
        theory, found = self.catalogue.theory, dict[int, set[int]]()
        for witness in theory.witnesses:
            for member in (witness.one, witness.other):
                found.setdefault(member, set()).update({witness.unit, *self.catalogue.order.above[witness.unit]})
        for iri in (*self.statements.versions, *self.statements.parts):
            for whole in (iri, *self.statements.wholes(iri)):
                held = found.setdefault(self.catalogue.sets.get(whole, -1), set())
                for part in (*self.statements.versions.get(iri, ()), *self.statements.parts.get(iri, ())):
                    held |= found.get(self.catalogue.sets.get(part, -1), set())
        return {member: frozenset(units) for member, units in found.items()}

    def pair(self, train: str, test: str, unit: str) -> UnitAnswer:
        """Return the verdict on one training set and the test set at a unit."""
        sets, number = self.catalogue.sets, self.catalogue.order.number[unit]
        if train not in sets or test not in sets:
            return self._open(train, test, unit, Finding(Verdict.MAY_SHARE))
        finding = self.solver.decide(sets[train], sets[test], number)
        if finding.verdict is Verdict.MAY_SHARE:
            return self._open(train, test, unit, finding)
        steps = self.steps(self.ordered(finding.proof, sets[train]))
        quarrels = tuple(self.steps(sorted(quarrel)) for quarrel in finding.quarrels)
        used = any(step.default for step in steps)
        unpinned = finding.forces is Verdict.SHARES and any(self.statements.versions.get(iri) for iri in (train, test))
        flags = [name for name, holds in (("unpinned-version", unpinned), ("default-used", used)) if holds]
        return UnitAnswer(
            train, test, unit, finding.verdict, finding.forces, steps, quarrels,
            weakest=weakest(steps), flags=tuple(flags), complete=finding.exhaustive,
        )  # fmt: skip

    def _open(self, train: str, test: str, unit: str, finding: Finding) -> UnitAnswer:
        number, sets = self.catalogue.order.number[unit], self.catalogue.sets
        one, other = self.line(train), self.line(test)
        known = train in sets and test in sets
        assumed = bool(known and self.solver.would_be_disjoint(sets[train], sets[test], number))
        withdrawn = {self.catalogue.claim_keys[claim].partition(" ")[2] for claim in self.solver.withdrawn}
        assumed = assumed or bool(withdrawn & (one.seen | other.seen))
        held = number in self.held(train) and number in self.held(test)
        why = reasons(one, other, held=held, assumed=assumed)
        return UnitAnswer(
            train, test, unit, finding.verdict, reasons=why, would_decide=would_decide(one, other, why),
            complete=finding.exhaustive,
        )  # fmt: skip

    def line(self, iri: str) -> Line:
        """Return a thing with all that it descends from; kept, for a matrix asks often."""
        if iri not in self._lines:
            self._lines[iri] = Line.of(self.statements, iri)
        return self._lines[iri]

    def splits(self, train: str, test: str, unit: str = "") -> Iterable[SplitCell]:
        """Yield the answers on each split to train on and each to test on; nothing where neither side has splits."""
        rows, columns = self.splits_of(train, without="Test"), self.splits_of(test, without="Train")
        if not rows and not columns:
            return
        for row in rows or (train,):
            for column in columns or (test,):
                names = [unit] if unit else self.units(row, column)
                yield SplitCell(row, column, tuple(self.pair(row, column, name) for name in names))

    def splits_of(self, iri: str, without: str) -> tuple[str, ...]:
        """Return the splits of a thing that are not for one role only."""
        things, found, queue = self.statements.things, list[str](), [iri]
        for here in queue:
            inner = (*self.statements.versions.get(here, ()), *self.statements.parts.get(here, ()))
            queue += [one for one in inner if one not in queue]
            found += [one for one in inner if "Split" in things[one].names("type") and one not in found]
        return tuple(one for one in found if without not in things[one].names("role"))

    # ------------------------------------------------------------------ proofs

    def ordered(self, claims: Label, start: int) -> list[int]:
        """Return the claims of a proof as a path from a set: those whose constraints are nearest to it first."""
        links = list(_sides(self.catalogue.theory.part(claims)))
        beside: dict[int, list[tuple[int, ...]]] = {}
        for sides, _label in links:
            for side in sides:
                beside.setdefault(side, []).append(sides)
        far: dict[int, int] = {start: 0}
        queue = [start]
        for here in queue:
            for sides in beside.get(here, ()):
                for there in sides:
                    if there not in far:
                        far[there] = far[here] + 1
                        queue.append(there)
        rank: dict[int, tuple[int, int]] = {}
        for sides, label in links:
            near = sorted(far.get(side, len(far)) for side in sides)
            for claim in label:
                rank[claim] = min(rank.get(claim, (len(far), 0)), (near[0], near[-1]))
        keys = self.catalogue.claim_keys
        return sorted(claims, key=lambda claim: (*rank.get(claim, (len(far), 0)), keys[claim]))

    def steps(self, claims: Iterable[int]) -> tuple[Step, ...]:
        """Return claims with their words and evidence."""
        return tuple(self._step(claim) for claim in claims)

    def _step(self, claim: int) -> Step:
        key = self.catalogue.claim_keys[claim]
        sort, _, rest = key.partition(" ")
        iri, _, predicate = rest.partition(" ")
        notes = () if sort == "default" else self.statements.evidence(iri, predicate if sort == "fact" else "")
        method = min((note.method for note in notes), key=lambda name: STRENGTH.get(name, UNSUPPORTED), default="")
        return Step(
            claim=iri,
            predicate=predicate,
            says=says(self.statements, key),
            evidence=notes,
            method="Inferred" if sort == "default" else method,
            default=sort == "default",
            contested=claim in self.solver.contested,
        )


def worst(answers: Iterable[UnitAnswer]) -> UnitAnswer:
    """Return the first of the answers with the worst verdict."""
    return min(answers, key=lambda answer: SEVERITY.index(answer.verdict))


def weakest(steps: Iterable[Step]) -> str:
    """Return the weakest method among a proof's claims; what belongs to what needs no evidence."""
    methods = [
        step.method or "None" for step in steps if step.method or step.predicate not in {"isVersionOf", "isPartOf"}
    ]
    return max(methods, key=lambda name: STRENGTH.get(name, UNSUPPORTED), default="Read" if steps else "")


def _sides(part: Theory) -> Iterable[tuple[tuple[int, ...], Label]]:
    for clause in part.clauses:
        yield (*clause.body, *clause.heads), clause.label
    pairs: tuple[Disjoint | Witness, ...] = (*part.disjoint, *part.witnesses)
    for pair in pairs:
        yield (pair.one, pair.other), pair.label
