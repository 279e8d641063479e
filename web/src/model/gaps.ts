// What an answer leaves to be done: what can be ticked off, and what is late.
import type { ConsultRow, DoneBy, Gap, GapKind, Task } from "../protocol";

/** What is ticked off to close a gap, or `null` where another step closes it. */
export function taskOf(kind: GapKind): Task | null {
  switch (kind) {
    case "unopened":
    case "unconfirmed":
      return null;
    case "transport":
    case "report":
    case "order_entered":
    case "follow_up":
    case "journal":
      return kind;
  }
}

/** What is still to be done after an answer, the soonest first. Reading and confirming have places of their own. */
export function tasksOf(row: Pick<ConsultRow, "gaps">): (Gap & { kind: Task })[] {
  const tickable = row.gaps.filter((gap): gap is Gap & { kind: Task } => taskOf(gap.kind) !== null);
  return tickable.sort((a, b) => a.due_at.localeCompare(b.due_at));
}

/** Whether `kind` is open. */
export function isOpen(row: Pick<ConsultRow, "gaps">, kind: GapKind): boolean {
  return row.gaps.some((gap) => gap.kind === kind);
}

/** What is late and the next step of which lies with `side`. An order that nobody has confirmed is both sides' business. */
export function lateOf(row: Pick<ConsultRow, "gaps">, side: DoneBy): Gap[] {
  return row.gaps.filter((gap) => gap.late && (gap.owner === side || gap.kind === "unconfirmed" || (gap.kind === "unopened" && side === "doctor")));
}
