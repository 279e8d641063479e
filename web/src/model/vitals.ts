// Measured values as they are typed. The text stays as it was typed beside the number it
// means, so "38,6" never changes under anyone's hands. Nothing is filled in beforehand.
import type { Consciousness, Vitals } from "../protocol";
import { lastClock } from "./local_time";

export { noVitals } from "./new_draft";

export const MEASURES = ["respiratory_rate", "spo2", "pulse", "systolic_bp", "temperature"] as const;
export type Measure = (typeof MEASURES)[number];

/** What a living body can show; outside it is a slip of the finger. */
export const RANGES: Record<Measure, { low: number; high: number; decimals: 0 | 1 }> = {
  respiratory_rate: { low: 1, high: 80, decimals: 0 },
  spo2: { low: 30, high: 100, decimals: 0 },
  pulse: { low: 10, high: 300, decimals: 0 },
  systolic_bp: { low: 30, high: 300, decimals: 0 },
  temperature: { low: 25, high: 45, decimals: 1 },
};

export type VitalsDraft = Record<Measure, string> & {
  oxygen: boolean | null;
  consciousness: Consciousness | null;
  takenAt: string;
  /** Saturation scale 2, which a doctor has to have ordered. */
  scale2: { ordered: boolean; by: string; on: string };
};

/** The number that was typed, `null` for nothing, `"wrong"` for what is no value. */
export function measured(measure: Measure, typed: string): number | null | "wrong" {
  const plain = typed.trim().replace(",", ".");
  if (plain === "") return null;
  const { low, high, decimals } = RANGES[measure];
  const form = decimals === 0 ? /^\d{1,3}$/u : /^\d{1,2}(\.\d)?$/u;
  const value = Number(plain);
  return form.test(plain) && value >= low && value <= high ? value : "wrong";
}

/** What is typed that is no value, and an order of scale 2 of which half is said. */
export function wrongMeasures(draft: VitalsDraft): (Measure | "scale2_order")[] {
  const wrong = MEASURES.filter((measure) => measured(measure, draft[measure]) === "wrong");
  return draft.scale2.ordered && !ordered(draft) ? [...wrong, "scale2_order"] : wrong;
}

function ordered({ scale2 }: VitalsDraft): boolean {
  return scale2.ordered && scale2.by.trim() !== "" && scale2.on !== "";
}

/** The values as the server takes them, or `null` where nothing was measured. */
export function toVitals(draft: VitalsDraft, now: number): Vitals | null {
  const vitals: Vitals = { taken_at: new Date(takenAt(draft.takenAt, now)).toISOString() };
  let any = false;
  for (const measure of MEASURES) {
    const value = measured(measure, draft[measure]);
    if (typeof value !== "number") continue;
    vitals[measure] = value;
    any = true;
  }
  if (vitals.spo2 !== undefined && ordered(draft)) {
    vitals.spo2_scale = 2;
    vitals.scale2_order = { by: draft.scale2.by.trim(), at: draft.scale2.on };
  }
  if (draft.oxygen !== null) {
    vitals.oxygen = draft.oxygen;
    any = true;
  }
  if (draft.consciousness !== null) {
    vitals.consciousness = draft.consciousness;
    any = true;
  }
  return any ? vitals : null;
}

/** A measurement lies in the past: `HH:MM` is the last time the clock showed it. */
function takenAt(clock: string, now: number): number {
  return lastClock(clock, now) ?? now;
}
