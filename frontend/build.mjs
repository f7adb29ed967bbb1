// Builds the workbench: npm's packages and src/ -> ../src/kinset/site/assets/workbench/. Run `npm ci --ignore-scripts` first.
//
// Out: workbench.js and .css (the page), worker.js and oxigraph.wasm (the engine, fetched on the first run of a query),
// LICENSES.txt (of all that is in them) and built.json (what was built from what, and how big it is when compressed).
// The same sources and lock file give the same bytes.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "..", "src", "kinset", "site", "assets", "workbench");
const WASM = join(HERE, "node_modules", "oxigraph", "web_bg.wasm");

/** Bundle the scripts and the style sheet; return the packages that went in. */
async function bundle() {
  const result = await build({
    absWorkingDir: HERE,
    entryPoints: { workbench: "src/main.js", worker: "src/worker.js", "workbench-style": "src/workbench.css" },
    outdir: OUT,
    bundle: true,
    minify: true,
    format: "iife", // plain scripts: the page reads its root from document.currentScript
    target: ["es2022"],
    legalComments: "none", // they stand in LICENSES.txt
    define: { "import.meta.url": '""' }, // the engine is handed its compiled module; it looks for no file itself
    metafile: true,
    logLevel: "warning",
  });
  const found = Object.keys(result.metafile.inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  return [...new Set(found.filter(Boolean))].sort();
}

/** Return what is known of an installed package. */
function read(name) {
  const folder = join(HERE, "node_modules", name);
  const told = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return { name, version: told.version, licence: told.license, text: file && readFileSync(join(folder, file), "utf8").trim() };
}

/** Return the licences of all that is in the bundle; a package without a licence file is used under Apache-2.0. */
function licences(packages) {
  const apache = readFileSync(join(HERE, "..", "LICENSE"), "utf8").trim();
  const pieces = packages.map(({ name, version, licence, text }) => {
    if (!text && !licence.includes("Apache-2.0")) throw new Error(`${name} has no licence file and is not under Apache-2.0.`);
    const choice = text ? "" : `\nUsed under Apache-2.0, whose text follows. Source and authors: https://www.npmjs.com/package/${name}\n`;
    return `${name} ${version} (${licence})\n${choice}\n${text ?? apache}\n`;
  });
  return `The query workbench is made of kinset's own scripts and of these packages from npm.\n\n${pieces.join(`\n${"-".repeat(80)}\n\n`)}`;
}

/** Return name, size and compressed size of each built file. */
function sizes() {
  return Object.fromEntries(
    readdirSync(OUT).sort().map((name) => {
      const content = readFileSync(join(OUT, name));
      const digest = createHash("sha256").update(content).digest("hex");
      return [name, { bytes: content.length, gzip: gzipSync(content, { level: 9 }).length, sha256: digest }];
    }),
  );
}

if (!existsSync(WASM)) throw new Error("The packages are not installed: run `npm ci --ignore-scripts` in frontend/ first.");
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const packages = (await bundle()).map(read);
writeFileSync(join(OUT, "oxigraph.wasm"), readFileSync(WASM));
writeFileSync(join(OUT, "LICENSES.txt"), licences(packages));
const files = sizes();
const versions = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
writeFileSync(join(OUT, "built.json"), `${JSON.stringify({ files, packages: versions }, null, 1)}\n`); // last: its presence says all is there
for (const [name, { bytes, gzip }] of Object.entries(files)) console.log(`${name.padEnd(22)} ${bytes} bytes, ${gzip} compressed`);
