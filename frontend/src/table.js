// A result as a table: headings that sort, terms that lead somewhere.

import { element } from "./elements.js";
import { isNumber, nTriples, textOf } from "./terms.js";

/** Return a table. titles: heading of a column by its variable; sorted: { name, descending } or null; sort(name). */
export function table(result, { catalogue, titles, sorted, sort }) {
  const heads = result.names.map((name) => heading(name, titles[name], sorted, sort));
  const show = shower(result, catalogue);
  const rows = result.rows.map((row) => element("tr", {}, ...result.names.map((name) => cell(row[name], name, show))));
  return element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}

function heading(name, title, sorted, sort) {
  const mine = sorted?.name === name;
  const arrow = mine ? (sorted.descending ? "↓" : "↑") : "↕";
  const button = element("button", { type: "button", class: "sort", "data-column": name }, title ?? `?${name}`, " ", element("span", { "aria-hidden": "true" }, arrow));
  button.addEventListener("click", () => sort(name));
  return element("th", { scope: "col", "aria-sort": mine ? (sorted.descending ? "descending" : "ascending") : null, title: title ? `?${name}` : null }, button);
}

function cell(term, name, show) {
  if (!term) return element("td", { class: "unbound" }, element("span", { class: "hidden" }, "nothing"));
  return element("td", { class: isNumber(term) ? "n" : null }, show(term, name));
}

/** Return how terms are shown. An IRI shows its label, but where another column of the row does that already. */
function shower(result, catalogue) {
  const first = result.names.find((name) => result.rows.some((row) => row[name]?.type === "uri"));
  const labelled = new Set(result.names.filter((name) => result.names.includes(`${name}Label`)));
  if (result.names.includes("label")) labelled.add(first);
  return (term, name) => {
    if (term.type !== "uri") return element("bdi", { lang: term["xml:lang"] ?? null, title: term.datatype || term["xml:lang"] ? nTriples(term) : null }, textOf(term));
    return iri(term.value, catalogue, !labelled.has(name));
  };
}

/** Return an IRI as a link where it leads somewhere. */
export function iri(value, catalogue, named) {
  const label = named ? catalogue.label(value) : undefined;
  const text = element("bdi", {}, label ?? catalogue.short(value));
  const link = catalogue.link(value);
  if (!link) return element("span", { class: label ? null : "address", title: value }, text);
  return element("a", { href: link, title: value, class: label ? null : "address" }, text);
}
