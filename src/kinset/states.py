"""From what names a state of a catalogue to the state. Level 6.

In: a folder that is a catalogue or a build, or a revision of the repository that a catalogue stands in. Out: a `State`.
A revision's files are laid out in a temporary folder by `git archive`, read, and the folder is removed; nothing is
checked out, and nothing of the repository is changed.
"""

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Triple, parse

from kinset import formats, sources
from kinset.build import MANIFEST
from kinset.changes import State
from kinset.errors import KinsetError, UsageError
from kinset.formats import Format
from kinset.graphs import ONTOLOGY
from kinset.iri import EntityBase
from kinset.project import SETTINGS, Project, open_project
from kinset.triples import Triples
from kinset.vocab import VOID

PARTS = (SETTINGS, "data", "ontology")
DUMPS = (("kinset.trig", formats.TRIG), ("kinset.ttl", formats.TURTLE), ("kinset.nt", formats.N_TRIPLES))
# Set while git runs a hook; they would point `git -C` at another repository.
MISLEADING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def open_state(name: str, project: Project) -> State:
    """Return the state that is meant: a folder, else a revision of the repository that the catalogue stands in.

    `project` is the catalogue whose revisions are meant, and whose ontology explains builds that hold none.
    Raises UsageError where nothing is called so, KinsetError where the catalogue stands in no repository.
    """
    folder = Path(name)
    if name and (folder / MANIFEST).is_file():
        return _build(name, folder, project)
    if name and (folder / SETTINGS).is_file():
        return _catalogue(name, "the folder as it is", open_project(folder))
    return _revision(name, project)


def _catalogue(name: str, origin: str, project: Project) -> State:
    read = sources.read(project)
    return State(name, origin, project.base, read.asserted, read.vocabulary, len(read.issues))


# ------------------------------------------------------------------ builds


def _build(name: str, folder: Path, project: Project) -> State:
    """Read a build: every graph of its TriG, else its statements, explained by the catalogue's ontology."""
    for file, form in DUMPS:
        if (folder / file).is_file():
            return _dump(name, folder / file, form, project)
    listed = ", ".join(file for file, _form in DUMPS)
    raise KinsetError(f"The build {folder} holds no dump.", hint=f"It needs one of {listed}: `kinset build`.")


def _dump(name: str, path: Path, form: Format, project: Project) -> State:
    data, vocabulary, base = list[Triple](), list[Triple](), project.base
    try:
        for quad in parse(path=path, format=form.rdf):
            if quad.predicate == VOID.uriSpace and quad.graph_name == DefaultGraph():
                base = EntityBase(str(getattr(quad.object, "value", "")))
            if quad.graph_name == ONTOLOGY:
                vocabulary.append(quad.triple)
            elif form is not formats.TRIG or _is_record(quad.graph_name):
                data.append(quad.triple)
    except (OSError, SyntaxError, ValueError) as error:
        raise KinsetError(f"{path} cannot be read: {error}", hint="Make the build anew: `kinset build`.") from error
    terms = Triples(vocabulary) if vocabulary else sources.read(project).vocabulary
    explained = "a build" if vocabulary else "a build, explained by the catalogue's ontology"
    return State(name, explained, base, Triples(data), terms)


def _is_record(graph: object) -> bool:
    return isinstance(graph, NamedNode) and graph.value.endswith("#record")


# ------------------------------------------------------------------ revisions


def _revision(name: str, project: Project) -> State:
    """Read the catalogue as it stands in a revision."""
    root = project.root
    top, prefix = _repository(root, name)
    asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"]
    try:
        commit = _git(top, asked).decode().strip()
    except _GitError as error:
        raise UsageError(
            f"'{name}' is no catalogue, no build and no revision of {root}.",
            hint="Name a folder with kinset.toml or manifest.json, or a commit, tag or branch.",
        ) from error
    tree = f"{commit}:{prefix}"
    try:
        listed = _git(top, ["ls-tree", "--name-only", "-z", tree]).decode(errors="surrogateescape").split("\0")
    except _GitError:
        listed = []
    if SETTINGS not in listed:
        where = prefix.rstrip("/") or "its top folder"
        raise UsageError(f"Revision '{name}' ({commit[:12]}) holds no catalogue in {where}.")
    with tempfile.TemporaryDirectory(prefix="kinset-diff-") as scratch:
        folder = Path(scratch)
        _unpack(_git(top, ["archive", "--format=tar", tree, *(part for part in PARTS if part in listed)]), folder, name)
        return _catalogue(name, f"commit {commit[:12]}", open_project(folder))


def _repository(root: Path, name: str) -> tuple[Path, str]:
    """Return the top folder of the repository and where in it the catalogue stands; refuse where there is none."""
    hint = "Compare folders or builds: `kinset diff OLD_FOLDER NEW_FOLDER`."
    try:
        found = _git(root, ["rev-parse", "--show-toplevel", "--show-prefix"])
        top, prefix = os.fsdecode(found).split("\n")[:2]
        return Path(top), prefix
    except FileNotFoundError as error:
        raise KinsetError(
            f"'{name}' is no folder with a catalogue or build, and git is not installed.", hint=hint
        ) from error
    except _GitError as error:
        if "not a git repository" not in str(error):
            raise KinsetError(f"git refuses to read {root}: {error}", hint=hint) from error
        raise KinsetError(
            f"'{name}' is no folder with a catalogue or build, and the catalogue {root} is in no git repository "
            "whose revision it could be.",
            hint=hint,
        ) from error


class _GitError(Exception):
    """Git refused; the text is its own."""


def _git(root: Path, arguments: Sequence[str]) -> bytes:
    """Run git in a folder and return its output; raises _GitError, or FileNotFoundError where there is no git."""
    environment = {key: value for key, value in os.environ.items() if key not in MISLEADING}
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, env=environment | {"LC_ALL": "C"}, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise _GitError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def _unpack(archive: bytes, folder: Path, name: str) -> None:
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, members=_safe(tar), filter="data")
    except (tarfile.TarError, OSError) as error:
        raise KinsetError(f"The files of revision '{name}' cannot be laid out: {error}") from error


def _safe(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield the files and folders of an archive; links are no part of a catalogue."""
    return (member for member in tar if member.isfile() or member.isdir())
