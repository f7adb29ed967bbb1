// What a query asks for, told from its text: the first word after comments, BASE and PREFIX.

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
