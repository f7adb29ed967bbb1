"""The proof of a verdict as a picture. Level 4.

In: a `UnitAnswer` and the `Statements` that it rests on. Out: SVG with a text alternative: what is trained on at the
left, what is evaluated on at the right, what ties them between. Each step bears its number in the proof, its kind and
its evidence; what is said of one thing alone stands in its box. Where nothing is proved, the ways to the common sources
are drawn instead, versions folded into their datasets. It reads without colour: evidence and contradiction are words
and line styles, lines that end in bars mean "nothing in common".
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from textwrap import wrap

from kinset.layout import draw, quoted
from kinset.lineage.overlap.ledger import STRENGTH, UNSUPPORTED
from kinset.lineage.overlap.phrases import listed, plural, unit_words
from kinset.lineage.overlap.reasons import Line, common_sources, members, top
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.statements import Claim, Statements, local
from kinset.lineage.overlap.verdict import Step, UnitAnswer
from kinset.lineage.overlap.words import REASONS

SOURCES = 6  # common sources that are drawn where nothing is proved
_FONT = 'fontname="Helvetica,Arial,sans-serif"'
_WIDTH = 26
_MARKS = {"Inferred": "~ inferred", "Remembered": "? remembered", "Computed": "computed", "Read": "read"}
_STYLES = {"Inferred": "dashed", "Remembered": "dotted"}
_MEANINGS = {
    "arrow": "arrows lead from source to derived",
    "solid": "solid: read or computed",
    "dashed": "dashed: inferred",
    "dotted": "dotted: remembered or assumed",
    "penwidth": "thick: contested",
    "gray": "grey: part or version of",
    "tee": "bars at the ends: nothing in common",
}
_UNTIED = {False: "no link recorded", True: "one family"}  # by whether they have a common source
_STRUCTURE = 'color="gray50"'
_WHOLES = {"isVersionOf": "version of", "isPartOf": "part of"}
# Renderers without Helvetica use letters wider than those that Graphviz reckons with: boxes get the width of these.
_WIDER = 0.084  # inches for a letter of 11 points
_PAD = "\u00a0"


@dataclass(frozen=True, slots=True)
class _Tie:
    """A line between two things, with its words; `flow`: records go from `one` to `other`; `bar`: none are shared."""

    one: str
    other: str
    words: tuple[str, ...]
    style: str
    link: str
    tip: str
    flow: bool = True
    bar: bool = False

    @property
    def legend(self) -> Iterator[str]:
        """What its looks mean; a line for what is not recorded explains itself."""
        if not self.flow and self.words[0] in _UNTIED.values():
            return
        for sign, meaning in _MEANINGS.items():
            if sign in self.style or (sign == "tee" and self.bar) or (sign == "arrow" and self.flow):
                yield meaning


@dataclass(frozen=True)
class _Stage:
    """What is drawn: ties between things, and what is said of one thing alone."""

    ties: tuple[_Tie, ...]
    notes: Mapping[str, tuple[str, ...]]
    cut: int = 0


def as_svg(answer: UnitAnswer, statements: Statements) -> str:
    """Return the picture of a verdict at one unit."""
    dot = as_dot(answer, statements)
    return draw(dot, title=headline(answer, statements), description=describe(answer, statements))


def headline(answer: UnitAnswer, statements: Statements) -> str:
    """Return a verdict in words."""
    names = f"{statements.label(answer.train)} and {statements.label(answer.test)}"
    if answer.train == answer.test:
        names = f"{statements.label(answer.train)} and itself"
    units = plural(answer.unit)
    return {
        Verdict.SHARES: f"{names} share {units}",
        Verdict.DISJOINT: f"{names} have no {units} in common",
        Verdict.CONFLICT: f"Sources contradict each other on whether {names} share {units}",
        Verdict.MAY_SHARE: f"{names} may share {units}: nothing recorded decides it",
    }[answer.verdict]


def describe(answer: UnitAnswer, statements: Statements) -> str:
    """Return a verdict with its proof or reasons in words."""
    label = statements.label
    parts = [f"Trained on {label(answer.train)}, evaluated on {label(answer.test)}. {headline(answer, statements)}."]
    parts += [f"{number}. {step.says} ({_evidence(step)})." for number, step in enumerate(answer.proof, start=1)]
    for quarrel in answer.contested:
        parts.append(f"These cannot all be true: {'; '.join(step.says for step in quarrel)}.")
    if answer.reasons:
        parts.append(f"Reasons: {listed(REASONS[reason] for reason in answer.reasons)}.")
    return " ".join(parts)


def as_dot(answer: UnitAnswer, statements: Statements) -> str:
    """Return the picture as DOT."""
    proved = bool(answer.proof)
    stage = _Proof(answer, statements).stage() if proved else _open(answer, statements)
    outward = _distances(stage.ties, answer.train)
    head = wrap(f"{headline(answer, statements)}.", 84)
    head += wrap(f"Why: {listed(REASONS[reason] for reason in answer.reasons)}.", 84) if answer.reasons else []
    caption = f"fontsize=9, labelloc=b, labeljust=l, label={_left(_legend(stage, proved=proved), 9)}"
    lines = [
        "digraph proof {",
        f'  graph [rankdir=LR, bgcolor="white", nodesep=0.35, ranksep=0.3, {_FONT}, {caption}];',
        f'  node [{_FONT}, fontsize=11, shape=box, style="rounded,filled", fillcolor=white, margin="0.2,0.11"];',
        f"  edge [{_FONT}, fontsize=9, arrowsize=0.7];",
        "  subgraph cluster_verdict { peripheries=0; margin=0; labelloc=t; fontsize=20;",
        f"  label={_left([answer.verdict.value.replace('_', ' ')], 20)};",
        "  subgraph cluster_proof { peripheries=0; margin=0; labelloc=t; fontsize=12;",
        f"  label={_left([*head, ''], 12)};",
        *(_node(iri, answer, stage, statements) for iri in _things(answer, stage)),
        *(_edge(tie, outward) for tie in stage.ties),
        f"    {{ rank=min; {quoted(answer.train)}; }}",
        *([f"    {{ rank=max; {quoted(answer.test)}; }}"] if answer.test != answer.train else []),
        "  } }",
    ]
    return "\n".join([*lines, "}", ""])


def _legend(stage: _Stage, *, proved: bool) -> list[str]:
    """Return what the looks of the lines that are drawn mean, and what is not drawn."""
    used = {meaning for tie in stage.ties for meaning in tie.legend}
    words = [meaning for meaning in _MEANINGS.values() if meaning in used]
    open_end = "these ways are recorded; they prove nothing" if used else "no way between the two is recorded"
    last = "numbers: the steps of the proof" if proved else open_end
    cut = [f"{stage.cut} more common sources are not drawn."] if stage.cut else []
    return [*wrap("; ".join([*words, last]).capitalize() + ".", 104), *cut]


def _things(answer: UnitAnswer, stage: _Stage) -> list[str]:
    ends = [iri for tie in stage.ties for iri in (tie.one, tie.other)]
    return list(dict.fromkeys([answer.train, *ends, *stage.notes, answer.test]))


def _node(iri: str, answer: UnitAnswer, stage: _Stage, statements: Statements) -> str:
    roles = [role for role, end in (("TRAIN", answer.train), ("TEST", answer.test)) if iri == end]
    name = wrap(statements.label(iri), _WIDTH)
    notes = [part for note in stage.notes.get(iri, ()) for part in wrap(note, _WIDTH + 6, subsequent_indent="   ")]
    lines = [*([" + ".join(roles)] if roles else []), *name]
    body = f"{_centred(lines)}\\n\\n{_lines(notes)}" if notes else _centred(lines)
    width = 0.4 + _WIDER * max(len(line) for line in (*lines, *notes))
    look = 'penwidth=2.5, style="filled", fillcolor="gray93"' if roles else "penwidth=1"
    tip = quoted(statements.label(iri))
    return f'    {quoted(iri)} [label="{body}", width={width:.2f}, {look}, URL={quoted(iri)}, tooltip={tip}];'


def _edge(tie: _Tie, outward: Mapping[str, int]) -> str:
    """Return a line that leads away from the training set, whichever way its records flow."""
    far = len(outward) + 1
    turned = outward.get(tie.other, far) < outward.get(tie.one, far)
    ends = (tie.other, tie.one) if turned else (tie.one, tie.other)
    way = "both, arrowhead=tee, arrowtail=tee" if tie.bar else "none"
    if tie.flow:
        way = "back" if turned else "forward"
    label = _centred(_PAD * (1 + len(word) // 10) + word + _PAD * (1 + len(word) // 10) for word in tie.words)
    return (
        f'    {quoted(ends[0])} -> {quoted(ends[1])} [label="{label}", dir={way}, {tie.style}, '
        f"URL={quoted(tie.link)}, tooltip={quoted(tie.tip)}];"
    )


def _distances(ties: Iterable[_Tie], start: str) -> dict[str, int]:
    """Return how many lines lie between a thing and the others."""
    near: dict[str, list[str]] = {}
    for tie in ties:
        near.setdefault(tie.one, []).append(tie.other)
        near.setdefault(tie.other, []).append(tie.one)
    steps, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for there in near.get(here, ()):
            if there not in steps:
                steps[there] = steps[here] + 1
                queue.append(there)
    return steps


def _centred(lines: Iterable[str]) -> str:
    return "\\n".join(quoted(line)[1:-1] for line in lines)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{quoted(line)[1:-1]}\\l" for line in lines)


def _left(lines: Iterable[str], size: int) -> str:
    """Return lines as a label that stands at the left, with room for wider letters."""
    return f'"{_lines(line + _PAD * (len(line) * 3 // 7 + size // 9) for line in lines)}"'


# ------------------------------------------------------------------ what is proved


class _Proof:
    """Puts the steps of a proof on the stage; for a conflict also what contests them."""

    def __init__(self, answer: UnitAnswer, statements: Statements) -> None:
        self.answer, self.statements = answer, statements
        contested = (step for quarrel in answer.contested for step in quarrel)
        self.steps = list(dict.fromkeys((*answer.proof, *contested)))
        self.things = {answer.train, answer.test}
        for step in self.steps:
            claim = self.claim(step)
            if claim is None or claim.tie != "partition":
                self.things |= {step.claim} if claim is None else {claim.holder, claim.node.one("entity")}

    def claim(self, step: Step) -> Claim | None:
        """Return the claim of a step; None for a record's own property and for a default."""
        return self.statements.by_iri.get(step.claim)

    def stage(self) -> _Stage:
        ties: list[_Tie] = []
        notes: dict[str, tuple[str, ...]] = {}
        for number, step in enumerate(self.steps, start=1):
            known = number <= len(self.answer.proof)
            words = f"{number}." if known else "against:"
            found = [replace(tie, words=(f"{words} {tie.words[0]}", *tie.words[1:])) for tie in self.ties(step)]
            ties += found
            if not found:
                iri, text = self.note(step)
                notes[iri] = (
                    *notes.get(iri, ()),
                    f"{words} {text} ({_evidence(step)})".replace("~ ", f"~{_PAD}").replace("? ", f"?{_PAD}"),
                )
        return _Stage(tuple(_bundled(ties)), notes)

    def ties(self, step: Step) -> Iterator[_Tie]:
        """Yield the lines of a step; none for what is said of one thing alone."""
        claim = self.claim(step)
        if claim is None:
            whole = self.statements.things.get(step.claim)
            if step.predicate in _WHOLES and whole:
                for other in whole.all(step.predicate):
                    yield self.tie(step, (other, step.claim), _WHOLES[step.predicate], flow=False)
            return
        node = claim.node
        if claim.tie == "qualifiedDerivation" and node.all("entity"):
            yield self.tie(step, (node.one("entity"), claim.holder), _derived(claim, step, self.statements))
        elif claim.tie == "change" and node.all("from"):
            facet = {"adds": "adds none of its own", "removes": "drops none"}.get(step.predicate, "change")
            yield self.tie(step, (node.one("from"), claim.holder), facet)
        elif claim.tie in {"overlap", "disjointness"}:
            words = f"{plural(node.name('unit'))} in common"
            for one, other in combinations(node.all("between"), 2):
                bar = claim.tie == "disjointness"
                yield self.tie(step, (one, other), f"no {words}" if bar else words, flow=False, bar=bar)
        elif claim.tie == "partition":
            yield from self.partition(step, claim)

    def partition(self, step: Step, claim: Claim) -> Iterator[_Tie]:
        """Yield what a partition says of the things on stage: parts against each other, or a part of its whole."""
        parts = [part for part in claim.node.all("part") if part in self.things]
        for one, other in combinations(parts, 2):
            yield self.tie(step, (one, other), f"no {plural(claim.node.name('unit'))} in common", flow=False, bar=True)
        for part in parts if len(parts) < 2 else ():
            yield self.tie(step, (claim.holder, part), "part of", flow=False)

    def tie(self, step: Step, ends: tuple[str, str], words: str, *, flow: bool = True, bar: bool = False) -> _Tie:
        evidence = _evidence(step)
        return _Tie(*ends, (words, *([evidence] if evidence else [])), _style(step), step.claim, step.says, flow, bar)

    def note(self, step: Step) -> tuple[str, str]:
        """Return the thing that a step speaks of, and what it says of it, in short."""
        claim = self.claim(step)
        if step.default:
            return step.claim, "sources: all recorded"
        if claim is None:
            thing = self.statements.things.get(step.claim)
            units = listed(unit_words(local(value)) for value in (thing.all(step.predicate) if thing else ()))
            shorter = {"drawnBy": f"drawn by {units}", "carriedBy": f"carried by {units}"}
            shorter["versionsComplete"] = "all versions recorded"
            return step.claim, shorter.get(step.predicate, step.says)
        if claim.tie == "parentage":
            complete = {"Complete": "sources: all recorded", "Incomplete": "sources: not all recorded"}
            return claim.holder, complete.get(claim.node.name("completeness"), step.says)
        label = self.statements.label(claim.holder)
        return claim.holder, step.says.removeprefix(f"{label} ")


