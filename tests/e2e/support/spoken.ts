import type { Page } from "@playwright/test";

/** Counts how often a live region says what is like `words`, from now on. */
export async function saysByItself(page: Page, words: RegExp): Promise<() => Promise<number>> {
  await page.evaluate((source) => {
    const heard = globalThis as typeof globalThis & { __said?: number };
    heard.__said = 0;
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest("[role=alert], [role=status], [aria-live]");
        if (region == null || ![...addedNodes].some((node) => new RegExp(source, "u").test(node.textContent ?? ""))) continue;
        heard.__said = (heard.__said ?? 0) + 1;
      }
    }).observe(document.body, { subtree: true, childList: true });
  }, words.source);
  return () => page.evaluate(() => (globalThis as typeof globalThis & { __said?: number }).__said ?? 0);
}
