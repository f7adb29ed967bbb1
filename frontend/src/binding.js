// The parameters of a canned query: finding their blocks in its text, and putting terms there.
//
// The same rule as kinset.queries.bind: a parameter is a block `VALUES ?name { term }` with one variable and one term;
// what a user types becomes an IRI or a literal written as N-Triples, never a piece of the query.

const IRI = String.raw`<[^<>"{}|^\u0060\\\u0000-\u0020]*>`;
const STRING = String.raw`"(?:[^"\\\n\r]|\\[^\n])*"|'(?:[^'\\\n\r]|\\[^\n])*'`;
const LONG_STRING = String.raw`"""(?:[^"\\]|\\[^\n]|"(?!""))*"""|'''(?:[^'\\]|\\[^\n]|'(?!''))*'''`;
const NAME = String.raw`[A-Za-z][\p{L}\p{N}_.\-]*:[\p{L}\p{N}_.\-]*`;
const TERM = String.raw`${IRI}|(?:${STRING})(?:\^\^(?:${IRI}|${NAME})|@[A-Za-z0-9\-]+)?|[+\-]?[0-9]+|${NAME}`;
const VALUES = String.raw`(?<![\p{L}\p{N}_?$:])[Vv][Aa][Ll][Uu][Ee][Ss]\s*[?$](?<name>[\p{L}\p{N}_]+)\s*\{\s*(?:${TERM})\s*\}`;
// Comments, IRIs and strings come first, so that no block is found inside one.
const BLOCK = new RegExp(String.raw`#[^\n]*|${IRI}|${LONG_STRING}|${STRING}|${VALUES}`, "gu");

const XSD = "http://www.w3.org/2001/XMLSchema#";
const CHECKS = {
  integer: [/^[+-]?[0-9]+$/, "a whole number"],
  date: [/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "a day, written year-month-day"],
};

/** Return the blocks of a query in order, each with name, start and end. */
export function blocks(text) {
  const found = [...text.matchAll(BLOCK)].filter((match) => match.groups.name);
  return found.map((match) => ({ name: match.groups.name, start: match.index, end: match.index + match[0].length }));
}

/** Return a query's text with terms (already written as N-Triples) for some of its parameters. */
export function bind(text, terms) {
  let done = 0;
  let bound = "";
  for (const { name, start, end } of blocks(text)) {
    if (terms[name] === undefined) continue;
    bound += `${text.slice(done, start)}VALUES ?${name} { ${terms[name]} }`;
    done = end;
  }
  return bound + text.slice(done);
}

/** Return an IRI as N-Triples writes it; throws where it cannot be one. */
export function iriTerm(iri) {
  if (!new RegExp(`^${IRI}$`, "u").test(`<${iri}>`) || !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(iri)) throw new Error(`“${iri}” is no IRI.`);
  return `<${iri}>`;
}

/** Return a text as a literal of a parameter's type (string, integer or date); throws where it is none. */
export function literalTerm(text, type) {
  const [pattern, wanted] = CHECKS[type] ?? [/(?:)/, ""];
  if (!pattern.test(text) || (type === "date" && !isDay(text))) throw new Error(`“${text}” is not ${wanted}.`);
  const quoted = JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return type === "string" ? quoted : `${quoted}^^<${XSD}${type}>`;
}

/** Tell whether a date is in the calendar: no 30 February. */
function isDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
