// How old a patient is, as far as her number tells. The server says it in the end; this lets a
// form say it while it is written.
import type { NewPatient, Patient } from "../protocol";
import type { PatientDraft } from "./draft";
import { localDate } from "./local_time";
import { numberKind, plainNumber } from "./person_number";

/** The number that was typed, where it is one that tells an age. */
export function typedNumber(patient: PatientDraft): string | null {
  return patient.how === "number" && numberKind(patient.number) !== null ? patient.number : null;
}

/** Whom the number names that was typed, once it is whole. */
export function numbered(patient: PatientDraft): NewPatient | null {
  const kind = patient.how === "number" ? numberKind(patient.number) : null;
  return kind === null ? null : { id_type: kind, id: plainNumber(patient.number) };
}

/** The number of a patient who is named already, where it is one that tells an age. */
export function knownNumber(patient: Patient | null): string | null {
  return patient !== null && (patient.id_type === "personnummer" || patient.id_type === "samordningsnummer") ? patient.id : null;
}

/** Age in whole years at `at`, on the county's calendar; `null` where the number tells none. */
export function ageYears(number: string, at: number): number | null {
  const match = /^(\d{2})?(\d{2})(\d{2})(\d{2})([-+]?)\d{4}$/u.exec(number.replace(/\s/gu, ""));
  if (match === null) return null;
  const [, century, year = "", month = "", day = "", sign] = match;
  const today = localDate(at);
  // A coordination number has 60 added to its day.
  const onDay = String(Number(day) > 60 ? Number(day) - 60 : Number(day)).padStart(2, "0");
  const thisYear = Number(today.slice(0, 4));
  // Without its century the latest that is not in the future; with a plus, who turns 100 at least.
  const newest = sign === "+" ? thisYear - 100 : thisYear;
  const born = (century === undefined ? ["20", "19", "18"] : [century])
    .map((hundreds) => ({ year: Number(hundreds + year), date: `${hundreds}${year}-${month}-${onDay}` }))
    .find((one) => one.date <= today && (century !== undefined || one.year <= newest));
  if (born === undefined) return null;
  return thisYear - born.year - (today.slice(5) >= born.date.slice(5) ? 0 : 1);
}
