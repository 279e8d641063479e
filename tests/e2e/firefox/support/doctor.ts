import type { BrowserContext } from "puppeteer-core";

import type { Order, Row } from "../../support/doctor.ts";
import type { Server } from "../../support/server.ts";
import type { StoryDoctor } from "../../support/story.ts";
import type { Firefox } from "./browser.ts";
import { DESK, FirefoxWindow, type Thing } from "./window.ts";

/** A doctor with Firefox on the desk. */
export class FirefoxDoctor extends FirefoxWindow implements StoryDoctor {
  static async open(firefox: Firefox, context: BrowserContext, server: Server): Promise<FirefoxDoctor> {
    return new FirefoxDoctor(await FirefoxWindow.page(context, DESK), firefox, server);
  }

  async goesOnDuty(): Promise<void> {
    await this.chooses("desk.duty.title", "desk.duty.on");
    await this.button("desk.sound.test").pressesUntil(this.button("desk.sound.yes"));
    await this.button("desk.sound.yes").presses();
    await this.find("region", this.say("desk.duty.title")).holds(this.say("desk.reach.yes"));
  }

  take(row: Row): Thing {
    const name = `${row.level} ${this.say(`level.${row.level}`)}, ${this.say(`reason.${row.reason}`)}, ${row.municipality}`;
    return this.find("button", this.say("desk.row.take_name", { name }));
  }

  async seesRow(row: Row, says: string): Promise<void> {
    await this.take(row).isThere();
    await this.find("table", this.say("desk.queue.caption")).holds(says);
  }

  async takes(row: Row): Promise<void> {
    await this.take(row).pressesUntil(this.heading("answering.title"));
  }

  async seesPatient(name: string): Promise<void> {
    await this.find("heading", name).isThere();
  }

  async calls(): Promise<void> {
    await this.button("desk.call.video").pressesUntil(this.find("group", this.say("call.controls")));
    await this.allowsDevices();
  }

  async readsInTheCall(line: string): Promise<void> {
    await this.find("tab", this.words.like("call.tab.text")).presses();
    await this.find("list", this.say("call.tab.text")).holds(line);
  }

  async answersWithOrder(order: Order): Promise<void> {
    await this.chooses("answering.assessed_by", "answering.assessed.saw_patient");
    await this.field("answer.assessment").types("Lätt försämrad hjärtsvikt, stabil hemma.");
    await this.chooses("answer.level_of_care", "care.stay_home");
    await this.field("answering.contingency").types("Ökad andnöd eller bröstsmärta: ring 112.");
    await this.chooses("answer.follow_up", "answering.follow_up.none");
    await this.button("answering.orders.first").pressesUntil(this.field("answer.row.medicine"));
    await this.field("answer.row.medicine").types(order.what);
    await this.field("answer.row.form").types(order.form);
    await this.field("answer.row.strength").types(order.strength);
    await this.field("answer.row.dose").types(order.dose);
    await this.field("answer.row.route").types(order.route);
    await this.field("answer.row.when").types(order.when);
    await this.field("answer.row.why").types(order.why);
    await this.chooses("answering.entered", "answering.entered.by_me");
    await this.find("button", this.words.like("answering.send_orders")).presses();
    await this.heading("desk.readback.title").isThere();
  }

  async hearsReadBack(said: string): Promise<void> {
    await this.find("blockquote").saying(said).isThere();
    await this.button("desk.readback.matches").isThere();
  }

  async rejects(): Promise<void> {
    await this.button("desk.readback.matches_not").pressesUntil(this.text(this.say("answer.rejected.title")));
  }

  async confirms(): Promise<void> {
    await this.button("desk.readback.matches").pressesUntilGone();
    await this.text(this.words.like("desk.readback.confirmed")).isThere();
  }
}
