"""The one rule that ties an entity's IRI, its kind and slug, and its file. Level 0.

In: a base IRI and an address, an IRI or what somebody typed. Out: the other forms; keys to compare names and links.

An entity is `<base><kind>/<slug>`; its file is `data/<kind>/<slug>.ttl`. Versions, parts and splits are
sub-resources `<entity>/<sub>`; claims, evidence and identifiers are `<entity>#<fragment>`.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SUB = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)*")
VERSION_SEGMENT = re.compile(r"v?[0-9]+(?:\.[0-9]+)*[a-z]?")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a thing stands in a catalogue: kind and slug of its entity, then sub-resource or fragment, if any."""

    kind: str
    slug: str
    sub: str = ""
    fragment: str = ""

    @property
    def entity(self) -> "Address":
        """The address of the entity that the thing belongs to."""
        return Address(self.kind, self.slug)


@dataclass(frozen=True, slots=True)
class EntityBase:
    """The base of a catalogue's IRIs, as `https://w3id.org/kinset/`; `iri` and `parse` are each other's inverse.

    >>> base = EntityBase("https://w3id.org/kinset/")
    >>> base.parse("https://w3id.org/kinset/dataset/mimic-iii/1.4")
    Address(kind='dataset', slug='mimic-iii', sub='1.4', fragment='')
    >>> base.iri(Address("dataset", "radqa", fragment="from-mimic-iii"))
    'https://w3id.org/kinset/dataset/radqa#from-mimic-iii'
    """

    value: str

    def __post_init__(self) -> None:
        """Refuse a base that ends in no slash: addresses could not be read back."""
        if not self.value.endswith("/"):
            raise ValueError(f"An entity base ends in '/': {self.value}")

    def iri(self, address: Address) -> str:
        """Return the IRI of an address."""
        sub = f"/{address.sub}" if address.sub else ""
        fragment = f"#{address.fragment}" if address.fragment else ""
        return f"{self.value}{address.kind}/{address.slug}{sub}{fragment}"

    def parse(self, iri: str) -> Address | None:
        """Return the address of an IRI, or None where it is no entity, sub-resource or claim of this base."""
        if not iri.startswith(self.value):
            return None
        path, _, fragment = iri[len(self.value) :].partition("#")
        kind, _, rest = path.partition("/")
        slug, _, sub = rest.partition("/")
        if not SLUG.fullmatch(kind) or not SLUG.fullmatch(slug) or (sub and not SUB.fullmatch(sub)):
            return None
        if rest.endswith("/"):
            return None
        return Address(kind, slug, sub, fragment)

    def entity(self, iri: str) -> str | None:
        """Return the IRI of the entity that an IRI belongs to, or None where it belongs to none."""
        address = self.parse(iri)
        return self.iri(address.entity) if address else None

    def path(self, address: Address) -> PurePosixPath:
        """Return the file of an address, relative to the catalogue's folder."""
        return PurePosixPath("data", address.kind, f"{address.slug}.ttl")

    def from_path(self, path: PurePosixPath) -> str | None:
        """Return the IRI of the entity that a file (relative to the catalogue's folder) must describe."""
        if len(path.parts) != 3 or path.suffix != ".ttl" or not SLUG.fullmatch(path.stem):
            return None
        return self.iri(Address(path.parts[1], path.stem))


def local_name(iri: str) -> str:
    """Return the end of an IRI: what stands behind the last '/' or '#'.

    >>> local_name("https://w3id.org/kinset/ontology#Note"), local_name("https://w3id.org/kinset/dataset/radqa/")
    ('Note', 'radqa')
    """
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2]


def spaced(name: str) -> str:
    """Return a term's name as words.

    >>> spaced("AnnotationOf"), spaced("accessRights"), spaced("from-mimic-iii")
    ('annotation of', 'access rights', 'from-mimic-iii')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def name_key(text: str) -> str:
    """Return what two spellings of one name have in common.

    >>> name_key(" MIMIC III ") == name_key("mimic-iii") == name_key("MIMIC_III")
    True
    """
    return " ".join(re.sub(r"[\s_\-/]+", " ", text.casefold()).split())


def link_key(text: str) -> str | None:
    """Return what two spellings of one web link have in common, or None where the text is no link.

    Scheme, `www.`, case of the host, a trailing slash, dot or fragment do not matter; `doi:` is doi.org.

    >>> link_key("http://www.physionet.org/content/radqa/1.0.0/")
    'physionet.org/content/radqa/1.0.0'
    >>> link_key("doi:10.13026/ABC") == link_key("https://dx.doi.org/10.13026/abc")
    True
    """
    text = text.strip()
    if re.match(r"(?i)doi:\s*10\.", text):
        text = "https://doi.org/" + text.split(":", 1)[1].strip()
    if not re.match(r"(?i)https?://", text):
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return None
    host = "doi.org" if host == "dx.doi.org" else host
    path = unquote(parts.path).rstrip("/")
    path = path.casefold() if host in {"doi.org", "huggingface.co", "github.com", "aclanthology.org"} else path
    return host + path + (f"?{parts.query}" if parts.query else "")


def without_version(key: str) -> str | None:
    """Return a link's key without its last segment where that looks like a version, else None.

    >>> without_version("physionet.org/content/mimiciii/1.3")
    'physionet.org/content/mimiciii'
    """
    head, _, last = key.rpartition("/")
    return head if head and VERSION_SEGMENT.fullmatch(last) else None
