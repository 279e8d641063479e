/** What something is to somebody who cannot see the page. `text` is whatever says it, and nothing smaller does. */
export type Role = "alert" | "banner" | "blockquote" | "button" | "checkbox" | "dialog" | "group" | "heading" | "link" | "list" | "listitem" | "radio" | "region" | "row" | "searchbox" | "tab" | "table" | "text" | "textbox";

type Pattern = { source: string; flags: string };

/** One step of a search, inside what the step before has found: by role, name, and words that it holds. */
export type Step = { role: Role; name: Pattern | null; words: Pattern | null };

declare global {
  interface Window {
    seek: (steps: Step[]) => Element[];
  }
}

/** A text as it is sought: where a line may break, and how wide a space is, changes no word. */
export function plain(text: string): string {
  return text.replace(/[\u00AD\u200B]/gu, "").replace(/\s+/gu, " ").trim();
}

/** The pattern that finds `wanted`: a text is sought whole in a name, anywhere among words. */
export function pattern(wanted: string | RegExp, whole: boolean): Pattern {
  if (typeof wanted !== "string") return { source: plain(wanted.source), flags: wanted.flags };
  const source = plain(wanted).replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  return { source: whole ? `^${source}$` : source, flags: "u" };
}

/** Runs in the page: finds what somebody sees who goes by roles, names and words. */
function installFinder(): void {
  const SELECTORS: Readonly<Record<Role, string>> = {
    alert: "[role=alert]",
    banner: "header, [role=banner]",
    blockquote: "blockquote",
    button: "button, summary, [role=button]",
    checkbox: "input[type=checkbox]",
    dialog: "dialog[open], [role=dialog]",
    group: "fieldset, [role=group]",
    heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
    link: "a[href]",
    list: "ul, ol, [role=list]",
    listitem: "li, [role=listitem]",
    radio: "input[type=radio]",
    region: "section, [role=region]",
    row: "tr, [role=row]",
    searchbox: "input[type=search]",
    tab: "[role=tab]",
    table: "table, [role=table]",
    text: "body *",
    textbox: "textarea, input:not([type]), input[type=text], input[type=tel]",
  };
  const shown = (element: Element): boolean => element.checkVisibility({ checkVisibilityCSS: true }) && element.closest("[inert], [aria-hidden=true]") === null;
  const collect = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || node.getAttribute("aria-hidden") === "true") return "";
    if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement) return "";
    const { display } = getComputedStyle(node);
    if (display === "none") return "";
    const inner = node.getAttribute("aria-label") ?? [...node.childNodes].map(collect).join("");
    return display === "inline" ? inner : ` ${inner} `;
  };
  const wordsOf = (element: Element): string => plain([...element.childNodes].map(collect).join(""));
  const nameOf = (element: Element): string => {
    const by = element.getAttribute("aria-labelledby")?.split(/\s+/u).map((id) => document.getElementById(id));
    if (by !== undefined) return plain(by.map((one) => (one === null ? "" : wordsOf(one))).join(" "));
    const label = element.getAttribute("aria-label");
    if (label !== null) return plain(label);
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return plain([...(element.labels ?? [])].map(wordsOf).join(" "));
    if (element instanceof HTMLFieldSetElement) return wordsOf(element.querySelector("legend") ?? element);
    if (element instanceof HTMLTableElement) return element.caption === null ? "" : wordsOf(element.caption);
    return wordsOf(element);
  };
  const regex = (one: { source: string; flags: string }): RegExp => new RegExp(one.source, one.flags);
  window.seek = (steps) => {
    let within: (Element | Document)[] = [document];
    for (const { role, name, words } of steps) {
      const found = new Set<Element>();
      for (const root of within) {
        for (const element of root.querySelectorAll(SELECTORS[role])) {
          if (!shown(element)) continue;
          if (name !== null && !regex(name).test(nameOf(element))) continue;
          if (words !== null && !regex(words).test(wordsOf(element))) continue;
          found.add(element);
        }
      }
      // A text is where it is said, not all that this lies in.
      const all = [...found];
      within = role === "text" ? all.filter((one) => !all.some((other) => other !== one && one.contains(other))) : all;
    }
    return within as Element[];
  };
}

/** What a page runs before its own scripts to be searched. */
export const FINDER = `const plain = ${plain.toString()}; (${installFinder.toString()})();`;
