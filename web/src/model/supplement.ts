// What a nurse adds while she waits. Only what is given is sent; nothing is overwritten.
import type { CareLimitKind, ConsultContent, Flag, Supplement } from "../protocol";
import type { Key } from "../i18n/runtime";
import { deathFaults, isDeath, isToldWhole, newDeath, toDeath } from "./death";
import { patientFaults, toPatient, type Fault, type PatientDraft } from "./draft";
import { nextClock } from "./local_time";
import type { DeathDraft } from "./new_draft";
import { text } from "./text";
import { noVitals, toVitals, wrongMeasures, type VitalsDraft } from "./vitals";

export type SupplementDraft = {
  note: string;
  patient: PatientDraft;
  situation: string;
  background: string;
  assessment: string;
  vitals: VitalsDraft;
  careLimits: CareLimitKind[];
  flags: Flag[];
  mustLeaveAt: string;
  /** Pictures that the server has, by their ids. */
  images: string[];
  death: DeathDraft;
};

export function newSupplement(): SupplementDraft {
  return {
    note: "",
    patient: { how: "later", number: "", name: "", protectedIdentity: false },
    situation: "",
    background: "",
    assessment: "",
    vitals: noVitals(),
    careLimits: [],
    flags: [],
    mustLeaveAt: "",
    images: [],
    death: newDeath(""),
  };
}

/** The form of what she adds, for a draft that is kept. */
export const SUPPLEMENT_FORM = { fresh: newSupplement };

/** Most characters of what can be said after an answer. */
export const UNSENT_MOST = 2_000;

/** What she had written when the answer came, as one text. Blank space is hers to write on with. */
export function unsentWords(draft: Pick<SupplementDraft, "note" | "situation" | "background" | "assessment">): string {
  const written = [draft.note, draft.situation, draft.background, draft.assessment].filter((part) => part.trim() !== "");
  return written.length === 1 ? (written[0] ?? "") : written.map((part) => part.trim()).join("\n");
}

/** How long after her last key she is taken to be writing still. */
const WRITING_MS = 15_000;

/** Whether she was writing a moment ago. */
export function wasWriting(touchedAt: number, now: number): boolean {
  return touchedAt > 0 && now - touchedAt < WRITING_MS;
}

/** Everything that stands in the way of sending. `empty`: what is said where nothing is written. */
export function supplementFaults(draft: SupplementDraft, now: number, empty: "supplement.empty" | "aside.reply.empty" = "supplement.empty"): Fault[] {
  const faults: Fault[] = [...patientFaults(draft.patient, true)];
  for (const measure of wrongMeasures(draft.vitals)) faults.push({ field: `vitals-${measure}`, text: text(`vitals.error.${measure}`) });
  faults.push(...deathFaults(draft.death, false, now));
  if (draft.mustLeaveAt !== "" && nextClock(draft.mustLeaveAt, now) === null) faults.push({ field: "must-leave", text: text("draft.error.time") });
  if (faults.length === 0 && isEmpty(draft, now)) faults.push({ field: "note", text: text(empty) });
  return faults;
}

/** Whether there is nothing in it to send. */
export function isEmpty(draft: SupplementDraft, now: number): boolean {
  return Object.keys(toSupplement(draft, now)).length === 0;
}

export function toSupplement(draft: SupplementDraft, now: number): Supplement {
  const added: Supplement = {};
  if (draft.note.trim() !== "") added.note = draft.note.trim();
  const patient = toPatient(draft.patient);
  if (patient !== null) added.patient = patient;
  const sbar: NonNullable<Supplement["sbar"]> = {};
  if (draft.situation.trim() !== "") sbar.situation = draft.situation.trim();
  if (draft.background.trim() !== "") sbar.background = draft.background.trim();
  if (draft.assessment.trim() !== "") sbar.assessment = draft.assessment.trim();
  if (Object.keys(sbar).length > 0) added.sbar = sbar;
  const vitals = toVitals(draft.vitals, now);
  if (vitals !== null) added.vitals = vitals;
  if (draft.careLimits.length > 0) added.care_limits = { kinds: [...draft.careLimits] };
  if (draft.flags.length > 0) added.flags = [...draft.flags];
  const leaves = draft.mustLeaveAt === "" ? null : nextClock(draft.mustLeaveAt, now);
  if (leaves !== null) added.must_leave_at = new Date(leaves).toISOString();
  const death = toDeath(draft.death, now);
  if (death !== null) added.death = death;
  if (draft.images.length > 0) added.images = [...draft.images];
  return added;
}

/** Whether what a doctor needs first of an acute case is missing: whom it is about, or any value. */
export function lacksFirst(content: ConsultContent): boolean {
  const values = isDeath(content.consult) ? isToldWhole(content.death) : content.vitals.length > 0;
  return content.patient === null || !values;
}

/** What the doctor will miss, so that dead time can fill it. */
export function missingParts(content: ConsultContent): Key[] {
  const missing: Key[] = [];
  if (content.patient === null) missing.push("draft.patient");
  if (isDeath(content.consult)) return isToldWhole(content.death) ? missing : [...missing, "death.title"];
  if (content.sbar?.background == null) missing.push("draft.background");
  if (content.sbar?.assessment == null) missing.push("draft.assessment");
  if (content.vitals.length === 0) missing.push("vitals.title");
  if (content.care_limits === null) missing.push("draft.limits");
  return missing;
}
