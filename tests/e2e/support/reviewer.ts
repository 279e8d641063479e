import { type BrowserContext, expect, type Locator } from "@playwright/test";

import type { Address } from "./server.ts";
import { Window } from "./window.ts";
import type { Language } from "./words.ts";

/** The window of somebody who reviews for one care provider. */
export class Reviewer extends Window {
  static async open(context: BrowserContext, server: Address, language: Language = "sv"): Promise<Reviewer> {
    return new Reviewer(await Window.page(context), server, language);
  }

  /** The cases that somebody has reported. */
  get listed(): Locator {
    return this.page.getByRole("listitem").filter({ has: this.page.getByRole("link", { name: this.words.like("review.case") }) });
  }

  async opensDossier(): Promise<void> {
    await this.listed.first().getByRole("link").click();
    await expect(this.heading("review.timeline")).toBeVisible();
  }

  /** The names of the lines of a table, in order. */
  async lines(table: string): Promise<string[]> {
    return this.page.getByRole("group", { name: this.say(table), exact: true }).getByRole("rowheader").allInnerTexts();
  }
}
