"""How long a verdict with proof takes on a seeded graph, beside networkx's ancestors if it is installed.

Usage: python tests/bench/leak.py [DATASETS] [PAIRS] [SEVERAL]. With SEVERAL, the most sources of a dataset that has
several, the graph is kept as arrays and constraints are made when looked at, so that a million datasets fit.
Depth up to 12, a tenth of the datasets with several sources; pairs with at least 100 ancestors on both sides, half of
them with a common one. Nothing is asserted.
"""

import gc
import importlib.util
import random
import resource
import statistics
import sys
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kinset.lineage.overlap.compile import compile_catalogue
from kinset.lineage.overlap.constraints import Clause, Theory, Witness
from kinset.lineage.overlap.search import SearchTooLarge
from kinset.lineage.overlap.solve import Solver, Verdict
from kinset.lineage.overlap.statements import Claim, Node, Statements

UNITS = {
    "Note": Node("Note", {"order": ("0",), "alwaysWithin": ("Patient",)}),
    "Patient": Node("Patient", {"order": ("1",)}),
}
RECORDS = {"witnessRule": ("AtUnitAndCoarser",), "closureRule": ("ClosedByDefault",), "verbatim": ("true",)}
KINDS = {"SubsetOf": Node("SubsetOf", RECORDS)}
DEPTH = 12
MERGED = 12


