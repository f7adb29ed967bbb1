"""The query workbench: SPARQL in the reader's browser, on the shipped dump. Level 6.

In: a `Stock`, a `Press`. Out: one bundle: the page and what its script reads, which is the canned queries with their
parameters, the prefixes, and the names that a field or the editor can suggest. The script and the engine are built from
`frontend/`; where they were not, the page says so. The canned queries' own pages exist either way.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from kinset.iri import spaced
from kinset.queries import Parameter, Query
from kinset.site.bundles import Artifact, Bundle
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock
from kinset.vocab import KIN, RDF, RDFS

BUILT = Path(__file__).parent / "assets" / "workbench" / "built.json"  # written last, when all the rest is there
FOLDERS: Mapping[str, str] = {"report": "Questions", "construct": "Graphs"}
START = f"""\
PREFIX kin: <{KIN[""].value}>
PREFIX rdfs: <{RDFS[""].value}>

SELECT ?dataset ?label
WHERE {{
  ?dataset a kin:Dataset ;
    rdfs:label ?label .
}}
ORDER BY LCASE(STR(?label))
"""


def workbench_bundle(stock: Stock, press: Press, built: Path = BUILT) -> Bundle:
    """Return the workbench's page and data; `built` is what the front-end build tells of itself, if it was made."""
    told = built.read_text(encoding="utf-8") if built.is_file() else ""
    key = stock.key((stock.everything_key, "workbench", told))
    return Bundle("workbench", key, lambda: _artifacts(stock, press, told))


def _artifacts(stock: Stock, press: Press, told: str) -> Iterator[Artifact]:
    place = Place("sparql/", stock.addresses)
    groups = [(title, _of(stock.queries.values(), folder)) for folder, title in FOLDERS.items()]
    values: dict[str, Any] = {
        "groups": [group for group in groups if group[1]],
        "base": stock.project.base.value,
        "built": bool(told),
        "megabytes": _megabytes(told) if told else "",
    }
    yield Artifact("sparql/index.html", press.page("workbench.html", place, values))
    yield Artifact("sparql/queries.json", workbench_data(stock))


def _of(queries: Iterable[Query], folder: str) -> list[Query]:
    return sorted((query for query in queries if query.folder == folder), key=lambda query: query.title.casefold())


def _megabytes(told: str) -> str:
    """Return what a first run fetches besides the catalogue, compressed, in megabytes."""
    return f"{sum(one['gzip'] for one in json.loads(told)['files'].values()) / 1e6:.1f}"


def workbench_data(stock: Stock) -> bytes:
    """Return what the workbench's script reads, as JSON."""
    queries = [query for folder in FOLDERS for query in _of(stock.queries.values(), folder)]
    classes = {one.concept_class for query in queries for one in query.parameters if one.concept_class}
    told = {
        "start": START,
        "prefixes": dict(sorted(stock.sources.prefixes.namespaces.items())),
        "queries": [_query(query) for query in queries],
        "concepts": {name: _concepts(stock, name) for name in sorted(classes)},
        "terms": [list(term) for term in _terms(stock)],
    }
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _query(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "summary": query.summary,
        "text": without_header(query.text),
        "parameters": [_parameter(one) for one in query.parameters],
        "columns": [{"name": one.name, "title": one.title} for one in query.columns],
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    told = {
        "name": one.name,
        "title": spaced(one.name).capitalize(),
        "type": one.type.value,
        "kind": one.kind,
        "class": one.concept_class,
        "description": one.description,
        "example": one.example,
        "required": one.required,
    }
    return {key: value for key, value in told.items() if value is not None}


def without_header(text: str) -> str:
    r"""Return a query without the lines that describe it, which the page shows as a form.

    >>> without_header("#+ title: All\nSELECT * { ?s ?p ?o } #+ not a header\n")
    'SELECT * { ?s ?p ?o } #+ not a header\n'
    """
    lines = text.splitlines(keepends=True)
    while lines and lines[0].startswith("#+"):
        del lines[0]
    return "".join(lines)


def _concepts(stock: Stock, name: str) -> list[tuple[str, str]]:
    """Return IRI and label of the individuals of a class, by label."""
    table = stock.engine.select(f"SELECT DISTINCT ?concept WHERE {{ ?concept a {NamedNode(name)} }}")
    found = [row["concept"].value for row in table.dicts() if isinstance(row["concept"], NamedNode)]
    return sorted(((iri, stock.label(iri)) for iri in found), key=lambda pair: (pair[1].casefold(), pair[0]))


def _terms(stock: Stock) -> Iterator[tuple[str, str]]:
    """Yield the short name and the label of each property and class that the catalogue uses or its ontology defines."""
    used: set[str] = set()
    for triple in (*stock.sources.everything, *stock.graphs.entailment.triples):
        used.add(triple.predicate.value)
        if triple.predicate == RDF.type and isinstance(triple.object, NamedNode):
            used.add(triple.object.value)
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(KIN[""].value):
            used.add(triple.subject.value)
    own = stock.project.base.value
    for iri in sorted(used):
        parts = stock.sources.prefixes.split(iri)
        if parts and (not iri.startswith(own) or iri.startswith(KIN[""].value)):
            yield ":".join(parts), stock.labels.get(iri, "")
