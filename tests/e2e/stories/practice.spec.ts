import { seesTheOther } from "../support/media.ts";
import { Caller, request } from "../support/caller.ts";
import { HARNOSAND, SOLLEFTEA } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

test("a practice question is sent from the first page, and every page says that it is one", { tag: "@call" }, async ({ context, enter }) => {
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, HARNOSAND.nurse);

  await test.step("the nurse writes it about nobody", async () => {
    await nurse.button("practice.send").click();
    await isStriped(nurse);
    await expect(nurse.field("draft.patient.name")).toHaveValue("Övning Övningsson");
    await nurse.page.getByRole("radio", { name: new RegExp(`^P2 ${nurse.say("level.P2")}`, "u") }).check();
    await nurse.chooses("draft.reason", "reason.fall_injury");
    await nurse.field("draft.situation").fill("Övar: föll i badrummet i morse.");
    await nurse.field("draft.assessment").fill("Övar: går som vanligt.");
    await nurse.page.getByRole("checkbox", { name: nurse.say("draft.background.none"), exact: true }).check();
    await nurse.chooses("draft.limits", "limit.none_known");
    await nurse.chooses("draft.wants", "recommendation.advice");
    await nurse.chooses("draft.takes_part", "app.yes");
    await nurse.sends("P2");
    await nurse.isWaiting();
    await isStriped(nurse);
  });

  await test.step("the doctor sees in the row, by eye and by ear, that it is one", async () => {
    const name = `P2 ${doctor.say("level.P2")}, ${doctor.say("reason.fall_injury")}, ${HARNOSAND.municipality}, ${doctor.say("mark.exercise")}`;
    const take = doctor.page.getByRole("button", { name: doctor.say("desk.row.take_name", { name }) });
    await expect(doctor.queue.getByRole("row").filter({ has: take })).toContainText(doctor.say("mark.exercise"));
    await doctor.pressesInList(take);
    await doctor.holdsACase();
    await isStriped(doctor);
  });

  await test.step("so do the ring and the call", async () => {
    await doctor.calls();
    await expect(nurse.ringing).toContainText(nurse.say("app.exercise"));
    await nurse.answersTheRing();
    await Promise.all([seesTheOther(nurse.page, "nurse", 10), seesTheOther(doctor.page, "doctor", 10)]);
    for (const window of [nurse, doctor]) await isStriped(window);
  });

  await test.step("and the answer", async () => {
    await doctor.judges();
    await doctor.sendsTheAnswer();
    await isStriped(doctor);
    await nurse.hangsUp();
    await expect(nurse.heading("answer.title.see").first()).toBeVisible();
    await isStriped(nurse);
  });
});

test("a practice that is acute is spoken of as one", async ({ context, enter }) => {
  const doctor = await enter.doctor(context, SOLLEFTEA.doctor);
  await doctor.goesOnDuty();
  await doctor.takesPartInExercises();
  const nurse = await enter.nurse(context, SOLLEFTEA.colleague);
  await nurse.opensUrgentForm();
  await nurse.chooses("draft.reason", "reason.pain");
  await nurse.page.getByRole("checkbox", { name: nurse.say("draft.exercise"), exact: true }).check();
  await nurse.sends("P1");
  await nurse.isWaiting();
  await expect(doctor.page.getByRole("alert").filter({ hasText: doctor.words.like("desk.urgent.practice_spoken") })).toBeAttached();
  await expect(doctor.page.getByRole("region", { name: doctor.say("desk.urgent.title") })).toContainText(doctor.words.like("desk.urgent.practice"));
});

test("an exercise sent first stands behind what is real, alarms nobody who takes no part, and makes way", async ({ context, enter, server }) => {
  const doctor = await enter.doctor(context, SOLLEFTEA.doctor);
  await doctor.goesOnDuty();
  const { centre } = SOLLEFTEA;
  const colleague = await Caller.as(server, SOLLEFTEA.colleague);
  const banner = doctor.page.getByRole("region", { name: doctor.say("desk.urgent.title") });
  const exercise = doctor.take({ level: "P1", reason: "pain", municipality: `${SOLLEFTEA.municipality}, ${doctor.say("mark.exercise")}` });

  await test.step("it stands in the queue, without banner, title, key or number", async () => {
    await colleague.asks(request(centre.id, "P1", { reason: "pain", exercise: true }));
    await expect(exercise).toBeVisible();
    await expect(banner).toBeHidden();
    await expect(doctor.page).toHaveTitle(doctor.say("desk.title.empty"));
    await doctor.page.keyboard.press("1");
    await doctor.page.keyboard.press("n");
    await expect(doctor.button("desk.queue.next")).toBeHidden();
    await expect(doctor.heading("desk.queue.title")).toBeVisible();
  });

  await test.step("the doctor practises, and writes", async () => {
    await doctor.pressesInList(exercise);
    await doctor.holdsACase();
    await doctor.field("answer.assessment").fill("Övar: lugn.");
    await doctor.goesToTheFirstPage();
  });

  await test.step("a real one alarms all the same, stands first and is taken with one key", async () => {
    const { id } = await colleague.asks(request(centre.id, "P1", { reason: "breathing" }));
    await expect(banner).toContainText(doctor.words.like("desk.urgent.new"));
    await doctor.aims();
    await doctor.page.keyboard.press("1");
    await expect(doctor.page).toHaveURL(new RegExp(id, "u"));
    await doctor.holdsACase();
    await expect(doctor.field("answer.assessment")).toHaveValue("");
  });

  await test.step("the exercise waits again, with what was written", async () => {
    await doctor.judgesInWriting();
    await doctor.sendsTheAnswer();
    await doctor.goesToTheQueue();
    await doctor.pressesInList(exercise);
    await doctor.holdsACase();
    await expect(doctor.field("answer.assessment")).toHaveValue("Övar: lugn.");
  });
});

test("what to do first is shown once to each, and again when it is asked for", async ({ context, enter }) => {
  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  const hint = nurse.heading("hint.title");
  await expect(hint).toBeVisible();
  await nurse.button("hint.seen").click();
  await expect(hint).toBeHidden();
  await nurse.page.reload();
  await expect(nurse.heading("home.reach")).toBeVisible();
  await expect(nurse.button("practice.send")).toBeVisible();
  await expect(hint).toBeHidden();

  await test.step("a doctor at the same browser has seen nothing yet", async () => {
    const doctor = await enter.doctor(context, HARNOSAND.doctor);
    await expect(doctor.page.getByText(doctor.say("hint.doctor.1"))).toBeVisible();
  });
  await nurse.opensAccount();
  await nurse.button("app.first_steps").click();
  await expect(hint).toBeVisible();
  expect(await nurse.page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("hint")))).toEqual([]);
});

/** The page has stripes, and the word beside them. */
async function isStriped(window: Window): Promise<void> {
  const striped = window.page.locator(".exercise, .exercise-bar").filter({ hasText: window.say("app.exercise") }).first();
  await expect(striped).toBeVisible();
  const drawn = await striped.evaluate((one) => [getComputedStyle(one).backgroundImage, getComputedStyle(one, "::before").backgroundImage].some((image) => image.includes("repeating-linear-gradient")));
  expect(drawn).toBe(true);
}
