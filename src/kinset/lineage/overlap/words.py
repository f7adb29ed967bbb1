"""An answer as one paragraph that can stand in a paper, generated from its proof. Part of level 4.

In: an `Answer` and the labels of things. Out: plain text. It says no more than the proof does.
"""

from collections.abc import Callable, Iterable

from kinset.lineage.overlap.phrases import listed, plural
from kinset.lineage.overlap.reasons import Reason
from kinset.lineage.overlap.solve import Verdict
from kinset.lineage.overlap.verdict import Answer, Step, UnitAnswer

Label = Callable[[str], str]

REASONS = {
    Reason.COMMON_SOURCE: "both descend from one source",
    Reason.UNPINNED_VERSION: "no version is named where versions exist",
    Reason.SPLIT_UNKNOWN: "it is not known which split the shared records are in",
    Reason.SYNTHETIC: "text was generated from records of the source",
    Reason.SAME_CUSTODIAN: "one custodian holds the records of both",
    Reason.REVISION_UNKNOWN: "it is not recorded what changed between versions",
    Reason.ASSUMED_CLOSURE: "that the recorded sources are all is only assumed",
    Reason.UNIT_NOT_HELD: "it is not recorded that both have such units",
    Reason.NO_LINK_RECORDED: "no link between them is recorded, which proves nothing",
}


def paragraph(answer: Answer, label: Label) -> str:
    """Return the reading of an answer: one sentence or two for each group of units with one verdict and proof."""
    sentences = [_sentence(group, label) for group in groups(answer.by_unit)]
    if splits_differ(answer):
        sentences.append("The verdict on the whole is not one on its splits, which differ.")
    return " ".join(sentences)


def splits_differ(answer: Answer) -> bool:
    """Tell whether a pair of splits has another verdict than the whole at a unit that both are judged by."""
    whole = {one.unit: one.verdict for one in answer.by_unit}
    return any(whole.get(one.unit, one.verdict) is not one.verdict for cell in answer.by_split for one in cell.by_unit)


def groups(answers: Iterable[UnitAnswer]) -> list[list[UnitAnswer]]:
    """Return the answers of units, put together where train, verdict and proof or reasons are the same."""
    found: dict[object, list[UnitAnswer]] = {}
    for answer in answers:
        found.setdefault((answer.train, answer.verdict, answer.proof, answer.reasons), []).append(answer)
    return list(found.values())


def _sentence(group: list[UnitAnswer], label: Label) -> str:
    first = group[0]
    units = listed(plural(answer.unit) for answer in group)
    one, other = label(first.train), label(first.test)
    proof = _because(first.proof)
    if first.verdict is Verdict.SHARES:
        some = " in at least one of their versions" if "unpinned-version" in first.flags else ""
        text = f"{one} and {other} share {units}{some}: {proof}."
    elif first.verdict is Verdict.DISJOINT:
        text = f"{one} and {other} have no {units} in common: {proof}."
    elif first.verdict is Verdict.CONFLICT:
        quarrel = listed(step.says for step in first.contested[0]) if first.contested else "both follow"
        claim = "share" if first.forces is Verdict.SHARES else "have no"
        text = f"Sources contradict each other on whether {one} and {other} {claim} {units}: {quarrel}."
    else:
        why = listed(REASONS[reason] for reason in first.reasons) or "nothing recorded decides it"
        text = f"Whether {one} and {other} share {units} is not known: {why}."
    weak = {"Inferred": "inferred", "Remembered": "from memory"}.get(first.weakest)
    return f"{text} The weakest evidence for this is {weak}." if weak else text


def _because(steps: tuple[Step, ...]) -> str:
    return "; ".join(step.says for step in steps)


def as_json(answer: Answer) -> dict[str, object]:
    """Return an answer as the contract of `kinset leak --format json` tells it.

    `train` is one IRI, or a list where several training sets were given.
    """
    head = answer.headline
    return {
        "train": answer.trains[0] if len(answer.trains) == 1 else list(answer.trains),
        "test": answer.test,
        **unit_json(head),
        "commonSources": list(answer.common_sources),
        "byUnit": {one.unit: {"train": one.train, **unit_json(one)} for one in answer.by_unit},
        "bySplit": [
            {
                "train": cell.train,
                "test": cell.test,
                **unit_json(cell.headline),
                "byUnit": {one.unit: one.verdict.value for one in cell.by_unit},
            }
            for cell in answer.by_split
        ],
        "complete": all(one.complete for one in answer.by_unit),
    }


def unit_json(answer: UnitAnswer) -> dict[str, object]:
    """Return the verdict at one unit as plain values."""
    return {
        "verdict": answer.verdict.value,
        "unit": answer.unit,
        "reasons": [reason.value for reason in answer.reasons],
        "flags": list(answer.flags),
        "forces": answer.forces.value if answer.forces else None,
        "proof": [_step(step) for step in answer.proof],
        "contested": [[_step(step) for step in quarrel] for quarrel in answer.contested],
        "weakest": answer.weakest or None,
        "wouldDecide": list(answer.would_decide),
    }


def _step(step: Step) -> dict[str, object]:
    return {
        "claim": step.claim,
        "predicate": step.predicate or None,
        "says": step.says,
        "method": step.method or None,
        "default": step.default,
        "contested": step.contested,
        "evidence": [
            {
                "source": note.source,
                "locator": note.locator or None,
                "method": note.method or None,
                "checkedOn": note.checked_on or None,
                "sourceRole": note.source_role or None,
                "sourceDate": note.source_date or None,
            }
            for note in step.evidence
        ],
    }
