// A request as it is before anything is written. It stands apart from its rules, because the first
// page needs it and them not.
import type { CareLimitKind, DeathSigns, DisclosureBasis, Expected, Flag, Implant, Level, Readiness, Reason, RecommendationKind, RelativesTold, ReplyWish, SignFound, Stance } from "../protocol";
import type { VitalsDraft } from "./vitals";

/** How the patient is named. `later`: while waiting, for P1 only. */
export type PatientHow = "number" | "reserve" | "unknown" | "withheld" | "later";

export type PatientDraft = { how: PatientHow; number: string; name: string; protectedIdentity: boolean };

/** What is told of a death. A time is a day, nothing for the last time, and a clock. */
export type DeathDraft = {
  expected: Expected | null;
  decidedBy: string;
  decidedOn: string;
  seenAlive: { day: string; clock: string };
  signs: Record<keyof DeathSigns, SignFound | null>;
  examinedAt: { day: string; clock: string };
  examinedBy: string;
  implant: Implant | null;
  relativesTold: RelativesTold | null;
};

export type Draft = {
  path: "urgent" | "ordinary";
  openedAt: number;
  level: Level | null;
  centre: string;
  reason: Reason | null;
  signals: string[];
  patient: PatientDraft;
  situation: string;
  assessment: string;
  background: string;
  nothingRelevant: boolean;
  careLimits: CareLimitKind[];
  recommendation: RecommendationKind | null;
  recommendationText: string;
  flags: Flag[];
  reply: ReplyWish;
  ready: Readiness;
  mustLeaveAt: string;
  decideByDay: string;
  decideByClock: string;
  nurseWithPatient: boolean | null;
  takesPart: boolean | null;
  basis: DisclosureBasis | null;
  /** She has chosen the ground herself; otherwise it is what the form proposes. */
  basisChosen: boolean;
  phone: string;
  vitals: VitalsDraft;
  /** Pictures that the server has, by their ids, in the order in which they were chosen. */
  images: string[];
  exercise: boolean;
  /** What the patient says to the contact. */
  stance?: Stance;
  /** Asked once the reason is a death. */
  death?: DeathDraft;
};

/** What is known of the nurse before she writes: shown in the form, and not asked. */
export type Known = { phone: string; basis: DisclosureBasis | null };

export function newDraft(path: Draft["path"], now: number, known: Known): Draft {
  return {
    path,
    openedAt: now,
    level: path === "urgent" ? "P1" : null,
    centre: "",
    reason: null,
    signals: [],
    patient: { how: path === "urgent" ? "later" : "number", number: "", name: "", protectedIdentity: false },
    situation: "",
    assessment: "",
    background: "",
    nothingRelevant: false,
    careLimits: [],
    recommendation: null,
    recommendationText: "",
    flags: [],
    reply: "doctor_decides",
    ready: "now",
    mustLeaveAt: "",
    decideByDay: "",
    decideByClock: "",
    nurseWithPatient: true,
    takesPart: null,
    basis: path === "urgent" ? "emergency" : known.basis,
    basisChosen: false,
    phone: known.phone,
    vitals: noVitals(),
    images: [],
    exercise: false,
  };
}

/** Whether anything has been typed or chosen that would be lost with the page. */
export function begun(draft: Draft): boolean {
  const fresh = newDraft(draft.path, draft.openedAt, { phone: draft.phone, basis: draft.basis });
  return JSON.stringify({ ...draft, centre: "" }) !== JSON.stringify(fresh);
}

/** Nothing measured yet. */
export function noVitals(): VitalsDraft {
  return { respiratory_rate: "", spo2: "", pulse: "", systolic_bp: "", temperature: "", oxygen: null, consciousness: null, takenAt: "", scale2: { ordered: false, by: "", on: "" } };
}
