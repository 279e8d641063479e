// How long to wait before the next attempt to reach the server.

/** Ceilings of the attempts, in milliseconds; the last one stays. */
const CEILINGS_MS = [500, 500, 1_000, 2_000, 4_000, 8_000] as const;

/**
 * The pause before attempt `attempt` (0 is the first). Full jitter, so that a ward that lost
 * its network does not come back as one wave; from the second attempt on never under 250 ms.
 */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = CEILINGS_MS[Math.min(attempt, CEILINGS_MS.length - 1)] ?? 8_000;
  const pause = random() * ceiling;
  return Math.round(attempt === 0 ? pause : Math.max(250, pause));
}
