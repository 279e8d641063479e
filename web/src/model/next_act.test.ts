import { describe, expect, it } from "vitest";
import { at, row } from "./desk.fixture";
import { nextAct } from "./next_act";
import type { ConsultRow } from "../protocol";

const doctor = (part: Partial<ConsultRow>) => nextAct(row(part), null, "doctor");
const nurse = (part: Partial<ConsultRow>) => nextAct(row(part), null, "nurse");
const keys = (acts: ReturnType<typeof doctor>[]) => acts.map((act) => act?.key ?? null);

describe("what the doctor does next", () => {
  it("changes with each thing that happens in a case from the claim to its end", () => {
    const way: Partial<ConsultRow>[] = [
      { state: "claimed" },
      { state: "in_call" },
      { state: "claimed" },
      { state: "answered", has_orders: true },
      { state: "read_back", has_orders: true },
      { state: "answered", has_orders: true, marks: ["read_back_rejected"] },
      { state: "read_back", has_orders: true },
      { state: "acknowledged", has_orders: true },
      { state: "claimed", marks: ["asked_back"] },
      { state: "closed" },
    ];
    expect(keys(way.map(doctor))).toEqual(["answer", "call", "answer", "sent", "compare", "rejected", "compare", "acknowledged", "question", "closed"]);
  });

  it("is the comparison when the order has been read back, and anew when a second reading stands beside the first", () => {
    const read = { at: at(0), by: { id: "sara", name: "Sara Lindgren", unit: "hemsjuk" }, text: "Furix 40 mg", matches: null };
    const held = row({ state: "read_back", has_orders: true });
    expect(nextAct(held, { read_backs: [{ ...read, matches: false }, read] }, "doctor")).toEqual({ key: "compare", block: "compare", due: "act.compare" });
    expect(nextAct(held, { read_backs: [read, read] }, "doctor")?.key).toBe("compare:2");
  });

  it("is nothing in a case that is not in her hands", () => {
    expect(keys([doctor({ state: "queued" }), doctor({ state: "need_more" }), doctor({ state: "withdrawn" })])).toEqual([null, null, null]);
  });
});

describe("what the nurse does next", () => {
  it("is to read the order, to read it again, and to close", () => {
    const way: Partial<ConsultRow>[] = [
      { state: "answered", has_orders: true },
      { state: "read_back", has_orders: true },
      { state: "answered", has_orders: true, marks: ["read_back_rejected"] },
      { state: "acknowledged", has_orders: true },
    ];
    expect(way.map((part) => nurse(part)?.due)).toEqual(["act.read_back", null, "act.again", "act.close"]);
    expect(way.map((part) => nurse(part)?.block)).toEqual(["read_back", "unconfirmed", "read_back", "close"]);
  });

  it("is what the doctor wants to know", () => {
    expect(nurse({ state: "need_more" })).toEqual({ key: "more", block: "more", due: "act.more" });
    expect(nurse({ state: "awaiting_nurse" })?.due).toBe("act.awaited");
  });

  it("is new when another doctor takes the case, or a call was broken off", () => {
    const by = (id: string) => ({ id, name: id, unit: "alven" });
    const interrupted = { doctor: by("ek"), at: at(-1), talked_seconds: 60, must_go: true, first_right_until: null };
    const way: Partial<ConsultRow>[] = [{ state: "queued" }, { state: "claimed", doctor: by("ek") }, { state: "in_call", doctor: by("ek") }, { state: "queued", interrupted }, { state: "claimed", doctor: by("wall") }];
    expect(new Set(keys(way.map(nurse))).size).toBe(way.length);
  });
});
