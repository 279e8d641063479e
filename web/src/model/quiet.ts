import type { ConsultRow } from "../protocol";

/** Whether a call is shown and not heard: beside somebody who has died, with her family in the room. */
export function isQuiet(row: Pick<ConsultRow, "reason"> | null): boolean {
  return row?.reason === "death";
}
