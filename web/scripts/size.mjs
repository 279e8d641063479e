// Holds the first page to its budget, compressed as the server sends it: what a signed-in nurse needs to see **Akut**, and
// what anybody needs to see whom one can be. Exit code 1 when either is over.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** Most script and style that a tablet on a weak link should have to fetch before the first tap, in bytes. */
const BUDGET = 60 * 1024;
/** Most files of them: with the page itself and what it asks the server, six requests. */
const FILES = 4;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const index = readFileSync(new URL("index.html", dist), "utf8");

/**
 * What a chunk brings with it.
 * @param {string} key
 * @param {Set<string>} files
 * @returns {Set<string>}
 */
function brings(key, files = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`no chunk ${key} in the manifest`);
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const other of chunk.imports ?? []) brings(other, files);
  return files;
}

/** What the page itself names. @type {Set<string>} */
const named = new Set();
for (const [, file] of index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/gu)) if (file !== undefined) named.add(file);
if (named.size === 0) throw new Error("the client was built without its first page");

let over = false;
const pages = { "a nurse's first page": named, "the way in": new Set([...named, ...brings("src/views/SignIn.svelte"), ...brings("src/i18n/signin/sv.json")]) };
for (const [page, files] of Object.entries(pages)) {
  let total = 0;
  for (const file of files) {
    const bytes = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
    total += bytes;
    console.log(`${String(bytes).padStart(7)}  ${file}`);
  }
  console.log(`${String(total).padStart(7)}  ${page}, of at most ${String(BUDGET)} bytes gz in at most ${String(FILES)} files`);
  if (total > BUDGET || files.size > FILES) over = true;
}
if (over) process.exit(1);
