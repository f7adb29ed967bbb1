"""Look-ups by which records are gathered, each thing that many records share read once. Level 5.

In: the triples of a catalogue. Out: texts, numbers, terms, and the agents, works, policies and identifiers that
records point at. Values stand in the order of `Triples`: sorted, so that the same catalogue gives the same records.
"""

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from kinset.iri import local_name
from kinset.records.record import Agent, Concept, Identifier, Rule, Terms, Text, Work
from kinset.triples import Term, Triples, several
from kinset.vocab import ADMS, DCAT, DCTERMS, FOAF, KIN, ODRL, PRISM, RDF, RDFS, SCHEMA, SKOS
from kinset.wording import whole_number

Said = Mapping[NamedNode, Term | list[Term]]

UNRANKED = 1_000_000  # behind every place that the ontology gives
_SORTS = {
    "permission": (ODRL.permission, KIN.duoIfPermitted),
    "prohibition": (ODRL.prohibition, KIN.duoIfProhibited),
    "obligation": (ODRL.obligation, KIN.duoIfRequired),
}


def nodes(said: Said, predicate: NamedNode) -> Sequence[NamedNode]:
    """Return the IRIs among the objects of a predicate, sorted."""
    found = said.get(predicate)
    if isinstance(found, list):
        return sorted((term for term in found if isinstance(term, NamedNode)), key=str)
    return (found,) if isinstance(found, NamedNode) else ()


def node(said: Said, predicate: NamedNode) -> NamedNode | None:
    """Return the first IRI among the objects of a predicate, or None."""
    found = said.get(predicate)
    if isinstance(found, list):
        return min((term for term in found if isinstance(term, NamedNode)), key=str, default=None)
    return found if isinstance(found, NamedNode) else None


def _literal(said: Said, predicate: NamedNode) -> Literal | None:
    """Return a literal: the English one, else the one without a language, else the first."""
    found = said.get(predicate)
    if not isinstance(found, list):
        return found if isinstance(found, Literal) else None
    literals = sorted((term for term in found if isinstance(term, Literal)), key=str)
    for wanted in ("en", None):
        for literal in literals:
            if literal.language == wanted:
                return literal
    return literals[0] if literals else None


def text(said: Said, predicate: NamedNode) -> str | None:
    """Return a literal's text: the English one, else the one without a language, else the first."""
    found = _literal(said, predicate)
    return found.value if found is not None else None


def told(said: Said, predicate: NamedNode) -> Text | None:
    """Return the same text with its language."""
    found = _literal(said, predicate)
    return Text(found.value, found.language or "") if found is not None else None


def texts(said: Said, predicate: NamedNode) -> tuple[Text, ...]:
    """Return the literals of a predicate with their languages, sorted."""
    found = said.get(predicate)
    if isinstance(found, Literal):
        return (Text(found.value, found.language or ""),)
    literals = sorted((term for term in several(found) if isinstance(term, Literal)), key=str)
    return tuple(Text(term.value, term.language or "") for term in literals)


def link(said: Said, predicate: NamedNode) -> str | None:
    """Return the first IRI of a predicate as text, or None."""
    found = node(said, predicate)
    return found.value if found else None


def number(said: Said, predicate: NamedNode) -> int | None:
    """Return the whole number of a predicate; None for what is none or is above all that is counted."""
    return whole_number(text(said, predicate))


def names(by_line: str | None) -> tuple[str, ...]:
    """Return the names of a by-line, which `;` parts."""
    return tuple(name for part in (by_line or "").split(";") if (name := part.strip()))


