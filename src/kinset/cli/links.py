"""How the answers of web addresses look: text for a steward, JSON for programs. Level 7.

In: links and what was seen of them. Out: text on standard output, or values for `output.print_json`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from kinset.links import Health, Link, Seen, Verdict
from kinset.prefixes import PrefixMap

PLACES = 3  # how many places of an address are printed
ADVICE = {
    Verdict.DEAD: "nothing is there: find the current home, and keep the old address as kin:formerLink",
    Verdict.FAILING: "no page came: this may pass, so check again before anything is changed",
    Verdict.MOVED: "alive elsewhere for good: put the new address in its place, and keep the old one as kin:formerLink",
    Verdict.REFUSED: "somebody answers, but no programs: look by hand",
}

Pair = tuple[Link, Seen]


def broken(link: Link, seen: Seen) -> bool:
    """Tell whether somebody must see to a link: it leads nowhere, and the catalogue does not call it a former one."""
    return seen.answer.verdict in {Verdict.DEAD, Verdict.FAILING} and not link.former


def print_answers(pairs: Sequence[Pair], prefixes: PrefixMap) -> None:
    """Print what a steward must look at, the worst first; then the totals."""
    for verdict, advice in ADVICE.items():
        shown = [(link, seen) for link, seen in pairs if seen.answer.verdict is verdict and _is_told(link, verdict)]
        if shown:
            click.secho(f"{verdict.value}: {advice}", bold=True)
        for link, seen in shown:
            _print_one(link, seen, prefixes)
    counts = Counter(seen.answer.verdict for _, seen in pairs)
    told = ", ".join(f"{counts[verdict]:,} {verdict.value}" for verdict in Verdict if counts[verdict])
    click.echo(f"{len(pairs):,} addresses: {told or 'nothing to ask'}.")
    former = sum(link.former and seen.answer.verdict in {Verdict.DEAD, Verdict.FAILING} for link, seen in pairs)
    if former:
        click.echo(f"{former:,} that lead nowhere are former links, as recorded.")


def _is_told(link: Link, verdict: Verdict) -> bool:
    """Former links may be dead; that a source moved matters only where the catalogue sends people there."""
    return link.current and not link.former if verdict is Verdict.MOVED else not link.former


def _print_one(link: Link, seen: Seen, prefixes: PrefixMap) -> None:
    answer = seen.answer
    what = " ".join(part for part in (str(answer.status or ""), answer.error or "") if part)
    click.echo(f"  {link.url}  {what}".rstrip())
    if answer.moved:
        click.echo(f"      → {answer.moved}")
    for place in link.places[:PLACES]:
        click.echo(f"      {place.file}:{place.line}  {prefixes.display(place.property)}")
    if len(link.places) > PLACES:
        click.echo(f"      … and {len(link.places) - PLACES} more places")
    if answer.verdict in {Verdict.DEAD, Verdict.FAILING}:
        click.echo(f"      last seen alive: {seen.alive or 'never'}")


def answers_json(pairs: Sequence[Pair], day: str, written: str | None) -> dict[str, Any]:
    """Return the answers as JSON values; absent parts are null."""
    counts = Counter(seen.answer.verdict for _, seen in pairs)
    return {
        "checked": day,
        "written": written,
        "counts": {verdict.value: counts[verdict] for verdict in Verdict},
        "broken": sum(broken(link, seen) for link, seen in pairs),
        "links": [
            {
                **asdict(seen.answer),
                "verdict": seen.answer.verdict.value,
                "checked": seen.checked,
                "alive": seen.alive,
                "broken": broken(link, seen),
                "places": [asdict(place) for place in link.places],
            }
            for link, seen in pairs
        ],
    }


def health_text(health: Health | None) -> str:
    """Return how the links were when last seen, in one line."""
    if health is None:
        return "Links were never checked: `kinset links` does, online."
    told = ", ".join(f"{count:,} {verdict.value}" for verdict, count in health.verdicts.items() if count)
    since = f" (since {health.oldest})" if health.oldest else ""
    return f"Links when last seen{since}: {told or 'none'}; {health.unchecked:,} of {health.addresses:,} never checked."


def health_json(health: Health | None) -> dict[str, Any] | None:
    """Return how the links were when last seen as JSON values; null where nobody looked yet."""
    if health is None:
        return None
    verdicts = {verdict.value: count for verdict, count in health.verdicts.items()}
    return {"addresses": health.addresses, **verdicts, "unchecked": health.unchecked, "oldest": health.oldest}
