"""The command that writes the site: site. Level 7."""

import gc
from dataclasses import dataclass
from pathlib import Path

import click

from kinset import build as builds
from kinset.cli import output
from kinset.cli.session import Session
from kinset.errors import UsageError
from kinset.project import Project
from kinset.site import planning, writing

FOLDER = "site"


def default_folder(project: Project) -> Path:
    """Return where a catalogue's site goes: into the folder of builds, beside the store."""
    return builds.default_folder(project).with_name("kinset-site" if project.shipped else "site")


def base_url(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Return an address that ends in a slash; refuse what is none."""
    if value is None:
        return None
    if not value.startswith(("http://", "https://")) or "?" in value or "#" in value:
        raise click.BadParameter("it is a web address, as https://example.org/kinset/.")
    return value.rstrip("/") + "/"


@click.command()
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Where to; site/ of the catalogue.")
@click.option(
    "--base-url", metavar="URL", callback=base_url, help="Where the pages will stand; else the settings' site."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def site(session: Session, out: Path | None, base_url: str | None, form: str) -> None:
    """Write the site: plain files for any web host. What did not change is left alone."""
    made = write_site(session, out, base_url)
    if form == "json":
        output.print_json(made.as_json())
    else:
        tell(made)


@dataclass(frozen=True, slots=True)
class Made:
    """A site on disk: where it lies, where it will stand, and what was done."""

    folder: Path
    address: str | None
    done: writing.Written

    def as_json(self) -> dict[str, object]:
        """Return what was done as plain values."""
        return {"folder": str(self.folder), "site": self.address, **writing.as_json(self.done)}


def tell(made: Made) -> None:
    """Tell what was done, and how to look at it."""
    done = made.done
    click.echo(
        f"{made.folder}: {done.files:,} files, {done.written:,} of them new or changed, {done.removed:,} removed"
    )
    click.echo(f"  See it: python -m http.server -d {made.folder} 8000, then http://localhost:8000/")


def write_site(session: Session, out: Path | None, base_url: str | None) -> Made:
    """Write the site; what it lacks is told on standard error."""
    session.local_only("site")
    project = session.project
    folder = out or default_folder(project)
    if any(folder.resolve().is_relative_to(project.root / name) for name in ("ontology", "shapes", "data", "queries")):
        raise UsageError(f"{folder} lies among the catalogue's files.", hint="Name a folder outside with --out.")
    address = base_url or project.site
    digest = planning.input_digest(project, address)  # before reading: what changes meanwhile makes the site old
    done, faulty = writing.current(folder.absolute(), digest), False
    if done is None:
        done, faulty = _written(session, folder, address, digest)
    lacks = (
        (faulty, "some files could not be read whole; `kinset check` tells which."),
        (address is None, "no site map and no canonical addresses without --base-url (or `site` in kinset.toml)."),
        (
            not (planning.WORKBENCH / "built.json").is_file(),
            "the query workbench is not part of it: `make frontend` builds it, where there is Node.",
        ),
    )
    for holds, words in lacks:
        if holds:
            click.echo(f"kinset: {words}", err=True)
    return Made(folder, address, done)


def _written(session: Session, folder: Path, address: str | None, digest: str) -> tuple[writing.Written, bool]:
    """Write what is not up to date; tell also whether some files could not be read, which each run is to say anew."""
    stock = planning.stock_of(session.project, session.sources, address, writing.kept_in(folder))
    faulty = bool(session.sources.issues)
    planned = list(planning.plan(stock))
    gc.freeze()  # what was read stays to the end: the garbage collector need not walk it again and again
    with output.bar("pages") as progress:
        return writing.write(planned, folder, progress, "" if faulty else digest), faulty


COMMANDS = (site,)
