import type { Page } from "@playwright/test";

import { answerWithOrder, Caller, named, request } from "../support/caller.ts";
import type { Doctor } from "../support/doctor.ts";
import { DESK, PHONE } from "../support/large_text.ts";
import { seesTheOther } from "../support/media.ts";
import type { Nurse } from "../support/nurse.ts";
import { HARNOSAND, KRAMFORS, PATIENT, SOLLEFTEA, TIMRA } from "../support/people.ts";
import { aimsAt, sends } from "../support/press.ts";
import { Server } from "../support/server.ts";
import { saysByItself } from "../support/spoken.ts";
import { ORDER, READ_WRONG } from "../support/story.ts";
import { expect, test } from "../support/test.ts";
import { inOneView, isInWindow, letsGo, scrollsAway } from "../support/view.ts";

const SIZES = { phone: PHONE, tablet: { width: 1024, height: 768 }, desktop: { width: 1440, height: 900 } } as const;
const WRONG = "Paracetamol 500 mg, tjugo tabletter fyra gånger om dagen";
const RIGHT = "Paracetamol 500 mg, två tabletter fyra gånger om dagen";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test("what somebody decides on is in front of her eyes, at every size", async ({ context, enter }) => {
  const doctor = await enter.doctor(context, TIMRA.doctor, { server });
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, TIMRA.nurse, { server });
  const [asks, answers] = [await Caller.as(server, TIMRA.nurse), await Caller.as(server, TIMRA.doctor)];

  for (const [name, size] of Object.entries(SIZES)) {
    await test.step(name, async () => {
      for (const { page } of [doctor, nurse]) await page.setViewportSize(size);
      const { id } = await asks.asks(request(TIMRA.centre.id, "P2", { patient: named(PATIENT) }));
      await answers.does(id, "claim");
      await doctor.page.goto(`${server.url}/#/arende/${id}`);
      await nurse.opensCase(id);
      await doctor.holdsACase();

      await scrollsAway(nurse.page);
      await answers.answers(id, answerWithOrder());
      await inOneView(nurse.page, { heading: nurse.heading("answer.title.read_back"), ...theOrder(nurse), field: nurse.field("answer.read_back"), send: nurse.button("answer.read_back.send") });
      await headingHasFocus(nurse.page);

      await scrollsAway(doctor.page);
      await letsGo(doctor.page);
      await asks.does(id, "acknowledge", { read_back: WRONG });
      await seesTheComparison(doctor, WRONG);
      await headingHasFocus(doctor.page);

      await scrollsAway(nurse.page);
      await letsGo(nurse.page);
      await doctor.rejects();
      await inOneView(nurse.page, {
        "do not give": nurse.page.getByRole("alert").filter({ hasText: nurse.say("answer.rejected.title") }),
        ...theOrder(nurse),
        "what she read": nurse.page.getByRole("region", { name: nurse.say("answer.ordered") }).getByText(WRONG),
        field: nurse.field("answer.read_back"),
        send: nurse.button("answer.read_back.send"),
      });

      await nurse.readsBack(RIGHT);
      await seesTheComparison(doctor, RIGHT);
      await doctor.confirms();
      await inOneView(nurse.page, { valid: nurse.page.getByText(nurse.say("answer.confirmed.title")), ...theOrder(nurse) });
      await asks.does(id, "close", { participation: "informed" });
      await doctor.goesToTheFirstPage();
      await nurse.goesHome();
    });
  }
});

