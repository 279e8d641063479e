import { Doctor } from "../support/doctor.ts";
import { seesTheOther } from "../support/media.ts";
import { KRAMFORS, PATIENT, type Person } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const ROW = { level: "P1", reason: "breathing", municipality: KRAMFORS.municipality } as const;
const DRAFT = "Svikt, inte pneumoni. Tänkte ge furosemid.";
const NEXT: Person = { id: "peter-wall", name: "Peter Wall", commission: "peter-wall-doctor", unit: "Älvens hälsocentral" };

test("a doctor who must go in the middle of a call leaves what was said to the next", { tag: "@call" }, async ({ context, enter }) => {
  const first = await enter.doctor(context, KRAMFORS.doctor);
  await first.goesOnDuty();
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  const colleague = await enter.nurse(context, KRAMFORS.colleague);

  await test.step("they talk, and the doctor begins to write", async () => {
    await nurse.asksUrgently({ reason: "breathing", patient: PATIENT });
    await first.takes(ROW);
    await first.calls();
    await nurse.answersTheRing();
    await Promise.all([seesTheOther(nurse.page, "nurse", 25), seesTheOther(first.page, "doctor", 25)]);
    await first.field("answer.assessment").fill(DRAFT);
  });
  await test.step("a colleague asks too, just as urgently", async () => {
    await colleague.asksUrgently({ reason: "pain" });
    await colleague.hasPlace(1);
  });
  await test.step("the doctor has to go: one tap, and she does not hold the case any more", async () => {
    await first.button("desk.must_go").click();
    await expect(first.heading("desk.queue.title")).toBeVisible();
  });
  await test.step("the nurse is told why, that she is first, and whom to phone", async () => {
    await nurse.page.getByRole("link", { name: nurse.say("call.to_case") }).click();
    await expect(nurse.page.getByRole("alert").filter({ hasText: nurse.words.like("waiting.left.first") })).toBeVisible();
    await nurse.hasPlace(1);
    await colleague.hasPlace(2);
  });

  const second = await enter.doctor(context, NEXT);
  await second.goesOnDuty();
  await test.step("the next doctor sees first that a call was broken off, by whom and after how long", async () => {
    expect((await second.rowsInOrder())[0]).toContain(second.say("reason.breathing"));
    await expect(second.row(ROW)).toContainText(interrupted(second));
  });
  await test.step("takes it, and reads what the first had written", async () => {
    await second.takes(ROW);
    await second.seesPatient(PATIENT.name);
    await expect(second.page.getByText(second.words.like("desk.left_behind"))).toContainText(KRAMFORS.doctor.name);
    await expect(second.page.getByText(DRAFT)).toBeVisible();
  });
  await test.step("and goes on where the first left off", async () => {
    await second.calls();
    await nurse.answersTheRing();
    await Promise.all([seesTheOther(nurse.page, "nurse", 25), seesTheOther(second.page, "next doctor", 25)]);
  });
});

/** Less than a minute was talked, or more: either way it says so, and names who had to go. */
function interrupted(doctor: Doctor): RegExp {
  const { name } = KRAMFORS.doctor;
  return new RegExp([doctor.say("desk.interrupted.short", { name }), doctor.say("desk.interrupted.left", { name }), doctor.say("desk.interrupted.minutes", { name }).replace("{{n}}", "\\d+")].join("|"), "u");
}
