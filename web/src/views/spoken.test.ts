import { describe, expect, it } from "vitest";

const views = import.meta.glob<string>("../**/*.svelte", { query: "?raw", import: "default", eager: true });
const withRegion = /(?:role="(?:status|alert|log)"|aria-live="(?:polite|assertive)")/u;
/** What stands while something is on its way. */
const LOADING = /\{(?:\w+ === null \? |words \?\? )?t\("(?:app\.loading|still\.taking|draft\.sending|signin\.restoring)"\)/u;

describe("what is spoken by itself", () => {
  it("is never that something is being fetched, which is soon over and no news", () => {
    const lines = Object.entries(views).flatMap(([file, text]) => text.split("\n").map((line) => `${file}: ${line.trim()}`));
    expect(lines.filter((line) => LOADING.test(line)).length).toBeGreaterThan(10);
    expect(lines.filter((line) => LOADING.test(line) && withRegion.test(line))).toEqual([]);
  });

  it("has one voice, where it stands nowhere on the page", () => {
    const hidden = Object.entries(views).filter(([, text]) => text.split("\n").some((line) => withRegion.test(line) && line.includes("visually-hidden")));
    expect(hidden.map(([file]) => file)).toEqual([]);
    expect(Object.keys(views)).toContain("../ui/Voice.svelte");
  });
});
