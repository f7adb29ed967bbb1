// The engine, in its own thread: holds the store, runs one query at a time, keeps its result for sorting and files.
//
// In: messages { id, ask, … }. Out: { id, answer } or { id, fault }, and { id, progress } while the dump is loaded. The
// page ends this thread to stop a query: the engine itself cannot be interrupted.

import init, { Store, defaultGraph, parse } from "oxigraph";
import { FORMATS, csv, tsv } from "./formats.js";
import { formOf, inOrder } from "./prologue.js";
import { comparer, fromEngine } from "./terms.js";

const SHOWN = 1000; // rows that the page gets; files have all
const CHUNK = 1 << 20; // bytes of the dump between two reports of progress

let store;
let result; // { form, names, rows } or { form, names, rows, graph }

const answers = { open, run, sort, file };

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ id: data.id, answer: await answers[data.ask](data) });
  } catch (error) {
    // After a trap the engine's memory can no longer be trusted; the page then starts a new thread.
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    self.postMessage({ id: data.id, fault: { message: String(error.message ?? error), broken } });
  }
};

/** Start the engine and load the dump: N-Quads, the default graph included, as every engine of kinset is loaded. */
async function open({ id, module, dump }) {
  await init({ module_or_path: module });
  const bytes = await unpack(dump);
  store = new Store();
  const report = (done) => self.postMessage({ id, progress: done / bytes.length });
  store.load(chunks(bytes, report), { format: "nq", no_transaction: true, lenient: true });
  return { size: store.size };
}

/** Return the dump's bytes; some hosts have the browser unpack .gz files already. */
async function unpack(dump) {
  const [one, two] = new Uint8Array(await dump.slice(0, 2).arrayBuffer());
  const packed = one === 0x1f && two === 0x8b;
  const body = packed ? new Response(dump.stream().pipeThrough(new DecompressionStream("gzip"))) : dump;
  return new Uint8Array(await body.arrayBuffer());
}

function* chunks(bytes, report) {
  for (let start = 0; start < bytes.length; start += CHUNK) {
    report(start);
    yield bytes.subarray(start, start + CHUNK);
  }
}

/** Run a query; answer with its form, how many rows there are, and the first of them. */
function run({ text, base }) {
  const started = performance.now();
  const form = formOf(text);
  result = form === "construct" || form === "describe" ? graphOf(text, base, form) : tableOf(text, base);
  return { ...told(result.rows), elapsed: performance.now() - started };
}

function tableOf(text, base) {
  const found = JSON.parse(store.query(text, { base_iri: base, results_format: "json" }));
  if ("boolean" in found) return { form: "ask", truth: found.boolean, names: [], rows: [] };
  return { form: "select", names: inOrder(found.head.vars, text), rows: found.results.bindings };
}

function graphOf(text, base, form) {
  const graph = [...new Set(store.query(text, { base_iri: base, results_format: "nt" }).split("\n"))].join("\n");
  const rows = parse(graph, { format: "nt" }).map(({ subject, predicate, object }) => ({
    subject: fromEngine(subject),
    predicate: fromEngine(predicate),
    object: fromEngine(object),
  }));
  return { form, names: ["subject", "predicate", "object"], rows, graph };
}

function told(rows) {
  const { form, names, truth } = result;
  return { form, names, truth, total: rows.length, rows: rows.slice(0, SHOWN) };
}

/** Answer with the first rows of all when sorted by a column. */
function sort({ name, descending }) {
  const compare = comparer();
  const sign = descending ? -1 : 1;
  return told([...result.rows].sort((one, other) => sign * compare(one[name], other[name])));
}

/** Answer with the whole result as a file. */
function file({ format }) {
  const { names, rows, graph } = result;
  const makers = {
    csv: () => csv(names, rows),
    tsv: () => tsv(names, rows),
    json: () => JSON.stringify({ head: { vars: names }, results: { bindings: rows } }),
    nt: () => graph,
    ttl: () => turtle(graph),
  };
  return { blob: new Blob([makers[format]()], { type: FORMATS[format].media }) };
}

function turtle(graph) {
  const own = new Store();
  own.load(graph, { format: "nt", lenient: true });
  return own.dump({ format: "ttl", from_graph_name: defaultGraph() });
}
