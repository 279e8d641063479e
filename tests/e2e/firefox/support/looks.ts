import type { Page } from "puppeteer-core";

/** Words of the page's content that stand out over an edge that hides them: of a box that clips, or of the window. */
export async function cutWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = [];
    const texts = document.createTreeWalker(document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const holder = text.parentElement;
      if (holder === null || text.textContent?.trim() === "" || !holder.checkVisibility({ checkVisibilityCSS: true })) continue;
      // What is there for the ear alone is a pixel wide on purpose.
      if (holder.closest(".visually-hidden") !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      let edge: { left: number; right: number } = { left: 0, right: innerWidth };
      for (let box: Element | null = holder; box !== null && box !== document.body; box = box.parentElement) {
        if (getComputedStyle(box).overflowX === "visible") continue;
        edge = box.getBoundingClientRect();
        break;
      }
      const out = [...range.getClientRects()].some((line) => line.left < edge.left - 1 || line.right > edge.right + 1);
      if (out) cut.push(text.textContent?.trim() ?? "");
    }
    return cut;
  });
}

/** In how many rows the parts of `selector` stand. */
export async function rowsOf(page: Page, selector: string): Promise<number> {
  return page.evaluate((wanted) => {
    const parts = [...(document.querySelector(wanted)?.children ?? [])].map((part) => part.getBoundingClientRect()).filter(({ height }) => height > 1);
    let rows = 0;
    let foot = Number.NEGATIVE_INFINITY;
    for (const { top, bottom } of parts.sort((one, other) => one.top - other.top)) {
      if (top >= foot) rows += 1;
      foot = Math.max(foot, bottom);
    }
    return rows;
  }, selector);
}
