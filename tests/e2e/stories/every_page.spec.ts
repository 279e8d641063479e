import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";
import { type Role, tour } from "../support/tour.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROW = { width: 320, height: 640 };

test("every page is accessible in light and dark, and fits 320 px", async ({ context }) => {
  test.setTimeout(400_000);
  await walk((visit) => Server.start().then((server) => ({ server, done: tour(context, server, "sv", visit) })), ["light", "dark"]);
});

test("every page is accessible in English too, and fits 320 px", async ({ context }) => {
  test.setTimeout(400_000);
  await walk((visit) => Server.start().then((server) => ({ server, done: tour(context, server, "en", visit) })), ["light"]);
});

type Visit = (page: Page, state: string, role: Role) => Promise<void>;

/** Looks at every state before it judges any, so that one run names all that is wrong. */
async function walk(begin: (visit: Visit) => Promise<{ server: Server; done: Promise<void> }>, schemes: readonly ("light" | "dark")[]): Promise<void> {
  const faults: string[] = [];
  const visit: Visit = async (page, state) => {
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const axe = new AxeBuilder({ page }).setLegacyMode(true);
      // What is not colour is the same in both schemes.
      const { violations } = await (colorScheme === "dark" ? axe.withRules(["color-contrast"]) : axe.withTags(RULES)).analyze();
      faults.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${state}, ${colorScheme}: ${id} at ${target.join(" ")}: ${failureSummary ?? ""}`)));
    }
    const before = page.viewportSize();
    await page.setViewportSize(NARROW);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > NARROW.width) faults.push(`${state}: ${String(width)} px wide at ${String(NARROW.width)}: ${(await tooWide(page)).join(", ")}`);
    if (before !== null) await page.setViewportSize(before);
  };
  const { server, done } = await begin(visit);
  try {
    await done;
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
