// Holds the nurse's first page to its budget: what index.html loads at once, plus the chunk of
// her home page, compressed as the server sends it. Exit code 1 when it is over.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** Most that a tablet on a weak link should have to fetch before the first tap, in bytes. */
const BUDGET = 60 * 1024;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

const first = new Set();
/** @param {string} key */
function add(key) {
  const chunk = manifest[key];
  if (!chunk || first.has(chunk.file)) return;
  first.add(chunk.file);
  for (const css of chunk.css ?? []) first.add(css);
  for (const other of chunk.imports ?? []) add(other);
}
for (const key of ["index.html", "src/views/nurse/Home.svelte"]) add(key);

let total = 0;
for (const file of first) {
  const bytes = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  total += bytes;
  console.log(`${String(bytes).padStart(7)}  ${file}`);
}
console.log(`${String(total).padStart(7)}  nurse's first page, of at most ${String(BUDGET)} bytes gz`);
if (total > BUDGET) process.exit(1);
