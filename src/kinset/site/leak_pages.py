"""The leak checker's page: what was trained on, what is evaluated, and what is known of each pair. Level 6.

In: a `Stock`, a `Press`. Out: one bundle: the page. Its script (`assets/leak.js`) looks verdicts up in the files that
stand beside the datasets (`leak/<slug>.json`); it proves nothing itself. Without scripts the page leads to the pages
of datasets and to the matrix, which tell the same.
"""

import json
from collections.abc import Iterator
from functools import partial

from kinset.site.bundles import Artifact, Bundle
from kinset.site.kinship import share_of
from kinset.site.pages import Place, Press
from kinset.site.stock import DATASET, Stock


def told_bundles(stock: Stock) -> Iterator[Bundle]:
    """Yield for each dataset what it shares with others, as the page's script reads it."""
    for thing in stock.entities(DATASET):
        yield Bundle(f"leaks {thing.iri}", stock.leak_key(thing.iri), partial(_told, stock, thing.iri))


def _told(stock: Stock, iri: str) -> Iterator[Artifact]:
    text = json.dumps(stock.told(iri), ensure_ascii=False, sort_keys=True)
    yield Artifact(f"leak/{iri.rpartition('/')[2]}.json", f"{text}\n".encode())


def leak_bundle(stock: Stock, press: Press) -> Bundle:
    """Return the leak checker's page."""
    return Bundle("leak checker", stock.key((stock.everything_key, "leak checker")), lambda: _artifacts(stock, press))


def _artifacts(stock: Stock, press: Press) -> Iterator[Artifact]:
    place = Place("leak/", stock.addresses)
    datasets = sum(1 for _ in stock.directory.entities("dataset"))
    values = {"base": stock.project.base.value, "cut": share_of(datasets) < datasets, "datasets": datasets}
    yield Artifact("leak/index.html", press.page("leak.html", place, values))
