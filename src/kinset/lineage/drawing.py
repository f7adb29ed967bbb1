"""A family tree as data and as drawings for other programs: JSON, DOT, Mermaid. Level 4.

In: a `Trace`. Out: text, or plain values for JSON. The JSON is a contract, told in README.
"""

import re
from typing import Any

from kinset.layout import quoted
from kinset.lineage.claims import Amount, EvidenceNote
from kinset.lineage.trace import Trace, TraceEdge, TraceNode

_DOTTED = {"influence", "use"}


def as_json(trace: Trace) -> dict[str, Any]:
    """Return a tree as plain values; absent ones are null."""
    return {
        "focus": trace.focus,
        "focusPart": trace.focus_part or None,
        "direction": trace.direction.value,
        "complete": trace.complete,
        "cut": trace.cut,
        "nodes": [_node(node) for node in trace.nodes],
        "edges": [_edge(edge) for edge in trace.edges],
    }


def _node(node: TraceNode) -> dict[str, Any]:
    return {
        "iri": node.iri,
        "label": node.label,
        "kind": node.kind,
        "depth": node.depth,
        "parentage": [
            {
                "of": stated.holder,
                "completeness": stated.completeness,
                "evidence": [evidence_json(note) for note in stated.evidence],
            }
            for stated in node.parentage
        ],
    }


def _edge(edge: TraceEdge) -> dict[str, Any]:
    link = edge.link
    return {
        "from": edge.origin,
        "to": edge.target,
        "claim": link.claim,
        "sort": link.sort,
        "kind": link.kind,
        "coverage": link.coverage or None,
        "unit": link.unit or None,
        "amount": _amount(link.amount) if link.amount else None,
        "version": edge.target_part or None,
        "fromPart": edge.origin_part or None,
        "selection": link.selection or None,
        "evidence": [evidence_json(note) for note in link.evidence],
    }


def _amount(amount: Amount) -> dict[str, Any]:
    return {
        "unit": amount.unit,
        "count": amount.count,
        "min": amount.minimum,
        "max": amount.maximum,
        "approximate": amount.approximate,
    }


def evidence_json(note: EvidenceNote) -> dict[str, Any]:
    """Return one piece of evidence as plain values."""
    return {
        "source": note.source,
        "locator": note.locator or None,
        "method": note.method or None,
        "checkedOn": note.checked_on or None,
        "sourceRole": note.source_role or None,
    }


def edge_label(edge: TraceEdge) -> str:
    """Return the words of an edge: kind, version of the source, coverage and unit."""
    words = [edge.link.kind]
    if edge.target_part:
        words.append(f"of {edge.target_part}")
    if edge.link.coverage:
        words.append(edge.link.coverage.lower())
    if edge.link.unit:
        words.append(f"by {edge.link.unit}")
    return ", ".join(words)


def as_dot(trace: Trace) -> str:
    """Return a tree in Graphviz's language; arrows lead from source to derived, uses and influences are dotted."""
    lines = ["digraph lineage {", "  rankdir=LR;", "  node [shape=box, style=rounded];"]
    lines += [f"  {quoted(node.iri)} [label={quoted(node.label)}];" for node in trace.nodes]
    for edge in trace.edges:
        style = ", style=dotted" if edge.link.sort in _DOTTED else ""
        ends = f"{quoted(edge.target)} -> {quoted(edge.origin)}"
        lines.append(f"  {ends} [label={quoted(edge_label(edge))}{style}];")
    return "\n".join([*lines, "}", ""])


def as_mermaid(trace: Trace) -> str:
    """Return a tree as a Mermaid flow chart; arrows lead from source to derived, uses and influences are dotted."""
    names = {node.iri: f"n{number}" for number, node in enumerate(trace.nodes)}
    lines = ["flowchart LR"]
    lines += [f'  {names[node.iri]}["{_entities(node.label)}"]' for node in trace.nodes]
    for edge in trace.edges:
        arrow = "-.->" if edge.link.sort in _DOTTED else "-->"
        lines.append(f'  {names[edge.target]} {arrow}|"{_entities(edge_label(edge))}"| {names[edge.origin]}')
    return "\n".join([*lines, ""])


def _entities(text: str) -> str:
    return re.sub(r'[#"<>&\n]', lambda match: f"#{ord(match[0])};", text)
