// Clock times that a person types, as points in time. The county's clock is Stockholm's, wherever
// the device believes itself to be; a day is a day of the calendar, which in spring has 23 hours
// and in autumn 25.

const ZONE = "Europe/Stockholm";
const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/**
 * `YYYY-MM-DD` and `HH:MM` in Stockholm as milliseconds, or `null` where it is no time. What the
 * clock shows twice is the first of them; what it leaps over is as long after the leap.
 */
export function fromLocal(day: string, clock: string): number | null {
  return shown(day, clock)[0] ?? null;
}

/** The next time the clock in Stockholm shows `HH:MM`. */
export function nextClock(clock: string, now: number): number | null {
  const today = localDate(now);
  return [today, dayAfter(today, 1)].flatMap((day) => shown(day, clock)).find((at) => at > now) ?? null;
}

/** The last time the clock in Stockholm showed `HH:MM`. */
export function lastClock(clock: string, now: number): number | null {
  const today = localDate(now);
  return [dayAfter(today, -1), today].flatMap((day) => shown(day, clock)).findLast((at) => at <= now) ?? null;
}

/** The day `days` after `day`, both as `YYYY-MM-DD`. */
export function dayAfter(day: string, days: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
}

/** The day in Stockholm as `YYYY-MM-DD`. */
export function localDate(at: number): string {
  return parts.format(at).slice(0, 10);
}

/** The clock in Stockholm as `HH:MM`. */
export function localClock(at: number): string {
  return parts.format(at).slice(11, 16);
}

/** Far enough from any time of a day to be on the other side of a change that falls on it. */
const ASIDE_MS = 24 * 3_600_000;

/** When the clock shows this on that day, the first first: once, or twice in the night it goes back. */
function shown(day: string, clock: string): number[] {
  const plain = Date.parse(`${day}T${clock}:00.000Z`);
  if (Number.isNaN(plain) || !/^\d{2}:\d{2}$/u.test(clock)) return [];
  const before = offsetMs(plain - ASIDE_MS);
  const after = offsetMs(plain + ASIDE_MS);
  const found = [...new Set([before, after])].map((offset) => ({ at: plain - offset, offset })).filter(({ at, offset }) => offsetMs(at) === offset);
  return found.length === 0 ? [plain - before] : found.map(({ at }) => at).sort((a, b) => a - b);
}

function offsetMs(at: number): number {
  return Date.parse(`${parts.format(at).replace(" ", "T")}.000Z`) - Math.floor(at / 1_000) * 1_000;
}
