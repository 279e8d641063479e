// How a doctor's call rings at the nurse's, and what answers it.
import type { ConsultRow } from "../protocol";

/** A telephone rings this long; who has not answered then is not there. */
export const RING_MS = 30_000;

/** The key that leads to the ring; it answers nothing by itself. */
export const RING_KEY = "F2";

/** What stands under a pointer this soon after it came was not what she aimed at. */
export const AIM_MS = 300;
/** Keys this soon after typing elsewhere were meant for the text. */
export const TYPING_MS = 1_000;

/** Whether a call is shown and not heard: beside somebody who has died, with her family in the room. */
export function isQuiet(row: Pick<ConsultRow, "reason"> | null): boolean {
  return row?.reason === "death";
}

/** A press of one of the ring's buttons, all times by one clock. */
export type Pressed = { by: "pointer" | "key"; at: number; shownAt: number; /** When a key was last pressed elsewhere. */ typedAt: number };

/** Whether a press was meant for the ring. */
export function acts({ by, at, shownAt, typedAt }: Pressed): boolean {
  if (at - shownAt < AIM_MS) return false;
  return by === "pointer" || at - typedAt >= TYPING_MS;
}
