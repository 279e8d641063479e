import type { Page } from "@playwright/test";

import { KRAMFORS } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

/** A weak link in the country: 400 kbit/s, and 400 ms there and back. */
const LINK = { bytesPerSecond: 50_000, seconds: 0.4 };
/** Most requests before the first page stands, and most bytes of script and style in them. */
const MOST = { requests: 6, code: 60 * 1024, seconds: 3 };

test("on a weak link a nurse can press Akut within three seconds of six requests", async ({ context, enter }) => {
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  const errors = listensForErrors(nurse.page);
  const load = await loads(nurse.page, nurse.server.url, "main a", nurse.say("home.urgent"));
  says("signed in, to Akut", load);
  expect(errors).toEqual([]);
});

test("on a weak link the way in stands within three seconds of six requests, and nothing is refused on the way", async ({ page, server }) => {
  const errors = listensForErrors(page);
  const load = await loads(page, server.url, "main li button", KRAMFORS.nurse.unit.split(" ")[0] ?? "");
  says("to whom one can be", load);
  expect(errors).toEqual([]);
});

type Fetched = { what: string; code: boolean; bytes: number; from: number; to: number };
type Load = { fetched: Fetched[]; seconds: number };

/** Loads the page over a weak link, with nothing kept from before, until an element matching `selector` says `words`. */
async function loads(page: Page, url: string, selector: string, words: string): Promise<Load> {
  const link = await page.context().newCDPSession(page);
  await link.send("Network.enable");
  await link.send("Network.clearBrowserCache");
  await link.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: LINK.seconds * 1_000,
    downloadThroughput: LINK.bytesPerSecond,
    uploadThroughput: LINK.bytesPerSecond,
  });
  await page.addInitScript(watchFor, [selector, words] as const);
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction(() => (globalThis as Watched).shownAt !== undefined, undefined, { timeout: 60_000 });
  const load = await page.evaluate(() => {
    const shownAt = (globalThis as Watched).shownAt ?? 0;
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")] as PerformanceResourceTiming[];
    const fetched = all
      .filter((one) => one.startTime < shownAt)
      .map((one) => ({
        what: new URL(one.name).pathname,
        code: /\.(?:js|css)$/u.test(new URL(one.name).pathname),
        bytes: one.encodedBodySize,
        from: one.startTime,
        // What has not come yet was not waited for.
        to: one.responseEnd === 0 ? Infinity : one.responseEnd,
      }));
    return { fetched, seconds: shownAt / 1_000 };
  });
  await link.detach();
  return load;
}

type Watched = typeof globalThis & { shownAt?: number };

/** Runs in the page before its own scripts: notes when what is waited for is there. */
function watchFor([selector, words]: readonly [string, string]): void {
  const watched = globalThis as Watched;
  new MutationObserver((_changes, observer) => {
    const there = [...document.querySelectorAll(selector)].some((one) => one.textContent?.includes(words) === true);
    if (!there) return;
    watched.shownAt = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

/** How many times something was waited for before the next could be asked for. */
function rounds(fetched: readonly Fetched[]): number {
  const depth = new Map<Fetched, number>();
  for (const one of [...fetched].sort((a, b) => a.from - b.from)) {
    const before = fetched.filter(({ to }) => to <= one.from).map((earlier) => depth.get(earlier) ?? 0);
    depth.set(one, 1 + Math.max(0, ...before));
  }
  return Math.max(...fetched.filter(({ to }) => to !== Infinity).map((one) => depth.get(one) ?? 0));
}

/** Prints what was measured, and holds it to its limit; time as the link alone makes it, whatever else the machine does. */
function says(what: string, { fetched, seconds }: Load): void {
  const bytes = fetched.filter(({ to }) => to !== Infinity).reduce((sum, one) => sum + one.bytes, 0);
  const code = fetched.filter((one) => one.code).reduce((sum, one) => sum + one.bytes, 0);
  const times = rounds(fetched);
  const byLink = times * LINK.seconds + bytes / LINK.bytesPerSecond;
  const list = fetched.map((one) => `    ${String(one.bytes).padStart(6)} ${one.from.toFixed(0).padStart(5)}-${one.to.toFixed(0)} ${one.what}\n`).join("");
  process.stdout.write(
    `${what}: ${String(fetched.length)} requests, ${String(bytes)} bytes, of them ${String(code)} of script and style, ${String(times)} times there and back: ${byLink.toFixed(1)} s by the link, ${seconds.toFixed(1)} s here\n${list}`,
  );
  expect(fetched.length, list).toBeLessThanOrEqual(MOST.requests);
  expect(code, list).toBeLessThanOrEqual(MOST.code);
  expect(byLink, list).toBeLessThanOrEqual(MOST.seconds);
}

/** What the browser complains of: a page that works as it should gives it no reason to. */
function listensForErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 400) errors.push(`${String(answer.status())} ${answer.url()}`);
  });
  return errors;
}
