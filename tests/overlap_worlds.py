"""Worlds of patients, encounters and notes, with catalogues that say nothing but the truth about them.

A thing's units are stored by unit name; a point of a unit is a number. Notes and encounters lie in patients (always),
notes in encounters only sometimes. Whatever the solver concludes from such a catalogue must hold in its world.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field

from kinset.lineage.claims import EvidenceNote
from kinset.lineage.overlap.statements import Claim, Node, Statements

ORDER = {"Note": ("Patient",), "Encounter": ("Patient",), "Patient": (), "Question": ()}
UNITS = {
    name: Node(name, {"order": (str(place),), "alwaysWithin": above, "standAlone": ("true",) if not above else ()})
    for place, (name, above) in enumerate(ORDER.items())
}
UNITS["Patient"] = Node("Patient", {"order": ("2",)})
Points = dict[str, frozenset[int]]


def kind(rule: str, closure: str = "ClosedByDefault", verbatim: str = "false", *units: str) -> Node:
    values = {"witnessRule": (rule,), "closureRule": (closure,), "verbatim": (verbatim,), "witnessUnit": units}
    return Node(rule, values)


KINDS = {
    "SubsetOf": kind("AtUnitAndCoarser", verbatim="true"),
    "AnnotationOf": kind("AtUnitAndCoarser"),
    "MergeOf": kind("AtUnitAndCoarser", "NotClosedByDefault"),
    "ModuleOf": kind("AtSharedUnits", "ClosedIfWholeCollection"),
    "SynthesizedFrom": kind("AtNamedUnits", "NotClosedByDefault", "false", "Patient"),
}


@dataclass
class World:
    """A made-up world and the true statements about it."""

    source: random.Random
    note_of: list[int] = field(default_factory=list)
    encounter_of: list[int] = field(default_factory=list)
    points: dict[str, Points] = field(default_factory=dict)
    things: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)

    def statements(self) -> Statements:
        nodes = {
            iri: Node(iri, {name: tuple(sorted(values)) for name, values in properties.items() if values})
            for iri, properties in self.things.items()
        }
        notes = {
            claim: ((EvidenceNote(f"{claim}-e", "", "", "Read", "", "", date), frozenset[str]()),)
            for claim, date in self.dates.items()
        }
        claims = tuple(sorted(self.claims, key=lambda claim: (claim.tie, claim.holder, claim.node.iri)))
        return Statements(UNITS, KINDS, nodes, claims, {}, notes)

    def likely(self, chance: float) -> bool:
        return self.source.random() < chance

    def say(self, holder: str, tie: str, **values: object) -> str:
        iri = f"{holder}#{tie}-{len(self.claims)}"
        texts = {
            name: tuple(sorted(str(one) for one in (value if isinstance(value, list) else [value])))
            for name, value in values.items()
        }
        self.claims.append(Claim(holder, tie, Node(iri, texts)))
        return iri

    # ------------------------------------------------------------------ points

    def images(self, points: Points) -> Points:
        patients = {self.note_of[note] for note in points["Note"]}
        patients |= {self.encounter_of[encounter] for encounter in points["Encounter"]}
        return {**points, "Patient": points["Patient"] | patients}

    def some(self, points: frozenset[int], chance: float = 0.5) -> frozenset[int]:
        return frozenset(point for point in sorted(points) if self.likely(chance))

    def any_points(self) -> Points:
        return self.images(
            {
                "Note": self.some(frozenset(range(len(self.note_of))), 0.4),
                "Encounter": self.some(frozenset(range(len(self.encounter_of))), 0.4),
                "Patient": frozenset(),
            }
        )

    # ------------------------------------------------------------------ statements

    def thing(self, iri: str, points: Points, kind_: str = "Dataset") -> None:
        """Add a thing and true facts on what it holds."""
        self.points[iri] = points
        properties: dict[str, list[str]] = defaultdict(list, {"type": [kind_]})
        self.things[iri] = properties
        for unit in ("Note", "Encounter"):
            covered = {(self.note_of if unit == "Note" else self.encounter_of)[point] for point in points[unit]}
            if points[unit] and covered == points["Patient"] and self.likely(0.6):
                properties["carriedBy"].append(unit)
        filled = [unit for unit in points if points[unit]]
        if filled and self.likely(0.7):
            properties["drawnBy"].append(self.source.choice(filled))

    def count(self, iri: str, *, union: bool = False) -> None:
        for unit, points in self.points[iri].items():
            if self.likely(0.3):
                self.say(iri, "extent", unit=unit, count=len(points))
            if points and self.likely(0.1):
                self.say(iri, "extent", unit=unit, count=len(points) // 2 or 1, population="some")
            if points and self.likely(0.1):
                self.say(iri, "extent", unit=unit, count=self.source.randint(1, 9), approximate="true")
            if not union and self.likely(0.1):
                self.say(iri, "extent", unit=unit, countMin=max(len(points) - 1, 0), countMax=len(points) + 1)

    def versions(self, iri: str) -> None:
        """Give a dataset two or three versions; it is their union."""
        numbers = [f"{iri}/{number}" for number in range(self.source.randint(2, 3))]
        previous: Points | None = None
        for place, version in enumerate(numbers):
            base = previous or self.any_points()
            points = base if self.likely(0.3) else self.images({unit: self.some(base[unit], 0.8) for unit in base})
            if self.likely(0.3):
                more = self.any_points()
                points = {unit: points[unit] | more[unit] for unit in points}
            self.thing(version, points, "Version")
            self.things[version]["isVersionOf"] = [iri]
            self.things[version]["issued"] = [f"20{10 + place}"]
            if previous is not None:
                self.change(version, numbers[place - 1])
            previous = points
        union = {
            unit: frozenset(point for version in numbers for point in self.points[version][unit])
            for unit in self.points[numbers[0]]
        }
        self.thing(iri, union)
        # What is said of the whole holds of each version: what drew it, drew them.
        drawn = [unit for unit in self.things[iri]["drawnBy"] if all(self.points[one][unit] for one in numbers)]
        carried = [unit for unit in self.things[iri]["carriedBy"] if all(self.points[one][unit] for one in numbers)]
        self.things[iri].update({"drawnBy": drawn, "carriedBy": carried})
        if self.likely(0.5):
            self.things[iri]["versionsComplete"] = ["true"]

    def change(self, new: str, old: str) -> None:
        for unit in self.points[new]:
            fresh, kept = (
                self.points[new][unit] - self.points[old][unit],
                self.points[old][unit] - self.points[new][unit],
            )
            if self.likely(0.5):
                adds, removes = ("Some" if fresh else "None"), ("Some" if kept else "None")
                self.say(new, "change", unit=unit, adds=adds, removes=removes, **{"from": old})

    def splits(self, iri: str) -> None:
        """Split a thing by one unit into two, now and then leaving some out."""
        unit = self.source.choice(["Note", "Encounter", "Patient"])
        points, exhaustive = self.points[iri], self.likely(0.6)
        chosen = points[unit] if exhaustive else self.some(points[unit], 0.8)
        first = self.some(chosen)
        parts = []
        for name, own in (("train", first), ("test", chosen - first)):
            inner: Points = {one: frozenset() for one in points}
            inner[unit] = own
            if unit == "Patient":
                inner["Note"] = frozenset(note for note in points["Note"] if self.note_of[note] in own)
                inner["Encounter"] = frozenset(one for one in points["Encounter"] if self.encounter_of[one] in own)
            self.thing(f"{iri}/{name}", self.images(inner), "Part")
            self.things[f"{iri}/{name}"]["isPartOf"] = [iri]
            parts.append(f"{iri}/{name}")
        self.say(iri, "partition", unit=unit, part=parts, exhaustive="true" if exhaustive else "false")

    def meant(self, iri: str) -> tuple[str, str]:
        """Return how a claim names a thing, and what it means by it: now and then only the dataset is named."""
        whole = self.things[iri].get("isVersionOf", [])
        return (whole[0], iri) if whole and self.likely(0.4) else (iri, iri)

    def derived(self, iri: str) -> None:
        """Derive a thing from one or two others; all that is said of it is true."""
        merge = self.likely(0.3)
        name = "MergeOf" if merge else self.source.choice([one for one in KINDS if one != "MergeOf"])
        known = [one for one in self.points if not self.is_union(one)]
        sources = self.source.sample(known, min(len(known), 2 if merge else 1))
        unit = (
            "Patient"
            if name in {"SynthesizedFrom", "ModuleOf"}
            else self.source.choice(["Note", "Encounter", "Patient"])
        )
        taken: list[tuple[str, Points]] = []
        for origin in sources:
            chosen = self.some(self.points[origin][unit], 0.7)
            if chosen:
                taken.append((origin, self.taken(origin, unit, chosen, verbatim=name in {"SubsetOf", "ModuleOf"})))
        if not taken:
            return
        points = {one: frozenset(point for _, some in taken for point in some[one]) for one in taken[0][1]}
        extra = self.likely(0.25) and name != "ModuleOf"
        if extra:
            more = self.any_points()
            points = {one: points[one] | more[one] for one in points}
        self.thing(iri, points)
        for origin, _some in taken:
            named, _ = self.meant(origin)
            full = self.points[origin][unit] <= points[unit] and name != "ModuleOf"
            if name == "SubsetOf" and full:
                full = all(self.points[origin][low] <= points[low] for low in ("Note", "Encounter"))
            coverage = {"coverage": "Full"} if full and self.likely(0.5) else {}
            claim = self.say(iri, "qualifiedDerivation", entity=named, kind=name, unit=unit, **coverage)
            if self.likely(0.5):
                issued = self.things[origin].get("issued")
                self.dates[claim] = issued[0] if issued else "2030"
        self.parentage(iri, name, extra=extra)

    def parentage(self, iri: str, name: str, *, extra: bool) -> None:
        """Say whether the sources are all; where they are not and the kind's default says they are, always."""
        if extra and (self.likely(0.5) or name not in {"MergeOf", "SynthesizedFrom"}):
            self.say(iri, "parentage", completeness="Incomplete")
        elif not extra and self.likely(0.6):
            self.say(iri, "parentage", completeness="Complete")

    def taken(self, origin: str, unit: str, chosen: frozenset[int], *, verbatim: bool) -> Points:
        """Return what comes along with the chosen units of a source."""
        points: Points = {"Note": frozenset(), "Encounter": frozenset(), "Patient": frozenset()}
        points[unit] = chosen
        if unit == "Patient" and verbatim:
            whole = self.points[origin]
            points["Note"] = frozenset(note for note in whole["Note"] if self.note_of[note] in chosen)
            points["Encounter"] = frozenset(one for one in whole["Encounter"] if self.encounter_of[one] in chosen)
        return self.images(points)

    def is_union(self, iri: str) -> bool:
        return any(iri in other.get("isVersionOf", []) for other in self.things.values())

    def compare(self) -> None:
        """State an overlap or a disjointness that is true of what the claim means."""
        known = [one for one in self.points if not self.is_union(one)]
        if len(known) < 2:
            return
        one, other = self.source.sample(known, 2)
        unit = self.source.choice(["Note", "Encounter", "Patient"])
        tie = "overlap" if self.points[one][unit] & self.points[other][unit] else "disjointness"
        named = [self.meant(one)[0], self.meant(other)[0]]
        if named[0] != named[1]:
            self.say(one, tie, unit=unit, between=named)


def random_world(seed: int) -> World:
    source = random.Random(seed)  # noqa: S311 - seeded, not secret
    world = World(source)
    world.note_of = [source.randrange(5) for _ in range(7)]
    world.encounter_of = [source.randrange(5) for _ in range(6)]
    for number in range(2):
        iri = f"https://e.org/dataset/s{number}"
        if world.likely(0.5):
            world.versions(iri)
        else:
            world.thing(iri, world.any_points())
    for number in range(source.randint(1, 4)):
        world.derived(f"https://e.org/dataset/d{number}")
    for iri in list(world.points):
        if world.likely(0.3) and not world.is_union(iri):
            world.splits(iri)
    for iri in list(world.points):
        world.count(iri, union=world.is_union(iri))
    for _ in range(source.randint(0, 2)):
        world.compare()
    return world