def _derived(claim: Claim, step: Step, statements: Statements) -> str:
    kind = statements.kinds.get(claim.node.name("kind"))
    words = (kind.one("label") if kind else "") or unit_words(claim.node.name("kind"))
    if step.predicate == "coverage":
        return "all of it" if "Full" in claim.node.names("coverage") else "not all of it"
    unit = f", by {unit_words(claim.node.name('unit'))}" if claim.node.all("unit") else ""
    return f"{words}{unit}"


def _evidence(step: Step) -> str:
    """Return the mark of a step's evidence; nothing for what belongs to what, which needs none."""
    words = "assumed for its kind" if step.default else _MARKS.get(step.method, "")
    if not words and step.predicate not in _WHOLES:
        words = "no evidence"
    return f"! contested, {words}".rstrip(", ") if step.contested else words


def _style(step: Step) -> str:
    if step.predicate in _WHOLES and not step.contested:
        return _STRUCTURE
    style = "dotted" if step.default else _STYLES.get(step.method, "solid")
    return f"style={style}, penwidth=3" if step.contested else f"style={style}"


def _bundled(ties: Iterable[_Tie]) -> Iterator[_Tie]:
    """Put the lines of one claim between two things together: a claim may say several things."""
    groups: dict[tuple[str, str, str], list[_Tie]] = {}
    for tie in ties:
        groups.setdefault((tie.one, tie.other, tie.link), []).append(tie)
    for found in groups.values():
        yield replace(found[0], words=tuple(word for tie in found for word in tie.words))


