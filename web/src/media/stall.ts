// When media has stopped and what to do about it. A network that changes under a call is not
// always reported, so the bytes themselves are watched.

/** Silence on the wire after which new paths are sought. */
export const STALL_MS = 1_500;
/** How long an attempt may take before the next. */
const ATTEMPT_MS = 4_000;
/** Attempts after which the connection is built anew. */
const ATTEMPTS = 3;

export type StallState = {
  bytes: number;
  grewAt: number;
  /** Whether media has flowed on this connection. */
  flowed: boolean;
  attempts: number;
  attemptedAt: number | null;
};

export type Sight = { bytes: number; now: number; ice: RTCIceConnectionState; /** Whether the other side sends at all. */ expected: boolean };
export type Remedy = "none" | "restart" | "rebuild";

export function watching(now: number): StallState {
  return { bytes: 0, grewAt: now, flowed: false, attempts: 0, attemptedAt: null };
}

export function look(state: StallState, sight: Sight): { state: StallState; remedy: Remedy } {
  const broken = sight.ice === "disconnected" || sight.ice === "failed";
  // A stream that was built anew counts from zero: any change of the count is life.
  if (sight.bytes !== state.bytes && sight.bytes > 0 && !broken) {
    return { state: { ...state, bytes: sight.bytes, grewAt: sight.now, flowed: true, attempts: 0, attemptedAt: null }, remedy: "none" };
  }
  const grewAt = sight.expected ? state.grewAt : sight.now;
  const stalled = state.flowed && sight.expected && sight.now - grewAt >= STALL_MS;
  const quiet = state.attemptedAt !== null && sight.now - state.attemptedAt < ATTEMPT_MS;
  if ((!broken && !stalled) || quiet) return { state: { ...state, grewAt }, remedy: "none" };
  if (state.attempts >= ATTEMPTS) return { state: watching(sight.now), remedy: "rebuild" };
  return { state: { ...state, grewAt, attempts: state.attempts + 1, attemptedAt: sight.now }, remedy: "restart" };
}
