"""The leak checker's page: what was trained on, what is evaluated, and what is known of each pair. Level 6.

In: a `Stock`, a `Press`. Out: one bundle: the page. Its script (`assets/leak.js`) looks verdicts up in the files that
stand beside the datasets (`leak/<slug>.json`); it proves nothing itself. Without scripts the page leads to the pages
of datasets and to the matrix, which tell the same.
"""

from collections.abc import Iterator

from kinset.site.bundles import Artifact, Bundle
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock


def leak_bundle(stock: Stock, press: Press) -> Bundle:
    """Return the leak checker's page."""
    return Bundle("leak checker", stock.key((stock.everything_key, "leak checker")), lambda: _artifacts(stock, press))


def _artifacts(stock: Stock, press: Press) -> Iterator[Artifact]:
    place = Place("leak/", stock.addresses)
    datasets = sum(1 for _ in stock.directory.entities("dataset"))
    values = {"base": stock.project.base.value, "cut": stock.kinship.may_be_cut, "datasets": datasets}
    yield Artifact("leak/index.html", press.page("leak.html", place, values))
