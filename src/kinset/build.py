"""From a catalogue to a build: a store and dumps in one folder. Level 6.

In: a `Project` and a folder. Out: on disk, `store/` (Oxigraph), kinset.ttl, .nt, .jsonld (what the data files assert),
.trig (every graph, entailed ones too: load this one into an endpoint), context.jsonld, SHA256SUMS and manifest.json.

Everything is planned before anything is written; a build is written beside the old one and then takes its place, so
that an interrupted or failing one leaves the old one whole. Unchanged input: nothing is redone.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, serialize

from kinset import formats, queries, sources, validation
from kinset.engine import EmbeddedEngine
from kinset.errors import BuildError, CatalogueInvalid, EngineError
from kinset.exports import graphs as own_formats
from kinset.graphs import Graphs, assemble
from kinset.issues import Report
from kinset.project import Project
from kinset.reasoning import Reasoner
from kinset.turtle import canonical

LAYOUT = "1"  # raised when what a build holds changes, so that older builds are redone
MANIFEST = "manifest.json"
STORE = "store"

Notify = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of a build, by its path in the build's folder."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Build:
    """A build on disk; `redone` tells whether anything was written, `report` what was found (None if not redone)."""

    folder: Path
    redone: bool
    manifest: dict[str, Any]
    report: Report | None


def default_folder(project: Project) -> Path:
    """Return where a catalogue's build goes: beside it, or here where the catalogue is the program's own."""
    return Path.cwd() / "kinset-build" if project.shipped else project.root / "build"


def input_digest(project: Project, reasoner: Reasoner = Reasoner.FAST) -> str:
    """Return the digest of everything that a build depends on, the program's own code included."""
    return sources.digest(project, (LAYOUT, reasoner.value, _program_digest()))


def _program_digest() -> str:
    """Return a digest of the program's source: a changed program may give another build."""
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def current(project: Project, folder: Path) -> Build | None:
    """Return the build in a folder if it is whole and of the catalogue as it is now, else None."""
    folder = folder.absolute()
    _recover(folder)
    manifest = _read_manifest(folder)
    if manifest is None or not _intact(folder, manifest):
        return None
    if manifest.get("input") != input_digest(project, Reasoner(manifest["reasoner"])):
        return None
    return Build(folder, redone=False, manifest=manifest, report=None)


def open_store(build: Build) -> EmbeddedEngine:
    """Open a build's store to read."""
    return EmbeddedEngine.open(build.folder / STORE)


def build(
    project: Project, folder: Path, *, reasoner: Reasoner = Reasoner.FAST, notify: Notify = lambda _: None
) -> Build:
    """Bring the build in a folder up to date; `notify` is told each step.

    Raises CatalogueInvalid (the old build stays), BuildError where the folder cannot be written or is something else.
    """
    folder = folder.absolute()  # "." has no name to put a build beside
    _refuse_foreign(project, folder)
    existing = current(project, folder)
    if existing and existing.manifest["reasoner"] == reasoner.value and _opens(existing):
        return existing
    digest = input_digest(project, reasoner)  # before reading: what changes meanwhile makes the build old
    notify("Reading the catalogue")
    read = sources.read(project)
    notify("Inferring what follows")
    graphs = assemble(project, read, reasoner)
    engine = EmbeddedEngine()
    engine.load(graphs.quads())
    notify("Checking")
    canned, broken = queries.read_each(project.root / "queries")
    report = validation.check(graphs, engine, canned.values(), broken)
    if not report.conforms:
        raise CatalogueInvalid(report)
    notify("Planning the dumps")
    artifacts = plan(graphs)
    manifest = _manifest(graphs, artifacts, report, digest, reasoner)
    notify("Writing")
    _write(folder, artifacts, manifest, graphs.quads())
    return Build(folder, redone=True, manifest=manifest, report=report)


def plan(graphs: Graphs) -> tuple[Artifact, ...]:
    """Return the dumps of a catalogue as bytes; the same catalogue gives the same bytes."""
    artifacts = [*asserted_dumps(graphs), Artifact("kinset.trig", _trig(graphs))]
    sums = "".join(f"{hashlib.sha256(item.content).hexdigest()}  {item.path}\n" for item in artifacts)
    return (*artifacts, Artifact("SHA256SUMS", sums.encode()))


