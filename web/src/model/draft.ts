// The nurse's request while she writes it: what is asked, what is missing, what is sent.
// No clinical field has a default.
import type { CareLimitKind, NewConsult, NewPatient } from "../protocol";
import { deathFaults, toDeath } from "./death";
import { fromLocal, nextClock } from "./local_time";
import type { Draft, PatientDraft } from "./new_draft";
import { numberKind, plainNumber } from "./person_number";
import { text, type Text } from "./text";
import { toVitals, wrongMeasures } from "./vitals";

export * from "./new_draft";

export const SITUATION_LEAST = 10;
export const SITUATION_MOST = { urgent: 200, ordinary: 2_000 } as const;
export const TEXT_MOST = 4_000;
export const SIGNALS_MOST = 3;

/**
 * Whether the ground has to be chosen: none is proposed, or nobody may propose one for who is
 * protected; nor that she consents who has died or says no.
 */
export function mustChooseBasis(draft: Draft): boolean {
  if (draft.basis === "consent" && draft.stance === "declines_disclosure" && draft.patient.how !== "withheld") return true;
  const noConsent = draft.basis === "consent" && draft.reason === "death";
  return draft.basis === null || ((draft.patient.protectedIdentity || noConsent) && !draft.basisChosen);
}

/** A field of the form, by the id of its control. */
export type Field =
  | "level"
  | "centre"
  | "reason"
  | "patient-number"
  | "patient-name"
  | "situation"
  | "assessment"
  | "background"
  | "care-limits"
  | "recommendation"
  | "recommendation-text"
  | "nurse-with-patient"
  | "takes-part"
  | "basis"
  | "phone"
  | "must-leave"
  | "decide-by"
  | "note"
  | "stance"
  | "images"
  | `death-${string}`
  | `vitals-${string}`;

export type Fault = { field: Field; text: Text };

/** Everything that stands in the way of sending, in the order of the form. */
export function faults(draft: Draft, now: number): Fault[] {
  const found: Fault[] = [];
  const need = (missing: boolean, field: Field, fault: Text) => {
    if (missing) found.push({ field, text: fault });
  };
  const urgent = draft.level === "P1";
  const died = draft.reason === "death";
  need(draft.level === null, "level", text("draft.error.level"));
  need(draft.centre === "", "centre", text("draft.error.centre"));
  need(draft.reason === null, "reason", text("draft.error.reason"));
  found.push(...patientFaults(draft.patient, urgent));
  const situation = draft.situation.trim();
  if (urgent) {
    need(situation.length > SITUATION_MOST.urgent, "situation", text("draft.error.too_long", { most: SITUATION_MOST.urgent }));
  } else {
    need(situation.length < SITUATION_LEAST, "situation", text("draft.error.situation", { least: SITUATION_LEAST }));
    need(situation.length > SITUATION_MOST.ordinary, "situation", text("draft.error.too_long", { most: SITUATION_MOST.ordinary }));
    if (!died) {
      need(draft.assessment.trim() === "", "assessment", text("draft.error.assessment"));
      need(draft.background.trim() === "" && !draft.nothingRelevant, "background", text("draft.error.background"));
      need(draft.careLimits.length === 0, "care-limits", text("draft.error.care_limits"));
      need(draft.recommendation === null, "recommendation", text("draft.error.recommendation"));
    }
    need(draft.nurseWithPatient === null, "nurse-with-patient", text("draft.error.nurse_with_patient"));
    need(draft.takesPart === null && !died, "takes-part", text("draft.error.takes_part"));
  }
  if (died && draft.death !== undefined) found.push(...deathFaults(draft.death, !urgent, now));
  need(mustChooseBasis(draft), "basis", text("draft.error.basis"));
  for (const [field, typed] of [["assessment", draft.assessment], ["background", draft.background]] as const) {
    need(typed.length > TEXT_MOST, field, text("draft.error.too_long", { most: TEXT_MOST }));
  }
  if (!died) for (const measure of wrongMeasures(draft.vitals)) found.push({ field: `vitals-${measure}`, text: text(`vitals.error.${measure}`) });
  need(!/^\+?[\d\s()-]{5,20}$/u.test(draft.phone.trim()), "phone", text("draft.error.phone"));
  need(draft.mustLeaveAt !== "" && nextClock(draft.mustLeaveAt, now) === null, "must-leave", text("draft.error.time"));
  const decideBy = decideByOf(draft, now);
  need(decideBy === "wrong", "decide-by", text("draft.error.decide_by"));
  return found;
}

/** What is wrong with how the patient is named. */
export function patientFaults(patient: PatientDraft, mayComeLater: boolean): Fault[] {
  const number = patient.number.trim();
  switch (patient.how) {
    case "number":
      if (number === "" && mayComeLater) return [];
      if (numberKind(number) === null) return [{ field: "patient-number", text: text(number === "" ? "draft.error.number_missing" : "draft.error.number") }];
      return [];
    case "reserve":
      return number === "" ? [{ field: "patient-number", text: text("draft.error.number_missing") }] : [];
    case "unknown":
    case "withheld":
      return [];
    case "later":
      return mayComeLater ? [] : [{ field: "patient-number", text: text("draft.error.number_missing") }];
  }
}

/** The patient as the server takes it, or `null` where nothing is said yet. */
export function toPatient(patient: PatientDraft): NewPatient | null {
  const name = patient.name.trim();
  const named = { ...(name === "" ? {} : { name }), ...(patient.protectedIdentity ? { protected_identity: true } : {}) };
  switch (patient.how) {
    case "number": {
      const kind = numberKind(patient.number);
      return kind === null ? null : { id_type: kind, id: plainNumber(patient.number), ...named };
    }
    case "reserve":
      return { id_type: "reserve", id: patient.number.trim(), ...named };
    case "unknown":
      return { id_type: "unknown", ...named };
    case "withheld":
      return { id_type: "withheld" };
    case "later":
      return null;
  }
}

