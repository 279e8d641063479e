import type { Locator, Page } from "@playwright/test";

import { barriers } from "../support/accessible.ts";
import { PATIENT, TIMRA } from "../support/people.ts";
import { photograph, WRITTEN } from "../support/photo.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";
import { files, found, text, type Trace } from "../support/traces.ts";

const ROW = { level: "P2", reason: "wound_skin", municipality: TIMRA.municipality } as const;

test.describe.serial("a photograph of a wound", { tag: "@call" }, () => {
  let server: Server;
  const traces: Trace[] = [];
  test.beforeAll(async () => {
    server = await Server.start({ env: { VANTRUM_LOG: "vantrum=trace,info" } });
  });
  test.afterAll(() => server.stop());

  test("goes with the question, another from the call, and the doctor sees both", async ({ context, enter }) => {
    const faults: string[] = [];
    const doctor = await enter.doctor(context, TIMRA.doctor, { server });
    await doctor.goesOnDuty();
    const nurse = await enter.nurse(context, TIMRA.nurse, { server });
    const sent: Buffer[] = [];
    nurse.page.on("request", (request) => {
      if (new URL(request.url()).pathname === "/api/v1/images") sent.push(request.postDataBuffer() ?? Buffer.alloc(0));
    });

    await test.step("the nurse attaches it; the link fails, and nothing is lost", async () => {
      await nurse.writesOrdinary("wound_skin", PATIENT);
      await nurse.page.route("**/api/v1/images", (route) => route.abort());
      const photo = await photograph(nurse.page);
      await nurse.attaches(photo, { name: "notes.txt", mimeType: "image/png", buffer: Buffer.from("no picture") });
      await expect(nurse.photos.first()).toContainText(nurse.say("photos.stage.failed"));
      await expect(nurse.photos.last()).toContainText(nurse.say("photos.stage.unusable"));
      await nurse.sends("P2");
      await expect(nurse.page.getByRole("alert").filter({ hasText: nurse.say("photos.failed.title") })).toBeVisible();
      faults.push(...(await barriers(nurse.page, "pictures that did not arrive")));
      await nurse.page.unroute("**/api/v1/images");
      await nurse.button("photos.remove", { n: 2 }).click();
      await nurse.button("photos.retry", { n: 1 }).click();
      await expect(nurse.photos).toContainText(nurse.say("photos.stage.there"));
      expect(await size(nurse.photos.getByRole("img"))).toEqual([1_500, 2_000]);
    });

    await test.step("she sends the question, and what the camera wrote has stayed with her", async () => {
      await nurse.sends("P2");
      await nurse.isWaiting();
      expect(sent.length).toBeGreaterThanOrEqual(1);
      for (const body of sent) for (const word of [WRITTEN, "Exif"]) expect(body.includes(word)).toBe(false);
    });

    await test.step("the doctor knows before the take that there is one, and sees it after", async () => {
      await expect(doctor.row(ROW)).toContainText(doctor.say("mark.has_images"));
      await doctor.takes(ROW);
      await expect(pictures(doctor.page)).toHaveCount(1);
      expect(await size(pictures(doctor.page).first())).toEqual([1_500, 2_000]);
      faults.push(...(await barriers(doctor.page, "a case with a picture")));
    });

    await test.step("it opens large by key, grows and shrinks by key, and Escape closes it", async () => {
      const small = doctor.button("images.open", { n: 1 });
      await small.press("Enter");
      const large = doctor.page.getByRole("dialog", { name: doctor.say("photos.one", { n: 1 }) });
      await expect(large.getByRole("img")).toBeVisible();
      faults.push(...(await barriers(doctor.page, "a picture shown large")));
      const width = async (): Promise<number> => (await large.getByRole("img").boundingBox())?.width ?? 0;
      const whole = await width();
      for (const key of ["+", "+"]) await doctor.page.keyboard.press(key);
      await expect.poll(width).toBeCloseTo(2 * whole, -1);
      await expect(large.getByRole("status")).toHaveText(doctor.say("fill.times", { n: 200 }));
      for (const key of ["-", "-", "-"]) await doctor.page.keyboard.press(key);
      await expect.poll(width).toBeCloseTo(whole, -1);
      await doctor.page.keyboard.press("Escape");
      await expect(large).toBeHidden();
      await expect(small).toBeFocused();
    });

    await test.step("in the call the nurse takes a still, looks at it, and sends it", async () => {
      await doctor.calls();
      await nurse.answersTheRing();
      await expect(nurse.page.getByRole("button", { name: nurse.words.like("call.torch.light") })).toHaveCount(0);
      await nurse.button("still.take").click();
      const still = nurse.page.getByRole("dialog", { name: nurse.say("still.title") });
      await expect(still.getByRole("img")).toBeVisible();
      const [width = 0] = await size(still.getByRole("img"));
      expect(width).toBeGreaterThanOrEqual(640);
      faults.push(...(await barriers(nurse.page, "a still in the call")));
      await nurse.button("still.send").click();
      await expect(still).toBeHidden();
      await expect(pictures(doctor.page)).toHaveCount(2);
      const [shown = 0] = await size(pictures(doctor.page).last());
      expect(shown).toBe(width);
      // Her own unit sees them too.
      await expect(pictures(nurse.page)).toHaveCount(2);
    });

    await test.step("the picture leaves the doctor's page with the case", async () => {
      const url = await pictures(doctor.page).first().getAttribute("src");
      await doctor.goesToTheFirstPage();
      expect(await doctor.page.evaluate(loads, url ?? "")).toBe(false);
    });
    expect(faults).toEqual([]);
    traces.push(text("the addresses of the pages", [nurse, doctor].flatMap((window) => window.urls).join("\n")), text("what sockets carried", [nurse, doctor].flatMap((window) => window.frames).join("\n")));
  });

  test("leaves no word of the camera's in clear", async () => {
    await server.end();
    traces.push(text("the server's log", server.output), ...(await files(server.dataDir)));
    expect(found([TIMRA.doctor.id], traces).length).toBeGreaterThanOrEqual(1);
    expect(found([WRITTEN], traces)).toEqual([]);
  });
});

/** The small pictures of a case. */
function pictures(page: Page): Locator {
  return page.getByRole("listitem").locator("button > img");
}

/** How many pixels a picture really has: none if it could not be read. */
async function size(picture: Locator): Promise<number[]> {
  await expect(picture).toBeVisible();
  return picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
}

/** Whether a picture is still behind an address of the page's own. */
function loads(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(true);
    image.onerror = () => resolve(false);
    image.src = url;
  });
}
