import { expect, it } from "vitest";
import { faults, newDraft, toRequest } from "./draft";
import { markPractice, PRACTICE_PATIENT, practiceDraft } from "./practice";
import { numberKind } from "./person_number";

const NOON = Date.parse("2026-11-21T12:00:00.000Z");
const KNOWN = { phone: "070-174 06 52", basis: "consent" } as const;

it("a practice question is marked as one, about a patient who can be sent and does not exist", () => {
  const draft = practiceDraft(NOON, KNOWN);
  expect(numberKind(PRACTICE_PATIENT.number)).toBe("personnummer");
  expect(faults(draft, NOON).map((fault) => fault.field)).not.toContain("patient-number");
  expect(toRequest(draft, NOON)).toMatchObject({ exercise: true, patient: { name: PRACTICE_PATIENT.name } });
});

it("the patient of a practice is never asked about for real", () => {
  const draft = practiceDraft(NOON, KNOWN);
  markPractice(draft, false);
  expect(draft.patient).toMatchObject({ number: "", name: "" });
  expect(toRequest(draft, NOON)).not.toHaveProperty("exercise");
});

it("a patient whom she has named stays when she says that it is no practice", () => {
  const draft = { ...newDraft("ordinary", NOON, KNOWN), exercise: true, patient: { ...PRACTICE_PATIENT, number: "19500907-2553", name: "Göran Hedin" } };
  markPractice(draft, false);
  expect(draft.patient.name).toBe("Göran Hedin");
});
