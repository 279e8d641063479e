import type { BrowserContext } from "@playwright/test";

import { said, type Sentence, type Side } from "../../../web/src/views/so_it_is.fixture.ts";
import { Caller, request } from "../support/caller.ts";
import { impatientCounty } from "../support/county.ts";
import type { Doctor } from "../support/doctor.ts";
import type { Nurse } from "../support/nurse.ts";
import { HARNOSAND, KRAMFORS, type Person } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

const WALL: Person = { id: "peter-wall", name: "Peter Wall", commission: "peter-wall-doctor", unit: "Älvens hälsocentral" };
const { centre } = KRAMFORS;
const ROW = { level: "P2", reason: "pain", municipality: KRAMFORS.municipality } as const;
/** What stands on every waiting page of this story. */
const WAITS = ["step.target_missed", "waiting.screen_plain"] as const;

test("on a nurse's pages each sentence about the system stands when it is so, and no other", async ({ context, enter, server }) => {
  await keepsNoScreenOn(context);
  const [sara, maria] = [await Caller.as(server, KRAMFORS.nurse), await Caller.as(server, KRAMFORS.doctor)];
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  const asks = async (): Promise<string> => (await sara.asks(request(centre.id, "P2"))).id;
  /** A case of its own, brought where it is by those who do it. */
  const inCase = async (...does: ((id: string) => Promise<void>)[]): Promise<void> => {
    const id = await asks();
    for (const step of does) await step(id);
    await nurse.opensCase(id);
    await expect(nurse.page.getByRole("heading", { level: 1 }).first()).toBeAttached();
  };
  const by = (who: Caller, command: string, body: unknown = {}) => (id: string) => who.does(id, command, body);
  const reads = async (id: string) => {
    await maria.does(id, "peek");
    await maria.reads(id);
  };

  await test.step("before anybody can be reached, and after", async () => {
    await nurse.opensUrgentForm();
    await says(nurse, "nurse", ["draft.after", "draft.after.peek"]);
    await maria.goesOnDuty(centre.id);
    await says(nurse, "nurse", ["draft.after.urgent", "draft.after", "draft.after.peek"]);
    await nurse.leavesForm();
  });
  await test.step("it waits", async () => {
    await inCase();
    await says(nurse, "nurse", WAITS);
  });
  await test.step("a doctor has read it, and nobody has taken it", async () => {
    await inCase(reads);
    await says(nurse, "nurse", [...WAITS, "waiting.seen.untaken"]);
  });
  await test.step("a doctor has read it, and one took it, asked and left", async () => {
    await inCase(reads, by(maria, "claim"), by(maria, "need_more", { what: "Sedan när?", until: inAnHour() }), by(sara, "supplement", { note: "Sedan i går." }), by(sara, "resume"));
    await says(nurse, "nurse", [...WAITS, "waiting.seen"]);
  });
  await test.step("it was sent to another centre, where nobody has read it", async () => {
    await inCase(reads, by(sara, "redirect", { centre: HARNOSAND.centre.id, reason: "Närmare." }));
    await says(nurse, "nurse", WAITS);
  });
  await test.step("she has put it aside", async () => {
    await inCase(by(sara, "park"));
    await says(nurse, "nurse", ["step.target_missed.held", "waiting.now.parked"]);
  });
  await test.step("a doctor has it, phones, and gives it back", async () => {
    await inCase(by(maria, "claim"));
    await says(nurse, "nurse", ["step.target_missed.held", "waiting.now.claimed", "waiting.screen_held"]);
    const id = idOf(nurse);
    await maria.does(id, "phoning");
    await says(nurse, "nurse", ["step.target_missed.held", "waiting.now.phoning", "waiting.screen_held"]);
    await maria.does(id, "release");
    await says(nurse, "nurse", WAITS);
  });
  await test.step("the doctor must go before a word was said", async () => {
    await inCase(by(maria, "claim"), by(maria, "must_go"));
    await says(nurse, "nurse", [...WAITS, "waiting.left.first"]);
  });
  await test.step("it is taken back", async () => {
    await inCase(by(sara, "withdraw", { reason: "solved" }));
    await says(nurse, "nurse", []);
  });
});

