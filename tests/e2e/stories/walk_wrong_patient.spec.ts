import { named, Caller, request } from "../support/caller.ts";
import { WRITTEN } from "../support/doctor.ts";
import { GORAN, HARNOSAND, PATIENT } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

const ROW = { level: "P2", reason: "pain", municipality: HARNOSAND.municipality } as const;

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test("an answer about the wrong patient is marked so for both, and nothing of it is lost", async ({ context, enter }) => {
  const doctor = await enter.doctor(context, HARNOSAND.doctor, { server });
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, HARNOSAND.nurse, { server });
  const { id } = await (await Caller.as(server, HARNOSAND.nurse)).asks(request(HARNOSAND.centre.id, "P2", { patient: named(PATIENT) }));

  await test.step("the doctor answers about the one whose number was typed", async () => {
    await doctor.takes(ROW);
    await doctor.seesPatient(PATIENT.name);
    await doctor.judgesInWriting();
    await doctor.sendsTheAnswer();
  });
  await test.step("the nurse sees that it is her neighbour, and says so", async () => {
    await nurse.opensCase(id);
    await expect(nurse.page.getByText(PATIENT.name).first()).toBeVisible();
    await nurse.button("after.void").click();
    const dialog = nurse.page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("Grannens nummer. Läkaren svarade om fel person.");
    await dialog.getByRole("button", { name: nurse.say("after.void.send") }).click();
  });
  await test.step("both read that nothing is deleted and that both are told", async () => {
    for (const window of [nurse, doctor]) await expect(window.page.getByText(window.say("after.voided")).first()).toBeVisible();
    await expect(doctor.page.getByText("Grannens nummer.")).toBeVisible();
  });
  await test.step("the answer can still be read, and nobody can act on it", async () => {
    await expect(nurse.page.getByText(WRITTEN).first()).toBeVisible();
    await expect(nurse.button("answer.seen")).toHaveCount(0);
    await expect(nurse.button("after.void")).toHaveCount(0);
  });
  await test.step("the right patient is asked about in a question of her own", async () => {
    await (await Caller.as(server, HARNOSAND.nurse)).asks(request(HARNOSAND.centre.id, "P2", { patient: named(GORAN) }));
    await doctor.goesToTheFirstPage();
    await doctor.takes(ROW);
    await doctor.seesPatient(GORAN.name);
  });
});
