// NEWS2 by the published chart of 2017: what a form previews while values are typed, and the
// whole chart to show. The server computes what is read in a case. Both are held to the same cases.
// A score chooses no level.
import type { Consciousness, ConsultContent, News2, News2Parameter, News2Risk, Vitals } from "../protocol";

/** The table by which points are given. */
export const TABLE = "NEWS2-2017";

/** From this age in years the chart holds. */
export const YOUNGEST_YEARS = 16;

/** What is measured, in the order of the chart. */
export const PARAMETERS = ["respiratory_rate", "spo2", "oxygen", "systolic_bp", "pulse", "consciousness", "temperature"] as const satisfies readonly News2Parameter[];

/** The points over the columns of the chart, from the lowest values to the highest. */
export const COLUMNS = [3, 2, 1, 0, 1, 2, 3] as const;

/** One field of the chart: whole numbers from `low` to `high`, or words. `oxygen`: only with it, or only without. */
export type Cell = { column: number } & ({ low?: number; high?: number; oxygen?: boolean } | { words: readonly (Consciousness | "yes" | "no")[] });

/** The rows of the chart. Saturation has two, and one of them is used. */
export const ROWS = ["respiratory_rate", "spo2_1", "spo2_2", "oxygen", "systolic_bp", "pulse", "consciousness", "temperature"] as const;
export type Row = (typeof ROWS)[number];

/** The whole chart; temperature in tenths of a degree. */
export const CHART: Readonly<Record<Row, readonly Cell[]>> = {
  respiratory_rate: [
    { column: 0, high: 8 },
    { column: 2, low: 9, high: 11 },
    { column: 3, low: 12, high: 20 },
    { column: 5, low: 21, high: 24 },
    { column: 6, low: 25 },
  ],
  spo2_1: [
    { column: 0, high: 91 },
    { column: 1, low: 92, high: 93 },
    { column: 2, low: 94, high: 95 },
    { column: 3, low: 96 },
  ],
  spo2_2: [
    { column: 0, high: 83 },
    { column: 1, low: 84, high: 85 },
    { column: 2, low: 86, high: 87 },
    { column: 3, low: 88, high: 92 },
    { column: 3, low: 93, oxygen: false },
    { column: 4, low: 93, high: 94, oxygen: true },
    { column: 5, low: 95, high: 96, oxygen: true },
    { column: 6, low: 97, oxygen: true },
  ],
  oxygen: [
    { column: 1, words: ["yes"] },
    { column: 3, words: ["no"] },
  ],
  systolic_bp: [
    { column: 0, high: 90 },
    { column: 1, low: 91, high: 100 },
    { column: 2, low: 101, high: 110 },
    { column: 3, low: 111, high: 219 },
    { column: 6, low: 220 },
  ],
  pulse: [
    { column: 0, high: 40 },
    { column: 2, low: 41, high: 50 },
    { column: 3, low: 51, high: 90 },
    { column: 4, low: 91, high: 110 },
    { column: 5, low: 111, high: 130 },
    { column: 6, low: 131 },
  ],
  consciousness: [
    { column: 3, words: ["A"] },
    { column: 6, words: ["C", "V", "P", "U"] },
  ],
  temperature: [
    { column: 0, high: 350 },
    { column: 2, low: 351, high: 360 },
    { column: 3, low: 361, high: 380 },
    { column: 4, low: 381, high: 390 },
    { column: 5, low: 391 },
  ],
};

/** Clinical risk, and the totals it stands for. */
export const RISKS: readonly News2Risk[] = ["low", "low_medium", "medium", "high"];

/** What the chart says of `vitals`, of a patient who was `age` years old when they were taken. */
export function score(vitals: Vitals, age: number | null): News2 {
  const nothing = { version: TABLE, parts: [], total: null, risk: null, missing: [] };
  if (age === null) return { ...nothing, outcome: "age_unknown" };
  if (age < YOUNGEST_YEARS) return { ...nothing, outcome: "child" };
  const parts = PARAMETERS.map((parameter) => ({ parameter, points: points(parameter, vitals) }));
  const known = parts.map((part) => part.points).filter((found) => found !== null);
  if (known.length < parts.length) {
    return { ...nothing, outcome: "incomplete", parts, missing: PARAMETERS.filter((parameter) => vitals[parameter] === undefined) };
  }
  const total = known.reduce((sum, one) => sum + one, 0);
  return { ...nothing, outcome: "complete", parts, total, risk: riskOf(total, known.includes(3)) };
}

/** The row of the chart by which a parameter is judged: saturation on scale 1, unless 2 was ordered. */
export function rowOf(parameter: News2Parameter, vitals: Vitals): Row {
  return parameter === "spo2" ? (vitals.spo2_scale === 2 ? "spo2_2" : "spo2_1") : parameter;
}

/** The score of each set of values; of none where the county has it off. */
export function scoresOf(content: Pick<ConsultContent, "vitals" | "news2">): ReadonlyMap<Vitals, News2> {
  const scores = new Map<Vitals, News2>();
  for (const [place, vitals] of content.vitals.entries()) {
    const found = content.news2[place];
    if (found !== undefined) scores.set(vitals, found);
  }
  return scores;
}

/** The points of one value of a set. */
export function pointsOf(found: News2 | undefined, parameter: News2Parameter): number | null {
  return found?.parts.find((part) => part.parameter === parameter)?.points ?? null;
}

function riskOf(total: number, singleThree: boolean): News2Risk {
  if (total >= 7) return "high";
  if (total >= 5) return "medium";
  return singleThree ? "low_medium" : "low";
}

function points(parameter: News2Parameter, vitals: Vitals): number | null {
  const cell = CHART[rowOf(parameter, vitals)].find((one) => holds(one, parameter, vitals));
  return cell === undefined ? null : (COLUMNS[cell.column] ?? null);
}

function holds(cell: Cell, parameter: News2Parameter, vitals: Vitals): boolean {
  if ("words" in cell) {
    const word = parameter === "oxygen" ? (vitals.oxygen === undefined ? undefined : vitals.oxygen ? "yes" : "no") : vitals.consciousness;
    return word !== undefined && cell.words.includes(word);
  }
  const value = numberOf(parameter, vitals);
  if (value === undefined) return false;
  return (cell.low === undefined || value >= cell.low) && (cell.high === undefined || value <= cell.high) && (cell.oxygen === undefined || cell.oxygen === vitals.oxygen);
}

function numberOf(parameter: News2Parameter, vitals: Vitals): number | undefined {
  if (parameter === "oxygen" || parameter === "consciousness") return undefined;
  const value = vitals[parameter];
  // Whole tenths, so that 38.1 is not a hair less.
  return parameter === "temperature" && value !== undefined ? Math.round(value * 10) : value;
}
