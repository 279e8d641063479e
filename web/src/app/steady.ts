// Keeps presses off what has just moved: an attachment for every list whose rows carry actions.
import type { Attachment } from "svelte/attachments";
import { firstLook, isAmiss, lookAgain, restless, type Place, type Standing } from "../model/steady";
import { steadyAt, steadyNow } from "./clock";

const CONTROLS = "a[href], button, summary, input";

/**
 * Guards the controls of a list. `amiss` is told of a press that did nothing, so that she reads why. While rows have not
 * stood long enough the list says that it is busy. `appears`: the list itself comes to a page that is open already.
 */
export function steady(amiss: () => void, appears = false): Attachment<HTMLElement> {
  return (list) => {
    let standing: Standing<Element> = firstLook(whereAll(list), appears ? steadyNow() : null);
    let pressedAt = Number.NEGATIVE_INFINITY;
    let aimedAmiss = false;
    let frame: number | null = null;
    let calm: number | null = null;

    const look = () => {
      frame = null;
      const now = steadyNow();
      standing = lookAgain(standing, whereAll(list), now, pressedAt);
      say(now);
    };
    const say = (now: number) => {
      const wait = restless(standing, now);
      if (wait === 0) return;
      list.setAttribute("aria-busy", "true");
      if (calm !== null) clearTimeout(calm);
      calm = window.setTimeout(() => list.removeAttribute("aria-busy"), wait);
    };
    say(steadyNow());
    const soon = () => {
      frame ??= requestAnimationFrame(look);
    };
    // What moves rows may stand anywhere on the page.
    const changes = new MutationObserver(soon);
    changes.observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: ["class", "open", "hidden"] });
    const sizes = new ResizeObserver(soon);
    sizes.observe(document.body);
    sizes.observe(list);

    const misses = (event: Event): boolean => {
      look();
      const control = event.target instanceof Element ? event.target.closest(CONTROLS) : null;
      return control !== null && isAmiss(standing, control, steadyAt(event));
    };
    const aims = (event: Event) => {
      aimedAmiss = misses(event);
    };
    const presses = (event: MouseEvent) => {
      // A key acts on what has focus, wherever that stands.
      const byHand = event.detail > 0;
      const refused = byHand && (aimedAmiss || misses(event));
      aimedAmiss = false;
      if (refused) {
        event.preventDefault();
        event.stopImmediatePropagation();
        amiss();
        return;
      }
      pressedAt = steadyAt(event);
    };
    list.addEventListener("pointerdown", aims, { capture: true });
    list.addEventListener("click", presses, { capture: true });

    return () => {
      changes.disconnect();
      sizes.disconnect();
      if (frame !== null) cancelAnimationFrame(frame);
      if (calm !== null) clearTimeout(calm);
      list.removeEventListener("pointerdown", aims, { capture: true });
      list.removeEventListener("click", presses, { capture: true });
    };
  };
}

function whereAll(list: HTMLElement): Map<Element, Place> {
  return new Map([...list.querySelectorAll(CONTROLS)].map((control) => [control, where(control)]));
}

function where(control: Element): Place {
  const { left, top } = control.getBoundingClientRect();
  return { page: [left + window.scrollX, top + window.scrollY], seen: [left, top] };
}
