import { KRAMFORS, SOLLEFTEA } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("the telephone numbers are there when the server is not, without ever having been opened", async ({ context, enter, server }) => {
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  await nurse.page.waitForFunction(async () => {
    const kept = await caches.open("telefon");
    const registration = await navigator.serviceWorker.getRegistration("/telefon");
    return registration?.active?.state === "activated" && (await kept.match("/telefon.css")) !== undefined;
  });
  await server.kill();

  await nurse.seesLinkLost();
  await nurse.page.goto(`${server.url}/telefon`);
  await expect(nurse.page.getByRole("heading", { name: "Kramfors" })).toBeVisible();
  const kramfors = nurse.page.locator("section").filter({ has: nurse.page.getByRole("heading", { name: "Kramfors" }) });
  const night = kramfors.getByRole("row", { name: "Övrig tid" });
  await expect(night.getByRole("link").first()).toHaveAttribute("href", "tel:112");
  await expect(night.getByText("Jourläkare Ådalen")).toBeVisible();
  await expect(night.getByRole("link", { name: "031-390 06 50" })).toHaveAttribute("href", "tel:0313900650");
  // The style was kept too.
  await expect(nurse.page.locator("main")).toHaveCSS("max-width", "736px");
});

test("the telephone numbers begin with the device's own municipality, and say which hold now", async ({ browser, enter, server }) => {
  const context = await browser.newContext();
  const nurse = await enter.nurse(context, SOLLEFTEA.nurse);
  await nurse.page.close();

  const page = await context.newPage();
  const names = page.getByRole("heading", { level: 2 });
  /** The hours that are marked, as the page says them. */
  const holdsAt = async (time: string): Promise<string[]> => {
    await page.clock.setFixedTime(new Date(time));
    await page.goto(`${server.url}/telefon`);
    const own = page.locator("main > section").first();
    return own.getByRole("rowheader").filter({ hasText: "gäller nu" }).allInnerTexts();
  };
  const [night] = await holdsAt("2026-11-29T03:00:00+01:00");
  expect(await names.allInnerTexts()).toEqual(["Sollefteå", "Härnösand", "Kramfors", "Sundsvall", "Timrå", "Ånge", "Örnsköldsvik"]);
  expect(night).toMatch(/^Övrig tid/u);
  expect((await holdsAt("2026-11-30T10:00:00+01:00"))[0]).toMatch(/08:00/u);
  // Numbers of a Sunday, also on the Monday after Easter and on Christmas Eve; where eves differ nothing is claimed.
  expect(await holdsAt("2027-03-29T10:00:00+02:00")).toEqual([night]);
  expect(await holdsAt("2026-12-24T10:00:00+01:00")).toEqual([night]);
  expect(await holdsAt("2027-04-30T10:00:00+02:00")).toEqual([]);
  await context.close();
});
