import { Caller, request } from "../support/caller.ts";
import { listens } from "../support/heard.ts";
import { KARIN, KRAMFORS, LINDA } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

const { centre } = KRAMFORS;
const MINUTE = 60;
/** So long a window may be silent, and the server has a tick to spare. */
const LOOK = 15;

// Four windows over twenty-two minutes: what each has fetched is no trace that anybody could read.
test.use({ trace: "off" });

test("in twenty-two minutes each hears what has changed for her, each time and once, and nothing else", async ({ context, enter, server }) => {
  test.slow();
  const [sara, signe] = [await Caller.as(server, KRAMFORS.nurse), await Caller.as(server, KRAMFORS.colleague)];
  const acute = async (): Promise<string> => (await signe.asks({ centre: centre.id, level: "P1", reason: "breathing", callback_phone: "070-174 06 52" })).id;
  const { id } = await sara.asks(request(centre.id, "P2"));
  // Hers is nine minutes old, and has thirty.
  await server.forward(9 * MINUTE);

  const doctor = await enter.doctor(context, KRAMFORS.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  await nurse.opensCase(id);
  await nurse.hasPlace(1);
  const [coordinator, administrator] = [await enter.administrator(context, LINDA), await enter.administrator(context, KARIN)];
  for (const one of [coordinator, administrator]) await expect(one.heading("admin.action")).toBeVisible();

  const ears = { nurse: await listens(nurse), doctor: await listens(doctor), coordinator: await listens(coordinator), administrator: await listens(administrator) };
  const said: Record<keyof typeof ears, (string | RegExp)[]> = { nurse: [], doctor: [], coordinator: [], administrator: [] };
  /** Besides what was said before, each has heard this by now, and nobody anything else. */
  const hear = async (news: Partial<typeof said> = {}): Promise<void> => {
    for (const who of ["nurse", "doctor", "coordinator", "administrator"] as const) {
      said[who].push(...(news[who] ?? []));
      const lines = said[who].map((line) => (line instanceof RegExp ? (expect.stringMatching(line) as unknown) : line));
      await expect.poll(ears[who], `what the ${who} hears`).toEqual(lines);
    }
  };
  const passes = async (minutes: number): Promise<void> => {
    const windows: Window[] = [nurse, doctor, coordinator, administrator];
    for (let gone = 0; gone < minutes * MINUTE; gone += LOOK) {
      await server.forward(LOOK);
      await Promise.all(windows.map((window) => window.hearsTheServer()));
    }
    // Who sits there touches her screen now and then: none locks itself.
    for (const { page } of windows) await page.keyboard.press("Shift");
  };

  const overtaken = nurse.words.like("waiting.news.overtaken");
  const first = nurse.say("waiting.announce", { place: 1 });
  const urgent = doctor.say("desk.urgent.spoken", { about: "andning", place: KRAMFORS.municipality });
  const late = (level: "P1" | "P2") => doctor.say("desk.alarm.title", { level: `${level} ${doctor.say(`level.${level}`)}`, centre: centre.name });
  const acts = coordinator.say("admin.action.more", { count: 1 });

  await test.step("for four minutes nothing changes", async () => {
    await passes(4);
    await hear();
  });
  const one = await acute();
  await test.step("an acute one comes before hers", () => hear({ nurse: [overtaken], doctor: [urgent] }));
  await test.step("its time passes", async () => {
    await passes(3);
    await hear();
    await passes(3);
    await hear({ doctor: [late("P1")], coordinator: [acts], administrator: [acts] });
  });
  await test.step("it is withdrawn, and she is first again", async () => {
    await signe.does(one, "withdraw", { reason: "solved" });
    await hear({ nurse: [first] });
    await passes(1);
    await hear();
  });
  await test.step("what happens again is said again", async () => {
    const other = await acute();
    await hear({ nurse: [overtaken], doctor: [urgent] });
    await passes(2);
    await hear();
    await signe.does(other, "withdraw", { reason: "solved" });
    await hear({ nurse: [first] });
  });
  await test.step("and for four minutes nothing changes", async () => {
    await passes(4);
    await hear();
  });
  await test.step("the time passes for hers too", async () => {
    await passes(5);
    await hear({ nurse: [nurse.words.like("waiting.overdue")], doctor: [late("P2")], coordinator: [acts], administrator: [acts] });
  });
});
