"""Gathers the record of a dataset from the triples of a catalogue. Level 5.

In: triples (data and ontology, as asserted) and the base. Out: `Record`s. Nothing is filled in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypedDict

from pyoxigraph import NamedNode

from kinset.iri import EntityBase, local_name
from kinset.records.reader import UNRANKED, Reader, Said, link, names, node, nodes, number, text, texts, told
from kinset.records.record import (
    Access,
    Activity,
    Agent,
    Attribution,
    Concept,
    Derivation,
    Extent,
    Influence,
    Part,
    Record,
    Terms,
    Text,
    Version,
)
from kinset.triples import Triples, several
from kinset.vocab import DCAT, DCTERMS, KIN, PROV, RDF, RDFS, SKOS
from kinset.wording import is_false, is_true


class _Names(TypedDict):
    name: str
    alternate_names: tuple[str, ...]
    description: str | None
    labels: tuple[Text, ...]
    other_names: tuple[Text, ...]
    descriptions: tuple[Text, ...]


class _Who(TypedDict):
    creators: tuple[Agent, ...]
    by_line: tuple[str, ...]
    publisher: Agent | None
    custodian: Agent | None
    funders: tuple[Agent, ...]
    attributions: tuple[Attribution, ...]


class _Kin(TypedDict):
    sources: tuple[str, ...]
    derivations: tuple[Derivation, ...]
    influences: tuple[Influence, ...]
    versions: tuple[Version, ...]
    current_version: str | None
    parts: tuple[Part, ...]
    part_of: tuple[Concept, ...]


_SORTS = {KIN.Split: "Split", KIN.Dataset: "Dataset"}


class Describer:
    """Describes the datasets of one catalogue; what many of them share is read once."""

    def __init__(self, triples: Triples, base: EntityBase) -> None:
        self.read = Reader(triples)
        self.base = base
        self._triples = triples
        self._access: dict[NamedNode, Access] = {}

    def describe(self, iri: str) -> Record:
        """Return the record of one dataset."""
        thing = NamedNode(iri)
        read, said = self.read, self.read.about(thing)
        current = node(said, DCAT.hasCurrentVersion)
        now: Said = read.about(current) if current else {}
        both = (thing, current) if current else (thing,)
        access = self._access_level(node(said, DCTERMS.accessRights))
        tasks, modalities = read.concepts(said, KIN.forTask), read.concepts(said, KIN.modality)
        spoken = read.concepts(said, DCTERMS.language)
        period = node(said, DCTERMS.temporal)
        return Record(
            iri=iri,
            **self._names(thing, said),
            **self._who(said),
            **self._kin(thing, current),
            landing_page=link(said, DCAT.landingPage),
            identifiers=tuple(found for place in both for found in read.identifiers(read.about(place))),
            publications=tuple(read.work(work) for work in nodes(said, DCTERMS.isReferencedBy)),
            languages=tuple(item.notation for item in spoken if item.notation),
            keywords=tuple(item.label for item in (*tasks, *modalities)),
            version=text(now, DCAT.version),
            issued=text(said, DCTERMS.issued) or text(now, DCTERMS.issued),
            modified=text(said, DCTERMS.modified) or self._last_checked(said, iri),
            access=(access.label, access.definition) if access else None,
            terms=tuple(found for place in both for found in self._terms(place, thing)),
            period=self._period(period),
            extents=tuple(found for place in both for found in self._extents(place, thing)),
            access_level=access,
            spoken=spoken,
            tasks=tasks,
            modalities=modalities,
            period_iri=period.value if period else None,
            drawn_by=read.concepts(said, KIN.drawnBy),
            carried_by=read.concepts(said, KIN.carriedBy),
            unknown=tuple(item.value for item in nodes(said, KIN.unknown)),
            none=tuple(item.value for item in nodes(said, KIN.none)),
            disputed=len(nodes(said, KIN.claim)) + len(nodes(now, KIN.claim)),
            former_links=tuple(item.value for item in nodes(said, KIN.formerLink)),
        )

    def _names(self, thing: NamedNode, said: Said) -> _Names:
        others = texts(said, SKOS.altLabel)
        return {
            "name": self.read.label(thing).value,
            "alternate_names": tuple(sorted({name.value for name in others})),
            "description": text(said, DCTERMS.description),
            "labels": texts(said, RDFS.label),
            "other_names": others,
            "descriptions": texts(said, DCTERMS.description),
        }

    def _who(self, said: Said) -> _Who:
        read, attributions = self.read, self._attributions(said)
        publisher, custodian = node(said, DCTERMS.publisher), node(said, KIN.custodian)
        return {
            "creators": read.agents(nodes(said, DCTERMS.creator)),
            "by_line": names(text(said, KIN.authors)),
            "publisher": read.agent(publisher) if publisher else None,
            "custodian": read.agent(custodian) if custodian else None,
            "funders": tuple(item.agent for item in attributions if item.role.iri == KIN.Funds.value),
            "attributions": attributions,
        }

    def _kin(self, thing: NamedNode, current: NamedNode | None) -> _Kin:
        versions = self._versions(thing)
        parts = self._parts((thing, *(NamedNode(version.iri) for version in versions)), thing.value)
        below = [version.iri for version in versions] + [part.iri for part in parts]
        own = [thing, *(NamedNode(place) for place in below if _within(place, thing.value))]
        derivations = tuple(self._derivations(own, thing))
        return {
            "sources": _sources(derivations, parts, (thing, current) if current else (thing,), thing.value),
            "derivations": derivations,
            "influences": tuple(self._influences(own)),
            "versions": versions,
            "current_version": current.value if current else None,
            "parts": parts,
            "part_of": self.read.concepts(self.read.about(thing), DCTERMS.isPartOf),
        }

    def _pointing(self, predicate: NamedNode, whole: NamedNode) -> Iterator[NamedNode]:
        """Yield what points at a whole from below."""
        return (item for item in self._triples.subjects(predicate, whole) if isinstance(item, NamedNode))

    def _access_level(self, level: NamedNode | None) -> Access | None:
        if level is None:
            return None
        found = self._access.get(level)
        if found is None:
            said = self.read.about(level)
            free = _truth(text(said, KIN.withoutFee))
            authority = link(said, SKOS.closeMatch)
            definition = text(said, SKOS.definition) or ""
            label = self.read.label(level)
            found = Access(level.value, label.value, definition, authority, free, label.language)
            self._access[level] = found
        return found

    def _period(self, period: NamedNode | None) -> tuple[str | None, str | None] | None:
        if period is None:
            return None
        said = self.read.about(period)
        return text(said, DCAT.startDate), text(said, DCAT.endDate)

    def _versions(self, thing: NamedNode) -> tuple[Version, ...]:
        """Return the releases of a dataset, oldest first: by date, then by IRI."""
        found = []
        for release in self._pointing(DCAT.isVersionOf, thing):
            said = self.read.about(release)
            version = Version(
                iri=release.value,
                label=self.read.label(release),
                number=text(said, DCAT.version),
                issued=text(said, DCTERMS.issued),
                previous=link(said, DCAT.previousVersion),
                description=told(said, DCTERMS.description),
                landing_page=link(said, DCAT.landingPage),
                identifiers=self.read.identifiers(said),
            )
            found.append(version)
        return tuple(sorted(found, key=lambda item: (item.issued or "", item.iri)) if found[1:] else found)

    def _parts(self, wholes: Iterable[NamedNode], entity: str) -> tuple[Part, ...]:
        """Return what lies in things, at any depth; records of their own are told and not entered."""
        seen = set(wholes)
        queue, found = sorted(seen, key=str), []
        for whole in queue:
            for part in self._pointing(DCTERMS.isPartOf, whole):
                if part in seen:
                    continue
                seen.add(part)
                said = self.read.about(part)
                kinds = (sort for kind, sort in _SORTS.items() if kind in nodes(said, RDF.type))
                role = self.read.first_concept(said, KIN.role)
                found.append(Part(part.value, self.read.label(part), next(kinds, "Part"), whole.value, role))
                if _within(part.value, entity):
                    queue.append(part)
        return tuple(sorted(found, key=lambda item: item.iri) if found[1:] else found)

    def _derivations(self, own: Iterable[NamedNode], whole: NamedNode) -> Iterator[Derivation]:
        """Yield the claims of what things were made of; what lies in the entity itself is none of its sources."""
        for place in own:
            for claim in nodes(self.read.about(place), PROV.qualifiedDerivation):
                said = self.read.about(claim)
                for source in nodes(said, PROV.entity):
                    if not _within(source.value, whole.value):
                        yield self._derivation(claim, place, source, whole)

    def _derivation(self, claim: NamedNode, place: NamedNode, source: NamedNode, whole: NamedNode) -> Derivation:
        read, said = self.read, self.read.about(claim)
        amount, activity = node(said, KIN.amount), node(said, PROV.hadActivity)
        return Derivation(
            claim=claim.value,
            stands_on=place.value,
            source=source.value,
            source_name=read.label(source),
            source_entity=self.base.entity(source.value),
            source_identifiers=read.identifiers(read.about(source)),
            kind=read.first_concept(said, KIN.kind),
            unit=read.first_concept(said, KIN.unit),
            coverage=read.first_concept(said, KIN.coverage),
            selection=told(said, KIN.selection),
            amount=self._extent(amount, place, whole) if amount else None,
            activity=self._activity(activity) if activity else None,
        )

    def _activity(self, activity: NamedNode) -> Activity:
        said = self.read.about(activity)
        return Activity(
            iri=activity.value,
            label=self.read.label(activity),
            description=told(said, DCTERMS.description),
            used=tuple(item.value for item in nodes(said, PROV.used)),
            agents=tuple(item.value for item in nodes(said, PROV.wasAssociatedWith)),
        )

    def _influences(self, own: Iterable[NamedNode]) -> Iterator[Influence]:
        for place in own:
            for claim in nodes(self.read.about(place), PROV.qualifiedInfluence):
                said = self.read.about(claim)
                kind = self.read.first_concept(said, KIN.kind)
                for source in nodes(said, PROV.entity):
                    yield Influence(claim.value, place.value, source.value, self.read.label(source), kind)

    def _attributions(self, said: Said) -> tuple[Attribution, ...]:
        found = []
        for claim in nodes(said, PROV.qualifiedAttribution):
            its = self.read.about(claim)
            for role in self.read.concepts(its, DCAT.hadRole):
                found += [Attribution(claim.value, role, agent) for agent in self.read.agents(nodes(its, PROV.agent))]
        return tuple(found)

    def _terms(self, place: NamedNode, whole: NamedNode) -> Iterator[Terms]:
        for claim in nodes(self.read.about(place), KIN.terms):
            said = self.read.about(claim)
            policy, scope = node(said, KIN.policy), node(said, KIN.scope)
            if policy and scope:
                found = self.read.policy(policy)
                stands_on = _below(place, whole)
                yield replace(found, scope=local_name(scope.value), claim=claim.value, stands_on=stands_on)

    def _extents(self, place: NamedNode, whole: NamedNode) -> Iterator[Extent]:
        for claim in self._believed_first(nodes(self.read.about(place), KIN.extent)):
            extent = self._extent(claim, place, whole)
            if extent:
                yield extent

    def _extent(self, claim: NamedNode, place: NamedNode, whole: NamedNode) -> Extent | None:
        said = self.read.about(claim)
        unit, population = node(said, KIN.unit), node(said, KIN.population)
        if unit is None:
            return None
        return Extent(
            unit=self.read.label(unit).value,
            count=number(said, KIN.count),
            minimum=number(said, KIN.countMin),
            maximum=number(said, KIN.countMax),
            approximate=is_true(text(said, KIN.approximate)),
            population=self.read.label(population).value if population else None,
            stands_on=_below(place, whole),
            unit_iri=unit.value,
            population_iri=population.value if population else None,
            claim=claim.value,
        )

    def _believed_first(self, claims: Iterable[NamedNode]) -> list[NamedNode]:
        """Return claims in the order of display: source role, method, newer source date, IRI."""
        found = list(claims)
        if not found[1:]:
            return found
        notes = {claim: self._best_note(claim) for claim in found}
        by_iri = sorted(found, key=lambda claim: claim.value)
        by_date = sorted(by_iri, key=lambda claim: notes[claim][2], reverse=True)
        return sorted(by_date, key=lambda claim: notes[claim][:2])

    def _best_note(self, claim: NamedNode) -> tuple[int, int, str]:
        """Return role, method (each by the ontology's kin:order) and source date of a claim's best evidence."""
        read, notes = self.read, []
        for note in nodes(read.about(claim), KIN.evidence):
            said = read.about(note)
            places = read.order(node(said, KIN.sourceRole)), read.order(node(said, KIN.method))
            notes.append((*places, text(said, KIN.sourceDate) or ""))
        best = min((note[:2] for note in notes), default=(UNRANKED, UNRANKED))
        return (*best, max((note[2] for note in notes if note[:2] == best), default=""))

    def _last_checked(self, said: Said, iri: str) -> str | None:
        """Return the newest kin:checkedOn of the evidence of the thing and of the claims at it."""
        own, about = iri + "#", self.read.about
        notes = set(several(said.get(KIN.evidence)))
        for found in said.values():
            for claim in found if isinstance(found, list) else (found,):
                if claim.value.startswith(own):  # a literal that reads like a claim is no subject, and adds nothing
                    notes.update(several(about(claim).get(KIN.evidence)))
        return max((day for note in notes if (day := text(about(note), KIN.checkedOn))), default=None)


def _truth(text: str | None) -> bool | None:
    """Return what a boolean says; None for what is none."""
    return True if is_true(text) else False if is_false(text) else None


def _within(iri: str, entity: str) -> bool:
    """Tell whether an IRI is an entity or lies in it."""
    return iri.startswith(entity) and (len(iri) == len(entity) or iri[len(entity)] in "/#")


def _below(place: NamedNode, whole: NamedNode) -> str:
    return "" if place == whole else place.value[len(whole.value) + 1 :]


def _sources(
    derivations: Iterable[Derivation], parts: Iterable[Part], things: Iterable[NamedNode], entity: str
) -> tuple[str, ...]:
    """Return the sources of things and of what lies in them, each once, those of the things first."""
    inside = {thing.value: None for thing in things}
    rest = [part for part in parts if _within(part.iri, entity)]
    grown = True
    while grown:
        new = [part for part in rest if part.whole in inside and part.iri not in inside]
        inside |= dict.fromkeys(part.iri for part in new)
        grown = bool(new)
    found = list(derivations)
    return tuple(dict.fromkeys(item.source for place in inside for item in found if item.stands_on == place))
