import { describe, expect, it } from "vitest";
import { at, row } from "./desk.fixture";
import { needOf } from "./cases";
import { brokenOff, isAside, nowLine, stages } from "./waiting";

describe("a case that waits for the nurse herself", () => {
  it("says so, on its page and at home", () => {
    expect([row({ state: "parked" }), row({ state: "awaiting_nurse" }), row({ state: "need_more" }), row({})].map(isAside)).toEqual([true, true, true, false]);
    expect(nowLine(row({ state: "parked" }), null).key).toBe("waiting.now.parked");
    expect(needOf(row({ state: "need_more" }))).toBe("more");
    expect(needOf(row({ state: "awaiting_nurse" }))).toBe("awaited");
  });

  it("has come no further than it has", () => {
    expect(stages(row({ state: "need_more" }), [{ at: at(-3), what: "claimed", by: null }]).map((stage) => stage.reached)).toEqual([true, false, false, false]);
  });
});

describe("a call that was broken off", () => {
  const interrupted = { doctor: { id: "d", name: "Dr Peter Wall", unit: "a" }, at: at(-1), talked_seconds: 240, must_go: true, first_right_until: null };

  it("is told with the place and the telephone", () => {
    expect(brokenOff(row({ interrupted, position: 1 }), "0660-1")).toEqual({ key: "waiting.left.first", params: { phone: "0660-1" } });
    expect(brokenOff(row({ interrupted, position: 2 }), "0660-1")).toEqual({ key: "waiting.left", params: { place: 2, phone: "0660-1" } });
    expect(brokenOff(row({ interrupted: { ...interrupted, must_go: false } }), "0660-1")?.key).toBe("waiting.broken_off");
    expect(brokenOff(row({ interrupted, state: "claimed" }), "0660-1")).toBeNull();
  });
});
