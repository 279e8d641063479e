// A contact by telephone while it is registered: four things that are needed, and when and why.
import type { Level, NewPhoneContact, PhoneBecause } from "../protocol";
import { patientFaults, toPatient, type PatientDraft } from "./draft";
import { fromLocal, localDate } from "./local_time";
import { text, type Text } from "./text";

export type PhonedDraft = {
  patient: PatientDraft;
  level: Level | null;
  /** A nurse writes the doctor's name. */
  doctor: string;
  /** A doctor chooses the unit. */
  unit: string;
  answer: string;
  day: string;
  clock: string;
  because: PhoneBecause | null;
};

/** Who registers: each names the other side. */
export type Side = "nurse" | "doctor";

export const BECAUSE: readonly PhoneBecause[] = ["link_failed", "downtime", "preferred", "other"];
const WEEK_MS = 7 * 24 * 3_600_000;

export function newPhoned(): PhonedDraft {
  return { patient: { how: "number", number: "", name: "", protectedIdentity: false }, level: null, doctor: "", unit: "", answer: "", day: "", clock: "", because: null };
}

/** The server's names of fields, as the ids of the form. */
const FIELDS: Readonly<Record<string, string>> = { patient: "patient-number", level: "phoned-level", doctor: "phoned-doctor", unit: "phoned-unit", answer: "phoned-answer", at: "phoned-clock" };

export type PhonedFault = { field: string; text: Text };

/** All that stands in the way, in the order of the form. */
export function phonedFaults(draft: PhonedDraft, side: Side, now: number): PhonedFault[] {
  const found: PhonedFault[] = [...patientFaults(draft.patient, false)];
  const need = (missing: boolean, field: keyof typeof FIELDS, words: Text) => {
    if (missing) found.push({ field: FIELDS[field] ?? field, text: words });
  };
  need(draft.level === null, "level", text("phoned.error.level"));
  if (side === "nurse") need(draft.doctor.trim() === "", "doctor", text("phoned.error.doctor"));
  else need(draft.unit === "", "unit", text("phoned.error.unit"));
  need(draft.answer.trim() === "", "answer", text("phoned.error.answer"));
  need(momentOf(draft, now) === "wrong", "at", text("phoned.error.at"));
  return found;
}

/** What the server found wrong with a field of the form. */
export function refusedFault(path: string | null): PhonedFault | null {
  const [first = ""] = (path ?? "").split(".");
  const field = FIELDS[first];
  if (field === undefined) return null;
  return { field, text: text(first === "at" ? "phoned.error.at" : first === "patient" ? "draft.error.number" : "error.invalid_value") };
}

/** When the two spoke; nothing for now. */
function momentOf(draft: PhonedDraft, now: number): number | null | "wrong" {
  if (draft.day === "" && draft.clock === "") return null;
  const at = fromLocal(draft.day === "" ? localDate(now) : draft.day, draft.clock);
  return at === null || at > now || at < now - WEEK_MS ? "wrong" : at;
}

/** What is sent, or `null` while something is missing. */
export function toPhoned(draft: PhonedDraft, side: Side, now: number): NewPhoneContact | null {
  const patient = toPatient(draft.patient);
  if (patient === null || draft.level === null || phonedFaults(draft, side, now).length > 0) return null;
  const at = momentOf(draft, now);
  return {
    patient,
    level: draft.level,
    answer: draft.answer.trim(),
    ...(side === "nurse" ? { doctor: draft.doctor.trim() } : { unit: draft.unit }),
    ...(typeof at === "number" ? { at: new Date(at).toISOString() } : {}),
    ...(draft.because === null ? {} : { because: draft.because }),
  };
}
