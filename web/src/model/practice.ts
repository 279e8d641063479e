// A practice case: sent, taken and answered like any other, about nobody, and in no figure.
import type { ConsultRow, Duty } from "../protocol";
import { newDraft, type Draft, type Known, type PatientDraft } from "./new_draft";

/** Nobody: a number that the tax agency has published for tests. */
export const PRACTICE_PATIENT: PatientDraft = { how: "number", number: "19121212-1212", name: "Övning Övningsson", protectedIdentity: false };

/** A question to practise with. */
export function practiceDraft(now: number, known: Known): Draft {
  return { ...newDraft("ordinary", now, known), exercise: true, patient: { ...PRACTICE_PATIENT } };
}

/** Makes a request one for practice or a real one. Nobody from a practice is asked about for real. */
export function markPractice(draft: Draft, exercise: boolean): void {
  draft.exercise = exercise;
  if (!exercise && draft.patient.number === PRACTICE_PATIENT.number && draft.patient.name === PRACTICE_PATIENT.name) {
    draft.patient = { how: "number", number: "", name: "", protectedIdentity: false };
  }
}

/** Whether this case is one for practice. */
export function isExercise(row: Pick<ConsultRow, "marks">): boolean {
  return row.marks.includes("exercise");
}

/** Whether a case sounds, alarms and is taken by a key: real ones do, exercises only for a doctor who takes part in them. */
export function concerns(row: Pick<ConsultRow, "marks">, duty: Pick<Duty, "practice"> | null): boolean {
  return !isExercise(row) || duty?.practice === true;
}
