import { answerInWriting, Caller, request } from "../support/caller.ts";
import { hearsTheOther } from "../support/media.ts";
import { HARNOSAND, KRAMFORS, PATIENT, type Person } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

const CHANGED = "Andas tyngre sedan en kvart";
const QUESTION = "Gäller det också till natten";
const ASSESSED = "Svikt, inte pneumoni";
const NEXT: Person = { id: "peter-wall", name: "Peter Wall", commission: "peter-wall-doctor", unit: "Älvens hälsocentral" };

test("what a nurse has half written outlives pages, lock, reload and machine, and the answer that comes meanwhile", async ({ browser, context, enter, server }) => {
  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  const { id } = await (await Caller.as(server, HARNOSAND.nurse)).asks(request(HARNOSAND.centre.id, "P2"));
  const note = nurse.field("supplement.note");

  await test.step("she writes what has changed, and the page does not go without asking", async () => {
    await nurse.opensCase(id);
    await nurse.button("waiting.changed.add").click();
    await note.fill(CHANGED);
    expect(await nurse.asksBeforeItGoes()).toBe(true);
    await expect(note).toHaveValue(CHANGED);
  });
  await test.step("it stands in the form again after another page, after the lock, and after a reload", async () => {
    await keeps(nurse, id, "supplement", () => note.fill(`${CHANGED}, blå`));
    await nurse.goesHome();
    await nurse.opensCase(id);
    await expect(note).toHaveValue(`${CHANGED}, blå`);
    await nurse.button("app.lock").click();
    await nurse.page.getByRole("button", { name: nurse.say("lock.open", { name: HARNOSAND.nurse.name }), exact: true }).click();
    await expect(note).toHaveValue(`${CHANGED}, blå`);
    await nurse.page.reload();
    await expect(note).toHaveValue(`${CHANGED}, blå`);
  });
  const other = await enter.nurse(await browser.newContext(), HARNOSAND.nurse);
  await test.step("and on another machine of hers, where she goes on", async () => {
    await other.opensCase(id);
    await expect(other.field("supplement.note")).toHaveValue(`${CHANGED}, blå`);
    await keeps(other, id, "supplement", () => other.field("supplement.note").fill(`${CHANGED}, blå om läpparna`));
  });
  await test.step("the answer that comes while she writes takes nothing away, and her keys go on in the text", async () => {
    const doctor = await Caller.as(server, HARNOSAND.doctor);
    await doctor.goesOnDuty(HARNOSAND.centre.id);
    await doctor.does(id, "claim");
    await doctor.answers(id, answerInWriting());
    const unsent = other.field("unsent.label");
    await expect(unsent).toHaveValue(`${CHANGED}, blå om läpparna`);
    await expect(unsent).toBeFocused();
    await other.page.keyboard.type(" nu");
    await expect(unsent).toHaveValue(`${CHANGED}, blå om läpparna nu`);
    await other.button("unsent.add").click();
    await expect(unsent).toHaveCount(0);
    // It is sent, wherever she looks: nothing says that it is not.
    await expect(nurse.page.getByText(`${CHANGED}, blå om läpparna nu`)).toBeVisible();
    await expect(nurse.field("unsent.label")).toHaveCount(0);
    await nurse.page.reload();
    await expect(nurse.heading("answer.title.see").first()).toBeVisible();
    await expect(nurse.field("unsent.label")).toHaveCount(0);
  });
  await test.step("a question that she leaves half written is there when she opens it again, also after a reload", async () => {
    const question = other.field("after.ask_back.label");
    await other.button("after.ask_back").click();
    await keeps(other, id, "ask_back", () => question.fill(QUESTION));
    await other.button("app.cancel").click();
    await other.page.reload();
    await other.button("after.ask_back").click();
    await expect(question).toHaveValue(QUESTION);
    await other.button("after.ask_back.send").click();
    await expect(question).toHaveCount(0);
  });
});

test("what she begins before there is a case is kept as hers, told when it was begun, and gone when it is sent", async ({ browser, context, enter }) => {
  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  const answer = nurse.field("phoned.answer");
  const situation = nurse.field("draft.situation");
  const begun = (window: Window) => window.page.getByText(window.words.like("begun.title"));

  await test.step("a question is left for an acute one, and both are there", async () => {
    await nurse.opensOrdinaryForm();
    await keepsOwn(nurse, "request", () => situation.fill(CHANGED));
    await expect(nurse.page.getByText(nurse.say("draft.kept"))).toBeVisible();
    await nurse.page.goBack();
    await nurse.opensUrgentForm();
    await keepsOwn(nurse, "urgent_request", () => nurse.field("draft.situation.urgent").fill("Blå om läpparna"));
    await nurse.page.goBack();
    await nurse.opensOrdinaryForm();
    await expect(situation).toHaveValue(CHANGED);
    await expect(begun(nurse)).toHaveCount(0);
  });
  await test.step("after a reload it says when it was begun, and she begins anew", async () => {
    await nurse.page.reload();
    await expect(situation).toHaveValue(CHANGED);
    await expect(begun(nurse)).toBeVisible();
    const emptied = kept(nurse, "/me/drafts/request");
    await nurse.button("begun.restart").click();
    await emptied;
    await expect(situation).toHaveValue("");
    await nurse.page.reload();
    await expect(situation).toHaveValue("");
    await expect(begun(nurse)).toHaveCount(0);
  });
  await test.step("a contact by telephone goes on at another machine, and is gone when it is registered", async () => {
    await nurse.goesHome();
    await nurse.page.getByRole("link", { name: nurse.say("home.phoned") }).click();
    await keepsOwn(nurse, "phone_contact", () => answer.fill("Avvakta, ny kontroll i kväll."));
    const other = await enter.nurse(await browser.newContext(), HARNOSAND.nurse);
    await other.page.getByRole("link", { name: other.say("home.phoned") }).click();
    await expect(other.field("phoned.answer")).toHaveValue("Avvakta, ny kontroll i kväll.");
    await expect(begun(other)).toBeVisible();
    await other.field("draft.patient.number").fill(PATIENT.number);
    await other.page.getByRole("group", { name: other.say("phoned.level"), exact: true }).getByRole("radio", { name: /P2/u }).check();
    await other.field("phoned.doctor").fill(HARNOSAND.doctor.name);
    await other.button("phoned.send").click();
    await expect(other.page.getByRole("status").filter({ hasText: other.words.like("phoned.saved") })).toBeVisible();
    await other.page.reload();
    await expect(other.field("phoned.doctor")).toHaveValue("");
    await expect(begun(other)).toHaveCount(0);
  });
});

