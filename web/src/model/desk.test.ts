import { describe, expect, it } from "vitest";
import { at, centre, duty, notice, NOW, row } from "./desk.fixture";
import { alarmsShown, before, caseKey, deskKey, firstToTake, goneText, goneWhileOpen, holds, inHand, interruptedText, keptForAnother, marksOf, mayAwait, missedStands, need, newlyEnded, openCases, overdueMs, queueOf, READ_MS, settle, signalNames, span, toNeedMore, unanswered, urgentOf, wasFirst, whoIsReached } from "./desk";
import { EMPTY_ROOM, type WaitingRoom } from "./waiting_room";
import type { ConsultRow } from "../protocol";

const ME = { id: "me", name: "Dr Maria Ek", unit: "alven" };

describe("the queue", () => {
  it("keeps the server's order inside a centre, also where it is not the level's", () => {
    const promoted = row({ id: "b", level: "P3", marks: ["promoted"] });
    expect(ids(queueOf(room([promoted, row({ id: "a", level: "P2" })], { alven: ["b", "a"] })))).toEqual(["b", "a"]);
  });

  it("lets the most urgent head of several centres go first, then the one due first", () => {
    const rows = [row({ id: "a", level: "P3" }), row({ id: "b", level: "P1", centre: "kust" }), row({ id: "c", level: "P3", centre: "kust", due_at: at(1) })];
    expect(ids(queueOf(room(rows, { alven: ["a"], kust: ["b", "c"] })))).toEqual(["b", "c", "a"]);
  });

  it("puts what is real before every exercise, whatever centre has it", () => {
    const rows = [row({ id: "e", level: "P1", marks: ["exercise"] }), row({ id: "a", level: "P4", centre: "kust" })];
    expect(ids(queueOf(room(rows, { alven: ["e"], kust: ["a"] })))).toEqual(["a", "e"]);
  });

  it("shows no row that is taken or unknown", () => {
    expect(queueOf(room([row({ id: "a", state: "claimed" })], { alven: ["a", "gone"] }))).toEqual([]);
  });

  it("says how many come before", () => {
    const queue = [row({ id: "a" }), row({ id: "b" }), row({ id: "c" })];
    expect([before(queue, "a"), before(queue, "c"), before(queue, "gone")]).toEqual([0, 2, 0]);
  });
});

describe("above the queue", () => {
  it("stands who can be reached at the doctor's centre, or at each of several", () => {
    const north = centre({ name: "Norra", reachable: 2 });
    const south = centre({ name: "Södra", reachable: 0 });
    expect(whoIsReached([north])).toEqual({ key: "home.reach.count", params: { count: 2 } });
    expect(whoIsReached([north, south])).toEqual({ key: "desk.reach.centres", params: { centres: "Norra 2, Södra 0" } });
    expect(whoIsReached([south]).key).toBe("home.reach.none");
  });
});

describe("a call that was broken off", () => {
  const broken = (talked_seconds: number, first_right_until: string | null = null) => ({ doctor: { id: "wall", name: "Dr Peter Wall", unit: "alven" }, at: at(-1), talked_seconds, must_go: true, first_right_until });

  it("says who it was and for how long the two had talked", () => {
    expect(interruptedText(broken(240))).toEqual({ key: "desk.interrupted.minutes", params: { name: "Dr Peter Wall", n: 4 } });
    expect(interruptedText(broken(20)).key).toBe("desk.interrupted.short");
    expect(interruptedText(broken(0)).key).toBe("desk.interrupted.left");
    expect(marksOf(row({ interrupted: broken(240), marks: ["released", "interrupted"] })).map((mark) => mark.key)).toEqual(["desk.interrupted.minutes"]);
  });

  it("is kept for that doctor until her time is over", () => {
    const kept = row({ interrupted: broken(240, at(5)) });
    expect(keptForAnother(kept, "me", NOW)).toBe(at(5));
    expect(keptForAnother(kept, "wall", NOW)).toBeNull();
    expect(keptForAnother(kept, "me", NOW + 5 * 60_000)).toBeNull();
    expect(keptForAnother(row({ interrupted: broken(240) }), "me", NOW)).toBeNull();
  });
});

