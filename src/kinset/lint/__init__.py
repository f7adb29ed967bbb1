"""The search-engine dry run: what a consumer of schema.org will see of datasets, and what stands in its way. Level 6.

In: a `Stock` and datasets (`dry_run`: the pages as planned), or a folder of HTML files (`read_folder`: the pages as
they lie there). Out: an `Outcome`: for each dataset what is seen, and findings by the table of `RULES`.

The pieces: `rules`, `guidelines` and `schema_terms` hold what is looked for, as data; `nodes` and `reading` read
JSON-LD and HTML as crawlers do; `crawling` knows what surrounds a page; `statements` and `placement` check what a block
says and where a page stands; `looks` puts it together for `planned` and `folder`.
"""

from kinset.lint.folder import read_folder
from kinset.lint.guidelines import GUIDELINES, Guideline, Need
from kinset.lint.looks import Look, Outcome, Seen
from kinset.lint.planned import dry_run
from kinset.lint.rules import RULES, Finding, Rule, Weight

__all__ = [
    "GUIDELINES", "RULES", "Finding", "Guideline", "Look", "Need", "Outcome", "Rule", "Seen", "Weight", "dry_run",
    "read_folder",
]  # fmt: skip
