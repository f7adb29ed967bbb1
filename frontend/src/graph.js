// Which picture a result makes: things that are named as nodes, what ties them as arrows.
//
// In: a result. Out: { nodes: [{ iri, label }], edges: [{ from, to, label }], left } or null where it makes none.

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
const TRIPLES = [["subject", "predicate", "object"], ["s", "p", "o"]];

/** Return the picture of a result; label(iri) gives what is known of a name. */
export function graphOf(result, label) {
  const triple = TRIPLES.find((names) => names.every((name) => result.names.includes(name)));
  const found = triple ? fromTriples(result.rows, triple, label) : fromColumns(result, label);
  return found && found.edges.length ? found : null;
}

/** Labels become names of nodes; values that are no names, and classes, are left to the table. */
function fromTriples(rows, [s, p, o], label) {
  const picture = new Picture(label);
  for (const row of rows.filter((one) => one[p]?.value === LABEL && one[s])) picture.name(row[s].value, row[o].value);
  for (const row of rows) {
    if (!isName(row[s]) || !isName(row[o]) || row[p]?.value === TYPE) picture.left += row[p]?.value === LABEL ? 0 : 1;
    else picture.tie(row[s].value, row[o].value, row[p].value);
  }
  return picture.made();
}

/** The first two columns that hold names and nothing else; a column between them, or called kind, names the arrow. */
function fromColumns({ names, rows }, label) {
  const held = (name) => rows.filter((row) => row[name]);
  const ends = names.filter((name) => held(name).length && held(name).every((row) => isName(row[name]))).slice(0, 2);
  if (ends.length < 2) return null;
  const [from, to] = ends;
  const labels = new Map(ends.map((name) => [name, names.includes(`${name}Label`) ? `${name}Label` : name === from && names.includes("label") ? "label" : null]));
  const tie = names.includes("kind") && !ends.includes("kind") ? "kind" : null;
  const picture = new Picture(label);
  for (const row of rows) {
    if (!row[from] || !row[to]) continue;
    for (const name of ends) if (row[labels.get(name)]) picture.name(row[name].value, row[labels.get(name)].value);
    picture.tie(row[from].value, row[to].value, row[tie]?.value ?? "");
  }
  return picture.made();
}

function isName(term) {
  return term?.type === "uri" || term?.type === "bnode";
}

class Picture {
  constructor(label) {
    this.label = label;
    this.names = new Map();
    this.nodes = new Set();
    this.edges = new Map();
    this.left = 0;
  }

  name(iri, text) {
    if (!this.names.has(iri)) this.names.set(iri, text);
  }

  /** Add an arrow; several between the same two things become one with all their labels. */
  tie(from, to, tie) {
    this.nodes.add(from).add(to);
    const key = `${from} ${to}`;
    const edge = this.edges.get(key) ?? { from, to, ties: new Set() };
    if (tie) edge.ties.add(/^\w+:\S*$/.test(tie) ? this.label(tie) : tie);
    this.edges.set(key, edge);
  }

  made() {
    const nodes = [...this.nodes].map((iri) => ({ iri, label: this.names.get(iri) ?? this.label(iri) }));
    const edges = [...this.edges.values()].map(({ from, to, ties }) => ({ from, to, label: [...ties].join(", ") }));
    return { nodes, edges, left: this.left };
  }
}
