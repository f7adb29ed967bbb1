"""What the commands of one run share: catalogue, sources, engine. Each is made when first needed. Level 7."""

from collections.abc import Container, Mapping
from functools import cached_property
from pathlib import Path

import click
from pyoxigraph import Literal, NamedNode

from kinset import build, queries, sources
from kinset.engine import EmbeddedEngine, Engine, RemoteEngine
from kinset.errors import AmbiguousName, BadQuery, ParameterError, UsageError
from kinset.exports import Material
from kinset.graphs import assemble
from kinset.iri import local_name, name_key
from kinset.names import Directory, Thing, read_directory
from kinset.prefixes import PrefixMap
from kinset.project import Project, find_project
from kinset.queries import Parameter, ParameterType, Query
from kinset.triples import Term


class Session:
    """One run of the command line; `endpoint` is asked instead of the files where it is given."""

    def __init__(self, folder: Path | None, endpoint: str | None) -> None:
        self.folder = folder
        self.endpoint = endpoint

    @cached_property
    def project(self) -> Project:
        """The catalogue that is meant."""
        return find_project(self.folder)

    @cached_property
    def sources(self) -> sources.Sources:
        """What its files assert."""
        return sources.read(self.project)

    @cached_property
    def prefixes(self) -> PrefixMap:
        """Its prefix map, without reading the data."""
        return sources.read_prefixes(self.project)

    @cached_property
    def query_files(self) -> tuple[Mapping[str, Query], tuple[BadQuery, ...]]:
        """Its canned queries, and the faults of the files that hold none."""
        return queries.read_each(self.project.root / "queries")

    @property
    def queries(self) -> Mapping[str, Query]:
        """Its canned queries."""
        return self.query_files[0]

    @cached_property
    def material(self) -> Material:
        """What exports are made of."""
        return Material(self.project, self.sources)

    @cached_property
    def engine(self) -> Engine:
        """The endpoint, else the store of a build that is up to date, else the files read into memory."""
        if self.endpoint is not None:
            return RemoteEngine(self.endpoint)
        built = build.current(self.project, build.default_folder(self.project))
        if built:
            return build.open_store(built)
        engine = EmbeddedEngine()
        engine.load(assemble(self.project, self.sources).quads())
        if self.sources.issues:
            click.echo("kinset: some files could not be read whole; `kinset check` tells which.", err=True)
        return engine

    @cached_property
    def directory(self) -> Directory:
        """Everything that has a name."""
        return read_directory(self.engine)

    def local_only(self, command: str) -> None:
        """Refuse a command that needs the files when an endpoint is named."""
        if self.endpoint is not None:
            raise UsageError(f"`kinset {command}` works on files, not on an endpoint.", hint="Leave --endpoint out.")

    def resolve(self, text: str, kinds: Container[str] = ()) -> Thing:
        """Return the thing that a user named.

        Of several things of that name, the only one of `kinds` is taken, or the dataset where all else are the
        challenges that used it; standard error tells which. Raises NameNotFound or AmbiguousName.
        """
        try:
            return self.directory.resolve(text)
        except AmbiguousName as error:
            candidates = [self.directory.by_iri[iri] for iri in error.candidates]
            fits = [thing for thing in candidates if thing.kind in kinds]
            datasets = [thing for thing in fits if thing.kind == "dataset"]
            if len(fits) > 1 and all(thing.kind in {"dataset", "challenge"} for thing in fits):
                fits = datasets
            if len(fits) != 1:
                raise
            taken, *others = (
                thing.iri.removeprefix(self.directory.base.value)
                for thing in sorted(candidates, key=lambda thing: thing is not fits[0])
            )
            click.echo(f"kinset: '{error.text}' is taken as {taken}, not as {' or '.join(others)}.", err=True)
            return self.directory.resolve(taken + text.strip()[len(error.text) :])  # with its version

    def parameter(self, parameter: Parameter, text: str) -> Term:
        """Return the term that a user means for a query's parameter."""
        if parameter.type is not ParameterType.IRI:
            return queries.parse_value(parameter, text)
        if parameter.concept_class:
            return self._concept(parameter, text)
        thing = self.resolve(text)
        address = self.directory.base.parse(thing.iri) if parameter.parts else None
        if parameter.kind and parameter.kind not in {thing.kind, address.kind if address else None}:
            raise ParameterError(
                parameter.name, f"'{text}' is a {thing.kind}; {parameter.name} takes a {parameter.kind}."
            )
        return NamedNode(thing.iri)

    def _concept(self, parameter: Parameter, text: str) -> NamedNode:
        """Return the individual of a class whose label, notation or name is the text."""
        found: dict[str, NamedNode] = {}
        shown: list[str] = []
        wanted = self.prefixes.expand(parameter.concept_class or "") or parameter.concept_class
        for row in self.engine.select(_CONCEPTS.format(concept=wanted)).dicts():
            node, name = row["concept"], row.get("name")
            if not isinstance(node, NamedNode):
                continue
            local = local_name(node.value)
            shown.append(local)
            for key in (node.value, self.prefixes.compact(node.value), name_key(local)):
                found[key] = node
            if isinstance(name, Literal):
                found[name_key(name.value)] = node
        match = found.get(text) or found.get(name_key(text))
        if match is None:
            raise ParameterError(
                parameter.name,
                f"'{text}' is nothing that {parameter.name} can be.",
                hint=f"One of: {', '.join(dict.fromkeys(shown))}.",
            )
        return match


_CONCEPTS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?name WHERE {{
  ?concept a <{concept}> .
  OPTIONAL {{ VALUES ?property {{ rdfs:label skos:altLabel skos:notation }} ?concept ?property ?name }}
}} ORDER BY ?concept ?name"""
