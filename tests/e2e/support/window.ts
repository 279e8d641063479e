import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";

import { watchPeers } from "./media.ts";
import type { Person } from "./people.ts";
import type { Address } from "./server.ts";
import { type Language, Words } from "./words.ts";

/** One window of a browser. Whoever signs in there is that person in that window only. */
export class Window {
  /** Every address that the page has asked for. */
  readonly urls: string[] = [];
  /** Every message of its sockets, both ways. */
  readonly frames: string[] = [];
  /** Errors of the page that nothing caught. */
  readonly faults: string[] = [];
  readonly words: Words;

  constructor(
    readonly page: Page,
    readonly server: Address,
    language: Language = "sv",
  ) {
    this.words = new Words(language);
    page.on("request", (request) => this.urls.push(request.url()));
    page.on("pageerror", (error) => this.faults.push(error.stack ?? error.message));
    page.on("websocket", (socket) => {
      this.urls.push(socket.url());
      const keep = ({ payload }: { payload: string | Buffer }): void => {
        this.frames.push(payload.toString());
      };
      socket.on("framesent", keep);
      socket.on("framereceived", keep);
    });
  }

  /** A new window of `context`, on the first page. */
  protected static async page(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.addInitScript(watchPeers);
    await page.addInitScript(ringsNowhere);
    return page;
  }

  say(key: string, params?: Record<string, string | number>): string {
    return this.words.say(key, params);
  }

  async opens(path = "/"): Promise<void> {
    await this.page.goto(this.server.url + path);
    if (this.words.language === "en" && path === "/") await this.page.getByRole("button", { name: "English" }).first().click();
  }

  /** Chooses whom to be on the demo's first page. */
  async signsIn(person: Person): Promise<void> {
    await this.opens();
    await this.page.getByRole("searchbox", { name: this.say("signin.search") }).fill(person.name);
    await this.whoIs(person).click();
    await this.isSignedIn(person);
  }

  /** The line of `person` on the first page. */
  whoIs(person: Person): Locator {
    return this.page.getByRole("button", { name: new RegExp(`${person.name}.*${person.unit}`, "u") });
  }

  /** Signs in as a browser does that keeps the secret itself: with a cookie that no script can read. */
  async signsInByCookie(person: Person): Promise<void> {
    await this.opens();
    const status = await this.page.evaluate(
      async (body) => (await fetch("/api/v1/demo/sessions", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).status,
      { person: person.id, commission: person.commission, cookie: true },
    );
    expect(status).toBe(200);
    await this.page.reload();
    await this.isSignedIn(person);
    expect(await this.page.evaluate(() => [sessionStorage.length, document.cookie])).toEqual([0, "__Host-vantrum-kept=1"]);
  }

  async isSignedIn(person: Person): Promise<void> {
    await expect(this.page.getByRole("banner")).toContainText(person.name);
    await this.isConnected();
  }

  /** What the server has said on the socket until now has been read, and answered. */
  async hearsTheServer(): Promise<void> {
    // Twice there and back: what was said before the first answer is answered before the second.
    await this.page.evaluate(async () => {
      for (let turn = 0; turn < 2; turn += 1) await fetch("/healthz", { cache: "no-store" });
    });
  }

  /** All that has come to the window: what the page holds, and what its sockets have said. */
  async shown(): Promise<string> {
    return (await this.page.content()) + this.frames.join("\n");
  }

  /** The page says that the server hears it. */
  async isConnected(): Promise<void> {
    await expect(this.page.getByRole("banner")).toContainText(this.say("link.up"));
  }

  async signsOut(): Promise<void> {
    await this.opensAccount();
    await this.page.getByRole("button", { name: this.say("app.switch_person") }).click();
  }

  async opensAccount(): Promise<void> {
    // What opens a `details` has no role to find it by.
    await this.page.locator("summary").filter({ hasText: this.say("app.account") }).click();
  }

  async isSignedOut(): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: this.say("signin.title") })).toBeVisible();
  }

  async seesLinkLost(): Promise<void> {
    await expect(this.page.getByRole("button", { name: this.say("link.retry") })).toBeVisible({ timeout: 30_000 });
  }

  /** A heading of the page, of whatever level. */
  heading(key: string, params?: Record<string, string | number>): Locator {
    return this.page.getByRole("heading", { name: this.say(key, params), exact: true });
  }

  button(key: string, params?: Record<string, string | number>): Locator {
    return this.page.getByRole("button", { name: this.say(key, params), exact: true });
  }

  field(key: string): Locator {
    return this.page.getByRole("textbox", { name: this.say(key), exact: true });
  }

  /** Chooses an option of a group, as a person does: by the group's question and the option's word. */
  async chooses(group: string, option: string): Promise<void> {
    const choice = this.page.getByRole("group", { name: this.say(group), exact: true });
    await choice.getByLabel(this.say(option), { exact: true }).check();
  }

  /** Opens what says that it can be opened. */
  async unfolds(key: string): Promise<void> {
    // What opens a `details` has no role to find it by.
    await this.page.locator("summary").filter({ hasText: this.say(key) }).first().click();
  }

  /** Waits until the rows of a list have stood long enough to be aimed at. */
  async aims(): Promise<void> {
    await expect(this.page.locator("main :is(section, ul, div)[aria-busy=true]")).toHaveCount(0);
  }

  /** Presses in a list as a person does: looks first, and presses again where the page says that it had just moved. */
  async pressesInList(control: Locator): Promise<void> {
    const amiss = this.page.getByRole("alert").filter({ hasText: this.say("app.amiss") });
    await control.waitFor();
    await this.aims();
    const before = await amiss.count();
    await control.click();
    if ((await amiss.count()) === before) return;
    await this.aims();
    if (await control.isVisible()) await control.click();
  }

  /** Presses, and again as long as the page says that it was too soon: it has just come, or not all has been in sight. */
  async pressesUntilGone(control: Locator): Promise<void> {
    await expect(async () => {
      if (await control.isVisible()) await control.click();
      await expect(control).toBeHidden({ timeout: 1_000 });
    }).toPass({ timeout: 15_000 });
  }

  /** Closes the window as a person does. Whether the browser asks before; then she stays. */
  async asksBeforeItGoes(): Promise<boolean> {
    const asked = new Promise<boolean>((resolve) => {
      this.page.once("dialog", (dialog) => {
        resolve(dialog.type() === "beforeunload");
        void dialog.dismiss();
      });
      this.page.once("close", () => {
        resolve(false);
      });
    });
    await this.page.close({ runBeforeUnload: true });
    return asked;
  }

  /** Nothing on the page has gone wrong unseen. */
  isUnharmed(): void {
    expect(this.faults).toEqual([]);
  }
}

/** No machine here can ring: a browser that looks for what could takes no press meanwhile. */
function ringsNowhere(): void {
  addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a[href^='tel:']") !== null) event.preventDefault();
  });
}
