// What the engine says of a query that it cannot run, so that a person can mend it.

import { asksOthers, declared, formOf, missing } from "./prologue.js";

const UNSEEN = new Set(["LATERAL", "SERVICE"]); // allowed by the grammar, of no use here
const MOST = 6; // words that are suggested

/** Return why a query must not be run at all, or null. */
export function refused(text) {
  if (!text.trim()) return "There is no query to run.";
  if (formOf(text) === "update") return "The catalogue can be read here, not changed: write SELECT, ASK, CONSTRUCT or DESCRIBE.";
  if (asksOthers(text)) return "SERVICE would ask another endpoint; nothing leaves this page. Take that part out.";
  return null;
}

/** Return { message, line, column } of an engine's message on a query as it was typed; line is undefined where it names none.
 *
 * prefixes: those of which the missing were declared before the first line when it was run.
 */
export function explained(message, text, prefixes = {}) {
  const place = /^error at (\d+):(\d+): (?:expected )?([\s\S]*)$/.exec(message);
  if (!place) return { message };
  const line = Number(place[1]);
  const column = Math.max(1, Number(place[2]) - (line === 1 ? missing(text, prefixes).length : 0));
  return { line, column, message: `Line ${line}, column ${column}: ${reason(place[3], text, line, prefixes)}` };
}

function reason(said, text, line, prefixes) {
  if (said.includes("Prefix not found")) {
    const known = [...declared(text), ...Object.keys(prefixes)];
    const used = text.split("\n")[line - 1].replace(/<[^>]*>|"[^"]*"/g, " ").match(/[A-Za-z][\w-]*(?=:)/g) ?? [];
    const unknown = used.find((prefix) => !known.includes(prefix));
    return unknown ? `the prefix ${unknown}: is not declared. Add PREFIX ${unknown}: <…>.` : "a prefix is not declared.";
  }
  const tokens = said.replace(/\s+/g, " ").trim();
  if (!/^(?:one of |[A-Z'[])/.test(tokens)) return tokens;
  // What the grammar could go on with: words of SPARQL help a reader, classes of letters do not.
  const words = tokens.replace(/^one of /, "").split(", ").filter((word) => /^[A-Z]{2,}$|^'[^']+'$/.test(word) && !UNSEEN.has(word));
  const told = words.length ? `, such as ${words.slice(0, MOST).join(", ")}` : "";
  return `something is missing or out of place here${told}.`;
}
