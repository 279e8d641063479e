import { describe, expect, it } from "vitest";
import vectors from "../../../tests/golden/news2-vectors.csv?raw";
import type { Consciousness, News2Risk, Vitals } from "../protocol";
import { CHART, PARAMETERS, ROWS, pointsOf, rowOf, score, scoresOf, type Row } from "./news2";
import { RANGES } from "./vitals";

// Cases that an independent scorer computed from the published chart; the server reads the same.
const VECTORS = vectors.trim().split("\n");
const WELL: Vitals = { taken_at: "2026-11-21T10:00:00.000Z", respiratory_rate: 16, spo2: 97, oxygen: false, systolic_bp: 125, pulse: 72, consciousness: "A", temperature: 36.8 };

describe("NEWS2", () => {
  it("gives every case of an independent scorer its points, total and risk", () => {
    const [header, ...cases] = VECTORS;
    expect(header).toBe("respiratory_rate,spo2,spo2_scale,oxygen,systolic_bp,pulse,consciousness,temperature,p_rr,p_spo2,p_oxygen,p_sbp,p_pulse,p_consciousness,p_temperature,total,risk");
    expect(cases).toHaveLength(600);
    for (const line of cases) {
      const column = line.split(",");
      const found = score(read(column), 80);
      const expected = { outcome: "complete", total: Number(column[15]), risk: column[16] as News2Risk, missing: [], version: "NEWS2-2017", parts: PARAMETERS.map((parameter, place) => ({ parameter, points: Number(column[8 + place]) })) };
      expect([line, found]).toEqual([line, expected]);
    }
  });

  it("has no total until all seven are measured", () => {
    for (const parameter of PARAMETERS) {
      const found = score(without(parameter), 80);
      expect(found).toMatchObject({ outcome: "incomplete", total: null, risk: null, missing: [parameter] });
      expect(found.parts.filter((part) => part.points === null).map((part) => part.parameter)).toEqual([parameter]);
    }
  });

  it("is not for a child, nor for one whose age nobody knows", () => {
    expect(score(WELL, 16)).toMatchObject({ outcome: "complete", total: 0, risk: "low" });
    expect(score(WELL, 15)).toMatchObject({ outcome: "child", total: null, parts: [] });
    expect(score(WELL, null)).toMatchObject({ outcome: "age_unknown", total: null, parts: [] });
  });

  it("judges saturation on scale 1 unless scale 2 was ordered", () => {
    const low = { ...WELL, spo2: 90 };
    expect(pointsOf(score(low, 80), "spo2")).toBe(3);
    expect(pointsOf(score({ ...low, spo2_scale: 2 }, 80), "spo2")).toBe(0);
    expect(rowOf("spo2", { ...low, spo2_scale: 2 })).toBe("spo2_2");
    // Too much oxygen harms here: without the word on it there are no points.
    const high = { ...without("oxygen"), spo2: 93, spo2_scale: 2 };
    expect(score(high, 80)).toMatchObject({ outcome: "incomplete", missing: ["oxygen"] });
    expect(pointsOf(score(high, 80), "spo2")).toBeNull();
  });

  it("is found for the values it was computed from", () => {
    const later = { ...WELL, taken_at: "2026-11-21T11:00:00.000Z" };
    const [first, second] = [score(WELL, 80), score(later, 80)];
    const scores = scoresOf({ vitals: [WELL, later], news2: [first, second] });
    expect([scores.get(WELL), scores.get(later)]).toEqual([first, second]);
    expect(scoresOf({ vitals: [WELL], news2: [] }).size).toBe(0);
  });
});

describe("the chart", () => {
  const numbers: readonly [Row, number, number][] = [
    ["respiratory_rate", RANGES.respiratory_rate.low, RANGES.respiratory_rate.high],
    ["spo2_1", RANGES.spo2.low, RANGES.spo2.high],
    ["spo2_2", RANGES.spo2.low, RANGES.spo2.high],
    ["systolic_bp", RANGES.systolic_bp.low, RANGES.systolic_bp.high],
    ["pulse", RANGES.pulse.low, RANGES.pulse.high],
    ["temperature", RANGES.temperature.low * 10, RANGES.temperature.high * 10],
  ];
  it.each(numbers)("has one place for every value of %s", (row, low, high) => {
    for (const oxygen of [true, false]) {
      for (let value = low; value <= high; value += 1) {
        const cells = CHART[row].filter((cell) => !("words" in cell) && (cell.low ?? value) <= value && value <= (cell.high ?? value) && (cell.oxygen ?? oxygen) === oxygen);
        expect([value, oxygen, cells.length]).toEqual([value, oxygen, 1]);
      }
    }
  });
  it("has eight rows, each with fields from left to right", () => {
    expect(Object.keys(CHART)).toEqual([...ROWS]);
    for (const row of ROWS) {
      const columns = CHART[row].map((cell) => cell.column);
      expect(columns).toEqual([...columns].sort());
    }
  });
});

function read(column: readonly string[]): Vitals {
  const [rate, spo2, scale, oxygen, systolic, pulse, consciousness, temperature] = column;
  return {
    taken_at: WELL.taken_at,
    respiratory_rate: Number(rate),
    spo2: Number(spo2),
    spo2_scale: Number(scale),
    oxygen: oxygen === "yes",
    systolic_bp: Number(systolic),
    pulse: Number(pulse),
    consciousness: consciousness as Consciousness,
    temperature: Number(temperature),
  };
}

function without(parameter: (typeof PARAMETERS)[number]): Vitals {
  return Object.fromEntries(Object.entries(WELL).filter(([key]) => key !== parameter)) as Vitals;
}
