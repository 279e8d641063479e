import type { Locator } from "@playwright/test";

import { Crowd } from "../support/crowd.ts";
import type { Doctor } from "../support/doctor.ts";
import { hearsTheOther, seesTheOther } from "../support/media.ts";
import type { Nurse } from "../support/nurse.ts";
import { BIRGITTA } from "../support/people.ts";
import { aimsAt, sends, together } from "../support/press.ts";
import { Server } from "../support/server.ts";
import { ORDER, READ_RIGHT } from "../support/story.ts";
import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

/** What each writes and has not sent; added to while nothing reaches the server. */
const WORDS = {
  request: "Trycksår på hälen, större sedan i går.",
  withdrawn: "Svikt, inte pneumoni. Höj Furix.",
  asked: "Ska hon ha något till natten?",
  askedToo: "Får hon ta en till i natt?",
  handedOver: "Ångest efter flytten, ingen akut risk.",
  first: "Morfin 15 mg, en tablett vid behov",
  supplement: "Har fått Oxascand 5 mg klockan åtta.",
  inTheCall: "Bröstsmärta i vila, EKG taget.",
  written: "Avvakta, ny kontroll i morgon.",
  report: "Fel nummer i listan, ringde växeln.",
};

// Ten windows that are filmed leave the machine no time for what they show.
test.use({ trace: { mode: "retain-on-failure", screenshots: false, snapshots: false, sources: false } });

let server: Server;
test.beforeAll(async () => {
  // All sit in one house, behind one address.
  server = await Server.start({ env: { VANTRUM_SHARED_ADDRESSES: "127.0.0.1/32" } });
});
test.afterAll(() => server.stop());

