// A death, as a nurse asks about it and a doctor establishes it.
import { expect } from "@playwright/test";

import type { NewConsult } from "../../../web/src/protocol.ts";
import { named, request } from "./caller.ts";
import type { Doctor } from "./doctor.ts";
import type { Nurse } from "./nurse.ts";
import type { Row } from "./doctor.ts";

/** Who had decided that the death was to be expected. */
const DECIDED_BY = "Dr Hall";

/** The row of such a request in the queue. */
export function deathRow(municipality: string): Row {
  return { level: "P3", reason: "death", municipality };
}

/** A request about an expected death, with everything that is required. */
export function deathRequest(centre: string, patient: { name: string; number: string }): NewConsult {
  const { care_limits: _limits, patient_takes_part: _part, ...plain } = request(centre, "P3", { reason: "death", patient: named(patient), disclosure_basis: "harm_test" });
  const examined = new Date(Date.now() - 600_000).toISOString();
  return {
    ...plain,
    sbar: { situation: "Avled stilla i sin säng. Dottern är i rummet." },
    death: {
      expected: { decision: "yes", decided_by: DECIDED_BY, decided_on: "2026-11-10" },
      last_seen_alive_at: new Date(Date.now() - 3_600_000).toISOString(),
      signs: { no_pulse: "found", no_heart_sounds: "found", no_breathing: "found", fixed_pupils: "found" },
      examined_at: examined,
      examined_by: "Anna Berg",
      implant: "yes",
      relatives_told: "yes",
    },
  };
}

/** Opens the ordinary form and says that it is about a death. */
export async function opensDeathForm(nurse: Nurse): Promise<void> {
  await nurse.opensOrdinaryForm();
  await nurse.page.getByRole("radio", { name: new RegExp(`^P3 ${nurse.say("level.P3")}`, "u") }).check();
  await nurse.page.getByRole("button", { name: nurse.words.like("draft.reason.all") }).click();
  await nurse.chooses("draft.reason", "reason.death");
  await expect(nurse.page.getByRole("group", { name: nurse.say("death.title"), exact: true })).toBeVisible();
}

/** Writes all that is asked of an expected death. */
export async function tellsOfDeath(nurse: Nurse, patient: { name: string; number: string }): Promise<void> {
  await nurse.field("draft.patient.number").fill(patient.number);
  await nurse.field("draft.situation").fill("Avled stilla i sin säng. Dottern är i rummet.");
  await nurse.chooses("death.expected", "death.expected.yes");
  await nurse.field("death.decided_by").fill(DECIDED_BY);
  await nurse.field("death.decided_on").fill("2026-11-10");
  for (const sign of ["no_pulse", "no_heart_sounds", "no_breathing", "fixed_pupils"]) await nurse.chooses(`death.sign.${sign}`, `death.found.${sign}.found`);
  await nurse.field("death.examined_at").fill("00:01");
  await nurse.chooses("death.implant", "death.implant.no");
  await nurse.chooses("death.relatives", "death.relatives.yes");
  // Nobody proposes that she consents who has died.
  const basis = nurse.page.getByRole("group", { name: nurse.say("draft.basis"), exact: true });
  if (await basis.isVisible()) await basis.getByRole("radio", { name: nurse.say("basis.harm_test"), exact: true }).check();
}

/** Fills in all that the doctor says of a death she establishes on the nurse's examination. */
export async function establishes(doctor: Doctor): Promise<void> {
  await doctor.chooses("death.established", "death.established.now");
  await doctor.field("death.at").fill("00:01");
  await doctor.chooses("death.by", "answering.me");
  await doctor.chooses("death.basis", "death.basis.nurse_examination");
  await doctor.chooses("death.certificate", "answering.me");
  await doctor.chooses("death.cause", "death.other_doctor");
  await doctor.field("death.cause.name").fill(DECIDED_BY);
  await doctor.chooses("death.police", "app.no");
  await doctor.field("answer.assessment").fill("Väntat dödsfall, ingen misstanke om onaturlig död.");
  await doctor.chooses("answer.follow_up", "answering.follow_up.none");
}