def graph(size: int, source: random.Random) -> dict[int, list[int]]:
    """Dataset -> sources, one layer deeper each; a tenth has several."""
    layer = max(size // DEPTH, 2)
    sources: dict[int, list[int]] = {}
    for number in range(size):
        level = number // layer
        if level == 0:
            sources[number] = []
            continue
        count = source.randint(2, MERGED) if source.random() < 0.1 else 1
        # Two families that never mix, so that pairs without a common source exist; even and odd numbers.
        low, high = (level - 1) * layer, level * layer
        # Most sources are drawn from a few popular ones, as in life.
        popular = max(layer // 50, 1)
        chosen = set()
        for _ in range(count):
            origin = low + source.randrange(popular) if source.random() < 0.5 else source.randrange(low, high)
            chosen.add(max(origin - (origin - number) % 2, low + (low - number) % 2))
        sources[number] = sorted(chosen)
    return sources


def statements(sources: dict[int, list[int]], source: random.Random) -> Statements:
    """Say of each dataset that it is a subset of its sources, which are all; a few pairs are said to be disjoint."""
    things, claims = dict[str, Node](), list[Claim]()
    for number, origins in sources.items():
        iri = f"d{number}"
        things[iri] = Node(iri, {"type": ("Dataset",), "drawnBy": ("Note",), "carriedBy": ("Note",)})
        for origin in origins:
            values = {"entity": (f"d{origin}",), "kind": ("SubsetOf",), "unit": ("Note",)}
            claims.append(Claim(iri, "qualifiedDerivation", Node(f"{iri}#from-{origin}", values)))
        claims.append(Claim(iri, "parentage", Node(f"{iri}#parentage", {"completeness": ("Complete",)})))
        if not origins and number and source.random() < 0.01:
            apart: dict[str, tuple[str, ...]] = {"unit": ("Patient",), "between": (iri, f"d{number - 1}")}
            claims.append(Claim(iri, "disjointness", Node(f"{iri}#disjoint", apart)))
    return Statements(UNITS, KINDS, things, tuple(claims), {}, {})


def ancestors(sources: dict[int, list[int]], start: int) -> set[int]:
    found, queue = {start}, [start]
    for here in queue:
        fresh = [one for one in sources[here] if one not in found]
        found.update(fresh)
        queue += fresh
    return found - {start}


def pairs(sources: dict[int, list[int]], count: int, source: random.Random) -> list[tuple[int, int]]:
    """Draw pairs with many ancestors on both sides, half of them with a common one."""
    rich = [
        (one, found)
        for one in source.sample(sorted(sources), min(len(sources), 60_000))
        if len(found := ancestors(sources, one)) >= 100
    ]
    wanted = {True: count // 2, False: count - count // 2}
    drawn = []
    for _ in range(count * 200):
        (one, first), (other, second) = source.choice(rich), source.choice(rich)
        common = not first.isdisjoint(second)
        if one != other and wanted[common]:
            wanted[common] -= 1
            drawn.append((one, other))
    print(f"{len(rich)} datasets with 100 ancestors or more")
    print(f"pairs wanting: {wanted[True]} with a common ancestor, {wanted[False]} without")
    return drawn


def timed(title: str, run: Callable[[int, int], object], drawn: list[tuple[int, int]]) -> None:
    times = []
    for one, other in drawn:
        start = time.perf_counter()
        run(one, other)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    late, last = times[int(len(times) * 0.99)], times[-1]
    print(f"{title}: median {statistics.median(times):.2f} ms, p99 {late:.2f} ms, max {last:.2f} ms")


class Row(Sequence[Any]):
    """Constraints that are made when they are looked at."""

    def __init__(self, keys: Sequence[int], make: Callable[[int], Any]) -> None:
        self.keys, self.make = keys, make

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, place: Any) -> Any:
        return self.make(self.keys[place])

    def __iter__(self) -> Iterator[Any]:
        return map(self.make, self.keys)


class Index:
    """An index of rows that are made when they are looked up."""

    def __init__(self, find: Callable[[int], Sequence[Any]]) -> None:
        self.find = find

    def get(self, key: int, default: Sequence[Any] = ()) -> Sequence[Any]:
        return self.find(key) or default


class Packed:
    """A graph as arrays: the sources of dataset n are `targets[starts[n]:starts[n + 1]]`; children likewise."""

    def __init__(self, size: int, several: int, source: random.Random) -> None:
        self.size, self.starts, self.targets = size, array("i", [0]), array("i")
        layer = max(size // DEPTH, 2)
        popular = max(layer // 50, 1)
        for number in range(size):
            level, chosen = number // layer, set[int]()
            if level:
                low = (level - 1) * layer
                for _ in range(source.randint(2, several) if source.random() < 0.1 else 1):
                    origin = low + int(source.random() * (popular if source.random() < 0.5 else layer))
                    chosen.add(max(origin - (origin - number) % 2, low + (low - number) % 2))
            self.targets.extend(sorted(chosen))
            self.starts.append(len(self.targets))
        counts = array("i", bytes(4 * (size + 1)))
        for target in self.targets:
            counts[target + 1] += 1
        for number in range(size):
            counts[number + 1] += counts[number]
        self.below, fill = counts, array("i", counts)
        self.edges, self.holder = array("i", bytes(4 * len(self.targets))), array("i", bytes(4 * len(self.targets)))
        for number in range(size):
            for edge in range(self.starts[number], self.starts[number + 1]):
                target = self.targets[edge]
                self.edges[fill[target]] = edge
                fill[target] += 1
                self.holder[edge] = number

    def sources(self, number: int) -> Sequence[int]:
        return self.targets[self.starts[number] : self.starts[number + 1]]

    def clause(self, number: int) -> Clause:
        """All that is in a dataset is in one of its sources, at both units."""
        edges = range(self.starts[number], self.starts[number + 1])
        return Clause((number,), tuple(self.sources(number)), 3, frozenset((*edges, len(self.targets) + number)))

    def witness(self, edge: int) -> Witness:
        """A dataset has something of its source."""
        return Witness(self.holder[edge], self.targets[edge], 0, frozenset([edge]))

    def theory(self) -> Theory:
        """Return the theory that reads these arrays; nothing of it is stored."""
        found, count = Theory(((1,), ())), len(self.targets)

        def children(number: int) -> Sequence[int]:
            return self.edges[self.below[number] : self.below[number + 1]]

        def witnesses(place: int) -> Sequence[Any]:
            number, unit = divmod(place, 2)
            own = array("i", range(self.starts[number], self.starts[number + 1]))
            return () if unit else Row(own + array("i", children(number)), self.witness)

        def derived(number: int) -> Sequence[Any]:
            return (self.clause(number),) if self.starts[number] != self.starts[number + 1] else ()

        def of(claim: int) -> Sequence[int]:
            if claim < 0:
                return ()
            return (self.holder[claim],) if claim < count else (claim - count,)

        found.__dict__.update(
            clauses_from=Index(derived),
            clauses_into=Index(lambda number: Row(children(number), lambda edge: self.clause(self.holder[edge]))),
            witnesses_at=Index(witnesses),
            witnesses_of=Index(lambda claim: (self.witness(claim),) if 0 <= claim < count else ()),
            clauses_of=Index(of),
            clauses=Row(range(self.size), self.clause),
            has_dead_ends=False,
            has_joint_bodies=False,
        )
        return found


def packed(size: int, count: int, several: int, source: random.Random) -> None:
    """Time verdicts over arrays, where objects for all constraints would not fit."""
    start = time.perf_counter()
    graph = Packed(size, several, source)
    solver = Solver(graph.theory())
    print(f"{size} datasets, {len(graph.targets)} derivations, packed in {time.perf_counter() - start:.1f} s")
    wanted, rich, drawn = {True: count // 2, False: count - count // 2}, list[tuple[int, set[int]]](), []
    for number in (source.randrange(size // 2, size) for _ in range(200_000)):
        near = walked(graph, number, 20_000)
        if len(near) >= 100:
            rich.append((number, near))
        if len(rich) >= 300:
            break
    for _ in range(count * 200):
        (one, first), (other, second) = source.choice(rich), source.choice(rich)
        common = not first.isdisjoint(second)
        if one != other and wanted[common]:
            wanted[common] -= 1
            drawn.append((one, other))
    print(f"pairs wanting: {wanted[True]} with a common ancestor, {wanted[False]} without")
    print(f"ancestors: median {statistics.median(len(found) for _one, found in rich):.0f}")
    del rich
    gc.collect()
    gc.freeze()
    report(solver, "verdict with proof", drawn)
    report(
        solver, "verdict with proof, dataset and one of its sources", [(one, graph.sources(one)[0]) for one, _ in drawn]
    )
    lines: list[tuple[int, int]] = []
    for number in range(size - 1, size // 2, -1):
        here = number
        while len(graph.sources(here)) == 1:
            here = graph.sources(here)[0]
        if not graph.sources(here) and len(lines) < count:
            lines.append((number, here))
    report(solver, "verdict with proof, dataset and the root of its single line", lines)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def walked(graph: Packed, start: int, limit: int) -> set[int]:
    found, queue = {start}, [start]
    for here in queue:
        for one in graph.sources(here):
            if one not in found and len(found) < limit:
                found.add(one)
                queue.append(one)
    return found - {start}


def report(solver: Solver, title: str, drawn: list[tuple[int, int]]) -> None:
    verdicts: dict[str, int] = {}

    def judge(one: int, other: int) -> None:
        try:
            verdict = solver.decide(one, other, 0).verdict.value
        except SearchTooLarge:
            verdict = "refused"
        verdicts[verdict] = verdicts.get(verdict, 0) + 1

    timed(title, judge, drawn)
    print(verdicts)


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    source = random.Random(20261121)  # noqa: S311
    if len(sys.argv) > 3:
        packed(size, count, int(sys.argv[3]), source)
        return
    sources = graph(size, source)
    said = statements(sources, source)
    start = time.perf_counter()
    catalogue = compile_catalogue(said)
    compiled = time.perf_counter()
    solver = Solver(catalogue.theory)
    quarrels = len(solver.quarrels)
    theory = catalogue.theory
    _ = (theory.clauses_from, theory.clauses_into, theory.witnesses_at, theory.witnesses_of, theory.disjoint_at)
    _ = (theory.clauses_of, theory.disjoint_of)
    gc.collect()
    gc.freeze()
    ready = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    edges = sum(map(len, sources.values()))
    print(f"{size} datasets, {edges} derivations, {len(theory.clauses)} clauses, {quarrels} quarrels")
    print(
        f"compiled in {compiled - start:.1f} s, contradictions and indexes in {ready - compiled:.1f} s, {memory:.0f} MB"
    )
    drawn = pairs(sources, count, source)
    verdicts = dict.fromkeys(Verdict, 0)

    def judge(one: int, other: int) -> None:
        verdicts[solver.decide(catalogue.sets[f"d{one}"], catalogue.sets[f"d{other}"], 0).verdict] += 1

    timed("verdict with proof", judge, drawn)
    print({verdict.value: number for verdict, number in verdicts.items()})
    below = [(one, min(ancestors(sources, one))) for one, _other in drawn]
    verdicts = dict.fromkeys(Verdict, 0)
    timed("verdict with proof, dataset and its root", judge, below)
    print({verdict.value: number for verdict, number in verdicts.items()})
    timed(
        "common ancestors, plain Python (no proof, no disjointness)",
        lambda one, other: ancestors(sources, one) & ancestors(sources, other),
        drawn,
    )
    if importlib.util.find_spec("networkx"):
        import networkx as nx  # type: ignore[import-untyped]  # noqa: PLC0415

        whole = nx.DiGraph((number, origin) for number, origins in sources.items() for origin in origins)
        timed(
            "common ancestors, networkx",
            lambda one, other: nx.descendants(whole, one) & nx.descendants(whole, other),
            drawn,
        )
    else:
        print("networkx is not installed (pip install networkx)")


if __name__ == "__main__":
    main()
