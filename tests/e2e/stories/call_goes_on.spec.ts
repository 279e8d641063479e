import type { Page } from "@playwright/test";

import { Caller } from "../support/caller.ts";
import { PHONE } from "../support/large_text.ts";
import { hearsTheOther, seesTheOther } from "../support/media.ts";
import { HARNOSAND, KRAMFORS, type Person } from "../support/people.ts";
import type { Server } from "../support/server.ts";
import { saysByItself } from "../support/spoken.ts";
import { READ_RIGHT, ORDER } from "../support/story.ts";
import { expect, test } from "../support/test.ts";
import { isInWindow, scrollsAway } from "../support/view.ts";
import type { Window as Shown } from "../support/window.ts";

const WIDE = { width: 1280, height: 720 };

test("a call rings without taking the keyboard, goes on over every page and whoever asks meanwhile, and ends when somebody hangs up", { tag: "@call" }, async ({ context, enter, server }) => {
  test.setTimeout(180_000);
  const row = { level: "P1", reason: "breathing", municipality: HARNOSAND.municipality } as const;
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  await doctor.goesOnDuty();
  await nurse.asksUrgently({ reason: "breathing" });
  await nurse.button("waiting.changed.add").click();
  const field = nurse.field("draft.background");
  await doctor.takes(row);

  await test.step("what she types goes on into the text while it rings", async () => {
    await field.focus();
    await doctor.calls();
    await expect(doctor.page.getByText(doctor.say("call.ringing", { name: HARNOSAND.nurse.name }))).toBeVisible();
    await expect(nurse.ringing).toBeVisible();
    await nurse.page.keyboard.type("Hjärtsvikt ");
    await nurse.page.keyboard.press("Enter");
    await nurse.page.keyboard.type("sedan 2019.");
    await expect(nurse.ringing).toBeVisible();
    await expect(field).toHaveValue(/^Hjärtsvikt \n?sedan 2019\.$/u);
  });

  await test.step("who cannot answer says so, and the window has its own name again", async () => {
    await nurse.button("ring.not_now").click();
    await expect(nurse.ringing).toBeHidden();
    await expect(nurse.page).not.toHaveTitle(new RegExp(nurse.say("ring.document_title"), "u"));
    await expect(doctor.page.getByText(doctor.say("call.declined", { name: HARNOSAND.nurse.name }))).toBeVisible();
  });

  await test.step("a new ring is answered by two deliberate keys", async () => {
    await doctor.button("call.hang_up").click();
    await doctor.calls();
    await expect(nurse.ringing).toBeVisible();
    await nurse.page.keyboard.press("F2");
    await expect(nurse.button("ring.answer")).toBeFocused();
    // The key that led there was pressed after the ring had come, and so is the one that answers.
    await expect(async () => {
      if (await nurse.ringing.isVisible()) await nurse.page.keyboard.press("Enter");
      await nurse.isInCallPage();
    }).toPass({ intervals: [400] });
    await Promise.all([seesTheOther(nurse.page, "nurse", 10), seesTheOther(doctor.page, "doctor", 10)]);
  });

  await test.step("a page that is in a call does not go without asking", async () => {
    expect(await Promise.all([doctor.asksBeforeItGoes(), nurse.asksBeforeItGoes()])).toEqual([true, true]);
    await Promise.all([hearsTheOther(doctor.page, "doctor"), hearsTheOther(nurse.page, "nurse")]);
  });

  await test.step("the doctor looks at her queue, and the nurse at her cases", async () => {
    await doctor.goesToTheFirstPage();
    await nurse.page.goBack();
    await Promise.all([isTalking(doctor), isTalking(nurse)]);
    await Promise.all([hearsTheOther(doctor.page, "doctor"), hearsTheOther(nurse.page, "nurse")]);
    await bar(doctor).getByRole("link", { name: doctor.say("call.bar.back") }).click();
    await doctor.holdsACase();
    await bar(nurse).getByRole("link", { name: nurse.say("call.bar.back") }).click();
  });

  const urgent = doctor.page.getByRole("region", { name: doctor.say("desk.urgent.title") });
  const said = await saysByItself(doctor.page, doctor.words.like("desk.urgent.spoken"));
  await test.step("an acute request is named over the picture and the form, and leads to the queue without ending the call", async () => {
    await asksAcutely(server, HARNOSAND.nurse);
    await doctor.page.setViewportSize(PHONE);
    await isInWindow(doctor.page, urgent);
    await doctor.button("fill.open").click();
    await isInWindow(doctor.page, urgent);
    await doctor.button("fill.back").click();
    await scrollsAway(doctor.page);
    await isInWindow(doctor.page, urgent);
    await doctor.page.setViewportSize(WIDE);
    await doctor.field("answer.assessment").focus();
    await isInWindow(doctor.page, urgent);
    await doctor.pressesInList(urgent.getByRole("link", { name: doctor.say("desk.urgent.queue") }));
    await expect(doctor.heading("desk.queue.title")).toBeVisible();
    await isInWindow(doctor.page, urgent);
    await isTalking(doctor);
    await Promise.all([hearsTheOther(doctor.page, "doctor"), hearsTheOther(nurse.page, "nurse")]);
    await bar(doctor).getByRole("link", { name: doctor.say("call.bar.back") }).click();
    await doctor.holdsACase();
    expect(await said()).toBe(1);
  });

  await test.step("what both agree on does not end it", async () => {
    await doctor.answersWithOrder(ORDER);
    await isInWindow(doctor.page, urgent);
    await nurse.readsBack(READ_RIGHT);
    await doctor.hearsReadBack(READ_RIGHT);
    await doctor.confirms();
    await nurse.isToldToGive();
    await Promise.all([hearsTheOther(doctor.page, "doctor"), hearsTheOther(nurse.page, "nurse")]);
  });

  await test.step("one more acute request is said once more", async () => {
    await asksAcutely(server, HARNOSAND.colleague);
    await expect(urgent).toContainText(doctor.say("desk.urgent.more", { count: 1 }));
    await isInWindow(doctor.page, urgent);
    expect(await said()).toBe(2);
  });

  await test.step("another call asks once before it ends this one", async () => {
    const question = (window: Shown, other: Person) => window.page.getByRole("dialog", { name: window.say("call.switch.title", { name: other.name }) });
    const asked = question(doctor, HARNOSAND.nurse);
    await doctor.pressesInList(doctor.button("desk.urgent.take"));
    await doctor.holdsACase();
    await doctor.button("desk.call.video").click();
    await asked.getByRole("button", { name: doctor.say("call.switch.stay"), exact: true }).click();
    await expect(asked).toHaveCount(0);
    await isTalking(doctor);
    await Promise.all([hearsTheOther(doctor.page, "doctor"), hearsTheOther(nurse.page, "nurse")]);
    await expect(nurse.ringing).toBeHidden();
    await doctor.button("desk.call.video").click();
    await asked.getByRole("button", { name: doctor.say("call.switch.do"), exact: true }).click();
    await expect(nurse.page.getByText(nurse.say("call.peer_left", { name: HARNOSAND.doctor.name }))).toBeVisible();
    await nurse.pressesUntilGone(nurse.ringing.getByRole("button", { name: nurse.say("ring.answer"), exact: true }));
    await question(nurse, HARNOSAND.doctor).getByRole("button", { name: nurse.say("call.switch.do"), exact: true }).click();
    await Promise.all([seesTheOther(doctor.page, "doctor", 10), seesTheOther(nurse.page, "nurse", 10)]);
    for (const { page } of [doctor, nurse]) await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("it ends when she hangs up, and no lamp stays lit", async () => {
    await doctor.goesToTheFirstPage();
    await bar(doctor).getByRole("button", { name: doctor.say("call.hang_up") }).click();
    await expect(bar(doctor)).toBeHidden();
    await expect(nurse.page.getByText(nurse.say("call.peer_left", { name: HARNOSAND.doctor.name }))).toBeVisible();
    await nurse.hangsUp();
    expect(await Promise.all([live(nurse.page), live(doctor.page)])).toEqual([0, 0]);
    expect(await doctor.asksBeforeItGoes()).toBe(false);
  });
});

test("a nurse whose browser waits for a permission, and whose microphone goes, is in the call all the same", { tag: "@call" }, async ({ context, enter }) => {
  const row = { level: "P1", reason: "breathing", municipality: KRAMFORS.municipality } as const;
  const doctor = await enter.doctor(context, KRAMFORS.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  await nurse.page.evaluate(holdTheQuestion);
  await nurse.asksUrgently({ reason: "breathing" });
  await doctor.takes(row);
  await doctor.calls();
  await nurse.answersTheRing();

  await test.step("she has her seat and the number, and the doctor sees that she is there", async () => {
    await expect(nurse.page.getByText(nurse.say("call.asking"))).toBeVisible();
    await expect(nurse.page.getByRole("link", { name: nurse.words.like("call.ring") }).first()).toBeVisible();
    await expect(doctor.page.getByText(doctor.words.like("call.in_room"))).toContainText(KRAMFORS.nurse.name);
  });
  await test.step("her devices join when they come", async () => {
    await nurse.page.evaluate(() => window.answerTheQuestion());
    await seesTheOther(doctor.page, "doctor", 10);
    await hearsTheOther(doctor.page, "doctor");
  });
  await test.step("a microphone that goes is told to both, and opens again", async () => {
    const muted = doctor.page.getByText(doctor.say("call.muted").toLocaleLowerCase());
    await expect(muted).toBeHidden();
    await nurse.page.evaluate(() => window.pullOut("audio"));
    await expect(nurse.page.getByText(nurse.words.like("call.mic.ended"))).toBeVisible();
    await expect(muted).toBeVisible();
    await nurse.page.getByRole("button", { name: nurse.words.like("call.mic.unmute") }).click();
    await expect(muted).toBeHidden();
    await hearsTheOther(doctor.page, "doctor");
  });
});

declare global {
  interface Window {
    answerTheQuestion: () => void;
    pullOut: (kind: string) => void;
  }
}

/** From now on the page's question for devices hangs until somebody answers it. */
function holdTheQuestion(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  window.answerTheQuestion = () => {
    answer();
  };
  const opened: MediaStreamTrack[] = [];
  devices.getUserMedia = async (wanted) => {
    await answered;
    const stream = await ask(wanted);
    opened.push(...stream.getTracks());
    return stream;
  };
  window.pullOut = (kind) => {
    for (const track of opened.filter((one) => one.kind === kind && one.readyState === "live")) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  };
}

async function asksAcutely(server: Server, nurse: Person): Promise<void> {
  await (await Caller.as(server, nurse)).asks({ centre: HARNOSAND.centre.id, level: "P1", reason: "breathing", callback_phone: "070-174 06 52" });
}

const bar = (window: Shown) => window.page.getByRole("region", { name: window.say("call.bar") });

async function isTalking(window: Shown): Promise<void> {
  await expect(bar(window)).toBeVisible();
  await expect(bar(window).getByRole("timer")).toBeVisible();
}

/** How many tracks of ours some connection or picture of the page still sends. */
async function live(page: Page): Promise<number> {
  return page.evaluate(() => {
    const sent = window.watchedPeers.flatMap((peer) => peer.getSenders().map((sender) => sender.track));
    const shown = [...document.querySelectorAll("video")].flatMap((video) => (video.srcObject instanceof MediaStream ? video.srcObject.getTracks() : []));
    return [...sent, ...shown].filter((track) => track?.readyState === "live").length;
  });
}
