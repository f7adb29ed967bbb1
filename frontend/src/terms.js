// Terms of results, as the SPARQL JSON results format writes them ({ type, value, datatype, "xml:lang" }), and as text.

const STRING = "http://www.w3.org/2001/XMLSchema#string";
const NUMBERS = /#(?:integer|decimal|double|float|nonNegativeInteger|positiveInteger|int|long|short|byte|unsigned\w+)$/;

/** Return a term of the engine as the JSON results format writes it. */
export function fromEngine(term) {
  if (term.termType === "NamedNode") return { type: "uri", value: term.value };
  if (term.termType === "BlankNode") return { type: "bnode", value: term.value };
  if (term.termType === "Quad") {
    const parts = ["subject", "predicate", "object"].map((part) => [part, fromEngine(term[part])]);
    return { type: "triple", value: Object.fromEntries(parts) };
  }
  const plain = { type: "literal", value: term.value };
  if (term.language) return { ...plain, "xml:lang": term.language };
  return term.datatype.value === STRING ? plain : { ...plain, datatype: term.datatype.value };
}

/** Return a term as N-Triples writes it. */
export function nTriples(term) {
  if (term.type === "uri") return `<${term.value}>`;
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "triple") return `<<( ${Object.values(term.value).map(nTriples).join(" ")} )>>`;
  const text = `"${term.value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t")}"`;
  if (term["xml:lang"]) return `${text}@${term["xml:lang"]}`;
  return term.datatype ? `${text}^^<${term.datatype}>` : text;
}

/** Return what a reader sees of a term. */
export function textOf(term) {
  return term.type === "uri" || term.type === "literal" ? term.value : nTriples(term);
}

/** Tell whether a term is a number. */
export function isNumber(term) {
  return term?.type === "literal" && NUMBERS.test(term.datatype ?? "");
}

/** Return how two terms stand in a sorted column: unbound first, numbers by value, all else as people sort text. */
export function comparer() {
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  return (one, other) => {
    if (!one || !other) return Number(Boolean(one)) - Number(Boolean(other));
    if (isNumber(one) && isNumber(other)) return Number(one.value) - Number(other.value);
    return collator.compare(textOf(one), textOf(other));
  };
}