/** The request as the server takes it. Only a draft without faults may be sent. */
export function toRequest(draft: Draft, now: number): NewConsult {
  const request: NewConsult = {
    centre: draft.centre,
    level: draft.level ?? "P1",
    reason: draft.reason ?? "other",
    callback_phone: draft.phone.trim(),
    reply: draft.reply,
    ready: draft.ready,
    draft_opened_at: new Date(draft.openedAt).toISOString(),
  };
  if (draft.signals.length > 0) request.signals = [...draft.signals];
  const patient = toPatient(draft.patient);
  if (patient !== null) request.patient = patient;
  const sbar: NonNullable<NewConsult["sbar"]> = {};
  if (draft.situation.trim() !== "") sbar.situation = draft.situation.trim();
  if (draft.assessment.trim() !== "") sbar.assessment = draft.assessment.trim();
  if (draft.nothingRelevant) sbar.background = NOTHING_RELEVANT;
  else if (draft.background.trim() !== "") sbar.background = draft.background.trim();
  const died = draft.reason === "death";
  if (draft.recommendation !== null && !died) {
    const said = draft.recommendationText.trim();
    sbar.recommendation = { kind: draft.recommendation, ...(said === "" ? {} : { text: said }) };
  }
  if (Object.keys(sbar).length > 0) request.sbar = sbar;
  const vitals = toVitals(draft.vitals, now);
  if (vitals !== null && !died) request.vitals = vitals;
  if (draft.careLimits.length > 0 && !died) request.care_limits = { kinds: [...draft.careLimits] };
  if (draft.flags.length > 0) request.flags = [...draft.flags];
  if (draft.nurseWithPatient !== null) request.nurse_with_patient = draft.nurseWithPatient;
  if (draft.takesPart !== null && !died) request.patient_takes_part = draft.takesPart;
  if (draft.basis !== null) request.disclosure_basis = draft.basis;
  const leaves = draft.mustLeaveAt === "" ? null : nextClock(draft.mustLeaveAt, now);
  if (leaves !== null) request.must_leave_at = new Date(leaves).toISOString();
  const decideBy = decideByOf(draft, now);
  if (typeof decideBy === "number") request.decide_by = new Date(decideBy).toISOString();
  if (draft.images.length > 0) request.images = [...draft.images];
  if (draft.exercise) request.exercise = true;
  if (draft.stance !== undefined && !died) request.stance = draft.stance;
  const death = died && draft.death !== undefined ? toDeath(draft.death, now) : null;
  if (death !== null) request.death = death;
  return request;
}

/** What stands in the report when the nurse says that there is no background worth telling. */
export const NOTHING_RELEVANT = "Inget relevant.";

function decideByOf(draft: Draft, now: number): number | null | "wrong" {
  if (draft.decideByDay === "" && draft.decideByClock === "") return null;
  if (draft.decideByClock === "") return "wrong";
  const at = draft.decideByDay === "" ? nextClock(draft.decideByClock, now) : fromLocal(draft.decideByDay, draft.decideByClock);
  return at === null || at <= now ? "wrong" : at;
}

/**
 * What becomes of the request at once: who is alarmed, and what a doctor sees before she takes it.
 * `peek`: whether the county lets her read it then.
 */
export function afterSending(draft: Draft, reachable: number, peek: boolean): Text[] {
  const alarms = draft.path === "urgent" && !draft.exercise && reachable > 0;
  return [
    ...(alarms ? [text("draft.after.urgent")] : []),
    text("draft.after"),
    ...(peek && !draft.patient.protectedIdentity ? [text("draft.after.peek")] : []),
  ];
}

/** Limits of care exclude each other where one says that there is none, or that nobody knows. */
export function toggleCareLimit(chosen: readonly CareLimitKind[], kind: CareLimitKind): CareLimitKind[] {
  if (chosen.includes(kind)) return chosen.filter((other) => other !== kind);
  const alone = (limit: CareLimitKind) => limit === "none_known" || limit === "unknown";
  return alone(kind) ? [kind] : [...chosen.filter((other) => !alone(other)), kind];
}

/** A sign more, unless there are as many as a row may show. */
export function toggleSignal(chosen: readonly string[], signal: string): string[] {
  if (chosen.includes(signal)) return chosen.filter((other) => other !== signal);
  return chosen.length < SIGNALS_MOST ? [...chosen, signal] : [...chosen];
}

/** The control that a field of the server's problem document belongs to. */
export function fieldOf(path: string | null): Field | null {
  if (path === null) return null;
  const [first = "", second = "", third = ""] = path.split(".");
  switch (first) {
    case "level":
    case "centre":
    case "reason":
      return first;
    case "signals":
      return "reason";
    case "patient":
      return second === "name" ? "patient-name" : "patient-number";
    case "sbar":
      return second === "assessment" || second === "background" || second === "recommendation" ? second : "situation";
    case "vitals":
      return `vitals-${second}`;
    case "care_limits":
      return "care-limits";
    case "nurse_with_patient":
      return "nurse-with-patient";
    case "patient_takes_part":
      return "takes-part";
    case "disclosure_basis":
      return "basis";
    case "callback_phone":
      return "phone";
    case "must_leave_at":
      return "must-leave";
    case "decide_by":
      return "decide-by";
    case "images":
    case "stance":
      return first;
    case "death":
      // The last part names the control; a whole that is missing, the first of it.
      return second === "" || path === "death.signs" ? "death-no_pulse" : `death-${third === "" || third === "decision" ? second : third}`;
    default:
      return null;
  }
}
