import type { Locator, Page } from "@playwright/test";

import { Caller, named, request } from "../support/caller.ts";
import { HARNOSAND, KRAMFORS, PATIENT } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

test("a nurse sees and hears herself before she asks, and no track is live after", async ({ context, enter }) => {
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  const { page } = nurse;
  await page.evaluate(watchDevices);

  await test.step("with an ordinary question: her picture, and a meter that follows the sound", async () => {
    await nurse.opensOrdinaryForm();
    expect(await live(page), "nothing is opened before she asks for it").toBe(0);
    await opens(nurse);
    await expect(picture(nurse)).toBeVisible();
    await expect.poll(() => picture(nurse).evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
    // The device of the test beeps once a second.
    await expect.poll(() => level(nurse), { intervals: [100] }).toBeGreaterThan(50);
    await expect.poll(() => level(nurse), { intervals: [100] }).toBeLessThan(50);
    await expect(nurse.page.getByText(nurse.say("check.mic.heard"))).toBeVisible();
    await nurse.button("check.close").click();
    expect(await live(page), "closed").toBe(0);
    await expect(nurse.button("check.open")).toBeFocused();
  });
  await test.step("leaving the form gives both back", async () => {
    await opens(nurse);
    await expect.poll(() => live(page)).toBe(2);
    await nurse.leavesForm();
    expect(await live(page)).toBe(0);
  });
  await test.step("so does locking the screen", async () => {
    await nurse.opensOrdinaryForm();
    await opens(nurse);
    await expect.poll(() => live(page)).toBe(2);
    await nurse.button("app.lock").click();
    await expect(page.getByRole("dialog", { name: nurse.say("lock.title"), exact: true })).toBeVisible();
    expect(await live(page)).toBe(0);
    await page.getByRole("button", { name: nurse.say("lock.open", { name: KRAMFORS.nurse.name }), exact: true }).click();
    await nurse.leavesForm();
  });
  await test.step("in an acute question it stands after what sends, and sending gives both back", async () => {
    await nurse.opensUrgentForm();
    const send = nurse.button("draft.send", { level: `P1 ${nurse.say("level.P1")}` });
    expect(await follows(nurse.button("check.open"), send)).toBe(true);
    await nurse.chooses("draft.reason", "reason.breathing");
    await opens(nurse);
    await expect.poll(() => live(page)).toBe(2);
    await send.click();
    await nurse.isWaiting();
    expect(await live(page)).toBe(0);
  });
});

test("a device that gives nothing is named with its cause, and the other works on", async ({ context, enter, server }) => {
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  const { page } = doctor;
  await page.evaluate(watchDevices);

  await test.step("another program has the camera", async () => {
    await page.evaluate(() => (window.withholds = { video: "NotReadableError" }));
    await opens(doctor);
    await expect(page.getByText(doctor.say("check.camera.busy"))).toBeVisible();
    await expect.poll(() => level(doctor), { intervals: [100] }).toBeGreaterThan(50);
    await page.evaluate(() => (window.withholds = {}));
    await doctor.button("check.again").click();
    await expect(picture(doctor)).toBeVisible();
    await expect(page.getByText(doctor.say("check.camera.on"))).toBeVisible();
    expect(await live(page)).toBe(2);
  });
  await test.step("there is no microphone", async () => {
    await doctor.button("check.close").click();
    await page.evaluate(() => (window.withholds = { audio: "NotFoundError" }));
    await opens(doctor);
    await expect(page.getByText(doctor.say("check.mic.missing"))).toBeVisible();
    await expect(picture(doctor)).toBeVisible();
    await doctor.button("check.close").click();
    await page.evaluate(() => (window.withholds = {}));
  });
  await test.step("the browser may not: said of both, and it asks again once it may", async () => {
    await page.evaluate(() => (window.withholds = { audio: "NotAllowedError", video: "NotAllowedError" }));
    await opens(doctor);
    await expect(page.getByText(doctor.say("check.camera.denied"))).toBeVisible();
    await expect(page.getByText(doctor.say("check.mic.denied"))).toBeVisible();
    await page.evaluate(() => (window.withholds = {}));
    await doctor.button("check.again").click();
    await expect(page.getByText(doctor.say("check.camera.on"))).toBeVisible();
  });
  await test.step("one that is pulled out is told", async () => {
    await page.evaluate(() => window.pullsOut("audio"));
    await expect(page.getByText(doctor.say("check.mic.ended"))).toBeVisible();
    await doctor.button("check.again").click();
    await expect(page.getByText(doctor.say("check.mic.ended"))).toBeHidden();
  });
  await test.step("and a doctor who takes a case leaves no lamp on", async () => {
    const nurse = await Caller.as(server, HARNOSAND.nurse);
    await doctor.goesOnDuty();
    await nurse.asks(request(HARNOSAND.centre.id, "P3", { patient: named(PATIENT) }));
    expect(await live(page)).toBe(2);
    await doctor.takes({ level: "P3", reason: "pain", municipality: HARNOSAND.municipality });
    expect(await live(page)).toBe(0);
  });
});

const picture = (window: Window): Locator => window.page.getByLabel(window.say("check.own"), { exact: true });

async function opens(window: Window): Promise<void> {
  await window.button("check.open").click();
  await expect(window.heading("check.title")).toBeVisible();
}

async function level(window: Window): Promise<number> {
  return Number(await window.page.getByRole("meter", { name: window.say("check.level") }).getAttribute("aria-valuenow"));
}

/** Whether `one` stands after `other` in the order of the page. */
async function follows(one: Locator, other: Locator): Promise<boolean> {
  const before = await other.elementHandle();
  return one.evaluate((here, there) => there !== null && (there.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0, before);
}

declare global {
  interface Window {
    /** Which kind of device the browser does not give, and by which error it says so. */
    withholds: { audio?: string; video?: string };
    /** Takes a device away while it is used. */
    pullsOut: (kind: string) => void;
    /** How many tracks that this page has opened are live. */
    liveTracks: () => number;
  }
}

async function live(page: Page): Promise<number> {
  return page.evaluate(() => window.liveTracks());
}

/** Runs in the page: keeps every track that it opens, whoever holds it. */
function watchDevices(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  const opened: MediaStreamTrack[] = [];
  window.withholds = {};
  devices.getUserMedia = async (wanted = {}) => {
    for (const kind of ["audio", "video"] as const) {
      const why = window.withholds[kind];
      if (why !== undefined && wanted[kind] !== undefined && wanted[kind] !== false) throw new DOMException("withheld", why);
    }
    const stream = await ask(wanted);
    opened.push(...stream.getTracks());
    return stream;
  };
  window.liveTracks = () => opened.filter((track) => track.readyState === "live").length;
  window.pullsOut = (kind) => {
    for (const track of opened.filter((one) => one.kind === kind && one.readyState === "live")) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  };
}
