// What is known of a case, said once: the report with what was added to it, and what others have
// decided about it on the way, each with the reason.
import type { ConsultContent, OrderRow, Sbar, StaffRef, SupplementContent } from "../protocol";

export const REPORT_PARTS = ["situation", "background", "assessment", "recommendation"] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/** When a part of the report was filled in afterwards, or `null` where it was sent with the request. */
export function addedAt(part: ReportPart, content: Pick<ConsultContent, "sbar" | "supplements">): string | null {
  const first = content.supplements.find((one) => one.sbar?.[part] !== undefined);
  return first !== undefined && same(first.sbar, content.sbar, part) ? first.at : null;
}

/** A supplement as it stands beside the report: only what the report does not hold already. */
export type Beside = Omit<SupplementContent, "sbar"> & { parts: readonly ReportPart[]; sbar: Sbar | null };

/** Supplements that say something beside the report, oldest first. */
export function beside(content: Pick<ConsultContent, "sbar" | "supplements">): Beside[] {
  return content.supplements
    .map((one) => ({ ...one, parts: REPORT_PARTS.filter((part) => one.sbar?.[part] !== undefined && !same(one.sbar, content.sbar, part)) }))
    .filter((one) => one.parts.length > 0 || one.note !== null || one.vitals !== null || one.patient_named);
}

function same(a: Sbar | null, b: Sbar | null, part: ReportPart): boolean {
  return a !== null && b !== null && JSON.stringify(a[part]) === JSON.stringify(b[part]);
}

/** A decision about a case on its way: its level, its centre, or back to the queue. `by` is `null` for the system. */
export type Turn = { what: "triaged" | "redirected" | "released" | "more_needed"; at: string; by: StaffRef | null; why: string | null };

/** All decisions, oldest first, each with its reason where one was given. */
export function turns(content: Pick<ConsultContent, "diary" | "reasons">): Turn[] {
  return content.diary.flatMap(({ what, at, by }) => {
    if (what !== "triaged" && what !== "redirected" && what !== "released" && what !== "more_needed") return [];
    const reason = content.reasons.find((one) => one.of === what && one.at === at && one.by.id === by?.id);
    return [{ what, at, by, why: reason?.text ?? null }];
  });
}

/** The last decision of somebody else, or of the system, that still stands: no news once a doctor has taken the case again. */
export function lastTurn(content: Pick<ConsultContent, "diary" | "reasons">, me: string): Turn | null {
  const last = turns(content).findLast((turn) => turn.by?.id !== me);
  const taken = content.diary.findLast((entry) => entry.what === "claimed");
  if (last === undefined || last.what === "more_needed" || (last.what === "released" && taken !== undefined && taken.at > last.at)) return null;
  return last;
}

/** What the doctor must know, as she last said it. */
export function wanted(content: Pick<ConsultContent, "reasons">): string | null {
  return content.reasons.findLast((one) => one.of === "more_needed")?.text ?? null;
}

/** What a doctor who had to leave had said and written so far, the latest. */
export function leftBehind(content: Pick<ConsultContent, "reasons">): { by: StaffRef; at: string; text: string } | null {
  return content.reasons.findLast((one) => one.of === "draft") ?? null;
}

/** Something said since an answer was given. */
export type Since = { what: "earlier" | "asked_back" | "addendum" | "voided"; at: string; by: StaffRef; text: string; orders: readonly OrderRow[] };

/** Earlier answers, what was asked about them and what was added, oldest first. */
export function since(content: Pick<ConsultContent, "earlier_answers" | "addenda" | "reasons">): Since[] {
  const earlier = content.earlier_answers.map((one): Since => ({ what: "earlier", at: one.at, by: one.by, text: one.answer.assessment, orders: one.answer.orders }));
  const said = [...content.reasons, ...content.addenda].flatMap(({ of, at, by, text }): Since[] =>
    of === "asked_back" || of === "voided" || of === "addendum" ? [{ what: of, at, by, text, orders: [] }] : [],
  );
  return [...earlier, ...said].sort((a, b) => a.at.localeCompare(b.at));
}
