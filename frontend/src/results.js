// The answer on the page: as table or picture, and as files. In: a result and the engine that keeps all of it.

import { counted, element, spoken } from "./elements.js";
import { FORMATS } from "./formats.js";
import { graphOf } from "./graph.js";
import { picture } from "./picture.js";
import { table } from "./table.js";

const NAMES = { csv: "CSV", tsv: "TSV", json: "JSON", ttl: "Turtle", nt: "N-Triples" };
const DRAWN_AT_ONCE = 80; // edges of a graph that is shown as a picture first

export class Results {
  /** place: a section; catalogue: labels and links; engine: sorts and makes files; tell(words): says something aloud. */
  constructor(place, { catalogue, engine, tell }) {
    Object.assign(this, { place, catalogue, engine, tell });
  }

  clear() {
    this.place.hidden = true;
    this.place.replaceChildren();
  }

  /** Show a result; query is the canned query that it answers, or undefined. */
  show(result, query) {
    this.result = result;
    this.query = query;
    this.sorted = null;
    this.place.hidden = false;
    const size = result.form === "ask" ? null : element("small", {}, summary(result));
    const heading = element("h2", {}, "Result ", size);
    if (result.form === "ask") {
      this.place.replaceChildren(heading, element("p", { class: "lead answer" }, result.truth ? "Yes." : "No."));
      return;
    }
    this.graph = graphOf(result, (iri) => this.catalogue.label(iri) ?? this.catalogue.short(iri));
    this.view = element("div", { class: "view" });
    const drawnFirst = this.graph && result.form !== "select" && this.graph.edges.length <= DRAWN_AT_ONCE;
    this.place.replaceChildren(heading, element("div", { class: "bar" }, this.views(drawnFirst), this.files()), this.view);
    this.draw(drawnFirst ? "picture" : "table");
  }

  /** Return the choice between table and picture. */
  views(drawnFirst) {
    const choice = (value, text, checked, disabled) => {
      const input = element("input", { type: "radio", name: "view", value, checked, disabled });
      input.addEventListener("change", () => this.draw(value));
      return element("label", {}, input, ` ${text}`);
    };
    const none = this.graph ? null : element("small", {}, " nothing here makes one");
    return element("fieldset", { class: "views" }, element("legend", {}, "Show as"), choice("table", "table", !drawnFirst), choice("picture", "picture", drawnFirst, !this.graph), none);
  }

  /** Return the buttons that save the whole result. */
  files() {
    const of = this.result.form === "select" ? "table" : "graph";
    const names = Object.keys(FORMATS).filter((name) => of === "graph" || FORMATS[name].of === of);
    const buttons = names.map((name) => {
      const button = element("button", { type: "button", class: "plain", "data-format": name }, NAMES[name]);
      button.addEventListener("click", () => this.save(name));
      return button;
    });
    return element("div", { class: "files", role: "group", "aria-label": "Download the whole result" }, element("span", {}, "Download"), ...buttons);
  }

  draw(view) {
    if (view === "picture") this.view.replaceChildren(picture(this.graph, (iri) => this.catalogue.link(iri)));
    else this.view.replaceChildren(...this.rows());
  }

  rows() {
    const { result } = this;
    if (!result.rows.length) return [element("p", {}, "No rows.")];
    const titles = Object.fromEntries((this.query?.columns ?? []).map((column) => [column.name, column.title]));
    const made = table(result, { catalogue: this.catalogue, titles, sorted: this.sorted, sort: (name) => this.sort(name) });
    const scroll = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows" }, made);
    const more = result.total > result.rows.length ? element("p", { class: "note" }, `The first ${spoken(result.rows.length)} of ${spoken(result.total)} rows are shown; the downloads have all.`) : null;
    return [scroll, more].filter(Boolean);
  }

  /** Sort all rows by a column; once more, the other way round. */
  async sort(name) {
    const descending = this.sorted?.name === name && !this.sorted.descending;
    try {
      const { rows } = await this.engine.ask("sort", { name, descending });
      this.sorted = { name, descending };
      this.result = { ...this.result, rows };
    } catch (error) {
      this.tell(`It cannot be sorted any more: ${error.message} Run it again.`);
      return;
    }
    this.draw("table");
    this.view.querySelector(`[data-column="${CSS.escape(name)}"]`)?.focus();
    this.tell(`Sorted by ${name}, ${descending ? "descending" : "ascending"}.`);
  }

  async save(format) {
    try {
      const { blob } = await this.engine.ask("file", { format });
      const address = URL.createObjectURL(blob);
      element("a", { href: address, download: `${this.query?.name ?? "result"}.${format}` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (error) {
      this.tell(`It cannot be saved any more: ${error.message} Run it again.`);
    }
  }
}

/** Return in words how much was found. */
export function summary(result) {
  if (result.form === "ask") return result.truth ? "yes" : "no";
  return counted(result.total, result.form === "select" ? "row" : "triple");
}
