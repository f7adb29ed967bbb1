"""Is a catalogue sound? Level 3.

In: its graphs and an engine loaded with them. Out: a `Report` of issues, each with file and line.

Three judges, in one report: the reader (files and literals), SHACL shapes over the asserted statements, check queries
over the entailed graph. Shapes see only what was written: after inference a typed mistake would be blamed elsewhere.
"""

import difflib
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kinset import turtle
from kinset.engine import EmbeddedEngine, Engine
from kinset.engine.port import form
from kinset.errors import BadQuery, BadShapes, QueryError
from kinset.graphs import Graphs
from kinset.iri import local_name
from kinset.issues import Issue, Report, Severity
from kinset.prefixes import PrefixMap
from kinset.project import Project
from kinset.queries import Query
from kinset.sources import Sources
from kinset.triples import Term
from kinset.vocab import OWL, RDF, RDFS, SH

SPELLING = 0.8  # how alike two names are, of 1, where one may be the other misspelt
CHECKS = "check"  # the folder of queries that must return nothing
_SEVERITIES = {
    "Violation": Severity.VIOLATION,
    "Warning": Severity.WARNING,
    "Info": Severity.INFO,
}


def check(graphs: Graphs, engine: Engine, queries: Iterable[Query], broken: Iterable[BadQuery] = ()) -> Report:
    """Return the report on a catalogue.

    `engine` holds `graphs`; `queries` are the catalogue's, of which those of the folder check/ are run; `broken` tells
    which of their files could not be read.
    """
    given = tuple(queries)
    faults = [*broken, *check_syntax(given)]
    refused = {fault.path for fault in faults}
    found = [
        *graphs.sources.issues,
        *(_broken(graphs.project, fault) for fault in faults),
        *check_shapes(graphs.project, graphs.sources),
        *check_queries(graphs.sources, engine, (query for query in given if query.path not in refused)),
        *(_contradiction(text) for text in graphs.entailment.contradictions),
    ]
    terms = _terms(graphs.sources)
    told = (_suggesting(issue, terms, graphs.sources.prefixes) for issue in found)
    return Report.of(issue for issue in told if not _explained(issue, graphs.sources))


def check_syntax(found: Iterable[Query]) -> Iterator[BadQuery]:
    """Yield the errors of the queries that are no SPARQL, and of checks that are no SELECT."""
    nothing = EmbeddedEngine()
    for query in found:
        try:
            if query.folder == CHECKS or form(query.text) == "SELECT":
                nothing.select(query.text)
            elif form(query.text) == "ASK":
                nothing.ask(query.text)
            else:
                nothing.construct(query.text)
        except QueryError as error:
            yield BadQuery(query.path, str(error).removesuffix("."), line=error.line, hint=error.hint)


def _broken(project: Project, fault: BadQuery) -> Issue:
    """Return the issue of a query that cannot be used."""
    message = f"The query cannot be used: {fault.why}."
    file = str(project.relative(fault.path))
    return Issue("broken-query", Severity.VIOLATION, message, fault.hint, file, fault.line or 0)


def _contradiction(text: str) -> Issue:
    """Return what the complete reasoner found inconsistent, in its own words."""
    hint = "One of the statements that it names is wrong."
    return Issue("contradiction", Severity.VIOLATION, f"The statements contradict each other: {text}", hint)


def _explained(issue: Issue, sources: Sources) -> bool:
    """Tell whether an issue only repeats that a file could not be read: it points at what would stand there."""
    iris = (issue.value.strip("<>"), issue.entity)
    return any(iri == lost or iri.startswith((f"{lost}/", f"{lost}#")) for lost in sources.broken for iri in iris)


def _terms(sources: Sources) -> Mapping[str, set[str]]:
    """Return the names of the ontology's terms by their namespace."""
    found: dict[str, set[str]] = {}
    for triple in sources.vocabulary:
        if isinstance(triple.subject, NamedNode):
            space, hash_, name = triple.subject.value.rpartition("#")
            found.setdefault(space + hash_, set()).add(name)
    return found


def _suggesting(issue: Issue, terms: Mapping[str, set[str]], prefixes: PrefixMap) -> Issue:
    """Return an issue whose value is no term of the ontology with the term that was perhaps meant, in its hint."""
    space, hash_, name = issue.value.strip("<>").rpartition("#")
    known = terms.get(space + hash_, set()) if issue.value.startswith("<") else set()
    if issue.severity is not Severity.VIOLATION or not name or not known or name in known:
        return issue
    near = difflib.get_close_matches(name, sorted(known), 1, SPELLING)
    if not near:
        return issue
    meant = f"Did you mean {prefixes.display(space + hash_ + near[0])}?"
    return replace(issue, hint=f"{meant} {issue.hint}".strip())


