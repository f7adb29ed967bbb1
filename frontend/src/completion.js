// Completion: prefixes (whose declaration is added when it is missing), terms of the catalogue, variables, keywords.

import { declared } from "./prologue.js";

const KEYWORDS = [
  "SELECT", "DISTINCT", "CONSTRUCT", "ASK", "DESCRIBE", "WHERE", "FILTER", "OPTIONAL", "UNION", "MINUS", "GRAPH", "BIND", "VALUES",
  "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "OFFSET", "COUNT", "EXISTS", "NOT EXISTS", "LANG", "STR", "CONTAINS", "LCASE", "REGEX",
];

/** Return a source of completions for CodeMirror; told has prefixes and terms ([name, label]). */
export function completer(told) {
  const prefixes = Object.entries(told.prefixes).map(([prefix, space]) => option(`${prefix}:`, space, prefix, space));
  const terms = told.terms.map(([name, label]) => {
    const prefix = name.slice(0, name.indexOf(":"));
    return option(name, label, prefix, told.prefixes[prefix]);
  });
  const keywords = KEYWORDS.map((label) => ({ label, type: "keyword", boost: -1 }));
  return (context) => {
    const word = context.matchBefore(/[?$]?[A-Za-z_][\w-]*(?::[\w.-]*)?|[?$]/);
    if (!word && !context.explicit) return null;
    const text = word?.text ?? "";
    const from = word?.from ?? context.pos;
    if (/^[?$]/.test(text)) return { from, options: variables(context.state.doc.toString(), text), validFor: /^[?$]\w*$/ };
    if (text.length < 2 && !context.explicit) return null;
    const named = text.includes(":");
    return { from, options: named ? terms : [...prefixes, ...keywords], validFor: named ? /^[\w-]+:[\w.-]*$/ : /^\w*$/ };
  };
}

/** Return a completion that declares its prefix where the query does not yet. */
function option(label, detail, prefix, space) {
  const apply = (view, _completion, from, to) => {
    const head = declared(view.state.doc.toString()).includes(prefix) ? "" : `PREFIX ${prefix}: <${space}>\n`;
    const changes = head && !/PREFIX\s+$/i.test(view.state.sliceDoc(Math.max(0, from - 12), from))
      ? [{ from: 0, insert: head }, { from, to, insert: label }]
      : { from, to, insert: label };
    const added = Array.isArray(changes) ? head.length : 0;
    view.dispatch({ changes, selection: { anchor: from + added + label.length }, userEvent: "input.complete" });
  };
  return { label, detail: detail === label ? undefined : detail, apply };
}

/** Return the variables of a text but for the one that is being typed. */
function variables(text, typed) {
  const found = new Set(text.match(/[?$]\w+/g));
  if (!new RegExp(`\\${typed[0]}${typed.slice(1)}\\b[\\s\\S]*\\${typed[0]}${typed.slice(1)}\\b`).test(text)) found.delete(typed);
  return [...found].map((label) => ({ label }));
}
