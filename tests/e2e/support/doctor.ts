import { type BrowserContext, expect, type Locator, test } from "@playwright/test";

import type { Address } from "./server.ts";
import { Window } from "./window.ts";
import type { Language } from "./words.ts";

/** A row of the queue, by what it shows: never by who the patient is. */
export type Row = { level: "P1" | "P2" | "P3" | "P4"; reason: string; municipality: string };

/** One order, as the doctor writes it. */
export type Order = { what: string; form: string; strength: string; dose: string; route: string; when: string; why: string };

/** The assessment of an answer in writing. */
export const WRITTEN = "Sårvård hemma, ny kontakt vid feber.";

/** Fails a story that makes a call while others run: frames need the machine to themselves. */
function standsAlone(): void {
  if (test.info().project.name === "pages") throw new Error('A story with a call is marked { tag: "@call" }, and runs alone.');
}

/** A doctor's window. */
export class Doctor extends Window {
  static async open(context: BrowserContext, server: Address, language: Language = "sv"): Promise<Doctor> {
    return new Doctor(await Window.page(context), server, language);
  }

  // Duty

  async switchesDuty(to: "on" | "paused" | "off"): Promise<void> {
    await this.chooses("desk.duty.title", `desk.duty.${to}`);
  }

  async testsTheSound(): Promise<void> {
    await this.button("desk.sound.test").click();
    await this.button("desk.sound.yes").click();
  }

  /** On duty, and nurses are told so: the sound has been heard. */
  async goesOnDuty(): Promise<void> {
    await this.switchesDuty("on");
    await this.testsTheSound();
    await this.isReached();
  }

  /** Lets exercises alarm as well. */
  async takesPartInExercises(): Promise<void> {
    const part = this.page.getByRole("checkbox", { name: this.say("desk.practice"), exact: true });
    await part.click();
    await expect(part).toBeChecked();
  }

  /** Opens or closes the choice of what to be reached for. */
  async opensDutyChoice(): Promise<void> {
    await this.page.getByRole("region", { name: this.say("desk.duty.title") }).getByRole("button", { name: `${this.say("app.change")} ${this.say("desk.duty.change")}` }).click();
  }

  async isReached(): Promise<void> {
    await expect(this.page.getByRole("region", { name: this.say("desk.duty.title") })).toContainText(this.say("desk.reach.yes"));
  }

  // The queue

  get queue(): Locator {
    return this.page.getByRole("table", { name: this.say("desk.queue.caption") });
  }

  /** The ids of nobody: what each row says, in the order of the screen. */
  async rowsInOrder(): Promise<string[]> {
    const buttons = this.queue.getByRole("button", { name: new RegExp(`^${this.say("desk.row.take_name", { name: "" })}`, "u") });
    const names = await buttons.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
    return names;
  }

  /** The button that takes the case of a row. */
  take(row: Row): Locator {
    const name = `${row.level} ${this.say(`level.${row.level}`)}, ${this.say(`reason.${row.reason}`)}, ${row.municipality}`;
    return this.page.getByRole("button", { name: this.say("desk.row.take_name", { name }) });
  }

  row(row: Row): Locator {
    return this.queue.getByRole("row").filter({ has: this.take(row) });
  }

  async seesRow(row: Row, says: string): Promise<void> {
    await expect(this.row(row)).toContainText(says);
  }

  /** Shows what else may be done with the first row of that reason. */
  async opensRow(reason: string): Promise<void> {
    await this.pressesInList(this.queue.getByRole("button", { name: new RegExp(`^${this.say(`reason.${reason}`)}`, "u") }).first());
  }

  /** Reads a request before taking it. */
  async reads(row: Row): Promise<void> {
    const name = `${row.level} ${this.say(`level.${row.level}`)}, ${this.say(`reason.${row.reason}`)}, ${row.municipality}`;
    await this.pressesInList(this.page.getByRole("button", { name: this.say("desk.peek.name", { name }) }).first());
  }

  /** What is read of a request before it is taken. */
  get reading(): Locator {
    return this.page.getByRole("region", { name: this.say("desk.peek.title") });
  }

  async takes(row: Row): Promise<void> {
    await this.pressesInList(this.take(row));
    await this.holdsACase();
  }