test("nothing is confirmed of which a part has not been in sight, and nothing twice", async ({ context, enter }) => {
  const doctor = await enter.doctor(context, HARNOSAND.doctor, { server });
  await doctor.goesOnDuty();
  const [asks, answers] = [await Caller.as(server, HARNOSAND.nurse), await Caller.as(server, HARNOSAND.doctor)];
  const [order] = answerWithOrder().orders;
  if (order === undefined) throw new Error("an answer with an order has one");
  const orders = Array.from({ length: 12 }, (_, n) => ({ ...order, what: `Läkemedel ${String(n + 1)}` }));
  const left = doctor.page.getByText(doctor.words.like("desk.compare.left"));
  const sent = sends(doctor, "confirm_read_back");

  for (const [name, size] of Object.entries({ "on a phone": PHONE, "at a desk, all twice as large": DESK })) {
    const { id } = await asks.asks(request(HARNOSAND.centre.id, "P2", { patient: named(PATIENT) }));
    await answers.does(id, "claim");
    await answers.answers(id, { ...answerWithOrder(), orders });
    await asks.does(id, "acknowledge", { read_back: RIGHT });
    await doctor.page.setViewportSize(size);
    await doctor.page.goto(`${server.url}/#/arende/${id}`);

    await test.step(`${name}: a press before all has been in sight says what is left, shows it, and sends nothing`, async () => {
      for (const early of ["desk.readback.matches", "desk.readback.matches_not"]) {
        await doctor.pressesInList(doctor.button(early));
        await expect(doctor.page.getByRole("alert").filter({ has: left })).toContainText(doctor.say("answer.order_n", { n: 6 }));
      }
      await expect(doctor.page.getByText(doctor.words.like("desk.readback.confirmed"))).toHaveCount(0);
      expect(sent).not.toContain(id);
    });
    await test.step(`${name}: each row counts once it has been in the window, in turn`, async () => {
      const rows = doctor.page.locator("[data-compared]");
      for (let n = 0; n < (await rows.count()); n += 1) {
        await rows.nth(n).evaluate((row) => {
          row.scrollIntoView({ block: "center", behavior: "instant" });
        });
      }
      await expect(left).toHaveCount(0);
    });
    await test.step(`${name}: and two presses and the browser's way back confirm once`, async () => {
      await doctor.aims();
      await doctor.button("desk.readback.matches").dblclick();
      await expect(doctor.page.getByText(doctor.words.like("desk.readback.confirmed"))).toBeVisible();
      await doctor.goesToTheFirstPage();
      await doctor.page.goBack();
      await expect(doctor.heading("desk.readback.title")).toBeVisible();
      await expect(doctor.button("desk.readback.matches")).toHaveCount(0);
      expect(sent.filter((one) => one === id)).toHaveLength(1);
    });
  }
});

test("who is typing elsewhere is told, and keeps her words and her place", async ({ context, enter }) => {
  const nurse = await enter.nurse(context, SOLLEFTEA.nurse, { server });
  const [asks, answers] = [await Caller.as(server, SOLLEFTEA.nurse), await Caller.as(server, SOLLEFTEA.doctor)];
  await answers.goesOnDuty(SOLLEFTEA.centre.id);
  const { id } = await asks.asks(request(SOLLEFTEA.centre.id, "P2", { patient: named(PATIENT) }));
  await answers.does(id, "claim");
  await nurse.opensCase(id);
  await nurse.button("incident.report").click();
  await nurse.field("incident.label").fill("Numret i listan");
  await answers.answers(id, answerWithOrder());
  await expect(nurse.heading("answer.title.read_back")).toBeAttached();
  await expect(nurse.field("incident.label")).toBeFocused();
  await expect(nurse.field("incident.label")).toHaveValue("Numret i listan");
  await nurse.button("app.cancel").click();
  const jump = nurse.button("act.read_back");
  await expect(jump).toBeVisible();
  await jump.click();
  await headingHasFocus(nurse.page);
});

test("a P1 is named on every page of the doctor's, said once, and moves nothing", async ({ context, enter }) => {
  const doctor = await enter.doctor(context, KRAMFORS.doctor, { server });
  await doctor.goesOnDuty();
  const [asks, answers] = [await Caller.as(server, KRAMFORS.nurse), await Caller.as(server, KRAMFORS.doctor)];
  const { id } = await asks.asks(request(KRAMFORS.centre.id, "P2", { patient: named(PATIENT) }));
  const other = await asks.asks(request(KRAMFORS.centre.id, "P3"));
  const bar = doctor.page.getByRole("region", { name: doctor.say("desk.urgent.title") });

  await test.step("a press at the moment at which rows move takes nobody else's case, and says why", async () => {
    const row = { level: "P3", reason: "pain", municipality: KRAMFORS.municipality } as const;
    await doctor.take(row).waitFor();
    await doctor.aims();
    const pressed = await aimsAt(doctor.page, doctor.take(row), { moves: true });
    await answers.does(id, "claim");
    await pressed();
    await expect(doctor.page.getByRole("alert").filter({ hasText: doctor.say("app.amiss") })).toBeVisible();
    await expect(doctor.heading("desk.queue.title")).toBeVisible();
    await expect(doctor.page.getByText(doctor.words.like("desk.holding.title"))).toBeVisible();
    expect((await answers.queue()).some((one) => one.id === other.id)).toBe(true);
  });
  await test.step("in a case, in its form, scrolled down", async () => {
    await doctor.page.goto(`${server.url}/#/arende/${id}`);
    await doctor.holdsACase();
    await scrollsAway(doctor.page);
    await doctor.field("answer.assessment").focus();
    const before = await doctor.field("answer.assessment").boundingBox();
    const said = await saysByItself(doctor.page, doctor.words.like("desk.urgent.spoken"));
    await asks.asks({ centre: KRAMFORS.centre.id, level: "P1", reason: "breathing", callback_phone: "070-174 06 52" });
    await expect(bar).toBeVisible();
    await isInWindow(doctor.page, bar);
    expect(await doctor.field("answer.assessment").boundingBox()).toEqual(before);
    await expect(doctor.field("answer.assessment")).toBeFocused();
    await doctor.page.goto(`${server.url}/#/telefonkontakt`);
    await expect(bar).toBeVisible();
    await isInWindow(doctor.page, bar);
    await doctor.page.setViewportSize(SIZES.phone);
    await isInWindow(doctor.page, bar);
    await doctor.pressesInList(bar.getByRole("link", { name: doctor.say("desk.urgent.queue") }));
    await expect(doctor.heading("desk.queue.title")).toBeVisible();
    await expect(bar).toBeVisible();
    expect(await said()).toBe(1);
  });
});

