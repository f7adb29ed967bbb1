from pathlib import Path

import pytest

from kinset import scaffold, sources, turtle
from kinset.errors import UsageError
from kinset.project import open_project
from tests.test_validation import check


@pytest.mark.parametrize(
    "kind", ["dataset", "task", "challenge", "organization", "person", "publication", "terms", "list"]
)
def test_a_new_record_is_in_form_and_check_says_what_it_needs(small: Path, kind: str) -> None:
    project = open_project(small)
    prefixes = sources.read_prefixes(project)
    path = scaffold.write(project, prefixes, kind, "brand-new")
    assert path == project.root / "data" / kind / "brand-new.ttl"
    entity = f"https://w3id.org/kinset/{kind}/brand-new"
    text = path.read_text(encoding="utf-8")
    assert turtle.format_text(text, prefixes.local_to(entity), entity) == text
    told = [issue for issue in check(small).issues if issue.file == f"data/{kind}/brand-new.ttl"]
    assert told
    assert all(issue.line and issue.message for issue in told)


@pytest.mark.parametrize(("kind", "slug", "why"), [("cat", "x", "no kind"), ("dataset", "Big Name", "no slug")])
def test_a_wrong_kind_or_slug_is_refused(small: Path, kind: str, slug: str, why: str) -> None:
    project = open_project(small)
    with pytest.raises(UsageError, match=why):
        scaffold.plan(project, sources.read_prefixes(project), kind, slug)


def test_an_existing_record_is_not_overwritten(small: Path) -> None:
    project = open_project(small)
    with pytest.raises(UsageError, match="already there"):
        scaffold.write(project, sources.read_prefixes(project), "dataset", "notes-qa")
