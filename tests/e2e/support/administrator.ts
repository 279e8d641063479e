import { type BrowserContext, expect, type Locator } from "@playwright/test";

import type { Address } from "./server.ts";
import { Window } from "./window.ts";
import type { Language } from "./words.ts";

/** The window of somebody who follows up. */
export class Administrator extends Window {
  static async open(context: BrowserContext, server: Address, language: Language = "sv"): Promise<Administrator> {
    return new Administrator(await Window.page(context), server, language);
  }

  async sees(): Promise<void> {
    await expect(this.heading("admin.title")).toBeVisible();
    await expect(this.heading("admin.by_level")).toBeVisible();
  }

  async looksAt(period: "today" | "week" | "month"): Promise<void> {
    await this.chooses("admin.period", `admin.period.${period}`);
  }

  async looksAtLevel(name: string): Promise<void> {
    await this.page.getByRole("group", { name: this.say("admin.level"), exact: true }).getByLabel(name, { exact: true }).check();
  }

  /** The line of a centre: how many asked, and how long they waited. */
  centre(name: string): Locator {
    const tables = this.page.getByRole("region", { name: this.words.like("admin.by_centre") });
    return tables.getByRole("row", { name: new RegExp(`^${name}`, "u") });
  }

  /** How many cases the figures of a centre rest on. */
  async casesOf(name: string): Promise<number> {
    const cell = this.centre(name).getByRole("cell").first();
    await expect(cell).toHaveText(/\d/u);
    return Number((await cell.innerText()).replace(/\D/gu, ""));
  }
}
