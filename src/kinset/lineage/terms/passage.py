"""What passes along what: the table of the ontology, and what each of its effects means. Level 4.

In: an engine. Out: a `PassageTable` (class of rule, channel -> effect), the channel of each kind of derivation and
influence, the uses that may be asked about, and the order of actions, scopes and levels of access.

The cells are data (kin:Passage). Only the meaning of an effect stands here, once, in `EFFECTS`, by the effect's name.
"""

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kinset.engine import Engine
from kinset.lineage.terms.policies import PREFIXES, Rule, RuleKind, described, name, text
from kinset.triples import Term
from kinset.vocab import KIN, ODRL

_PASSAGES = (
    PREFIXES
    + """SELECT ?class ?channel ?effect WHERE {
  ?passage a kin:Passage ; kin:ruleClass ?class ; kin:channel ?channel ; kin:effect ?effect .
}"""
)

_KINDS = (
    PREFIXES
    + """SELECT ?kind ?channel ?verbatim WHERE {
  ?kind kin:channel ?channel .
  FILTER NOT EXISTS { ?kind a kin:Passage }
  OPTIONAL { ?kind kin:verbatim ?verbatim }
}"""
)

_ACTIONS = PREFIXES + "SELECT ?action ?wider WHERE { ?action odrl:includedIn ?wider }"

_USES = (
    PREFIXES
    + """SELECT ?use ?notation ?label ?action ?order WHERE {
  ?use a kin:IntendedUse ; skos:notation ?notation ; rdfs:label ?label .
  OPTIONAL { ?use odrl:action ?action }
  OPTIONAL { ?use kin:order ?order }
}"""
)

_SCOPES = PREFIXES + "SELECT ?wider ?narrower WHERE { ?wider a kin:Scope ; skos:narrower ?narrower }"

_LEVELS = (
    PREFIXES
    + """SELECT ?node ?predicate ?value WHERE {
  VALUES ?predicate { rdfs:label kin:order skos:closeMatch }
  ?node a kin:AccessLevel ; ?predicate ?value .
}"""
)


class Passing(enum.IntEnum):
    """How far a rule of the source reaches what was made of it; along a path the least of its steps counts."""

    NONE = 0  # not at all
    REBUILD = 1  # whoever rebuilds the dataset from the source
    CHECK = 2  # the making itself must have kept the rule
    REVIEW = 3  # nobody can say without review
    BINDS = 4  # it binds


@dataclass(frozen=True, slots=True)
class Effect:
    """What an effect does to a rule: `usual`; `attribution` to duties to name or cite the source."""

    usual: Passing
    attribution: Passing


def _plain(passing: Passing) -> Effect:
    return Effect(passing, passing)


EFFECTS: Mapping[str, Effect] = {
    "Passes": _plain(Passing.BINDS),
    "Unites": _plain(Passing.BINDS),
    "MustAgree": _plain(Passing.BINDS),
    "PassesWithCopyrightTest": _plain(Passing.BINDS),
    "AtLeastAsStrict": _plain(Passing.BINDS),
    "BindsUses": _plain(Passing.BINDS),
    "PassesByPolicy": _plain(Passing.REVIEW),  # where the policy says so, it binds: see PassageTable.passing
    "NeedsReview": _plain(Passing.REVIEW),
    "OnlyByPolicy": _plain(Passing.NONE),  # likewise
    "AttributionElseReview": Effect(Passing.REVIEW, Passing.BINDS),
    "ChecksActivity": _plain(Passing.CHECK),
    "ChecksTraining": _plain(Passing.CHECK),
    "BindsRebuilding": _plain(Passing.REBUILD),
    "AsksCitation": Effect(Passing.NONE, Passing.BINDS),
    "DoesNotPass": _plain(Passing.NONE),
}
_DOUBT = _plain(Passing.REVIEW)  # a cell that is missing, or an effect that the program does not know

COPYRIGHT_TEST = "PassesWithCopyrightTest"
MUST_AGREE = "MustAgree"
AT_LEAST_AS_STRICT = "AtLeastAsStrict"
CHECKS_TRAINING = "ChecksTraining"
CHECKS_ACTIVITY = "ChecksActivity"
BINDS_REBUILDING = "BindsRebuilding"


@dataclass(frozen=True)
class Actions:
    """The order of actions: `wider` gives what an action is directly included in."""

    wider: Mapping[str, tuple[str, ...]]

    def widening(self, action: str) -> frozenset[str]:
        """Return the action and everything that includes it."""
        found, queue = {action}, [action]
        while queue:
            for wider in self.wider.get(queue.pop(), ()):
                if wider not in found:
                    found.add(wider)
                    queue.append(wider)
        return frozenset(found)

    def covers(self, rule: Rule, action: str) -> bool:
        """Tell whether a rule speaks of an action: its own is the same or wider."""
        return not self.widening(action).isdisjoint(rule.actions)

    def touches(self, rule: Rule, action: str) -> bool:
        """Tell whether a rule speaks of an action or of a part of it."""
        return self.covers(rule, action) or any(action in self.widening(own) for own in rule.actions)


@dataclass(frozen=True, slots=True)
class Use:
    """A use that somebody asks about; `actions` are IRIs: all of them are done in it."""

    name: str
    label: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessLevel:
    """A level of access; the greater `order`, the harder to come by; `public` and `closed` as the EU's list has it."""

    name: str
    label: str
    order: int
    public: bool
    closed: bool


