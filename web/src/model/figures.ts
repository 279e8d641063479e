// Figures as an administrator reads them: the same rows in the plot, the table and the file.
import type { AcuteMissed, IndicatorRow, Level, LiveFigures } from "../protocol";
import type { Key } from "../i18n/runtime";
import { dayAfter, fromLocal, localDate } from "./local_time";
import { text, type Text } from "./text";

export type Period = "today" | "week" | "month";
export const PERIODS: readonly Period[] = ["today", "week", "month"];
const DAYS: Readonly<Record<Period, number>> = { today: 1, week: 7, month: 30 };

/** Whole local days, today's included. */
export function range(period: Period, now: number): { from: string; to: string } {
  const day = (offset: number) => dayAfter(localDate(now), offset);
  const midnight = (date: string) => new Date(fromLocal(date, "00:00") ?? now).toISOString();
  return { from: midnight(day(1 - DAYS[period])), to: midnight(day(1)) };
}

/** A level, or all of them together where the server counts them so. */
export type LevelChoice = Level | "all";

export const LEVELS: readonly Level[] = ["P1", "P2", "P3", "P4"];

/** The levels that the rows are split by, all together first. */
export function levelsIn(rows: readonly IndicatorRow[]): LevelChoice[] {
  const found = new Set<LevelChoice>(rows.map((row) => row.level ?? "all"));
  return (["all", "P1", "P2", "P3", "P4"] as const).filter((level) => found.has(level));
}

export function ofLevel(rows: readonly IndicatorRow[], level: LevelChoice): IndicatorRow[] {
  return rows.filter((row) => (row.level ?? "all") === level);
}

/** Places in the order of their names, Å after Z. */
export function byName(rows: readonly IndicatorRow[]): IndicatorRow[] {
  return [...rows].sort((a, b) => a.name.localeCompare(b.name, "sv"));
}

/** Whole minutes, rounded up: a wait is never made to look shorter. */
export function minutes(seconds: number | null): number | null {
  return seconds === null ? null : Math.ceil(seconds / 60);
}

/** How long somebody waited, in the largest unit that still says it to a tenth. */
export type Amount = { value: number; decimals: 0 | 1; unit: "minutes" | "hours" | "days" };

/** Minutes below two hours, hours below two days, then days; a wait is never made to look shorter. */
export function amount(ofMinutes: number): Amount {
  if (ofMinutes < 120) return { value: ofMinutes, decimals: 0, unit: "minutes" };
  const unit = ofMinutes < 2_880 ? "hours" : "days";
  const value = Math.ceil((ofMinutes / (unit === "hours" ? 60 : 1_440)) * 10) / 10;
  return { value, decimals: Number.isInteger(value) ? 0 : 1, unit };
}

/** One hour of the day in the plot. Hours without enough requests are gaps, never zeroes. */
export type HourPoint = { hour: number; median: number | null; p90: number | null } & Count;

/** How many there were: too few to say, enough but not said, or the number. */
export type Count = { n: number | null; suppressed: boolean; withheld: boolean };

/** Whether anything was asked in the group at all. */
export function isAsked(count: Count): boolean {
  return count.suppressed || count.withheld || (count.n ?? 0) > 0;
}

/** The hours of a day in which anything was asked. */
export function hours(rows: readonly IndicatorRow[]): HourPoint[] {
  return rows
    .map((row) => ({ hour: Number(row.key), n: row.n, median: minutes(row.wait_median_seconds), p90: minutes(row.wait_p90_seconds), suppressed: row.suppressed, withheld: row.withheld }))
    .filter((point) => Number.isInteger(point.hour) && isAsked(point))
    .sort((a, b) => a.hour - b.hour);
}

/** The points of which both waits are known, in runs without a gap between the hours. */
export function drawn(points: readonly HourPoint[]): Drawn[][] {
  const known = points.flatMap(({ hour, median, p90 }) => (median === null || p90 === null ? [] : [{ hour, median, p90 }]));
  return runs(
    known,
    () => true,
    (a, b) => b.hour === a.hour + 1,
  );
}
export type Drawn = { hour: number; median: number; p90: number };

/** One sentence that says what the plot shows; `say` puts a number of minutes into words. */
export function plotSummary(points: readonly HourPoint[], say: (minutes: number) => string): Text {
  const known = drawn(points).flat();
  const longest = known.reduce<Drawn | null>((most, point) => (most === null || point.p90 > most.p90 ? point : most), null);
  if (longest === null) return text("chart.summary.none");
  return text("chart.summary", { hour: twoDigits(longest.hour), median: say(longest.median), p90: say(longest.p90) });
}

