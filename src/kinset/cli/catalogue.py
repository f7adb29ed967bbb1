"""Commands of stewards: check, build, fmt, new. Level 7."""

from importlib.metadata import version
from pathlib import Path

import click

from kinset import build as builds
from kinset import scaffold, turtle, validation
from kinset.cli import output, site
from kinset.cli.session import Session
from kinset.engine import EmbeddedEngine
from kinset.errors import CatalogueInvalid, UsageError
from kinset.graphs import assemble
from kinset.issues import Report
from kinset.project import Project
from kinset.reasoning import Reasoner
from kinset.sources import read_prefixes


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="List infos, too: nothing need be done about them.")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
@click.pass_obj
def check(session: Session, files: tuple[Path, ...], form: str, *, everything: bool) -> None:
    """Check the catalogue: files, shapes, and what spans records. Exit code 1 where there is a violation.

    All of it is checked; with FILES, only what is wrong in these is told.
    """
    session.local_only("check")
    graphs = assemble(session.project, session.sources)
    engine = EmbeddedEngine()
    engine.load(graphs.quads())
    report = validation.check(graphs, engine, session.queries.values(), session.query_files[1])
    if files:
        report = _told_of(report, files, session.project)
    if form == "json":
        output.print_json(output.report_json(report))
    elif form == "sarif":
        output.print_json(output.report_sarif(report, version("kinset")))
    else:
        output.print_report(report, session.sources.prefixes, everything=everything)
    raise click.exceptions.Exit(0 if report.conforms else 1)


def _told_of(report: Report, files: tuple[Path, ...], project: Project) -> Report:
    """Return the issues of some files; raises UsageError for one that the catalogue does not hold."""
    names = set()
    for path in files:
        found = next((here for here in (path, project.root / path) if here.is_file()), None)
        if found is None or not found.resolve().is_relative_to(project.root):
            raise UsageError(f"{path} is no file of the catalogue.", hint="As in data/dataset/ward-notes.ttl.")
        names.add(str(project.relative(found.resolve())))
    return Report.of(issue for issue in report.issues if issue.file in names)


@click.command()
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Where to build; build/ of the catalogue.")
@click.option("--reasoner", type=click.Choice([item.value for item in Reasoner]), default="fast", show_default=True)
@click.option("--site", "with_site", is_flag=True, help="Write the site, too, as `kinset site` does.")
@click.option("--base-url", metavar="URL", callback=site.base_url, help="Where the pages will stand.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def build(
    session: Session, *, out: Path | None, reasoner: str, with_site: bool, base_url: str | None, form: str
) -> None:
    """Check, infer, load the store and write the dumps. With unchanged input nothing is redone."""
    session.local_only("build")
    if base_url and not with_site:
        raise UsageError("--base-url is for the site.", hint="Add --site.")
    folder = out or builds.default_folder(session.project)
    try:
        with output.progress() as notify:
            done = builds.build(session.project, folder, reasoner=Reasoner(reasoner), notify=notify)
    except CatalogueInvalid as error:
        if form == "json":
            output.print_json(output.report_json(error.report))
        else:
            output.print_report(error.report, session.sources.prefixes, limit=20)
        raise
    made = site.write_site(session, None, base_url) if with_site else None
    if form == "json":
        told = {"folder": str(done.folder), "redone": done.redone, **done.manifest}
        output.print_json(told | ({"site": made.as_json()} if made else {}))
        return
    _tell(session, done)
    if made:
        site.tell(made)


def _tell(session: Session, done: builds.Build) -> None:
    """Tell what a build holds."""
    manifest = done.manifest
    if manifest["note"]:
        click.echo(manifest["note"], err=True)
    state = "Built" if done.redone else "Nothing changed; the build is up to date"
    entities = ", ".join(
        f"{manifest['entities'][kind]} {kind}" for kind in session.project.kinds if manifest["entities"].get(kind)
    )
    click.echo(f"{state}: {done.folder}")
    click.echo(f"  {manifest['asserted']:,} statements, {manifest['entailed']:,} more follow from them; {entities}")
    click.echo(f"  {', '.join(manifest['files'])}, {builds.STORE}/")
    found = ", ".join(f"{count} {severity}(s)" for severity, count in manifest["issues"].items())
    if found:
        click.echo(f"  The check notes {found}: `kinset check` lists them.")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 where a file is not in form.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def fmt(session: Session, files: tuple[Path, ...], *, only_check: bool, form: str) -> None:
    """Bring data and ontology (or the FILES named) into canonical form."""
    session.local_only("fmt")
    project, prefixes = session.project, read_prefixes(session.project)
    changed: list[str] = []
    broken: list[dict[str, object]] = []
    for path in files or _all_turtle(project):
        try:
            before = path.read_bytes().decode()  # as the reader takes it: other line ends are not in form
            entity = project.base.from_path(project.relative(path.resolve())) if _inside(path, project) else None
            after = turtle.format_text(before, prefixes.local_to(entity) if entity else prefixes, entity)
        except turtle.TurtleError as error:
            broken.append({"file": str(path), "line": error.line, "message": str(error)})
            continue
        except (OSError, UnicodeDecodeError) as error:
            broken.append({"file": str(path), "line": None, "message": f"cannot be read: {error}"})
            continue
        if after != before:
            changed.append(str(path))
            if not only_check:
                path.write_bytes(after.encode())
    if form == "json":
        output.print_json({"changed": changed, "broken": broken})
    else:
        for name in changed:
            click.echo(f"{name}: {'not in form; run `kinset fmt`' if only_check else 'formatted'}")
        for fault in broken:
            click.echo(f"{fault['file']}:{fault['line'] or 1}: {fault['message']}", err=True)
    raise click.exceptions.Exit(1 if broken or (only_check and changed) else 0)


def _all_turtle(project: Project) -> list[Path]:
    data = [path for path in project.data_files() if path.suffix == ".ttl"]
    return [*data, *project.ontology_files()]


def _inside(path: Path, project: Project) -> bool:
    return path.resolve().is_relative_to(project.root)


@click.command()
@click.argument("kind")
@click.argument("slug")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def new(session: Session, kind: str, slug: str, form: str) -> None:
    """Start the record of a KIND called SLUG; `kinset check` then says what it still needs."""
    session.local_only("new")
    if session.project.shipped:
        raise UsageError("The catalogue that the program ships is not written to.", hint="Name your own with -C DIR.")
    path = scaffold.write(session.project, read_prefixes(session.project), kind, slug)
    relative = session.project.relative(path)
    if form == "json":
        output.print_json({"file": str(relative), "iri": session.project.base.from_path(relative)})
        return
    click.echo(f"Wrote {path}. Fill it in: `kinset check {relative}` tells what is wrong or missing,")
    click.echo(f"`kinset coverage {slug}` what such a record is expected to say, `kinset fmt` brings it into form.")


COMMANDS = (check, build, fmt, new)
