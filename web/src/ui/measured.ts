// Tells the page how high a band is that lies over it, so that nothing scrolled to or focused hides beneath.
import type { Attachment } from "svelte/attachments";

/** `start`: sticks to the top of the window. `end`: lies at its foot. `foot`: lies below the one at `end`. */
export type Edge = "start" | "end" | "foot";

/** Keeps the height of the element in `--band-start`, `--band-end` or `--band-foot` of the page, as long as it stands. */
export function band(edge: Edge): Attachment<HTMLElement> {
  return (element) => {
    const root = document.documentElement;
    const name = `--band-${edge}`;
    const tell = () => {
      // One that does not stick lies over nothing.
      const { position } = getComputedStyle(element);
      const height = position === "sticky" || position === "fixed" ? element.offsetHeight : 0;
      root.style.setProperty(name, `${String(height)}px`);
    };
    const sizes = new ResizeObserver(tell);
    sizes.observe(element);
    window.addEventListener("resize", tell);
    return () => {
      sizes.disconnect();
      window.removeEventListener("resize", tell);
      root.style.removeProperty(name);
    };
  };
}
