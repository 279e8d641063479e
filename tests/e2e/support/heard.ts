import type { Window } from "./window.ts";

declare global {
  interface Window {
    heard: string[];
  }
}

/** Hears from now on what a screen reader says by itself in a window: whatever comes to a live region, also in place of the same words. */
export async function listens({ page }: Window): Promise<() => Promise<string[]>> {
  await page.evaluate(listen);
  return () => page.evaluate(() => window.heard);
}

function listen(): void {
  const REGION = "[aria-live], [role=alert], [role=status], [role=log]";
  const heard: string[] = [];
  window.heard = heard;

  const plain = (node: Node): string => (node.textContent ?? "").replace(/[\u2060\u00ad]/gu, "").replace(/\s+/gu, " ").trim();
  const elementOf = (node: Node): Element | null => (node instanceof Element ? node : node.parentElement);
  /** Beside a modal dialog nothing is heard, and nothing of what is not shown. */
  const speaks = (region: Element): boolean => {
    const before = [...document.querySelectorAll("dialog:modal")].at(-1);
    return region.getAttribute("aria-live") !== "off" && region.checkVisibility() && (before === undefined || before.contains(region));
  };
  /** A status and an alert are read whole unless they say otherwise. */
  const isWhole = (region: Element): boolean => (region.getAttribute("aria-atomic") ?? String(region.matches("[role=alert], [role=status]"))) === "true";

  new MutationObserver((changes) => {
    const said = new Map<Node, string>();
    const hears = (region: Element, came: Node): void => {
      const part = isWhole(region) ? region : came;
      if (speaks(region) && part.isConnected && plain(part) !== "") said.set(part, plain(part));
    };
    for (const { type, target, addedNodes } of changes) {
      for (const came of type === "characterData" ? [target] : addedNodes) {
        const region = elementOf(type === "characterData" ? came : target)?.closest(REGION);
        if (region != null) hears(region, came);
        else if (came instanceof Element) for (const born of [came, ...came.querySelectorAll("*")]) if (born.matches(REGION)) hears(born, born);
      }
    }
    heard.push(...said.values());
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}
