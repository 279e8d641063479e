// The unit's board: what waits, what nobody has read, what nobody has confirmed, what is to be
// done; and who hands over to whom.
import type { ConsultRow, Gap } from "../protocol";
import { isOpen, taskOf } from "./gaps";
import { isExercise } from "./practice";

/** Something to be done, with the case it belongs to. */
export type Todo = { row: ConsultRow; gap: Gap };

export type Board = {
  waiting: ConsultRow[];
  unread: ConsultRow[];
  unconfirmed: ConsultRow[];
  /** Transport, report, orders to enter, follow-ups: the soonest first, the nurse's own and the doctor's. */
  todo: Todo[];
  /** Cases that stand in no journal of the unit yet. */
  journal: ConsultRow[];
};

const WAITING: ReadonlySet<ConsultRow["state"]> = new Set(["queued", "parked", "awaiting_nurse", "need_more", "claimed", "in_call"]);

export function board(rows: readonly ConsultRow[]): Board {
  const sorted = [...rows].sort((a, b) => Number(isExercise(a)) - Number(isExercise(b)) || a.level.localeCompare(b.level) || a.queued_at.localeCompare(b.queued_at));
  const todo = sorted.flatMap((row) => row.gaps.filter((gap) => gap.kind !== "journal" && taskOf(gap.kind) !== null).map((gap) => ({ row, gap })));
  return {
    waiting: sorted.filter((row) => WAITING.has(row.state)),
    unread: sorted.filter((row) => isOpen(row, "unopened")),
    unconfirmed: sorted.filter((row) => isOpen(row, "unconfirmed") && !isOpen(row, "unopened")),
    todo: todo.sort((a, b) => Number(isExercise(a.row)) - Number(isExercise(b.row)) || a.gap.due_at.localeCompare(b.gap.due_at)),
    journal: sorted.filter((row) => isOpen(row, "journal")),
  };
}

/** Cases that are mine to hand over, and those of them that nobody has taken yet. */
export type Shift = {
  mine: ConsultRow[];
  offered: ConsultRow[];
  /** Cases that a colleague wants somebody to take. */
  toTake: ConsultRow[];
  /** Cases that a colleague has taken from me, the latest first. */
  taken: ConsultRow[];
};

export function shift(rows: readonly ConsultRow[], me: string): Shift {
  const open = rows.filter((row) => row.state !== "closed" && row.state !== "withdrawn" && row.state !== "void");
  const mine = open.filter((row) => row.nurse?.id === me);
  return {
    mine: mine.filter((row) => row.handover === null),
    offered: mine.filter((row) => row.handover !== null),
    toTake: open.filter((row) => row.nurse?.id !== me && row.handover !== null),
    taken: open
      .filter((row) => row.nurse?.id !== me && row.taken_over_from?.id === me && row.handover === null)
      .sort((a, b) => (b.taken_over_at ?? "").localeCompare(a.taken_over_at ?? "")),
  };
}
