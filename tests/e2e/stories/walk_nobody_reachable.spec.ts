import { impatientCounty } from "../support/county.ts";
import { KRAMFORS } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

/** Within how many seconds this county promises a doctor. */
const PROMISE = 20;

test("a nurse who asks at night, when nobody can be reached, is led to the telephone and never left waiting in silence", async ({ browser, enter }) => {
  const county = await impatientCounty(PROMISE);
  const server = await Server.start({ env: { VANTRUM_COUNTY: county.file } });
  // A telephone in one hand.
  const hers = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const nurse = await enter.nurse(hers, KRAMFORS.nurse, { server });
  const phone = nurse.page.getByRole("link", { name: /Ring 0\d/u }).first();
  const emergency = nurse.page.getByRole("link", { name: nurse.say("phone.call_112") }).first();

  await test.step("before she has sent anything she knows, and has the numbers", async () => {
    await nurse.opensUrgentForm();
    await expect(nurse.page.getByText(nurse.words.like("draft.on_call"))).toBeVisible();
    await expect(emergency).toBeVisible();
    await nurse.chooses("draft.reason", "reason.breathing");
    await nurse.sends("P1");
  });
  await test.step("from the first second both numbers stand at the top, to be dialled with a thumb", async () => {
    await nurse.isWaiting();
    await expect(phone).toBeInViewport();
    await expect(emergency).toBeInViewport();
    await expect(emergency).toHaveAttribute("href", "tel:112");
    await expect(nurse.page.getByText(nurse.words.like("waiting.now.on_call"))).toBeVisible();
  });
  await test.step("she reads at which clock time the system does what by itself", async () => {
    await nurse.opensMore();
    const steps = nurse.page.getByRole("region", { name: nurse.say("waiting.next"), exact: true });
    await expect(steps).toContainText(nurse.say("step.target_missed"));
    await expect(steps).toContainText(/\d\d:\d\d/u);
  });
  await test.step("when the time passes she is told whom to ring, and that the alarm goes on", async () => {
    await server.forward(PROMISE, nurse);
    await expect(nurse.page.getByRole("alert").filter({ hasText: nurse.words.like("waiting.overdue.p1") })).toBeVisible();
    await nurse.hasPlace(1);
  });
  await test.step("an urgent question that is not acute says who has been alarmed", async () => {
    const page = await enter.nurse(hers, KRAMFORS.colleague, { server });
    await page.writesOrdinary("pain", { name: "Göran Hedin", number: "19500907-2553" });
    await page.sends("P2");
    await page.isWaiting();
    await server.forward(PROMISE, nurse, page);
    const missed = page.page.getByRole("alert").filter({ hasText: page.words.like("waiting.overdue") });
    await expect(missed).toBeVisible();
    await expect(missed).toContainText(page.say("waiting.told.coordinator"));
  });
  await test.step("at two minutes the telephone takes the whole screen", async () => {
    const full = nurse.page.getByRole("dialog", { name: nurse.say("waiting.p1.title") });
    await server.forward(120, nurse);
    await expect(full).toBeVisible();
    await expect(full.getByRole("link", { name: /Ring 0\d/u })).toBeInViewport();
    await nurse.button("waiting.p1.back").click();
  });
  await test.step("112 ends nothing: the question stays acute until she ends it", async () => {
    await nurse.button("waiting.emergency").click();
    await expect(nurse.page.getByText(nurse.say("waiting.emergency.text"))).toBeVisible();
    await nurse.hasPlace(1);
  });
  // Last, for the browser's own question about the number takes the window's input.
  await test.step("a device that cannot ring says so, and leaves the number to read", async () => {
    await phone.click();
    await expect(nurse.page.getByText(nurse.words.like("phone.no_dial")).first()).toBeVisible();
  });
  await hers.close();
  await server.stop();
  await county.remove();
});