test("at the desk each sentence says where a row went, and whose sound is on", async ({ context, enter, server }) => {
  const [sara, wall] = [await Caller.as(server, KRAMFORS.nurse), await Caller.as(server, WALL)];
  await wall.goesOnDuty(centre.id);
  const doctor = await enter.doctor(context, KRAMFORS.doctor);
  await doctor.goesOnDuty();
  const rests = () => Promise.resolve();
  let aims: () => Promise<void> = rests;
  /** A row that she sees, until somebody does something to it. */
  const goes = async (goes: (id: string) => Promise<void>): Promise<void> => {
    // What stood there before has left the screen.
    await shows();
    const { id } = await sara.asks(request(centre.id, "P2"));
    await expect(doctor.row(ROW)).toBeVisible();
    // A row stays where she is about to press.
    await doctor.row(ROW).scrollIntoViewIfNeeded();
    const { x = 0, y = 0, height = 0 } = (await doctor.row(ROW).boundingBox()) ?? {};
    let turn = 0;
    aims = () => doctor.page.mouse.move(x + 100 + (turn++ % 2), y + height / 2);
    await aims();
    await goes(id);
    aims = rests;
  };
  const shows = (...sentences: Sentence[]) => says(doctor, "doctor", sentences, () => aims());

  await test.step("a colleague took it, and laid it back", async () => {
    await goes(async (id) => {
      await wall.does(id, "claim");
      await shows("desk.row.taken_by");
      await wall.does(id, "release");
      await shows();
      await sara.does(id, "withdraw", { reason: "solved" });
      await shows("desk.row.withdrawn");
    });
  });
  await test.step("it was sent on", async () => {
    await goes(async (id) => {
      await sara.does(id, "redirect", { centre: HARNOSAND.centre.id, reason: "Närmare." });
      await shows("desk.row.redirected");
    });
  });
  await test.step("it waits for the nurse", async () => {
    await goes(async (id) => {
      await sara.does(id, "park");
      await shows("desk.row.aside");
    });
  });
  await test.step("an acute one sounds until she has muted it, and stays mute when it was taken and laid back", async () => {
    await shows();
    const { id } = await sara.asks(request(centre.id, "P1"));
    await shows("desk.urgent.repeats");
    await doctor.pressesInList(doctor.button("desk.urgent.mute"));
    await shows();
    await wall.does(id, "claim");
    await expect(doctor.row({ ...ROW, level: "P1" })).toBeHidden();
    await wall.does(id, "release");
    await expect(doctor.row({ ...ROW, level: "P1" })).toBeVisible();
    await shows();
    await sara.does(id, "withdraw", { reason: "solved" });
  });
  await test.step("another acute one waits while she has a case, in which a colleague had begun to write", async () => {
    const { id } = await sara.asks(request(centre.id, "P2"));
    await wall.does(id, "claim");
    await wall.does(id, "must_go", { draft: "Svikt, tänkte ge furosemid." });
    await shows();
    await doctor.takes(ROW);
    await shows("desk.left_behind");
    await sara.asks(request(centre.id, "P1"));
    await shows("desk.left_behind", "desk.urgent.holding");
  });
});

test("when the time has passed she reads who was told, and without a link what is known", async ({ context, enter }) => {
  const county = await impatientCounty(20);
  const server = await Server.start({ env: { VANTRUM_COUNTY: county.file } });
  await keepsNoScreenOn(context);
  const nurse = await enter.nurse(context, KRAMFORS.nurse, { server });
  const sara = await Caller.as(server, KRAMFORS.nurse);
  const waits = async (level: "P1" | "P2", ...windows: Window[]): Promise<void> => {
    await nurse.opensCase((await sara.asks(request(centre.id, level))).id);
    await nurse.isWaiting();
    await server.forward(25, nurse, ...windows);
  };
  await test.step("at night nobody was at a screen", async () => {
    await waits("P2");
    await says(nurse, "nurse", ["waiting.overdue", "waiting.told.nobody", "waiting.told.coordinator", "waiting.screen_plain"]);
  });
  const doctor = await enter.doctor(context, KRAMFORS.doctor, { server });
  await doctor.goesOnDuty();
  await test.step("a doctor was, and can be reached", async () => {
    await waits("P1", doctor);
    await says(nurse, "nurse", ["waiting.overdue.p1", "waiting.told.doctors", "waiting.told.coordinator", "waiting.screen_plain"]);
    await nurse.goesHome();
    await nurse.opensUrgentForm();
    await says(nurse, "nurse", ["draft.after.urgent", "draft.after", "draft.after.peek"]);
    await nurse.leavesForm();
  });
  await test.step("an exercise alarms those alone who take part", async () => {
    const { id } = await sara.asks(request(centre.id, "P2", { exercise: true }));
    await nurse.opensCase(id);
    await says(nurse, "nurse", ["step.target_missed.exercise", "waiting.screen_plain"]);
  });
  await test.step("the link is lost", async () => {
    await server.kill();
    await Promise.all([nurse.seesLinkLost(), doctor.seesLinkLost()]);
    await says(nurse, "nurse", ["link.down", "link.lost.title", "link.lost.place", "step.target_missed.exercise", "waiting.screen_plain"]);
    const shown = await sentencesOf(doctor, "doctor");
    expect(shown.filter((key) => key.startsWith("link."))).toEqual(["link.down", "link.lost.plain"]);
  });
  await server.stop();
  await county.remove();
});

/** The page shows these sentences of its side, and none besides. */
async function says(window: Nurse | Doctor, side: Side, sentences: readonly Sentence[], meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await expect
    .poll(async () => {
      await meanwhile();
      return sentencesOf(window, side);
    })
    .toEqual([...sentences].sort());
}

async function sentencesOf(window: Window, side: Side): Promise<Sentence[]> {
  const shown = await window.page.evaluate(() => {
    // What is folded away is said as well.
    for (const fold of document.querySelectorAll("main details")) fold.setAttribute("open", "");
    return document.body.innerText;
  });
  return said(side, plain(shown), window.words.all).sort();
}

/** One line, without the signs that only say where a line may break. */
function plain(shown: string): string {
  return shown.replace(/[\u2060\u00ad]/gu, "").replace(/\s+/gu, " ").replace(/ ([.,?!])/gu, "$1");
}

/** The case on the page. */
function idOf(window: Window): string {
  return window.page.url().split("/").at(-1) ?? "";
}

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString();
}

/** As a browser that cannot keep its screen on. */
async function keepsNoScreenOn(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => Object.defineProperty(navigator, "wakeLock", { value: undefined }));
}
