"""The downloads: everything at once, in several formats. Level 6.

In: a `Stock`, a `Press`. Out: one bundle: the dumps that a build has, N-Quads of every graph for whoever loads it (the
workbench does), and a page that tells what each holds.
"""

import gzip
import hashlib
from collections.abc import Iterator

from kinset import build
from kinset.site.bundles import Artifact, Bundle
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock

FOLDER = "downloads/"
QUADS = "kinset.nq.gz"
TOLD = {
    "kinset.ttl": "What the data files assert, in Turtle.",
    "kinset.nt": "The same in N-Triples, sorted.",
    "kinset.jsonld": "The same in JSON-LD.",
    QUADS: "Every graph, what follows included, as N-Quads: load this one into an endpoint; the workbench does.",
    "context.jsonld": "The JSON-LD context of the catalogue's own terms.",
}


def bundles(stock: Stock, press: Press) -> Iterator[Bundle]:
    """Yield the downloads."""
    yield Bundle("downloads", stock.everything_key, lambda: _artifacts(stock, press))


def _artifacts(stock: Stock, press: Press) -> Iterator[Artifact]:
    files = {item.path: item.content for item in build.asserted_dumps(stock.graphs)}
    lines = sorted(stock.lines)
    files[QUADS] = gzip.compress("".join(f"{line} .\n" for line in lines).encode(), compresslevel=6, mtime=0)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    yield from (Artifact(FOLDER + name, content) for name, content in files.items())
    yield Artifact(FOLDER + "SHA256SUMS", "".join(f"{found}  {name}\n" for name, found in sums.items()).encode())
    rows = [(name, TOLD[name], len(files[name]), sums[name]) for name in TOLD]
    values = {"rows": rows, "asserted": len(stock.sources.asserted), "entailed": len(stock.graphs.entailment.triples)}
    place = Place(FOLDER, stock.addresses)
    yield Artifact(FOLDER + "index.html", press.page("downloads.html", place, values))
