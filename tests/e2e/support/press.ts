import type { Locator, Page, Route } from "@playwright/test";

import type { Window } from "./window.ts";

/** When a finger comes down: as what it aims at moves, or as the page says something by itself. */
type Moment = { moves: true } | { says: RegExp };

/**
 * Aims at `control`, and presses in the page itself, in the very frame of the moment, what stands there then and what was
 * aimed at wherever it has gone. Resolves when the finger is ready; what is returned, when it has come down.
 */
export async function aimsAt(page: Page, control: Locator, when: Moment): Promise<() => Promise<void>> {
  await control.scrollIntoViewIfNeeded();
  await page.evaluate(armed, { aimed: await control.elementHandle(), says: "says" in when ? when.says.source : null });
  return () => page.evaluate(() => window.pressed);
}

declare global {
  interface Window {
    pressed: Promise<void>;
  }
}

function armed({ aimed, says }: { aimed: Node | null; says: string | null }): void {
  if (!(aimed instanceof HTMLElement)) throw new Error("nothing to aim at");
  const { left, top, width, height } = aimed.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const moved = (): boolean => Math.abs(aimed.getBoundingClientRect().top - top) >= 4;
  const said = (words: string, changes: MutationRecord[]): boolean =>
    changes.some(({ target, addedNodes }) => {
      const spoken = (target instanceof Element ? target : target.parentElement)?.closest("[role=alert], [role=status], [aria-live]");
      return spoken != null && [...addedNodes].some((node) => new RegExp(words, "u").test(node.textContent ?? ""));
    });
  window.pressed = new Promise((resolve) => {
    const watch = new MutationObserver((changes) => {
      if (!(says === null ? moved() : said(says, changes))) return;
      watch.disconnect();
      for (const one of new Set([document.elementFromPoint(x, y), aimed])) {
        for (const type of ["pointerdown", "click"]) one?.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, detail: 1, clientX: x, clientY: y }));
      }
      resolve();
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** The cases for which a window has sent `command`, from now on. */
export function sends(window: Window, command: string): string[] {
  const sent: string[] = [];
  const path = new RegExp(`/consults/([^/]+)/${command}$`, "u");
  window.page.on("request", (request) => {
    const [, id] = path.exec(new URL(request.url()).pathname) ?? [];
    if (id !== undefined) sent.push(id);
  });
  return sent;
}

/** Longest time in which a window of many finds its moment to press, and is answered. */
const PRESSED_MS = 60_000;

/**
 * Lets two windows send `command` in the same moment: what the first sends goes on only when the other has sent hers, so
 * that neither knew of the other when she pressed. Resolves when both have been answered.
 */
export async function together<W extends Window>(command: string, windows: readonly [W, W], press: (window: W) => Promise<void>): Promise<void> {
  const held: Route[] = [];
  const answered = windows.map(({ page }) => page.waitForResponse((answer) => new URL(answer.url()).pathname.endsWith(`/${command}`), { timeout: PRESSED_MS }));
  for (const { page } of windows) {
    await page.route(
      (url) => url.pathname.endsWith(`/${command}`),
      async (route) => {
        held.push(route);
        if (held.length === windows.length) await Promise.all(held.map((one) => one.continue()));
      },
      { times: 1 },
    );
  }
  await Promise.all([...answered, ...windows.map((window) => press(window))]);
}
