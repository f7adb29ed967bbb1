// The query workbench's page. The template (workbench.html) has the form; this gives it its behaviour.
//
// State is what the page shows: which canned query is chosen, what its fields say, and the text. The address follows.

import { readAddress, writeAddress } from "./address.js";
import { bind, blocks } from "./binding.js";
import { Catalogue } from "./catalogue.js";
import { completer } from "./completion.js";
import { Editor } from "./editor.js";
import { element } from "./elements.js";
import { Engine, Stopped } from "./engine.js";
import { explained, refused } from "./faults.js";
import { withPrefixes } from "./prologue.js";
import { Fields } from "./fields.js";
import { Results, summary } from "./results.js";

const SCRIPT = document.currentScript;
const ROOT = new URL(SCRIPT.dataset.root, document.baseURI).href;
const STAMP = new URL(SCRIPT.src).search;
const at = (path) => new URL(path, ROOT).href;
const part = (name) => document.querySelector(`[data-part="${name}"]`);

class Workbench {
  constructor(told, search) {
    this.told = told;
    this.base = SCRIPT.dataset.base;
    this.catalogue = new Catalogue(this.base, ROOT, told, search);
    this.engine = new Engine(
      { worker: at(`assets/workbench/worker.js${STAMP}`), wasm: at(`assets/workbench/oxigraph.wasm${STAMP}`), dump: at("downloads/kinset.nq.gz") },
      (words, share) => this.progress(words, share),
    );
    this.results = new Results(part("results"), { catalogue: this.catalogue, engine: this.engine, tell: (words) => this.tell(words) });
    this.fields = new Fields(part("fields"), this.catalogue, () => this.rebind());
    const label = "SPARQL query. Tab indents; press Escape, then Tab, to leave.";
    this.editor = new Editor(part("editor"), { label, complete: completer(told), on: { run: () => this.run(), edited: () => this.clearFault() } });
    this.listen();
  }

  listen() {
    part("canned").addEventListener("change", () => this.choose(part("canned").value));
    part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
    part("stop").addEventListener("click", () => this.engine.stop());
    part("share").addEventListener("click", () => this.share());
    window.addEventListener("popstate", () => this.restore());
  }

  // ---------------------------------------------------------------- what the page shows

  /** Bring the page in line with its address, and run what it names. */
  restore() {
    const { query, name, values } = readAddress(location.search);
    if (query) {
      this.choose("", {}, false);
      this.editor.text = query;
    } else if (name && !this.told.queries.some((one) => one.name === name)) {
      this.choose("", {}, false);
      this.fault({ message: `There is no canned query called “${name}”. Choose one from the list.` });
      return;
    } else this.choose(name ?? "", values, false);
    if (query || name) this.run(false);
  }

  /** Show a canned query, or leave the text to the user. */
  choose(name, values = {}, follow = true) {
    this.query = this.told.queries.find((one) => one.name === name);
    part("canned").value = this.query ? name : "";
    part("summary").textContent = this.query?.summary ?? "Write your own, or choose one and change it.";
    this.fields.show(this.query, values);
    this.results.clear();
    this.clearFault();
    this.editor.text = this.query ? bind(this.query.text, this.fields.terms()) : this.editor.text || this.told.start;
    if (follow) this.address();
  }

  /** Put what the fields say into the text, whatever else was changed in it. */
  rebind() {
    this.editor.text = bind(this.editor.text, this.fields.terms());
    this.address();
  }

  /** Tell whether the text is the canned query with what the fields say. */
  get canned() {
    return this.query !== undefined && this.editor.text === bind(this.query.text, this.fields.terms());
  }

  address() {
    const state = this.canned ? { name: this.query.name, values: this.fields.values() } : { query: this.editor.text };
    history.replaceState(null, "", location.pathname + (this.editor.text === this.told.start ? "" : writeAddress(state)));
  }

  async share() {
    this.address();
    try {
      await navigator.clipboard.writeText(location.href);
      this.tell("The link to this query is copied.");
    } catch {
      this.tell("The address above is the link to this query.");
    }
  }

