// The doctor's answer on the nurse's side: read it, read the order back, close. An order is
// valid only when both have said so.
import type { Answer, Close, CloseException, ConsultContent, ConsultRow, Participation, Stance } from "../protocol";
import type { Key } from "../i18n/runtime";

export type AnswerStage =
  /** Orders to read back; `rejected` after the doctor found that it did not match. */
  | { stage: "read_back"; rejected: boolean }
  /** No orders: one tap says that it has been read. */
  | { stage: "see" }
  | { stage: "unconfirmed"; since: string | null }
  | { stage: "close" }
  | { stage: "ended"; how: "closed" | "withdrawn" | "void" }
  | { stage: "none" };

export function answerStage(row: ConsultRow, content: ConsultContent | null): AnswerStage {
  switch (row.state) {
    case "answered":
      return row.has_orders ? { stage: "read_back", rejected: row.marks.includes("read_back_rejected") } : { stage: "see" };
    case "read_back":
      return { stage: "unconfirmed", since: content?.read_backs.at(-1)?.at ?? null };
    case "acknowledged":
      return { stage: "close" };
    case "closed":
    case "withdrawn":
    case "void":
      return { stage: "ended", how: row.state };
    case "queued":
    case "parked":
    case "awaiting_nurse":
    case "need_more":
    case "claimed":
    case "in_call":
      return { stage: "none" };
  }
}

/** Whether a case may be ended without agreement, with the reason on record. Without orders one tap agrees. */
export function mayEndAnyway(row: ConsultRow): boolean {
  return row.has_orders && (row.state === "answered" || row.state === "read_back");
}

const DAY_MS = 24 * 3_600_000;

/** The reasons for such an end that hold now: that nobody confirms is one after a day. */
export function exceptionsNow(row: ConsultRow, now: number): CloseException[] {
  const old = row.answered_at !== null && now - Date.parse(row.answered_at) >= DAY_MS;
  return old ? ["patient_died", "not_confirmed"] : ["patient_died"];
}

/** Who sees to it that the orders stand in the medication list, or `null` where no medicine is ordered. */
export function enteredKey(answer: Answer): Key | null {
  if (answer.orders.every((order) => order.kind === "care")) return null;
  return answer.order_entered === undefined ? "answer.entered.no" : `answer.entered.${answer.order_entered}`;
}

/** Closing needs to know about the patient's part, except of one who has died; what the doctor wrote is one tap away, not chosen. */
export function toClose(participation: Participation | null, stance: Stance | null, died = false): Close | null {
  if (died) return {};
  if (participation === null) return null;
  return { participation, ...(stance === null ? {} : { stance }) };
}