/** Above this the axis of a plot counts hours instead of minutes. */
const MOST_MINUTES = 240;

/** The unit of a plot's axis that has to reach `highest` minutes. */
export function axisUnit(highest: number): "minutes" | "hours" {
  return highest > MOST_MINUTES ? "hours" : "minutes";
}

export function twoDigits(hour: number): string {
  return String(hour).padStart(2, "0");
}

/** The longest time to contact of a level, in minutes, where one held for all of its requests. */
export function targetMinutes(byLevel: readonly IndicatorRow[], level: Level): number | null {
  return minutes(byLevel.find((row) => row.key === level)?.target_seconds ?? null);
}

/** Runs of points without a gap: a line is not drawn over what is not known. */
export function runs<T>(points: readonly T[], known: (point: T) => boolean, next: (a: T, b: T) => boolean): T[][] {
  const found: T[][] = [];
  let run: T[] = [];
  for (const point of points) {
    const last = run.at(-1);
    if (!known(point) || (last !== undefined && !next(last, point))) {
      if (run.length > 0) found.push(run);
      run = [];
    }
    if (known(point)) run.push(point);
  }
  if (run.length > 0) found.push(run);
  return found;
}

/** What is going on right now, in four numbers. */
export type JustNow = {
  waiting: { level: Level; n: number }[];
  all: number;
  oldestMs: number | null;
  reachable: number;
  urgentWithoutContact: number;
  /** Centres at which requests wait and nobody can be reached. */
  deserted: string[];
};

export function justNow(live: LiveFigures, now: number): JustNow {
  const of = (level: Level) => live.in_queue.find((count) => count.level === level)?.n ?? 0;
  const waiting = (["P1", "P2", "P3", "P4"] as const).map((level) => ({ level, n: of(level) }));
  return {
    waiting,
    all: waiting.reduce((sum, { n }) => sum + n, 0),
    oldestMs: live.oldest_queued_at === null ? null : Math.max(0, now - Date.parse(live.oldest_queued_at)),
    reachable: live.reachable,
    urgentWithoutContact: live.urgent_without_contact,
    deserted: live.centres.filter((centre) => centre.in_queue > 0 && centre.reachable === 0).map((centre) => centre.name),
  };
}

/** What became of an acute request that had no contact in time. */
export type AcuteOutcome = { kind: "met"; at: string; lateMs: number } | { kind: "withdrawn"; at: string } | { kind: "waits" };

export function outcomeOf(missed: Pick<AcuteMissed, "due_at" | "first_contact_at" | "withdrawn_at">): AcuteOutcome {
  const met = missed.first_contact_at;
  if (met !== null) return { kind: "met", at: met, lateMs: Math.max(0, Date.parse(met) - Date.parse(missed.due_at)) };
  return missed.withdrawn_at === null ? { kind: "waits" } : { kind: "withdrawn", at: missed.withdrawn_at };
}

/** The columns of every table of figures. */
export type Column = { head: Key; value: (row: IndicatorRow) => number | null; kind: "count" | "minutes" | "share" | "phoned" };

export const COLUMNS: readonly Column[] = [
  { head: "admin.column.n", value: (row) => row.n, kind: "count" },
  { head: "admin.column.median", value: (row) => minutes(row.wait_median_seconds), kind: "minutes" },
  { head: "admin.column.p90", value: (row) => minutes(row.wait_p90_seconds), kind: "minutes" },
  { head: "admin.column.in_target", value: (row) => row.contact_in_target, kind: "share" },
  { head: "admin.column.phoned", value: (row) => row.phone_contacts, kind: "phoned" },
  { head: "admin.column.downtime", value: (row) => row.downtime_contacts, kind: "phoned" },
];

/**
 * Rows as a file that Swedish and English spreadsheets open: semicolons, a mark that says UTF-8, and a
 * decimal comma where the language has one. What looks like a formula is made text.
 */
export function csv(heads: readonly string[], rows: readonly (readonly (string | number | null)[])[], language: "sv" | "en"): string {
  const cell = (value: string | number | null) => {
    if (value === null) return "";
    if (typeof value === "number") return language === "sv" ? String(value).replace(".", ",") : String(value);
    const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
    return /[";\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${[heads, ...rows].map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}
