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
    planned = list(bundles)
    old = _bundles(_notes(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise BuildError(f"{folder} cannot be written: {error.strerror}.", hint="Name another with --out.") from error
    try:
        done, notes = _run(planned, folder, scratch, old, progress)
        _note(folder, scratch, {"from": made_from, "bundles": notes})
    except OSError as error:
        raise BuildError(f"The site could not be written: {error}", hint="The previous one is whole.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return done


def _run(
    planned: list[Bundle], folder: Path, scratch: Path, old: Mapping[str, Any], progress: Progress
) -> tuple[Written, dict[str, dict[str, Any]]]:
    new: dict[str, dict[str, Any]] = {}
    fresh: list[str] = []
    for done, bundle in enumerate(planned):
        progress(done, len(planned))
        known = old.get(bundle.name)
        if known and known["key"] == bundle.key and _intact(folder, known["files"]):
            new[bundle.name] = known
            continue
        new[bundle.name] = {"key": bundle.key, "files": _make(bundle, scratch)}
        fresh.append(bundle.name)
    progress(len(planned), len(planned))
    before = {path: tuple(told) for entry in old.values() for path, told in entry["files"].items()}
    after = {path: tuple(told) for entry in new.values() for path, told in entry["files"].items()}
    written = 0
    for name in fresh:
        for path in new[name]["files"]:
            if before.get(path) != after[path] or not (folder / path).is_file():
                _move(scratch / path, folder / path)
                written += 1
    removed = sorted(before.keys() - after.keys())
    for path in removed:
        _remove(folder, path)
    return Written(len(after), written, len(removed), len(fresh), len(planned)), new


def _note(folder: Path, scratch: Path, notes: dict[str, Any]) -> None:
    """Write the notes of a run, last, in one move."""
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
