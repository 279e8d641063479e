// How the client is built and tested.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds the server. */
const SERVER = "http://localhost:8080";

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    // Nothing may be inlined: the page's content security policy names files of our own only.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      "/api": { target: SERVER, ws: true },
      "/telefon": { target: SERVER },
    },
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
