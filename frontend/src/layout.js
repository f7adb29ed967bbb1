// Where the nodes of a picture stand. In: nodes and edges. Out: the same nodes with x and y, centres of their boxes.
//
// Where the arrows make no circle, each node stands in the column right of all that point at it, and forces only move it
// up and down; else forces place all. Both always give the same picture of the same result.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

export const BOX = { width: 190, height: 26 };
const COLUMN = 310; // from one column to the next
const ROW = 20; // half of the room that a node keeps above and below
const STEPS = 240;

/** Place nodes ({ iri }) by edges ({ from, to }); returns copies. */
export function place(nodes, edges) {
  const columns = columnsOf(nodes, edges);
  const placed = nodes.map((node, index) => ({ ...node, x: 0, y: index * ROW, ...(columns && { fx: columns.get(node.iri) * COLUMN }) }));
  const links = edges.map(({ from, to }) => ({ source: from, target: to }));
  const tie = forceLink(links).id((node) => node.iri);
  const simulation = forceSimulation(placed).stop();
  if (columns) simulation.force("tie", tie.strength(0.4).distance(1)).force("apart", forceCollide(ROW)).force("middle", forceY(0).strength(0.02));
  else {
    for (const [index, node] of placed.entries()) Object.assign(node, { x: Math.cos(index) * 200, y: Math.sin(index) * 200 });
    simulation.force("tie", tie.distance(190)).force("push", forceManyBody().strength(-900)).force("apart", forceCollide(70));
    simulation.force("x", forceX(0).strength(0.05)).force("y", forceY(0).strength(0.09));
  }
  simulation.tick(STEPS);
  if (columns) spread(placed);
  return placed;
}

/** Return the column of each node, or null where the arrows make a circle. */
function columnsOf(nodes, edges) {
  const column = new Map(nodes.map((node) => [node.iri, 0]));
  const pending = new Map(nodes.map((node) => [node.iri, 0]));
  const after = new Map(nodes.map((node) => [node.iri, []]));
  for (const { from, to } of edges) {
    after.get(from).push(to);
    pending.set(to, pending.get(to) + 1);
  }
  const queue = [...pending].filter(([, count]) => !count).map(([iri]) => iri);
  for (const here of queue) {
    for (const there of after.get(here)) {
      column.set(there, Math.max(column.get(there), column.get(here) + 1));
      pending.set(there, pending.get(there) - 1);
      if (!pending.get(there)) queue.push(there);
    }
  }
  if (queue.length < nodes.length) return null;
  for (const here of queue.reverse()) {
    // As near to what it points at as can be.
    if (after.get(here).length) column.set(here, Math.min(...after.get(here).map((there) => column.get(there))) - 1);
  }
  return column;
}

/** Move the nodes of each column so far apart that no two touch, in the order that the forces found. */
function spread(placed) {
  for (const column of grouped(placed)) {
    column.sort((one, other) => one.y - other.y);
    const middle = column.reduce((sum, node) => sum + node.y, 0) / column.length;
    for (const [index, node] of column.entries()) {
      if (index) node.y = Math.max(node.y, column[index - 1].y + 2 * ROW);
    }
    const shift = middle - column.reduce((sum, node) => sum + node.y, 0) / column.length;
    for (const node of column) node.y += shift;
  }
}

function grouped(placed) {
  const found = new Map();
  for (const node of placed) found.set(node.fx, [...(found.get(node.fx) ?? []), node]);
  return found.values();
}
