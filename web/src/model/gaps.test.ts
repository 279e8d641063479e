import { describe, expect, it } from "vitest";
import type { ConsultRow, Gap } from "../protocol";
import { board, shift } from "./board";
import { lateOf, tasksOf } from "./gaps";
import { row } from "./testing";

const gap = (kind: Gap["kind"], part: Partial<Gap> = {}): Gap => ({ kind, owner: "nurse", due_at: "2026-11-21T12:10:00.000Z", late: false, ...part });
const nurse = (id: string) => ({ id, name: id, unit: "Hemsjukvården" });
const ids = (rows: readonly ConsultRow[]) => rows.map((one) => one.id);

describe("what an answer leaves to be done", () => {
  it("is ticked off, the soonest first; reading and confirming are not", () => {
    const open = row({ gaps: [gap("unopened"), gap("journal", { due_at: "2026-11-22T00:00:00.000Z" }), gap("transport")] });
    expect(tasksOf(open).map((one) => one.kind)).toEqual(["transport", "journal"]);
  });

  it("alarms who is to do it, an unconfirmed order both", () => {
    const late = row({ gaps: [gap("unconfirmed", { late: true }), gap("transport", { late: true }), gap("report", { owner: "doctor" })] });
    expect(lateOf(late, "nurse").map((one) => one.kind)).toEqual(["unconfirmed", "transport"]);
    expect(lateOf(late, "doctor").map((one) => one.kind)).toEqual(["unconfirmed"]);
  });

  it("tells the doctor, whose answer it is, that nobody has opened it", () => {
    expect(lateOf(row({ gaps: [gap("unopened", { late: true })] }), "doctor")).toHaveLength(1);
  });
});

describe("the unit's board", () => {
  const rows = [
    row({ id: "waits", level: "P3" }),
    row({ id: "urgent", level: "P1", state: "claimed" }),
    row({ id: "unread", state: "answered", gaps: [gap("unopened"), gap("unconfirmed")] }),
    row({ id: "unconfirmed", state: "read_back", gaps: [gap("unconfirmed")] }),
    row({ id: "later", state: "closed", gaps: [gap("follow_up", { due_at: "2026-11-22T08:00:00.000Z" })] }),
    row({ id: "sooner", state: "acknowledged", gaps: [gap("transport"), gap("journal")] }),
  ];

  it("holds each case where the next step is", () => {
    const seen = board(rows);
    expect(ids(seen.waiting)).toEqual(["urgent", "waits"]);
    expect(ids(seen.unread)).toEqual(["unread"]);
    expect(ids(seen.unconfirmed)).toEqual(["unconfirmed"]);
    expect(seen.todo.map((one) => one.row.id)).toEqual(["sooner", "later"]);
    expect(ids(seen.journal)).toEqual(["sooner"]);
  });
});

describe("the shift that ends", () => {
  const wanted = { by: nurse("eva"), at: "2026-11-21T14:55:00.000Z" };
  const rows = [
    row({ id: "hers", nurse: nurse("eva") }),
    row({ id: "offered", nurse: nurse("eva"), handover: wanted }),
    row({ id: "taken", nurse: nurse("nils"), taken_over_at: "2026-11-21T15:01:00.000Z", taken_over_from: nurse("eva") }),
    row({ id: "others", nurse: nurse("nils"), taken_over_at: "2026-11-21T15:02:00.000Z", taken_over_from: nurse("elin") }),
    row({ id: "ended", nurse: nurse("eva"), state: "closed" }),
  ];

  it("leaves with its nurse what nobody has taken", () => {
    const seen = shift(rows, "eva");
    expect([ids(seen.mine), ids(seen.offered), ids(seen.taken)]).toEqual([["hers"], ["offered"], ["taken"]]);
  });

  it("shows a colleague what is to be taken", () => {
    expect(ids(shift(rows, "nils").toTake)).toEqual(["offered"]);
  });
});
