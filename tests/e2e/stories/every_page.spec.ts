import type { BrowserContext } from "@playwright/test";

import { barriers } from "../support/accessible.ts";
import type { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";
import { tour } from "../support/tour.ts";
import type { Language } from "../support/words.ts";

// Each language in one scheme: every state is seen in both schemes, and every text once.
test("every page is accessible in Swedish by day, and fits 320 px", { tag: "@call" }, async ({ context, server }) => {
  test.setTimeout(600_000);
  await walk(context, server, "sv", "light");
});

test("every page is accessible in English in the dark, and fits 320 px", { tag: "@call" }, async ({ context, server }) => {
  test.setTimeout(600_000);
  await walk(context, server, "en", "dark");
});

/** Looks at every state before it judges any, so that one run names all that is wrong. */
async function walk(context: BrowserContext, server: Server, language: Language, colorScheme: "light" | "dark"): Promise<void> {
  const faults: string[] = [];
  await tour(context, server, language, async (page, state) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    faults.push(...(await barriers(page, state)));
  });
  expect(faults).toEqual([]);
}