# ------------------------------------------------------------------ what is not


def _open(answer: UnitAnswer, statements: Statements) -> _Stage:
    """Return the shortest recorded ways from either side to what both descend from, or a line that says: no link."""
    lines = [Line.of(statements, iri) for iri in (answer.train, answer.test)]
    shared = common_sources(lines[0], lines[1])
    ends = (answer.train, answer.test)
    ways = (tie for source in shared[:SOURCES] for line in lines for tie in _way(line, source))
    ties = [folded for tie in ways if (folded := _folded(tie, ends, statements))]
    if not ties:
        words = (_UNTIED[bool(shared)],)
        ties = [_Tie(answer.train, answer.test, words, "style=dotted", answer.train, words[0], flow=False)]
    return _Stage(tuple(dict.fromkeys(ties)), {}, max(0, len(shared) - SOURCES))


def _folded(tie: _Tie, ends: tuple[str, str], statements: Statements) -> _Tie | None:
    """Return a line between datasets: versions and parts are folded in and named on it; None if nothing is left."""
    one, other = (iri if iri in ends else top(statements, iri) for iri in (tie.one, tie.other))
    if one == other:
        return None
    named = (statements.label(tie.one),) if one != tie.one else ()
    return replace(tie, one=one, other=other, words=(tie.words[0], *named, *tie.words[1:]))


