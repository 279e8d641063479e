import { KRAMFORS } from "../support/people.ts";
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
