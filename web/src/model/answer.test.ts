import { describe, expect, it } from "vitest";
import type { Answer } from "../protocol";
import { answerStage, enteredKey, exceptionsNow, mayEndAnyway, toClose } from "./answer";
import { patientName } from "./case";
import { missingParts, newSupplement, supplementFaults, toSupplement, unsentWords, wasWriting } from "./supplement";
import { content, row } from "./testing";

describe("the answer", () => {
  it("with orders is read back, without is seen", () => {
    expect(answerStage(row({ state: "answered", has_orders: true }), null)).toEqual({ stage: "read_back", rejected: false });
    expect(answerStage(row({ state: "answered" }), null)).toEqual({ stage: "see" });
  });
  it("that did not match comes back as a stop", () => {
    expect(answerStage(row({ state: "answered", has_orders: true, marks: ["read_back_rejected"] }), null)).toEqual({ stage: "read_back", rejected: true });
  });
  it("that was read back is not valid before the doctor has said so", () => {
    const read = { ...CONTENT, read_backs: [{ at: "2026-11-21T12:10:00.000Z", by: { id: "sara", name: "Sara Lindgren", unit: "" }, text: "x", matches: null }] };
    expect(answerStage(row({ state: "read_back", has_orders: true }), read)).toEqual({ stage: "unconfirmed", since: "2026-11-21T12:10:00.000Z" });
  });
  it("says who enters the order, and says so when nobody has", () => {
    const answer = { orders: [{ what: "x" }] } as unknown as Answer;
    expect(enteredKey(answer)).toBe("answer.entered.no");
    expect(enteredKey({ ...answer, order_entered: "by_nurse" })).toBe("answer.entered.by_nurse");
    expect(enteredKey({ ...answer, orders: [] })).toBeNull();
    expect(enteredKey({ ...answer, orders: [{ kind: "care", what: "x", when: "nu" }] })).toBeNull();
  });
  it("is closed with the patient's part, which nobody chooses for the nurse", () => {
    expect(toClose(null, "agrees")).toBeNull();
    expect(toClose("informed", null)).toEqual({ participation: "informed" });
  });
});

describe("a supplement", () => {
  it("sends only what was given", () => {
    expect(toSupplement({ ...newSupplement(), note: " blekare ", careLimits: ["no_cpr"] }, NOON)).toEqual({ note: "blekare", care_limits: { kinds: ["no_cpr"] } });
  });
  it("without anything in it is not sent", () => {
    expect(supplementFaults(newSupplement(), NOON).map((fault) => fault.field)).toEqual(["note"]);
  });
  it("does not send a number with a wrong check digit", () => {
    const draft = { ...newSupplement(), patient: { how: "number", number: "19121212-1213", name: "", protectedIdentity: false } as const };
    expect(supplementFaults(draft, NOON).map((fault) => fault.field)).toEqual(["patient-number"]);
  });
  it("is asked for what the doctor will miss", () => {
    expect(missingParts(CONTENT)).toEqual(["draft.patient", "draft.background", "draft.assessment", "vitals.title", "draft.limits"]);
  });
});

describe("what she was writing when the answer came", () => {
  it("is one text, whatever parts of the form it stood in", () => {
    expect(unsentWords({ ...newSupplement(), note: "Andas tyngre", background: " KOL " })).toBe("Andas tyngre\nKOL");
    expect(unsentWords({ ...newSupplement(), note: "Andas tyngre " })).toBe("Andas tyngre ");
    expect(unsentWords(newSupplement())).toBe("");
  });

  it("takes her keys only where she typed a moment ago", () => {
    expect([wasWriting(0, NOON), wasWriting(NOON - 14_999, NOON), wasWriting(NOON - 15_000, NOON)]).toEqual([false, true, false]);
  });
});

describe("a patient", () => {
  it("is called by name, by number, or by what is not known", () => {
    const patient = { id_type: "personnummer", id: "191212121212", name: "Elsa", protected_identity: false, age_years: null } as const;
    expect(patientName({ ...CONTENT, patient })).toEqual({ key: "case.title_named", params: { name: "Elsa" } });
    expect(patientName({ ...CONTENT, patient: { ...patient, name: null } })).toEqual({ key: "case.title_named", params: { name: "191212121212" } });
    expect(patientName({ ...CONTENT, patient: { ...patient, id: null, name: null, id_type: "withheld" } })).toEqual({ key: "case.patient.withheld" });
    expect(patientName(CONTENT)).toEqual({ key: "case.patient.none" });
  });
});

const NOON = Date.parse("2026-11-21T12:00:00.000Z");
const CONTENT = content({});

describe("an end without agreement", () => {
  it("is for orders that nobody confirms, after a day or when the patient has died", () => {
    expect([row({ state: "answered", has_orders: true }), row({ state: "read_back", has_orders: true }), row({ state: "answered" }), row({ state: "acknowledged", has_orders: true })].map(mayEndAnyway)).toEqual([true, true, false, false]);
    const answered = row({ state: "answered", has_orders: true, answered_at: "2026-11-21T12:00:00.000Z" });
    expect(exceptionsNow(answered, NOON + 24 * 3_600_000 - 1)).toEqual(["patient_died"]);
    expect(exceptionsNow(answered, NOON + 24 * 3_600_000)).toEqual(["patient_died", "not_confirmed"]);
  });
});
