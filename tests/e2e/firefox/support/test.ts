import type { BrowserContext } from "puppeteer-core";

import type { Person } from "../../support/people.ts";
import { expect, test as base } from "../../support/test.ts";
import { Firefox } from "./browser.ts";
import { FirefoxDoctor } from "./doctor.ts";
import { FirefoxNurse } from "./nurse.ts";
import type { FirefoxWindow } from "./window.ts";

/** Signs somebody in with Firefox. */
export type EnterFirefox = {
  nurse: (person: Person) => Promise<FirefoxNurse>;
  doctor: (person: Person) => Promise<FirefoxDoctor>;
};

export const test = base.extend<{ inFirefox: EnterFirefox }, { firefox: Firefox }>({
  firefox: [
    async ({}, use) => {
      const firefox = await Firefox.start();
      await use(firefox);
      await firefox.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],

  inFirefox: async ({ firefox, server }, use, info) => {
    const contexts: BrowserContext[] = [];
    const windows: FirefoxWindow[] = [];
    const own = async (): Promise<BrowserContext> => {
      const context = await firefox.context();
      contexts.push(context);
      return context;
    };
    const signIn = async <W extends FirefoxWindow>(window: W, person: Person): Promise<W> => {
      windows.push(window);
      await window.signsIn(person);
      return window;
    };
    await use({
      nurse: async (person) => signIn(await FirefoxNurse.open(firefox, await own(), server), person),
      doctor: async (person) => signIn(await FirefoxDoctor.open(firefox, await own(), server), person),
    });
    if (info.status !== info.expectedStatus) {
      for (const { page } of windows) await info.attach("firefox", { body: Buffer.from(await page.screenshot()), contentType: "image/png" });
    }
    for (const context of contexts) await context.close();
    for (const window of windows) window.isUnharmed();
  },
});

export { expect };
