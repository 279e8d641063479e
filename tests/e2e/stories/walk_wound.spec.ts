import { PATIENT, SOLLEFTEA } from "../support/people.ts";
import { photograph } from "../support/photo.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

const ROW = { level: "P3", reason: "wound_skin", municipality: SOLLEFTEA.municipality } as const;

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test("a picture of a wound goes in, an answer in writing comes out, and its journal text is copied", async ({ context, enter }) => {
  await context.grantPermissions(["camera", "microphone", "clipboard-read", "clipboard-write"], { origin: server.url });
  const doctor = await enter.doctor(context, SOLLEFTEA.doctor, { server });
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, SOLLEFTEA.nurse, { server });

  await test.step("the nurse asks, with a photograph, and says that writing is enough", async () => {
    await nurse.writesOrdinary("wound_skin", PATIENT);
    await nurse.page.getByRole("radio", { name: new RegExp(`^P3 ${nurse.say("level.P3")}`, "u") }).check();
    await nurse.chooses("draft.reply", "reply.text_ok");
    await nurse.attaches(await photograph(nurse.page));
    await expect(nurse.photos).toContainText(nurse.say("photos.stage.there"));
    await nurse.sends("P3");
    await nurse.isWaiting();
  });
  await test.step("the doctor sees that there is a picture and that writing is enough, and takes it", async () => {
    await expect(doctor.row(ROW)).toContainText(doctor.say("mark.has_images"));
    await expect(doctor.row(ROW)).toContainText(doctor.say("reply.text_ok"));
    await doctor.takes(ROW);
    await expect(doctor.page.getByRole("listitem").locator("button > img")).toBeVisible();
  });
  await test.step("answers in writing, and is free again", async () => {
    await doctor.judgesInWriting();
    await doctor.sendsTheAnswer();
    await expect(doctor.heading("desk.free.title")).toBeVisible();
  });
  await test.step("the nurse reads it without having been rung, and one tap says that she has", async () => {
    await expect(nurse.ringing).toHaveCount(0);
    await expect(nurse.heading("answer.title.see").first()).toBeVisible();
    await nurse.button("answer.seen").click();
    await expect(nurse.page.getByText(nurse.say("answer.seen.title"))).toBeVisible();
    await nurse.closes();
  });
  await test.step("each copies the text for the journal, and ticks it off", async () => {
    for (const window of [nurse, doctor]) {
      await window.button("journal.copy").click();
      await expect(window.page.getByText(window.words.like("journal.copied"))).toBeVisible();
      expect(await window.page.evaluate(() => navigator.clipboard.readText())).toContain(PATIENT.name);
      await window.button("gap.done.journal").click();
      await expect(window.button("gap.done.journal")).toBeHidden();
    }
  });
  await test.step("the picture stays with the case, and the doctor knows that the answer was read", async () => {
    await nurse.unfolds("case.content");
    await expect(nurse.page.getByRole("listitem").locator("button > img")).toBeVisible();
    await expect(doctor.page.getByText(doctor.words.like("desk.readback.step.opened"))).toBeVisible();
  });
});
