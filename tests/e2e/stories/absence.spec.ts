import { seesTheOther } from "../support/media.ts";
import { Nurse } from "../support/nurse.ts";
import { HARNOSAND, KRAMFORS, SOLLEFTEA } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

/** Longer than any deadline of these stories, in seconds: silence that counts as gone, and a while until she counts as away. */
const DEADLINE = 100;

test("a tablet that sleeps keeps its place, and wakes up to what is so", async ({ context, enter, server }) => {
  const doctor = await enter.doctor(context, SOLLEFTEA.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, SOLLEFTEA.nurse);
  await nurse.asksUrgently({ reason: "breathing" });
  const colleague = await enter.nurse(context, SOLLEFTEA.colleague);
  await colleague.asksUrgently({ reason: "pain" });
  await colleague.hasPlace(2);
  const row = doctor.row({ level: "P1", reason: "breathing", municipality: SOLLEFTEA.municipality });
  await expect(row).toBeVisible();
  await expect(row).not.toContainText(doctor.say("mark.away"));

  // As when its lid is shut: no script of the page runs, and nobody closes its socket.
  const tablet = await context.newCDPSession(nurse.page);
  await tablet.send("Debugger.enable");
  await test.step("it sleeps, and the doctor sees that she is away", async () => {
    await Promise.all([new Promise((resolve) => tablet.once("Debugger.paused", resolve)), tablet.send("Debugger.pause")]);
    await server.forward(DEADLINE, doctor, colleague);
    await expect(row).toContainText(doctor.say("mark.away"));
  });
  await test.step("the place is hers all the same", async () => {
    expect((await doctor.rowsInOrder())[0]).toContain(doctor.say("reason.breathing"));
    await colleague.hasPlace(2);
  });
  await test.step("it wakes, and everything is as it was", async () => {
    await tablet.send("Debugger.resume");
    await nurse.isConnected();
    await nurse.hasPlace(1);
    await expect(row).not.toContainText(doctor.say("mark.away"));
  });
});

test("a tab that was duplicated is the same case, not a second one", { tag: "@call" }, async ({ context, enter }) => {
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  await nurse.asksUrgently({ reason: "fall_injury" });

  const [page] = await Promise.all([context.waitForEvent("page"), nurse.page.evaluate(() => void window.open(window.location.href))]);
  const copy = new Nurse(page, nurse.server);
  await copy.isSignedIn(HARNOSAND.nurse);
  await copy.hasPlace(1);
  const row = { level: "P1", reason: "fall_injury", municipality: HARNOSAND.municipality } as const;
  await expect(doctor.take(row)).toHaveCount(1);

  await doctor.takes(row);
  await doctor.calls();
  await test.step("it rings in both until one of them answers", async () => {
    await expect(nurse.ringing).toBeVisible();
    await expect(copy.ringing).toBeVisible();
    await nurse.answersTheRing();
    await expect(copy.ringing).toBeHidden();
  });
  await Promise.all([seesTheOther(nurse.page, "nurse", 25), seesTheOther(doctor.page, "doctor", 25)]);
  copy.isUnharmed();
});

test("a doctor whose browser crashes gives the case back where it was", { tag: "@call" }, async ({ browser, context, enter, server }) => {
  // A browser of her own: nobody else's pages go down with hers.
  const hers = await browser.newContext();
  const doctor = await enter.doctor(hers, KRAMFORS.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  await nurse.asksUrgently({ reason: "breathing" });
  const colleague = await enter.nurse(context, KRAMFORS.colleague);
  await colleague.asksUrgently({ reason: "pain" });
  await doctor.takes({ level: "P1", reason: "breathing", municipality: KRAMFORS.municipality });
  await colleague.hasPlace(1);
  await doctor.calls();
  await nurse.answersTheRing();
  await Promise.all([seesTheOther(nurse.page, "nurse", 25), seesTheOther(doctor.page, "doctor", 25)]);

  const page = await hers.newCDPSession(doctor.page);
  // A page that crashes does not say that it has.
  void page.send("Page.crash").catch(() => null);
  await doctor.page.waitForEvent("crash");
  await test.step("the nurse is told that the line broke, and whom to phone", async () => {
    await expect(nurse.page.getByText(nurse.words.like("call.reconnecting"))).toBeVisible({ timeout: 20_000 });
  });
  await test.step("the case is back in the queue, before who asked later", async () => {
    await server.forward(DEADLINE, nurse, colleague);
    await expect(nurse.page.getByText(nurse.say("call.ended.returned"))).toBeVisible();
    await colleague.hasPlace(2);
  });
  await hers.close();
});
