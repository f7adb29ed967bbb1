// A graph as a picture: boxes that lead to pages, arrows between them. In: { nodes, edges, left }. Out: a figure.

import { counted, drawn, element } from "./elements.js";
import { BOX, place } from "./layout.js";

const MOST = 120; // nodes; more would be a thicket
const LETTERS = 26; // of a name; the rest is in its tooltip
const TOLD = 60; // edges whose labels are written out

/** Return a figure with the graph; link(iri) gives the address of a node, or null. */
export function picture(graph, link) {
  const { nodes, edges } = cut(graph);
  const placed = new Map(place(nodes, edges).map((node) => [node.iri, node]));
  const xs = [...placed.values()].map((node) => node.x);
  const ys = [...placed.values()].map((node) => node.y);
  const [left, top] = [Math.min(...xs) - BOX.width / 2 - 8, Math.min(...ys) - BOX.height - 4];
  const [width, height] = [Math.max(...xs) + BOX.width / 2 + 8 - left, Math.max(...ys) + BOX.height + 4 - top];
  const svg = drawn(
    "svg",
    { viewBox: [left, top, width, height].map(Math.round).join(" "), width: Math.round(width), height: Math.round(height), role: "group", "aria-label": `Picture of ${counted(nodes.length, "thing")} and ${counted(edges.length, "tie")}; the table tells the same` },
    head(),
    ...edges.map((edge) => arrow(edge, placed, edges.length <= TOLD)),
    ...[...placed.values()].map((node) => box(node, link(node.iri))),
  );
  const scroll = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Picture" }, svg);
  return element("figure", { class: "tree" }, scroll, element("figcaption", {}, caption(graph, nodes, edges)));
}

/** Keep the first edges, up to a number of nodes that can still be read. */
function cut({ nodes, edges }) {
  const kept = new Set();
  const some = edges.filter(({ from, to }) => {
    const more = new Set([from, to].filter((iri) => !kept.has(iri))).size;
    if (kept.size + more > MOST) return false;
    kept.add(from).add(to);
    return true;
  });
  return { nodes: nodes.filter((node) => kept.has(node.iri)), edges: some };
}

function caption(graph, nodes, edges) {
  const told = [`${counted(nodes.length, "thing")}, ${counted(edges.length, "tie")}.`];
  if (nodes.length < graph.nodes.length) told.push(`${counted(graph.nodes.length - nodes.length, "more thing")} would not fit.`);
  if (graph.left) told.push(`${counted(graph.left, "statement")} about types and values ${graph.left === 1 ? "is" : "are"} in the table only.`);
  return told.join(" ");
}

function head() {
  const tip = drawn("path", { d: "M0,0 L8,4 L0,8 z", class: "tip" });
  return drawn("defs", {}, drawn("marker", { id: "tip", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto" }, tip));
}

function arrow({ from, to, label }, placed, told) {
  const [one, other] = [placed.get(from), placed.get(to)];
  const flows = one.fx !== undefined; // in columns, from the right side of a box to the left side of the next
  const start = flows ? { x: one.x + BOX.width / 2, y: one.y } : border(one, other);
  const end = flows ? { x: other.x - BOX.width / 2, y: other.y } : border(other, one);
  const bend = (end.x - start.x) / 2;
  const path = flows
    ? `M${at(start)} C${at({ x: start.x + bend, y: start.y })} ${at({ x: end.x - bend, y: end.y })} ${at(end)}`
    : `M${at(start)} L${at(end)}`;
  const line = drawn("path", { d: path, class: "tie-line", "marker-end": "url(#tip)" }, drawn("title", {}, `${one.label} – ${label || "to"} – ${other.label}`));
  if (!told || !label) return drawn("g", { class: "edge" }, line);
  const text = drawn("text", { x: Math.round((start.x + end.x) / 2), y: Math.round((start.y + end.y) / 2) - 4, "text-anchor": "middle", "aria-hidden": "true" }, short(label, 20));
  return drawn("g", { class: "edge" }, line, text);
}

function at({ x, y }) {
  return `${Math.round(x)},${Math.round(y)}`;
}

/** Return where the line between the middles of two boxes leaves the first. */
function border(one, other) {
  const [across, down] = [other.x - one.x, other.y - one.y];
  if (!across && !down) return one;
  const share = Math.min(across ? BOX.width / 2 / Math.abs(across) : Infinity, down ? BOX.height / 2 / Math.abs(down) : Infinity);
  return { x: one.x + across * share, y: one.y + down * share };
}

function box(node, address) {
  const [x, y] = [Math.round(node.x - BOX.width / 2), Math.round(node.y - BOX.height / 2)];
  const shapes = [
    drawn("title", {}, node.label),
    drawn("rect", { x, y, width: BOX.width, height: BOX.height, rx: 4, class: "node-box" }),
    drawn("text", { x: Math.round(node.x), y: Math.round(node.y) + 4, "text-anchor": "middle" }, short(node.label, LETTERS)),
  ];
  return address ? drawn("a", { href: address, class: "node" }, ...shapes) : drawn("g", { class: "node" }, ...shapes);
}

function short(text, letters) {
  const signs = [...text];
  return signs.length > letters ? `${signs.slice(0, letters - 1).join("")}…` : text;
}
