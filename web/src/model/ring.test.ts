import { expect, it } from "vitest";
import { acts, AIM_MS, isQuiet, TYPING_MS } from "./ring";

it("a call about a death does not sound beside the family", () => {
  expect(isQuiet({ reason: "death" })).toBe(true);
  expect(isQuiet({ reason: "palliative" })).toBe(false);
  // What it is about is not known yet: a call that is missed is worse.
  expect(isQuiet(null)).toBe(false);
});

it("is answered by neither keys meant for the text nor a press meant for what stood there before", () => {
  const shown = { at: 10_000, shownAt: 5_000, typedAt: 0 };
  expect(acts({ ...shown, by: "pointer" })).toBe(true);
  expect(acts({ ...shown, by: "pointer", shownAt: 10_001 - AIM_MS })).toBe(false);
  expect(acts({ ...shown, by: "key", typedAt: 10_001 - TYPING_MS })).toBe(false);
  expect(acts({ ...shown, by: "key", typedAt: 10_000 - TYPING_MS })).toBe(true);
  // A finger is not the keyboard: she may press while she types.
  expect(acts({ ...shown, by: "pointer", typedAt: 9_999 })).toBe(true);
});
