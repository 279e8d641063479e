import { expect } from "@playwright/test";
import type { BrowserContext, ElementHandle, Page } from "puppeteer-core";

import { watchPeers } from "../../support/media.ts";
import type { Person } from "../../support/people.ts";
import type { Server } from "../../support/server.ts";
import { Words } from "../../support/words.ts";
import type { Firefox } from "./browser.ts";
import { FINDER, pattern, type Role, type Step } from "./finder.ts";
import { countTones, steerClock, type Tones } from "./tones.ts";

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

/** Something on the page, sought anew each time it is asked for. */
export class Thing {
  constructor(
    private readonly page: Page,
    private readonly steps: readonly Step[],
  ) {}

  /** What lies in it: by role, and by its name where that is a text exactly. */
  find(role: Role, name?: string | RegExp): Thing {
    return new Thing(this.page, [...this.steps, { role, name: name === undefined ? null : pattern(name, true), words: null }]);
  }

  /** Those of it that hold these words. */
  saying(words: string | RegExp): Thing {
    const last = this.steps.at(-1);
    if (last === undefined) throw new Error("a whole page is not chosen by its words");
    return new Thing(this.page, [...this.steps.slice(0, -1), { ...last, words: pattern(words, false) }]);
  }

  async count(): Promise<number> {
    return this.page.evaluate((steps) => window.seek(steps).length, [...this.steps]);
  }

  async isThere(timeout = 20_000): Promise<void> {
    await expect.poll(() => this.count(), { message: `${this.#what} is there`, timeout, intervals: [50, 100, 200] }).toBeGreaterThan(0);
  }

  async isGone(timeout = 20_000): Promise<void> {
    await expect.poll(() => this.count(), { message: `${this.#what} is gone`, timeout, intervals: [50, 100, 200] }).toBe(0);
  }

  async holds(words: string | RegExp): Promise<void> {
    await this.saying(words).isThere();
  }

  /** Presses it with the pointer. */
  async presses(): Promise<void> {
    await this.isThere();
    await this.#press();
  }

  /** Presses, and again until that has led to `then`: what has just come or moved takes no press. */
  async pressesUntil(then: Thing): Promise<void> {
    await this.isThere();
    await expect(async () => {
      await this.#press();
      await then.isThere(1_000);
    }).toPass({ timeout: 20_000 });
  }

  /** Presses, and again until it is gone. */
  async pressesUntilGone(): Promise<void> {
    await this.isThere();
    await expect(async () => {
      await this.#press();
      await this.isGone(1_000);
    }).toPass({ timeout: 20_000 });
  }

  /** Types, key by key, after what stands there already. */
  async types(text: string): Promise<void> {
    await this.presses();
    await this.page.keyboard.type(text);
  }

  /** The first that is found is brought to the middle, where nothing lies over it, and pressed; a choice by its label. */
  async #press(): Promise<void> {
    const handle = await this.page.evaluateHandle((steps) => {
      const found = window.seek(steps)[0];
      const label = found instanceof HTMLInputElement && ["radio", "checkbox"].includes(found.type) ? found.labels?.[0] : undefined;
      const pressed = label ?? found ?? null;
      pressed?.scrollIntoView({ block: "center", behavior: "instant" });
      return pressed;
    }, [...this.steps]);
    await (handle.asElement() as ElementHandle | null)?.click();
    await handle.dispose();
  }

  get #what(): string {
    return this.steps.map(({ role, name, words }) => [role, name?.source, words === null ? undefined : `with ${words.source}`].filter(Boolean).join(" ")).join(" › ");
  }
}

/** One window of Firefox, as a person uses it. */
export class FirefoxWindow {
  /** Errors of the page that nothing caught. */
  readonly faults: string[] = [];
  readonly words = new Words("sv");
  readonly whole: Thing;

  protected constructor(
    readonly page: Page,
    readonly firefox: Firefox,
    readonly server: Server,
  ) {
    this.whole = new Thing(page, []);
    page.on("pageerror", (error) => this.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  }

  protected static async page(context: BrowserContext, size: { width: number; height: number }): Promise<Page> {
    const page = await context.newPage();
    await page.setViewport(size);
    await page.emulateTimezone("Europe/Stockholm");
    await page.evaluateOnNewDocument(`{ ${FINDER} }`);
    for (const runs of [watchPeers, countTones, steerClock]) await page.evaluateOnNewDocument(runs);
    return page;
  }

  say(key: string, params?: Record<string, string | number>): string {
    return this.words.say(key, params);
  }

  async signsIn(person: Person): Promise<void> {
    await this.page.goto(this.server.url);
    await this.find("searchbox", this.say("signin.search")).types(person.name);
    await this.find("button", new RegExp(`${person.name}.*${person.unit}`, "u")).presses();
    const banner = this.find("banner").saying(person.name);
    await banner.isThere();
    await banner.saying(this.say("link.up")).isThere();
  }

  find(role: Role, name?: string | RegExp): Thing {
    return this.whole.find(role, name);
  }

  heading(key: string, params?: Record<string, string | number>): Thing {
    return this.find("heading", this.say(key, params));
  }

  button(key: string, params?: Record<string, string | number>): Thing {
    return this.find("button", this.say(key, params));
  }

  field(key: string): Thing {
    return this.find("textbox", this.say(key));
  }

  text(words: string | RegExp): Thing {
    return this.find("text").saying(words);
  }

  async chooses(group: string, option: string): Promise<void> {
    await this.find("group", this.say(group)).find("radio", this.say(option)).presses();
  }

  /** All that the page holds. */
  async shown(): Promise<string> {
    return this.page.content();
  }

  async allowsDevices(): Promise<void> {
    await this.firefox.allowsDevices(this.page);
  }

  async tones(): Promise<Tones> {
    return this.page.evaluate(() => ({ ...window.tones }));
  }

  /** Hears more tones than so many, to their end. */
  async hearsMoreThan(heard: number): Promise<void> {
    await expect.poll(async () => (await this.tones()).heard, { message: "tones sound to their end" }).toBeGreaterThan(heard);
  }

  /** Lets time pass in the page. */
  async ahead(seconds: number): Promise<void> {
    await this.page.evaluate((ms) => {
      window.ahead(ms);
    }, seconds * 1_000);
  }

  isUnharmed(): void {
    expect(this.faults).toEqual([]);
  }
}
