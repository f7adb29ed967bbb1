"""The datasets that somebody's card names. Level 5.

In: the text of a Hugging Face model or dataset card (Markdown behind YAML), or of a Croissant or other schema.org file
(JSON). Out: the names as written, and which things of a catalogue they mean. Nothing that a card names is fetched.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kinset.errors import AmbiguousName, NameNotFound, UsageError
from kinset.names import Directory, Thing

_YAML_KEYS = ("datasets", "dataset", "source_datasets")
_JSON_KEYS = (
    "isBasedOn",
    "schema:isBasedOn",
    "https://schema.org/isBasedOn",
    "prov:wasDerivedFrom",
    "wasDerivedFrom",
    "http://www.w3.org/ns/prov#wasDerivedFrom",
)
_NO_SOURCE = {"original", "unknown", "other", ""}


@dataclass(frozen=True, slots=True)
class Card:
    """What a card names: the things that were found, in its order, and the names that mean none or several."""

    things: tuple[Thing, ...]
    unresolved: tuple[str, ...]


def read_card(path: Path, directory: Directory) -> Card:
    """Read a card and resolve what it names; raises UsageError where the file is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read as a card: {error}.", hint="Give a README.md or a JSON file."
        ) from error
    things: dict[str, Thing] = {}
    unresolved: list[str] = []
    for names in _names(text, path):
        found = _first(names, directory)
        if found:
            things.setdefault(found.iri, found)
        else:
            unresolved.append(names[0])
    return Card(tuple(things.values()), tuple(dict.fromkeys(unresolved)))


def _first(names: tuple[str, ...], directory: Directory) -> Thing | None:
    """Return what the first of several names of one thing means that means just one."""
    for name in names:
        try:
            return directory.resolve(name)
        except (AmbiguousName, NameNotFound):
            continue
    return None


def _names(text: str, path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the names of each dataset that a card names, the surest first."""
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith(("{", "[")):
        try:
            yield from _json_names(json.loads(text))
        except json.JSONDecodeError as error:
            raise UsageError(f"{path} is no JSON: line {error.lineno}: {error.msg}.") from error
        return
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:]):
        raise UsageError(f"{path} has no YAML between two lines '---'.", hint="Give a card with its front matter.")
    end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    try:
        front = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        raise UsageError(f"The front matter of {path} is no YAML: {error}.") from error
    if isinstance(front, dict):
        yield from _yaml_names(front)


def _yaml_names(front: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for key in _YAML_KEYS:
        for value in _listed(front.get(key)):
            if isinstance(value, str):
                name = value.rpartition("|")[2].removeprefix("other-").strip()  # extended|other-mimic-iii
                if name.casefold() not in _NO_SOURCE:
                    yield (name, f"https://huggingface.co/datasets/{name}", name.rpartition("/")[2])


def _json_names(document: Any) -> Iterator[tuple[str, ...]]:
    """Yield what the sources of a JSON document, or of its nodes, are called: identifier, link, name."""
    for node in _listed(document):
        if not isinstance(node, dict):
            continue
        yield from _json_names(node.get("@graph"))
        for key in _JSON_KEYS:
            for value in _listed(node.get(key)):
                found = _spellings(value)
                if found:
                    yield found


def _spellings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, dict):
        return ()
    keys = ("@id", "id", "url", "sameAs", "identifier", "name")
    return tuple(text for key in keys for text in _listed(value.get(key)) if isinstance(text, str) and text)


def _listed(value: Any) -> Iterable[Any]:
    """Return a value as a list: none, one or several."""
    return [] if value is None else value if isinstance(value, list) else [value]
