import type { Page } from "@playwright/test";

import { hearsTheOther, seesTheOther } from "../support/media.ts";
import { HARNOSAND, KRAMFORS } from "../support/people.ts";
import { READ_RIGHT, ORDER } from "../support/story.ts";
import { expect, test } from "../support/test.ts";
import type { Window as Shown } from "../support/window.ts";

test("a call rings without taking the keyboard, goes on over every page, and ends when somebody hangs up", { tag: "@call" }, async ({ context, enter }) => {
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

  await test.step("the doctor looks at her queue, and the nurse at her cases", async () => {
    await doctor.goesToTheFirstPage();
    await nurse.page.goBack();
    await Promise.all([isTalking(doctor), isTalking(nurse)]);
    await Promise.all([hearsTheOther(doctor.page, "doctor"), hearsTheOther(nurse.page, "nurse")]);
    await bar(doctor).getByRole("link", { name: doctor.say("call.bar.back") }).click();
    await doctor.holdsACase();
    await bar(nurse).getByRole("link", { name: nurse.say("call.bar.back") }).click();
  });

  await test.step("what both agree on does not end it", async () => {
    await doctor.answersWithOrder(ORDER);
    await nurse.readsBack(READ_RIGHT);
    await doctor.hearsReadBack(READ_RIGHT);
    await doctor.confirms();
    await nurse.isToldToGive();
    await Promise.all([hearsTheOther(doctor.page, "doctor"), hearsTheOther(nurse.page, "nurse")]);
  });

  await test.step("it ends when she hangs up, and no lamp stays lit", async () => {
    await doctor.goesToTheFirstPage();
    await bar(doctor).getByRole("button", { name: doctor.say("call.hang_up") }).click();
    await expect(bar(doctor)).toBeHidden();
    await expect(nurse.page.getByText(nurse.say("call.peer_left", { name: HARNOSAND.doctor.name }))).toBeVisible();
    await nurse.hangsUp();
    expect(await Promise.all([live(nurse.page), live(doctor.page)])).toEqual([0, 0]);
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
