// How a doctor's call rings at the nurse's.
import type { ConsultRow } from "../protocol";

/** A telephone rings this long; who has not answered then is not there. */
export const RING_MS = 30_000;

/** Whether a call is shown and not heard: beside somebody who has died, with her family in the room. */
export function isQuiet(row: Pick<ConsultRow, "reason"> | null): boolean {
  return row?.reason === "death";
}
