import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";

import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";
import { tour } from "../support/tour.ts";
import type { Language } from "../support/words.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROW = { width: 320, height: 640 };

// Each language in one scheme: every state is seen in both schemes, and every text once.
test("every page is accessible in Swedish by day, and fits 320 px", async ({ context }) => {
  test.setTimeout(600_000);
  await walk(context, "sv", "light");
});

test("every page is accessible in English in the dark, and fits 320 px", async ({ context }) => {
  test.setTimeout(600_000);
  await walk(context, "en", "dark");
});

/** Looks at every state before it judges any, so that one run names all that is wrong. */
async function walk(context: BrowserContext, language: Language, colorScheme: "light" | "dark"): Promise<void> {
  const faults: string[] = [];
  const server = await Server.start();
  try {
    await tour(context, server, language, async (page, state) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(RULES).analyze();
      faults.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${state}: ${id} at ${target.join(" ")}: ${failureSummary ?? ""}`)));
      const before = page.viewportSize();
      await page.setViewportSize(NARROW);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > NARROW.width) faults.push(`${state}: ${String(width)} px wide at ${String(NARROW.width)}: ${(await tooWide(page)).join(", ")}`);
      if (before !== null) await page.setViewportSize(before);
    });
  } finally {
    await server.stop();
  }
  expect(faults).toEqual([]);
}

/** What stands out over the edge. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.children.length === 0)
      .slice(0, 5)
      .map((one) => `${one.tagName} "${(one.textContent ?? "").trim().slice(0, 40)}"`),
  );
}
