// A question back is often answered with one sentence. Then all else that was decided stands as it was.
import type { Answer, AnswerContent, AnswerMode, ConsultContent, StaffRef } from "../protocol";

/** As much as an assessment holds. */
const MOST = 4_000;

/** A question about an answer: what, by whom of the unit, and that answer. */
export type Asked = { question: string; by: StaffRef; earlier: AnswerContent };

/** What was asked about an answer; `null` where no question waits for a reply. */
export function askedAbout(content: Pick<ConsultContent, "consult" | "reasons" | "earlier_answers">): Asked | null {
  const question = content.reasons.findLast((one) => one.of === "asked_back");
  const earlier = content.earlier_answers.at(-1);
  const open = content.consult.marks.includes("asked_back");
  return !open || question === undefined || earlier === undefined ? null : { question: question.text, by: question.by, earlier };
}

/**
 * The answer of before with `reply` before its assessment, its orders included: they are still to be read back. An
 * assessment that would not hold both holds the reply; the earlier one stands in the case.
 */
export function shortReply(earlier: Answer, reply: string, mode: AnswerMode): Answer {
  const both = `${reply}\n\n${earlier.assessment}`;
  return { ...earlier, mode, assessment: both.length > MOST ? reply : both };
}
