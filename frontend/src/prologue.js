// What a query asks for, told from its text; the engine tells of faults only when it runs it.

const SKIP = /^(?:\s+|#[^\n]*(?:\n|$)|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>|@?VERSION\s+(?:"[^"]*"|'[^']*'))/i;
const SILENCE = /#[^\n]*|<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** Return select, ask, construct or describe; update for what would change data; "" for what is no query. */
export function formOf(text) {
  let rest = text;
  for (let found = SKIP.exec(rest); found; found = SKIP.exec(rest)) rest = rest.slice(found[0].length);
  const word = /^[A-Za-z]+/.exec(rest)?.[0].toLowerCase() ?? "";
  if (["select", "ask", "construct", "describe"].includes(word)) return word;
  const updates = ["insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"];
  return updates.includes(word) ? "update" : "";
}

/** Tell whether a query would ask another endpoint. */
export function asksOthers(text) {
  return /(?<![\w?$:.-])SERVICE(?![\w:.-])/i.test(text.replace(SILENCE, " "));
}

/** Return the prefixes that a query declares. */
export function declared(text) {
  return [...text.replace(/#[^\n<>]*$/gm, "").matchAll(/\bPREFIX\s+([\w.-]*):\s*<[^>]*>/gi)].map((match) => match[1]);
}

/** Return the PREFIX declarations that a query lacks of those that are known, in one line: "" where it lacks none. */
export function missing(text, prefixes) {
  const known = declared(text).map((prefix) => prefix.toLowerCase());
  const used = new Set([...text.matchAll(/(?<![\w<:/.-])([A-Za-z][\w.-]*):/g)].map((match) => match[1]));
  const lacking = [...used].sort().filter((prefix) => Object.hasOwn(prefixes, prefix) && !known.includes(prefix.toLowerCase()));
  return lacking.map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}> `).join("");
}

/** Return a query that declares all that it uses; in front of its first line, so that the numbers of lines stay right. */
export function withPrefixes(text, prefixes) {
  return missing(text, prefixes) + text;
}

/** Return the variables of an answer in the query's order; of SELECT *, which names none, as they stand in its text. */
export function inOrder(names, text) {
  if (!/SELECT\s+(?:(?:DISTINCT|REDUCED)\s+)?\*/i.test(text)) return names;
  const place = (name) => text.search(new RegExp(`[?$]${name}(?![\\p{L}\\p{N}_])`, "u"));
  return [...names].sort((one, other) => place(one) - place(other));
}
