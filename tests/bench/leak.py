"""How long a verdict with proof takes on a seeded graph, beside networkx's ancestors if it is installed.

Usage: python tests/bench/leak.py [DATASETS] [PAIRS]. Depth up to 12, a tenth of the datasets with several sources;
pairs with at least 100 ancestors on both sides, half of them with a common one. Nothing is asserted.
"""

import importlib.util
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable

from kinset.lineage.overlap.compile import compile_catalogue
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


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    source = random.Random(20261121)  # noqa: S311
    sources = graph(size, source)
    said = statements(sources, source)
    start = time.perf_counter()
    catalogue = compile_catalogue(said)
    compiled = time.perf_counter()
    solver = Solver(catalogue.theory)
    quarrels = len(solver.quarrels)
    theory = catalogue.theory
    _ = (theory.clauses_from, theory.clauses_into, theory.witnesses_at, theory.witnesses_of, theory.disjoint_at)
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
