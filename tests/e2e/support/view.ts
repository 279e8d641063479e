import { expect, type Locator, type Page } from "@playwright/test";

/** Holds that all of `parts` are in front of the eyes at once: whole, in the window, and under nothing that lies over it. */
export async function inOneView(page: Page, parts: Readonly<Record<string, Locator>>): Promise<void> {
  await expect(async () => {
    const open = await openWindow(page);
    for (const [name, part] of Object.entries(parts)) {
      const box = await part.boundingBox();
      expect(box, `${name} is on the page`).not.toBeNull();
      if (box === null) return;
      expect(box.y, `${name} begins in view`).toBeGreaterThanOrEqual(open.top - 1);
      expect(box.y + box.height, `${name} ends in view`).toBeLessThanOrEqual(open.bottom + 1);
    }
  }).toPass({ timeout: 15_000 });
}

/** Holds that `part` is whole in the window, and that nothing lies over it. */
export async function isInWindow(page: Page, part: Locator): Promise<void> {
  await expect(async () => {
    const [box, size] = [await part.boundingBox(), page.viewportSize()];
    if (box === null || size === null) throw new Error("it is not there");
    expect(box.y, "begins in the window").toBeGreaterThanOrEqual(0);
    expect(box.y + box.height, "ends in the window").toBeLessThanOrEqual(size.height + 1);
    const met = await part.evaluate((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      return [0.1, 0.5, 0.9].every((down) => one.contains(document.elementFromPoint(left + width / 2, top + height * down)));
    });
    expect(met, "nothing lies over it").toBe(true);
  }).toPass({ timeout: 5_000 });
}

/** The part of the window that no band lies over. */
async function openWindow(page: Page): Promise<{ top: number; bottom: number }> {
  return page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const height = (edge: string): number => Number.parseFloat(style.getPropertyValue(`--band-${edge}`)) || 0;
    return { top: height("start"), bottom: innerHeight - height("end") - height("foot") };
  });
}

/** Scrolls to the foot of the page, away from what is about to be due. */
export async function scrollsAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    scrollTo(0, document.documentElement.scrollHeight);
  });
}

/** Takes focus away from every field, as after a press beside them. */
export async function letsGo(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
}
