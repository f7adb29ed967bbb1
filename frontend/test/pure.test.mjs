// What needs no page: texts, terms, addresses, graphs. Run by `npm test` and by tests/test_frontend.py.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAddress, writeAddress } from "../src/address.js";
import { bind, blocks, iriTerm, literalTerm } from "../src/binding.js";
import { Catalogue } from "../src/catalogue.js";
import { explained, refused } from "../src/faults.js";
import { csv, tsv } from "../src/formats.js";
import { graphOf } from "../src/graph.js";
import { place } from "../src/layout.js";
import { asksOthers, declared, formOf, inOrder, missing, withPrefixes } from "../src/prologue.js";
import { comparer, nTriples } from "../src/terms.js";

const BASE = "https://w3id.org/kinset/";
const iri = (value) => ({ type: "uri", value });
const text = (value) => ({ type: "literal", value });

test("a block is one variable with one term, outside comments, IRIs and strings", () => {
  const query = '# VALUES ?a { <x:y> }\nSELECT * { values $a { "}" } FILTER(?b = "VALUES ?c { 1 }") VALUES ?d { 1 2 } VALUES (?e) { (1) } }';
  assert.deepEqual(blocks(query).map((block) => block.name), ["a"]);
  assert.equal(bind(query, { a: "<x:z>", d: "3" }), query.replace('values $a { "}" }', "VALUES ?a { <x:z> }"));
});

test("what a user types becomes a term, never a piece of the query", () => {
  assert.equal(literalTerm('a"} \n\\ b', "string"), '"a\\"} \\n\\\\ b"');
  assert.equal(literalTerm("-07", "integer"), '"-07"^^<http://www.w3.org/2001/XMLSchema#integer>');
  assert.equal(literalTerm("2024-02-29", "date"), '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>');
  for (const [value, type] of [["1.5", "integer"], ["2023-02-29", "date"], ["soon", "date"]]) assert.throws(() => literalTerm(value, type));
  for (const value of ["x y:z", "http://a/> } #", "noscheme", ""]) assert.throws(() => iriTerm(value));
  assert.equal(iriTerm("https://example.org/é"), "<https://example.org/é>");
});

test("an address holds what the page shows", () => {
  const query = "SELECT * { ?s ?p 'a&b=c#d' }";
  assert.deepEqual(readAddress(writeAddress({ query })), { query });
  const named = { name: "sources-of-dataset", values: { dataset: "radqa", text: "ü & x" } };
  assert.deepEqual(readAddress(writeAddress(named)), named);
  assert.equal(writeAddress({}), "");
  assert.deepEqual(readAddress("?x=1"), {});
});

test("the form of a query is its first word after the prologue", () => {
  assert.equal(formOf("# SELECT\nBASE <x:/>\nPREFIX ask: <http://ask/>\n construct where {}"), "construct");
  assert.equal(formOf("INSERT DATA {}"), "update");
  assert.equal(formOf("hello"), "");
  assert.equal(asksOthers('SELECT * { ?s <http://SERVICE> "SERVICE" } # SERVICE'), false);
  assert.equal(asksOthers("SELECT ?service { kin:service ?p ?o }"), false);
  assert.equal(asksOthers("SELECT * { service silent <http://x> {} }"), true);
  assert.deepEqual(inOrder(["o", "p", "s"], "SELECT * { ?s ?p ?o . ?so ?x ?y }"), ["s", "p", "o"]);
  assert.deepEqual(inOrder(["b", "a"], "SELECT ?b ?a { ?a ?x ?b }"), ["b", "a"]);
  assert.deepEqual(declared("PREFIX a: <http://x#>\nPREFIX : <y:>"), ["a", ""]);
});

test("known prefixes are declared before the first line, and faults are told where they were typed", () => {
  const known = { kin: "https://w3id.org/kinset/ontology#", ex: "http://e/" };
  const query = "SELECT * {\n  ?s kin:forTask ?o ; un:known 1\n}";
  const full = withPrefixes(query, known);
  assert.equal(full, `PREFIX kin: <https://w3id.org/kinset/ontology#> ${query}`);
  assert.equal(full.split("\n").length, query.split("\n").length);
  assert.equal(withPrefixes(`PREFIX kin: <x:>\n${query}`, known), `PREFIX kin: <x:>\n${query}`);
  assert.equal(missing("SELECT * { ?s <ex:a> 'b' }", known), "");
  assert.equal(missing("ASK { ?s constructor:a 1 }", known), "");
  const one = "SELECT * { ?s kin:forTask }";
  const found = explained(`error at 1:${missing(one, known).length + 27}: expected '}'`, one, known);
  assert.deepEqual([found.line, found.column], [1, 27]);
  assert.match(explained("error at 2:30: expected one of Prefix not found", query, known).message, /the prefix un: is not declared/);
});

test("a refusal says why, a fault where", () => {
  assert.match(refused("LOAD <http://x>"), /not changed/);
  assert.match(refused("SELECT * { SERVICE ?x {} }"), /SERVICE/);
  assert.equal(refused("SELECT * {}"), null);
  const found = explained("error at 2:12: expected one of Prefix not found, [':']", "SELECT * {\n ?s foo:bar ?o }");
  assert.deepEqual([found.line, found.column], [2, 12]);
  assert.match(found.message, /Line 2.* foo: is not declared/);
  assert.deepEqual(explained("no line here", ""), { message: "no line here" });
});

