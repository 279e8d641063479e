// Tells how much of something is in front of the eyes: in the window, below the bands that lie over it, with no dialog before it.
import type { Attachment } from "svelte/attachments";

const THRESHOLDS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** The part of the window that no band covers, in CSS pixels from its top. */
export function openWindow(): { top: number; bottom: number } {
  const style = getComputedStyle(document.documentElement);
  const height = (edge: string) => Number.parseFloat(style.getPropertyValue(`--band-${edge}`)) || 0;
  return { top: height("start"), bottom: window.innerHeight - height("end") - height("foot") };
}

/** Calls `look` whenever what is in sight of an element may have changed, and once at the beginning. */
export function follow(element: HTMLElement, look: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const seen = new IntersectionObserver(look, { threshold: THRESHOLDS });
  seen.observe(element);
  const bands = new MutationObserver(look);
  bands.observe(document.documentElement, { attributeFilter: ["style"] });
  window.addEventListener("scroll", look, { capture: true, passive: true, signal });
  window.addEventListener("resize", look, { signal });
  document.addEventListener("visibilitychange", look, { signal });
  // A dialog that closes does not say so to its ancestors.
  document.addEventListener("close", look, { capture: true, signal });
  return () => {
    stop.abort();
    seen.disconnect();
    bands.disconnect();
  };
}

/** Reports each part of the element that comes into sight, from 0 at its top to 1 at its foot. */
export function sighted(report: (part: readonly [number, number]) => void): Attachment<HTMLElement> {
  return (element) =>
    follow(element, () => {
      if (document.visibilityState !== "visible" || document.querySelector("dialog[open]") !== null) return;
      const { top, bottom, height } = element.getBoundingClientRect();
      if (height === 0) return;
      const open = openWindow();
      const [from, to] = [Math.max(top, open.top), Math.min(bottom, open.bottom)];
      if (to > from) report([(from - top) / height, (to - top) / height]);
    });
}
