// The nurse's cases as her home page shows them: what needs her first, what is due next.
import type { ConsultRow } from "../protocol";
import type { Key } from "../i18n/runtime";
import { isExercise } from "./practice";
import type { Route } from "./route";

/** What a case asks of the nurse, the most pressing first. */
export type Need = "awaited" | "rejected" | "call" | "in_call" | "more" | "read_back" | "overdue" | "see" | "close" | "parked";

const PRESSING: readonly Need[] = ["awaited", "rejected", "call", "in_call", "more", "read_back", "overdue", "see", "close", "parked"];

/** Whether a case still needs anyone. */
export function open(row: ConsultRow): boolean {
  return row.state !== "closed" && row.state !== "withdrawn" && row.state !== "void";
}

/** What the case asks of the nurse now, or `null` while it is others' turn. */
export function needOf(row: ConsultRow): Need | null {
  switch (row.state) {
    case "queued":
      return row.marks.includes("overdue") ? "overdue" : null;
    case "parked":
      return "parked";
    case "awaiting_nurse":
      return "awaited";
    case "need_more":
      return "more";
    case "claimed":
      // The doctor who is asked once more answers in writing or rings; there is nothing to do before that.
      return row.marks.includes("asked_back") ? null : "call";
    case "in_call":
      return "in_call";
    case "answered":
      if (row.marks.includes("read_back_rejected")) return "rejected";
      return row.has_orders ? "read_back" : "see";
    case "acknowledged":
      return "close";
    case "read_back":
    case "closed":
    case "withdrawn":
    case "void":
      return null;
  }
}

/** Where the case's button leads, and its word. */
export function actionOf(need: Need, row: ConsultRow): { word: Key; route: Route } {
  const page: Route = { page: "case", id: row.id };
  switch (need) {
    case "rejected":
    case "read_back":
      return { word: "home.action.read_back", route: page };
    case "see":
      return { word: "home.action.see", route: page };
    case "close":
      return { word: "home.action.close", route: page };
    case "call":
      return { word: "home.action.join", route: { page: "call", id: row.id } };
    case "in_call":
      return { word: "home.action.back_to_call", route: { page: "call", id: row.id } };
    case "more":
      return { word: "home.action.reply", route: page };
    case "awaited":
    case "parked":
      return { word: "home.action.resume", route: page };
    case "overdue":
      return { word: "home.action.open", route: page };
  }
}

export type Cases = { mine: ConsultRow[]; unit: ConsultRow[]; ended: ConsultRow[] };

/** Own cases, the rest of the unit's, and those that have ended; exercises after all that is real. */
export function sortCases(rows: readonly ConsultRow[], me: string): Cases {
  const byNeed = (a: ConsultRow, b: ConsultRow) => Number(isExercise(a)) - Number(isExercise(b)) || rank(a) - rank(b) || a.level.localeCompare(b.level) || a.queued_at.localeCompare(b.queued_at);
  const mine = (row: ConsultRow) => row.nurse?.id === me;
  return {
    mine: rows.filter((row) => open(row) && mine(row)).sort(byNeed),
    unit: rows.filter((row) => open(row) && !mine(row)).sort(byNeed),
    ended: rows.filter((row) => !open(row) && mine(row)).sort((a, b) => b.queued_at.localeCompare(a.queued_at)),
  };
}

function rank(row: ConsultRow): number {
  const need = needOf(row);
  return need === null ? PRESSING.length : PRESSING.indexOf(need);
}
