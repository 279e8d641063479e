// Clock times that a person types, as points in time. The county's clock is Stockholm's.

const ZONE = "Europe/Stockholm";
const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** `YYYY-MM-DD` and `HH:MM` in Stockholm as milliseconds, or `null` where it is no time. */
export function fromLocal(day: string, clock: string): number | null {
  const guess = Date.parse(`${day}T${clock}:00.000Z`);
  if (Number.isNaN(guess) || !/^\d{2}:\d{2}$/u.test(clock)) return null;
  // Twice, so that a guess on the other side of a change to summer time settles.
  const once = guess - offsetMs(guess);
  return guess - offsetMs(once);
}

/** The next time the clock in Stockholm shows `HH:MM`. */
export function nextClock(clock: string, now: number): number | null {
  const today = fromLocal(localDate(now), clock);
  if (today === null) return null;
  return today > now ? today : fromLocal(localDate(now + 24 * 3_600_000), clock);
}

/** The day in Stockholm as `YYYY-MM-DD`. */
export function localDate(at: number): string {
  return parts.format(at).slice(0, 10);
}

/** The clock in Stockholm as `HH:MM`. */
export function localClock(at: number): string {
  return parts.format(at).slice(11, 16);
}

function offsetMs(at: number): number {
  return Date.parse(`${parts.format(at).replace(" ", "T")}.000Z`) - Math.floor(at / 1_000) * 1_000;
}
