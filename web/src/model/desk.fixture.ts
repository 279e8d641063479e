// Made-up rows for tests of the desk. The people, places and numbers are invented.
import type { Centre, ConsultRow, Duty, Notice } from "../protocol";

/** 2026-11-23 10:20:00 in Stockholm. */
export const NOW = Date.parse("2026-11-23T09:20:00.000Z");

/** `minutes` from now, as the wire writes it. */
export function at(minutes: number): string {
  return new Date(NOW + minutes * 60_000).toISOString();
}

export function row(part: Partial<ConsultRow>): ConsultRow {
  return {
    id: "a",
    case: "case",
    rev: 1,
    state: "queued",
    level: "P2",
    reason: "breathing",
    signals: [],
    centre: "alven",
    unit: "unit",
    unit_name: "Hemsjukvården Kramfors",
    municipality: "kramfors",
    municipality_name: "Kramfors",
    age_band: "80-89",
    sex: null,
    ready: "now",
    reply: "doctor_decides",
    marks: [],
    queued_at: at(-6),
    due_at: at(24),
    contact_due_at: null,
    first_contact_at: null,
    must_leave_at: null,
    decide_by: null,
    answered_at: null,
    ended_at: null,
    position: 1,
    nurse: null,
    doctor: null,
    has_orders: false,
    interrupted: null, wanted_by: null, wanted_until: null, emergency_called_at: null, seen_at: null, may_peek: false, told: null, taken_over_at: null, taken_over_from: null, handover: null, gaps: [], next_steps: [],
    ...part,
  };
}

export function duty(part: Partial<Duty>): Duty {
  return { state: "on", centres: ["alven"], mode: "pick", levels: ["P1", "P2", "P3", "P4"], until: null, sound_tested_at: at(-138), reachable: true, practice: false, ...part };
}

export function notice(part: Partial<Notice>): Notice {
  return { kind: "target_missed", consult: "far", level: "P1", centre_name: "Skogsbyns hälsocentral", phone: "0980-319 299", at: at(0), ...part };
}

export function centre(part: Partial<Centre>): Centre {
  return {
    id: "alven",
    name: "Älvens hälsocentral",
    municipality_name: "Kramfors",
    reachable: 2,
    waiting: 0,
    phone: "0980-319 210",
    on_call: null,
    own: true,
    target_seconds: [300, 1_800, 7_200, 259_200],
    signals: [{ id: "cannot_stand", reason: "confusion_behaviour", sv: "Kan inte stödja", en: "Cannot bear weight" }],
    ...part,
  };
}
