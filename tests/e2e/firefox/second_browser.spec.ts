import { Caller, request } from "../support/caller.ts";
import { hearsTheOther, seesTheOther } from "../support/media.ts";
import { HARNOSAND, KRAMFORS, SOLLEFTEA, TIMRA } from "../support/people.ts";
import { wholeStory } from "../support/story.ts";
import { cutWords, rowsOf } from "./support/looks.ts";
import { expect, test } from "./support/test.ts";

test("a nurse with Firefox asks a doctor with Chromium, from the question to the closed case", async ({ context, enter, inFirefox }) => {
  const doctor = await enter.doctor(context, KRAMFORS.doctor);
  const nurse = await inFirefox.nurse(KRAMFORS.nurse);
  await wholeStory(nurse, doctor, KRAMFORS);
});

test("a nurse with Chromium asks a doctor with Firefox, from the question to the closed case", async ({ context, enter, inFirefox }) => {
  const doctor = await inFirefox.doctor(SOLLEFTEA.doctor);
  const nurse = await enter.nurse(context, SOLLEFTEA.nurse);
  await wholeStory(nurse, doctor, SOLLEFTEA);
});

test("the ring sounds until it is answered, and once more for each time it rings", async ({ context, enter, inFirefox }) => {
  const row = { level: "P1", reason: "breathing", municipality: TIMRA.municipality } as const;
  const doctor = await enter.doctor(context, TIMRA.doctor);
  await doctor.goesOnDuty();
  const nurse = await inFirefox.nurse(TIMRA.nurse);
  await nurse.asksUrgently({ reason: "breathing" });
  await doctor.takes(row);
  expect(await nurse.tones()).toEqual({ begun: 0, heard: 0 });

  await doctor.calls();
  await nurse.ringing.isThere();
  // Two tones each time, and again while nobody answers.
  await nurse.hearsMoreThan(1);
  await nurse.hearsMoreThan(3);
  await nurse.answersTheRing();
  await nurse.ringing.isGone();
  const { begun } = await nurse.tones();
  // Longer than from one ring to the next: 3 s of the other's picture, 20 a second at most.
  await seesTheOther(nurse.page, "nurse", 90);
  expect((await nurse.tones()).begun).toBe(begun);
});

test("an acute request sounds at the desk until it is taken", async ({ inFirefox, server }) => {
  const row = { level: "P1", reason: "pain", municipality: HARNOSAND.municipality } as const;
  const doctor = await inFirefox.doctor(HARNOSAND.doctor);
  await doctor.goesOnDuty();
  await doctor.hearsMoreThan(1);
  const tested = await doctor.tones();

  const nurse = await Caller.as(server, HARNOSAND.nurse);
  await nurse.asks(request(HARNOSAND.centre.id, "P1"));
  await doctor.take(row).isThere();
  await doctor.hearsMoreThan(tested.heard + 1);
  await doctor.ahead(20);
  await doctor.hearsMoreThan(tested.heard + 3);

  await doctor.takes(row);
  const { begun } = await doctor.tones();
  await doctor.ahead(20);
  const colleague = await Caller.as(server, HARNOSAND.colleague);
  await colleague.asks(request(HARNOSAND.centre.id, "P1"));
  await doctor.find("region", doctor.say("desk.urgent.title")).isThere();
  expect((await doctor.tones()).begun).toBe(begun);
});

test("a nurse whose Firefox waits for a yes has her seat and the number, and devices that it takes away open again", async ({ context, enter, firefox, inFirefox }) => {
  const row = { level: "P1", reason: "breathing", municipality: KRAMFORS.municipality } as const;
  const doctor = await enter.doctor(context, KRAMFORS.doctor);
  await doctor.goesOnDuty();
  const nurse = await inFirefox.nurse(KRAMFORS.nurse);
  await nurse.asksUrgently({ reason: "breathing" });
  await doctor.takes(row);
  await doctor.calls();
  await nurse.takesTheRing();

  await test.step("nobody answers Firefox: she is there all the same", async () => {
    await firefox.asksForDevices(nurse.page);
    await nurse.text(nurse.say("call.asking")).isThere();
    await nurse.find("link", nurse.words.like("call.ring")).isThere();
    await expect(doctor.page.getByText(doctor.words.like("call.in_room"))).toContainText(KRAMFORS.nurse.name);
    // What the doctor shows is seen before anything is allowed.
    await seesTheOther(nurse.page, "nurse", 10);
  });
  await test.step("her devices join when she says yes", async () => {
    await nurse.allowsDevices();
    await Promise.all([seesTheOther(doctor.page, "doctor", 10), hearsTheOther(doctor.page, "doctor")]);
    await nurse.text(nurse.say("call.asking")).isGone();
  });
  await test.step("what Firefox takes away is told to both", async () => {
    const muted = doctor.page.getByText(doctor.say("call.muted").toLocaleLowerCase());
    await expect(muted).toBeHidden();
    await firefox.takesDevices(nurse.page);
    await nurse.text(nurse.words.like("call.mic.ended")).isThere();
    await nurse.text(nurse.say("call.camera.ended")).isThere();
    await expect(muted).toBeVisible();
    await nurse.find("button", nurse.words.like("call.mic.unmute")).presses();
    await nurse.allowsDevices();
    await expect(muted).toBeHidden();
    await hearsTheOther(doctor.page, "doctor");
  });
});

test("on the narrowest telephone no word of the request is cut, and the header is one row", async ({ inFirefox }) => {
  const nurse = await inFirefox.nurse(TIMRA.nurse);
  await nurse.page.setViewport({ width: 360, height: 780 });
  expect(await rowsOf(nurse.page, "header")).toBe(1);
  await nurse.find("link", new RegExp(`^${nurse.say("home.new")}`, "u")).presses();
  await nurse.find("group", nurse.say("draft.level")).isThere();
  expect(await cutWords(nurse.page)).toEqual([]);
});
