"""The command that writes the site: site. Level 7."""

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
    write_site(session, out, base_url, form)


def write_site(session: Session, out: Path | None, base_url: str | None, form: str = "text") -> None:
    """Write the site and tell what was done."""
    session.local_only("site")
    project = session.project
    folder = out or default_folder(project)
    if any(folder.resolve().is_relative_to(project.root / name) for name in ("ontology", "shapes", "data", "queries")):
        raise UsageError(f"{folder} lies among the catalogue's files.", hint="Name a folder outside with --out.")
    address = base_url or project.site
    stock = planning.stock_of(project, session.sources, address)
    with output.bar("pages") as progress:
        done = writing.write(planning.plan(stock), folder, progress)
    if session.sources.issues:
        click.echo("kinset: some files could not be read whole; `kinset check` tells which.", err=True)
    if address is None:
        click.echo(
            "kinset: no site map and no canonical addresses without --base-url (or `site` in kinset.toml).", err=True
        )
    if not planning.WORKBENCH.is_dir():
        click.echo(
            "kinset: the query workbench is not part of it: `make frontend` builds it, where there is Node.", err=True
        )
    if form == "json":
        output.print_json({"folder": str(folder), "site": address, **writing.as_json(done)})
        return
    click.echo(f"{folder}: {done.files:,} files, {done.written:,} of them new or changed, {done.removed:,} removed")
    click.echo(f"  See it: python -m http.server -d {folder} 8000, then http://localhost:8000/")


COMMANDS = (site,)
