// Keeps the page of telephone numbers on this device: it must open when the server does not answer.

import { serviceWorkers } from "../media/features";

const WORKER = "/telefon-worker.js";
const KEPT = "telefon";

interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string };
}

/** Registers the worker of that page, and fetches the numbers anew. Fails without a word: a page without workers still has the page itself. */
export async function keepPhonePage(): Promise<void> {
  try {
    await serviceWorkers()?.register(address(), { scope: "/telefon" });
    const kept = await caches.open(KEPT);
    await kept.addAll(["/telefon", "/telefon.css", "/telefon.js"]);
  } catch {
    // An old browser, an address without encryption, or no server just now: the next start tries again.
  }
}

/** Where the page's policy asks that scripts are vouched for, this address is. */
function address(): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  const policy = policies?.createPolicy("vantrum-worker", { createScriptURL: (url) => url });
  return policy?.createScriptURL(WORKER) ?? WORKER;
}
