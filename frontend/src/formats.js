// A result as a file. In: variables and rows (term by variable). Out: text in a format of the W3C.

import { nTriples, textOf } from "./terms.js";

/** The files that can be had: name -> media type, ending of the file, and what it is made from. */
export const FORMATS = {
  csv: { media: "text/csv", of: "table" },
  tsv: { media: "text/tab-separated-values", of: "table" },
  json: { media: "application/sparql-results+json", of: "table" },
  ttl: { media: "text/turtle", of: "graph" },
  nt: { media: "application/n-triples", of: "graph" },
};

/** Return rows as CSV (SPARQL 1.1 Query Results CSV and TSV Formats, section 3): values only. */
export function csv(names, rows) {
  const field = (text) => (/[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const value = (term) => (term ? field(textOf(term)) : "");
  return [names.map(field), ...rows.map((row) => names.map((name) => value(row[name])))].map((line) => `${line.join(",")}\r\n`).join("");
}

/** Return rows as TSV (the same, section 4): whole terms. */
export function tsv(names, rows) {
  const lines = rows.map((row) => names.map((name) => (row[name] ? nTriples(row[name]) : "")));
  return [names.map((name) => `?${name}`), ...lines].map((line) => `${line.join("\t")}\n`).join("");
}