def asserted_dumps(graphs: Graphs) -> tuple[Artifact, ...]:
    """Return what the data files assert, in three formats, and the context of the one in JSON-LD."""
    read = graphs.sources
    return (
        Artifact("kinset.ttl", canonical(read.asserted, read.prefixes).encode()),
        Artifact("kinset.nt", own_formats.sorted_n_triples(read.asserted).encode()),
        Artifact("kinset.jsonld", own_formats.json_ld_graph(read.asserted, read.prefixes).encode()),
        Artifact("context.jsonld", _json({"@context": own_formats.context(read.vocabulary, read.prefixes)})),
    )


def _trig(graphs: Graphs) -> bytes:
    """Return every graph as TriG, the default graph first, each sorted."""
    ordered = sorted(set(graphs.quads()), key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    prefixes = dict(sorted(graphs.sources.prefixes.namespaces.items()))
    return serialize(ordered, format=formats.TRIG.rdf, prefixes=prefixes) or b""


def _manifest(
    graphs: Graphs, artifacts: Iterable[Artifact], report: Report, digest: str, reasoner: Reasoner
) -> dict[str, Any]:
    kinds: dict[str, int] = dict.fromkeys(graphs.project.kinds, 0)
    for file in graphs.sources.by_file:
        kinds[Path(file).parts[1]] += 1
    return {
        "input": digest,
        "reasoner": reasoner.value,
        "note": graphs.entailment.note,
        "asserted": len(graphs.sources.asserted),
        "entailed": len(graphs.entailment.triples),
        "entities": kinds,
        "issues": dict(_counts(report)),
        "files": {item.path: len(item.content) for item in artifacts},
    }


def _counts(report: Report) -> Iterator[tuple[str, int]]:
    for severity in {issue.severity: None for issue in report.issues}:
        yield severity.value, report.count(severity)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _read_manifest(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        Reasoner(manifest["reasoner"])
        files: dict[str, Any] = dict(manifest["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return None  # no build, or a damaged one: it is made anew
    return {**manifest, "files": files}


def _opens(build: Build) -> bool:
    """Tell whether a build's store can be read."""
    try:
        open_store(build)
    except EngineError:
        return False
    return True


def _intact(folder: Path, manifest: dict[str, Any]) -> bool:
    try:
        whole = all((folder / path).stat().st_size == size for path, size in manifest["files"].items())
    except OSError:
        return False
    return whole and (folder / STORE / "CURRENT").is_file()


def _refuse_foreign(project: Project, folder: Path) -> None:
    """Refuse a folder that is no build, as it may be somebody's work, and a place among the catalogue's own files."""
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MANIFEST).is_file())):
        raise BuildError(f"{folder} holds something that is no build.", hint="Name an empty or new folder with --out.")
    if any(folder.resolve().is_relative_to(project.root / name) for name in ("ontology", "shapes", "data", "queries")):
        raise BuildError(f"{folder} lies among the catalogue's files.", hint="Name a folder outside with --out.")


def _write(folder: Path, artifacts: Iterable[Artifact], manifest: dict[str, Any], quads: Iterable[Quad]) -> None:
    """Write a build beside its place, then put it there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise BuildError(f"{folder.parent} cannot be written: {error.strerror}.", hint="Use --out.") from error
    try:
        for artifact in artifacts:
            (scratch / artifact.path).write_bytes(artifact.content)
        engine = EmbeddedEngine.create(scratch / STORE)
        engine.load(quads)
        engine.flush()
        del engine  # closes the store before the folder moves
        (scratch / MANIFEST).write_bytes(_json(manifest))
        scratch.chmod(0o755)
        _swap(scratch, folder)
    except (OSError, RuntimeError, EngineError) as error:
        raise BuildError(f"The build could not be written: {error}", hint="The previous build is whole.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _swap(scratch: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    try:
        scratch.replace(folder)
    finally:
        _recover(folder)  # where the new one did not get there
    shutil.rmtree(old, ignore_errors=True)


def _recover(folder: Path) -> None:
    """Put an old build back whose successor was cut off between the two moves."""
    old = folder.with_name(f".{folder.name}.old")
    if old.is_dir() and not folder.exists():
        with suppress(OSError):  # a read-only place: the caller finds no build, and answers from the files
            old.replace(folder)
