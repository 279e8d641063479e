import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";
import { tour } from "../support/tour.ts";

const DIR = fileURLToPath(new URL("../../../test-results/pictures/", import.meta.url));
const SIZES = { phone: { width: 390, height: 844 }, tablet: { width: 820, height: 1180 }, desktop: { width: 1280, height: 800 } } as const;

test("pictures of every page at three sizes, light and dark", async ({ context }) => {
  test.setTimeout(900_000);
  await mkdir(DIR, { recursive: true });
  const server = await Server.start();
  try {
    await tour(context, server, "sv", async (page, state, role) => {
      const before = page.viewportSize();
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          // What follows the eye would stand in the middle of a whole page.
          await page.evaluate(() => {
            scrollTo(0, 0);
          });
          // A dialog covers the window, not the page.
          const fullPage = (await page.getByRole("dialog").count()) === 0;
          await page.screenshot({ path: `${DIR}${role}-${state}-${size}-${colorScheme}.png`, fullPage });
        }
      }
      await page.emulateMedia({ colorScheme: "light" });
      if (before !== null) await page.setViewportSize(before);
      // The next press would fall on what has just moved.
      await page.evaluate(() => new Promise((moved) => requestAnimationFrame(() => requestAnimationFrame(moved))));
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    });
  } finally {
    await server.stop();
  }
});
