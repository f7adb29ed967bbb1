// The parameters of a canned query as form fields. In: a query, a place. Out: terms as N-Triples, or what is wrong.

import { iriTerm, literalTerm } from "./binding.js";
import { element } from "./elements.js";

const TYPES = { integer: "number", date: "date" };

export class Fields {
  /** changed() is called when what the fields say has changed. */
  constructor(place, catalogue, changed) {
    this.place = place;
    this.catalogue = catalogue;
    this.changed = changed;
    this.fields = [];
  }

  /** Show the fields of a query, filled with given texts or else with the examples. */
  show(query, values = {}) {
    this.fields = (query?.parameters ?? []).map((parameter) => this.field(parameter, values[parameter.name] ?? parameter.example));
    this.place.replaceChildren(...this.fields.map((field) => field.box));
    this.place.hidden = !this.fields.length;
    for (const field of this.fields) this.judge(field);
  }

  /** Return the terms that the fields give; fields that are wrong give none. */
  terms() {
    return Object.fromEntries(this.fields.filter((field) => field.term).map((field) => [field.parameter.name, field.term]));
  }

  /** Return what to write in an address for each field: the end of a thing's IRI where that is enough. */
  values() {
    return Object.fromEntries(this.fields.map((field) => [field.parameter.name, field.short ?? field.input.value.trim()]));
  }

  /** Judge what stands in the fields now, and return the first that is wrong; `asked`: names of those that matter. */
  wrong(asked) {
    for (const field of this.fields) this.judge(field);
    return this.fields.find((field) => field.fault && asked.includes(field.parameter.name));
  }

  field(parameter, text) {
    const id = `parameter-${parameter.name}`;
    const label = element("label", { for: id }, parameter.title);
    const help = element("small", { id: `${id}-help`, "aria-live": "polite" }, parameter.description);
    const input = parameter.class ? this.choice(parameter, text) : this.entry(parameter, text, id);
    input.id = id;
    input.required = parameter.required;
    input.setAttribute("aria-describedby", help.id);
    const field = { parameter, input, help, box: element("div", { class: "field" }, label, input, help) };
    if (parameter.kind && !parameter.class) field.box.append(this.list(parameter, input, `${id}-list`));
    input.addEventListener("input", () => this.say(field, ""));
    input.addEventListener("change", () => {
      this.judge(field);
      if (!field.fault) this.changed();
    });
    return field;
  }

  /** Return a list to choose a concept from. */
  choice(parameter, text) {
    const chosen = this.catalogue.concept(text, parameter.class);
    const concepts = this.catalogue.concepts[parameter.class] ?? [];
    const options = concepts.map(([iri, label]) => element("option", { value: iri }, label));
    const select = element("select", {}, ...options);
    if (chosen) select.value = chosen;
    return select;
  }

  entry(parameter, text, id) {
    const type = TYPES[parameter.type] ?? "text";
    const input = element("input", { type, autocomplete: "off", dir: "auto" });
    if (parameter.kind) input.setAttribute("list", `${id}-list`);
    input.value = text;
    return input;
  }

  /** Return the names that an entry suggests, kept to those that fit what is typed. */
  list(parameter, input, id) {
    const list = element("datalist", { id });
    const fill = () => {
      const found = this.catalogue.suggest(input.value, parameter.kind);
      const some = found.length ? found : this.catalogue.suggest("", parameter.kind);
      list.replaceChildren(...some.map((thing) => element("option", { value: this.catalogue.shown(thing) })));
    };
    input.addEventListener("input", fill);
    input.addEventListener("focus", () => input.select());
    fill();
    return list;
  }

  /** Find the term that a field means, or say what is wrong with it. */
  judge(field) {
    const text = field.input.value.trim();
    field.term = field.short = field.iri = undefined;
    field.fault = text || !field.parameter.required ? "" : `Say which ${field.parameter.title.toLowerCase()}.`;
    try {
      if (!text) return;
      Object.assign(field, this.meaning(field.parameter, field.input.value));
      const thing = field.parameter.kind && this.catalogue.byIri.get(field.iri);
      if (thing) field.input.value = this.catalogue.shown(thing);
    } catch (error) {
      field.fault = error.message;
    } finally {
      this.say(field, field.fault);
    }
  }

  /** Say under a field what is wrong with it, in the place of its description, so that nothing else moves. */
  say({ parameter, input, help }, fault) {
    help.textContent = fault || parameter.description;
    help.classList.toggle("wrong", Boolean(fault));
    input.setAttribute("aria-invalid", String(Boolean(fault)));
  }

  meaning(parameter, text) {
    if (parameter.type !== "iri") return { term: literalTerm(text, parameter.type) };
    if (parameter.class) return { term: iriTerm(text), short: text.replace(/.*[/#]/, "") };
    const iri = this.catalogue.resolve(text, parameter.kind, parameter.parts);
    if (!iri) throw new Error(parameter.kind ? `No ${parameter.kind} is called “${text.trim()}”. Choose a name from the list.` : `“${text.trim()}” is no IRI.`);
    return { iri, term: iriTerm(iri), short: this.catalogue.handle(iri, parameter.kind) };
  }
}
