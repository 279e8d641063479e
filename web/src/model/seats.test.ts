import { describe, expect, it } from "vitest";
import type { CallSeats } from "../protocol";
import { joinOf, ringOf, rings, takeSeats } from "./seats";

const SARA = { id: "sara", name: "Sara Lindgren", unit: "Hemsjukvården" };

describe("who sits in a call", () => {
  it("is kept by case until nobody does", () => {
    const there = takeSeats({}, seats(["doctor"]));
    expect(Object.keys(there)).toEqual(["a"]);
    expect(takeSeats(there, seats([]))).toEqual({});
  });
  it("rings while the doctor sits alone and has not been told no", () => {
    expect([rings(undefined), rings(seats(["nurse"])), rings(seats(["doctor"])), rings(seats(["doctor", "nurse"])), rings(seats(["doctor"], true))]).toEqual([false, false, true, false, false]);
  });
  it("says of a ring only what is so", () => {
    expect(ringOf(seats(["doctor"]), { marks: [] })).toBe("rings");
    expect(ringOf(seats(["doctor"]), { marks: ["away"] })).toBe("away");
    expect(ringOf(seats(["doctor"], true), { marks: ["away"] })).toBe("declined");
  });
});

describe("the way into a call", () => {
  it("is the nurse's own, or a colleague's in her place, while the doctor sits there", () => {
    for (const state of ["claimed", "in_call", "answered", "read_back", "acknowledged"] as const) {
      expect(joinOf({ state, nurse: SARA }, seats(["doctor"]), "sara")).toEqual({ how: "answer" });
      expect(joinOf({ state, nurse: SARA }, seats(["doctor"]), "eva")).toEqual({ how: "instead" });
    }
  });
  it("is closed while somebody else talks, and after the case", () => {
    expect(joinOf({ state: "in_call", nurse: SARA }, seats(["doctor", "nurse"]), "eva")).toEqual({ how: "busy", by: "nurse" });
    expect(joinOf({ state: "closed", nurse: SARA }, seats(["doctor"]), "sara")).toBeNull();
    expect(joinOf({ state: "queued", nurse: SARA }, undefined, "sara")).toBeNull();
  });
  it("stands open to her before the doctor, not to her colleagues", () => {
    expect(joinOf({ state: "claimed", nurse: SARA }, undefined, "sara")).toEqual({ how: "enter" });
    expect(joinOf({ state: "claimed", nurse: SARA }, undefined, "eva")).toBeNull();
    expect(joinOf({ state: "answered", nurse: SARA }, undefined, "sara")).toBeNull();
  });
});

function seats(roles: ("nurse" | "doctor")[], declined = false): CallSeats {
  return { consult: "a", declined, seated: roles.map((role) => ({ role, person: role === "nurse" ? "maria" : role, name: role })) };
}