  // ---------------------------------------------------------------- running

  /** Run the text; `asked`: somebody did so here and now, who is then led to the answer. */
  async run(asked = true) {
    if (this.running) return;
    if (this.blocked()) return;
    const { text } = this.editor;
    this.clearFault();
    this.results.clear();
    this.address();
    this.tell("");
    const why = refused(text);
    if (why) {
      this.fault({ message: why });
      return;
    }
    this.start();
    try {
      await this.engine.open();
      this.progress("Running", null);
      const result = await this.engine.ask("run", { text: withPrefixes(text, this.told.prefixes), base: this.base });
      this.results.show(result, this.canned ? this.query : undefined);
      if (asked) this.bringUp();
      this.tell(`${result.form === "ask" ? `The answer is ${summary(result)}` : `Found ${summary(result)}`}, in ${seconds(result.elapsed)}.`);
    } catch (error) {
      this.failed(error, text);
    } finally {
      this.finish();
    }
  }

  /** Tell whether a parameter that the text asks for means nothing: running would answer for another value. */
  blocked() {
    const wrong = this.fields.wrong(blocks(this.editor.text).map((block) => block.name));
    if (!wrong) return false;
    this.results.clear();
    this.clearFault();
    this.tell(`Not run. ${wrong.parameter.title}: ${wrong.fault}`);
    wrong.input.focus();
    return true;
  }

  /** Scroll so far that the answer shows, if it would stand at the page's foot or below. */
  bringUp() {
    const heading = part("results").firstElementChild;
    if (heading.getBoundingClientRect().top > innerHeight * 0.7) heading.scrollIntoView();
  }

  start() {
    this.running = true;
    const since = performance.now();
    part("run").disabled = true;
    part("stop").disabled = false;
    this.clock = setInterval(() => {
      part("clock").textContent = seconds(performance.now() - since);
    }, 100);
  }

  finish() {
    this.running = false;
    clearInterval(this.clock);
    const focused = document.activeElement === part("stop");
    part("run").disabled = false;
    part("stop").disabled = true;
    if (focused) part("run").focus();
    part("progress").hidden = true;
    part("clock").textContent = "";
  }

  failed(error, text) {
    if (error instanceof Stopped) {
      this.tell("Stopped.");
      return;
    }
    this.tell("");
    if (error.broken) this.fault({ message: `The engine gave up on it: ${error.message}. Ask for less, for example with LIMIT; it starts anew with the next query.` });
    else this.fault(explained(error.message, text, this.told.prefixes));
  }

  // ---------------------------------------------------------------- saying so

  progress(words, share) {
    const bar = part("progress");
    bar.hidden = false;
    if (share === null) bar.removeAttribute("value");
    else bar.value = share;
    this.tell(`${words} …`);
  }

  tell(words) {
    if (part("said").textContent !== words) part("said").textContent = words;
  }

  fault({ message, line, column }) {
    const goTo = element("button", { type: "button", class: "plain" }, `Go to line ${line}`);
    goTo.addEventListener("click", () => this.editor.goTo(line, column));
    part("fault").replaceChildren(element("p", {}, message), ...(line ? [goTo] : []));
    part("fault").hidden = false;
    if (line) this.editor.mark(line);
  }

  clearFault() {
    part("fault").hidden = true;
    part("fault").replaceChildren();
  }
}

function seconds(milliseconds) {
  return milliseconds < 100 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

async function json(path, otherwise) {
  const response = await fetch(at(path)).catch(() => null);
  if (response?.ok) return response.json();
  if (otherwise) return otherwise;
  throw new Error(`${path} could not be fetched.`);
}

async function begin() {
  try {
    // Without the search index names are not known, but queries still run.
    const [told, search] = await Promise.all([json("sparql/queries.json"), json("assets/search.json", { things: [] })]);
    part("form").hidden = false;
    new Workbench(told, search).restore();
  } catch (error) {
    part("broken").hidden = false;
    part("broken").append(` ${error.message}`);
  }
}

begin();
