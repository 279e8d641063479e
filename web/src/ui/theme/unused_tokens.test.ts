import { expect, test } from "vitest";
import { withoutUnused } from "../../../unused_tokens";

test("tokens that nothing reads are left out, with those that they alone were made of", () => {
  const css = ":root{--used:#fff;--made-of:4px;--unused:calc(var(--made-of)*2);--by-script:1}.a--used:hover{color:var(--used)}";
  expect(withoutUnused(css, 'style.setProperty("--by-script", 1)')).toBe(":root{--used:#fff;--by-script:1}.a--used:hover{color:var(--used)}");
});
