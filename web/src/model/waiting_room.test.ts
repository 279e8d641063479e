import { describe, expect, it } from "vitest";
import type { Change, ConsultRow } from "../protocol";
import { actionOf, needOf, patientOf, sortCases } from "./cases";
import { localDate } from "./local_time";
import { duration } from "./duration";
import { BACK_SHOWN_MS, NO_LINK, confirmedAt, justBack, reduceLink, serverNow } from "./link";
import { href, parseRoute, type Route } from "./route";
import { centre, row } from "./testing";
import { changedQuestion, levelsAbove, nowLine, phoneSize, stages, stepsAhead } from "./waiting";
import { answered, EMPTY_ROOM, applyChanges, applySnapshot, centresInOrder, type WaitingRoom } from "./waiting_room";

describe("the view of the waiting room", () => {
  it("stays on screen until a new snapshot is whole", () => {
    const before = told(EMPTY_ROOM, changed({ id: "old" }));
    const half = applySnapshot(before, { seq: 9, items: [changed({ id: "new" })], complete: false });
    expect(Object.keys(half.consults)).toEqual(["old"]);
    const whole = applySnapshot(half, { seq: 9, items: [{ type: "centre_changed", centre: centre({}) }], complete: true });
    expect(Object.keys(whole.consults)).toEqual(["new"]);
    expect(whole).toMatchObject({ loaded: true, seq: 9, arriving: null });
  });
  it("keeps the newer of two rows and forgets what is gone", () => {
    const room = told(EMPTY_ROOM, changed({ id: "a", rev: 5, position: 2 }));
    expect(told(room, changed({ id: "a", rev: 4, position: 9 })).consults["a"]?.position).toBe(2);
    expect(told(room, { type: "consult_gone", id: "a" }).consults).toEqual({});
  });
  it("tells a nurse why her place has grown, and takes it back when it shrinks", () => {
    const first = told(EMPTY_ROOM, changed({ id: "a", rev: 1, position: 1 }));
    const overtaken = told(first, changed({ id: "a", rev: 2, position: 2 }));
    expect(overtaken.news["a"]).toEqual({ key: "waiting.news.overtaken", params: { place: 2 } });
    expect(told(overtaken, changed({ id: "a", rev: 3, position: 1 })).news["a"]).toBeUndefined();
  });
  it("calls it no overtaking when a doctor gives the case back", () => {
    const held = told(EMPTY_ROOM, changed({ id: "a", rev: 1, state: "claimed", position: null }));
    expect(told(held, changed({ id: "a", rev: 2, position: 2 })).news["a"]).toBeUndefined();
  });
  it("forgets a centre and an alarm that no longer stand", () => {
    const notice: Change = { type: "notice", kind: "target_missed", consult: "far", level: "P1", centre_name: "Skogsbyns", phone: "0980-319 299", at: NOON };
    const before = told(EMPTY_ROOM, { type: "centre_changed", centre: centre({ id: "hc" }) }, { type: "queue_changed", centre: "hc", order: [] }, notice);
    const after = told(before, { type: "centre_gone", id: "hc" }, { type: "notice_ended", consult: "far" });
    expect([after.centres, after.queues, after.notices]).toEqual([{}, {}, []]);
  });

  it("stops ringing in every window once one of them has answered", () => {
    const rings = row({ state: "claimed" });
    expect(answered(rings, row({ state: "in_call" }))).toBe(true);
    expect(answered(rings, row({ state: "claimed", rev: 9 }))).toBe(false);
    // A nurse who lost the call is rung again although the case is in a call.
    expect(answered(row({ state: "in_call" }), row({ state: "in_call" }))).toBe(false);
    expect(answered(undefined, row({ state: "in_call" }))).toBe(false);
  });
  it("puts the unit's own centre first", () => {
    const items: Change[] = [
      { type: "centre_changed", centre: centre({ id: "b", name: "Bergets" }) },
      { type: "centre_changed", centre: centre({ id: "o", name: "Östra", own: true }) },
      { type: "centre_changed", centre: centre({ id: "a", name: "Älvens" }) },
    ];
    expect(centresInOrder(told(EMPTY_ROOM, ...items)).map((one) => one.id)).toEqual(["o", "b", "a"]);
  });
});

