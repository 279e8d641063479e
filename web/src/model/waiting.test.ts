import { describe, expect, it } from "vitest";
import { at, row } from "./desk.fixture";
import { needOf } from "./cases";
import { addedLine, brokenOff, isAside, keeps112, mayHaveOralOrder, nowLine, placeTold, screenLine, seenLine, stages, toldLines } from "./waiting";
import type { ConsultRow, DiaryEntry } from "../protocol";
import { text } from "./text";

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
    expect(brokenOff(row({ interrupted, position: 1 }), "0660-1")).toEqual({ key: "waiting.left.first", params: { doctor: "Dr Peter Wall", phone: "0660-1" } });
    expect(brokenOff(row({ interrupted, position: 2 }), "0660-1")).toEqual({ key: "waiting.left", params: { doctor: "Dr Peter Wall", place: 2, phone: "0660-1" } });
    expect(brokenOff(row({ interrupted: { ...interrupted, must_go: false } }), "0660-1")?.key).toBe("waiting.broken_off");
    expect(brokenOff(row({ interrupted, state: "claimed" }), "0660-1")).toBeNull();
  });

  it("asks of spoken orders only where the two had talked, or she has said so", () => {
    const untalked = { ...interrupted, talked_seconds: 0 };
    expect([row({ interrupted }), row({ interrupted: untalked }), row({ interrupted: untalked, marks: ["oral_order"] }), row({})].map(mayHaveOralOrder)).toEqual([true, false, true, false]);
  });
});

describe("what the waiting page says", () => {
  const entry = (what: DiaryEntry["what"], minutes: number): DiaryEntry => ({ at: at(minutes), what, by: null });
  const doctor = { id: "d", name: "Dr Peter Wall", unit: "Älvens" };
  const keys = (row_: Parameters<typeof stages>[0], diary: DiaryEntry[]) => stages(row_, diary).filter((stage) => stage.reached).map((stage) => stage.key);

  it("names a call only where there was one with this doctor", () => {
    const answered = row({ state: "answered", answered_at: at(-1), first_contact_at: at(-1), doctor });
    expect(stages(answered, [entry("claimed", -5), entry("answered", -1)]).map((stage) => stage.key)).toEqual(["sent", "taken", "answered"]);
    expect(keys(answered, [entry("claimed", -5), entry("call_began", -4), entry("answered", -1)])).toEqual(["sent", "taken", "in_call", "answered"]);
    const again = row({ state: "claimed", first_contact_at: at(-8), doctor });
    expect(keys(again, [entry("claimed", -9), entry("call_began", -8), entry("released", -7), entry("claimed", -5)])).toEqual(["sent", "taken"]);
  });

  it("promises no call where the doctor may write, and says so when the doctor phones", () => {
    expect(nowLine(row({ state: "claimed", doctor }), null)).toEqual({ key: "waiting.now.claimed", params: { doctor: "Dr Peter Wall", unit: "Älvens" } });
    expect(nowLine(row({ state: "claimed", doctor, marks: ["doctor_phoning"] }), null).key).toBe("waiting.now.phoning");
    expect(nowLine(row({ state: "claimed", doctor, marks: ["asked_back"] }), null).key).toBe("waiting.now.asked_back");
  });

  it("says that nobody has taken it only where nobody ever did", () => {
    const seen = row({ seen_at: at(-3) });
    expect(seenLine(seen, [entry("seen", -3)])?.key).toBe("waiting.seen.untaken");
    expect(seenLine(seen, [entry("seen", -3), entry("claimed", -2), entry("more_needed", -1)])?.key).toBe("waiting.seen");
    expect(seenLine(seen, null)?.key).toBe("waiting.seen");
    expect([seenLine(row({}), []), seenLine(row({ seen_at: at(-3), state: "claimed" }), [])]).toEqual([null, null]);
  });

  it("speaks of no doctor's call while the case waits for the nurse", () => {
    expect(screenLine(row({ state: "parked" }), "070-1", true)).toBeNull();
    expect(screenLine(row({}), "070-1", true)?.key).toBe("waiting.screen");
    expect(screenLine(row({ state: "claimed" }), "070-1", false)?.key).toBe("waiting.screen_held");
    expect(screenLine(row({}), null, false)).toBeNull();
  });

  it("names the screens an alarm went to, and that there were none", () => {
    expect(toldLines(row({}))).toEqual([]);
    expect(toldLines(row({ told: { doctors: 2, coordinator: true } }))).toEqual([{ key: "waiting.told.doctors", params: { count: 2 } }, { key: "waiting.told.coordinator" }]);
    expect(toldLines(row({ told: { doctors: 0, coordinator: false } })).map((line) => line.key)).toEqual(["waiting.told.nobody"]);
  });

  it("keeps 112 in reach while the case is acute, also with a doctor", () => {
    const acute = (state: ConsultRow["state"]) => keeps112(row({ level: "P1", state }));
    expect((["queued", "claimed", "in_call", "answered", "closed", "withdrawn"] as const).map(acute)).toEqual([true, true, true, true, false, false]);
    expect(keeps112(row({ state: "in_call" }))).toBe(false);
  });

  it("says who sees what was added, and when", () => {
    expect([row({ seen_at: at(-1) }), row({ state: "claimed", doctor }), row({ state: "need_more" })].map((one) => addedLine(one).key)).toEqual(["supplement.saved", "supplement.saved.held", "supplement.saved.aside"]);
  });
});

describe("a place that changes", () => {
  const second = row({ position: 2 });
  const left = { doctor: { id: "d", name: "Dr Peter Wall", unit: "a" }, at: at(-1), talked_seconds: 240, must_go: true, first_right_until: null };

  it("is said, and not where it is only seen for the first time or is as it was", () => {
    expect(placeTold(3, second, null)).toEqual({ key: "waiting.announce", params: { place: 2 } });
    expect([placeTold(null, second, null), placeTold(2, second, null), placeTold(2, row({ position: null }), null)]).toEqual([null, null, null]);
  });

  it("is not said beside what says why, and names it", () => {
    expect(placeTold(1, second, text("waiting.news.overtaken", { place: 2 }))).toBeNull();
    expect(placeTold(1, row({ position: 2, interrupted: left }), null)).toBeNull();
    expect(placeTold(1, row({ position: 2, interrupted: { ...left, must_go: false } }), null)).not.toBeNull();
  });
});
