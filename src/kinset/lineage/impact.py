"""What happens to the others if one dataset goes, or changes its terms or version. Level 4.

In: the claims of kinship, a directory of names, and what a few queries say of terms, overlaps and tasks.
Out: `Impact`: each dataset, challenge, model and task that is touched, with its class, whether that is only possible
(`may`: a claim on the way names no version), and the claims on the way.

The first class that applies, after the model's section 7: BROKEN needs the data to be rebuilt (only ids and offsets
are shipped, all the way) · ACCESS is given out under an agreement that the source is given out under, too · OBLIGATED
holds what it needs, and duties persist · OVERLAP_ONLY shares units without descent: by a stated overlap, or because
the source was made of its units · UNAFFECTED has stated complete parentage at each step to its roots, and no version
or part of the source is among them · NO_KNOWN_LINK anything else.
A change of terms breaks nothing: what would be BROKEN is ACCESS. A new version breaks and gates nothing: what was
made of the old one is OBLIGATED.
"""

import enum
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kinset.engine import Engine
from kinset.iri import local_name, spaced
from kinset.lineage.claims import Claims, EvidenceNote
from kinset.lineage.trace import Direction, TraceEdge, Tracer, fold
from kinset.names import Directory, Thing


class Event(enum.Enum):
    """What happens to the source."""

    WITHDRAWN = "withdrawn"
    TERMS_CHANGED = "terms-changed"
    VERSION = "version"


class ImpactClass(enum.Enum):
    """How a thing is touched, the worst first."""

    BROKEN = "BROKEN"
    ACCESS = "ACCESS"
    OBLIGATED = "OBLIGATED"
    OVERLAP_ONLY = "OVERLAP_ONLY"
    UNAFFECTED = "UNAFFECTED"
    NO_KNOWN_LINK = "NO_KNOWN_LINK"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(ImpactClass).index(self)


