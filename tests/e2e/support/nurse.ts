import { type BrowserContext, expect, type Locator } from "@playwright/test";

import type { Address } from "./server.ts";
import { Window } from "./window.ts";
import type { Language } from "./words.ts";

/** A request of the urgent path: what it is about, and what she has time for. */
export type Urgent = { reason: string; signal?: string; patient?: { number: string; name: string }; situation?: string };

/** A nurse's window. */
export class Nurse extends Window {
  static async open(context: BrowserContext, server: Address, language: Language = "sv"): Promise<Nurse> {
    return new Nurse(await Window.page(context), server, language);
  }

  // Asking

  async opensUrgentForm(): Promise<void> {
    await this.page.getByRole("link", { name: new RegExp(`^${this.say("home.urgent")}\\b`, "u") }).click();
    await expect(this.page.getByRole("group", { name: this.say("draft.reason"), exact: true })).toBeVisible();
  }

  async opensOrdinaryForm(): Promise<void> {
    await this.page.getByRole("link", { name: new RegExp(`^${this.say("home.new")}`, "u") }).click();
    await expect(this.page.getByRole("group", { name: this.say("draft.level"), exact: true })).toBeVisible();
  }

  async leavesForm(): Promise<void> {
    await this.page.getByRole("link", { name: this.say("app.cancel"), exact: true }).first().click();
    await expect(this.heading("home.reach")).toBeVisible();
  }

  async goesHome(): Promise<void> {
    await this.page.getByRole("banner").getByRole("link", { name: this.say("app.name") }).click();
    await expect(this.heading("home.reach")).toBeVisible();
  }

  /** The first of her own cases that waits for her to do something. */
  async opensTheCaseThatNeedsHer(): Promise<void> {
    const mine = this.page.getByRole("region", { name: this.say("home.mine"), exact: true });
    await this.pressesInList(mine.getByRole("listitem").first().getByRole("link"));
  }

  /** By its address, as from a bookmark. */
  async opensCase(id: string): Promise<void> {
    await this.page.goto(`${this.server.url}/#/arende/${id}`);
  }

  /** Says that something went wrong in the case she sees. */
  async reports(what: string): Promise<void> {
    await this.button("incident.report").click();
    await this.field("incident.label").fill(what);
    await this.button("incident.send").click();
  }

  async opensCaseOfUnit(): Promise<void> {
    const unit = this.page.getByRole("region", { name: this.say("home.unit"), exact: true });
    await this.pressesInList(unit.getByRole("link", { name: this.say("home.action.see") }));
  }

  /** Three to six fields, and the request is sent. */
  async asksUrgently(asked: Urgent): Promise<void> {
    await this.opensUrgentForm();
    await this.chooses("draft.reason", `reason.${asked.reason}`);
    if (asked.signal !== undefined) await this.page.getByRole("checkbox", { name: asked.signal, exact: true }).check();
    if (asked.patient !== undefined) {
      await this.field("draft.patient.number").fill(asked.patient.number);
      await this.unfolds("draft.patient.more");
      await this.field("draft.patient.name").fill(asked.patient.name);
    }
    if (asked.situation !== undefined) await this.field("draft.situation.urgent").fill(asked.situation);
    await this.sends("P1");
    await this.isWaiting();
  }

  /** All that an ordinary request needs, up to what may be left out. */
  async writesOrdinary(reason: string, patient: { number: string; name: string }): Promise<void> {
    await this.opensOrdinaryForm();
    await this.page.getByRole("group", { name: this.say("draft.level"), exact: true }).getByRole("radio").first().check();
    await this.chooses("draft.reason", `reason.${reason}`);
    await this.field("draft.patient.number").fill(patient.number);
    await this.field("draft.patient.name").fill(patient.name);
    await this.field("draft.situation").fill("Trycksår på hälen som har blivit större sedan i går.");
    await this.field("draft.assessment").fill("Rodnad kring såret, ingen feber.");
    await this.page.getByRole("checkbox", { name: this.say("draft.background.none"), exact: true }).check();
    await this.chooses("draft.limits", "limit.none_known");
    await this.chooses("draft.wants", "recommendation.advice");
    await this.chooses("draft.takes_part", "app.yes");
  }

  /** Her pictures in the form named `form`, each with how far it has come. */
  get photos(): Locator {
    return this.page.getByRole("group", { name: this.say("photos.title"), exact: true }).getByRole("listitem");
  }

  /** Chooses files as from a telephone's camera, which no test can hold. */
  async attaches(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.page.getByRole("group", { name: this.say("photos.title"), exact: true }).locator("[data-photo-input=files]").setInputFiles(files);
  }

