// When media does not flow and what to do about it. A network that changes under a call is not
// always reported, so the bytes themselves are watched.

/** Silence on the wire after which new paths are sought. */
export const STALL_MS = 1_500;
/**
 * How much longer the polite side waits before it acts: when both act at the same moment their
 * offers meet, and one attempt is lost.
 */
export const POLITE_MS = 1_000;
/** A connection without media for this long after it was begun is begun anew. */
export const START_MS = 8_000;
/** How long an attempt may take before the next. */
const ATTEMPT_MS = 4_000;
/** Attempts after which the connection is built anew. */
const ATTEMPTS = 3;

export type StallState = {
  since: number;
  bytes: number;
  grewAt: number;
  /** Since when the connection itself says that it is gone. */
  brokenAt: number | null;
  /** Whether media has flowed on this connection. */
  flowed: boolean;
  attempts: number;
  attemptedAt: number | null;
};

export type Sight = {
  bytes: number;
  now: number;
  ice: RTCIceConnectionState;
  /** Whether the other side sends at all. */
  expected: boolean;
  polite: boolean;
};
export type Remedy = "none" | "restart" | "rebuild";

export function watching(now: number): StallState {
  return { since: now, bytes: 0, grewAt: now, brokenAt: null, flowed: false, attempts: 0, attemptedAt: null };
}

/** The other side has begun to mend: its attempt is given the same time as one of ours. */
export function otherMends(state: StallState, now: number): StallState {
  return { ...state, attemptedAt: now };
}

export function look(state: StallState, sight: Sight): { state: StallState; remedy: Remedy } {
  const broken = sight.ice === "disconnected" || sight.ice === "failed";
  // A stream that was built anew counts from zero: any change of the count is life.
  if (sight.bytes !== state.bytes && sight.bytes > 0 && !broken) {
    return { state: { ...state, bytes: sight.bytes, grewAt: sight.now, brokenAt: null, flowed: true, attempts: 0, attemptedAt: null }, remedy: "none" };
  }
  const seen: StallState = { ...state, grewAt: sight.expected ? state.grewAt : sight.now, brokenAt: broken ? (state.brokenAt ?? sight.now) : null };
  const manners = sight.polite ? POLITE_MS : 0;
  if (!seen.flowed && sight.expected && sight.now - seen.since >= START_MS + manners) return { state: watching(sight.now), remedy: "rebuild" };
  const stalled = seen.flowed && sight.expected && sight.now - seen.grewAt >= STALL_MS + manners;
  const gone = seen.brokenAt !== null && sight.now - seen.brokenAt >= manners;
  const quiet = seen.attemptedAt !== null && sight.now - seen.attemptedAt < ATTEMPT_MS;
  if ((!gone && !stalled) || quiet) return { state: seen, remedy: "none" };
  if (seen.attempts >= ATTEMPTS) return { state: watching(sight.now), remedy: "rebuild" };
  return { state: { ...seen, attempts: seen.attempts + 1, attemptedAt: sight.now }, remedy: "restart" };
}