@dataclass(frozen=True, slots=True)
class Step:
    """One claim on the way from what is touched to the source, in words and with its evidence."""

    claim: str
    says: str
    evidence: tuple[EvidenceNote, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """A thing with its class; `may` where a claim on the way names no version; `path` leads from it to the source."""

    iri: str
    label: str
    kind: str
    impact: ImpactClass
    may: bool
    path: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What an event does.

    Attributes:
        focus, part: the source, and its version or part, empty for the whole.
        event: what happens to it.
        things: all other datasets, challenges, models and tasks, the worst first, then by kind and label.
        answers: names of the canned queries whose answer names the source.
    """

    focus: str
    part: str
    event: Event
    things: tuple[Touched, ...]
    answers: tuple[str, ...]

    def of_class(self, *classes: ImpactClass) -> tuple[Touched, ...]:
        """Return the things of some classes."""
        return tuple(thing for thing in self.things if thing.impact in classes)


WORDS = {
    Event.WITHDRAWN: "is withdrawn",
    Event.TERMS_CHANGED: "changes its terms",
    Event.VERSION: "is replaced by a new version",
}
_MEANINGS = {
    ImpactClass.BROKEN: "these cannot be rebuilt",
    ImpactClass.ACCESS: "these may become harder to get, for the same agreement governs both",
    ImpactClass.OBLIGATED: "these would go on to exist, with duties that persist",
    ImpactClass.OVERLAP_ONLY: "these share units with it without descending from it",
}


def paragraph(impact: Impact, name: str) -> str:
    """Return an impact in one paragraph, fit for the limitations section of a paper."""
    sentences = []
    for found, meaning in _MEANINGS.items():
        things = [thing for thing in impact.of_class(found) if thing.kind != "task"]
        if things:
            listed = ", ".join(thing.label + (" (perhaps)" if thing.may else "") for thing in things)
            sentences.append(f"{meaning}: {listed}")
    if not sentences:
        sentences.append("nothing that the catalogue records is known to be touched")
    silent = len(impact.of_class(ImpactClass.NO_KNOWN_LINK))
    rest = f" Of {silent} more records no link is known, which proves nothing." if silent else ""
    return f"If {name} {WORDS[impact.event]}, then {'; '.join(sentences)}.{rest}"


_SHARED_AGREEMENTS = """PREFIX kin: <https://w3id.org/kinset/ontology#>
PREFIX odrl: <http://www.w3.org/ns/odrl/2/>
SELECT DISTINCT ?thing ?policy WHERE {
  ?thing kin:terms ?assignment .
  ?assignment kin:policy ?policy ; kin:scope ?scope .
  FILTER(?scope NOT IN (kin:Code, kin:Metadata))
  ?policy odrl:permission|odrl:prohibition|odrl:obligation ?rule .
  ?rule kin:ruleClass kin:PersonBound .
}"""
_OVERLAPS = """PREFIX kin: <https://w3id.org/kinset/ontology#>
SELECT DISTINCT ?claim ?one ?other WHERE {
  ?claim a kin:Overlap ; kin:between ?one , ?other .
  FILTER(?one != ?other)
}"""
_CHANNELS = """PREFIX kin: <https://w3id.org/kinset/ontology#>
SELECT ?kind ?channel WHERE { ?kind a ?class ; kin:channel ?channel . FILTER(?class != kin:Passage) }"""
_SHARING = """PREFIX kin: <https://w3id.org/kinset/ontology#>
SELECT ?kind WHERE { ?kind kin:witnessRule ?rule . FILTER(?rule != kin:NoWitness) }"""
_TASKS = """PREFIX kin: <https://w3id.org/kinset/ontology#>
SELECT DISTINCT ?thing ?task WHERE { ?thing kin:forTask ?task . }"""


@dataclass(frozen=True, slots=True)
class Setting:
    """What impact needs beside the claims of kinship, by entity.

    Attributes:
        channels: kind of derivation or influence -> the channel of rules along it, by the ends of their IRIs.
        agreements: entity -> the policies with rules on persons that it or a part of it is given out under.
        overlaps: entity -> pairs of other entity and claim, as stated.
        tasks: entity -> the tasks that it was made for.
        sharing: the kinds of derivation whose two ends share units.
    """

    channels: Mapping[str, str]
    agreements: Mapping[str, frozenset[str]]
    overlaps: Mapping[str, tuple[tuple[str, str], ...]]
    tasks: Mapping[str, frozenset[str]]
    sharing: frozenset[str] = frozenset()


def read_setting(engine: Engine, directory: Directory) -> Setting:
    """Read what impact needs of terms, overlaps and tasks."""
    agreements: dict[str, set[str]] = {}
    overlaps: dict[str, set[tuple[str, str]]] = {}
    tasks: dict[str, set[str]] = {}

    def entity(node: object) -> str:
        return fold(node.value if isinstance(node, NamedNode) else "", directory.base)[0]

    for thing, policy in engine.select(_SHARED_AGREEMENTS):
        agreements.setdefault(entity(thing), set()).add(entity(policy))
    for claim, one, other in engine.select(_OVERLAPS):
        if entity(one) != entity(other) and isinstance(claim, NamedNode):
            overlaps.setdefault(entity(one), set()).add((entity(other), claim.value))
    for thing, task in engine.select(_TASKS):
        tasks.setdefault(entity(thing), set()).add(entity(task))
    return Setting(
        channels={_name(kind): _name(channel) for kind, channel in engine.select(_CHANNELS)},
        agreements={iri: frozenset(found) for iri, found in agreements.items()},
        overlaps={iri: tuple(sorted(found)) for iri, found in overlaps.items()},
        tasks={iri: frozenset(found) for iri, found in tasks.items()},
        sharing=frozenset(_name(kind) for (kind,) in engine.select(_SHARING)),
    )


@dataclass(frozen=True)
class Assessor:
    """Judges events; build it once with `Assessor.of` and judge many."""

    directory: Directory
    setting: Setting
    tracer: Tracer

    @classmethod
    def of(cls, claims: Claims, directory: Directory, setting: Setting) -> "Assessor":
        """Index the claims; influences count (a model is touched by what it was trained on) unless only form flows."""
        links = (link for link in claims.links if setting.channels.get(link.kind) != "FormatOnly")
        flowing = replace(claims, links=tuple(links))
        return cls(directory, setting, Tracer.of(flowing, directory, influences=True))

    def assess(self, iri: str, event: Event = Event.WITHDRAWN, answers: Iterable[str] = ()) -> Impact:
        """Return what an event does to all others; `answers` are the canned queries that name the source."""
        focus, part = fold(iri, self.directory.base)
        # The worst class and the surest way first: later ones do not replace what an earlier one reached.
        ways: list[Callable[[TraceEdge], bool]] = [
            lambda edge: self._is_standoff(edge) and not self._is_open(edge, focus, part),
            self._is_standoff,
            lambda edge: not self._is_open(edge, focus, part),
            lambda _edge: True,
        ]
        paths: dict[str, tuple[TraceEdge, ...]] = {}
        for way in reversed(ways):
            paths |= self._paths(focus, part, way)
        things = [
            self._touched(thing, (focus, part), paths, event)
            for thing in self.directory.entities()
            if thing.iri != focus and thing.kind in {"dataset", "challenge", "model"}
        ]
        things += self._tasks(things)
        ordered = sorted(things, key=lambda thing: (thing.impact.rank, thing.may, thing.kind, thing.label))
        return Impact(focus, part, event, tuple(ordered), tuple(sorted(answers)))

    def _paths(self, focus: str, part: str, way: Callable[[TraceEdge], bool]) -> Mapping[str, tuple[TraceEdge, ...]]:
        """Return the shortest way from each descendant to the source over the edges that `way` lets through.

        A way keeps to its line: what was made of one version or part says nothing of what was made of another.
        """
        paths: dict[str, tuple[TraceEdge, ...]] = {focus: ()}
        seen = {(focus, part)}
        queue: deque[tuple[str, str, tuple[TraceEdge, ...]]] = deque([(focus, part, ())])
        while queue:
            entity, reached, path = queue.popleft()
            edges = self.tracer.edges(entity, Direction.DOWN, reached)
            for edge in sorted(filter(way, edges), key=lambda edge: edge.link.claim):
                if (edge.origin, edge.origin_part) not in seen:
                    seen.add((edge.origin, edge.origin_part))
                    paths.setdefault(edge.origin, (edge, *path))
                    queue.append((edge.origin, edge.origin_part, (edge, *path)))
        return paths

    def _touched(
        self, thing: Thing, source: tuple[str, str], paths: Mapping[str, tuple[TraceEdge, ...]], event: Event
    ) -> Touched:
        focus, part = source
        path = paths.get(thing.iri)
        if path:
            may = any(self._is_open(edge, focus, part) for edge in path)
            steps = tuple(self._step(edge) for edge in path)
            return Touched(thing.iri, thing.label, thing.kind, self._class(thing.iri, path, focus, event), may, steps)
        shared = self._shared(thing, focus, part)
        if shared:  # of a version it is only possible: the claims are told by whole datasets
            return Touched(thing.iri, thing.label, thing.kind, ImpactClass.OVERLAP_ONLY, may=bool(part), path=shared)
        found = ImpactClass.UNAFFECTED if self._closed(thing.iri, focus) else ImpactClass.NO_KNOWN_LINK
        return Touched(thing.iri, thing.label, thing.kind, found, may=False, path=())

    def _shared(self, thing: Thing, focus: str, part: str) -> tuple[Step, ...]:
        """Return a claim by which a thing that does not descend from the source shares units with it."""
        for other, claim in self.setting.overlaps.get(thing.iri, ()):
            if other == focus:
                says = f"{thing.label} and {self.directory.label(focus)} are said to share units"
                return (Step(claim, says, self.tracer.claims.evidence.get(claim, ())),)
        for edge in self.tracer.edges(focus, Direction.UP, part):
            if edge.target == thing.iri and edge.link.kind in self.setting.sharing:
                return (self._step(edge),)
        return ()

    def _class(self, iri: str, path: tuple[TraceEdge, ...], focus: str, event: Event) -> ImpactClass:
        """Return the first class that applies to a descendant."""
        if event is Event.VERSION:
            return ImpactClass.OBLIGATED  # the version that it was made of is still what it was
        rebuilt = all(self._is_standoff(edge) for edge in path)
        if rebuilt and event is not Event.TERMS_CHANGED:
            return ImpactClass.BROKEN
        gated = self.setting.agreements.get(iri, frozenset()) & self.setting.agreements.get(focus, frozenset())
        return ImpactClass.ACCESS if rebuilt or gated else ImpactClass.OBLIGATED

    def _closed(self, iri: str, focus: str) -> bool:
        """Tell whether stated complete parentage holds at an entity and at each step to its roots, without the source.

        The source may be among them where no way leads down from it: a part of the entity, or another version of it.
        """
        seen, queue = {iri}, deque([iri])
        while queue:
            entity = queue.popleft()
            if entity == focus:
                return False
            stated = {claim.completeness for claim in self.tracer.stated.get(entity, ())}
            if entity not in self.tracer.claims.parentage or stated != {"Complete"}:
                return False
            for edge in self.tracer.edges(entity, Direction.UP):
                if edge.target not in seen:
                    seen.add(edge.target)
                    queue.append(edge.target)
        return True

    def _is_standoff(self, edge: TraceEdge) -> bool:
        """Tell whether what the claim speaks of cannot be had without its source."""
        return self.setting.channels.get(edge.link.kind) == "Standoff" or edge.link.sort == "use"

    def _is_open(self, edge: TraceEdge, focus: str, part: str) -> bool:
        """Tell whether a claim leaves open which version is meant, and that matters: not where all of them go."""
        if edge.target == focus and part.startswith(f"{edge.target_part}/"):
            return True  # what was made of the whole version need not hold of the part of it that goes
        if edge.target_part or (edge.target == focus and not part):
            return False
        return any(thing.kind == "version" for thing in self.directory.versions(edge.target))

    def _step(self, edge: TraceEdge) -> Step:
        names = (self.directory.label(edge.origin), self.directory.label(edge.target))
        whole = f"{names[1]} {edge.target_part}".strip()
        part = f"{names[0]} {edge.origin_part}".strip()
        return Step(edge.link.claim, f"{part} {_verb(edge.link.kind, edge.link.sort)} {whole}", edge.link.evidence)

    def _tasks(self, things: Iterable[Touched]) -> list[Touched]:
        """Return the tasks that lose something, each with the worst of what touches the datasets made for it."""
        hit: dict[str, list[Touched]] = {}
        for thing in things:
            if thing.impact.rank <= ImpactClass.OBLIGATED.rank:
                for task in self.setting.tasks.get(thing.iri, ()):
                    hit.setdefault(task, []).append(thing)
        total = {task: sum(task in found for found in self.setting.tasks.values()) for task in hit}
        return [
            Touched(
                iri=task,
                label=self.directory.label(task),
                kind="task",
                impact=_worst(found),
                may=all(thing.may for thing in found if thing.impact is _worst(found)),
                path=(Step("", f"{len(found)} of {total[task]} made for it: {_names(found)}", ()),),
            )
            for task, found in hit.items()
        ]


def _worst(things: Iterable[Touched]) -> ImpactClass:
    return min((thing.impact for thing in things), key=lambda impact: impact.rank)


def _name(term: object) -> str:
    return local_name(term.value) if isinstance(term, NamedNode) else ""


def _names(things: Iterable[Touched]) -> str:
    return ", ".join(sorted(thing.label for thing in things))


def _verb(kind: str, sort: str) -> str:
    words = spaced(kind)
    return f"uses ({words})" if sort == "use" else f"is {words}"