  async sends(level: "P1" | "P2" | "P3" | "P4"): Promise<void> {
    await this.button("draft.send", { level: `${level} ${this.say(`level.${level}`)}` }).click();
  }

  /** Types measured values, all seven. */
  async measures(typed: Record<"respiratory_rate" | "spo2" | "pulse" | "systolic_bp" | "temperature", string>): Promise<void> {
    for (const [measure, value] of Object.entries(typed)) {
      const unit = this.say(`vitals.unit.${measure}`);
      await this.page.getByRole("textbox", { name: `${this.say(`vitals.${measure}`)} (${unit})`, exact: true }).fill(value);
    }
    await this.chooses("vitals.oxygen", "app.no");
    await this.page.getByRole("group", { name: this.say("vitals.consciousness"), exact: true }).getByRole("radio").first().check();
  }

  // Waiting

  get place(): Locator {
    return this.page.getByRole("region", { name: this.say("waiting.place"), exact: true });
  }

  async isWaiting(): Promise<void> {
    await expect(this.place).toBeVisible();
  }

  async hasPlace(place: number): Promise<void> {
    const [, mine = ""] = this.say("waiting.sent", { place }).split("{{time}}. ");
    await expect(this.place).toContainText(mine);
  }

  /** What the waiting page keeps for whoever asks for more. */
  async opensMore(): Promise<void> {
    // What opens a `details` has no role to find it by.
    await this.page.locator("summary").filter({ hasText: new RegExp(`^\\s*${this.say("waiting.more")}\\s*$`, "u") }).click();
  }

  // The shift

  async opensBoard(): Promise<void> {
    await this.goesHome();
    await this.page.getByRole("link", { name: this.say("home.board"), exact: true }).click();
    await expect(this.heading("board.title")).toBeVisible();
  }

  /** One part of the board. */
  part(name: string): Locator {
    return this.page.getByRole("region", { name: this.say(name), exact: true });
  }

  async handsOver(): Promise<void> {
    await this.pressesInList(this.button("shift.offer"));
    await expect(this.page.getByText(this.say("shift.waiting"))).toBeVisible();
  }

  async takesOver(): Promise<void> {
    await this.pressesInList(this.part("shift.to_take").getByRole("button").first());
    await expect(this.part("shift.to_take")).toBeHidden();
  }

  // Talking

  /** The telephone on the screen. */
  get ringing(): Locator {
    return this.page.getByRole("dialog", { name: this.words.like("ring.title") });
  }

  async answersTheRing(): Promise<void> {
    await expect(this.ringing).toBeVisible({ timeout: 20_000 });
    await this.pressesUntilGone(this.ringing.getByRole("button", { name: this.say("ring.answer"), exact: true }));
    await this.isInCallPage();
  }

  async isInCallPage(): Promise<void> {
    await expect(this.page.getByRole("group", { name: this.say("call.controls") })).toBeVisible();
  }

  async writesInTheCall(line: string): Promise<void> {
    await this.page.getByRole("tab", { name: this.words.like("call.tab.text") }).click();
    await this.field("call.text.write").fill(line);
    await this.button("call.text.send").click();
  }

  async hangsUp(): Promise<void> {
    await this.button("call.hang_up").click();
  }

  // The answer

  /** The order is on her screen, to be read aloud. */
  async seesTheOrder(what: string): Promise<void> {
    await expect(this.heading("answer.title.read_back")).toBeVisible();
    await expect(this.page.getByRole("region", { name: this.say("answer.ordered") })).toContainText(what);
  }

  async readsBack(said: string): Promise<void> {
    await this.field("answer.read_back").fill(said);
    await this.button("answer.read_back.send").click();
    await expect(this.heading("answer.title.waiting")).toBeVisible();
  }

  /** "Do not give it": the order is back with her, and no fault of hers is named before she has tried. */
  async isToldNotToGive(): Promise<void> {
    await expect(this.page.getByRole("alert").filter({ hasText: this.say("answer.rejected.title") })).toBeVisible();
    await expect(this.field("answer.read_back")).toBeVisible();
    await expect(this.page.getByText(this.say("answer.read_back.error"))).toBeHidden();
  }

  async isToldToGive(): Promise<void> {
    await expect(this.page.getByText(this.say("answer.confirmed.title"))).toBeVisible();
  }

  async closes(): Promise<void> {
    await this.chooses("close.participation", "participation.present");
    await this.button("close.send").click();
    await this.isDone();
  }

  async isDone(): Promise<void> {
    await expect(this.heading("answer.title.done")).toBeVisible();
  }
}
