// What somebody who looks at a case has to do next, and in which block of the page that is done. When it changes, the
// block comes into view, so that nobody decides on what is out of sight.
import type { ConsultContent, ConsultRow } from "../protocol";
import type { Key } from "../i18n/runtime";

/** A part of the page that holds one act; it stands there as `data-act`. */
export type Block = "answer" | "compare" | "sent" | "read_back" | "see" | "unconfirmed" | "close" | "ended" | "more" | "aside" | "waiting";

export type NextAct = {
  /** Changes when there is something new to do or to know. */
  key: string;
  /** Where it is done; `null` where nothing is to come into view for it. */
  block: Block | null;
  /** What it is called where it is out of sight; `null` where nothing is due from this viewer. */
  due: Key | null;
};

/** What follows for `viewer` of a case as it stands now. `content` may not have arrived yet. */
export function nextAct(row: ConsultRow, content: Pick<ConsultContent, "read_backs"> | null, viewer: "doctor" | "nurse"): NextAct | null {
  return viewer === "doctor" ? ofDoctor(row, content) : ofNurse(row);
}

function ofDoctor(row: ConsultRow, content: Pick<ConsultContent, "read_backs"> | null): NextAct | null {
  switch (row.state) {
    case "claimed":
      return row.marks.includes("asked_back") ? { key: "question", block: "answer", due: "act.question" } : { key: "answer", block: "answer", due: "act.answer" };
    case "in_call":
      return { key: "call", block: null, due: null };
    case "read_back": {
      // A second reading beside the first is something new to compare.
      const pending = content?.read_backs.filter((one) => one.matches === null).length ?? 0;
      return { key: pending > 1 ? `compare:${String(pending)}` : "compare", block: "compare", due: "act.compare" };
    }
    case "answered":
      return { key: row.marks.includes("read_back_rejected") ? "rejected" : "sent", block: "sent", due: null };
    case "acknowledged":
    case "closed":
    case "void":
      return { key: row.state, block: "sent", due: null };
    case "queued":
    case "parked":
    case "awaiting_nurse":
    case "need_more":
    case "withdrawn":
      return null;
  }
}

function ofNurse(row: ConsultRow): NextAct {
  switch (row.state) {
    case "answered":
      if (!row.has_orders) return { key: "see", block: "see", due: "act.see" };
      return row.marks.includes("read_back_rejected") ? { key: "again", block: "read_back", due: "act.again" } : { key: "read_back", block: "read_back", due: "act.read_back" };
    case "read_back":
      return { key: "unconfirmed", block: "unconfirmed", due: null };
    case "acknowledged":
      return { key: "close", block: "close", due: "act.close" };
    case "closed":
    case "withdrawn":
    case "void":
      return { key: row.state, block: "ended", due: null };
    case "need_more":
      return { key: "more", block: "more", due: "act.more" };
    case "awaiting_nurse":
      return { key: "awaiting_nurse", block: "aside", due: "act.awaited" };
    case "parked":
      return { key: "parked", block: "aside", due: null };
    case "queued":
      // Back in the queue after a call, or sent on to another centre.
      return { key: `queued:${row.centre}:${row.interrupted?.at ?? ""}`, block: "waiting", due: null };
    case "claimed":
      return { key: row.marks.includes("asked_back") ? "asked_back" : `claimed:${row.doctor?.id ?? ""}`, block: "waiting", due: null };
    case "in_call":
      return { key: "in_call", block: null, due: null };
  }
}
