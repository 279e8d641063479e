import { describe, expect, it } from "vitest";
import { addOrder, addStep, ANSWER_ROWS, newAnswer } from "./answering";
import { asKept, isBegun, isDue, restored, together } from "./kept_draft";

const FRESH = { note: "", level: null as string | null, flags: [] as string[], when: { day: "", clock: "" } };

describe("a draft that was kept", () => {
  it("comes back as it was typed", () => {
    const typed = { note: "Andas tyngre", level: "P2", flags: ["allergy"], when: { day: "", clock: "14:30" } };
    expect(restored(asKept(typed, true), FRESH)).toEqual(typed);
  });

  it("comes back with its orders and their steps", () => {
    const typed = newAnswer();
    typed.assessment = "Sviktar";
    const order = addOrder(typed, "medicine");
    if (order === null) throw new Error("no room");
    order.what = "Furix";
    addStep(typed, order);
    expect(restored(asKept(typed, true), newAnswer(), ANSWER_ROWS)).toEqual(typed);
  });

  it("comes back with the parts that its form need not have", () => {
    const typed = { ...FRESH, note: "Död", death: { by: "Ek", on: "" }, stance: "declines_disclosure", other: "x" };
    const kept = restored(JSON.stringify(typed), FRESH, { death: { by: "", on: "" }, stance: null });
    expect(kept).toEqual({ ...FRESH, note: "Död", death: { by: "Ek", on: "" }, stance: "declines_disclosure" });
    expect(together({ ...FRESH }, kept, FRESH)).toEqual(kept);
    expect(restored(JSON.stringify(FRESH), FRESH, { death: { by: "" }, stance: null })).toEqual(FRESH);
  });

  it("is nothing where the form is as it was opened", () => {
    expect(asKept({ ...FRESH }, isBegun({ ...FRESH }, FRESH))).toBe("");
  });

  it("of an older page fills what is still asked, and nothing else", () => {
    const older = JSON.stringify({ note: "Kvar", gone: "x", flags: "allergy", when: null });
    expect(restored(older, FRESH)).toEqual({ ...FRESH, note: "Kvar" });
    expect(restored("no json", FRESH)).toEqual(FRESH);
  });

  it("does not take away what was typed before it came", () => {
    const kept = { ...FRESH, note: "Kvar", level: "P1" };
    const typed = { ...FRESH, note: "Nytt" };
    expect(together(typed, kept, FRESH)).toEqual({ ...FRESH, note: "Nytt", level: "P1" });
  });
});

it("a form is kept when she rests, and now and then while she does not", () => {
  expect(isDue({ first: 0, last: 0 }, 999)).toBe(false);
  expect(isDue({ first: 0, last: 0 }, 1_000)).toBe(true);
  expect(isDue({ first: 0, last: 4_900 }, 4_999)).toBe(false);
  expect(isDue({ first: 0, last: 4_900 }, 5_000)).toBe(true);
});
