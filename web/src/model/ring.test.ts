import { expect, it } from "vitest";
import { isQuiet } from "./ring";

it("a call about a death does not sound beside the family", () => {
  expect(isQuiet({ reason: "death" })).toBe(true);
  expect(isQuiet({ reason: "palliative" })).toBe(false);
  // What it is about is not known yet: a call that is missed is worse.
  expect(isQuiet(null)).toBe(false);
});
