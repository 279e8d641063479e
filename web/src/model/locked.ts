// What a locked screen tells, and how near the end of a session is.
import type { ConsultRow, ConsultState, Me } from "../protocol";
import type { WaitingRoom } from "./waiting_room";

/** What a locked screen tells whoever passes: places and numbers, and nothing of any patient. */
export type Seen = {
  /** Her own requests that wait for a doctor, or for a doctor's call. */
  waiting: ConsultRow[];
  /** Answers that she has not read. */
  toRead: number;
  duty: boolean;
  /** How many wait in a doctor's queues. */
  inQueue: number;
  /** Whether one of them is acute. */
  urgent: boolean;
};

const WAITS: ReadonlySet<ConsultState> = new Set(["queued", "parked", "awaiting_nurse", "need_more", "claimed", "in_call"]);

export function sum(me: Me, room: WaitingRoom): Seen {
  const rows = Object.values(room.consults);
  const queued = new Set(Object.values(room.queues).flat());
  const hers = rows.filter((row) => row.nurse?.id === me.id);
  return {
    waiting: hers.filter((row) => WAITS.has(row.state)).sort((a, b) => a.level.localeCompare(b.level) || a.queued_at.localeCompare(b.queued_at)),
    toRead: hers.filter((row) => row.gaps.some((gap) => gap.kind === "unopened")).length,
    duty: room.duty !== null && room.duty.state !== "off",
    inQueue: queued.size,
    urgent: rows.some((row) => queued.has(row.id) && row.level === "P1"),
  };
}

/** How long before the end of her session a doctor on duty is told of it. */
const WARN_MS = 30 * 60_000;

/** When the session ends, if that is so soon that she has to be told. */
export function endsSoon(me: Me, now: number): string | null {
  return Date.parse(me.session_ends_at) - now <= WARN_MS ? me.session_ends_at : null;
}
