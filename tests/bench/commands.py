"""Time and memory of the commands on this catalogue: medians of whole processes, on this machine, nothing asserted.

`make bench` runs it. Beside each command stands the ratio to `python -c pass`, which does not drift with the machine's
speed as seconds do; beside the two reasoners stands their ratio in one process.
"""

import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from kinset import sources
from kinset.project import open_project
from kinset.reasoning import Reasoner, infer

ROOT = Path(__file__).parents[2]
KINSET = [sys.executable, "-m", "kinset", "-C", str(ROOT)]
RUNS = 7
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "kinset build, nothing changed": [*KINSET, "build"],
    "kinset check": [*KINSET, "check"],
    "kinset trace radqa": [*KINSET, "trace", "radqa"],
    "kinset show mimic-iv": [*KINSET, "show", "mimic-iv"],
    "kinset query newest-versions": [*KINSET, "query", "newest-versions"],
    "kinset export radqa --as schema-org": [*KINSET, "export", "radqa", "--as", "schema-org"],
}


def wall_seconds(command: list[str]) -> float:
    """Return the wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def peak_megabytes(command: list[str]) -> float:
    """Return the peak memory of one run, in megabytes, as the operating system counts it."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], capture_output=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


def commands() -> None:
    """Print a row a command."""
    subprocess.run(COMMANDS["kinset build, nothing changed"], check=True, capture_output=True)
    base = statistics.median(wall_seconds(COMMANDS["python -c pass"]) for _ in range(RUNS))
    print(f"{'command':40} {'median s':>9} {'x python':>9} {'peak MB':>8}")
    for name, command in COMMANDS.items():
        median = statistics.median(wall_seconds(command) for _ in range(RUNS))
        print(f"{name:40} {median:9.2f} {median / base:9.1f} {peak_megabytes(command):8.0f}")


def reasoners() -> None:
    """Print the time of the two reasoners on the same statements, one after the other."""
    read = sources.read(open_project(ROOT))
    seconds = {}
    for reasoner in Reasoner:
        start = time.process_time()
        entailed = infer(read.asserted, read.vocabulary, reasoner=reasoner).triples
        seconds[reasoner] = time.process_time() - start
        print(f"reasoner {reasoner.value:31} {seconds[reasoner]:9.2f} CPU s, {len(entailed):,} triples")
    print(f"owlrl takes {seconds[Reasoner.OWLRL] / seconds[Reasoner.FAST]:.0f} times as long")


if __name__ == "__main__":
    print(f"{platform.machine()}, Python {platform.python_version()}, medians of {RUNS} runs")
    commands()
    reasoners()
    print(f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
