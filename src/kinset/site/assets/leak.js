// The leak checker: looks verdicts up that the engine worked out, and shows their proofs. It proves nothing itself.
//
// In: assets/search.json (names), leak/<slug>.json (what is known of a dataset and each other: only related pairs). A
// pair that is not in the file is open; a file that cannot be had is an error, never a verdict.
"use strict";

(() => {
  const SCRIPT = document.currentScript;
  const ROOT = new URL(SCRIPT.dataset.root, document.baseURI).href;
  const BASE = SCRIPT.dataset.base;
  const CUT = "cut" in SCRIPT.dataset; // the catalogue is so big that not every pair was worked out
  const ORDER = ["SHARES", "CONFLICT", "MAY_SHARE", "DISJOINT"]; // strongest first
  const WORDS = { SHARES: "shares", CONFLICT: "sources conflict", MAY_SHARE: "may share", DISJOINT: "is disjoint" };
  const SAME = "SAME";
  const SUGGESTED = 60; // names in a list of suggestions
  const FOLDED = 4; // steps of a proof that show at once

  const part = (name) => document.querySelector(`[data-part="${name}"]`);
  const fold = (text) => text.trim().toLowerCase();

  let datasets = []; // { slug, label, names }
  let labels = new Map(); // IRI -> label, of every entity
  const files = new Map(); // slug -> promise of its file
  const state = { trains: [], test: "" };

  // ---------------------------------------------------------------- elements

  /** Return an element; what comes from data is text, never markup. */
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
    made.append(...children.flat().filter((child) => child !== null && child !== ""));
    return made;
  }

  /** Return the page of an IRI of the catalogue, or an address of the web; null for what must not be opened. */
  function link(iri) {
    if (iri.startsWith(BASE)) {
      const [path, fragment = ""] = iri.slice(BASE.length).split("#");
      const [kind, slug, ...sub] = path.split("/");
      const anchor = sub.join("/") || fragment;
      return slug ? `${ROOT}${kind}/${slug}/${anchor && `#${encodeURI(anchor)}`}` : null;
    }
    return /^https?:\/\//.test(iri) ? iri : null;
  }

  function anchor(iri, text) {
    const address = link(iri);
    return address ? element("a", { href: address }, element("bdi", {}, text)) : element("bdi", {}, text);
  }

  const iriOf = (slug) => `${BASE}dataset/${slug}`;
  const labelOf = (slug) => labels.get(iriOf(slug)) ?? slug;
  const nameOf = (slug) => anchor(iriOf(slug), labelOf(slug));

  /** Return a, b and c. */
  function listed(words) {
    return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
  }

  function pill(verdict, words) {
    return element("span", { class: `verdict ${verdict.toLowerCase().replace("_", "-")}` }, words ?? WORDS[verdict]);
  }

  // ---------------------------------------------------------------- names

  async function json(path) {
    const response = await fetch(ROOT + path).catch(() => null);
    if (!response?.ok) throw new Error(`${path} could not be fetched. Try again later.`);
    return response.json();
  }

  function readNames(search) {
    labels = new Map(search.things.map(([path, label]) => [BASE + path.replace(/\/$/, ""), label]));
    const some = search.things.filter(([path]) => path.startsWith("dataset/"));
    datasets = some.map(([path, label, , aliases]) => ({
      slug: path.split("/")[1],
      label,
      names: [label, path.split("/")[1], ...(aliases ? aliases.split("|") : [])].map(fold),
    }));
  }

  /** Return the slug of what a user means, or null: a label first, then a slug, then any other name. */
  function resolve(text) {
    const key = fold(text);
    const short = key.replace(BASE, "").replace(/^dataset[/:]/, "").replace(/\/$/, "");
    const found =
      datasets.find((one) => fold(shown(one)) === key || fold(one.label) === key) ??
      datasets.find((one) => one.slug === short) ??
      datasets.find((one) => one.names.includes(key));
    return found?.slug ?? null;
  }

  /** Return what stands for a dataset in a list: its label, with the slug where two share one. */
  function shown(one) {
    return datasets.some((other) => other !== one && other.label === one.label) ? `${one.label} (${one.slug})` : one.label;
  }

  function suggest(input) {
    const list = input.list;
    const fill = () => {
      const key = fold(input.value);
      const fits = datasets.filter((one) => one.names.some((name) => name.includes(key)));
      const first = (one) => (one.names.some((name) => name.startsWith(key)) ? 0 : 1);
      fits.sort((one, other) => first(one) - first(other) || one.label.localeCompare(other.label));
      list.replaceChildren(...fits.slice(0, SUGGESTED).map((one) => element("option", { value: shown(one) })));
    };
    input.addEventListener("input", fill);
    fill();
  }

  /** Return the slug that a field means and tell what is wrong with it; "" where it is empty. */
  function read(name) {
    const input = part(name);
    const help = part(`${name}-help`);
    help.dataset.said ??= help.textContent;
    const slug = input.value.trim() ? resolve(input.value) : "";
    const wrong = slug === null;
    help.textContent = wrong ? `No dataset is called “${input.value.trim()}”. Choose a name from the list.` : help.dataset.said;
    help.classList.toggle("wrong", wrong);
    input.setAttribute("aria-invalid", String(wrong));
    if (wrong) input.focus();
    return slug;
  }

  // ---------------------------------------------------------------- state

  function add() {
    const slug = read("train");
    if (slug === null) return false;
    if (slug && !state.trains.includes(slug)) state.trains.push(slug);
    part("train").value = "";
    drawChosen();
    return true;
  }

  function drawChosen() {
    const items = state.trains.map((slug) => {
      const label = labelOf(slug);
      const remove = element("button", { type: "button", "aria-label": `Remove ${label}` }, "×");
      remove.addEventListener("click", () => {
        state.trains = state.trains.filter((one) => one !== slug);
        drawChosen();
        part("train").focus();
        check();
      });
      return element("li", {}, element("bdi", {}, label), remove);
    });
    part("chosen").replaceChildren(...items);
  }

  function address() {
    const asked = [];
    if (state.trains.length) asked.push(`train=${state.trains.map(encodeURIComponent).join(",")}`);
    if (state.test) asked.push(`test=${encodeURIComponent(state.test)}`);
    history.replaceState(null, "", location.pathname + (asked.length ? `?${asked.join("&")}` : ""));
  }

  /** Take what the address asks for; return the names that are unknown. */
  function restore() {
    const asked = new URLSearchParams(location.search);
    const wanted = asked.getAll("train").flatMap((text) => text.split(",")).filter(Boolean);
    const found = wanted.map((text) => [text, resolve(text)]);
    const test = asked.get("test") ?? "";
    state.trains = [...new Set(found.map(([, slug]) => slug).filter(Boolean))];
    state.test = test ? (resolve(test) ?? "") : "";
    part("test").value = state.test ? shown(datasets.find((one) => one.slug === state.test)) : test;
    drawChosen();
    return [...found.filter(([, slug]) => !slug).map(([text]) => text), ...(test && !state.test ? [test] : [])];
  }

  // ---------------------------------------------------------------- answers

  function fileOf(slug) {
    if (!files.has(slug)) {
      const got = json(`leak/${encodeURIComponent(slug)}.json`);
      got.catch(() => files.delete(slug));
      files.set(slug, got);
    }
    return files.get(slug);
  }

  /** Show the answer to what is chosen, if it is a question already. */
  async function check() {
    address();
    if (!state.trains.length || !state.test) {
      part("answers").hidden = true;
      tell(state.trains.length ? "Name what is evaluated." : state.test ? "Name what it was trained on." : "");
      return;
    }
    const { trains, test } = { trains: [...state.trains], test: state.test };
    try {
      const file = trains.some((slug) => slug !== test) ? await fileOf(test) : {};
      if (test !== state.test || trains.join() !== state.trains.join()) return; // asked something else meanwhile
      draw(trains.map((train) => ({ train, test, found: file[train] })).map(judged), test);
    } catch (error) {
      part("answers").hidden = true;
      tell(error.message);
    }
  }

  function judged(pair) {
    return { ...pair, verdict: pair.train === pair.test ? SAME : (pair.found?.verdict ?? "MAY_SHARE") };
  }

  function rank({ verdict }) {
    return verdict === SAME ? -1 : ORDER.indexOf(verdict);
  }

  function draw(pairs, test) {
    const sorted = [...pairs].sort((one, other) => rank(one) - rank(other));
    const overall = element("p", { class: "overall" }, sentence(sorted[0]), pairs.length > 1 ? ` That is the strongest of ${pairs.length} pairs.` : "");
    const several = pairs.length > 1
      ? element("p", { class: "note" }, "Each pair was worked out alone. For several training sets together, the command may prove more than the pairs do:")
      : null;
    part("answers").replaceChildren(
      ...[element("h2", {}, "Answer"), overall, ...sorted.map(article), several, command(pairs.map((one) => one.train), test)].filter(Boolean),
    );
    part("answers").hidden = false;
    tell(sentence(sorted[0]));
  }

  /** Return the verdict on a pair as a sentence. */
  function sentence({ train, test, verdict, found }) {
    const [one, other] = [labelOf(train), labelOf(test)];
    const units = listed(found?.groups.filter((group) => group.verdict === verdict).flatMap((group) => group.units) ?? []) || "records";
    if (verdict === SAME) return `${one} is evaluated on itself.`;
    if (verdict === "SHARES") return `${one} and ${other} share ${units}.`;
    if (verdict === "DISJOINT") return `${one} and ${other} have no ${units} in common.`;
    if (verdict === "CONFLICT") return `Sources contradict each other on whether ${one} and ${other} share ${units}.`;
    return `Whether ${one} and ${other} share ${units} is not known.`;
  }

  function article(pair) {
    const { train, test, verdict, found } = pair;
    const head = element("h3", {}, pill(verdict === SAME ? "SHARES" : verdict, verdict === SAME ? "the same dataset" : undefined), element("span", {}, nameOf(train), verdict === SAME ? "" : " → ", verdict === SAME ? "" : nameOf(test)));
    const body = verdict === SAME ? [same(train)] : found ? [...found.groups.map(group), splits(pair)] : [absent()];
    const kind = verdict === SAME ? "shares" : verdict.toLowerCase().replace("_", "-");
    return element("article", { class: `pair ${kind}` }, head, body);
  }

  function same(slug) {
    const splitsAt = element("a", { href: `${link(iriOf(slug))}#versions` }, "its page");
    return element("p", {}, "What is evaluated was trained on, unless one split was held out: ", splitsAt, " tells which splits it has, and ", element("code", {}, "kinset leak"), " answers for two of them.");
  }

  function absent() {
    const why = CUT
      ? "This pair was not worked out for this site, which proves nothing: the command below answers."
      : "No link between them is recorded, which proves nothing.";
    return element("p", {}, why);
  }

  /** Return what is known at some units: the verdict, its proof or why it is open, and what would decide it. */
  function group(one) {
    const units = listed(one.units);
    const flags = one.flags.length ? ` (${one.flags.join("; ")})` : "";
    const says = {
      SHARES: `They share ${units}${flags}.`,
      DISJOINT: `They have no ${units} in common${flags}.`,
      CONFLICT: `Sources contradict each other on whether they share ${units}${flags}.`,
      MAY_SHARE: `Whether they share ${units} is not known${one.reasons.length ? `: ${one.reasons.join("; ")}` : ""}.`,
    };
    const weak = one.weakest && one.weakest !== "read" && one.because.length ? element("p", { class: "note" }, `The weakest evidence in this proof: ${one.weakest}.`) : null;
    return element("div", { class: "group" }, element("p", {}, says[one.verdict] ?? one.verdict), proof(one.because), weak, decide(one.decide));
  }

  function proof(steps) {
    if (!steps.length) return null;
    const items = element("ol", {}, steps.map(step));
    const title = `The proof, ${steps.length === 1 ? "one claim" : `${steps.length} claims`}`;
    return element("details", steps.length > FOLDED ? {} : { open: "" }, element("summary", {}, title), items);
  }

  function step({ says, claim, method, sources }) {
    const rests = sources.map(([source, locator]) => [anchor(source, labels.get(source) ?? source.replace(/^https?:\/\/(?:www\.)?/, "")), locator ? `, ${locator}` : ""]);
    const spaced = rests.flatMap((one, index) => (index ? ["; ", ...one] : one));
    const told = method || spaced.length ? element("small", {}, method, method && spaced.length ? ": " : "", spaced) : null;
    return element("li", {}, anchor(claim, says), told);
  }

  function decide(ways) {
    if (!ways.length) return null;
    return element("div", {}, element("h4", {}, "What would decide it"), element("ul", {}, ways.map((way) => element("li", {}, way))));
  }

  /** Return the verdicts by split, and which of the two they take as trained on: the file knows one direction. */
  function splits({ train, test, found }) {
    if (!found.splits.length) return null;
    const within = (slug, iri) => iri === iriOf(slug) || iri.startsWith(`${iriOf(slug)}/`) || iri.startsWith(`${iriOf(slug)}#`);
    const asAsked = within(train, found.splits[0][0]);
    const [first, second] = asAsked ? [train, test] : [test, train];
    const name = (slug, iri) => (iri === iriOf(slug) ? "the whole" : decodeURI(iri.slice(iriOf(slug).length + 1)));
    const rows = found.splits.map(([one, other, verdict, unit]) =>
      element("tr", {}, element("th", { scope: "row" }, anchor(one, name(first, one))), element("td", {}, anchor(other, name(second, other))), element("td", {}, pill(verdict), ` ${unit}`)),
    );
    const heads = [`Trained on ${labelOf(first)}`, `Evaluated on ${labelOf(second)}`, "Verdict"].map((text) => element("th", { scope: "col" }, text));
    const table = element("table", {}, element("thead", {}, element("tr", {}, heads)), element("tbody", {}, rows));
    const scroll = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Verdicts by split" }, table);
    const turned = " These are for the other direction, trained on what you evaluate on; the command below answers for yours.";
    const note = element("p", { class: "note" }, `A verdict on the whole is none on its splits.${asAsked ? "" : turned}`);
    const title = `By split, ${found.splits.length === 1 ? "one verdict" : `${found.splits.length} verdicts`}`;
    return element("details", { class: "splits" }, element("summary", {}, title), note, scroll);
  }

  function command(trains, test) {
    const words = ["kinset", "leak", ...trains, test].join(" ");
    const copy = element("button", { type: "button" }, "Copy");
    copy.addEventListener("click", () => keep(words, "The command is copied."));
    return element("p", { class: "command" }, element("span", {}, "On the command line:"), element("code", {}, words), copy);
  }

  async function keep(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      tell(said);
    } catch {
      tell(`Copying is not allowed here: ${text}`);
    }
  }

  function tell(words) {
    part("said").textContent = words;
  }

  // ---------------------------------------------------------------- start

  function listen() {
    for (const name of ["train", "test"]) suggest(part(name));
    part("add").addEventListener("click", () => {
      if (add()) check();
      part("train").focus();
    });
    part("train").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !part("train").value.trim()) return;
      event.preventDefault();
      if (add()) check();
    });
    part("test").addEventListener("change", () => {
      state.test = read("test") ?? "";
      check();
    });
    part("share").addEventListener("click", () => keep(location.href, "The link to this question is copied."));
    part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const slug = read("test");
      if (!add() || slug === null) return;
      state.test = slug;
      check();
    });
  }

  json("assets/search.json")
    .then((search) => {
      readNames(search);
      listen();
      part("form").hidden = false;
      const unknown = restore();
      if (unknown.length) {
        tell(`No dataset is called ${listed(unknown.map((name) => `“${name}”`))}.`);
        return;
      }
      check();
    })
    .catch((error) => {
      part("broken").hidden = false;
      part("broken").append(` ${error.message}`);
    });
})();
