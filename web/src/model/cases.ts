// The nurse's cases as her home page shows them: what needs her first, what is due next.
import type { ConsultRow } from "../protocol";
import type { Key } from "../i18n/runtime";
import { ageWords } from "./age";
import { localDay } from "../i18n/format";
import { isExercise } from "./practice";
import type { Route } from "./route";
import type { Join } from "./seats";
import { text, type Text } from "./text";

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

/** What tells a case's patient from the next one's without a name, as far as it is known. */
export function patientOf(row: ConsultRow): Text[] {
  return [...(row.sex == null ? [] : [text(`sex.${row.sex}`)]), ...(row.age_band === null ? [] : [ageWords(row.age_band)])];
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

/** The same while a doctor sits in the call, whatever else the case asks: she waits there now. */
export function actionNow(need: Need | null, row: ConsultRow, join: Join | null): { word: Key; route: Route } | null {
  const page: Route = { page: "case", id: row.id };
  if (join?.how === "answer") return { word: "home.action.join", route: { page: "call", id: row.id } };
  if (join?.how === "instead") return { word: "call.instead", route: { page: "call", id: row.id } };
  const calls = need === "call" || need === "in_call";
  if (calls && join?.how !== "enter") return { word: "home.action.open", route: page };
  return need === null ? null : actionOf(need, row);
}

export type Cases = {
  mine: ConsultRow[];
  unit: ConsultRow[];
  /** Own cases that ended on this day of the county's calendar, the latest first. */
  endedToday: ConsultRow[];
  /** Own cases that ended before it and still stand here, the latest first. */
  endedBefore: ConsultRow[];
};

/** Own cases, the rest of the unit's, and those that have ended; exercises after all that is real. `today`: the county's day, as `YYYY-MM-DD`. */
export function sortCases(rows: readonly ConsultRow[], me: string, today: string): Cases {
  const byNeed = (a: ConsultRow, b: ConsultRow) => Number(isExercise(a)) - Number(isExercise(b)) || rank(a) - rank(b) || a.level.localeCompare(b.level) || a.queued_at.localeCompare(b.queued_at);
  const mine = (row: ConsultRow) => row.nurse?.id === me;
  const ended = rows.filter((row) => !open(row) && mine(row)).sort((a, b) => endOf(b).localeCompare(endOf(a)));
  return {
    mine: rows.filter((row) => open(row) && mine(row)).sort(byNeed),
    unit: rows.filter((row) => open(row) && !mine(row)).sort(byNeed),
    endedToday: ended.filter((row) => endedOn(row) >= today),
    endedBefore: ended.filter((row) => endedOn(row) < today),
  };
}

function endOf(row: ConsultRow): string {
  return row.ended_at ?? row.queued_at;
}

function endedOn(row: ConsultRow): string {
  return localDay(Date.parse(endOf(row)));
}

function rank(row: ConsultRow): number {
  const need = needOf(row);
  return need === null ? PRESSING.length : PRESSING.indexOf(need);
}
