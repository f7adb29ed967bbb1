"""From a plan to a folder. Level 6.

In: bundles and a folder. Out: on disk, the site, and `.kinset-site.json`, which tells of each bundle its key and files,
and what all of it was made from.

A bundle whose key is that of the last run, and whose files still lie there with the size that they had, is left alone.
What is made anew is written beside the site first and moved into place only when all of it is made, so that a run that
fails leaves the old site whole. Files of the last run that are planned no more are removed; other files are not
touched.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from kinset.errors import BuildError
from kinset.site.bundles import Bundle

MANIFEST = ".kinset-site.json"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did: how many files there are, were written, and were removed; how many bundles were made anew."""

    files: int
    written: int
    removed: int
    made: int
    bundles: int


def current(folder: Path, made_from: str) -> Written | None:
    """Return what lies in a folder if it is the whole site that was made from just this input, else None."""
    found = _notes(folder)
    if not found or found.get("from") != made_from:
        return None
    entries = _bundles(found)
    if not all(_intact(folder, entry["files"]) for entry in entries.values()):
        return None
    return Written(sum(len(entry["files"]) for entry in entries.values()), 0, 0, 0, len(entries))


def kept_in(folder: Path) -> Callable[[str, str], bytes | None]:
    """Return what gives the file of a bundle of one file that a run before made with the same key, if it is whole."""
    old = _bundles(_notes(folder.absolute()))

    def kept(name: str, key: str) -> bytes | None:
        entry = old.get(name)
        if not entry or entry["key"] != key or len(entry["files"]) != 1:
            return None
        [(path, (size, digest))] = entry["files"].items()
        try:
            content = (folder / path).read_bytes()
        except OSError:
            return None
        sound = len(content) == size and hashlib.sha256(content).hexdigest() == digest
        return content if sound else None

    return kept


def write(
    bundles: Iterable[Bundle],
    folder: Path,
    progress: Progress = lambda _done, _all: None,
    made_from: str = "",
) -> Written:
    """Bring a folder in line with a plan; `progress` is told how many bundles are done, `made_from` is noted.

    Raises BuildError where the folder holds something that is no site, or cannot be written.
    """
    folder = folder.absolute()
    _refuse_foreign(folder)
    old = _bundles(_notes(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise BuildError(f"{folder} cannot be written: {error.strerror}.", hint="Name another with --out.") from error
    try:
        new = _make_all(list(bundles), folder, scratch, old, progress)
        _refuse_doubles(new)
    except OSError as error:
        shutil.rmtree(scratch, ignore_errors=True)
        raise BuildError(f"The site could not be written: {error}", hint="The previous one is whole.") from error
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    try:
        return _put(folder, scratch, old, new, made_from)
    except OSError as error:
        hint = "Run it again: what was not put in place is made anew."
        raise BuildError(f"The site could not be put in place: {error}", hint=hint) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _make_all(
    planned: list[Bundle], folder: Path, scratch: Path, old: Mapping[str, Any], progress: Progress
) -> dict[str, dict[str, Any]]:
    """Make beside the site what must be made; return the notes of every bundle, `made` telling which these are."""
    new: dict[str, dict[str, Any]] = {}
    for done, bundle in enumerate(planned):
        progress(done, len(planned))
        known = old.get(bundle.name)
        if known and known["key"] == bundle.key and _intact(folder, known["files"]):
            new[bundle.name] = {**known, "made": False}
        else:
            new[bundle.name] = {"key": bundle.key, "files": _make(bundle, scratch), "made": True}
    progress(len(planned), len(planned))
    return new


def _refuse_doubles(new: Mapping[str, dict[str, Any]]) -> None:
    """Refuse a plan in which two bundles write one file: one of them would be lost."""
    owner: dict[str, str] = {}
    for name, entry in new.items():
        for path in entry["files"]:
            if path in owner:
                raise BuildError(f"{path} is made twice: by {owner[path]} and by {name}.", hint="Rename one of them.")
            owner[path] = name


def _put(
    folder: Path, scratch: Path, old: Mapping[str, Any], new: dict[str, dict[str, Any]], made_from: str
) -> Written:
    """Put what was made in its place, and what is planned no more away."""
    made = [entry for entry in new.values() if entry.pop("made")]
    before = {path: tuple(told) for entry in old.values() for path, told in entry["files"].items()}
    after = {path: tuple(told) for entry in new.values() for path, told in entry["files"].items()}
    if not any(folder.iterdir()):  # a new site: all of it in one move
        _note(scratch, scratch, {"from": made_from, "bundles": new})
        scratch.chmod(0o755)
        scratch.replace(folder)
        return Written(len(after), len(after), 0, len(made), len(new))
    changed = [
        path
        for entry in made
        for path in entry["files"]
        if before.get(path) != after[path] or not (folder / path).is_file()
    ]
    gone = sorted(before.keys() - after.keys())
    if changed or gone:  # until all is in place, the notes say that what was made is not there
        _note(folder, scratch, {"from": "", "bundles": {name: old[name] for name in old if old[name] == new.get(name)}})
    for path in changed:
        _move(scratch / path, folder / path)
    for path in gone:
        _remove(folder, path)
    _note(folder, scratch, {"from": made_from, "bundles": new})
    return Written(len(after), len(changed), len(gone), len(made), len(new))


def _note(folder: Path, scratch: Path, notes: dict[str, Any]) -> None:
    """Write the notes of a run in one move."""
    (scratch / MANIFEST).write_bytes(orjson.dumps(notes, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
    (scratch / MANIFEST).replace(folder / MANIFEST)


def _make(bundle: Bundle, scratch: Path) -> dict[str, list[Any]]:
    """Write a bundle's files beside the site; return their sizes and digests."""
    files: dict[str, list[Any]] = {}
    for artifact in bundle.make():
        path = PurePosixPath(artifact.path)
        if path.is_absolute() or ".." in path.parts:
            raise BuildError(f"{artifact.path} would lie outside the site.", hint="Mend the record's address.")
        target = scratch / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(artifact.content)
        files[artifact.path] = [len(artifact.content), hashlib.sha256(artifact.content).hexdigest()]
    return files


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _remove(folder: Path, path: str) -> None:
    """Remove a file of the last run, and the folders that it leaves empty."""
    target = folder / path
    target.unlink(missing_ok=True)
    for parent in target.parents:
        if parent == folder:
            return
        with suppress(OSError):  # it holds something else
            parent.rmdir()


def _intact(folder: Path, files: Mapping[str, list[Any]]) -> bool:
    try:
        return all((folder / path).stat().st_size == told[0] for path, told in files.items())
    except OSError:
        return False


def _notes(folder: Path) -> dict[str, Any]:
    """Return what the last run noted; nothing where there was none, or where its notes are damaged."""
    try:
        found = orjson.loads((folder / MANIFEST).read_bytes())
        entries = _bundles(found).values()
        sound = all(isinstance(entry["key"], str) and isinstance(entry["files"], dict) for entry in entries)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return dict(found) if sound else {}


def _bundles(notes: Mapping[str, Any]) -> dict[str, Any]:
    return dict(notes.get("bundles", {}))


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds something but no site: it may be somebody's work."""
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MANIFEST).is_file())):
        raise BuildError(f"{folder} holds something that is no site.", hint="Name an empty or new folder with --out.")


def as_json(done: Written) -> dict[str, int]:
    """Return what a run did as plain values."""
    return {"files": done.files, "written": done.written, "removed": done.removed, "made": done.made}