describe("the link", () => {
  it("knows the server's clock and what was last confirmed", () => {
    const up = reduceLink(NO_LINK, { type: "up", serverTime: NOON }, at(NOON) - 3_000);
    expect(serverNow(up, at(NOON))).toBe(at(NOON) + 3_000);
    expect(confirmedAt(up)).toBe(at(NOON));
  });
  it("stays gone through attempts until the server answers, then says so for five seconds", () => {
    let link = reduceLink(NO_LINK, { type: "up", serverTime: NOON }, 0);
    link = reduceLink(link, { type: "down", retryInMs: 500 }, 10_000);
    link = reduceLink(link, { type: "connecting" }, 10_500);
    link = reduceLink(link, { type: "down", retryInMs: 500 }, 11_000);
    expect(link).toMatchObject({ stage: "down", downSince: 10_000 });
    link = reduceLink(link, { type: "up", serverTime: NOON }, 12_000);
    expect(justBack(link, 12_000 + BACK_SHOWN_MS - 1)).toBe(true);
    expect(justBack(link, 12_000 + BACK_SHOWN_MS)).toBe(false);
  });
});

describe("the nurse's cases", () => {
  it("come in the order in which they need her", () => {
    const rows = [
      row({ id: "waits", nurse: ME }),
      row({ id: "close", state: "acknowledged", nurse: ME }),
      row({ id: "read", state: "answered", has_orders: true, nurse: ME }),
      row({ id: "reject", state: "answered", has_orders: true, marks: ["read_back_rejected"], nurse: ME }),
      row({ id: "call", state: "claimed", nurse: ME }),
      row({ id: "other", nurse: { id: "n2", name: "B", unit: "u" } }),
    ];
    const cases = sortCases(rows, "n1", "2026-11-21");
    expect(cases.mine.map((one) => one.id)).toEqual(["reject", "call", "read", "close", "waits"]);
    expect(cases.unit.map((one) => one.id)).toEqual(["other"]);
  });
  it("that ended before midnight are not today's a minute after it", () => {
    const ended = (id: string, at: string) => row({ id, state: "closed", nurse: ME, queued_at: "2026-11-20T20:00:00.000Z", ended_at: at });
    const rows = [ended("before", "2026-11-20T22:59:00.000Z"), ended("after", "2026-11-20T23:00:30.000Z"), ended("late", "2026-11-20T23:40:00.000Z")];
    const on = (now: string) => sortCases(rows, "n1", localDate(Date.parse(now)));
    expect(on("2026-11-20T23:01:00.000Z").endedToday.map((one) => one.id)).toEqual(["late", "after"]);
    expect(on("2026-11-20T23:01:00.000Z").endedBefore.map((one) => one.id)).toEqual(["before"]);
    expect(on("2026-11-20T22:59:30.000Z").endedBefore).toEqual([]);
  });
  it("are told apart without a name", () => {
    expect(patientOf(row({ sex: "woman", age_band: "80-89" })).map((part) => part.key)).toEqual(["sex.woman", "age.band"]);
    expect(patientOf(row({}))).toEqual([]);
  });
  it("ask for nothing while it is the doctor's turn", () => {
    expect(needOf(row({ state: "read_back", has_orders: true }))).toBeNull();
    expect(needOf(row({ state: "queued" }))).toBeNull();
    expect(needOf(row({ state: "queued", marks: ["overdue"] }))).toBe("overdue");
  });
  it("lead to the call while there is one", () => {
    expect(actionOf("in_call", row({ id: "a" })).route).toEqual({ page: "call", id: "a" });
  });
});

