import { named, Caller, request } from "../support/caller.ts";
import { PATIENT, TIMRA } from "../support/people.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

const ORDER = { what: "Prednisolon", form: "tablett", strength: "5 mg", dose: "3 tabletter", route: "po", when: "kl. 08", why: "skov" };
const WRONG = "Prednisolon 5 mg, trettio tabletter klockan åtta";
const RIGHT = "Prednisolon 5 mg, tre tabletter klockan åtta";

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test("an order that is read back wrongly is not given until it has been read back rightly", async ({ context, enter }) => {
  const doctor = await enter.doctor(context, TIMRA.doctor, { server });
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, TIMRA.nurse, { server });
  const { id } = await (await Caller.as(server, TIMRA.nurse)).asks(request(TIMRA.centre.id, "P2", { patient: named(PATIENT) }));

  await test.step("the doctor answers in writing, with an order", async () => {
    await doctor.takes({ level: "P2", reason: "pain", municipality: TIMRA.municipality });
    await doctor.judgesInWriting();
    await doctor.orders(ORDER);
    await doctor.sendsTheAnswer();
  });
  await test.step("it stands on both screens, and is not valid yet", async () => {
    await nurse.opensCase(id);
    await nurse.seesTheOrder("3 tabletter");
    await expect(nurse.page.getByText(nurse.words.like("answer.lead.read_back"))).toBeVisible();
    await expect(doctor.page.getByText(doctor.say("desk.readback.not_valid"))).toBeVisible();
  });
  await test.step("each part has its label, the dose is largest, and no number leaves its unit on a phone", async () => {
    const order = nurse.page.getByRole("region", { name: nurse.say("answer.ordered") });
    const labels = (["medicine", "form", "strength", "dose", "route", "when", "why"] as const).map((part) => nurse.say(`answer.row.${part}`));
    await expect(order.getByRole("term")).toHaveText(labels);
    await expect(order.getByRole("definition")).toHaveText([ORDER.what, ORDER.form, ORDER.strength, ORDER.dose, ORDER.route, ORDER.when, ORDER.why]);
    const shown = nurse.page.viewportSize();
    for (const width of [320, 390]) {
      await nurse.page.setViewportSize({ width, height: 844 });
      const parts = await order.getByRole("definition").evaluateAll((all) => all.map((one) => ({ size: parseFloat(getComputedStyle(one).fontSize), broken: [...one.querySelectorAll("span")].some((pair) => pair.getClientRects().length !== 1) })));
      expect(parts.filter((part) => part.broken), `at ${String(width)}`).toEqual([]);
      const [dose, ...others] = [parts[3], ...parts.filter((_, place) => place !== 3)];
      for (const other of others) expect(dose?.size).toBeGreaterThan(other?.size ?? 0);
    }
    if (shown !== null) await nurse.page.setViewportSize(shown);
  });
  await test.step("she reads thirty where it says three; he hears it, and she is told not to give it", async () => {
    await nurse.readsBack(WRONG);
    await doctor.hearsReadBack(WRONG);
    await doctor.rejects();
    await nurse.isToldNotToGive();
    await expect(nurse.page.getByText(nurse.say("answer.confirmed.title"))).toHaveCount(0);
  });
  await test.step("she reads it again, he confirms, and only now may she give it", async () => {
    await nurse.readsBack(RIGHT);
    await doctor.hearsReadBack(RIGHT);
    await expect(nurse.page.getByText(nurse.say("answer.confirmed.title"))).toHaveCount(0);
    await doctor.confirms();
    await nurse.isToldToGive();
  });
  await test.step("both readings stand in the case for good", async () => {
    await nurse.closes();
    for (const said of [WRONG, RIGHT]) await expect(nurse.page.getByText(said)).toBeAttached();
  });
});
