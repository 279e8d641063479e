// Rows for tests: whole, valid and dull, so that a test says only what it is about.
import type { Centre, ConsultContent, ConsultRow } from "../protocol";

export function row(change: Partial<ConsultRow>): ConsultRow {
  return {
    id: "c", case: "k", rev: 1, state: "queued", level: "P2", reason: "breathing", signals: [], centre: "hc", unit: "u", unit_name: "Hemsjukvården",
    municipality: "m", municipality_name: "Kramfors", age_band: null, sex: null, ready: "now", reply: "doctor_decides", marks: [],
    queued_at: "2026-11-21T12:00:00.000Z", due_at: "2026-11-21T12:30:00.000Z", contact_due_at: null, first_contact_at: null, must_leave_at: null,
    decide_by: null, answered_at: null, ended_at: null, position: 1, nurse: null, doctor: null, has_orders: false, interrupted: null, wanted_by: null, wanted_until: null, emergency_called_at: null, seen_at: null, may_peek: false, told: null, taken_over_at: null, taken_over_from: null, handover: null, gaps: [], next_steps: [], ...change,
  };
}

/** Content of a case in which nothing has been said yet. */
export function content(change: Partial<ConsultRow>): ConsultContent {
  return {
    consult: row(change), disclosed: true, peeked: false, patient: null, sbar: null, vitals: [], news2: [], images: [], care_limits: null, flags: [], stance: null, disclosure_basis: null, nurse_with_patient: null,
    patient_takes_part: null, living_form: null, would_otherwise: null, callback_phone: null, supplements: [], answer: null, earlier_answers: [], addenda: [], read_backs: [], reasons: [], diary: [], death: null, onward: [],
  };
}

export function centre(change: Partial<Centre>): Centre {
  return { id: "hc", name: "Älvens", municipality_name: "Kramfors", reachable: 1, waiting: 0, phone: "0980-319 210", on_call: null, own: false, target_seconds: [300, 1800, 7200, 259200], signals: [], ...change };
}