def _way(line: Line, source: str) -> Iterator[_Tie]:
    """Yield the shortest way from a thing up to a source: derivations, and steps from a part to its whole or back."""
    statements = line.statements
    came: dict[str, _Tie | None] = {line.iri: None}
    queue = deque([line.iri])
    while queue and source not in came:
        here = queue.popleft()
        for there, tie in _steps_up(statements, line, here):
            if there not in came:
                came[there] = tie
                queue.append(there)
    here = source
    while (step := came.get(here)) is not None:
        yield step
        here = step.other if step.one == here else step.one


def _steps_up(statements: Statements, line: Line, here: str) -> Iterator[tuple[str, _Tie]]:
    for claim in line.derivations:
        if claim.holder == here:
            source = claim.node.one("entity")
            notes = statements.evidence(claim.node.iri)
            method = min((note.method for note in notes), key=lambda name: STRENGTH.get(name, UNSUPPORTED), default="")
            step = Step(claim.node.iri, "", "", notes, method, default=False, contested=False)
            words = (_derived(claim, step, statements), _evidence(step))
            tip = f"{statements.label(here)}: {words[0]} {statements.label(source)}"
            yield source, _Tie(source, here, words, _style(step), claim.node.iri, tip)
    for whole in statements.wholes(here)[:1]:
        yield whole, _Tie(whole, here, ("part or version of",), _STRUCTURE, here, "part or version", flow=False)
    for member in members(statements, here):
        yield member, _Tie(here, member, ("part or version of",), _STRUCTURE, member, "part or version", flow=False)