test("a doctor's draft is in the form when she takes the case again, and what she wrote last reaches the next doctor", async ({ browser, context, enter, server }) => {
  const row = { level: "P2", reason: "pain", municipality: KRAMFORS.municipality } as const;
  const { id } = await (await Caller.as(server, KRAMFORS.nurse)).asks(request(KRAMFORS.centre.id, "P2"));
  const doctor = await enter.doctor(context, KRAMFORS.doctor);
  const assessed = doctor.field("answer.assessment");
  await doctor.goesOnDuty();

  await test.step("she must go, and takes the case again: her words stand in the form", async () => {
    await doctor.takes(row);
    await assessed.fill(ASSESSED);
    await doctor.button("desk.must_go").click();
    await expect(doctor.heading("desk.queue.title")).toBeVisible();
    await doctor.takes(row);
    await expect(assessed).toHaveValue(ASSESSED);
  });
  await test.step("also what she wrote before she laid it back, on another machine", async () => {
    await keeps(doctor, id, "answer", () => assessed.fill(`${ASSESSED}. Väg i morgon`));
    await doctor.button("desk.release.open").click();
    await doctor.page.getByRole("dialog").getByRole("button", { name: doctor.say("desk.release.send"), exact: true }).click();
    await expect(doctor.heading("desk.queue.title")).toBeVisible();
    await doctor.page.reload();
    await doctor.takes(row);
    await expect(assessed).toHaveValue(`${ASSESSED}. Väg i morgon`);
  });
  await test.step("what she goes on to write after handing over is read by the one who takes over", async () => {
    await doctor.button("desk.handover").click();
    await expect(doctor.page.getByText(doctor.say("desk.handover.waiting"))).toBeVisible();
    await keeps(doctor, id, "answer", () => assessed.fill(`${ASSESSED}. Ring dottern`));
    const next = await enter.doctor(await browser.newContext(), NEXT);
    await next.goesOnDuty();
    await next.pressesInList(next.button("desk.handover.take"));
    await next.holdsACase();
    await expect(next.page.getByText(next.words.like("desk.left_behind"))).toContainText(KRAMFORS.doctor.name);
    await expect(next.page.getByText(`${ASSESSED}. Ring dottern`)).toBeVisible();
    await expect(doctor.page.getByRole("textbox", { name: doctor.say("desk.lost.text") })).toHaveValue(new RegExp(`${ASSESSED}. Ring dottern`, "u"));
  });
});

test("a call that she answers leaves what she was writing where it was", { tag: "@call" }, async ({ context, enter, server }) => {
  const row = { level: "P2", reason: "pain", municipality: HARNOSAND.municipality } as const;
  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();
  const { id } = await (await Caller.as(server, HARNOSAND.nurse)).asks(request(HARNOSAND.centre.id, "P2"));
  await doctor.takes(row);
  await doctor.field("answer.assessment").fill(ASSESSED);
  await nurse.opensCase(id);
  await nurse.button("waiting.changed.add").click();
  await nurse.field("supplement.note").fill(CHANGED);
  await doctor.calls();
  await nurse.answersTheRing();
  await hearsTheOther(nurse.page, "nurse");
  await expect(doctor.field("answer.assessment")).toHaveValue(ASSESSED);
  await nurse.page.goBack();
  await expect(nurse.field("supplement.note")).toHaveValue(CHANGED);
  await nurse.button("call.hang_up").click();
  await expect(nurse.field("supplement.note")).toHaveValue(CHANGED);
  await expect(doctor.field("answer.assessment")).toHaveValue(ASSESSED);
});

/** Writes, and waits until the server has it. */
async function keeps(window: Window, id: string, form: string, writes: () => Promise<void>): Promise<void> {
  const done = kept(window, `/consults/${id}/drafts/${form}`);
  await writes();
  await done;
}

/** The same in a form of no case yet. */
async function keepsOwn(window: Window, form: string, writes: () => Promise<void>): Promise<void> {
  const done = kept(window, `/me/drafts/${form}`);
  await writes();
  await done;
}

async function kept(window: Window, path: string): Promise<void> {
  const answer = await window.page.waitForResponse((one) => one.request().method() === "PUT" && one.url().endsWith(path));
  expect(answer.status()).toBe(204);
}