describe("a nurse who does not answer", () => {
  it("is said to be away after two rings without a meeting", () => {
    const held = row({ state: "claimed", contact_due_at: at(2) });
    expect(mayAwait(held, at(-1), NOW)).toBe(true);
    expect(mayAwait(held, at(-0.9), NOW)).toBe(false);
    expect(mayAwait(row({ state: "in_call", contact_due_at: null }), at(-5), NOW)).toBe(false);
    const written = row({ state: "claimed", reply: "text_ok", contact_due_at: null });
    expect(mayAwait(written, at(-5), NOW)).toBe(true);
    expect(mayAwait({ ...written, first_contact_at: at(-2) }, at(-5), NOW)).toBe(false);
  });

  it("stays in sight where it is acute", () => {
    const rows = [row({ id: "a", level: "P1", state: "awaiting_nurse" }), row({ id: "b", state: "awaiting_nurse" }), row({ id: "c", level: "P1" })];
    expect(ids(unanswered(room(rows, {})))).toEqual(["a"]);
  });
});

describe("wanting to know more", () => {
  it("needs words and a time within a week", () => {
    expect(toNeedMore({ what: " Vikt? ", day: "", clock: "12:00" }, NOW)).toEqual({ ok: true, body: { what: "Vikt?", until: "2026-11-23T11:00:00.000Z" } });
    expect(toNeedMore({ what: "", day: "", clock: "" }, NOW)).toEqual({ ok: false, faults: ["what", "until"] });
    expect(toNeedMore({ what: "Vikt?", day: "2026-12-01", clock: "12:00" }, NOW)).toEqual({ ok: false, faults: ["until"] });
  });
});

describe("rows under the pointer", () => {
  it("stand still while it moves, and are put right when it rests", () => {
    expect(settle(["a", "b"], ["c", "b"], false)).toEqual(["a", "b"]);
    expect(settle(["a", "b"], ["c", "b"], true)).toEqual(["c", "b"]);
  });

  it("are not moved by an acute one either, which the bar names", () => {
    expect(settle(["a"], ["p1", "a"], false)).toEqual(["a"]);
  });

  it("may come where there were none", () => {
    expect(settle([], ["a"], false)).toEqual(["a"]);
  });
});

describe("a row that stands open", () => {
  const [read, other] = [row({ id: "a" }), row({ id: "b" })];

  it("goes with a word when somebody else has taken it or sent it on", () => {
    expect(goneWhileOpen("a", [other], [])).toBe("a");
  });

  it("stands while it waits, and is no loss when she has taken it herself", () => {
    expect(goneWhileOpen("a", [other, read], [])).toBeNull();
    expect(goneWhileOpen("a", [other], [row({ id: "a", state: "claimed", doctor: ME })])).toBeNull();
    expect(goneWhileOpen(null, [other], [])).toBeNull();
  });
});

describe("a case that left her hand while she was elsewhere", () => {
  const by = (id: string) => ({ id, name: "Anna Alm", unit: "hemsjukvarden" });
  const ended = (consult: string, minute: number, who: string | null) => ({ consult, what: "withdrawn" as const, by: who === null ? null : by(who), at: at(minute) });

  it("is told once, the last one where there are several", () => {
    const before = newlyEnded(null, [], "me");
    const after = newlyEnded(before.known, [ended("a", 1, null), ended("b", 2, "anna")], "me");
    expect(after.ended?.consult).toBe("b");
    expect(newlyEnded(after.known, [ended("a", 1, null), ended("b", 2, "anna")], "me").ended).toBeNull();
    expect(newlyEnded(after.known, [ended("a", 3, "anna"), ended("b", 2, "anna")], "me").ended?.at).toBe(at(3));
  });

  it("is no news where she let it go herself, nor on a page that has only begun", () => {
    expect(newlyEnded([], [ended("a", 1, "me")], "me").ended).toBeNull();
    expect(newlyEnded(null, [ended("a", 1, "anna")], "me").ended).toBeNull();
  });
});

