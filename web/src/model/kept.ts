// What of a patient stays in the memory of a page: what is on screen, and what its reader still
// answers for. Everything else is let go, so that a tablet passed on holds nobody's story.
import type { ConsultRow, Me } from "../protocol";
import type { Route } from "./route";
import { isExercise } from "./practice";
import type { WaitingRoom } from "./waiting_room";

/** Whether the content of case `id` may stay. */
export function keeps(id: string, me: Pick<Me, "id" | "role">, room: Pick<WaitingRoom, "loaded" | "consults">, route: Route): boolean {
  // Before the first whole view nothing is known of what is hers.
  if (!room.loaded) return true;
  const shown = (route.page === "case" || route.page === "call") && route.id === id;
  const row = room.consults[id];
  if (row === undefined) return me.role !== "doctor" && shown;
  return answersFor(row, me) && (shown || open(row));
}

/**
 * Whether what a doctor has begun to write on case `id` may stay: as long as the case is hers to
 * answer, of an exercise while it waits in the queue to which a real one sent it back, and of a
 * case that she lost hold of until she throws it away.
 */
export function keepsDraft(id: string, me: string, room: Pick<WaitingRoom, "loaded" | "consults" | "endedClaims">): boolean {
  if (!room.loaded) return true;
  const row = room.consults[id];
  if (id in room.endedClaims || (row?.state === "queued" && isExercise(row))) return true;
  return row?.doctor?.id === me && row.state !== "queued" && open(row);
}

/** The parts of `record` whose case may stay; the same object where nothing is let go. */
export function kept<T>(record: Readonly<Record<string, T>>, stays: (id: string) => boolean): Readonly<Record<string, T>> {
  if (Object.keys(record).every(stays)) return record;
  return Object.fromEntries(Object.entries(record).filter(([id]) => stays(id)));
}

/** A doctor answers for what she has taken; a nurse for all that her unit has asked. */
function answersFor(row: ConsultRow, me: Pick<Me, "id" | "role">): boolean {
  return me.role !== "doctor" || (row.doctor?.id === me.id && row.state !== "queued" && row.state !== "withdrawn");
}

function open(row: ConsultRow): boolean {
  return row.state !== "closed" && row.state !== "withdrawn" && row.state !== "void";
}
