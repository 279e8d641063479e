// How the client is built and tested.
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { unusedTokens } from "./unused_tokens.ts";

/** Where `npm run dev` finds the server. */
const SERVER = "http://localhost:8080";

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

type Graph = { getModuleInfo: (id: string) => { importedIds: readonly string[] } | null };

/** Adds `id`, and all that it imports: without what is fetched when it is needed. */
function follow(graph: Graph, id: string, found: Set<string>): void {
  if (found.has(id)) return;
  found.add(id);
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) follow(graph, imported, found);
}

let first: ReadonlySet<string> | null = null;

/** What the page itself imports, and the parts and styles that the way in is made of. */
function firstPage(graph: Graph): ReadonlySet<string> {
  if (first !== null) return first;
  const found = new Set<string>();
  follow(graph, source("main.ts"), found);
  for (const part of graph.getModuleInfo(source("views/SignIn.svelte"))?.importedIds ?? []) follow(graph, part, found);
  first = found;
  return found;
}

export default defineConfig({
  plugins: [svelte(), unusedTokens()],
  build: {
    target: "es2022",
    // Nothing may be inlined: the page's content security policy names files of our own only.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each file is asked for by itself, and each time there and back is felt on a weak link: what every first page
          // needs is one script and one style, and the way in is one script and its words more.
          groups: [{ name: (id, graph) => (firstPage(graph).has(id) ? "first" : null) }],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": { target: SERVER, ws: true },
      "/telefon": { target: SERVER },
    },
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
