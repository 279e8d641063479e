import { describe, expect, it } from "vitest";
import { kept, keeps, keepsDraft } from "./kept";
import { row } from "./testing";
import type { ConsultRow } from "../protocol";
import type { WaitingRoom } from "./waiting_room";

const DOCTOR = { id: "me", name: "Maria Ek", unit: "alvens" };
const doctor = { id: "me", role: "doctor" } as const;
const nurse = { id: "sara", role: "nurse" } as const;
const HOME = { page: "home" } as const;
const SHOWN = { page: "case", id: "c" } as const;

describe("what a doctor's page keeps of a patient", () => {
  it("is what she has taken, until it is closed", () => {
    for (const state of ["claimed", "in_call", "answered", "read_back", "acknowledged"] as const) {
      expect(keeps("c", doctor, room({ state, doctor: DOCTOR }), HOME)).toBe(true);
    }
    expect(keeps("c", doctor, room({ state: "closed", doctor: DOCTOR }), HOME)).toBe(false);
    expect(keeps("c", doctor, room({ state: "closed", doctor: DOCTOR }), SHOWN)).toBe(true);
  });

  it("is nothing of a case that she gave back, that another took or that was withdrawn, even on screen", () => {
    expect(keeps("c", doctor, room({ state: "queued" }), SHOWN)).toBe(false);
    expect(keeps("c", doctor, room({ state: "claimed", doctor: { ...DOCTOR, id: "other" } }), SHOWN)).toBe(false);
    expect(keeps("c", doctor, room({ state: "withdrawn", doctor: DOCTOR }), SHOWN)).toBe(false);
    expect(keeps("c", doctor, { loaded: true, consults: {} }, SHOWN)).toBe(false);
  });

  it("is no answer to a case that is no longer hers", () => {
    expect(keepsDraft("c", "me", room({ state: "claimed", doctor: DOCTOR }))).toBe(true);
    expect(keepsDraft("c", "me", room({ state: "queued" }))).toBe(false);
    expect(keepsDraft("c", "me", room({ state: "queued", marks: ["exercise"] }))).toBe(true);
    expect(keepsDraft("c", "me", { loaded: true, consults: {}, endedClaims: {} })).toBe(false);
    const lost = { type: "claim_ended" as const, consult: "c", what: "withdrawn" as const, by: null, at: "2026-11-21T10:00:00.000Z" };
    expect(keepsDraft("c", "me", { loaded: true, consults: {}, endedClaims: { c: lost } })).toBe(true);
  });
});

describe("what a nurse's page keeps of a patient", () => {
  it("is what her unit still waits for", () => {
    expect(keeps("c", nurse, room({ state: "queued" }), HOME)).toBe(true);
    expect(keeps("c", nurse, room({ state: "answered" }), HOME)).toBe(true);
  });

  it("is nothing of what has ended, once she has left its page", () => {
    for (const state of ["closed", "withdrawn"] as const) {
      expect(keeps("c", nurse, room({ state }), SHOWN)).toBe(true);
      expect(keeps("c", nurse, room({ state }), HOME)).toBe(false);
    }
    expect(keeps("c", nurse, { loaded: true, consults: {} }, HOME)).toBe(false);
  });
});

it("nothing is let go before the first whole view", () => {
  expect(keeps("c", doctor, { loaded: false, consults: {} }, HOME)).toBe(true);
  expect(keepsDraft("c", "me", { loaded: false, consults: {}, endedClaims: {} })).toBe(true);
});

it("what stays is the same object, so that nothing is drawn anew", () => {
  const record = { a: 1, b: 2 };
  expect(kept(record, () => true)).toBe(record);
  expect(kept(record, (id) => id === "a")).toEqual({ a: 1 });
});

function room(part: Partial<ConsultRow>): Pick<WaitingRoom, "loaded" | "consults" | "endedClaims"> {
  return { loaded: true, consults: { c: row({ id: "c", ...part }) }, endedClaims: {} };
}
