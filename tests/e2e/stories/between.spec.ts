import { answerInWriting, Caller, request } from "../support/caller.ts";
import { HARNOSAND, KRAMFORS, TIMRA } from "../support/people.ts";
import { ORDER } from "../support/story.ts";
import { expect, test } from "../support/test.ts";

const WRITTEN = "Avvakta, ny kontroll i morgon.";
const ASKED = "Vilken dos fick hon i morse?";
const HERS = "Furix, en tablett, nu";
const COLLEAGUES = "Furix, två tabletter, nu";

test("a doctor whose case is withdrawn while she writes reads who did it, that nothing went, and has her words", async ({ context, enter, server }) => {
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();
  const colleague = await Caller.as(server, HARNOSAND.colleague);
  const { id } = await colleague.asks(request(HARNOSAND.centre.id, "P2"));
  await doctor.takes({ level: "P2", reason: "pain", municipality: HARNOSAND.municipality });
  await doctor.field("answer.assessment").fill(WRITTEN);
  await colleague.does(id, "withdraw", { reason: "solved" });
  await expect(doctor.page.getByRole("alert").filter({ hasText: HARNOSAND.colleague.name })).toContainText(doctor.words.like("between.withdrawn"));
  await expect(doctor.page.getByText(doctor.say("desk.lost.not_sent"))).toBeVisible();
  const kept = doctor.page.getByRole("textbox", { name: doctor.say("desk.lost.text") });
  await expect(kept).toHaveValue(WRITTEN);
  await expect(kept).not.toBeEditable();
  await doctor.button("desk.lost.discard").click();
  await expect(kept).toHaveCount(0);
});

test("a question that a doctor is writing when her case is withdrawn is hers to copy", async ({ context, enter, server }) => {
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();
  const colleague = await Caller.as(server, HARNOSAND.colleague);
  const { id } = await colleague.asks(request(HARNOSAND.centre.id, "P2"));
  await doctor.takes({ level: "P2", reason: "pain", municipality: HARNOSAND.municipality });
  await doctor.button("desk.more.open").click();
  const saved = doctor.page.waitForResponse((answer) => answer.url().endsWith("/drafts/need_more") && answer.request().method() === "PUT");
  await doctor.field("desk.more.what").fill(ASKED);
  await saved;
  await colleague.does(id, "withdraw", { reason: "solved" });
  await expect(doctor.page.getByText(doctor.say("desk.lost.words_not_sent"))).toBeVisible();
  const kept = doctor.page.getByRole("textbox", { name: doctor.say("desk.lost.text") });
  await expect(kept).toHaveValue(`${doctor.say("desk.more.title")}: ${ASKED}`);
  await test.step("also on the page loaded anew", async () => {
    await doctor.page.reload();
    await expect(kept).toHaveValue(`${doctor.say("desk.more.title")}: ${ASKED}`);
  });
});

test("a nurse who asks back or closes second reads who was first and when, and has her words", async ({ context, enter, server }) => {
  const colleague = await Caller.as(server, KRAMFORS.colleague);
  const answers = await Caller.as(server, KRAMFORS.doctor);
  await answers.goesOnDuty(KRAMFORS.centre.id);
  const { id } = await colleague.asks(request(KRAMFORS.centre.id, "P3"));
  await answers.does(id, "claim");
  await answers.answers(id, answerInWriting());
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  await nurse.opensCase(id);
  const told = nurse.page.getByRole("alert").filter({ hasText: KRAMFORS.colleague.name });

  await test.step("what she asks stands in its dialog although the answer is no more", async () => {
    await nurse.button("after.ask_back").click();
    await nurse.field("after.ask_back.label").fill(ASKED);
    await colleague.does(id, "ask_back", { text: "Gäller det också till natten?" });
    await nurse.button("after.ask_back.send").click();
    await expect(told).toContainText(nurse.words.like("between.asked_back"));
    await expect(nurse.field("after.ask_back.label")).toHaveValue(ASKED);
    await nurse.button("app.cancel").click();
  });
  await test.step("and she who would close a case that is closed reads who did", async () => {
    await answers.answers(id, answerInWriting());
    await nurse.heading("answer.title.see").first().waitFor();
    await nurse.button("answer.seen").click();
    await nurse.chooses("close.participation", "participation.informed");
    // Her page has not heard of it when she presses.
    await nurse.page.route("**/close", async (route) => {
      await colleague.does(id, "close", { participation: "present" });
      await route.continue();
    });
    await nurse.button("close.send").click();
    await nurse.isDone();
    await expect(nurse.page.getByRole("status").filter({ hasText: nurse.words.like("between.closed") })).toContainText(KRAMFORS.colleague.name);
  });
});

test("of two nurses who read back at once the second keeps her words, and the doctor hears both", async ({ context, enter, server }) => {
  const doctor = await enter.doctor(context, TIMRA.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, TIMRA.nurse);
  const colleague = await Caller.as(server, TIMRA.colleague);
  const { id } = await colleague.asks(request(TIMRA.centre.id, "P2"));
  await doctor.takes({ level: "P2", reason: "pain", municipality: TIMRA.municipality });
  await doctor.judgesInWriting();
  await doctor.orders(ORDER);
  await doctor.sendsTheAnswer();
  await nurse.opensCase(id);
  await nurse.field("answer.read_back").fill(HERS);

  await test.step("the colleague is first: the nurse is told, and what she wrote stands", async () => {
    await colleague.does(id, "acknowledge", { read_back: COLLEAGUES });
    await expect(nurse.page.getByRole("alert").filter({ hasText: TIMRA.colleague.name })).toContainText(nurse.words.like("between.read_back"));
    await expect(nurse.field("answer.read_back")).toHaveValue(HERS);
  });
  await test.step("she sends hers as well, and both stand beside each other", async () => {
    await nurse.button("answer.read_back.send_beside").click();
    await expect(nurse.field("answer.read_back")).toHaveCount(0);
    for (const said of [COLLEAGUES, HERS]) await doctor.hearsReadBack(said);
    for (const reader of [TIMRA.nurse, TIMRA.colleague]) await expect(doctor.page.getByRole("heading", { name: doctor.say("desk.readback.read", { nurse: reader.name }) })).toBeVisible();
  });
  await test.step("they are not the same, so neither is right", async () => {
    await doctor.rejects();
    await nurse.isToldNotToGive();
  });
});
