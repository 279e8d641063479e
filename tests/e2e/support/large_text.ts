import type { Page } from "@playwright/test";

export const PHONE = { width: 390, height: 844 };
/** A desk of 1280 × 800 where the browser shows everything twice as large. */
export const DESK = { width: 640, height: 400 };
/** Least side of what is pressed on a phone, in CSS pixels. */
const TARGET = 44;

/**
 * What a hand or a weak eye meets in this state: what does not fit when the text is twice as large, on a phone and at a
 * desk, and what is too small to press on a phone.
 */
export async function outOfReach(page: Page, state: string): Promise<string[]> {
  const before = page.viewportSize();
  const found: string[] = [];
  await page.setViewportSize(PHONE);
  found.push(...[...(await page.evaluate(smallTargets, TARGET)), ...(await page.evaluate(atTheEdge))].map((what) => `${state}, phone: ${what}`));
  await textSize(page, 2);
  found.push(...(await page.evaluate(cutOff)).map((what) => `${state}, phone, text twice as large: ${what}`));
  await textSize(page, 1);
  await page.setViewportSize(DESK);
  found.push(...(await page.evaluate(cutOff)).map((what) => `${state}, desk, all twice as large: ${what}`));
  if (before !== null) await page.setViewportSize(before);
  return found;
}

/** Makes all text of the page so many times as large, as a phone's own setting does. */
export async function textSize(page: Page, times: number): Promise<void> {
  await page.evaluate((percent) => {
    document.documentElement.style.fontSize = percent === 100 ? "" : `${String(percent)}%`;
  }, times * 100);
}

/** Runs in the page: what is wider than the window, and text that its box cuts off or does not hold. */
function cutOff(): string[] {
  const found: string[] = [];
  const name = (one: Element): string => `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") ?? ""}"> "${(one.textContent ?? "").replace(/\s+/gu, " ").trim().slice(0, 50)}"`;
  const heard = (one: Element): boolean => getComputedStyle(one).clipPath !== "none" || (one.parentElement !== null && heard(one.parentElement));
  const shown = (one: Element): boolean => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !heard(one);
  if (document.documentElement.scrollWidth > innerWidth) {
    const out = (one: Element): boolean => shown(one) && one.getBoundingClientRect().right > innerWidth + 1;
    const wide = [...document.querySelectorAll("body *")].filter((one) => out(one) && ![...one.children].some(out));
    found.push(`${String(document.documentElement.scrollWidth)} px wide: ${wide.slice(0, 3).map(name).join(", ")}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set<Element>();
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const own = text.parentElement;
    if (own === null || (text.textContent ?? "").trim() === "" || !shown(own)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const drawn = range.getBoundingClientRect();
    if (drawn.width === 0) continue;
    if (drawn.right > innerWidth + 1 && document.documentElement.scrollWidth > innerWidth) found.push(`text leaves the window: ${name(own)}`);
    for (let box: Element | null = own; box !== null && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      const button = box.matches("button, a.ds-button, summary, label, td, th, [role=tab]");
      const cuts = [style.overflowX, style.overflowY].some((flow) => flow === "hidden" || flow === "clip");
      if (!cuts && !button) continue;
      const rect = box.getBoundingClientRect();
      const out = drawn.left < rect.left - 2 || drawn.right > rect.right + 2 || (cuts && (drawn.top < rect.top - 2 || drawn.bottom > rect.bottom + 2));
      if (out && !told.has(box)) {
        told.add(box);
        found.push(`text leaves ${name(box)}`);
      }
    }
  }
  return found;
}

/** Runs in the page: text that touches the edge of the window. */
function atTheEdge(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const heard = (one: Element): boolean => getComputedStyle(one).clipPath !== "none" || (one.parentElement !== null && heard(one.parentElement));
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const own = text.parentElement;
    const words = (text.textContent ?? "").trim();
    if (own === null || words === "" || !own.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || heard(own)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right, width } = range.getBoundingClientRect();
    if (width > 0 && (left < 7 || right > innerWidth - 7)) found.push(`at the edge: "${words.slice(0, 50)}"`);
  }
  return found;
}

/** Runs in the page: what is pressed and is smaller than a finger; a link within a sentence is as high as its line. */
function smallTargets(least: number): string[] {
  const found: string[] = [];
  for (const one of document.querySelectorAll("a[href], button, summary, input, select, textarea, [role=tab]")) {
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || one.closest(".visually-hidden, .skip") !== null) continue;
    if (one instanceof HTMLInputElement && one.type === "hidden") continue;
    const inline = one.tagName === "A" && getComputedStyle(one).display === "inline" && (one.parentElement?.textContent ?? "").trim().length > (one.textContent ?? "").trim().length;
    if (inline) continue;
    const label = one instanceof HTMLInputElement && ["radio", "checkbox", "file"].includes(one.type) ? (one.closest("label") ?? one.labels?.[0] ?? one) : one;
    const boxes = [one, label].map((each) => each.getBoundingClientRect());
    if (boxes.every((box) => box.width === 0)) continue;
    if (boxes.some((box) => box.width >= least - 0.5 && box.height >= least - 0.5)) continue;
    const [box] = boxes;
    if (box === undefined || box.right < 0 || box.left > innerWidth) continue;
    found.push(`${String(Math.round(box.width))} × ${String(Math.round(box.height))}: <${one.tagName.toLowerCase()}> "${(one.textContent || one.getAttribute("aria-label") || (one as HTMLInputElement).labels?.[0]?.textContent || one.id).replace(/\s+/gu, " ").trim().slice(0, 50)}"`);
  }
  return found;
}
