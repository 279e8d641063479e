// Who sits in the calls of one's cases, as the server says: what a page may tell of a ring.
import type { CallSeats, CallSitter, ConsultRow } from "../protocol";

/** By case. A case that is not here has nobody in its call. */
export type Seats = Readonly<Record<string, CallSeats>>;

export function takeSeats(seats: Seats, said: CallSeats): Seats {
  const others = Object.entries(seats).filter(([id]) => id !== said.consult);
  return Object.fromEntries(said.seated.length === 0 ? others : [...others, [said.consult, said]]);
}

/** Who sits on one side of the call. */
export function sitter(seats: CallSeats | undefined, role: CallSitter["role"]): CallSitter | null {
  return seats?.seated.find((one) => one.role === role) ?? null;
}

/** Whether a doctor sits there, is not answered, and has not been told that nobody can. */
export function rings(seats: CallSeats | undefined): boolean {
  return seats !== undefined && !seats.declined && sitter(seats, "doctor") !== null && sitter(seats, "nurse") === null;
}

/** What becomes of a ring that nobody has answered yet. */
export type Ringing = "rings" | "declined" | "away";

/** How the ring of a doctor who sits alone goes. */
export function ringOf(seats: CallSeats | undefined, row: Pick<ConsultRow, "marks"> | null): Ringing {
  if (seats?.declined === true) return "declined";
  return row?.marks.includes("away") === true ? "away" : "rings";
}

/** Whether there is a call about the case to be joined: from the claim until the case ends. */
export function callable(row: Pick<ConsultRow, "state">): boolean {
  return ["claimed", "in_call", "answered", "read_back", "acknowledged"].includes(row.state);
}

/**
 * What a nurse can do about the call of a case of her unit: answer it, answer in place of the
 * colleague who is rung, go in before the doctor, or nothing while somebody else talks.
 */
export type Join = { how: "answer" | "instead" | "enter" } | { how: "busy"; by: string };

export function joinOf(row: Pick<ConsultRow, "state" | "nurse">, seats: CallSeats | undefined, me: string): Join | null {
  if (!callable(row)) return null;
  const nurse = sitter(seats, "nurse");
  if (nurse !== null && nurse.person !== me) return { how: "busy", by: nurse.name };
  const hers = row.nurse?.id === me;
  if (nurse !== null || sitter(seats, "doctor") !== null) return { how: hers || nurse !== null ? "answer" : "instead" };
  return hers && (row.state === "claimed" || row.state === "in_call") ? { how: "enter" } : null;
}
