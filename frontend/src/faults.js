// What the engine says of a query that it cannot run, so that a person can mend it.

import { asksOthers, declared, formOf } from "./prologue.js";

const UNSEEN = new Set(["LATERAL", "SERVICE"]); // allowed by the grammar, of no use here
const MOST = 6; // words that are suggested

/** Return why a query must not be run at all, or null. */
export function refused(text) {
  if (!text.trim()) return "There is no query to run.";
  if (formOf(text) === "update") return "The catalogue can be read here, not changed: write SELECT, ASK, CONSTRUCT or DESCRIBE.";
  if (asksOthers(text)) return "SERVICE would ask another endpoint; nothing leaves this page. Take that part out.";
  return null;
}

/** Return { message, line, column } of an engine's message; line is undefined where it names none. */
export function explained(message, text) {
  const place = /^error at (\d+):(\d+): (?:expected )?([\s\S]*)$/.exec(message);
  if (!place) return { message };
  const [line, column] = [Number(place[1]), Number(place[2])];
  return { line, column, message: `Line ${line}, column ${column}: ${reason(place[3], text, line)}` };
}

function reason(said, text, line) {
  if (said.includes("Prefix not found")) {
    const known = declared(text);
    const used = text.split("\n")[line - 1].replace(/<[^>]*>|"[^"]*"/g, " ").match(/[A-Za-z][\w-]*(?=:)/g) ?? [];
    const missing = used.find((prefix) => !known.includes(prefix));
    return missing ? `the prefix ${missing}: is not declared. Add PREFIX ${missing}: <…>.` : "a prefix is not declared.";
  }
  const tokens = said.replace(/\s+/g, " ").trim();
  if (!/^(?:one of |[A-Z'[])/.test(tokens)) return tokens;
  // What the grammar could go on with: words of SPARQL help a reader, classes of letters do not.
  const words = tokens.replace(/^one of /, "").split(", ").filter((word) => /^[A-Z]{2,}$|^'[^']+'$/.test(word) && !UNSEEN.has(word));
  const told = words.length ? `, such as ${words.slice(0, MOST).join(", ")}` : "";
  return `something is missing or out of place here${told}.`;
}
