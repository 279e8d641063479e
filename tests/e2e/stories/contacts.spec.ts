import { barriers } from "../support/accessible.ts";
import { answerInWriting, Caller, request } from "../support/caller.ts";
import { HARNOSAND } from "../support/people.ts";
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
});
