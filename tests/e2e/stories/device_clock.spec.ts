import type { Page } from "@playwright/test";

import { goesOnSeeing, hearsTheOther, seesTheOther } from "../support/media.ts";
import { HARNOSAND } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import type { Window as Shown } from "../support/window.ts";

const MINUTE = 60_000;

test("a device whose clock is set back and forward goes on with its call, reports it, and does not lock", { tag: "@call" }, async ({ context, enter }) => {
  await context.addInitScript(clockThatIsSet);
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  await nurse.asksUrgently({ reason: "breathing" });
  await doctor.takes({ level: "P1", reason: "breathing", municipality: HARNOSAND.municipality });
  await doctor.calls();
  await nurse.answersTheRing();
  const both = [nurse, doctor] as const;
  await Promise.all([seesTheOther(nurse.page, "nurse", 10), seesTheOther(doctor.page, "doctor", 10)]);

  for (const [how, minutes] of [
    ["back ten minutes", -10],
    ["forward twenty from where it was", 30],
  ] as const) {
    await test.step(how, async () => {
      for (const { page } of both) await sets(page, minutes * MINUTE);
      // Each has looked at the time since, and told how the call goes: once at the least by its clock, which nobody sets.
      await Promise.all(both.map((window) => reports(window, 2)));
      await Promise.all([goesOnSeeing(nurse.page, "nurse"), goesOnSeeing(doctor.page, "doctor")]);
      for (const window of both) {
        await expect(window.page.getByRole("dialog", { name: window.say("lock.title"), exact: true })).toHaveCount(0);
        await expect(window.page.getByRole("group", { name: window.say("call.controls") })).toBeVisible();
      }
    });
  }
  await test.step("and the call has lasted as long as it has", async () => {
    await Promise.all([hearsTheOther(nurse.page, "nurse"), hearsTheOther(doctor.page, "doctor")]);
    await doctor.goesToTheFirstPage();
    const lasted = doctor.page.getByRole("region", { name: doctor.say("call.bar") }).getByRole("timer");
    await expect(lasted).toHaveText(/^\s*0?[0-4]:\d\d\s*$/u);
  });
});

declare global {
  interface Window {
    setClock: (byMs: number) => void;
  }
}

/** Runs in the page before its own scripts: the device's clock may be set under it, while what it measures with goes on. */
function clockThatIsSet(): void {
  const Real = Date;
  let off = 0;
  window.setClock = (byMs) => {
    off += byMs;
  };
  window.Date = class extends Real {
    constructor(...parts: unknown[]) {
      if (parts.length === 0) super(Real.now() + off);
      else super(...(parts as [number]));
    }

    static override now(): number {
      return Real.now() + off;
    }
  } as DateConstructor;
}

async function sets(page: Page, byMs: number): Promise<void> {
  const [before, after] = await page.evaluate((by) => {
    const was = Date.now();
    window.setClock(by);
    return [was, Date.now()] as const;
  }, byMs);
  expect(Math.abs(after - before - byMs)).toBeLessThan(MINUTE);
}

/** The window tells the server `more` times, from now on, how its call goes. */
async function reports(window: Shown, more: number): Promise<void> {
  const told = (): number => window.frames.filter((frame) => frame.includes('"type":"call_stats"')).length;
  const before = told();
  await expect.poll(told, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + more);
}
