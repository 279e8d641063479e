import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROW = { width: 320, height: 640 };

/** What keeps somebody from using the page in this state: what axe finds, and what does not fit 320 px. */
export async function barriers(page: Page, state: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(RULES).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${state}: ${id} at ${target.join(" ")}: ${failureSummary ?? ""}`));
  const before = page.viewportSize();
  await page.setViewportSize(NARROW);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > NARROW.width) found.push(`${state}: ${String(width)} px wide at ${String(NARROW.width)}: ${(await tooWide(page)).join(", ")}`);
  if (before !== null) await page.setViewportSize(before);
  return found;
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
