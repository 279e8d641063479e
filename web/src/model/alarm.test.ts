import { describe, expect, it } from "vitest";
import { calling, decide, isMuted, mute, REPEAT_MS, SILENCE, title, type Alarm, type Calling } from "./alarm";
import { at, duty, notice, row } from "./desk.fixture";

const P1: Calling = { id: "a", level: "P1" };
const P2: Calling = { id: "b", level: "P2" };

describe("alarm", () => {
  it("sounds P1 every twenty seconds until anybody takes it", () => {
    const first = decide(SILENCE, [P1], 0);
    expect(first).toMatchObject({ tone: "rising", nextAt: REPEAT_MS });
    expect(decide(first.alarm, [P1], REPEAT_MS - 1).tone).toBeNull();
    const again = decide(first.alarm, [P1], REPEAT_MS);
    expect(again.tone).toBe("rising");
    expect(decide(again.alarm, [P1], 100 * REPEAT_MS).tone).toBe("rising");
    const taken = decide(again.alarm, [], 2 * REPEAT_MS);
    expect(taken).toMatchObject({ tone: null, nextAt: null });
  });

  it("sounds P2 twice and then leaves it on the screen", () => {
    expect(sounds([P2], 5)).toEqual(["single", "single", null, null, null]);
  });

  it("keeps silent for P3 and P4", () => {
    expect(sounds([{ id: "c", level: "P3" }, { id: "d", level: "P4" }], 3)).toEqual([null, null, null]);
    expect(decide(SILENCE, [{ id: "c", level: "P3" }], 0).nextAt).toBeNull();
  });

  it("lets P1 outrank P2 that comes at the same time", () => {
    expect(decide(SILENCE, [P2, P1], 0).tone).toBe("rising");
  });

  it("sounds anew when a request is judged more urgent, or comes back after a take", () => {
    const low = decide(SILENCE, [{ id: "a", level: "P3" }], 0);
    expect(decide(low.alarm, [P1], 1).tone).toBe("rising");
    const heard = decide(SILENCE, [P1], 0);
    const taken = decide(heard.alarm, [], 1_000);
    expect(decide(taken.alarm, [P1], 2_000).tone).toBe("rising");
  });

  it("is silenced for one request only, also when that is taken and put back, until it is judged anew", () => {
    const muted = mute(decide(SILENCE, [P1], 0).alarm, P1);
    expect(decide(muted, [P1], REPEAT_MS)).toMatchObject({ tone: null, nextAt: null });
    expect(decide(muted, [P1, { id: "x", level: "P1" }], REPEAT_MS).tone).toBe("rising");
    const back = decide(decide(muted, [], REPEAT_MS).alarm, [P1], 2 * REPEAT_MS);
    expect(back.tone).toBeNull();
    expect(isMuted(back.alarm, P1)).toBe(true);
    const low = mute(decide(SILENCE, [P2], 0).alarm, P2);
    expect(decide(low, [{ ...P2, level: "P1" }], REPEAT_MS).tone).toBe("rising");
  });
});

describe("what may sound", () => {
  it("is nothing while the doctor is paused, off or has a case in hand", () => {
    const rows = [row({ level: "P1" })];
    expect(calling(rows, [], duty({ state: "paused" }), null)).toEqual([]);
    expect(calling(rows, [], duty({ state: "off" }), null)).toEqual([]);
    expect(calling(rows, [], null, null)).toEqual([]);
    expect(calling(rows, [], duty({}), row({ id: "held", state: "claimed" }))).toEqual([]);
    expect(calling(rows, [], duty({}), null)).toHaveLength(1);
  });

  it("is only of the levels that the doctor has chosen", () => {
    const rows = [row({ id: "a", level: "P1" }), row({ id: "b", level: "P2" })];
    expect(calling(rows, [], duty({ levels: ["P1"] }), null)).toEqual([{ id: "a", level: "P1" }]);
  });

  it("is also an urgent request of another centre past its longest time", () => {
    const alarms = [notice({ consult: "far", level: "P1" }), notice({ consult: "later", level: "P4" })];
    expect(calling([], alarms, duty({}), null)).toEqual([{ id: "notice:far", level: "P2" }]);
    const late = row({ id: "b", state: "answered", gaps: [{ kind: "unconfirmed", owner: "nurse", due_at: at(-1), late: true }] });
    expect(calling([], [], duty({}), null, [late])).toEqual([{ id: "gap:b:unconfirmed", level: "P2" }]);
    expect(calling([], [], duty({}), null, [{ ...late, gaps: [] }])).toEqual([]);
    expect(calling([row({ id: "far", level: "P1" })], alarms, duty({}), null)).toEqual([{ id: "far", level: "P1" }]);
  });
});

describe("an exercise", () => {
  const exercise = row({ id: "e", level: "P1", marks: ["exercise"] });

  it("sounds and is told of only where the doctor takes part", () => {
    expect(calling([exercise], [], duty({}), null)).toEqual([]);
    expect(title([exercise], duty({}))).toEqual({ key: "desk.title.empty" });
    expect(calling([exercise], [], duty({ practice: true }), null)).toEqual([{ id: "e", level: "P1" }]);
    expect(title([exercise], duty({ practice: true }))).toMatchObject({ key: "desk.title.urgent" });
    const late = { ...exercise, state: "answered" as const, gaps: [{ kind: "unconfirmed" as const, owner: "nurse" as const, due_at: at(-1), late: true }] };
    expect(calling([], [], duty({}), null, [late])).toEqual([]);
  });

  it("in hand silences no real request, and every other exercise", () => {
    const held = row({ id: "held", state: "claimed", marks: ["exercise"] });
    expect(calling([row({ level: "P1" }), exercise], [], duty({ practice: true }), held)).toEqual([{ id: "a", level: "P1" }]);
  });
});

describe("the window's title", () => {
  it("tells urgent ones, else how many wait, else that none do", () => {
    expect(title([], null)).toEqual({ key: "desk.title.empty" });
    expect(title([row({ level: "P3" })], duty({}))).toEqual({ key: "desk.title.waiting", params: { count: 1 } });
    expect(title([row({ level: "P3" }), row({ id: "b", level: "P1" })], duty({}))).toEqual({ key: "desk.title.urgent", params: { count: 1 } });
  });
});

/** What sounds when asked every twenty seconds, so many times. */
function sounds(waiting: readonly Calling[], times: number): (string | null)[] {
  let alarm: Alarm = SILENCE;
  return Array.from({ length: times }, (_, index) => {
    const decision = decide(alarm, waiting, index * REPEAT_MS);
    alarm = decision.alarm;
    return decision.tone;
  });
}
