"""A record on a terminal: facts and claims with numbered evidence, then the evidence. Level 7.

In: a `Dossier`. Out: text. Evidence that was only inferred or remembered is marked at the fact and in the list.
"""

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kinset.cli import output
from kinset.dossier import ClaimNote, Dossier, Fact, Value
from kinset.iri import spaced
from kinset.lineage.claims import EvidenceNote
from kinset.names import Directory
from kinset.vocab import KIN
from kinset.wording import is_true, plural, quantity, short_link, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

INDENT = 2  # spaces by which a part stands further in than its whole
FACT = 22  # letters of a fact's name in one line
GAPS = {KIN.unknown.value: "looked for, not found", KIN.none.value: "there is none of"}
MARKS = {"Inferred": "~", "Remembered": "?"}


class Page:
    """Prints a dossier; one page, one numbering of evidence."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.console = output.console()
        self.notes: dict[EvidenceNote, int] = {}

    def print(self, dossier: Dossier, kind: str) -> None:
        """Print a dossier, its parts and all its evidence."""
        self.console.print(Text.assemble((dossier.label, "bold"), f"   {kind}   ", (dossier.iri, "dim")))
        self._section(dossier, 0)
        self._parts(dossier, wholes(dossier), 1)
        self._evidence()

    def _parts(self, dossier: Dossier, whole: "Mapping[str, str]", depth: int) -> None:
        """Print the parts of a thing that stand below it, each with its own, a step further in."""
        for part in dossier.parts:
            if whole[part.iri] != dossier.iri:
                continue
            kind = ", ".join(name.lower() for name in part.classes)
            self.console.print()
            self._put(Text.assemble((part.label, "bold"), f"   {kind}"), depth)
            self._section(part, depth)
            self._parts(part, whole, depth + 1)

    def _put(self, what: Text | Table, depth: int) -> None:
        self.console.print(Padding(what, (0, 0, 0, INDENT * depth), expand=False))

    def _section(self, dossier: Dossier, depth: int) -> None:
        if dossier.identifiers:
            found = " · ".join(f"{scheme} {notation}" for scheme, notation in dossier.identifiers)
            self._put(Text(found, style="dim"), depth)
        for conflict in dossier.conflicts:
            says = " | ".join(conflict.says)
            self._put(Text.assemble(("Sources disagree", "yellow"), f" on {conflict.about}: {says}"), depth)
        table = Table.grid(padding=(0, 2))
        table.add_column(style="cyan", width=FACT, overflow="fold")
        table.add_column(overflow="fold")
        for fact in dossier.facts:
            table.add_row(Text(_name(fact)), self._text(self._values(fact), fact.evidence))
        for claim in dossier.claims:
            table.add_row(Text(claim.tie), self._text(_says(claim), claim.evidence))
        self._put(table, depth)

    def _values(self, fact: Fact) -> str:
        if fact.predicate in GAPS:
            return "; ".join(spaced(value.text) for value in fact.values)
        return "; ".join(self._value(value) for value in fact.values)

    def _value(self, value: Value) -> str:
        """Return a value; links to elsewhere are told in full."""
        outside = value.iri and not value.iri.startswith(self.directory.base.value)
        return value.iri if outside and value.iri.rstrip("/").endswith(value.text) else value.text

    def _text(self, words: str, evidence: "Iterable[EvidenceNote]") -> Text:
        text = Text(words)
        for note in evidence:
            number = self.notes.setdefault(note, len(self.notes) + 1)
            text.append(f" [{number}{MARKS.get(note.method, '')}]", style=output.WEAK.get(note.method, "dim"))
        return text

    def _evidence(self) -> None:
        if not self.notes:
            return
        self.console.print(Text("\nEvidence   ~ inferred, ? remembered, else read", style="bold"))
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", style="dim")
        table.add_column(overflow="fold")
        for note, number in self.notes.items():
            table.add_row(f"[{number}]", Text(self._note(note), style=output.WEAK.get(note.method, "")))
        self.console.print(table)

    def _note(self, note: EvidenceNote) -> str:
        thing = self.directory.by_iri.get(note.source)
        words = output.evidence_text(note, thing.label if thing else short_link(note.source))
        return f"{words}, checked {note.checked_on}" if note.checked_on else words


def wholes(dossier: Dossier) -> dict[str, str]:
    """Return the thing that each part is printed below: of several that it belongs to, the one furthest in."""
    found: dict[str, tuple[int, str]] = {}
    open_ = [(dossier, 0)]
    while open_:
        whole, depth = open_.pop()
        for part in whole.parts:
            if depth > found.get(part.iri, (-1, ""))[0]:
                found[part.iri] = (depth, whole.iri)
            open_.append((part, depth + 1))
    return {iri: whole for iri, (_, whole) in found.items()}


def _name(fact: Fact) -> str:
    return GAPS.get(fact.predicate, fact.name)


def _says(claim: ClaimNote) -> str:
    """Return a claim in words."""
    parts = {_name(fact): "; ".join(value.text for value in fact.values) for fact in claim.facts}
    if "Extent" in claim.classes:
        return _extent(parts)
    return ", ".join(f"{name} {value}" for name, value in parts.items())


def _extent(parts: dict[str, str]) -> str:
    """Return an extent as people say it: about 3,000 notes of adult patients."""
    unit, population = parts.get("unit", ""), parts.get("population")
    whom = f" ({population})" if population else ""
    told = [parts[name] for name in ("count", "count min", "count max") if name in parts]
    count, low, high = (whole_number(parts.get(name)) for name in ("count", "count min", "count max"))
    if count is low is high is None:  # what is no number, `check` reports; here it stands as it was written
        return f"{' to '.join(told) or 'an unknown number of'} {plural(unit)}{whom}"
    return quantity(unit, count, low, high, about=is_true(parts.get("approximate"))) + whom
