// What a doctor reads of a case, in the order in which it was measured and said.
import type { CareLimits, ConsultContent, Flag, ReadBackContent, Vitals } from "../protocol";
import { MEASURES, type Measure } from "./vitals";

export function careLimits(limits: CareLimits | null): { key: `limit.${CareLimits["kinds"][number]}` }[] {
  return (limits?.kinds ?? []).map((kind) => ({ key: `limit.${kind}` as const }));
}

export function flagNames(flags: readonly Flag[]): { key: `flag.${Flag}` }[] {
  return flags.map((flag) => ({ key: `flag.${flag}` as const }));
}

/** One measure over time. `change`: the last value less the first, where both are known. */
export type MeasureRow = { measure: Measure; values: (number | null)[]; change: number | null };

/** Measures that were taken at all, each with one value for every time. */
export function measureRows(vitals: readonly Vitals[]): MeasureRow[] {
  return MEASURES.map((measure) => {
    const values = vitals.map((taken) => taken[measure] ?? null);
    const known = values.filter((value) => value !== null);
    const [first] = known;
    const last = known.at(-1);
    // Tenths, so that 37.2 less 36.8 is 0.4 and not a hair more.
    const change = known.length > 1 && first !== undefined && last !== undefined ? Math.round((last - first) * 10) / 10 : null;
    return { measure, values, change };
  }).filter((row) => row.values.some((value) => value !== null));
}

/** Values from before the doctor took the case and since, oldest first, at most the last four. */
export function timesShown(content: Pick<ConsultContent, "vitals">): Vitals[] {
  return [...content.vitals].sort((a, b) => a.taken_at.localeCompare(b.taken_at)).slice(-4);
}

/**
 * The read-backs to compare with the order, and those from before. Several stand beside each other
 * where two nurses read at once: the doctor judges all of them.
 */
export function readBacksOf(content: Pick<ConsultContent, "read_backs"> | null): { now: readonly ReadBackContent[]; earlier: readonly ReadBackContent[] } {
  const all = content?.read_backs ?? [];
  const open = all.filter((one) => one.matches === null);
  const now = open.length > 0 ? open : all.slice(-1);
  return { now, earlier: all.filter((one) => !now.includes(one)).reverse() };
}

/** Whether something was added after the doctor took the case, so that it is pointed out. */
export function isNew(addedAt: string, content: Pick<ConsultContent, "diary">): boolean {
  const claimed = content.diary.filter((entry) => entry.what === "claimed").at(-1);
  return claimed !== undefined && addedAt > claimed.at;
}
