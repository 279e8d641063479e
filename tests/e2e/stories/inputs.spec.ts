import { answerInWriting, Caller, request } from "../support/caller.ts";
import { Inputs } from "../support/inputs.ts";
import { HARNOSAND, KRAMFORS, PATIENT, SOLLEFTEA, TIMRA } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a nurse who needs a doctor now does at least three things, and at most six", async ({ context, enter }) => {
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  const inputs = await Inputs.begin(nurse);

  await test.step("a reason is enough", async () => {
    await nurse.asksUrgently({ reason: "breathing" });
    says("urgent, least", await inputs.made(), 3);
  });
  await nurse.goesHome();
  await inputs.again();
  await test.step("with everything that the form asks for", async () => {
    await nurse.opensUrgentForm();
    await nurse.chooses("draft.reason", "reason.breathing");
    await nurse.page.getByRole("checkbox", { name: "Andfådd i vila", exact: true }).check();
    await nurse.field("draft.patient.number").fill(PATIENT.number);
    await nurse.field("draft.situation.urgent").fill("Tilltagande andnöd sedan i natt.");
    await nurse.sends("P1");
    await nurse.isWaiting();
    says("urgent, everything", await inputs.made(), 6);
  });
});

test("an ordinary question needs nine inputs", async ({ context, enter }) => {
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  const inputs = await Inputs.begin(nurse);
  await nurse.opensOrdinaryForm();
  await nurse.page.getByRole("radio", { name: new RegExp(`^P3 ${nurse.say("level.P3")}`, "u") }).check();
  await nurse.chooses("draft.reason", "reason.wound_skin");
  await nurse.field("draft.patient.number").fill(PATIENT.number);
  await nurse.field("draft.situation").fill("Trycksår på hälen som har blivit större sedan i går.");
  await nurse.field("draft.assessment").fill("Rodnad kring såret, ingen feber.");
  await nurse.page.getByRole("checkbox", { name: nurse.say("draft.background.none"), exact: true }).check();
  await nurse.chooses("draft.limits", "limit.none_known");
  await nurse.chooses("draft.wants", "recommendation.advice");
  await nurse.chooses("draft.takes_part", "app.yes");
  await nurse.sends("P3");
  await nurse.isWaiting();
  // Two stand beside the question itself and are one tap each: to open the form, and whether the patient takes part,
  // which has no default because nobody but the nurse knows. To whom, on which number, on which ground, and that she
  // is with the patient are shown with what her unit has said, and the request above went without touching them.
  const beside = [`tap: ${nurse.say("home.new")}`, `choice: ${nurse.say("app.yes")}`];
  const made = await inputs.made();
  const required = made.filter((one) => !beside.some((known) => one.startsWith(known)));
  expect(made.length - required.length).toBe(beside.length);
  says("ordinary, required", required, 9);
});

test("a doctor is in the call two clicks after the alert", { tag: "@call" }, async ({ context, enter }) => {
  const doctor = await enter.doctor(context, SOLLEFTEA.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, SOLLEFTEA.nurse);
  const inputs = await Inputs.begin(doctor);
  await nurse.asksUrgently({ reason: "chest_heart" });
  await expect(doctor.page.getByRole("region", { name: doctor.say("desk.urgent.title") })).toBeVisible();
  await doctor.takes({ level: "P1", reason: "chest_heart", municipality: SOLLEFTEA.municipality });
  await doctor.calls();
  says("from alert to call", await inputs.made(), 2);
  await expect(nurse.ringing).toBeVisible({ timeout: 20_000 });
});

test("an answer without an order needs five inputs", async ({ context, enter, server }) => {
  const nurse = await Caller.as(server, HARNOSAND.nurse);
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();
  await nurse.asks(request(HARNOSAND.centre.id, "P3", { reason: "nutrition_fluid" }));
  await doctor.takes({ level: "P3", reason: "nutrition_fluid", municipality: HARNOSAND.municipality });
  const inputs = await Inputs.begin(doctor);
  await doctor.chooses("answering.assessed_by", "answering.assessed.via_nurse");
  await doctor.field("answer.assessment").fill("Lätt uttorkad, dricker själv.");
  await doctor.chooses("answer.level_of_care", "care.stay_home");
  await doctor.chooses("answer.follow_up", "answering.follow_up.none");
  await doctor.sendsTheAnswer();
  says("answer without orders", await inputs.made(), 5);
});

test("a question back is answered with one field and one key", async ({ context, enter, server }) => {
  const nurse = await Caller.as(server, TIMRA.nurse);
  const doctor = await enter.doctor(context, TIMRA.doctor);
  await doctor.goesOnDuty();
  const answers = await Caller.as(server, TIMRA.doctor);
  const { id } = await nurse.asks(request(TIMRA.centre.id, "P3"));
  await answers.does(id, "claim");
  await answers.answers(id, answerInWriting());
  await nurse.reads(id);
  await nurse.does(id, "ask_back", { text: "Gäller det också till natten?" });
  await doctor.page.goto(`${server.url}/#/arende/${id}`);
  const inputs = await Inputs.begin(doctor);
  await doctor.field("desk.reply.label").fill("Ja, samma dos till natten.");
  await doctor.page.keyboard.press("Control+Enter");
  await expect(doctor.heading("desk.readback.title")).toBeVisible();
  says("short reply, besides the key that sends", await inputs.made(), 1);
  expect((await nurse.content(id)).answer?.answer.assessment).toContain("Ja, samma dos till natten.");
});

/** Prints what was counted, and holds it to its limit. */
function says(what: string, made: readonly string[], most: number): void {
  test.info().annotations.push({ type: "inputs", description: `${what}: ${String(made.length)} of at most ${String(most)}` });
  process.stdout.write(`${what}: ${String(made.length)} inputs, at most ${String(most)}\n${made.map((one) => `    ${one}\n`).join("")}`);
  expect(made.length).toBeGreaterThan(0);
  expect(made.length, made.join("\n")).toBeLessThanOrEqual(most);
}