def check_shapes(project: Project, sources: Sources) -> Iterator[Issue]:
    """Yield what the project's SHACL shapes find in the asserted statements."""
    shapes = list(_shape_triples(project))
    if not shapes or not sources.statements:
        return
    told = {(issue.entity, issue.path, issue.value) for issue in sources.issues}
    for result in _run_pyshacl([*sources.asserted, *_background(sources)], shapes):
        issue = _shape_issue(result, sources)
        if (issue.entity, issue.path, issue.value) not in told:  # the reader says of literals what is wrong
            yield issue


def _shape_triples(project: Project) -> Iterator[Triple]:
    for path in project.shape_files():
        try:
            yield from (located.triple for located in turtle.read(path.read_bytes(), path.stem))
        except turtle.TurtleError as error:
            raise BadShapes(f"{project.relative(path)}, line {error.line}: {error}", hint="Mend the shapes.") from error


def _background(sources: Sources) -> Iterator[Triple]:
    """Yield what shapes may know of the ontology: the order of classes, and the types of its individuals."""
    terms = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    for triple in sources.vocabulary:
        if triple.predicate == RDFS.subClassOf or (triple.predicate == RDF.type and triple.object not in terms):
            yield triple


def _run_pyshacl(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Mapping[NamedNode, Term]]:
    """Run pySHACL; return the top-level results, each as predicate -> value."""
    import pyshacl  # noqa: PLC0415 - starts slowly, and most commands need no validator

    from kinset import rdflib_terms  # noqa: PLC0415 - likewise

    try:
        _conforms, graph, _text = pyshacl.validate(
            rdflib_terms.graph(data), shacl_graph=rdflib_terms.graph(shapes), inference="none", advanced=False
        )
    except (pyshacl.errors.ReportableRuntimeError, pyshacl.errors.ShapeLoadError) as error:
        raise BadShapes(f"The shapes cannot be used: {error}", hint="Mend shapes/.") from error
    results: list[Mapping[NamedNode, Term]] = []
    for node in graph.objects(None, rdflib_terms.to_rdflib(SH.result)):
        pairs: dict[NamedNode, Any] = {}
        for predicate, value in graph.predicate_objects(node):
            pairs[NamedNode(str(predicate))] = rdflib_terms.from_rdflib(value)
        results.append(pairs)
    return results


def _shape_issue(result: Mapping[NamedNode, Term], sources: Sources) -> Issue:
    focus, path, value = result.get(SH.focusNode), result.get(SH.resultPath), result.get(SH.value)
    severity, shape = result.get(SH.resultSeverity), result.get(SH.sourceShape)
    message = result.get(SH.resultMessage)
    file, line = sources.place(focus, path, value)
    return Issue(
        rule=_local(shape) or "shape",
        severity=_SEVERITIES.get(_local(severity), Severity.VIOLATION),
        message=message.value if isinstance(message, Literal) else "The shape is not met.",
        file=file,
        line=line,
        entity=_iri(focus),
        path=_iri(path),
        value=str(value) if value is not None else "",
    )


def check_queries(sources: Sources, engine: Engine, queries: Iterable[Query]) -> Iterator[Issue]:
    """Yield one issue for each row that a check query returns."""
    for query in queries:
        if query.folder != CHECKS:
            continue
        for row in engine.select(query.text).dicts():
            yield _row_issue(query, row, sources)


def _row_issue(query: Query, row: Mapping[str, Term], sources: Sources) -> Issue:
    entity, path, value = row.get("entity"), row.get("path"), row.get("value")
    file, line = sources.place(entity, path, value)
    return Issue(
        rule=query.name,
        severity=query.severity or Severity.VIOLATION,
        message=_fill(query.message or query.title, row, sources.prefixes),
        hint=_fill(query.hint or "", row, sources.prefixes),
        file=file,
        line=line,
        entity=_iri(entity),
        path=_iri(path),
        value=str(value) if value is not None else "",
    )


def _fill(template: str, row: Mapping[str, Term], prefixes: PrefixMap) -> str:
    """Put the row's terms, as a person reads them, in the places of a template."""
    names = {name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name}
    return template.format_map({name: readable(row[name], prefixes) if name in row else "?" for name in names})


def readable(term: Term, prefixes: PrefixMap) -> str:
    """Return a term as a person reads it: a prefixed name or the IRI, or a literal's text."""
    return prefixes.display(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _local(term: Term | None) -> str:
    return local_name(_iri(term))
