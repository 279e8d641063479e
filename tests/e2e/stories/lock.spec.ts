import type { Page } from "@playwright/test";

import { barriers } from "../support/accessible.ts";
import { hearsTheOther } from "../support/media.ts";
import { HARNOSAND, PATIENT } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

const ROW = { level: "P1", reason: "breathing", municipality: HARNOSAND.municipality } as const;

test("a tablet left alone shows nobody's case, keeps the nurse's place, and rings", { tag: "@call" }, async ({ browser, context, enter }) => {
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();
  // A tablet of her own: its clock is moved on.
  const hers = await browser.newContext({ viewport: { width: 390, height: 844 }, permissions: ["camera", "microphone"] });
  const nurse = await enter.nurse(hers, HARNOSAND.nurse);
  await installsClock(nurse.page);
  await nurse.asksUrgently({ reason: "breathing", patient: PATIENT, situation: "Blå om läpparna sedan i morse." });
  await expect(nurse.page.locator("main")).toContainText(PATIENT.name);
  // What she writes is no one else's to read, and hers to go on with.
  await nurse.button("waiting.changed.add").click();
  await nurse.field("draft.background").fill("Hjärtsvikt sedan 2019.");

  await test.step("a quarter of an hour later nothing of the patient is on the screen", async () => {
    await leftAlone(nurse.page);
    await isLocked(nurse);
    const shown = await nurse.page.evaluate(() => document.body.innerText);
    for (const word of [PATIENT.name, PATIENT.number, "läpparna", "Hjärtsvikt"]) expect(shown).not.toContain(word);
    expect(await nurse.page.content()).not.toContain(PATIENT.name);
    expect(shown).toContain(nurse.say("lock.place", { n: 1 }));
    expect(await barriers(nurse.page, "locked screen")).toEqual([]);
  });

  await test.step("neither Escape nor a reload opens it, and no other page of hers does", async () => {
    await nurse.page.keyboard.press("Escape");
    await nurse.page.keyboard.press("Escape");
    await isLocked(nurse);
    const token = await nurse.page.evaluate(() => sessionStorage.getItem("vantrum.token"));
    const answer = await fetch(`${nurse.server.url}/api/v1/consults`, { headers: { authorization: `Bearer ${token ?? ""}` } });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, "session_locked"]);
  });

  await test.step("the doctor reads, calls, and is heard without the lock being opened", async () => {
    await doctor.takes(ROW);
    await expect(lock(nurse)).toContainText(nurse.say("lock.taken", { name: HARNOSAND.doctor.name }));
    await doctor.calls();
    await lock(nurse).getByRole("button", { name: nurse.say("ring.answer_sound"), exact: true }).click();
    await hearsTheOther(nurse.page, "nurse");
    await isLocked(nurse);
    await expect(lock(nurse)).toContainText(nurse.say("lock.call"));
  });

  await test.step("she opens it, and all is as it was", async () => {
    await opens(nurse, HARNOSAND.nurse.name);
    await nurse.isInCallPage();
    await expect(nurse.page.locator("main")).toContainText(PATIENT.name);
  });

  await test.step("a page that was locked is locked when it is loaded anew", async () => {
    await leftAlone(nurse.page);
    await isLocked(nurse);
    await nurse.page.reload();
    await isLocked(nurse);
    expect(await nurse.page.content()).not.toContain(PATIENT.name);
    await opens(nurse, HARNOSAND.nurse.name);
  });
});

test("a doctor's locked desk says how many wait, and what she wrote is there when she is back", async ({ browser, context, enter }) => {
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();
  await installsClock(doctor.page);
  const nurse = await enter.nurse(await browser.newContext(), HARNOSAND.nurse);
  await nurse.asksUrgently({ reason: "breathing", patient: PATIENT });
  await doctor.takes(ROW);
  await doctor.seesPatient(PATIENT.name);
  await doctor.field("answer.assessment").fill("Svikt, inte pneumoni.");

  await leftAlone(doctor.page);
  await isLocked(doctor);
  expect(await doctor.page.content()).not.toContain(PATIENT.name);
  await expect(lock(doctor)).toContainText(doctor.say("lock.duty.none"));
  await opens(doctor, HARNOSAND.doctor.name);
  await doctor.seesPatient(PATIENT.name);
  await expect(doctor.field("answer.assessment")).toHaveValue("Svikt, inte pneumoni.");
});

test("she locks the screen herself, and leaves the account menu by Escape and by a tap beside it", async ({ context, enter }) => {
  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  await nurse.button("app.lock").click();
  await isLocked(nurse);
  // It is not said that time has done it.
  await expect(lock(nurse)).not.toContainText(nurse.say("lock.time"));
  await expect(lock(nurse)).toContainText(nurse.say("lock.text"));
  await opens(nurse, HARNOSAND.nurse.name);

  const out = nurse.button("app.switch_person");
  await nurse.opensAccount();
  await expect(out).toBeVisible();
  await nurse.page.keyboard.press("Escape");
  await expect(out).toBeHidden();
  await expect(nurse.page.locator("summary").filter({ hasText: nurse.say("app.account") })).toBeFocused();
  await nurse.opensAccount();
  await nurse.heading("home.reach").click();
  await expect(out).toBeHidden();
});

const lock = (window: Window) => window.page.getByRole("dialog", { name: window.say("lock.title"), exact: true });

async function isLocked(window: Window): Promise<void> {
  await expect(lock(window)).toBeVisible();
}

/** Time passes, and nobody touches the page. */
/** The page begins anew by the clock that is put forward: else its own look at the time could come after the server has told it the hour. */
async function installsClock(page: Page): Promise<void> {
  await page.clock.install();
  await page.reload();
}

async function leftAlone(page: Page): Promise<void> {
  await page.clock.fastForward("15:01");
}

async function opens(window: Window, name: string): Promise<void> {
  await lock(window).getByRole("button", { name: window.say("lock.open", { name }), exact: true }).click();
  await expect(lock(window)).toHaveCount(0);
}
