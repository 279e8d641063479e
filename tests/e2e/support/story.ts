import { expect, test } from "@playwright/test";

import type { Doctor, Order } from "./doctor.ts";
import { type Asked, hearsTheOther, seesTheOther } from "./media.ts";
import type { Nurse } from "./nurse.ts";
import { PATIENT, type Place } from "./people.ts";

export const ORDER: Order = { what: "Morfin", form: "tablett", strength: "15 mg", dose: "1 tablett", route: "po", when: "vid behov", why: "smärta" };
export const SITUATION = "Planterad andnod sedan natten";
export const READ_WRONG = "Morfin 50 mg, en tablett genom munnen vid behov";
export const READ_RIGHT = "Morfin 15 mg, en tablett genom munnen vid behov";
export const CHAT = "Planterad rad i samtalet";

/** All that the story writes about the patient. None of it may lie anywhere in clear. */
export const SECRETS = [PATIENT.name, "Tolvansson", PATIENT.number, PATIENT.number.replace("-", ""), PATIENT.number.slice(2), PATIENT.number.slice(2).replace("-", ""), SITUATION, READ_WRONG, READ_RIGHT, CHAT];

/** A nurse and a doctor as the story needs them, whatever browser they sit at. */
export type StoryNurse = { page: Asked } & Pick<Nurse, "asksUrgently" | "answersTheRing" | "writesInTheCall" | "seesTheOrder" | "readsBack" | "isToldNotToGive" | "isToldToGive" | "closes">;
export type StoryDoctor = { page: Asked } & Pick<Doctor, "goesOnDuty" | "seesRow" | "shown" | "takes" | "seesPatient" | "calls" | "readsInTheCall" | "answersWithOrder" | "hearsReadBack" | "rejects" | "confirms">;

/** From the question to the closed case: asked, taken, talked over, answered, read back wrongly and rightly, closed. */
export async function wholeStory(nurse: StoryNurse, doctor: StoryDoctor, place: Place): Promise<void> {
  const row = { level: "P1", reason: "breathing", municipality: place.municipality } as const;

  await test.step("the doctor goes on duty and hears the sound", () => doctor.goesOnDuty());

  await test.step("the nurse asks with six fields", () => nurse.asksUrgently({ reason: "breathing", signal: "Andfådd i vila", patient: PATIENT, situation: SITUATION }));

  await test.step("the doctor sees the row, and not who it is about", async () => {
    await doctor.seesRow(row, "Andfådd i vila");
    const shown = await doctor.shown();
    for (const secret of SECRETS) expect(shown).not.toContain(secret);
  });

  await test.step("the doctor takes it and sees who it is about", async () => {
    await doctor.takes(row);
    await doctor.seesPatient(PATIENT.name);
  });

  await test.step("both talk, and see each other", async () => {
    await doctor.calls();
    await nurse.answersTheRing();
    await Promise.all([
      seesTheOther(nurse.page, "nurse"),
      seesTheOther(doctor.page, "doctor"),
      hearsTheOther(nurse.page, "nurse"),
      hearsTheOther(doctor.page, "doctor"),
    ]);
    await nurse.writesInTheCall(CHAT);
    await doctor.readsInTheCall(CHAT);
  });

  await test.step("the doctor answers with an order", async () => {
    await doctor.answersWithOrder(ORDER);
    await nurse.seesTheOrder("15 mg");
  });

  await test.step("the nurse reads back wrongly, and the order comes back", async () => {
    await nurse.readsBack(READ_WRONG);
    await doctor.hearsReadBack(READ_WRONG);
    await doctor.rejects();
    await nurse.isToldNotToGive();
  });

  await test.step("the nurse reads back rightly, and the doctor confirms", async () => {
    await nurse.readsBack(READ_RIGHT);
    await doctor.hearsReadBack(READ_RIGHT);
    await doctor.confirms();
    await nurse.isToldToGive();
  });

  await test.step("the nurse closes the case", () => nurse.closes());
}