describe("what is taken without being named", () => {
  const exercise = row({ id: "e", level: "P1", marks: ["exercise"] });
  const practising = duty({ practice: true });

  it("is the row that stands first, and a real one before any exercise", () => {
    expect(firstToTake([row({ id: "a" }), row({ id: "b", level: "P1" })], duty({}))?.id).toBe("a");
    expect(firstToTake([exercise, row({ id: "b" })], practising)?.id).toBe("b");
    expect(firstToTake([], duty({}))).toBeNull();
  });

  it("is an exercise only for who takes part in them", () => {
    expect([firstToTake([exercise], practising)?.id, firstToTake([exercise], duty({}))]).toEqual(["e", null]);
    const queue = [row({ id: "a", level: "P1" }), row({ id: "b" }), exercise];
    expect([ids(urgentOf(queue, practising)), ids(urgentOf(queue, duty({})))]).toEqual([["a", "e"], ["a"]]);
  });
});

describe("notices of a time that has passed", () => {
  const told = (rows: ConsultRow[], dismissed: string[] = []) => alarmsShown({ notices: [notice({ consult: "a" }), notice({ consult: "b" })], consults: room(rows, {}).consults }, dismissed).map((one) => one.consult);

  it("stand newest first, until they are put away", () => {
    expect(told([])).toEqual(["b", "a"]);
    expect(told([], ["b"])).toEqual(["a"]);
  });

  it("do not say that nobody has had contact to whom it is plain that somebody has", () => {
    expect(told([row({ id: "a", state: "answered", answered_at: at(-1) }), row({ id: "b", state: "claimed" })])).toEqual(["b"]);
    expect(told([row({ id: "b", state: "in_call", first_contact_at: at(-1) })])).toEqual(["a"]);
  });
});

describe("a refusal", () => {
  const is = { shown: false, holding: false };
  it("stands until it can have been read", () => {
    expect(missedStands({ id: "a", code: "wrong_state", at: NOW }, NOW + READ_MS - 1, is)).toBe(true);
    expect(missedStands({ id: "a", code: "wrong_state", at: NOW }, NOW + READ_MS, is)).toBe(false);
  });

  it("leaves with its cause", () => {
    const later = NOW + READ_MS;
    const taken = { id: "a", code: "already_taken", at: NOW } as const;
    const held = { id: "a", code: "already_holding", at: NOW } as const;
    expect([missedStands(taken, later, { ...is, shown: true }), missedStands(taken, later, is)]).toEqual([true, false]);
    expect([missedStands(held, later, { ...is, holding: true }), missedStands(held, later, { ...is, shown: true })]).toEqual([true, false]);
  });
});

describe("my cases", () => {
  const mine = [
    row({ id: "seen", state: "acknowledged", doctor: ME }),
    row({ id: "confirm", state: "read_back", doctor: ME, has_orders: true }),
    row({ id: "call", state: "in_call", doctor: ME }),
    row({ id: "closed", state: "closed", doctor: ME }),
    row({ id: "other", state: "claimed", doctor: { ...ME, id: "other" } }),
  ];
  it("leave when they are closed, and those that wait for me come first", () => {
    expect(ids(openCases(room(mine, {}), "me"))).toEqual(["call", "confirm", "seen"]);
    expect(inHand(room(mine, {}), "me")?.id).toBe("call");
  });

  it("may be judged anew, sent on or given back only while I hold them", () => {
    expect(mine.filter((one) => holds(one, "me")).map((one) => one.id)).toEqual(["call"]);
    expect(holds(row({ state: "queued" }), "me")).toBe(false);
    expect(holds(row({ state: "answered", doctor: ME }), "me")).toBe(false);
  });

  it("say what is needed next", () => {
    expect(need(row({ state: "read_back" })).key).toBe("desk.mine.confirm");
    expect(need(row({ state: "answered", has_orders: true })).key).toBe("desk.mine.unread");
    expect(need(row({ state: "answered", has_orders: true, marks: ["read_back_rejected"] })).key).toBe("desk.mine.again");
    expect(need(row({ state: "answered", has_orders: false })).key).toBe("desk.mine.unseen");
  });
});

