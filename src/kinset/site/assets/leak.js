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
  const OFFERED = 6; // names that are offered for one that is not sure
  const FOLDED = 4; // steps of a proof that show at once

  const part = (name) => document.querySelector(`[data-part="${name}"]`);
  const fold = (text) => text.trim().toLowerCase();
  /** Return what two spellings of one name have in common: kinset.iri.name_key. */
  const key = (text) => text.toLowerCase().replace(/[\s_\-/]+/g, " ").trim();
  const tight = (text) => key(text).replaceAll(" ", "");

  let datasets = []; // { slug, label, aliases: other names and identifiers, shown, keys and tight: of all its names }
  let others = new Map(); // key of a label or slug -> kind, of what is no dataset
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
    const number = new Map();
    for (const [, label] of some) number.set(label, (number.get(label) ?? 0) + 1);
    datasets = some.map(([path, label, , names]) => {
      const [slug, aliases] = [path.split("/")[1], names ? names.split("|") : []];
      const shown = number.get(label) > 1 ? `${label} (${slug})` : label; // as it stands in a list
      return { slug, label, aliases, shown, keys: [label, slug, ...aliases].map(key), tight: [label, slug, ...aliases].map(tight) };
    });
    const rest = search.things.filter(([path]) => !path.startsWith("dataset/"));
    others = new Map(rest.flatMap(([path, label, kind]) => [label, path.split("/")[1]].map((name) => [key(name), search.kinds[kind]])));
  }

  /** Return the datasets that a text may mean, in the command line's order: the first way to read it that gives any. */
  function resolve(text) {
    const plain = fold(text).replace(BASE, "").replace(/^dataset[/:]/, "").replace(/\/$/, "");
    const notation = plain.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/, "");
    const [wanted, squeezed] = [key(plain), tight(plain)];
    const ways = [
      (one) => fold(one.shown) === fold(text) || one.slug === plain,
      (one) => key(one.slug) === wanted,
      (one) => key(one.label) === wanted,
      (one) => one.aliases.some((name) => key(name) === wanted || fold(name) === notation),
      (one) => one.tight.includes(squeezed),
    ];
    for (const way of wanted ? ways : []) {
      const found = datasets.filter(way);
      if (found.length) return found;
    }
    return [];
  }

  /** Return the datasets whose names hold a text, else those that hold most of its words. */
  function near(text) {
    const wanted = tight(text);
    const holding = datasets.filter((one) => wanted && one.tight.some((name) => name.includes(wanted)));
    if (holding.length) return holding.sort((one, other) => one.label.length - other.label.length);
    const words = key(text).split(" ").filter((word) => word.length > 1);
    const score = (one) => words.filter((word) => one.keys.some((name) => name.split(" ").includes(word))).length;
    const scored = datasets.map((one) => [score(one), one]).filter(([hits]) => hits * 2 > words.length);
    return scored.sort(([one], [other]) => other - one).map(([, one]) => one);
  }

  function suggest(input) {
    const list = input.list;
    const fill = () => {
      const typed = tight(input.value);
      const place = (one) => Math.min(...one.tight.map((name) => name.indexOf(typed)).filter((at) => at >= 0), Infinity);
      const found = datasets.map((one) => [Math.min(place(one), 1), place(one), one]).filter(([, at]) => at !== Infinity);
      found.sort(([one, , first], [other, , second]) => one - other || first.label.localeCompare(second.label));
      list.replaceChildren(...found.slice(0, SUGGESTED).map(([, , one]) => element("option", { value: one.shown })));
    };
    input.addEventListener("input", fill);
    fill();
  }

  /** Return the slugs that a field means, or null where a name in it is not sure; tell which and why, and offer others. */
  function read(name) {
    const text = part(name).value.trim();
    const whole = resolve(text);
    const pieces = name === "train" && !whole.length ? text.split(",").map((piece) => piece.trim()).filter(Boolean) : [text].filter(Boolean);
    const found = pieces.map((piece) => [piece, resolve(piece)]);
    const unsure = found.find(([, fits]) => fits.length !== 1);
    mark(name, unsure ? doubt(...unsure) : "", unsure ? (unsure[1].length ? unsure[1] : near(unsure[0])) : []);
    return unsure ? null : found.map(([, [one]]) => one.slug);
  }

  /** Return in words why a name is not sure. */
  function doubt(text, fits) {
    if (fits.length) return `“${text}” names ${fits.length} datasets. Choose one:`;
    const kind = others.get(key(text));
    const what = kind ? `“${text}” is a ${kind}, no dataset.` : `No dataset is called “${text}”.`;
    return near(text).length ? `${what} Perhaps:` : `${what} Choose a name from the list.`;
  }

  /** Show below a field what is wrong with it, with names to choose from; with no words, its help. */
  function mark(name, words, offers = []) {
    const [input, help, list] = [part(name), part(`${name}-help`), part(`${name}-offers`)];
    help.dataset.said ??= help.textContent;
    help.textContent = words || help.dataset.said;
    help.classList.toggle("wrong", Boolean(words));
    input.setAttribute("aria-invalid", String(Boolean(words)));
    list.replaceChildren(...offers.slice(0, OFFERED).map((one) => element("li", {}, offer(name, one))));
  }

  function offer(name, one) {
    const button = element("button", { type: "button" }, one.shown);
    button.addEventListener("click", () => {
      part(name).value = one.shown;
      if (name === "train") add();
      else take();
      part(name).focus();
      check();
    });
    return button;
  }

  // ---------------------------------------------------------------- state

  /** Add what stands in the box; tell whether nothing is left there. */
  function add() {
    const slugs = read("train");
    if (slugs === null) return false;
    state.trains = [...new Set([...state.trains, ...slugs])];
    part("train").value = "";
    drawChosen();
    return true;
  }

  /** Take what stands in the field as what is evaluated; tell whether it is sure. */
  function take() {
    const slugs = read("test");
    state.test = slugs?.[0] ?? "";
    if (state.test) part("test").value = datasets.find((one) => one.slug === state.test).shown;
    return slugs !== null;
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

  /** Take what the address asks for; names that are not sure are left in their fields. */
  function restore() {
    const asked = new URLSearchParams(location.search);
    const wanted = asked.getAll("train").flatMap((text) => (resolve(text).length === 1 ? [text] : text.split(","))).filter((text) => text.trim());
    const sure = wanted.filter((text) => resolve(text).length === 1);
    state.trains = [...new Set(sure.map((text) => resolve(text)[0].slug))];
    part("train").value = wanted.filter((text) => !sure.includes(text)).join(", ");
    part("test").value = asked.get("test") ?? "";
    drawChosen();
    if (part("train").value) read("train");
    take();
  }

  /** Return why there can be no answer yet; "" where there can. */
  function refusal() {
    const [waiting, typed] = [part("train").value.trim(), part("test").value.trim()];
    if (waiting && read("train") === null) return `No answer yet: ${part("train-help").textContent}`;
    if (waiting) return `No answer yet: “${waiting}” is typed but not added. Add it, or clear the box.`;
    if (typed && read("test") === null) return `No answer yet: ${part("test-help").textContent}`;
    if (!state.trains.length) return state.test ? "Name what it was trained on." : "";
    return state.test ? "" : "Name what is evaluated.";
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
    const why = refusal();
    if (why || !state.trains.length) {
      part("answers").hidden = true;
      tell(why);
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
    for (const name of ["train", "test"]) {
      suggest(part(name));
      part(name).addEventListener("input", () => {
        part("answers").hidden = true; // it would answer something else than what the fields say
        tell("");
        if (part(name).value.trim()) return;
        mark(name, "");
        if (name === "train") check();
      });
    }
    part("add").addEventListener("click", () => {
      add();
      check();
      part("train").focus();
    });
    part("train").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !part("train").value.trim()) return;
      event.preventDefault();
      add();
      check();
    });
    part("test").addEventListener("change", () => {
      take();
      check();
    });
    part("share").addEventListener("click", () => keep(location.href, "The link to this question is copied."));
    part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const sure = [add(), take()];
      check();
      if (sure.includes(false)) part(sure[0] ? "test" : "train").focus();
    });
  }

  json("assets/search.json")
    .then((search) => {
      readNames(search);
      listen();
      part("form").hidden = false;
      restore();
      check();
    })
    .catch((error) => {
      part("broken").hidden = false;
      part("broken").append(` ${error.message}`);
    });
})();
