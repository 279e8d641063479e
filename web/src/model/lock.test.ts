import { describe, expect, it } from "vitest";
import { at, duty, NOW, row } from "./desk.fixture";
import { LOCK_MS, locksItself } from "./lock";
import { endsSoon, sum } from "./locked";
import { EMPTY_ROOM, type WaitingRoom } from "./waiting_room";
import type { Me } from "../protocol";

const ME = { id: "sara" } as Me;
const hers = row({ nurse: { id: "sara", name: "Sara", unit: "u" } });
const with_ = (more: Partial<WaitingRoom>): WaitingRoom => ({ ...EMPTY_ROOM, ...more });

describe("a screen that nobody touches", () => {
  it.each([
    ["with a case of hers", with_({ consults: { a: hers } }), true],
    ["with an answer that she has not confirmed", with_({ consults: { a: { ...hers, state: "answered" } } }), true],
    ["with a case that a doctor holds", with_({ consults: { a: row({ state: "in_call", doctor: { id: "sara", name: "Sara", unit: "u" } }) } }), true],
    ["on duty", with_({ duty: duty({}) }), true],
    ["with a pause", with_({ duty: duty({ state: "paused" }) }), true],
    ["off duty", with_({ duty: duty({ state: "off" }) }), false],
    ["with a colleague's case alone", with_({ consults: { a: row({}) } }), false],
    ["with nothing but cases that have ended", with_({ consults: { a: { ...hers, state: "closed" } } }), false],
  ])("locks itself after a quarter of an hour, or is left to end: %s", (_when, room, locks) => {
    expect(locksItself(ME, room, LOCK_MS)).toBe(locks);
    expect(locksItself(ME, room, LOCK_MS - 1)).toBe(false);
  });
});

describe("a locked screen", () => {
  it("tells of her own requests, the gravest first, and of no colleague's", () => {
    const seen = sum(ME, with_({ consults: { a: { ...hers, id: "a", level: "P3" }, b: { ...hers, id: "b", level: "P1" }, c: row({ id: "c" }), d: { ...hers, id: "d", state: "answered" } } }));
    expect(seen.waiting.map((one) => one.id)).toEqual(["b", "a"]);
  });
  it("tells a doctor on duty how many wait, each once, and whether one is acute", () => {
    const room = with_({ duty: duty({}), consults: { a: row({ id: "a", level: "P3" }), b: row({ id: "b", level: "P1" }) }, queues: { alven: ["a", "b"], nipan: ["b"] } });
    expect(sum(ME, room)).toMatchObject({ duty: true, inQueue: 2, urgent: true });
  });
});

describe("the end of a session", () => {
  it("is told half an hour before", () => {
    expect(endsSoon({ ...ME, session_ends_at: at(31) }, NOW)).toBeNull();
    expect(endsSoon({ ...ME, session_ends_at: at(30) }, NOW)).toBe(at(30));
  });
});
