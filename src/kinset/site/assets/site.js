// Adds to pages that work without it: suggestions and results of search, facets that combine, the whole family tree in
// place, and evidence that closes with Escape. One index, fetched when somebody first needs it.
"use strict";
(() => {
  const root = document.currentScript.dataset.root;
  let index = null;
  const load = () => (index ??= fetch(root + "assets/search.json").then((answer) => {
    if (!answer.ok) throw new Error("the index could not be fetched");
    return answer.json();
  }).then(prepare).catch((error) => { index = null; throw error; }));  // the next try fetches it again

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function prepare(told) {
    return told.things.map(([path, name, kind, names, about, values, access, year]) => ({
      path, name, kind: told.kinds[kind], names, about, values, access, year,
      sought: [plain(name), plain(names), plain(about)],
    }));
  }

  // All words must be found; a name weighs more than another name, that more than a description, a start more than a middle.
  function search(things, text) {
    const words = plain(text).replace(/https?:\/\/(dx\.)?doi\.org\//g, "").split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const found = [];
    for (const thing of things) {
      let score = 0;
      const all = words.every((word) => {
        const best = Math.max(...thing.sought.map((field, place) => {
          const at = field.indexOf(word);
          if (at < 0) return 0;
          const start = at === 0 || /[^\p{L}\p{N}]/u.test(field[at - 1]);
          return [30, 12, 3][place] + (start ? 8 : 0) + (at === 0 ? 6 : 0);
        }));
        score += best;
        return best > 0;
      });
      if (!all) continue;
      if (thing.sought[0] === plain(text)) score += 100;
      found.push([score + (thing.kind === "dataset" ? 4 : 0), thing]);
    }
    found.sort((one, other) => other[0] - one[0] || one[1].name.localeCompare(other[1].name));
    return found.map(([, thing]) => thing);
  }

  function make(name, attributes, ...children) {
    const node = document.createElement(name);
    Object.assign(node, attributes);
    node.append(...children.filter((child) => child != null));
    return node;
  }

  const item = (thing) => make("li", {},
    make("h3", {}, make("a", { href: root + thing.path, textContent: thing.name, dir: "auto" })),
    thing.about ? make("p", { textContent: thing.about, dir: "auto" }) : null,
    make("p", { className: "meta", textContent: [thing.kind, thing.access, thing.year].filter(Boolean).join(" · ") }));

  // ---- search page
  const results = document.querySelector("[data-search]");
  if (results) {
    const said = document.querySelector("[data-said]");
    const asked = said.textContent;
    const field = document.querySelector("#find");
    const show = async (text) => {
      if (!text.trim()) {
        results.replaceChildren();
        said.textContent = asked;
        return;
      }
      try {
        const found = search(await load(), text);
        results.replaceChildren(...found.slice(0, 100).map(item));
        if (found.length) {
          said.textContent = `${found.length} found for “${text}”${found.length > 100 ? "; the best 100 are shown" : ""}.`;
        } else {
          said.replaceChildren(`Nothing is found for “${text}”. Try fewer or other words, or look through `,
            make("a", { href: root + "datasets/", textContent: "all datasets" }), ".");
        }
      } catch (error) {
        said.textContent = `Nothing could be searched: ${error.message}.`;
      }
    };
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    show(field.value);
    let wait;
    field.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => {
        history.replaceState(null, "", field.value ? "?q=" + encodeURIComponent(field.value) : location.pathname);
        show(field.value);
      }, 150);
    });
  }

  // ---- facets: links become boxes that combine; the address keeps the choice
  const browse = document.querySelector("[data-browse]");
  if (browse) {
    const list = browse.querySelector("[data-results]");
    const count = document.querySelector("[data-count]");
    const heading = document.querySelector("h1");
    const before = [...list.children];
    const pager = browse.querySelector(".pager");
    const here = location.pathname.split("/datasets/")[1]?.split("/") ?? [];
    const total = count.textContent, title = heading.textContent;
    const boxes = [];
    for (const facet of browse.querySelectorAll("[data-facet]")) {
      for (const link of facet.querySelectorAll("a[data-key]")) {
        const box = make("input", { type: "checkbox", value: link.dataset.key });
        box.dataset.facet = facet.dataset.facet;
        link.replaceWith(make("label", {}, box, " ", ...link.childNodes));
        boxes.push(box);
      }
    }
    const chosen = () => {
      const by = {};
      for (const box of boxes) if (box.checked) (by[box.dataset.facet] ??= []).push(box.value);
      return by;
    };
    const show = async () => {
      const by = chosen();
      const none = !Object.keys(by).length;
      const kept = new URLSearchParams(Object.entries(by).map(([key, ones]) => [key, ones.join(",")])).toString();
      history.replaceState(null, "", kept ? "?" + kept.replaceAll("%2C", ",") : location.pathname);
      const whole = !here[0] || /^\d+$/.test(here[0]);  // all datasets, or a later page of them
      if (none && whole) {
        list.replaceChildren(...before);
        count.textContent = total;
        heading.textContent = title;
        if (pager) pager.hidden = false;
        return;
      }
      const things = (await load()).filter((thing) => thing.values);
      const found = things
        .filter((thing) => Object.entries(by).every(([key, ones]) => ones.some((one) => thing.values[key]?.includes(one))))
        .sort((one, other) => one.name.localeCompare(other.name));
      list.replaceChildren(...found.slice(0, 500).map(item));
      count.textContent = found.length.toLocaleString("en");
      heading.textContent = whole || (by[here[0]]?.length === 1 && by[here[0]][0] === here[1]) ? title : "Datasets";
      if (pager) pager.hidden = true;
    };
    const narrow = matchMedia("(max-width: 60rem)").matches;  // as the style sheet has it: the facets stand above
    if (narrow) for (const facet of browse.querySelectorAll("[data-facet]")) facet.open = false;
    const asked = new URLSearchParams(location.search);
    for (const box of boxes) {
      box.checked = (asked.get(box.dataset.facet) ?? "").split(",").includes(box.value)
        || (box.dataset.facet === here[0] && box.value === here[1]);
      if (box.checked) box.closest("details").open = true;
      box.addEventListener("change", show);
    }
    count.parentElement.setAttribute("role", "status");
    if ([...asked.keys()].some((key) => boxes.some((box) => box.dataset.facet === key))) show();
  }

  // ---- the whole family tree, in place
  for (const link of document.querySelectorAll("a.whole")) {
    link.addEventListener("click", async (event) => {
      const figure = link.closest("figure"), box = figure.querySelector(".scroll");
      event.preventDefault();
      const answer = await fetch(figure.dataset.whole);
      if (!answer.ok) { location.href = link.href; return; }
      const drawn = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
      const near = [...box.childNodes];
      // Its links are relative to the picture's own address.
      for (const one of drawn.querySelectorAll("a")) {
        const there = new URL(one.getAttribute("href"), answer.url).href;
        one.setAttribute("href", there);
        one.setAttributeNS("http://www.w3.org/1999/xlink", "href", there);
      }
      drawn.setAttribute("role", "group");  // its nodes are links, which an image would hide
      box.replaceChildren(document.importNode(drawn, true));
      figure.classList.add("all");
      box.focus();
      const back = make("button", { type: "button", className: "plain", textContent: "Show the near kin only" });
      back.addEventListener("click", () => { box.replaceChildren(...near); figure.classList.remove("all"); back.replaceWith(link); link.focus(); });
      link.replaceWith(back);
    });
  }

  // ---- what is linked to stands open; Escape closes evidence
  const open = () => {
    const there = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = there; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    there?.scrollIntoView();
  };
  addEventListener("hashchange", open);
  if (location.hash) open();
  addEventListener("keydown", (event) => {
    const found = event.key === "Escape" && document.activeElement?.closest("details.why[open]");
    if (found) { found.open = false; found.querySelector("summary").focus(); }
  });
  // Printed pages say all: what is folded is opened for the time of printing.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open], .raw, .bulk, .bulk *)")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
})();