test("in a crowded hour nobody's words are lost, nobody opens what she did not aim at, and whoever is second is told", { tag: "@call" }, async ({ browser, context, enter }) => {
  test.setTimeout(600_000);
  const crowd = await test.step("ten windows open", () => Crowd.gathers(browser, context, enter, server));
  const { sara, tablet, signe, andreas, lindaM, maria, annika, ebba } = crowd;
  const emma = crowd.as(crowd.emma);
  const raced = await crowd.asks(andreas, "P2", "palliative");
  const handed = await crowd.asks(signe, "P2", "mental_health");
  const sentOn = await crowd.asks(crowd.emma, "P2", "diabetes");
  const aimed = [await crowd.asks(crowd.emma, "P2", "nutrition_fluid"), await crowd.asks(crowd.emma, "P2", "certificate_aid")] as const;
  const hers = await crowd.asks(sara, "P2", "neuro_stroke");
  await test.step("seventy wait", () => crowd.fills(70));

  await signe.writesOrdinary("wound_skin", BIRGITTA);
  await signe.field("draft.situation").fill(WORDS.request);
  await sara.opensCase(hers.id);
  await sara.isWaiting();

  const withdrawnFrom = await test.step("of two doctors who take the same row one has it, and the other reads who", async () => {
    await together("claim", [annika, ebba], (doctor) => doctor.pressesInList(doctor.take(raced.row)));
    const { first, second } = await crowd.whoGot(raced.id, annika, ebba);
    await first.holdsACase();
    await isTold(second, second.say("desk.taken.by", { name: crowd.person(first).name }));
    await first.field("answer.assessment").fill(WORDS.withdrawn);
    await crowd.acute();
    await test.step("and the one who has it reads at her queue who took it back, and has her words", async () => {
      await first.goesToTheFirstPage();
      await crowd.as(andreas).does(raced.id, "withdraw", { reason: "solved" });
      await isTold(first, first.words.like("between.withdrawn"), crowd.person(andreas).name);
      await first.pressesInList(first.page.getByRole("link", { name: first.say("home.action.open"), exact: true }));
      await expect(lost(first)).toHaveValue(WORDS.withdrawn);
      await first.goesToTheFirstPage();
    });
    return first;
  });

  const { first: taker, second: reader } = await test.step("of two who take over from a third one has it, the other reads who, and the third keeps her words", async () => {
    await maria.takes(handed.row);
    await maria.field("answer.assessment").fill(WORDS.handedOver);
    await maria.button("desk.handover").click();
    await expect(maria.page.getByText(maria.say("desk.handover.waiting"))).toBeVisible();
    await crowd.acute();
    await together("accept_handover", [annika, ebba], takesOver);
    const { first, second } = await crowd.whoGot(handed.id, annika, ebba);
    await first.holdsACase();
    await isTold(second, second.say("desk.taken.by", { name: crowd.person(first).name }));
    await isTold(maria, maria.words.like("between.taken_over"), crowd.person(first).name);
    await expect(lost(maria)).toHaveValue(WORDS.handedOver);
    await maria.goesToTheFirstPage();
    return { first, second };
  });

  await test.step("who reads a row that is sent on is told where it went", async () => {
    await reader.reads(sentOn.row);
    await expect(reader.reading.getByRole("definition").first()).toBeVisible();
    await crowd.acute();
    await emma.does(sentOn.id, "redirect", { centre: "kustens", reason: "Patienten är listad där." });
    await isTold(reader, reader.say("desk.taken.redirected"));
    await expect(reader.reading).toBeHidden();
  });

  const talkedAbout = await test.step("two talk", async () => {
    const { id, row } = await crowd.asks(lindaM, "P1", "chest_heart");
    await lindaM.opensCase(id);
    await maria.takes(row);
    await maria.calls();
    await lindaM.answersTheRing();
    await Promise.all([seesTheOther(lindaM.page, "nurse", 10), seesTheOther(maria.page, "doctor", 10)]);
    await lindaM.page.goBack();
    await lindaM.isConnected();
    await maria.field("answer.assessment").fill(WORDS.inTheCall);
    return id;
  });

  await test.step("of two nurses who take over from a third each is told who has it", async () => {
    await crowd.as(signe).does(handed.id, "handover");
    for (const nurse of [tablet, andreas]) await nurse.opensBoard();
    const [toTake, taken] = ["shift.to_take", "shift.title"] as const;
    await together("accept_handover", [tablet, andreas], (nurse) => nurse.pressesInList(nurse.part(toTake).getByRole("button").first()));
    for (const nurse of [tablet, andreas]) await expect(nurse.part(toTake)).toBeHidden();
    const holder = (await crowd.as(signe).cases()).find((row) => row.id === handed.id)?.nurse?.name;
    const [has, hasNot] = holder === crowd.person(tablet).name ? [tablet, andreas] : [andreas, tablet];
    expect(holder).toBe(crowd.person(has).name);
    await expect(hasNot.part(taken)).toContainText(crowd.person(has).name);
    await expect(has.part(taken)).not.toContainText(crowd.person(hasNot).name);
  });

  await test.step("of two nurses who ask back at once the second reads who was first, and has her words", async () => {
    await taker.judgesInWriting();
    await taker.sendsTheAnswer();
    for (const [nurse, said] of [
      [tablet, WORDS.asked],
      [andreas, WORDS.askedToo],
    ] as const) {
      await nurse.opensCase(handed.id);
      await nurse.button("after.ask_back").click();
      await nurse.field("after.ask_back.label").fill(said);
    }
    await together("ask_back", [tablet, andreas], (nurse) => nurse.button("after.ask_back.send").click());
    const asks = (nurse: Nurse): Locator => nurse.field("after.ask_back.label");
    await expect.poll(async () => [await asks(tablet).isVisible(), await asks(andreas).isVisible()].filter(Boolean).length).toBe(1);
    const [first, second, said] = (await asks(tablet).isVisible()) ? ([andreas, tablet, WORDS.asked] as const) : ([tablet, andreas, WORDS.askedToo] as const);
    await isTold(second, second.words.like("between.asked_back"), crowd.person(first).name);
    await expect(asks(second)).toHaveValue(said);
    await second.button("app.cancel").click();
    await expect(taker.heading("desk.reply.title", { nurse: crowd.person(first).name })).toBeVisible();
    await taker.button("desk.reply.whole").click();
    await taker.judgesInWriting();
  });

  await test.step("of two nurses who read back at once the second is told who was first, and both are heard", async () => {
    await taker.orders(ORDER);
    await taker.sendsTheAnswer();
    await crowd.acute();
    for (const [nurse, said] of [
      [tablet, WORDS.first],
      [andreas, READ_RIGHT],
    ] as const) {
      await nurse.opensCase(handed.id);
      await nurse.field("answer.read_back").fill(said);
    }
    await together("acknowledge", [tablet, andreas], (nurse) => nurse.button("answer.read_back.send").click());
    const again = (nurse: Nurse): Locator => nurse.button("answer.read_back.send_beside");
    await expect.poll(async () => (await again(tablet).isVisible()) || (await again(andreas).isVisible())).toBe(true);
    const [first, second, said] = (await again(tablet).isVisible()) ? ([andreas, tablet, WORDS.first] as const) : ([tablet, andreas, READ_RIGHT] as const);
    await isTold(second, second.words.like("between.read_back"), crowd.person(first).name);
    await expect(second.field("answer.read_back")).toHaveValue(said);
    await again(second).click();
    for (const one of [WORDS.first, READ_RIGHT]) await taker.hearsReadBack(one);
    await taker.confirms();
    for (const nurse of [tablet, andreas]) await nurse.isToldToGive();
    await taker.goesToTheQueue();
  });

  await test.step("of two who end the case one does, and the other reads who", async () => {
    for (const nurse of [tablet, andreas]) await nurse.chooses("close.participation", "participation.present");
    await together("close", [tablet, andreas], (nurse) => nurse.button("close.send").click());
    for (const nurse of [tablet, andreas]) await nurse.isDone();
    const reads = (nurse: Nurse, of: Nurse): Promise<boolean> => nurse.page.getByRole("status").filter({ hasText: nurse.words.like("between.closed") }).filter({ hasText: crowd.person(of).name }).isVisible();
    await expect.poll(async () => [await reads(tablet, andreas), await reads(andreas, tablet)].filter(Boolean).length).toBe(1);
  });

  await test.step("an acute request that comes as she presses opens no other row", async () => {
    const claims = [sends(reader, "claim"), sends(taker, "claim")] as const;
    const [resting, moving] = aimed;
    // One looks, with her hand still; the other is about to press.
    await reader.aims();
    const pressed = await aimsAt(reader.page, reader.take(resting.row), { moves: true });
    await taker.take(moving.row).scrollIntoViewIfNeeded();
    await taker.aims();
    await taker.take(moving.row).hover();
    const alsoPressed = await aimsAt(taker.page, taker.take(moving.row), { says: taker.words.like("desk.urgent.spoken") });
    await crowd.acute();
    await Promise.all([pressed(), alsoPressed()]);
    await amiss(reader);
    await expect(reader.heading("desk.queue.title")).toBeVisible();
    expect(claims[0]).toEqual([]);
    // Hers may have moved as well, or not: what has opened is what she aimed at, or nothing has and she reads why.
    await expect.poll(async () => claims[1].length > 0 || (await taker.page.getByText(taker.say("app.amiss")).isVisible())).toBe(true);
    if (claims[1].length === 0) await taker.pressesInList(taker.take(moving.row));
    await taker.holdsACase();
    expect(claims[1]).toEqual([moving.id]);
    await taker.judgesInWriting();
    await taker.field("answer.assessment").fill(WORDS.written);
  });

  await test.step("nor does a nurse's list that moves as she presses", async () => {
    await andreas.goesHome();
    const [own] = (await crowd.as(andreas).cases()).filter((row) => row.nurse?.name === crowd.person(andreas).name && row.level === "P4");
    if (own === undefined) throw new Error("he has asked about something planned");
    const second = andreas.part("home.mine").getByRole("listitem").nth(1).getByRole("link");
    await andreas.aims();
    const pressed = await aimsAt(andreas.page, second, { moves: true });
    await crowd.as(crowd.peter).does(own.id, "claim");
    await pressed();
    await amiss(andreas);
    await expect(andreas.heading("home.reach")).toBeVisible();
    await crowd.as(crowd.peter).does(own.id, "release");
  });

  // All write at once, and nobody sends.

  const writing: Writing[] = [
    { window: sara, goes: () => sara.opensCase(hers.id), field: sara.field("supplement.note"), words: WORDS.supplement },
    { window: signe, goes: () => signe.opensOrdinaryForm(), field: signe.field("draft.situation"), words: WORDS.request },
    { window: andreas, goes: () => reports(andreas, raced.id), leaves: () => andreas.button("app.cancel").click(), field: andreas.field("incident.label"), words: WORDS.report },
    { window: maria, goes: () => opens(maria, talkedAbout), field: maria.field("answer.assessment"), words: WORDS.inTheCall },
    { window: taker, goes: () => opens(taker, aimed[1].id), field: taker.field("answer.assessment"), words: WORDS.written },
  ];
  await sara.button("waiting.changed.add").click();
  await sara.field("supplement.note").fill(WORDS.supplement);
  await reports(andreas, raced.id);
  await andreas.field("incident.label").fill(WORDS.report);

  await test.step("for forty seconds nothing reaches the server from any of the ten, while it goes on", async () => {
    crowd.line.cut();
    await crowd.seesLinkLost();
    await writeOn(writing, " Skrivet i tunneln.");
    await crowd.acute();
    await emma.does(aimed[0].id, "withdraw", { reason: "solved" });
    await server.forward(40);
    crowd.line.mend();
    await crowd.isConnected();
    await stand(writing);
    await Promise.all([hearsTheOther(lindaM.page, "nurse"), hearsTheOther(maria.page, "doctor")]);
    for (const { leaves } of writing) await leaves?.();
    await crowd.showsWhatIs();
  });

  await test.step("nor does a server that is killed take anything from them", async () => {
    for (const { goes } of writing) await goes();
    await stand(writing);
    await server.kill();
    await crowd.seesLinkLost();
    await writeOn(writing, " Skrivet i mörkret.");
    await server.restart();
    await crowd.isConnected();
    await stand(writing);
    for (const { leaves } of writing) await leaves?.();
    await crowd.showsWhatIs();
  });

  await test.step("and each goes on where she was", async () => {
    for (const { goes } of writing) await goes();
    await stand(writing);
    await Promise.all([hearsTheOther(lindaM.page, "nurse"), hearsTheOther(maria.page, "doctor")]);
    await taker.sendsTheAnswer();
    await sara.button("supplement.send").click();
    await expect(sara.page.getByText(sara.words.like("supplement.saved"))).toBeVisible();
    await opens(withdrawnFrom, raced.id);
    await expect(lost(withdrawnFrom)).toHaveValue(WORDS.withdrawn);
  });
  await crowd.line.stop();
});