describe("waiting", () => {
  it("can be raised from every level but the highest", () => {
    expect(levelsAbove("P3")).toEqual(["P1", "P2"]);
    expect(levelsAbove("P1")).toEqual([]);
  });

  it("shows the telephone of a P1 larger at one minute and over the screen at two", () => {
    const p1 = row({ level: "P1", queued_at: NOON });
    expect([0, 59, 60, 119, 120].map((s) => phoneSize(p1, at(NOON) + s * 1_000))).toEqual(["there", "there", "grown", "grown", "full"]);
    expect(phoneSize(row({ level: "P1", state: "claimed", queued_at: NOON }), at(NOON) + 300_000)).toBe("there");
    expect(phoneSize(row({ level: "P2", queued_at: NOON, marks: ["overdue"] }), at(NOON))).toBe("grown");
  });
  it("says that nobody can be reached, with the number", () => {
    expect(nowLine(row({}), centre({ reachable: 0 }))).toEqual({ key: "waiting.now.nobody", params: { centre: "Älvens", phone: "0980-319 210" } });
    expect(nowLine(row({}), centre({ reachable: 2 }))).toMatchObject({ key: "waiting.now.reachable" });
  });
  it("names who is on call by telephone while nobody is on a screen, with her number", () => {
    const on_call = { name: "Jourläkare Ådalen", phone: "031-390 06 50", channel: "both" } as const;
    expect(nowLine(row({}), centre({ reachable: 0, on_call }))).toEqual({ key: "waiting.now.on_call", params: { name: "Jourläkare Ådalen", phone: "031-390 06 50" } });
    expect(nowLine(row({}), centre({ reachable: 2, on_call }))).toMatchObject({ key: "waiting.now.reachable" });
  });
  it("tells what the system does by itself and at what time, soonest first", () => {
    const ahead = row({ next_steps: [
      { at: "2026-11-21T12:40:00.000Z", what: "target_missed" },
      { at: "2026-11-21T12:20:00.000Z", what: "promoted" },
      { at: "2026-11-21T11:00:00.000Z", what: "claim_returns" },
    ] });
    expect(stepsAhead(ahead, at(NOON)).map((step) => step.text.key)).toEqual(["step.promoted", "step.target_missed"]);
    expect(stepsAhead({ ...ahead, state: "parked" }, at(NOON)).map((step) => step.text.key)).toEqual(["step.promoted", "step.target_missed.held"]);
    // Of an exercise neither the coordinator nor a doctor who takes no part in it is told.
    const practice = { ...ahead, marks: ["exercise" as const] };
    expect(stepsAhead(practice, at(NOON)).map((step) => step.text.key)).toEqual(["step.promoted", "step.target_missed.exercise"]);
  });
  it("asks after a while whether anything has changed, naming the minutes", () => {
    const p2 = row({ level: "P2", queued_at: NOON });
    expect(changedQuestion(p2, at(NOON) + 4 * 60_000).key).toBe("waiting.changed");
    expect(changedQuestion(p2, at(NOON) + 6 * 60_000)).toEqual({ key: "waiting.changed.minutes", params: { count: 6 } });
  });
  it("takes back the steps of a claim that was given back", () => {
    const diary = [{ at: NOON, what: "claimed" as const, by: null }];
    expect(stages(row({ state: "queued" }), diary).map((stage) => stage.reached)).toEqual([true, false, false, false]);
    expect(stages(row({ state: "claimed" }), diary)[1]).toEqual({ key: "taken", at: NOON, reached: true });
  });
});

describe("lengths of time", () => {
  it("are said in the largest whole unit", () => {
    expect([300, 1_800, 7_200, 259_200].map(duration)).toEqual([
      { key: "duration.minutes", params: { count: 5 } },
      { key: "duration.minutes", params: { count: 30 } },
      { key: "duration.hours", params: { count: 2 } },
      { key: "duration.days", params: { count: 3 } },
    ]);
  });
});

describe("addresses", () => {
  it("lead to the page they name, and anything else home", () => {
    const id = "0193a0a0-0000-7000-8000-000000000001";
    for (const route of [{ page: "home" }, { page: "urgent" }, { page: "request" }, { page: "case", id }, { page: "call", id }] satisfies Route[]) {
      expect(parseRoute(href(route))).toEqual(route);
    }
    expect(parseRoute("#/arende/../../x")).toEqual({ page: "home" });
  });
});

const NOON = "2026-11-21T12:00:00.000Z";
const ME = { id: "n1", name: "Sara", unit: "u" };
const at = (time: string) => Date.parse(time);
function changed(change: Partial<ConsultRow>): Change {
  return { type: "consult_changed", consult: row(change) };
}
function told(room: WaitingRoom, ...items: Change[]): WaitingRoom {
  return applyChanges(room, { seq: room.seq + 1, items });
}
