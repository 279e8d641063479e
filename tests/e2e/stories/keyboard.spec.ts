import type { Locator, Page } from "@playwright/test";

import { HARNOSAND, KARIN, type Person } from "../support/people.ts";
import { ORDER, READ_RIGHT, SITUATION } from "../support/story.ts";
import { expect, test } from "../support/test.ts";
import { Administrator } from "../support/administrator.ts";
import { Doctor } from "../support/doctor.ts";
import { Nurse } from "../support/nurse.ts";
import type { Window } from "../support/window.ts";

test("the whole story needs no pointer", { tag: "@call" }, async ({ context, server }) => {
  const doctor = await Doctor.open(context, server);
  const nurse = await Nurse.open(context, server);
  const his = new Keys(doctor);
  const hers = new Keys(nurse);

  await test.step("both sign in", async () => {
    for (const [keys, person] of [
      [his, HARNOSAND.doctor],
      [hers, HARNOSAND.nurse],
    ] as const) {
      await keys.signsIn(person);
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

  await test.step("the doctor takes it with one key, and calls with another", async () => {
    await expect(doctor.queue).toBeVisible();
    // A key takes what has stood on the screen long enough to be seen there.
    await expect(doctor.page.getByRole("region", { name: doctor.say("desk.urgent.title") })).toBeVisible();
    await doctor.aims();
    await doctor.page.keyboard.press("1");
    await doctor.holdsACase();
    // The button says which key does the same.
    await expect(doctor.button("desk.call.video")).toHaveAttribute("aria-keyshortcuts", "V");
    await doctor.page.keyboard.press("v");
    await expect(doctor.page.getByRole("group", { name: doctor.say("call.controls") })).toBeVisible();
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
    await his.types(doctor.field("answer.row.medicine"), ORDER.what);
    await his.types(doctor.field("answer.row.form"), ORDER.form);
    await his.types(doctor.field("answer.row.strength"), ORDER.strength);
    await his.types(doctor.field("answer.row.dose"), ORDER.dose);
    await his.types(doctor.field("answer.row.route"), ORDER.route);
    await his.types(doctor.field("answer.row.when"), ORDER.when);
    await his.types(doctor.field("answer.row.why"), ORDER.why);
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

  await test.step("and the doctor is at the queue with one key", async () => {
    await expect(doctor.button("desk.case.to_queue")).toHaveAttribute("aria-keyshortcuts", "K");
    await doctor.page.keyboard.press("k");
    await expect(doctor.heading("desk.queue.title")).toBeVisible();
  });
  for (const window of [nurse, doctor]) window.isUnharmed();
});

test("the administrator's follow-up needs no pointer", async ({ context, server }) => {
  const administrator = await Administrator.open(context, server);
  const keys = new Keys(administrator);
  await keys.signsIn(KARIN);
  await administrator.sees();

  await test.step("another period and another level are chosen", async () => {
    await keys.choosesNamed("admin.period", administrator.say("admin.period.month"));
    await keys.choosesNamed("admin.level", "P2");
    await expect(administrator.page.getByRole("heading", { name: administrator.words.like("admin.by_centre") })).toContainText("P2");
  });

  await test.step("every figure is taken home as a file", async () => {
    const saved = administrator.page.getByRole("button", { name: administrator.words.like("chart.download") });
    const count = await saved.count();
    expect(count).toBeGreaterThanOrEqual(4);
    for (let one = 0; one < count; one += 1) {
      const [file] = await Promise.all([administrator.page.waitForEvent("download"), keys.presses(saved.nth(one))]);
      expect(file.suggestedFilename()).toMatch(/^vantrum-.+\.csv$/u);
    }
  });

  await test.step("and so is signing out", async () => {
    // What opens a `details` has no role to find it by.
    await keys.presses(administrator.page.locator("summary").filter({ hasText: administrator.say("app.account") }));
    await keys.presses(administrator.button("app.switch_person"));
    await administrator.isSignedOut();
  });
  administrator.isUnharmed();
});

/** Hands on a keyboard: everything is reached with Tab, and seen to be reached. */
class Keys {
  constructor(readonly window: Window) {}

  async signsIn(person: Person): Promise<void> {
    await this.window.opens();
    await this.types(this.#page.getByRole("searchbox", { name: this.window.say("signin.search") }), person.name);
    await this.presses(this.window.whoIs(person));
    await this.window.isSignedIn(person);
  }

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
    await this.choosesNamed(group, this.window.say(option));
  }

  /** The same, by what the option says. */
  async choosesNamed(group: string, option: string): Promise<void> {
    const choice = this.#page.getByRole("group", { name: this.window.say(group), exact: true });
    const wanted = choice.getByRole("radio", { name: option, exact: true });
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
