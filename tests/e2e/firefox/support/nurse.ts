import type { BrowserContext } from "puppeteer-core";

import type { Urgent } from "../../support/nurse.ts";
import type { Server } from "../../support/server.ts";
import type { StoryNurse } from "../../support/story.ts";
import type { Firefox } from "./browser.ts";
import { FirefoxWindow, PHONE, type Thing } from "./window.ts";

/** A nurse with Firefox on her telephone. */
export class FirefoxNurse extends FirefoxWindow implements StoryNurse {
  static async open(firefox: Firefox, context: BrowserContext, server: Server): Promise<FirefoxNurse> {
    return new FirefoxNurse(await FirefoxWindow.page(context, PHONE), firefox, server);
  }

  async asksUrgently(asked: Urgent): Promise<void> {
    await this.find("link", new RegExp(`^${this.say("home.urgent")}\\b`, "u")).presses();
    await this.chooses("draft.reason", `reason.${asked.reason}`);
    if (asked.signal !== undefined) await this.find("checkbox", asked.signal).presses();
    if (asked.patient !== undefined) {
      await this.field("draft.patient.number").types(asked.patient.number);
      await this.button("draft.patient.more").pressesUntil(this.field("draft.patient.name"));
      await this.field("draft.patient.name").types(asked.patient.name);
    }
    if (asked.situation !== undefined) await this.field("draft.situation.urgent").types(asked.situation);
    await this.button("draft.send", { level: `P1 ${this.say("level.P1")}` }).presses();
    await this.find("region", this.say("waiting.place")).isThere();
  }

  get ringing(): Thing {
    return this.find("dialog", this.words.like("ring.title"));
  }

  /** Answers, with the browser's question still open. */
  async takesTheRing(): Promise<void> {
    await this.ringing.isThere();
    await this.ringing.find("button", this.say("ring.answer")).pressesUntil(this.find("group", this.say("call.controls")));
  }

  async answersTheRing(): Promise<void> {
    await this.takesTheRing();
    await this.allowsDevices();
  }

  async writesInTheCall(line: string): Promise<void> {
    await this.find("tab", this.words.like("call.tab.text")).presses();
    await this.field("call.text.write").types(line);
    await this.button("call.text.send").presses();
  }

  async seesTheOrder(what: string): Promise<void> {
    await this.heading("answer.title.read_back").isThere();
    await this.find("region", this.say("answer.ordered")).holds(what);
  }

  async readsBack(said: string): Promise<void> {
    await this.field("answer.read_back").types(said);
    await this.button("answer.read_back.send").presses();
    await this.heading("answer.title.waiting").isThere();
  }

  async isToldNotToGive(): Promise<void> {
    await this.find("alert").saying(this.say("answer.rejected.title")).isThere();
    await this.field("answer.read_back").isThere();
    await this.text(this.say("answer.read_back.error")).isGone();
  }

  async isToldToGive(): Promise<void> {
    await this.text(this.say("answer.confirmed.title")).isThere();
  }

  async closes(): Promise<void> {
    await this.chooses("close.participation", "participation.present");
    await this.button("close.send").presses();
    await this.heading("answer.title.done").isThere();
  }
}
