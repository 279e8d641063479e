// Figures as an administrator reads them: the same rows in the plot, the table and the file.
import type { Centre, IndicatorRow, Level, LiveFigures } from "../protocol";
import type { Key } from "../i18n/runtime";
import { fromLocal, localDate } from "./local_time";
import { text, type Text } from "./text";

export type Period = "today" | "week" | "month";
export const PERIODS: readonly Period[] = ["today", "week", "month"];
const DAYS: Readonly<Record<Period, number>> = { today: 1, week: 7, month: 30 };
const DAY_MS = 24 * 3_600_000;

/** Whole local days, today's included. */
export function range(period: Period, now: number): { from: string; to: string } {
  // Noon is on the same day whichever way summer time moves the clock.
  const day = (offset: number) => localDate(midday(now) + offset * DAY_MS);
  const midnight = (date: string) => new Date(fromLocal(date, "00:00") ?? now).toISOString();
  return { from: midnight(day(1 - DAYS[period])), to: midnight(day(1)) };
}

function midday(now: number): number {
  return fromLocal(localDate(now), "12:00") ?? now;
}

/** A level, or all of them together where the server counts them so. */
export type LevelChoice = Level | "all";

/** The levels that the rows are split by, all together first. */
export function levelsIn(rows: readonly IndicatorRow[]): LevelChoice[] {
  const found = new Set<LevelChoice>(rows.map((row) => row.level ?? "all"));
  return (["all", "P1", "P2", "P3", "P4"] as const).filter((level) => found.has(level));
}

/** The level to begin with: P2, since one median over all levels is ruled by P4. */
export function firstLevel(levels: readonly LevelChoice[]): LevelChoice {
  return levels.includes("P2") ? "P2" : (levels[0] ?? "all");
}

export function ofLevel(rows: readonly IndicatorRow[], level: LevelChoice): IndicatorRow[] {
  return rows.filter((row) => (row.level ?? "all") === level);
}

/** Whole minutes, rounded up: a wait is never made to look shorter. */
export function minutes(seconds: number | null): number | null {
  return seconds === null ? null : Math.ceil(seconds / 60);
}

/** One hour of the day in the plot. Hours without enough requests are gaps, never zeroes. */
export type HourPoint = { hour: number; n: number | null; median: number | null; p90: number | null; suppressed: boolean };

/** The hours of a day from the first to the last in which anything was asked. */
export function hours(rows: readonly IndicatorRow[]): HourPoint[] {
  const points = rows
    .map((row) => ({ hour: Number(row.key), n: row.n, median: minutes(row.wait_median_seconds), p90: minutes(row.wait_p90_seconds), suppressed: row.suppressed }))
    .filter((point) => Number.isInteger(point.hour) && (point.suppressed || (point.n ?? 0) > 0))
    .sort((a, b) => a.hour - b.hour);
  return points;
}

/** One sentence that says what the plot shows. */
export function plotSummary(points: readonly HourPoint[]): Text {
  const known = points.filter((point): point is HourPoint & { median: number; p90: number } => point.median !== null && point.p90 !== null);
  const longest = known.reduce<(typeof known)[number] | null>((most, point) => (most === null || point.p90 > most.p90 ? point : most), null);
  if (longest === null) return text("chart.summary.none");
  return text("chart.summary", { hour: twoDigits(longest.hour), median: longest.median, p90: longest.p90 });
}

export function twoDigits(hour: number): string {
  return String(hour).padStart(2, "0");
}

/** The longest time to contact of a level, in minutes, where the centres agree on one. */
export function targetMinutes(centres: readonly Centre[], level: LevelChoice): number | null {
  if (level === "all") return null;
  const index = ["P1", "P2", "P3", "P4"].indexOf(level);
  const targets = new Set(centres.map((centre) => centre.target_seconds[index]).filter((seconds) => seconds !== undefined));
  const [only] = targets;
  return targets.size === 1 && only !== undefined ? Math.round(only / 60) : null;
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
    urgentWithoutContact: of("P1") + live.overdue.filter((missed) => missed.level === "P1" && missed.taken).length,
    deserted: live.centres.filter((centre) => centre.in_queue > 0 && centre.reachable === 0).map((centre) => centre.name),
  };
}

/** The columns of every table of figures. */
export type Column = { head: Key; value: (row: IndicatorRow) => number | null; kind: "count" | "minutes" | "share" };

export const COLUMNS: readonly Column[] = [
  { head: "admin.column.n", value: (row) => row.n, kind: "count" },
  { head: "admin.column.median", value: (row) => minutes(row.wait_median_seconds), kind: "minutes" },
  { head: "admin.column.p90", value: (row) => minutes(row.wait_p90_seconds), kind: "minutes" },
  { head: "admin.column.in_target", value: (row) => row.contact_in_target, kind: "share" },
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
