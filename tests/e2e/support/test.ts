import { type BrowserContext, expect, test as base } from "@playwright/test";

import { Administrator } from "./administrator.ts";
import { Doctor } from "./doctor.ts";
import { Nurse } from "./nurse.ts";
import type { Person } from "./people.ts";
import { Reviewer } from "./reviewer.ts";
import { type Address, Server } from "./server.ts";
import type { Window } from "./window.ts";
import type { Language } from "./words.ts";

/** Starts a server when it is first asked for; the same one after that. */
type Own = () => Promise<Server>;

type How = { server?: Address; language?: Language; by?: "cookie" };

/** Opens a window and signs somebody in there. When the test ends no window may have been harmed unseen. */
export type Enter = {
  nurse: (context: BrowserContext, person: Person, how?: How) => Promise<Nurse>;
  doctor: (context: BrowserContext, person: Person, how?: How) => Promise<Doctor>;
  administrator: (context: BrowserContext, person: Person, how?: How) => Promise<Administrator>;
  reviewer: (context: BrowserContext, person: Person, how?: How) => Promise<Reviewer>;
};

export const test = base.extend<{ enter: Enter; server: Server; own: Own }>({
  /** A server of its own: what one story leaves open stands in no other's way. A story that brings one needs no second. */
  own: [
    async ({}, use) => {
      let started: Promise<Server> | undefined;
      await use(() => (started ??= Server.start()));
      await (await started)?.stop();
    },
    { timeout: 60_000 },
  ],

  server: async ({ own }, use) => use(await own()),

  enter: async ({ own }, use) => {
    const opened: Window[] = [];
    const signIn = async <W extends Window>(window: W, person: Person, by?: "cookie"): Promise<W> => {
      opened.push(window);
      if (by === "cookie") await window.signsInByCookie(person);
      else await window.signsIn(person);
      return window;
    };
    await use({
      nurse: async (context, person, { server, language, by } = {}) => signIn(await Nurse.open(context, server ?? (await own()), language), person, by),
      doctor: async (context, person, { server, language, by } = {}) => signIn(await Doctor.open(context, server ?? (await own()), language), person, by),
      administrator: async (context, person, { server, language, by } = {}) => signIn(await Administrator.open(context, server ?? (await own()), language), person, by),
      reviewer: async (context, person, { server, language, by } = {}) => signIn(await Reviewer.open(context, server ?? (await own()), language), person, by),
    });
    for (const window of opened) window.isUnharmed();
  },
});

export { expect };