describe("a row", () => {
  it("counts time as people do", () => {
    expect(span(59_000)).toEqual({ key: "desk.span.minutes", params: { n: 0 } });
    expect(span(110 * 60_000)).toEqual({ key: "desk.span.hours_minutes", params: { h: 1, m: 50 } });
    expect(span(3 * 3_600_000).key).toBe("desk.span.hours");
    expect(span(49 * 3_600_000)).toEqual({ key: "desk.span.days", params: { n: 2 } });
  });

  it("is over its time from the due time on, and when the server says so", () => {
    expect(overdueMs(row({ due_at: at(-6) }), NOW)).toBe(6 * 60_000);
    expect(overdueMs(row({ due_at: at(1) }), NOW)).toBeNull();
    expect(overdueMs(row({ due_at: at(1), marks: ["overdue"] }), NOW)).toBe(0);
  });

  it("names its signs in the county's words", () => {
    const signs = row({ signals: ["cannot_stand", "unheard_of"] });
    expect(signalNames(signs, centre({}), "en")).toEqual(["Cannot bear weight", "unheard_of"]);
    expect(marksOf(row({ marks: ["promoted"], reply: "text_ok" })).map((mark) => mark.key)).toEqual(["mark.promoted", "reply.text_ok"]);
  });

  it("tells who was first, if that is known", () => {
    expect(wasFirst(undefined).key).toBe("desk.taken.somebody");
    expect(wasFirst({ id: "a", to: "taken", by: ME })).toEqual({ key: "desk.taken.by", params: { name: "Dr Maria Ek" } });
    expect(wasFirst({ id: "a", to: "withdrawn", by: null }).key).toBe("desk.taken.withdrawn");
    expect(goneText({ id: "a", to: "taken", by: ME })).toEqual({ key: "desk.row.taken_by", params: { name: "Dr Maria Ek" } });
    expect([undefined, { id: "a", to: "redirected", by: null }, { id: "a", to: "aside", by: null }].map((gone) => goneText(gone as never).key)).toEqual(["desk.row.taken", "desk.row.redirected", "desk.row.aside"]);
  });
});

describe("keys", () => {
  const free = { typing: false, modifier: false, on: true };
  it("act only when no field has focus, no modifier is held and they are switched on", () => {
    expect([deskKey("n", free), deskKey("T", free), deskKey("1", free), deskKey("x", free)]).toEqual(["next", "this", "urgent", null]);
    expect(deskKey("n", { ...free, typing: true })).toBeNull();
    expect(deskKey("n", { ...free, modifier: true })).toBeNull();
    expect(deskKey("n", { ...free, on: false })).toBeNull();
    expect([caseKey("F", free), caseKey("k", free), caseKey("v", free)]).toEqual(["fill", "queue", "call"]);
    expect([{ typing: true }, { modifier: true }, { on: false }].map((place) => caseKey("v", { ...free, ...place }))).toEqual([null, null, null]);
  });
});

function room(rows: readonly ConsultRow[], queues: WaitingRoom["queues"]): WaitingRoom {
  return { ...EMPTY_ROOM, loaded: true, consults: Object.fromEntries(rows.map((one) => [one.id, one])), queues };
}

function ids(rows: readonly ConsultRow[]): string[] {
  return rows.map((one) => one.id);
}