/** What somebody writes and has not sent, and her way back to it. */
type Writing = { window: Window; goes: () => Promise<void>; leaves?: () => Promise<void>; field: Locator; words: string };

async function writeOn(writing: Writing[], more: string): Promise<void> {
  for (const one of writing) {
    await one.field.press("End");
    await one.field.pressSequentially(more);
    one.words += more;
  }
}

/** All that was written stands where it was written. */
async function stand(writing: readonly Writing[]): Promise<void> {
  for (const { field, words } of writing) await expect(field).toHaveValue(words);
}

async function reports(nurse: Nurse, id: string): Promise<void> {
  await nurse.opensCase(id);
  await nurse.button("incident.report").click();
}

async function opens(doctor: Doctor, id: string): Promise<void> {
  await doctor.page.goto(`${doctor.server.url}/#/arende/${id}`);
}

/** Who was second reads it where the page speaks by itself. */
async function isTold(window: Window, what: string | RegExp, ...names: string[]): Promise<void> {
  let told = window.page.getByRole("alert").filter({ hasText: what });
  for (const name of names) told = told.filter({ hasText: name });
  await expect(told.first()).toBeVisible();
}

/** A press that met what had just moved did nothing, and the page says so. */
async function amiss(window: Window): Promise<void> {
  await isTold(window, window.say("app.amiss"));
}

/** What a doctor wrote who holds the case no more. */
function lost(doctor: Doctor): Locator {
  return doctor.page.getByRole("textbox", { name: doctor.say("desk.lost.text") });
}

async function takesOver(doctor: Doctor): Promise<void> {
  const tray = doctor.page.getByRole("region", { name: doctor.say("desk.tray") });
  await doctor.pressesInList(tray.getByRole("button", { name: doctor.say("desk.handover.take"), exact: true }));
}
