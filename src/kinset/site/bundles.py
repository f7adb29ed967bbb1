"""What a site is planned as. Level 6.

In: nothing. Out: `Bundle`: files that are made together, with the key that tells whether they must be made anew, and
`Artifact`: one of those files.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of a site: its path from the root, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are made together.

    Attributes:
        name: unique on the site.
        key: a digest of all that the files depend on; the same key gives the same files.
        make: makes them; pure.
    """

    name: str
    key: str
    make: Callable[[], Iterable[Artifact]]