@dataclass(frozen=True)
class PassageTable:
    """The table and the orders that go with it.

    Attributes:
        cells: (class of rule, channel) -> name of the effect.
        channels: kind of derivation or influence, or role of a use -> channel.
        verbatim: the kinds of which each record stands whole and unchanged in what was derived.
        actions, uses, levels: by IRI, by name, by name.
        narrower: scope -> the scopes that it contains.
    """

    cells: Mapping[tuple[str, str], str]
    channels: Mapping[str, str]
    verbatim: frozenset[str]
    actions: Actions
    uses: Mapping[str, Use]
    narrower: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, AccessLevel]

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The classes of rules."""
        return tuple(sorted({rule_class for rule_class, _channel in self.cells}))

    @cached_property
    def licence_classes(self) -> frozenset[str]:
        """The classes of which a work can have one set of rules only: those that must agree where they meet."""
        return frozenset(rule_class for (rule_class, _channel), effect in self.cells.items() if effect == MUST_AGREE)

    @cached_property
    def person_classes(self) -> frozenset[str]:
        """The classes that bind who gets access."""
        return frozenset(
            rule_class for (rule_class, _channel), effect in self.cells.items() if effect == AT_LEAST_AS_STRICT
        )

    def channels_with(self, effect: str) -> frozenset[str]:
        """Return the channels in which any class has an effect."""
        return frozenset(channel for (_class, channel), found in self.cells.items() if found == effect)

    def passing(self, rule: Rule, channel: str) -> Passing:
        """Return how far a rule reaches through one channel; what the policy itself says comes first."""
        if channel in rule.through:
            return Passing.BINDS
        effect = EFFECTS.get(self.cells.get((rule.rule_class, channel), ""), _DOUBT)
        return effect.attribution if self.is_attribution(rule) else effect.usual

    def along(self, rule: Rule, channels: Iterable[str]) -> Passing:
        """Return how far a rule reaches along a path: the least of its channels."""
        return min((self.passing(rule, channel) for channel in channels), default=Passing.BINDS)

    def inert(self, channels: Iterable[str]) -> bool:
        """Tell whether no rule, whatever it says, reaches along these channels, but for being cited."""
        used = tuple(channels)
        return bool(used) and all(
            min(EFFECTS.get(self.cells.get((known, channel), ""), _DOUBT).usual for channel in used) is Passing.NONE
            for known in self.classes
        )

    def is_attribution(self, rule: Rule) -> bool:
        """Tell whether a rule is a duty to name or cite the source."""
        return rule.kind is RuleKind.DUTY and any(
            ODRL.attribute.value in self.actions.widening(action) for action in rule.actions
        )

    def leaves(self, scope: str) -> tuple[str, ...]:
        """Return the smallest scopes in a scope."""
        inner = self.narrower.get(scope, ())
        return tuple(leaf for part in inner for leaf in self.leaves(part)) if inner else (scope,)

    def contains(self, scope: str, inner: str) -> bool:
        """Tell whether a scope is another or contains it."""
        return scope == inner or any(self.contains(part, inner) for part in self.narrower.get(scope, ()))

    def channel(self, kind: str, *, by_model: bool) -> str:
        """Return the channel of a kind; uses without one are training where a model uses, else the records flow."""
        usual = KIN.Modelling if by_model else KIN.RecordsFlow
        return self.channels.get(kind) or name(usual)


def read_table(engine: Engine) -> PassageTable:
    """Read the table and the orders that go with it from an engine."""
    cells = {
        (name(row.get("class")), name(row.get("channel"))): name(row.get("effect"))
        for row in engine.select(_PASSAGES).dicts()
    }
    kinds = list(engine.select(_KINDS).dicts())
    return PassageTable(
        cells=cells,
        channels={name(row.get("kind")): name(row.get("channel")) for row in kinds},
        verbatim=frozenset(name(row.get("kind")) for row in kinds if text(row.get("verbatim")) == "true"),
        actions=Actions(_pairs(engine.select(_ACTIONS).dicts(), text)),
        uses=_uses(engine),
        narrower=_pairs(engine.select(_SCOPES).dicts(), name),
        levels=_levels(engine),
    )


def _pairs(rows: Iterable[Mapping[str, Term]], read: Callable[[Term | None], str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        first, second = row.values()
        found.setdefault(read(first), set()).add(read(second))
    return {key: tuple(sorted(values)) for key, values in found.items()}


def _uses(engine: Engine) -> dict[str, Use]:
    drafts: dict[str, tuple[int, str, set[str]]] = {}
    for row in engine.select(_USES).dicts():
        order = text(row.get("order"))
        draft = drafts.setdefault(
            text(row.get("notation")), (int(order) if order.isdigit() else 0, text(row.get("label")), set())
        )
        if "action" in row:
            draft[2].add(text(row["action"]))
    ordered = sorted(drafts.items(), key=lambda item: (item[1][0], item[0]))
    return {key: Use(key, label, tuple(sorted(actions))) for key, (_order, label, actions) in ordered}


def _levels(engine: Engine) -> dict[str, AccessLevel]:
    found = {}
    for iri, values in described(engine.select(_LEVELS).dicts()).items():
        matches = {name(term) for term in values.get("closeMatch", ())}
        level = iri.rpartition("#")[2]
        found[level] = AccessLevel(
            name=level,
            label=next((text(term) for term in values.get("label", ())), level),
            order=next((int(text(term)) for term in values.get("order", ())), 0),
            public="PUBLIC" in matches,
            closed="NON_PUBLIC" in matches,
        )
    return found