class Reader:
    """Reads what records point at, and keeps it: agents, works and terms are shared by many."""

    def __init__(self, triples: Triples) -> None:
        self.about = triples.about
        self._labels: dict[NamedNode, Text] = {}
        self._concepts: dict[NamedNode, Concept] = {}
        self._orders: dict[NamedNode, int] = {}
        self._agents: dict[NamedNode, Agent] = {}
        self._works: dict[NamedNode, Work] = {}
        self._policies: dict[NamedNode, Terms] = {}
        self._schemes: dict[NamedNode, tuple[str, str | None]] = {}

    def label(self, thing: NamedNode) -> Text:
        """Return a thing's label with its language, the English one first; else the end of its IRI, in none."""
        found = self._labels.get(thing)
        if found is None:
            said = told(self.about(thing), RDFS.label)
            found = self._labels[thing] = said if said and said.value else Text(local_name(thing.value), "")
        return found

    def concept(self, thing: NamedNode) -> Concept:
        """Return a thing by its IRI, label and notation."""
        found = self._concepts.get(thing)
        if found is None:
            label, notation = self.label(thing), text(self.about(thing), SKOS.notation)
            found = self._concepts[thing] = Concept(thing.value, label.value, notation, label.language)
        return found

    def concepts(self, said: Said, predicate: NamedNode) -> tuple[Concept, ...]:
        """Return the things that a predicate names."""
        return tuple(self.concept(thing) for thing in nodes(said, predicate))

    def first_concept(self, said: Said, predicate: NamedNode) -> Concept | None:
        """Return the first thing that a predicate names, or None."""
        found = node(said, predicate)
        return self.concept(found) if found else None

    def order(self, term: NamedNode | None) -> int:
        """Return the place that the ontology gives a term."""
        if term is None:
            return UNRANKED
        found = self._orders.get(term)
        if found is None:
            place = number(self.about(term), KIN.order)
            found = self._orders[term] = UNRANKED if place is None else place
        return found

    def identifiers(self, said: Said) -> tuple[Identifier, ...]:
        """Return the identifiers that a thing bears elsewhere."""
        if ADMS.identifier not in said:
            return ()
        found = []
        for identifier in nodes(said, ADMS.identifier):
            its = self.about(identifier)
            notation, scheme = text(its, SKOS.notation), node(its, KIN.scheme)
            if notation and scheme:
                name, template = self._scheme(scheme)
                url = template.replace("{id}", notation) if template else None
                found.append(Identifier(name, notation, url, identifier.value))
        return tuple(found)

    def _scheme(self, scheme: NamedNode) -> tuple[str, str | None]:
        found = self._schemes.get(scheme)
        if found is None:
            template = text(self.about(scheme), KIN.template)
            found = self._schemes[scheme] = (scheme.value.rpartition("#")[2], template)
        return found

    def agent(self, thing: NamedNode) -> Agent:
        """Return a person or organization."""
        found = self._agents.get(thing)
        if found is None:
            found = self._agents[thing] = self._agent(thing, frozenset())
        return found

    def agents(self, things: Iterable[NamedNode]) -> tuple[Agent, ...]:
        """Return several."""
        return tuple(self.agent(thing) for thing in things)

    def _agent(self, thing: NamedNode, around: frozenset[NamedNode]) -> Agent:
        """Return an agent with its affiliations, and theirs; `around` are those that led here, which end a circle."""
        said = self.about(thing)
        around |= {thing}
        places = [place for place in nodes(said, SCHEMA.affiliation) if place not in around]
        return Agent(
            iri=thing.value,
            name=self.label(thing).value,
            is_person=SCHEMA.Person in nodes(said, RDF.type),
            identifiers=self.identifiers(said),
            homepage=link(said, FOAF.homepage),
            affiliations=tuple(self._agent(place, around) for place in places),
            other_names=tuple(name.value for name in texts(said, SKOS.altLabel)),
        )

    def work(self, thing: NamedNode) -> Work:
        """Return a publication."""
        found = self._works.get(thing)
        if found is None:
            said = self.about(thing)
            found = self._works[thing] = Work(
                iri=thing.value,
                name=self.label(thing).value,
                by_line=names(text(said, KIN.authors)),
                issued=text(said, DCTERMS.issued),
                venue=text(said, PRISM.publicationName),
                identifiers=self.identifiers(said),
                volume=text(said, PRISM.volume),
                pages=text(said, PRISM.pageRange),
            )
        return found

    def policy(self, thing: NamedNode) -> Terms:
        """Return a policy with its rules; what it governs stands on the claim that assigns it."""
        found = self._policies.get(thing)
        if found is None:
            said = self.about(thing)
            codes = (item.notation for item in self.identifiers(said) if item.scheme == "SPDX")
            found = self._policies[thing] = Terms(
                iri=thing.value,
                name=self.label(thing).value,
                scope="",
                link=link(said, DCAT.landingPage),
                version=text(said, DCAT.version),
                spdx=next(codes, None),
                rules=tuple(self._rules(said)),
                language=self.label(thing).language,
            )
        return found

    def _rules(self, said: Said) -> list[Rule]:
        rules: dict[str, Rule] = {}
        for sort, (predicate, code) in _SORTS.items():
            for rule in nodes(said, predicate):
                rules.setdefault(rule.value, self._rule(rule, sort, code))
                for duty in nodes(self.about(rule), ODRL.duty):
                    rules.setdefault(duty.value, self._rule(duty, "duty", KIN.duoIfRequired))
        return list(rules.values())

    def _rule(self, rule: NamedNode, sort: str, code: NamedNode) -> Rule:
        said = self.about(rule)
        actions = nodes(said, ODRL.action)
        constrained = ODRL.constraint in said
        terms = [] if constrained else [term for action in actions for term in nodes(self.about(action), code)]
        of_class = node(said, KIN.ruleClass)
        return Rule(
            iri=rule.value,
            label=self.label(rule).value,
            sort=sort,
            actions=tuple(action.value for action in actions),
            rule_class=local_name(of_class.value) if of_class else "",
            constrained=constrained,
            duo=tuple(self.concept(term) for term in dict.fromkeys(terms)),
        )
