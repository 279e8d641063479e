import type { Window } from "./window.ts";

type Counted = typeof globalThis & { __inputs?: string[] };

/** Counts in the page itself what a person does to it, so that no way of doing it is missed. */
export class Inputs {
  private constructor(private readonly window: Window) {}

  /** Begins to count in a window. */
  static async begin(window: Window): Promise<Inputs> {
    await window.page.evaluate(watchInputs);
    return new Inputs(window);
  }

  /** What has been done since, in order: each tap and each choice, and each field once however much is typed in it. */
  async made(): Promise<string[]> {
    return this.window.page.evaluate(() => (globalThis as Counted).__inputs ?? []);
  }

  /** Begins anew, for the next stretch of the same page. */
  async again(): Promise<void> {
    await this.window.page.evaluate(watchInputs);
  }
}

/** Runs in the page. */
function watchInputs(): void {
  const page = globalThis as Counted;
  const listening = page.__inputs !== undefined;
  page.__inputs = [];
  if (listening) return;
  let filled: { all: string[]; fields: WeakSet<EventTarget> } = { all: page.__inputs, fields: new WeakSet() };
  const name = (one: Element): string =>
    one.getAttribute("aria-label") ?? (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement ? one.labels?.[0]?.textContent : one.textContent)?.replace(/\s+/gu, " ").trim() ?? one.id;
  const chosen = (one: EventTarget): boolean => one instanceof HTMLSelectElement || (one instanceof HTMLInputElement && ["radio", "checkbox", "file"].includes(one.type));
  const note = (kind: string, one: Element): void => {
    page.__inputs?.push(`${kind}: ${name(one)}`);
  };
  document.addEventListener(
    "click",
    ({ target }) => {
      const pressed = target instanceof Element ? target.closest("a[href], button, summary") : null;
      if (pressed !== null) note("tap", pressed);
    },
    true,
  );
  document.addEventListener(
    "change",
    ({ target }) => {
      if (target instanceof Element && chosen(target)) note("choice", target);
    },
    true,
  );
  document.addEventListener(
    "input",
    ({ target }) => {
      if (!(target instanceof Element) || chosen(target)) return;
      if (filled.all !== page.__inputs) filled = { all: page.__inputs ?? [], fields: new WeakSet() };
      if (filled.fields.has(target)) return;
      filled.fields.add(target);
      note("field", target);
    },
    true,
  );
}
