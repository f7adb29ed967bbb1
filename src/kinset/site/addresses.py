"""Where things stand on a site. Level 6.

In: the catalogue's base and, if the site stands somewhere, its own base. Out: paths of pages, links between pages,
absolute addresses.

Two bases stay apart: the entity base makes identifiers; the site base makes what a browser opens. An entity's page is
the folder of its address (`dataset/radqa/`), so that plain hosts serve it; versions, parts, splits and claims are
anchors on it, so that their IRIs lead to the very place. Its documents stand beside it (`dataset/radqa.ttl`).
"""

from dataclasses import dataclass
from urllib.parse import quote

from kinset.iri import EntityBase

ONTOLOGY = "ontology"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one site; `site` ends in a slash, or is None where the pages stand nowhere yet.

    >>> here = Addresses(EntityBase("https://w3id.org/kinset/"), "https://example.org/k/")
    >>> here.path("https://w3id.org/kinset/dataset/radqa/1.0.0")
    'dataset/radqa/#1.0.0'
    >>> here.path("https://w3id.org/kinset/ontology#Dataset")
    'ontology/#Dataset'
    >>> here.absolute("dataset/radqa/")
    'https://example.org/k/dataset/radqa/'
    """

    base: EntityBase
    site: str | None = None

    def path(self, iri: str) -> str | None:
        """Return the page and anchor of an entity, of what belongs to it, or of a term; None for what has no page."""
        address = self.base.parse(iri)
        if address:
            anchor = address.sub or address.fragment
            return f"{address.kind}/{address.slug}/" + (f"#{quote(anchor, safe='/~:@!$&()*+,;=')}" if anchor else "")
        if iri.startswith(f"{self.base.value}{ONTOLOGY}#"):
            return f"{ONTOLOGY}/#{iri.rpartition('#')[2]}"
        if iri in {f"{self.base.value}{ONTOLOGY}", self.base.value}:
            return f"{ONTOLOGY}/" if iri != self.base.value else ""
        return None

    def absolute(self, path: str) -> str | None:
        """Return the address of a page on the web, or None where the site stands nowhere."""
        return None if self.site is None else self.site + path


def relative(here: str, there: str) -> str:
    """Return the link from a page to another, both as paths from the site's root; "" is the home page.

    >>> relative("dataset/radqa/", "dataset/mimic-iii/#1.4")
    '../mimic-iii/#1.4'
    >>> relative("", "dataset/radqa/")
    'dataset/radqa/'
    >>> relative("dataset/radqa/", "")
    '../../'
    >>> relative("leak/", "leak/")
    './'
    """
    path, mark, anchor = there.partition("#")
    if mark and path == here:
        return "#" + anchor
    start, parts = here.split("/")[:-1], path.split("/")
    same = 0
    for one, other in zip(start, parts[:-1], strict=False):
        if one != other:
            break
        same += 1
    way = "../" * (len(start) - same) + "/".join(parts[same:])
    return (way or "./") + mark + anchor


def web(link: str | None) -> str:
    """Return a link if it leads to the web, else nothing: what runs a script or holds a page itself is never a link.

    >>> web("https://example.org/a b"), web("javascript:alert(1)"), web("data:text/html,x"), web(None)
    ('https://example.org/a b', '', '', '')
    """
    return link if link and link.startswith(("http://", "https://")) else ""
