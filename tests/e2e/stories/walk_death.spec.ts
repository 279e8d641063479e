import { seesTheOther } from "../support/media.ts";
import { deathRow, establishes, opensDeathForm, tellsOfDeath } from "../support/death.ts";
import { BIRGITTA, KRAMFORS } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test("a death at a care home is asked about, rung without a sound and established", { tag: "@call" }, async ({ context, enter }) => {
  const doctor = await enter.doctor(context, KRAMFORS.doctor, { server });
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, KRAMFORS.nurse, { server });
  // Every tone begins with an oscillator: what is counted here has been heard.
  await nurse.page.evaluate(() => {
    const heard = globalThis as typeof globalThis & { tones: number };
    heard.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
      heard.tones += 1;
      start.call(this, at);
    };
  });

  await test.step("the form asks for the signs and not for values, wishes or the patient's part", async () => {
    await opensDeathForm(nurse);
    for (const living of ["draft.wants", "draft.limits", "draft.takes_part", "vitals.title"]) {
      await expect(nurse.page.getByRole("group", { name: nurse.say(living), exact: true })).toHaveCount(0);
    }
    await tellsOfDeath(nurse, BIRGITTA);
    await nurse.sends("P3");
    await nurse.isWaiting();
    await expect(nurse.page.getByRole("group", { name: nurse.say("waiting.otherwise"), exact: true })).toHaveCount(0);
  });

  await test.step("the doctor reads what was examined, and rings: it shows and does not sound", async () => {
    await doctor.takes(deathRow(KRAMFORS.municipality));
    await expect(doctor.page.getByText("Dr Hall", { exact: false })).toBeVisible();
    await expect(doctor.page.getByRole("group", { name: doctor.say("answer.level_of_care"), exact: true })).toHaveCount(0);
    await doctor.calls();
    await expect(nurse.ringing).toBeVisible({ timeout: 20_000 });
    await expect(nurse.ringing).toContainText(nurse.say("ring.quiet"));
    await nurse.answersTheRing();
    await Promise.all([seesTheOther(nurse.page, "nurse", 10), seesTheOther(doctor.page, "doctor", 10)]);
    expect(await nurse.page.evaluate(() => (globalThis as typeof globalThis & { tones: number }).tones)).toBe(0);
  });

  await test.step("it is established on the nurse's examination, and closed without a word about the patient's part", async () => {
    await establishes(doctor);
    await doctor.sendsTheAnswer();
    await nurse.hangsUp();
    await expect(nurse.page.getByText(nurse.say("death.basis.nurse_examination"))).toBeVisible();
    await nurse.button("answer.seen").click();
    await expect(nurse.page.getByText(nurse.say("close.death"))).toBeVisible();
    await nurse.button("close.send").click();
    await nurse.isDone();
  });
  for (const window of [nurse, doctor]) window.isUnharmed();
});
