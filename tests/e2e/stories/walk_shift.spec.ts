import { answerInWriting, Caller } from "../support/caller.ts";
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

  await test.step("and so does the answer of five past three", async () => {
    const caller = await Caller.as(server, KRAMFORS.doctor);
    const [mine] = (await caller.cases()).filter((one) => one.reason === "diabetes" && one.doctor?.id === KRAMFORS.doctor.id);
    await caller.answers(mine?.id ?? "", answerInWriting());
    await night.opensBoard();
    await expect(night.part("board.unread")).toContainText(night.say("reason.diabetes"));
    await night.pressesInList(night.part("board.unread").getByRole("link").first());
    await expect(night.heading("answer.title.see").first()).toBeVisible();
  });
});
