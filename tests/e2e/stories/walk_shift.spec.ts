import { answerInWriting, Caller } from "../support/caller.ts";
import { hearsTheOther } from "../support/media.ts";
import { KRAMFORS } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a nurse's shift ends while she waits, and the answer reaches who took over by name", { tag: "@call" }, async ({ context, enter, server }) => {
  const doctor = await enter.doctor(context, KRAMFORS.doctor);
  await doctor.goesOnDuty();
  const day = await enter.nurse(context, KRAMFORS.nurse);
  await day.asksUrgently({ reason: "diabetes" });
  const row = { level: "P1", reason: "diabetes", municipality: KRAMFORS.municipality } as const;

  await test.step("a doctor reads the question, and the nurse sees that", async () => {
    await doctor.reads(row);
    await expect(doctor.reading).toBeVisible();
    await expect(day.page.getByText(day.words.like("waiting.seen"))).toBeVisible();
    await day.hasPlace(1);
  });
  await test.step("what was read is gone once its row is closed", async () => {
    await doctor.opensRow("diabetes");
    await expect(doctor.reading).toBeHidden();
    await doctor.opensRow("diabetes");
    await expect(doctor.page.getByRole("button", { name: doctor.words.like("desk.row.take_this") })).toBeVisible();
    await expect(doctor.reading).toHaveCount(0);
  });

  await day.opensBoard();
  await expect(day.part("board.waiting")).toContainText(day.say("reason.diabetes"));
  await day.handsOver();
  const night = await enter.nurse(context, KRAMFORS.colleague);
  await night.opensBoard();
  await expect(night.part("shift.to_take")).toContainText(KRAMFORS.nurse.name);
  await night.takesOver();
  await expect(day.page.getByText(day.words.like("shift.go"))).toBeVisible();

  await test.step("the call rings with her who has it now", async () => {
    await doctor.takes(row);
    await doctor.calls();
    await expect(night.ringing).toBeVisible({ timeout: 20_000 });
    await expect(day.ringing).toBeHidden();
  });

  const caller = await Caller.as(server, KRAMFORS.doctor);
  const [{ id } = { id: "" }] = (await caller.cases()).filter((one) => one.reason === "diabetes" && one.doctor?.id === KRAMFORS.doctor.id);
  await test.step("her colleague, who is still with the patient, answers in her place", async () => {
    await night.opensCase(id);
    await expect(night.ringing).toBeVisible();
    await day.opensCase(id);
    await day.page.getByRole("link", { name: day.say("call.instead", { nurse: KRAMFORS.colleague.name }), exact: true }).click();
    await Promise.all([hearsTheOther(day.page, "day"), hearsTheOther(doctor.page, "doctor")]);
    await expect(doctor.page.getByText(doctor.words.like("call.in_room"))).toContainText(KRAMFORS.nurse.name);
  });
  await test.step("whose telephone rings no more, and who reads who is there and that she answered", async () => {
    const busy = night.page.getByText(night.say("call.busy", { name: KRAMFORS.nurse.name, doctor: KRAMFORS.doctor.name }));
    await expect(night.ringing).toBeHidden();
    await expect(busy).toBeVisible();
    await night.unfolds("case.content");
    await expect(night.page.getByRole("listitem").filter({ hasText: night.say("diary.answered_instead") })).toContainText(KRAMFORS.nurse.name);
    await night.page.goto(`${server.url}/#/arende/${id}/samtal`);
    await expect(busy).toBeVisible();
    await expect(night.page.getByText(night.say("call.ended.over"))).toHaveCount(0);
    await hearsTheOther(day.page, "day");
    await day.hangsUp();
    await expect(busy).toHaveCount(0);
    await night.page.goBack();
    for (const nurse of [day, night]) await nurse.goesHome();
  });

  await test.step("and so does the answer of five past three", async () => {
    await caller.answers(id, answerInWriting());
    await night.opensBoard();
    await expect(night.part("board.unread")).toContainText(night.say("reason.diabetes"));
    await night.pressesInList(night.part("board.unread").getByRole("link").first());
    await expect(night.heading("answer.title.see").first()).toBeVisible();
  });
});
