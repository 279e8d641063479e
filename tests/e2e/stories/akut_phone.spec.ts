import type { Locator, Page } from "@playwright/test";

import { Caller, request } from "../support/caller.ts";
import { Inputs } from "../support/inputs.ts";
import { HARNOSAND, KRAMFORS, PATIENT } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const PHONE = { width: 390, height: 844 };

test("on a phone an acute question is sent with three taps, and Send and 112 are never out of reach", async ({ browser, enter }) => {
  const hers = await browser.newContext({ viewport: PHONE, permissions: ["camera", "microphone"] });
  const nurse = await enter.nurse(hers, KRAMFORS.nurse);
  const inputs = await Inputs.begin(nurse);
  await nurse.opensUrgentForm();
  const { page } = nurse;
  const send = nurse.button("draft.send", { level: `P1 ${nurse.say("level.P1")}` });
  const emergency = page.getByRole("link", { name: nurse.say("phone.call_112"), exact: true });

  await test.step("what it may be about stands within two screens", async () => {
    const tiles = page.getByRole("group", { name: nurse.say("draft.reason"), exact: true }).getByRole("radio");
    expect(await tiles.count()).toBe(12);
    const last = await tiles.last().evaluate((one) => one.getBoundingClientRect().bottom + scrollY);
    expect(last).toBeLessThanOrEqual(2 * PHONE.height);
  });
  await test.step("the number is asked for once, and may come later", async () => {
    await expect(nurse.field("draft.patient.number")).toHaveCount(1);
    await expect(page.getByRole("radio", { name: nurse.say("draft.patient.number"), exact: true })).toBeHidden();
  });
  await test.step("what the page knows is one line, which opens", async () => {
    const change = page.getByRole("button", { name: new RegExp(`^${nurse.say("app.change")} ${nurse.say("draft.known.what")}`, "u") });
    await expect(change).toBeInViewport({ ratio: 1 });
    await expect(page.getByText(nurse.words.like("draft.known"))).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole("region", { name: nurse.say("draft.to"), exact: true })).toHaveCount(0);
  });
  await test.step("wherever she is on the page both are in view, and nothing that has focus lies beneath them", async () => {
    for (const place of [0, 0.5, 1]) {
      await page.evaluate((part) => {
        scrollTo(0, document.documentElement.scrollHeight * part);
      }, place);
      await expect(send).toBeInViewport({ ratio: 1 });
      await expect(emergency).toBeInViewport({ ratio: 1 });
    }
    await page.evaluate(() => {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>("main")?.focus();
    });
    expect(await coveredInFocus(page, "Tab")).toEqual([]);
    expect(await coveredInFocus(page, "Shift+Tab")).toEqual([]);
  });
  await test.step("a window too low for bars has none", async () => {
    await page.setViewportSize({ width: 640, height: 320 });
    await expect(send).not.toBeInViewport();
    await page.setViewportSize(PHONE);
  });
  await test.step("a reason and Send, and it is in the queue", async () => {
    await nurse.chooses("draft.reason", "reason.breathing");
    await nurse.sends("P1");
    await nurse.isWaiting();
    expect((await inputs.made()).length).toBeLessThanOrEqual(3);
  });
  await test.step("while she waits she is asked first whom it is about, and for values", async () => {
    const first = page.getByRole("region", { name: nurse.say("waiting.first"), exact: true });
    await first.getByRole("textbox", { name: nurse.say("draft.patient.number"), exact: true }).fill(PATIENT.number);
    await first.getByRole("textbox", { name: `${nurse.say("vitals.spo2")} (${nurse.say("vitals.unit.spo2")})`, exact: true }).fill("84");
    await first.getByRole("button", { name: nurse.say("supplement.send"), exact: true }).click();
    await expect(first).toHaveCount(0);
    await expect(page.getByText(nurse.words.like("supplement.saved"))).toBeVisible();
  });
  await hers.close();
});

test("a doctor who wants to know more gets the nurse's answer, with one field and one button", async ({ context, enter, server }) => {
  const { centre } = HARNOSAND;
  const doctor = await Caller.as(server, HARNOSAND.doctor);
  const asking = await Caller.as(server, HARNOSAND.nurse);
  const { id } = await asking.asks(request(centre.id, "P3"));
  await doctor.goesOnDuty(centre.id);
  await doctor.does(id, "claim");
  await doctor.does(id, "need_more", { what: "Hur mycket morfin sedan i går?", until: new Date(Date.now() + 3_600_000).toISOString() });

  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  await nurse.opensCase(id);
  const answer = nurse.field("aside.reply");
  await expect(answer).toBeVisible();
  await expect(nurse.page.getByRole("main").getByRole("textbox").filter({ visible: true })).toHaveCount(1);
  const send = nurse.button("aside.send_back");
  await test.step("nothing goes back unanswered", async () => {
    await send.click();
    await expect(nurse.page.getByText(nurse.say("aside.reply.empty")).first()).toBeVisible();
    await expect(answer).toBeVisible();
  });
  await answer.fill("Två doser, senast 06:30.");
  await send.click();
  await nurse.isWaiting();

  await doctor.does(id, "claim");
  const seen = await doctor.content(id);
  expect(seen.supplements.map((one) => one.note)).toEqual(["Två doser, senast 06:30."]);
});

/** Goes through the page by keyboard, and names what has focus under a bar or outside the window. */
async function coveredInFocus(page: Page, key: "Tab" | "Shift+Tab"): Promise<string[]> {
  const covered: string[] = [];
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press(key);
    const found = await focusCovered(page.locator(":focus"));
    if (found === "gone") break;
    if (found !== null) covered.push(found);
  }
  return covered;
}

async function focusCovered(focused: Locator): Promise<string | null> {
  if ((await focused.count()) === 0) return "gone";
  return focused.evaluate((one) => {
    // The bars themselves, and what stands before the page, lie above everything.
    if (one.closest("main") === null || one.closest("[class~=bar]") !== null) return null;
    const shown = one instanceof HTMLInputElement && one.closest("label") !== null ? (one.closest("label") ?? one) : one;
    const { top, bottom } = shown.getBoundingClientRect();
    const [head, foot] = [...document.querySelectorAll("form > .bar")].map((bar) => bar.getBoundingClientRect());
    if (head === undefined || foot === undefined) return "the bars are gone";
    // Between the bars, or after the last, where the page goes on below it.
    const between = top >= head.bottom - 1 && bottom <= foot.top + 1;
    const after = top >= foot.bottom - 1 && bottom <= innerHeight + 1;
    return between || after ? null : `${one.tagName} ${one.id} ${(one.textContent ?? "").trim().slice(0, 30)}: ${String(Math.round(top))}-${String(Math.round(bottom))} between ${String(Math.round(head.bottom))} and ${String(Math.round(foot.top))}`;
  });
}