test("files follow the formats of the W3C", () => {
  const rows = [{ a: text('x "y", z'), b: iri("http://e/") }, { b: { type: "literal", value: "1\t2", "xml:lang": "en" } }];
  assert.equal(csv(["a", "b"], rows), 'a,b\r\n"x ""y"", z",http://e/\r\n,1\t2\r\n');
  assert.equal(tsv(["a", "b"], rows), '?a\t?b\n"x \\"y\\", z"\t<http://e/>\n\t"1\\t2"@en\n');
  assert.equal(nTriples({ type: "triple", value: { s: iri("a:a"), p: iri("a:b"), o: text("c") } }), '<<( <a:a> <a:b> "c" )>>');
});

test("columns sort numbers by value, and what is not bound first", () => {
  const number = (value) => ({ type: "literal", value, datatype: "http://www.w3.org/2001/XMLSchema#integer" });
  const sorted = [number("10"), undefined, number("9"), text("b"), text("A")].map((term) => ({ term })).sort((one, other) => comparer()(one.term, other.term));
  assert.deepEqual(sorted.map(({ term }) => term?.value), [undefined, "9", "10", "A", "b"]);
});

test("a result makes a picture where it has two columns of names, or triples", () => {
  const label = (value) => value;
  const rows = [{ derived: iri("e:a"), derivedLabel: text("A"), kind: text("sampled from"), source: iri("e:b") }];
  const names = ["derived", "derivedLabel", "kind", "source", "sourceLabel"];
  assert.deepEqual(graphOf({ names, rows }, label), {
    nodes: [{ iri: "e:a", label: "A" }, { iri: "e:b", label: "e:b" }],
    edges: [{ from: "e:a", to: "e:b", label: "sampled from" }],
    left: 0,
  });
  const triples = [{ s: iri("e:a"), p: iri("e:p"), o: iri("e:b") }, { s: iri("e:a"), p: iri("e:q"), o: text("1") }];
  assert.equal(graphOf({ names: ["s", "p", "o"], rows: triples }, label).left, 1);
  assert.equal(graphOf({ names: ["a"], rows: [{ a: iri("e:a") }] }, label), null);
});

test("what is pointed at stands to the right; circles are drawn, too; the same picture every time", () => {
  const nodes = ["a", "b", "c"].map((name) => ({ iri: name }));
  const flow = [{ from: "a", to: "b" }, { from: "b", to: "c" }, { from: "a", to: "c" }];
  const xs = place(nodes, flow).map((node) => node.x);
  assert.ok(xs[0] < xs[1] && xs[1] < xs[2]);
  const circle = [...flow, { from: "c", to: "a" }];
  assert.deepEqual(place(nodes, circle).map(({ x, y }) => [x, y]), place(nodes, circle).map(({ x, y }) => [x, y]));
  assert.ok(place(nodes, circle).every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
});

test("names lead to things, things to pages, and nothing else can be opened", () => {
  const told = { prefixes: { kin: `${BASE}ontology#`, dataset: `${BASE}dataset/` }, concepts: { "x:C": [[`${BASE}ontology#Open`, "open"]] } };
  const things = [["dataset/radqa/", "RadQA", 0, "Radiology QA|RQA"], ["dataset/one/", "Twin", 0, ""], ["dataset/two/", "Twin", 0, ""], ["person/a-b/", "RadQA", 1, ""]];
  const catalogue = new Catalogue(BASE, "../", told, { things });
  for (const name of ["RadQA", " radqa ", "rqa", `${BASE}dataset/radqa`, "dataset:radqa"]) assert.equal(catalogue.resolve(name, "dataset"), `${BASE}dataset/radqa`);
  assert.equal(catalogue.resolve("Twin (two)", "dataset"), `${BASE}dataset/two`);
  assert.equal(catalogue.resolve("nothing", "dataset"), null);
  assert.equal(catalogue.resolve(`${BASE}task/qa`, "dataset"), null);
  assert.equal(catalogue.resolve("https://example.org/elsewhere", "dataset"), null);
  assert.equal(catalogue.resolve("https://example.org/elsewhere"), "https://example.org/elsewhere");
  assert.throws(() => catalogue.resolve("Twin", "dataset"), /names several: one, two/);
  assert.equal(catalogue.resolve("radqa/1.0/train", "dataset"), `${BASE}dataset/radqa/1.0/train`);
  assert.equal(catalogue.handle(`${BASE}dataset/radqa/1.0`, "dataset"), "radqa/1.0");
  assert.equal(catalogue.concept("Open", "x:C"), `${BASE}ontology#Open`);
  assert.equal(catalogue.link(`${BASE}dataset/radqa/1.0/train`), "../dataset/radqa/#1.0/train");
  assert.equal(catalogue.link(`${BASE}dataset/radqa#from-x`), "../dataset/radqa/#from-x");
  assert.equal(catalogue.link(`${BASE}ontology#Open`), "../ontology/#Open");
  assert.equal(catalogue.link("javascript:alert(1)"), null);
  assert.equal(catalogue.short(`${BASE}dataset/radqa`), "dataset:radqa");
  assert.equal(catalogue.short(`${BASE}dataset/radqa/1.0`), "dataset/radqa/1.0");
});
