"""What the rules answer to a use on a day. Level 4.

In: the terms that stand on one thing (a `Body`), how far each rule reaches, a use, a day. Out: a `Verdict`: PERMITTED,
REVIEW or PROHIBITED, with its reasons.

Inside a body the rules stand together: a prohibition beats doubt, doubt beats a permission, a permission beats
silence. Silence of the whole body is doubt. Policies that may be chosen from answer by the mildest; licences that
rival each other for one scope leave doubt. Several bodies combine by the strictest. Both orders are chains, so
combining is associative, commutative and idempotent.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kinset.lineage.terms.bodies import Body, Choice
from kinset.lineage.terms.inheritance import Reach
from kinset.lineage.terms.passage import COPYRIGHT_TEST, PassageTable, Passing, Use
from kinset.lineage.terms.policies import Assignment, Policy, Rule, RuleKind
from kinset.vocab import KIN, ODRL


class Answer(enum.IntEnum):
    """What one rule or body says; the greater wins inside a body."""

    SILENT = 0
    PERMITTED = 1
    REVIEW = 2
    PROHIBITED = 3


class Outcome(enum.Enum):
    """What holds for a use in the end."""

    PERMITTED = "PERMITTED"
    REVIEW = "REVIEW"
    PROHIBITED = "PROHIBITED"


# Whoever does the first has done the second: a model is fitted before it is given out.
PRESUPPOSES = {KIN.publishModel.value: (KIN.train.value,)}


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule's answer to one action.

    Attributes:
        reach: whose rule it is, and on what way it came.
        assignment, policy, rule: what was answered from; None for what nobody says.
        answer: what it comes to.
        note: what qualifies it, in words: a condition, a weak passage, rivals.
    """

    reach: Reach
    assignment: Assignment | None
    policy: Policy | None
    rule: Rule | None
    answer: Answer
    passing: Passing
    note: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds for a use: the rulings that decide it, those that say less, and what limits it besides.

    Attributes:
        duties: what whoever does it must do; only where it is not prohibited.
        limits: prohibitions of what goes beyond the use or is a part of it.
    """

    use: Use
    outcome: Outcome
    because: tuple[Ruling, ...]
    others: tuple[Ruling, ...]
    duties: tuple[Ruling, ...]
    limits: tuple[Ruling, ...]


def combine(answers: Iterable[Answer]) -> Answer:
    """Return what several rules of one body come to.

    >>> combine([Answer.SILENT, Answer.PERMITTED]).name, combine([Answer.PERMITTED, Answer.PROHIBITED]).name
    ('PERMITTED', 'PROHIBITED')
    """
    return max(answers, default=Answer.SILENT)


def strictest(outcomes: Iterable[Answer]) -> Outcome:
    """Return what several bodies come to; a silent one is doubt, and so is none at all."""
    found = [answer or Answer.REVIEW for answer in outcomes]
    return Outcome[max(found, default=Answer.REVIEW).name]


def mildest(answers: Iterable[Answer]) -> Answer:
    """Return what policies to choose from come to; if all are silent, nothing."""
    found = list(answers)
    if not any(found):
        return Answer.SILENT
    return min(answer or Answer.REVIEW for answer in found)


@dataclass(frozen=True)
class Court:
    """Answers questions about bodies of terms on one day."""

    table: PassageTable
    day: str

    def verdict(self, use: Use, bodies: Sequence[Body], doubts: Sequence[Ruling]) -> Verdict:
        """Return what holds for a use; `doubts` are sources of which nothing is known."""
        actions = list(
            dict.fromkeys(wanted for action in use.actions for wanted in (action, *PRESUPPOSES.get(action, ())))
        )
        rulings: list[Ruling] = list(doubts)
        answers = [ruling.answer for ruling in doubts]
        for body in bodies:
            for action in actions or [""]:
                found = self.rule_on(body, action)
                answers.append(combine(ruling.answer for ruling in found))
                rulings += found or _silence(body)
        outcome = strictest(answers)
        deciding = Answer[outcome.name]
        because = _shortest(ruling for ruling in rulings if (ruling.answer or Answer.REVIEW) is deciding)
        keys = {_key(ruling) for ruling in because}
        others = _shortest(ruling for ruling in rulings if ruling.answer and _key(ruling) not in keys)
        duties = () if outcome is Outcome.PROHIBITED else self.duties(bodies, because + others)
        limits = () if outcome is Outcome.PROHIBITED else self.limits(bodies, actions, because + others)
        return Verdict(use, outcome, because, others, duties, limits)

    def rule_on(self, body: Body, action: str) -> list[Ruling]:
        """Return what a body answers to an action; nothing where it is silent."""
        rivals = {policy.iri for choice in self.rivals(body) for _assignment, policy in choice}
        found = [self._choice(body, choice, action) for choice in body.choices]
        apart = [rulings for rulings in found if any(one.policy and one.policy.iri in rivals for one in rulings)]
        agree = len(apart) == len(self.rivals(body)) and all(
            combine(one.answer for one in rulings) is Answer.PROHIBITED for rulings in apart
        )
        return [
            _doubted(ruling) if rulings in apart and not agree else ruling for rulings in found for ruling in rulings
        ]

    def licences(self, body: Body) -> tuple[Choice, ...]:
        """Return the policies that grant what a work can have one grant of only; each policy once."""
        found: dict[frozenset[str], Choice] = {}
        for choice in body.choices:
            grants = [rule for _one, policy in choice for rule in policy.in_force(self.day, RuleKind.PERMISSION)]
            if any(rule.rule_class in self.table.licence_classes for rule in grants):
                found.setdefault(frozenset(policy.iri for _one, policy in choice), choice)
        return tuple(found.values())

    def rivals(self, body: Body) -> tuple[Choice, ...]:
        """Return the licences of which only one can be right, or the one that another policy contradicts."""
        licences = self.licences(body)
        if len(licences) > 1:
            return licences
        contested = any(
            self.contradicts(rival, policy)
            for choice in licences
            for _one, policy in choice
            for _other, rival in body.assignments
            if len(choice) == 1 and rival.iri != policy.iri
        )
        return licences if contested else ()

    def contradicts(self, one: Policy, other: Policy) -> bool:
        """Tell whether the first prohibits, without condition, what the second permits as a licence."""
        return any(
            self.table.actions.covers(no, action)
            for no in one.in_force(self.day, RuleKind.PROHIBITION)
            if not no.constraints
            for yes in other.in_force(self.day, RuleKind.PERMISSION)
            if yes.rule_class in self.table.licence_classes
            for action in yes.actions
        )

    def _choice(self, body: Body, choice: Choice, action: str) -> list[Ruling]:
        answers = [self._policy(body, pair, action) for pair in choice]
        if len(answers) == 1:
            return answers[0]
        mild = mildest(combine(ruling.answer for ruling in found) for found in answers)
        return [ruling for found in answers for ruling in found if ruling.answer is mild]

    def _policy(self, body: Body, pair: tuple[Assignment, Policy], action: str) -> list[Ruling]:
        assignment, policy = pair
        found = []
        for rule in policy.in_force(self.day, RuleKind.PERMISSION, RuleKind.PROHIBITION):
            blocked = self._blocks_release(body.reach, rule, action)
            if not blocked and not self.table.actions.covers(rule, action):
                continue
            answer, note = self.weigh(rule, body.reach, blocked=blocked)
            if answer:
                passing = self.table.along(rule, body.reach.channels)
                found.append(Ruling(body.reach, assignment, policy, rule, answer, passing, note))
        return found

    def _blocks_release(self, reach: Reach, rule: Rule, action: str) -> bool:
        """Tell whether a rule against adaptations blocks giving out what is one."""
        if reach.step is None or rule.kind is not RuleKind.PROHIBITION or reach.verbatim:
            return False
        tested = any(self.table.cells.get((rule.rule_class, step.channel)) == COPYRIGHT_TEST for step in reach.path)
        return (
            tested
            and self.table.actions.covers(rule, ODRL.derive.value)
            and ODRL.distribute.value in self.table.actions.widening(action)
        )

    def weigh(self, rule: Rule, reach: Reach, *, blocked: bool = False) -> tuple[Answer, str]:
        """Return what a rule in force answers after its conditions and its way, and what qualifies it."""
        answer = Answer.PERMITTED if rule.kind is RuleKind.PERMISSION else Answer.PROHIBITED
        notes = ["what was adapted may not be given out"] if blocked else []
        held = [(constraint, constraint.holds(self.day)) for constraint in rule.constraints]
        if any(met is False for _constraint, met in held):
            return Answer.SILENT, ""
        open_ones = [constraint for constraint, met in held if met is None]
        if open_ones:
            answer = Answer.REVIEW
            notes += [f"on a condition that a person must judge: {constraint.label}" for constraint in open_ones]
        passing = self.table.along(rule, reach.channels)
        if passing is Passing.REVIEW:
            answer, note = Answer.REVIEW, "whether it passes on this way must be reviewed"
            notes.append(note)
        elif passing is Passing.CHECK:
            answer = Answer.SILENT if rule.kind is RuleKind.PERMISSION else Answer.REVIEW
            notes.append("the making itself must have kept it")
        elif passing < Passing.CHECK:
            return Answer.SILENT, ""
        return answer, "; ".join(notes)

    def duties(self, bodies: Sequence[Body], said: Sequence[Ruling]) -> tuple[Ruling, ...]:
        """Return what the permissions ask in return, and what the policies ask of everybody."""
        found = []
        for ruling in said:
            if ruling.rule is not None and ruling.answer is Answer.PERMITTED:
                asked = [
                    (duty, ruling.assignment, ruling.policy) for duty in ruling.rule.duties if duty.in_force(self.day)
                ]
                found += [self._told(ruling.reach, *one) for one in asked]
        for body in bodies:
            for assignment, policy in body.assignments:
                for duty in policy.in_force(self.day, RuleKind.DUTY):
                    found.append(self._told(body.reach, duty, assignment, policy))
        return _shortest(ruling for ruling in found if ruling.passing >= Passing.REVIEW)

    def limits(self, bodies: Sequence[Body], actions: Sequence[str], said: Sequence[Ruling]) -> tuple[Ruling, ...]:
        """Return the prohibitions that reach the thing and are no answer to the use itself."""
        answered = {ruling.rule.iri for ruling in said if ruling.rule is not None}
        found = [
            self._told(body.reach, rule, assignment, policy)
            for body in bodies
            for assignment, policy in body.assignments
            for rule in policy.in_force(self.day, RuleKind.PROHIBITION)
            if rule.iri not in answered and not any(self.table.actions.covers(rule, action) for action in actions)
        ]
        return _shortest(ruling for ruling in found if ruling.passing >= Passing.REVIEW)

    def _told(self, reach: Reach, rule: Rule, assignment: Assignment | None, policy: Policy | None) -> Ruling:
        conditions = "; ".join(constraint.label for constraint in rule.constraints)
        passing = self.table.along(rule, reach.channels)
        return Ruling(reach, assignment, policy, rule, Answer.SILENT, passing, conditions)


def unknown(reach: Reach, note: str) -> Ruling:
    """Return the doubt that comes from a source of which no terms are recorded."""
    return Ruling(reach, None, None, None, Answer.REVIEW, Passing.REVIEW, note)


def _silence(body: Body) -> list[Ruling]:
    """Return what stands for the silence of a body; a part that has the whole's terms as well adds nothing."""
    if body.part and any(claim.holder != body.part for claim, _policy in body.assignments):
        return []
    assignment, policy = body.assignments[0] if body.assignments else (None, None)
    names = ", ".join(dict.fromkeys(policy.label for _assignment, policy in body.assignments))
    where = f" for {body.part.removeprefix(body.reach.node + '/')}" if body.part else ""
    note = f"nothing is said of it in {names}" if names else f"no terms are recorded for its {body.scope.lower()}"
    return [Ruling(body.reach, assignment, policy, None, Answer.SILENT, Passing.REVIEW, note + where)]


def _doubted(ruling: Ruling) -> Ruling:
    """Return a ruling of a licence that has a rival: nobody knows whether it holds."""
    if ruling.answer is Answer.REVIEW:
        return ruling
    said = "permitted" if ruling.answer is Answer.PERMITTED else "prohibited"
    note = "; ".join(
        part for part in (ruling.note, f"{said} by this one, but the record claims other terms as well") if part
    )
    return replace(ruling, answer=Answer.REVIEW, note=note)


def _key(ruling: Ruling) -> tuple[str, str, str, Answer]:
    return (
        ruling.reach.node,
        ruling.policy.iri if ruling.policy else "",
        ruling.rule.iri if ruling.rule else ruling.note,
        ruling.answer,
    )


def _shortest(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Return one ruling for each node, rule and answer: the one that passes farthest, then on the shortest way."""
    found: dict[tuple[str, str, str, Answer], Ruling] = {}
    for ruling in rulings:
        known = found.get(_key(ruling))
        rank = (-ruling.passing, ruling.reach.depth)
        if known is None or rank < (-known.passing, known.reach.depth):
            found[_key(ruling)] = ruling
    return tuple(sorted(found.values(), key=lambda ruling: (ruling.reach.depth, _key(ruling)[:3])))
