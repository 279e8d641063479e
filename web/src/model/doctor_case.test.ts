import { describe, expect, it } from "vitest";
import { at } from "./desk.fixture";
import { isNew, measureRows, readBacksOf, timesShown } from "./doctor_case";
import type { Vitals } from "../protocol";

describe("a case", () => {
  it("shows each measure over time, with its change and no verdict", () => {
    const vitals: Vitals[] = [{ taken_at: at(0), temperature: 37.2, pulse: 96 }, { taken_at: at(-60), temperature: 36.8 }];
    const times = timesShown({ vitals });
    expect(times.map((taken) => taken.taken_at)).toEqual([at(-60), at(0)]);
    expect(measureRows(times)).toEqual([
      { measure: "pulse", values: [null, 96], change: null },
      { measure: "temperature", values: [36.8, 37.2], change: 0.4 },
    ]);
  });

  it("points out what was added after it was taken", () => {
    expect(isNew(at(1), { diary: [{ at: at(0), what: "claimed", by: null }] })).toBe(true);
    expect(isNew(at(1), { diary: [{ at: at(2), what: "claimed", by: null }] })).toBe(false);
  });
});

describe("read-backs", () => {
  const read = (id: string, minutes: number, matches: boolean | null) => ({ at: at(minutes), by: { id, name: id, unit: "" }, text: id, matches });

  it("stand beside each other as long as none is judged, and those from before apart", () => {
    const [wrong, eva, elin] = [read("eva", 0, false), read("eva", 1, null), read("elin", 1, null)];
    expect(readBacksOf({ read_backs: [wrong, eva, elin] })).toEqual({ now: [eva, elin], earlier: [wrong] });
    expect(readBacksOf({ read_backs: [wrong] })).toEqual({ now: [wrong], earlier: [] });
    expect(readBacksOf(null)).toEqual({ now: [], earlier: [] });
  });
});