test("in a call the picture is wide, what is due stands beside it, and one key fills the window", { tag: "@call" }, async ({ context, enter }) => {
  const doctor = await enter.doctor(context, SOLLEFTEA.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, SOLLEFTEA.nurse);
  await doctor.page.setViewportSize({ width: 1280, height: 800 });
  await nurse.asksUrgently({ reason: "breathing", patient: PATIENT });
  await doctor.takes({ level: "P1", reason: "breathing", municipality: SOLLEFTEA.municipality });
  await doctor.calls();
  await nurse.answersTheRing();
  await seesTheOther(doctor.page, "doctor", 10);
  const picture = doctor.page.locator("[data-call-stage]");
  const width = async () => (await picture.boundingBox())?.width ?? 0;

  await test.step("beside the form", async () => {
    const [stage, form] = [await picture.boundingBox(), await doctor.heading("answering.title").boundingBox()];
    expect(stage?.width ?? 0).toBeGreaterThanOrEqual(640);
    expect(form?.x ?? 0).toBeGreaterThan((stage?.x ?? 0) + (stage?.width ?? 0));
    await inOneView(doctor.page, { picture, form: doctor.heading("answering.title") });
  });
  await test.step("over the whole window and back, by key and by button", async () => {
    await letsGo(doctor.page);
    await doctor.page.keyboard.press("f");
    await expect.poll(width).toBeGreaterThan(1_200);
    await doctor.page.keyboard.press("Escape");
    await expect.poll(width).toBeLessThan(800);
    await doctor.button("fill.open").click();
    await expect.poll(width).toBeGreaterThan(1_200);
    await doctor.button("fill.back").click();
    await expect.poll(width).toBeLessThan(800);
  });
  await test.step("nothing is left empty on a wide screen", async () => {
    await doctor.page.setViewportSize({ width: 1920, height: 1080 });
    await expect.poll(width).toBeGreaterThan(900);
    const form = await doctor.button("answering.send").boundingBox();
    expect((form?.x ?? 0) + (form?.width ?? 0)).toBeGreaterThan(1_850);
    await doctor.page.setViewportSize({ width: 1280, height: 800 });
  });
  await test.step("and the comparison stands beside the picture, with both buttons", async () => {
    await doctor.answersWithOrder(ORDER);
    await nurse.readsBack(READ_WRONG);
    await seesTheComparison(doctor, READ_WRONG, "1 tablett");
    await inOneView(doctor.page, { picture });
    await headingHasFocus(doctor.page);
  });
});

function theOrder(nurse: Nurse): { order: ReturnType<Page["getByRole"]> } {
  return { order: nurse.page.getByRole("region", { name: nurse.say("answer.ordered") }) };
}

/** Both texts and both buttons stand in the window at once, and no button has focus. */
async function seesTheComparison(doctor: Doctor, said: string, dose = "2 tabletter"): Promise<void> {
  await doctor.hearsReadBack(said);
  const block = doctor.page.getByRole("region", { name: doctor.say("desk.compare.title") });
  await inOneView(doctor.page, {
    heading: doctor.heading("desk.compare.title"),
    dose: block.getByText(dose),
    "what was read": block.getByText(said),
    right: doctor.button("desk.readback.matches"),
    wrong: doctor.button("desk.readback.matches_not"),
  });
  const [sent, read] = [await block.getByText(dose).boundingBox(), await block.getByText(said).boundingBox()];
  expect(read?.x ?? 0, "side by side").toBeGreaterThan(sent?.x ?? Number.POSITIVE_INFINITY);
}

/** The heading of what is due has focus, and no button. */
async function headingHasFocus(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName ?? "")).toMatch(/^H[123]$/u);
}
