"""The verdicts that pages show, without asking for those that are known to be open. Level 6.

In: a `Judge` and the datasets. Out: `Kinship`: for each pair that the claims can decide, its answer; for each pair with
something in common, why it is open. All other pairs are MAY_SHARE, no link recorded.

Whether claims can decide a pair is over-estimated by reachability, all clauses read as plain inclusions and all units
as one: what is forced into a set or kept out of it always is along such steps. So nothing that is decided is missed
(held to that by a test against every pair), and the solver is asked for hundreds of pairs where there are thousands.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kinset.lineage.overlap.reasons import Reason
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Answer, Judge

Pair = tuple[str, str]
ORDER = (Verdict.SHARES, Verdict.CONFLICT, Verdict.DISJOINT, Verdict.MAY_SHARE)
LIMIT = 20_000  # pairs that are answered; beyond, only those in one line of descent are


@dataclass(frozen=True)
class Kinship:
    """The verdicts between datasets; a pair stands in the order of its IRIs."""

    judge: Judge
    datasets: tuple[str, ...]
    _answers: dict[Pair, Answer] = field(default_factory=dict)

    @cached_property
    def candidates(self) -> tuple[Pair, ...]:
        """Pairs that the claims may decide, sorted."""
        return tuple(sorted(set(self._decidable())))

    def answer(self, one: str, other: str) -> Answer:
        """Return the answer of a pair, made once; the solver is asked only where claims may decide it."""
        pair = _pair(one, other)
        if pair not in self._answers:
            decidable = pair in self._decidable_pairs
            self._answers[pair] = self.judge.answer([pair[0]], pair[1]) if decidable else self.judge.left_open(*pair)
        return self._answers[pair]

    @cached_property
    def _decidable_pairs(self) -> frozenset[Pair]:
        return frozenset(self.candidates)

    @cached_property
    def asked(self) -> tuple[Pair, ...]:
        """The pairs that are answered: those that may be decided, then those with a common source, up to a limit."""
        pairs = list(dict.fromkeys((*self.candidates, *self._related())))
        if len(pairs) <= LIMIT:
            return tuple(pairs)
        return tuple(pair for pair in pairs if self._in_line(pair))[:LIMIT]

    @cached_property
    def cut(self) -> bool:
        """Whether there are more related pairs than are answered."""
        return len(self.asked) < len({*self.candidates, *self._related()})

    def known(self, one: str, other: str) -> Answer | None:
        """Return the answer of a pair that has something in common, else None."""
        return self.answer(one, other) if _pair(one, other) in self._asked else None

    @cached_property
    def _asked(self) -> frozenset[Pair]:
        return frozenset(self.asked)

    def row(self, iri: str) -> tuple[tuple[str, Answer], ...]:
        """Return the others with the answer of the pair: decided ones first, then by name."""
        label = self.judge.statements.label
        found = [(other, self.answer(iri, other)) for other in self._asked_of.get(iri, ())]

        def rank(item: tuple[str, Answer]) -> tuple[int, bool, str]:
            head = item[1].headline
            return ORDER.index(head.verdict), Reason.COMMON_SOURCE not in head.reasons, label(item[0]).casefold()

        return tuple(sorted(found, key=rank))

    @cached_property
    def _asked_of(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for one, other in self.asked:
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
        return {iri: tuple(others) for iri, others in found.items()}

    # ------------------------------------------------------------------ which pairs

    def _decidable(self) -> Iterator[Pair]:
        """Yield the pairs that a witness or a disjoint pair can reach on both sides."""
        theory, sets = self.judge.catalogue.theory, self.judge.catalogue.sets
        number = {sets[iri]: iri for iri in self.datasets if iri in sets}
        above = _Above((clause.body, clause.heads) for clause in theory.clauses)
        for witness in theory.witnesses:
            reached = sorted({number[one] for one in above.of(witness.one, witness.other) if one in number})
            yield from ((one, other) for place, one in enumerate(reached) for other in reached[place + 1 :])
        ends = {end for pair in theory.disjoint for end in (pair.one, pair.other)}
        facing: dict[int, set[int]] = {}
        for pair in theory.disjoint:
            facing.setdefault(pair.one, set()).add(pair.other)
            facing.setdefault(pair.other, set()).add(pair.one)
        below: dict[int, set[int]] = {}
        for member in number:
            for end in above.of(member) & ends:
                below.setdefault(end, set()).add(member)
        for one, others in facing.items():
            for other in others:
                for first in below.get(one, ()):
                    for second in below.get(other, ()):
                        if first != second:
                            yield _pair(number[first], number[second])

    def _related(self) -> Iterator[Pair]:
        """Yield the pairs that descend from one thing."""
        heirs: dict[str, list[str]] = {}
        for iri in self.datasets:
            for source in self.judge.line(iri).seen:
                heirs.setdefault(source, []).append(iri)
        pairs = {
            _pair(one, other)
            for found in heirs.values()
            if len(found) <= LIMIT // 100 or len(self.datasets) <= LIMIT // 100
            for place, one in enumerate(found)
            for other in found[place + 1 :]
        }
        return iter(sorted(pairs))

    def _in_line(self, pair: Pair) -> bool:
        one, other = pair
        return one in self.judge.line(other).seen or other in self.judge.line(one).seen


class _Above:
    """What each set is reached from upwards, computed on demand and kept."""

    def __init__(self, clauses: Iterable[tuple[Iterable[int], Iterable[int]]]) -> None:
        self.next: dict[int, set[int]] = {}
        for body, heads in clauses:
            for low in body:
                self.next.setdefault(low, set()).update(heads)
        self.found: dict[int, frozenset[int]] = {}

    def of(self, *starts: int) -> frozenset[int]:
        """Return the sets that lie at or above any of these."""
        return frozenset().union(*(self.single(start) for start in starts))

    def single(self, start: int) -> frozenset[int]:
        if start not in self.found:
            seen, queue = {start}, [start]
            for here in queue:
                new = self.next.get(here, set()) - seen
                seen |= new
                queue += new
            self.found[start] = frozenset(seen)
        return self.found[start]


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
