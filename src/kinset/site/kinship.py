"""The verdicts that pages show, without asking for those that are known to be open. Level 6.

In: a `Judge` and the datasets. Out: `Kinship`: for each dataset the others that it has something in common with, each
with its answer. All other pairs are MAY_SHARE, no link recorded; in a big catalogue some pairs are not worked out, and
it is told of each dataset whether that is so.

Whether claims can decide a pair is over-estimated by reachability, all clauses read as plain inclusions and all units
as one: what is forced into a set or kept out of it always is along such steps. So nothing that is decided is missed
(held to that by a test against pairs left out), and the solver is asked for hundreds of pairs, not for thousands.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from kinset.lineage.overlap.reasons import Reason
from kinset.lineage.overlap.search import SearchTooLarge
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Answer, Judge

Pair = tuple[str, str]
ORDER = (Verdict.SHARES, Verdict.CONFLICT, Verdict.DISJOINT, Verdict.MAY_SHARE)
LIMIT = 20_000  # pairs that are worked out; where there could be more, each dataset has its share of them
LEAST = 4  # pairs of each dataset, however many datasets there are


@dataclass(frozen=True)
class Kinship:
    """The verdicts between datasets; a pair stands in the order of its IRIs."""

    judge: Judge
    datasets: tuple[str, ...]
    _answers: dict[Pair, Answer] = field(default_factory=dict)
    _others: dict[str, tuple[tuple[str, ...], bool]] = field(default_factory=dict)

    @cached_property
    def share(self) -> int:
        """How many others are worked out for each dataset."""
        return share_of(len(self.datasets))

    def others(self, iri: str) -> tuple[str, ...]:
        """Return the datasets that one has something in common with: its line of descent, then what may be decided."""
        return self._found(iri)[0]

    def is_cut(self, iri: str) -> bool:
        """Tell whether a dataset has more in common with others than is worked out."""
        return self._found(iri)[1]

    @property
    def may_be_cut(self) -> bool:
        """Whether the catalogue is so big that not every pair is worked out."""
        return self.share < len(self.datasets)

    def answer(self, one: str, other: str) -> Answer:
        """Return the answer of a pair, made once; the solver is asked only where claims may decide it."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._answers:
            decidable = pair[1] in self._decidable(pair[0])
            self._answers[pair] = self._decided(pair) if decidable else self.judge.left_open(*pair)
        return self._answers[pair]

    def _decided(self, pair: Pair) -> Answer:
        """Return the solver's answer; a pair that needs too many case distinctions is left open, and says so."""
        try:
            return self.judge.answer([pair[0]], pair[1])
        except SearchTooLarge:
            found = self.judge.left_open(*pair)
            return replace(found, by_unit=tuple(replace(one, complete=False) for one in found.by_unit))

    def known(self, one: str, other: str) -> Answer | None:
        """Return the answer of a pair that is worked out, else None."""
        return self.answer(one, other) if other in self.others(one) or one in self.others(other) else None

    def row(self, iri: str) -> tuple[tuple[str, Answer], ...]:
        """Return the others with the answer of the pair: decided ones first, then by name."""
        label = self.judge.statements.label
        found = [(other, self.answer(iri, other)) for other in self.others(iri)]

        def rank(item: tuple[str, Answer]) -> tuple[int, bool, str, str]:
            head = item[1].headline
            named = label(item[0]).casefold()
            return ORDER.index(head.verdict), Reason.COMMON_SOURCE not in head.reasons, named, item[0]

        return tuple(sorted(found, key=rank))

    # ------------------------------------------------------------------ which pairs

    def _found(self, iri: str) -> tuple[tuple[str, ...], bool]:
        if iri not in self._others:
            some: dict[str, None] = {}
            for one in self._in_common(iri):
                if one != iri:
                    some[one] = None
                    if len(some) > self.share:
                        break
            self._others[iri] = tuple(islice(some, self.share)), len(some) > self.share
        return self._others[iri]

    def _in_common(self, iri: str) -> Iterator[str]:
        """Yield datasets with something in common with one, the nearest first, some of them again."""
        seen = self.judge.line(iri).seen
        yield from sorted(seen & self._known)
        yield from self._heirs.get(iri, ())
        yield from sorted(self._decidable(iri))
        for source in sorted(seen, key=lambda one: (len(self._heirs.get(one, ())), one)):
            yield from self._heirs.get(source, ())

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.datasets)

    @cached_property
    def _heirs(self) -> Mapping[str, tuple[str, ...]]:
        """Thing -> the datasets that descend from it."""
        heirs: dict[str, list[str]] = {}
        for iri in self.datasets:
            for source in sorted(self.judge.line(iri).seen):
                heirs.setdefault(source, []).append(iri)
        return {source: tuple(found) for source, found in heirs.items()}

    def _decidable(self, iri: str) -> frozenset[str]:
        """Return the datasets whose verdict with this one the claims may decide, kept."""
        member = self.judge.catalogue.sets.get(iri)
        return self._paths.decidable(member) if member is not None else frozenset()

    @cached_property
    def _paths(self) -> "_Paths":
        return _Paths(self.judge, self.datasets)


def share_of(many: int) -> int:
    """Return how many others are worked out for each of many datasets."""
    return many if many * (many - 1) // 2 <= LIMIT else max(LEAST, 2 * LIMIT // many)


class _Paths:
    """Which sets lead to which, upwards; made once, walked on demand."""

    def __init__(self, judge: Judge, datasets: Iterable[str]) -> None:
        theory, sets = judge.catalogue.theory, judge.catalogue.sets
        self.dataset = {sets[iri]: iri for iri in datasets if iri in sets}
        self.above: dict[int, set[int]] = {}
        self.below: dict[int, set[int]] = {}
        for clause in theory.clauses:
            for low in clause.body:
                self.above.setdefault(low, set()).update(clause.heads)
                for high in clause.heads:
                    self.below.setdefault(high, set()).add(low)
        self.beside: dict[int, set[int]] = {}  # set -> the sets of the witnesses that lie in it
        for witness in theory.witnesses:
            for end in (witness.one, witness.other):
                self.beside.setdefault(end, set()).update((witness.one, witness.other))
        self.facing: dict[int, set[int]] = {}
        for pair in theory.disjoint:
            self.facing.setdefault(pair.one, set()).add(pair.other)
            self.facing.setdefault(pair.other, set()).add(pair.one)
        self.upward: dict[int, frozenset[int]] = {}
        self.found: dict[int, frozenset[str]] = {}

    def decidable(self, member: int) -> frozenset[str]:
        """Return the datasets that a witness forces into beside this set, or that a disjoint pair keeps from it."""
        if member not in self.found:
            sharing = (self.over(end) for end in self._ends(member))
            apart = (
                _walk(self.below, other) for end in self.over(member) for other in sorted(self.facing.get(end, ()))
            )
            reached = frozenset().union(*sharing, *apart) - {member}
            self.found[member] = frozenset(self.dataset[one] for one in reached if one in self.dataset)
        return self.found[member]

    def _ends(self, member: int) -> set[int]:
        """Return the sets of the witnesses that may be forced into a set."""
        return {end for low in _walk(self.below, member) for end in self.beside.get(low, ())}

    def over(self, start: int) -> frozenset[int]:
        """Return the sets at or above one."""
        if start not in self.upward:
            self.upward[start] = _walk(self.above, start)
        return self.upward[start]


def _walk(ways: Mapping[int, set[int]], start: int) -> frozenset[int]:
    seen, queue = {start}, [start]
    for here in queue:
        new = ways.get(here, set()) - seen
        seen |= new
        queue += new
    return frozenset(seen)
