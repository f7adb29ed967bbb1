"""Commands of kinship: trace, timeline. Level 7."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kinset.cli import output
from kinset.cli.session import Session
from kinset.cli.sources import cite_option, print_citations
from kinset.cli.timeline import timeline
from kinset.iri import spaced
from kinset.lineage import drawing, pictures
from kinset.lineage.claims import Amount, EvidenceNote, StatedParentage, read_claims
from kinset.lineage.trace import Direction, Trace, TraceEdge, Tracer
from kinset.names import Directory
from kinset.wording import plural, short_link

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree


@click.command()
@click.argument("name")
@click.option("--up", "direction", flag_value="up", default="up", help="To what it was made of (the default).")
@click.option("--down", "direction", flag_value="down", help="To what was made of it.")
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="How many steps to go; all by default.")
@click.option("--influences", is_flag=True, help="Follow influences too: no records flow along them.")
@click.option(
    "--format", "form", type=click.Choice(["tree", "json", "dot", "mermaid", "svg"]), default="tree", show_default=True
)
@cite_option
@click.pass_obj
def trace(
    session: Session, name: str, direction: str, depth: int | None, *, influences: bool, form: str, cite: str | None
) -> None:
    """Draw the family tree of NAME, with the kind, unit, amount and evidence of every step."""
    thing = session.resolve(name)
    tracer = Tracer.of(read_claims(session.engine), session.directory, influences=influences)
    found = tracer.trace(thing.iri, Direction(direction), depth)
    if cite:
        print_citations(session, found, cite)
    elif form == "json":
        output.print_json(drawing.as_json(found))
    elif form == "dot":
        click.echo(drawing.as_dot(found), nl=False)
    elif form == "svg":
        click.echo(pictures.as_svg(found), nl=False)
    elif form == "mermaid":
        click.echo(drawing.as_mermaid(found), nl=False)
    else:
        _TreePrinter(found, session.directory).print()


class _TreePrinter:
    """Prints a trace as a tree; an entity that was drawn above is named again and not opened again."""

    def __init__(self, trace: Trace, directory: Directory) -> None:
        self.trace = trace
        self.directory = directory
        self.parentage = {node.iri: node.parentage for node in trace.nodes}
        self.edges: dict[str, list[TraceEdge]] = {}
        up = trace.direction is Direction.UP
        for edge in trace.edges:
            self.edges.setdefault(edge.origin if up else edge.target, []).append(edge)

    def print(self) -> None:
        from rich.tree import Tree  # noqa: PLC0415 - starts slowly

        console = output.console()
        root = Tree(self.title(self.trace.focus, self.trace.focus_part))
        drawn = {self.trace.focus}
        self.grow(root, drawn)
        console.print(root)
        ways = "sources" if self.trace.direction is Direction.UP else "descendants"
        if len(self.trace.nodes) == 1:
            console.print(f"No {ways} are recorded.")
        if not self.trace.complete:
            console.print(f"[yellow]Cut:[/] {self.trace.cut} more {ways} lie beyond this depth.")

    def branches(self, entity: str) -> Iterator[tuple[str, list[TraceEdge]]]:
        """Yield each far entity of the edges at an entity, with the claims that lead there."""
        groups: dict[str, list[TraceEdge]] = {}
        for edge in self.edges.get(entity, ()):
            groups.setdefault(edge.far(self.trace.direction), []).append(edge)
        yield from groups.items()

    def grow(self, root: "Tree", drawn: set[str]) -> None:
        """Hang everything on the root, depth first; without recursion, as a chain may be long."""
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        open_ = [(root, self.branches(self.trace.focus))]
        while open_:
            tree, branches = open_[-1]
            found = next(branches, None)
            if found is None:
                open_.pop()
                continue
            far, edges = found
            title = self.title(far, "")
            again = far in drawn
            if again:
                title.append("  (drawn above)", style="dim")
            for edge in edges:
                title.append_text(Text("\n").append_text(self.claim(edge)))
            branch = tree.add(title)
            if not again:
                drawn.add(far)
                open_.append((branch, self.branches(far)))

    def title(self, iri: str, part: str) -> "Text":
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        text = Text.assemble((self.directory.label(iri), "bold"))
        if part:
            text.append(f" {part}", style="bold")
        text.append(f"  {iri.removeprefix(self.directory.base.value)}", style="dim")
        for stated in dict.fromkeys(_parentage(stated, iri) for stated in self.parentage.get(iri, ())):
            text.append(f"  [{stated}]", style="green")
        return text

    def claim(self, edge: TraceEdge) -> "Text":
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        text = Text.assemble((f"  {_words(edge)}", "cyan"))
        for note in edge.link.evidence:
            style = output.WEAK.get(note.method, "dim")
            text.append(f"\n    {self.evidence(note)}", style=style)
        return text

    def evidence(self, note: EvidenceNote) -> str:
        thing = self.directory.by_iri.get(note.source)
        return output.evidence_text(note, thing.label if thing else short_link(note.source))


def _parentage(stated: StatedParentage, entity: str) -> str:
    """Return what is stated of the sources of an entity, or of a version or part of it, in words."""
    methods = {note.method for note in stated.evidence}
    weak = "" if "Read" in methods or "Computed" in methods else ", inferred"
    part = stated.holder[len(entity) + 1 :]
    whose = f" of {part}" if part else ""
    return f"parentage{whose} {stated.completeness.lower()}{weak}"


def _words(edge: TraceEdge) -> str:
    """Return what a claim says, in one line."""
    link = edge.link
    words = [spaced(link.kind) + (f" {edge.target_part}" if edge.target_part else "")]
    if edge.origin_part:
        words.append(f"for {edge.origin_part}")
    if link.coverage:
        words.append(f"{spaced(link.coverage)} coverage")
    if link.unit:
        words.append(f"by {spaced(link.unit)}")
    if link.amount:
        words.append(amount_text(link.amount))
    return ", ".join(words)


def amount_text(amount: Amount) -> str:
    """Return an amount in words."""
    about = "about " if amount.approximate else ""
    unit = plural(spaced(amount.unit)) if amount.count != 1 else spaced(amount.unit)
    if amount.count is not None:
        return f"{about}{amount.count:,} {unit}"
    if amount.maximum is None:
        return f"at least {amount.minimum:,} {unit}" if amount.minimum is not None else unit
    return f"{about}{amount.minimum or 0:,} to {amount.maximum:,} {unit}"


COMMANDS = (trace, timeline)
