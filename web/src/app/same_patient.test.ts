import { describe, expect, it } from "vitest";
import type { PatientDraft } from "../model/draft";
import type { NewPatient, OpenConsult } from "../protocol";
import { SamePatient } from "./same_patient.svelte";

const NILS: OpenConsult = { id: null, queued_at: "2026-11-21T09:00:00.000Z", nurse: { id: "nils", name: "Nils Nord", unit: "Norrgården" } };
const typed = (number: string, how: PatientDraft["how"] = "number"): PatientDraft => ({ how, number, name: "", protectedIdentity: false });

function asks() {
  const asked: NewPatient[] = [];
  const answers: (() => void)[] = [];
  const same = new SamePatient((patient) => {
    asked.push(patient);
    return new Promise((resolve) => answers.push(() => resolve({ ok: true, value: { consults: [NILS] } })));
  });
  return { same, asked, answer: async () => { answers.shift()?.(); await Promise.resolve(); await Promise.resolve(); } };
}

describe("whether a patient is asked about already", () => {
  it("is asked once, when the number is whole", async () => {
    const { same, asked, answer } = asks();
    for (const number of ["1912", "19121212-121", "19121212-1212", "19121212-1212"]) same.look(typed(number));
    expect(asked).toEqual([{ id_type: "personnummer", id: "19121212-1212" }]);
    await answer();
    expect(same.open).toEqual([NILS]);
  });
  it("is forgotten when another number is typed, and an answer that comes late tells nothing", async () => {
    const { same, answer } = asks();
    same.look(typed("19121212-1212"));
    same.look(typed("19500907-2553"));
    await answer();
    expect(same.open).toEqual([]);
    await answer();
    expect(same.open).toEqual([NILS]);
    same.look(typed("19500907-255"));
    expect(same.open).toEqual([]);
  });
  it("is not asked of whom no number names", () => {
    const { same, asked } = asks();
    for (const how of ["reserve", "unknown", "withheld", "later"] as const) same.look(typed("19121212-1212", how));
    expect(asked).toEqual([]);
  });
});
