"""The command of inherited terms. Level 7."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kinset.cli import output
from kinset.cli.session import Session
from kinset.cli.sources import card_option, cite_option, named_by, print_citations
from kinset.errors import UsageError
from kinset.iri import spaced
from kinset.lineage.terms.assessment import Assessment, Question, read_assessor
from kinset.lineage.terms.outcomes import Outcome, Verdict
from kinset.lineage.terms.terms_text import HOW_FAR, NOTICE, Teller

if TYPE_CHECKING:
    from rich.text import Text

COLOURS = {Outcome.PERMITTED: "green", Outcome.REVIEW: "yellow", Outcome.PROHIBITED: "red"}
SCOPES = ("Data", "Text", "Annotations", "Code", "Weights", "Metadata")
USES = (
    "redistribute", "train", "evaluate", "third_party_api", "commercial_use", "publish_model", "derive", "annotate",
)  # fmt: skip
GOVERNED = frozenset({"dataset", "model", "challenge", "version", "part", "split", "track"})
SHOWN = 6  # reasons of one outcome; the rest are counted, and stand in the JSON


@click.command()
@click.argument("names", nargs=-1)
@card_option
@cite_option
@click.option("--use", "uses", multiple=True, type=click.Choice(USES), help="Only this use; may be repeated.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day whose rules are asked about; today by default."
)
@click.option(
    "--scope", type=click.Choice(SCOPES, case_sensitive=False), help="Data by default; of a model, its weights."
)
@click.option("--merge", is_flag=True, help="Ask what would bind a merge of all NAMES.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def terms(
    session: Session,
    names: tuple[str, ...],
    uses: tuple[str, ...],
    day: datetime | None,
    scope: str | None,
    *,
    merge: bool,
    form: str,
    card: Path | None,
    cite: str | None,
) -> None:
    """Tell what binds NAMES: inherited conditions, the outcome of each use, conflicts, the way to access.

    It is a review aid and no legal advice.
    """
    named = named_by(session, card)
    things = tuple(
        dict.fromkeys([*(_governed(session, name) for name in names), *(thing.iri for thing in named.things)])
    )
    if not things:
        raise UsageError("Nothing is named.", hint="Name a dataset or model, or a card with --from-card FILE.")
    if merge and len(things) < 2:
        raise UsageError(
            "A merge needs two things that differ.", hint="Name several, as in `kinset terms A B --merge`."
        )
    asked = (day or datetime.now(tz=UTC)).date().isoformat()
    assessor = read_assessor(session.engine, session.directory)
    teller = Teller(assessor.register)
    groups = [things] if merge else [(thing,) for thing in things]
    found = [assessor.assess(Question(group, asked, scope or "", uses)) for group in groups]
    if cite:
        print_citations(session, found, cite)
    elif form == "json":
        values = [{**teller.as_json(one), "unresolved": list(named.unresolved)} for one in found]
        output.print_json(values[0] if len(values) == 1 else values)
    else:
        for one in found:
            _Printer(teller, one).print()


def _governed(session: Session, name: str) -> str:
    """Return the thing of a name; refuse what terms do not govern."""
    thing = session.resolve(name, GOVERNED)
    if thing.kind not in GOVERNED:
        raise UsageError(
            f"'{name}' is of the kind {thing.kind}: terms govern datasets, models and challenges.",
            hint=f"`kinset show {name}` tells what is recorded of it.",
        )
    return thing.iri


class _Printer:
    """Prints an assessment for a person."""

    def __init__(self, teller: Teller, found: Assessment) -> None:
        self.teller = teller
        self.found = found
        self.console = output.console()

    def print(self) -> None:
        self.head()
        for verdict in self.found.verdicts.values():
            self.verdict(verdict)
        self.duties()
        self.conditions()
        self.conflicts()
        self.route()

    def line(self, text: "str | Text", style: str = "") -> None:
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        self.console.print(Text(text, style=style) if isinstance(text, str) else text)

    def title(self, text: str) -> None:
        self.line("")
        self.line(text, "bold")

    def head(self) -> None:
        question = self.found.question
        names = " + ".join(self.teller.label(thing) for thing in question.things)
        self.line(f"{names}  {self.found.scope}, rules in force on {question.day}", "bold")
        self.line(NOTICE, "dim")
        self.line("")
        self.line(self.teller.reading(self.found))
        self.line("")

    def verdict(self, verdict: Verdict) -> None:
        from rich.text import Text  # noqa: PLC0415 - starts slowly

        head = Text(f"{verdict.outcome.value:<10}", style=f"bold {COLOURS[verdict.outcome]}")
        self.line(head.append(f"  {verdict.use.label}", style="bold default"))
        reasons = list(self.teller.lines(verdict.because))
        for reason in reasons[:SHOWN]:
            self.line(f"    {reason}")
        self.rest(len(reasons) - SHOWN, "reasons")

    def rest(self, count: int, what: str) -> None:
        if count > 0:
            self.line(f"    … and {count} more {what}: --format json", "dim")

    def duties(self) -> None:
        """Tell what goes with every permitted use, once for all of them."""
        permitted = [one for one in self.found.verdicts.values() if one.outcome is Outcome.PERMITTED]
        if not permitted:
            return
        self.title("What goes with the permitted uses")
        duties: dict[str, list[str]] = {}
        for verdict in permitted:
            for text in self.teller.lines(one for one in verdict.duties if not self.teller.of_persons(one)):
                duties.setdefault(text, []).append(verdict.use.label)
            for text in self.teller.lines(verdict.limits):
                duties.setdefault(f"Forbidden: {text}", []).append(verdict.use.label)
        for told, uses in sorted(duties.items(), key=lambda item: item[0].startswith("Forbidden")):
            which = "" if len(uses) == len(permitted) else f"  [{', '.join(uses)}]"
            self.line(f"  {told}{which}")

    def conditions(self) -> None:
        self.title("Conditions, and the way on which each came")
        groups: dict[tuple[str, str, str, str], list[str]] = {}
        for condition in self.found.conditions:
            way = " > ".join(piece.says for piece in self.teller.via(condition.reach))
            holder = self.teller.label(condition.of)
            key = (condition.policy.label, condition.scope, holder, way)
            words = f"{_words(condition.rule_class)} {HOW_FAR[condition.passing]}"
            groups.setdefault(key, []).append(words)
        for (label, scope, holder, way), passings in groups.items():
            self.line(f"  {label} ({scope}) of {holder}: {'; '.join(passings)}")
            if way:
                self.line(f"      {way}", "dim")
        for text in dict.fromkeys(self.teller.reset(step) for step in self.found.resets):
            self.line(f"  {text}", "dim")

    def conflicts(self) -> None:
        self.title(f"Conflicts ({len(self.found.conflicts)})")
        for conflict in self.found.conflicts:
            self.line(f"  {conflict.kind.value}  {conflict.says}", "yellow")
            for way in conflict.ways[:SHOWN]:
                path = " > ".join(piece.says for piece in self.teller.way(way))
                if path:
                    self.line(f"      {path}", "dim")
            self.rest(len(conflict.ways) - SHOWN, "strands")

    def route(self) -> None:
        self.title("Way to access")
        for place, step in enumerate(self.found.route, start=1):
            link = f"  {step.link}" if step.link else ""
            self.line(f"  {place}. {step.says}  [{self.teller.label(step.of)}: {step.reason.value}]{link}")
        if not self.found.route:
            self.line("  Nothing is recorded.")


def _words(rule_class: str) -> str:
    """Return a class of rules in words."""
    return spaced(rule_class).replace(" ", "-")


COMMANDS = (terms,)
