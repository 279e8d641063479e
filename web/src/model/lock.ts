// When a screen locks itself: a shared tablet shows nothing of a patient to whoever passes, and
// whoever waits or is on duty is not signed out for it.
import type { ConsultState, Me } from "../protocol";
import type { WaitingRoom } from "./waiting_room";

/** How long nobody may touch a screen that waits, is on duty or is in a call. */
export const LOCK_MS = 15 * 60_000;

const ENDED: ReadonlySet<ConsultState> = new Set(["closed", "withdrawn", "void"]);

/** Whether she waits for something or somebody waits for her; else her session ends by itself. */
export function isNeeded(me: Me, room: WaitingRoom): boolean {
  if (room.duty !== null && room.duty.state !== "off") return true;
  return Object.values(room.consults).some((row) => (row.nurse?.id === me.id || row.doctor?.id === me.id) && !ENDED.has(row.state));
}

export function locksItself(me: Me, room: WaitingRoom, untouchedMs: number): boolean {
  return untouchedMs >= LOCK_MS && isNeeded(me, room);
}
