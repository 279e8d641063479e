import { barriers } from "../support/accessible.ts";
import { answerInWriting, Caller, request } from "../support/caller.ts";
import { HARNOSAND, PATIENT } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

test.describe.serial("what happens around a case", () => {
  let server: Server;
  let id: string;
  test.beforeAll(async () => {
    server = await Server.start();
    const [nurse, doctor] = [await Caller.as(server, HARNOSAND.nurse), await Caller.as(server, HARNOSAND.doctor)];
    await doctor.goesOnDuty(HARNOSAND.centre.id);
    ({ id } = await nurse.asks(request(HARNOSAND.centre.id, "P2")));
    await doctor.does(id, "claim");
    await doctor.answers(id, answerInWriting());
  });
  test.afterAll(() => server.stop());

  test("both sides copy their journal text, also where the browser will not", async ({ context, enter }) => {
    const faults: string[] = [];
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
    const nurse = await enter.nurse(context, HARNOSAND.nurse, { server });
    await nurse.opensCase(id);
    await nurse.button("journal.copy").click();
    await expect(nurse.page.getByRole("status").filter({ hasText: nurse.words.like("journal.copied") })).toBeVisible();
    const copied = await nurse.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("Konsultation med läkare");
    expect(copied).toContain("Planterad Tolvansson");
    faults.push(...(await barriers(nurse.page, "a journal text that was copied")));
    await nurse.page.screenshot({ path: test.info().outputPath("copied.png"), fullPage: true });

    const doctor = await enter.doctor(context, HARNOSAND.doctor, { server });
    await doctor.page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
    });
    await doctor.opensOpenCase();
    await doctor.button("journal.copy").click();
    const text = doctor.field("journal.text");
    await expect(text).toBeFocused();
    const [from, to, all] = await text.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd, area.value.length]);
    expect([from, to]).toEqual([0, all]);
    await expect(text).toHaveValue(/Konsultation från kommunal hälso- och sjukvård/u);
    faults.push(...(await barriers(doctor.page, "a journal text to copy by hand")));
    await doctor.page.screenshot({ path: test.info().outputPath("by-hand.png"), fullPage: true });
    expect(faults).toEqual([]);
  });

  test("a contact by telephone takes four inputs on either side, also when the link fails", async ({ context, enter }) => {
    const faults: string[] = [];
    const nurse = await enter.nurse(context, HARNOSAND.nurse, { server });
    await nurse.page.getByRole("link", { name: nurse.say("home.phoned") }).click();
    const form = nurse.page;
    await nurse.button("phoned.send").click();
    await expect(form.getByRole("link", { name: nurse.say("phoned.error.answer") })).toBeVisible();
    await expect(form.locator("#phoned-faults").getByRole("listitem")).toHaveCount(4);
    faults.push(...(await barriers(form, "a phone contact with four faults")));
    await form.screenshot({ path: test.info().outputPath("faults.png"), fullPage: true });
    await nurse.field("draft.patient.number").fill(PATIENT.number);
    await nurse.page.getByRole("group", { name: nurse.say("phoned.level"), exact: true }).getByRole("radio", { name: /P2/u }).check();
    await nurse.field("phoned.doctor").fill("Peter Åkerlund");
    await nurse.field("phoned.answer").fill("Avvakta, ny kontroll i kväll.");
    await form.route("**/api/v1/phone-contacts", (route) => route.abort(), { times: 1 });
    await nurse.button("phoned.send").click();
    await expect(form.getByRole("status").filter({ hasText: nurse.words.like("phoned.saved") })).toBeVisible({ timeout: 20_000 });
    await form.getByRole("button", { name: nurse.say("phoned.open") }).click();
    await expect(form.getByText("Avvakta, ny kontroll i kväll.")).toBeVisible();
    faults.push(...(await barriers(form, "a phone contact that was registered")));
    await form.setViewportSize({ width: 320, height: 700 });
    expect(await form.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await form.screenshot({ path: test.info().outputPath("registered.png"), fullPage: true });

    const doctor = await enter.doctor(context, HARNOSAND.doctor, { server });
    await doctor.page.getByRole("link", { name: doctor.say("home.phoned") }).click();
    await expect(doctor.page.getByText(doctor.words.like("phoned.line"))).toBeVisible();
    await doctor.field("draft.patient.number").fill(PATIENT.number);
    await doctor.page.getByRole("group", { name: doctor.say("phoned.level"), exact: true }).getByRole("radio", { name: /P2/u }).check();
    await doctor.page.getByLabel(doctor.say("phoned.unit")).selectOption({ label: HARNOSAND.nurse.unit });
    await doctor.field("phoned.my_answer").fill("Ring igen om det inte vänder.");
    await doctor.button("phoned.send").click();
    await expect(doctor.page.getByRole("status").filter({ hasText: doctor.words.like("phoned.saved") })).toBeVisible();
    await expect(doctor.page.getByText(doctor.words.like("phoned.line"))).toHaveCount(2);
    faults.push(...(await barriers(doctor.page, "phone contacts of a doctor")));
    await doctor.page.screenshot({ path: test.info().outputPath("doctor.png"), fullPage: true });
    expect(faults).toEqual([]);
  });
});
