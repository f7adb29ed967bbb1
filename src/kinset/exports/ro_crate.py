"""A dataset as the metadata of an RO-Crate 1.1: what is known of it, without its files. Level 5.

In: a `Record` and the catalogue's settings. Out: `ro-crate-metadata.json`, a flat graph. The root is the dataset, its
IRI stands in `identifier`; the mapping is that of `schema_org`, each nested thing an entity of its own. RO-Crate
requires name, description, datePublished and license of the root.
"""

from collections.abc import Iterator
from typing import Any

from kinset.exports import schema_org
from kinset.exports.documents import drop_empty, json_text, one
from kinset.exports.port import Export
from kinset.project import Project
from kinset.records import Record

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
REQUIRED = ("name", "description", "datePublished", "license")
_OURS = {"prov": "http://www.w3.org/ns/prov#", "usageInfo": "http://schema.org/usageInfo"}
_ROOT = "./"


def write(record: Record, project: Project) -> Export:
    """Write a dataset as RO-Crate metadata."""
    body = schema_org.body(record, project)
    missing = tuple(name for name in REQUIRED if name not in body)
    graph = _Graph()
    root = {key: graph.flat(value, f"#{key}") for key, value in body.items() if key not in {"@id", "@type"}}
    links = root.get("license")
    if isinstance(links, str):
        root["license"] = {"@id": links}
    elif isinstance(links, list):
        root["license"] = [{"@id": link} if isinstance(link, str) else link for link in links]
    told = root.get("identifier", [])
    root["identifier"] = one([record.iri, *(told if isinstance(told, list) else [told])])
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": _ROOT},
    }
    nodes = [about, {"@id": _ROOT, "@type": "Dataset", **drop_empty(root)}, *graph.nodes()]
    text = json_text({"@context": [CONTEXT, _OURS], "@graph": nodes})
    return Export(record.iri, text, ".ro-crate-metadata.json", missing, tuple(_lost(record)))


class _Graph:
    """Collects the nodes of a tree, each once, and leaves references in their place."""

    def __init__(self) -> None:
        self._nodes: dict[str, dict[str, Any]] = {}

    def flat(self, value: Any, name: str) -> Any:
        """Return a value with its nodes replaced by references; nodes without an IRI are named by their place."""
        if isinstance(value, list):
            return [self.flat(item, f"{name}-{place}") for place, item in enumerate(value, 1)]
        if not isinstance(value, dict):
            return value
        identifier = value.get("@id", name)
        rest = {key: item for key, item in value.items() if key != "@id"}
        if rest:
            flat = {key: self.flat(item, f"{name}-{key}") for key, item in rest.items()}
            self._nodes.setdefault(identifier, {"@id": identifier, **flat})
        return {"@id": identifier}

    def nodes(self) -> Iterator[dict[str, Any]]:
        """Yield the nodes in the order of their IRIs."""
        return (self._nodes[key] for key in sorted(self._nodes))


def _lost(record: Record) -> Iterator[str]:
    yield "files: the crate has none"
    if record.derivations:
        yield "kind, unit, amount, coverage and evidence of derivations: isBasedOn has only the source"
    if len(record.versions) > 1:
        yield "versions but the current one"
    if record.terms:
        yield "the rules of policies, and terms of anything but all the data"
    yield "evidence, and what is unknown, none or disputed"
