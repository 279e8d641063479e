// A bar that stays in view covers what lies beneath it. The page is told how much, so that whatever
// takes focus comes to stand clear of it (WCAG 2.2, 2.4.11).
import type { Attachment } from "svelte/attachments";

export type Edge = "top" | "bottom";

const bars: Record<Edge, Set<Element>> = { top: new Set(), bottom: new Set() };

/** Lets focus stay clear of a bar at this edge for as long as it is there and stays in view. */
export function keepsClear(edge: Edge): Attachment {
  return (bar) => {
    bars[edge].add(bar);
    const measure = () => tell(edge);
    const watched = new ResizeObserver(measure);
    watched.observe(bar);
    // A bar that is too high for the window goes along with the page again.
    window.addEventListener("resize", measure);
    document.addEventListener("focusin", whole);
    return () => {
      watched.disconnect();
      window.removeEventListener("resize", measure);
      bars[edge].delete(bar);
      if (bars.top.size + bars.bottom.size === 0) document.removeEventListener("focusin", whole);
      tell(edge);
    };
  };
}

/** A browser is content when the line that is written is in view: here the whole field is. */
function whole({ target }: FocusEvent): void {
  if (target instanceof HTMLElement && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest" });
}

/** The farthest that any bar reaches into the window from this edge. */
function tell(edge: Edge): void {
  const reaches = [...bars[edge]].map((bar) => {
    const looks = getComputedStyle(bar);
    if (looks.position !== "sticky" && looks.position !== "fixed") return 0;
    return bar.getBoundingClientRect().height + (Number.parseFloat(looks[edge]) || 0);
  });
  document.documentElement.style.setProperty(`--clear-${edge}`, `${Math.ceil(Math.max(0, ...reaches))}px`);
}
