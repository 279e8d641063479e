import { describe, expect, it } from "vitest";
import type { IndicatorRow, LiveFigures } from "../protocol";
import { at, NOW } from "./desk.fixture";
import { amount, axisUnit, byName, csv, drawn, hours, justNow, levelsIn, minutes, ofLevel, outcomeOf, plotSummary, range, runs, targetMinutes } from "./figures";

describe("a period", () => {
  it("is whole local days, today's included", () => {
    expect(range("today", NOW)).toEqual({ from: "2026-11-22T23:00:00.000Z", to: "2026-11-23T23:00:00.000Z" });
    expect(range("week", NOW).from).toBe("2026-11-16T23:00:00.000Z");
  });
  it("keeps its midnights over the change to winter time", () => {
    expect(range("week", Date.parse("2026-10-27T12:00:00Z"))).toEqual({ from: "2026-10-20T22:00:00.000Z", to: "2026-10-27T23:00:00.000Z" });
  });
});

describe("levels", () => {
  it("are those that the server has split the rows by", () => {
    const rows = [figures({ level: "P4" }), figures({ level: "P2" }), figures({ level: null })];
    expect(levelsIn(rows)).toEqual(["all", "P2", "P4"]);
    expect(ofLevel(rows, "P4")).toHaveLength(1);
    expect(ofLevel(rows, "all")).toHaveLength(1);
  });
  it("are told place by place, Å after Z", () => {
    expect(byName([figures({ name: "Ånge" }), figures({ name: "Timrå" })]).map(({ name }) => name)).toEqual(["Timrå", "Ånge"]);
  });
  it("have a target where the server knows one for all their cases", () => {
    const rows = [figures({ key: "P1", target_seconds: 300 }), figures({ key: "P2", target_seconds: null })];
    expect(targetMinutes(rows, "P1")).toBe(5);
    expect(targetMinutes(rows, "P2")).toBeNull();
    expect(targetMinutes(rows, "P3")).toBeNull();
  });
});

describe("the plot over the day", () => {
  const rows = [
    figures({ key: "10", wait_median_seconds: 700, wait_p90_seconds: 1_860 }),
    figures({ key: "08", wait_median_seconds: 300, wait_p90_seconds: 900 }),
    figures({ key: "09", n: null, suppressed: true, wait_median_seconds: null, wait_p90_seconds: null }),
    figures({ key: "11", n: null, withheld: true, wait_median_seconds: 240, wait_p90_seconds: 600 }),
    figures({ key: "03", n: 0, wait_median_seconds: null, wait_p90_seconds: null }),
  ];
  it("goes by hour, leaves out hours in which nobody asked and keeps those that are not shown", () => {
    expect(hours(rows).map(({ hour, median, p90 }) => [hour, median, p90])).toEqual([[8, 5, 15], [9, null, null], [10, 12, 31], [11, 4, 10]]);
    expect(drawn(hours(rows)).map((part) => part.map(({ hour }) => hour))).toEqual([[8], [10, 11]]);
  });
  it("says in a sentence when the wait is longest", () => {
    const say = (minutes: number) => `${String(minutes)} min`;
    expect(plotSummary(hours(rows), say)).toEqual({ key: "chart.summary", params: { hour: "10", median: "12 min", p90: "31 min" } });
    expect(plotSummary([], say).key).toBe("chart.summary.none");
  });
  it("draws no line over a gap", () => {
    const points = [1, 2, Number.NaN, 4, 6];
    expect(runs(points, (point) => !Number.isNaN(point), (a, b) => b - a === 1)).toEqual([[1, 2], [4], [6]]);
  });
  it("never makes a wait look shorter", () => {
    expect([minutes(null), minutes(60), minutes(61)]).toEqual([null, 1, 2]);
    expect([119, 120, 322, 2_879, 2_881].map(amount)).toEqual([
      { value: 119, decimals: 0, unit: "minutes" },
      { value: 2, decimals: 0, unit: "hours" },
      { value: 5.4, decimals: 1, unit: "hours" },
      { value: 48, decimals: 0, unit: "hours" },
      { value: 2.1, decimals: 1, unit: "days" },
    ]);
  });
  it("counts long waits in hours", () => {
    expect([0, 240, 241].map(axisUnit)).toEqual(["minutes", "minutes", "hours"]);
  });
});

describe("just now", () => {
  it("counts urgent ones without contact, waiting or taken, and centres where nobody can be reached", () => {
    const live: LiveFigures = {
      seq: 1,
      gaps: [],
      in_queue: [{ level: "P1", n: 1 }, { level: "P3", n: 4 }],
      oldest_queued_at: at(-41),
      reachable: 6,
      urgent_without_contact: 3,
      centres: [
        { centre: "a", name: "Skogsbyns", municipality_name: "Ånge", in_queue: 1, oldest_queued_at: at(-41), reachable: 0, overdue: 1, phone: "1" },
        { centre: "b", name: "Älvens", municipality_name: "Kramfors", in_queue: 0, oldest_queued_at: null, reachable: 0, overdue: 0, phone: "1" },
      ],
      overdue: [{ id: "x", level: "P1", centre: "a", centre_name: "Skogsbyns", unit_name: "u", municipality_name: "Ånge", queued_at: at(-9), due_at: at(-4), taken: true, phone: "1" }],
      slots: [],
    };
    expect(justNow(live, NOW)).toMatchObject({ all: 5, oldestMs: 41 * 60_000, reachable: 6, urgentWithoutContact: 3, deserted: ["Skogsbyns"] });
  });
});

describe("an acute request without contact in time", () => {
  it("says how late contact came, that the nurse gave up, or that it still waits", () => {
    const missed = { due_at: at(-30), first_contact_at: null, withdrawn_at: null };
    expect(outcomeOf(missed)).toEqual({ kind: "waits" });
    expect(outcomeOf({ ...missed, withdrawn_at: at(-10) })).toEqual({ kind: "withdrawn", at: at(-10) });
    expect(outcomeOf({ ...missed, first_contact_at: at(-28), withdrawn_at: at(-10) })).toEqual({ kind: "met", at: at(-28), lateMs: 120_000 });
  });
});

describe("a file of figures", () => {
  it("opens in a spreadsheet, in the language of the reader", () => {
    expect(csv(["Namn", "Andel"], [["Ånge; öst", 0.766]], "sv")).toBe('\uFEFFNamn;Andel\r\n"Ånge; öst";0,766\r\n');
    expect(csv(["Name"], [[null], [0.5]], "en")).toBe("\uFEFFName\r\n\r\n0.5\r\n");
  });
  it("holds no formula", () => {
    expect(csv(["a"], [["=1+1"], ['say "x"']], "sv")).toBe("\uFEFFa\r\n'=1+1\r\n\"say \"\"x\"\"\"\r\n");
  });
});

function figures(part: Partial<IndicatorRow>): IndicatorRow {
  return { key: "a", name: "A", level: null, n: 20, suppressed: false, withheld: false, target_seconds: null, wait_median_seconds: 600, wait_p90_seconds: 1_200, take_median_seconds: 60, contact_in_target: 0.9, abandoned: 0, phone_contacts: 0, downtime_contacts: 0, ...part };
}
