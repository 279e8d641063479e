import type { Locator, Page } from "@playwright/test";

import { HARNOSAND } from "../support/people.ts";
import { ORDER, READ_RIGHT, SITUATION } from "../support/story.ts";
import { Server } from "../support/server.ts";
import { expect, test as base } from "../support/test.ts";
import { Doctor } from "../support/doctor.ts";
import { Nurse } from "../support/nurse.ts";
import type { Window } from "../support/window.ts";

/** A county of its own: the story begins with a doctor who has never been on duty. */
const test = base.extend<{ fresh: Server }>({
  fresh: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
});

test("the whole story needs no pointer", async ({ context, fresh: server }) => {
  const doctor = await Doctor.open(context, server);
  const nurse = await Nurse.open(context, server);
  const his = new Keys(doctor);
  const hers = new Keys(nurse);

  await test.step("both sign in", async () => {
    for (const [keys, person] of [
      [his, HARNOSAND.doctor],
      [hers, HARNOSAND.nurse],
    ] as const) {
      await keys.window.opens();
      await keys.types(keys.window.page.getByRole("searchbox", { name: keys.window.say("signin.search") }), person.name);
      await keys.presses(keys.window.whoIs(person));
      await keys.window.isSignedIn(person);
    }
  });

  await test.step("the doctor goes on duty", async () => {
    await his.chooses("desk.duty.title", "desk.duty.on");
    await his.presses(doctor.button("desk.sound.test"));
    await his.presses(doctor.button("desk.sound.yes"));
    await doctor.isReached();
  });

  await test.step("the nurse asks", async () => {
    await hers.presses(nurse.page.getByRole("link", { name: new RegExp(`^${nurse.say("home.urgent")}\\b`, "u") }));
    await hers.chooses("draft.reason", "reason.breathing");
    await hers.types(nurse.field("draft.situation.urgent"), SITUATION);
    await hers.presses(nurse.button("draft.send", { level: `P1 ${nurse.say("level.P1")}` }));
    await nurse.isWaiting();
  });

  await test.step("the doctor takes it with one key, and calls", async () => {
    await expect(doctor.queue).toBeVisible();
    await doctor.page.keyboard.press("1");
    await doctor.holdsACase();
    await his.presses(doctor.button("desk.call.video"));
  });

  await test.step("the nurse answers", async () => {
    await expect(nurse.ringing).toBeVisible({ timeout: 20_000 });
    await hers.presses(nurse.button("ring.answer"));
    await nurse.isInCallPage();
  });

  await test.step("the doctor answers with an order", async () => {
    await his.chooses("answering.assessed_by", "answering.assessed.saw_patient");
    await his.types(doctor.field("answer.assessment"), "Stabil hemma.");
    await his.chooses("answer.level_of_care", "care.stay_home");
    await his.presses(doctor.button("answering.orders.first"));
    await his.types(doctor.field("answering.order.what"), ORDER.what);
    await his.types(doctor.field("answer.row.strength"), ORDER.strength);
    await his.chooses("answering.entered", "answering.entered.by_me");
    await his.types(doctor.field("answering.contingency"), "Ring 112.");
    await his.chooses("answer.follow_up", "answering.follow_up.none");
    await his.presses(doctor.page.getByRole("button", { name: doctor.words.like("answering.send_orders") }));
    await nurse.seesTheOrder("15 mg");
  });

  await test.step("it is read back, confirmed and closed", async () => {
    await hers.types(nurse.field("answer.read_back"), READ_RIGHT);
    await hers.presses(nurse.button("answer.read_back.send"));
    await doctor.hearsReadBack(READ_RIGHT);
    await his.presses(doctor.button("desk.readback.matches"));
    await nurse.isToldToGive();
    await hers.chooses("close.participation", "participation.present");
    await hers.presses(nurse.button("close.send"));
    await nurse.isDone();
  });
  for (const window of [nurse, doctor]) window.isUnharmed();
});

/** Hands on a keyboard: everything is reached with Tab, and seen to be reached. */
class Keys {
  constructor(readonly window: Window) {}

  async presses(control: Locator): Promise<void> {
    await this.#reaches(control);
    await this.#page.keyboard.press("Enter");
  }

  async types(field: Locator, words: string): Promise<void> {
    await this.#reaches(field);
    await this.#page.keyboard.insertText(words);
  }

  /** Into the group with Tab, to the option with the arrows. */
  async chooses(group: string, option: string): Promise<void> {
    const choice = this.#page.getByRole("group", { name: this.window.say(group), exact: true });
    const wanted = choice.getByRole("radio", { name: this.window.say(option), exact: true });
    await wanted.waitFor();
    await this.#tabs(() => choice.evaluate((one) => one !== document.activeElement && one.contains(document.activeElement)), group);
    if (await this.#has(wanted)) await this.#page.keyboard.press("Space");
    for (let steps = 0; !(await wanted.isChecked()); steps += 1) {
      expect(steps, `arrows lead to ${option}`).toBeLessThan(30);
      await this.#page.keyboard.press("ArrowDown");
    }
  }

  async #reaches(control: Locator): Promise<void> {
    await control.waitFor();
    await this.#tabs(() => this.#has(control), String(control));
    // Focus is in sight: within the window, and not under something else.
    await expect(control).toBeInViewport();
  }

  async #tabs(there: () => Promise<boolean>, where: string): Promise<void> {
    for (let steps = 0; !(await there()); steps += 1) {
      expect(steps, `Tab leads to ${where}`).toBeLessThan(150);
      await this.#page.keyboard.press("Tab");
    }
  }

  async #has(control: Locator): Promise<boolean> {
    return control.evaluate((one) => one === document.activeElement);
  }

  get #page(): Page {
    return this.window.page;
  }
}
