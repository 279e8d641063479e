/** A telephone rings this long; who has not answered then is not there. */
export const RING_MS = 30_000;