  async holdsACase(): Promise<void> {
    await expect(this.heading("answering.title")).toBeVisible();
  }

  /** Who the patient is stands on the page now, and not before. */
  async seesPatient(name: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  /** Rings the nurse, with the picture on. */
  async calls(): Promise<void> {
    standsAlone();
    await this.button("desk.call.video").click();
    await expect(this.page.getByRole("group", { name: this.say("call.controls") })).toBeVisible();
  }

  async readsInTheCall(line: string): Promise<void> {
    await this.page.getByRole("tab", { name: this.words.like("call.tab.text") }).click();
    await expect(this.page.getByRole("list", { name: this.say("call.tab.text") })).toContainText(line);
  }

  // Answering

  async judges(): Promise<void> {
    await this.chooses("answering.assessed_by", "answering.assessed.saw_patient");
    await this.field("answer.assessment").fill("Lätt försämrad hjärtsvikt, stabil hemma.");
    await this.chooses("answer.level_of_care", "care.stay_home");
    await this.field("answering.contingency").fill("Ökad andnöd eller bröstsmärta: ring 112.");
    await this.chooses("answer.follow_up", "answering.follow_up.none");
  }

  /** What a doctor writes who has neither seen nor heard the patient. */
  async judgesInWriting(): Promise<void> {
    await this.chooses("answering.assessed_by", "answering.assessed.via_nurse");
    await this.field("answer.assessment").fill(WRITTEN);
    await this.chooses("answer.level_of_care", "care.stay_home");
    await this.field("answering.contingency").fill("Feber eller ökad smärta: ring igen.");
    await this.chooses("answer.follow_up", "answering.follow_up.none");
  }

  async orders(order: Order): Promise<void> {
    await this.button("answering.orders.first").click();
    await this.fillsOrder(order);
  }

  async fillsOrder(order: Order): Promise<void> {
    await this.field("answer.row.medicine").fill(order.what);
    await this.field("answer.row.form").fill(order.form);
    await this.field("answer.row.strength").fill(order.strength);
    await this.field("answer.row.dose").fill(order.dose);
    await this.field("answer.row.route").fill(order.route);
    await this.field("answer.row.when").fill(order.when);
    await this.field("answer.row.why").fill(order.why);
    await this.chooses("answering.entered", "answering.entered.by_me");
  }

  async sendsTheAnswer(): Promise<void> {
    const withOrders = this.page.getByRole("button", { name: this.words.like("answering.send_orders") });
    await withOrders.or(this.button("answering.send")).click();
    await expect(this.heading("desk.readback.title")).toBeVisible();
  }

  async answersWithOrder(order: Order): Promise<void> {
    await this.judges();
    await this.orders(order);
    await this.sendsTheAnswer();
  }

  /** The case that waits for this doctor first, from the list of what is still open. */
  async opensOpenCase(): Promise<void> {
    const mine = this.page.getByRole("region", { name: this.say("desk.mine.title") });
    await this.pressesInList(mine.getByRole("link").first());
  }

  // The read-back

  async hearsReadBack(said: string): Promise<void> {
    await expect(this.page.getByRole("blockquote").filter({ hasText: said }).first()).toBeVisible();
    await expect(this.button("desk.readback.matches")).toBeVisible();
  }

  async rejects(): Promise<void> {
    await this.pressesInList(this.button("desk.readback.matches_not"));
    await expect(this.page.getByText(this.say("answer.rejected.title"))).toBeVisible();
  }

  async confirms(): Promise<void> {
    await this.pressesUntilGone(this.button("desk.readback.matches"));
    await expect(this.page.getByText(this.words.like("desk.readback.confirmed"))).toBeVisible();
  }

  async hangsUp(): Promise<void> {
    await this.button("call.hang_up").click();
  }

  /** Leaves a case that is still hers to answer. */
  async goesToTheFirstPage(): Promise<void> {
    await this.page.getByRole("banner").getByRole("link", { name: this.say("app.name") }).click();
    await expect(this.heading("desk.queue.title")).toBeVisible();
  }

  async goesToTheQueue(): Promise<void> {
    await this.button("desk.case.to_queue").click();
    await expect(this.heading("desk.queue.title")).toBeVisible();
  }
}
