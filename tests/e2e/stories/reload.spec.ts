import { decoded, goesOnSeeing, seesTheOther } from "../support/media.ts";
import { TIMRA } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a reload of either page brings the call back by itself", { tag: "@call" }, async ({ context, enter }) => {
  const row = { level: "P1", reason: "breathing", municipality: TIMRA.municipality } as const;
  const doctor = await enter.doctor(context, TIMRA.doctor);
  const nurse = await enter.nurse(context, TIMRA.nurse);
  await doctor.goesOnDuty();
  await nurse.asksUrgently({ reason: "breathing" });
  await doctor.takes(row);
  await doctor.calls();
  await nurse.answersTheRing();
  await Promise.all([seesTheOther(nurse.page, "nurse", 25), seesTheOther(doctor.page, "doctor", 25)]);

  await test.step("the nurse reloads", async () => {
    await nurse.page.reload();
    expect((await decoded(nurse.page)).frames).toBeLessThan(25);
    await seesTheOther(nurse.page, "nurse after her reload", 25);
    await goesOnSeeing(doctor.page, "doctor after her reload");
  });
  await test.step("the doctor reloads", async () => {
    await doctor.page.reload();
    expect((await decoded(doctor.page)).frames).toBeLessThan(25);
    await seesTheOther(doctor.page, "doctor after his reload", 25);
    await goesOnSeeing(nurse.page, "nurse after his reload");
  });
  await test.step("the case is still the doctor's", () => doctor.holdsACase());
});
