// What the page knows of the catalogue: labels, pages, names that people type, prefixes.
//
// In: assets/search.json (things: path, label, kind, aliases …) and sparql/queries.json. Nothing here touches the page.

/** Return what two spellings of one name have in common: kinset.iri.name_key. */
const KEY = (text) => text.toLowerCase().replace(/[\s_\-/]+/g, " ").trim();

const WHOLES = new Set(["dataset", "challenge"]); // kinds that have versions, parts, splits or tracks

export class Catalogue {
  /** base: what IRIs begin with; root: the address of the site's home page. */
  constructor(base, root, told, search) {
    this.base = base;
    this.root = root;
    this.concepts = told.concepts;
    this.prefixes = Object.entries(told.prefixes).sort((one, other) => other[1].length - one[1].length);
    this.things = search.things.map(([path, label, , aliases]) => ({
      iri: base + path.replace(/\/$/, ""),
      path,
      label,
      kind: path.slice(0, path.indexOf("/")),
      slug: path.split("/")[1],
      names: [label, ...(aliases ? aliases.split("|") : [])].map(KEY),
    }));
    this.number = new Map(); // how many of a kind have a label
    for (const { kind, label } of this.things) this.number.set(`${kind} ${label}`, (this.number.get(`${kind} ${label}`) ?? 0) + 1);
    this.byIri = new Map(this.things.map((thing) => [thing.iri, thing]));
    this.labels = new Map(Object.values(told.concepts).flat());
  }

  /** Return the label of an entity or a concept, or undefined. */
  label(iri) {
    return this.byIri.get(iri)?.label ?? this.labels.get(iri);
  }

  /** Return an IRI as short as it can be read: kind/slug/… of the catalogue, prefix:name, else whole. */
  short(iri) {
    for (const [prefix, space] of this.prefixes) {
      const rest = iri.slice(space.length);
      if (iri.startsWith(space) && /^[\w-]+(?:\.[\w-]+)*$/.test(rest)) return `${prefix}:${rest}`;
    }
    return iri.startsWith(this.base) && iri !== this.base ? iri.slice(this.base.length) : iri;
  }

  /** Return the address of a thing's page or of the thing on the web; null for what must not or cannot be opened. */
  link(iri) {
    if (iri.startsWith(`${this.base}ontology#`)) return `${this.root}ontology/#${iri.slice(this.base.length + 9)}`;
    if (iri.startsWith(this.base)) {
      const [path, fragment = ""] = iri.slice(this.base.length).split("#");
      const [kind, slug, ...sub] = path.split("/");
      const thing = this.byIri.get(`${this.base}${kind}/${slug}`);
      const anchor = sub.join("/") || fragment;
      if (thing) return this.root + thing.path + (anchor && `#${encodeURI(anchor)}`);
    }
    return /^https?:\/\//.test(iri) ? iri : null;
  }

  /** Return the IRI of what a user means by a name, a slug or an IRI, of one kind; null where nothing fits.
   *
   * parts: whether a version, part or split of such a thing is meant, too. Where names are not known, any IRI will do.
   */
  resolve(text, kind, parts = true) {
    const typed = text.trim();
    const iri = /^https?:\/\/[^\s<>"{}|\\^`]+$/.test(typed) ? typed : null;
    if (!kind || !this.things.length) return iri;
    const plain = typed.replace(this.base, "").replace(new RegExp(`^${kind}[/:]`, "i"), "").replace(/\/$/, "");
    const fits = this.things.filter((thing) => thing.kind === kind);
    const ways = [
      (thing) => thing.slug === plain.toLowerCase() || KEY(this.shown(thing)) === KEY(typed),
      (thing) => KEY(thing.slug) === KEY(plain),
      (thing) => thing.names[0] === KEY(plain),
      (thing) => thing.names.includes(KEY(plain)),
    ];
    for (const way of KEY(plain) ? ways : []) {
      const found = fits.filter(way);
      if (found.length > 1) throw new Error(`“${typed}” names several: ${found.map((thing) => thing.slug).join(", ")}. Choose one.`);
      if (found.length) return found[0].iri;
    }
    const [, slug, part] = /^([^/@\s]+)[/@]([^\s<>"{}|\\^`]+)$/.exec(plain) ?? []; // a version, part or split of one
    return parts && part && WHOLES.has(kind) && this.byIri.has(`${this.base}${kind}/${slug}`) ? `${this.base}${kind}/${slug}/${part}` : null;
  }

  /** Return what stands for an IRI in an address: without what all of its kind begin with. */
  handle(iri, kind) {
    const start = `${this.base}${kind}/`;
    return iri.startsWith(start) ? iri.slice(start.length) : iri;
  }

  /** Return things of a kind whose names hold a text: those that begin with it first. */
  suggest(text, kind, limit = 60) {
    const key = KEY(text);
    const fits = this.things.filter((thing) => thing.kind === kind && (!key || thing.slug.includes(key) || thing.names.some((name) => name.includes(key))));
    const rank = (thing) => (thing.names.some((name) => name.startsWith(key)) ? 0 : 1);
    return fits.sort((one, other) => rank(one) - rank(other) || one.label.localeCompare(other.label)).slice(0, limit);
  }

  /** Return what a field shows for a thing: its label, with the slug where two of a kind share one. */
  shown(thing) {
    return this.number.get(`${thing.kind} ${thing.label}`) > 1 ? `${thing.label} (${thing.slug})` : thing.label;
  }

  /** Return the IRI of a concept of a class by its label, the end of its IRI or its IRI; null where none fits. */
  concept(text, type) {
    const key = KEY(text);
    const found = (this.concepts[type] ?? []).find(([iri, label]) => iri === text || KEY(label) === key || KEY(iri.replace(/.*[/#]/, "")) === key);
    return found ? found[0] : null;
  }
}
