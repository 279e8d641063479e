import type { BrowserContext, Page } from "@playwright/test";

import { barriers } from "../support/accessible.ts";
import { outOfReach } from "../support/large_text.ts";
import type { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";
import { tour } from "../support/tour.ts";
import type { Language } from "../support/words.ts";

// Each language in one scheme: every state is seen in both schemes, and every text once.
// What a hand meets differs by neither: it is looked at where the words are longest.
test("every page is accessible in Swedish by day, fits 320 px and text twice as large, and a finger", { tag: "@call" }, async ({ context, server }) => {
  test.setTimeout(600_000);
  await walk(context, server, "sv", "light", outOfReach);
});

test("every page is accessible in English in the dark, and fits 320 px", { tag: "@call" }, async ({ context, server }) => {
  test.setTimeout(600_000);
  await walk(context, server, "en", "dark");
});

/** Looks at every state before it judges any, so that one run names all that is wrong. */
async function walk(context: BrowserContext, server: Server, language: Language, colorScheme: "light" | "dark", ...more: ((page: Page, state: string) => Promise<string[]>)[]): Promise<void> {
  const faults: string[] = [];
  await tour(context, server, language, async (page, state) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const look of [barriers, ...more]) faults.push(...(await look(page, state)));
  });
  expect(faults).toEqual([]);
}
