import { answerWithOrder, Caller, request } from "../support/caller.ts";
import { TIMRA } from "../support/people.ts";
import { Redis } from "../support/redis.ts";
import { Server } from "../support/server.ts";
import { expect, type Enter, test } from "../support/test.ts";
import type { BrowserContext } from "@playwright/test";

test("with the embedded store, a power cut changes no place and no clock", async ({ context, enter, server }) => {
  await survivesPowerCut(context, enter, server, () => Promise.resolve());
});

test("with Redis, a power cut of both changes no place and no clock", async ({ context, enter }) => {
  const redis = await Redis.start();
  const server = await Server.start({ redis: redis.url });
  try {
    await survivesPowerCut(context, enter, server, () => redis.crash());
  } finally {
    await server.stop();
    await redis.stop();
  }
});

const READ_BACK = "Paracetamol 500 mg, två tabletter fyra gånger dagligen";

/** Ten wait and one is read back when the power goes; all of it stands as before when it comes back. */
async function survivesPowerCut(context: BrowserContext, enter: Enter, server: Server, storeFalls: () => Promise<void>): Promise<void> {
  const { centre, colleague, doctor: his } = TIMRA;
  const asking = await Caller.as(server, colleague);
  const answering = await Caller.as(server, his);
  await answering.goesOnDuty(centre.id);

  const { id } = await asking.asks(request(centre.id, "P3"));
  await answering.does(id, "claim");
  await answering.answers(id, answerWithOrder());
  await asking.does(id, "acknowledge", { read_back: READ_BACK });
  for (const level of ["P3", "P2", "P4", "P3", "P2", "P4", "P2", "P3", "P4"] as const) await asking.asks(request(centre.id, level));

  const doctor = await enter.doctor(context, his, { server });
  const nurse = await enter.nurse(context, TIMRA.nurse, { server });
  await nurse.asksUrgently({ reason: "breathing" });
  await nurse.hasPlace(1);
  await expect.poll(() => doctor.rowsInOrder()).toHaveLength(10);
  const shown = await doctor.rowsInOrder();
  const [queued, cases] = await standing(answering, asking);
  expect(queued).toHaveLength(10);

  await server.kill();
  await storeFalls();
  await Promise.all([doctor.seesLinkLost(), nurse.seesLinkLost()]);
  await server.restart();

  await Promise.all([doctor.isConnected(), nurse.isConnected()]);
  expect(await standing(answering, asking)).toEqual([queued, cases]);
  await expect.poll(() => doctor.rowsInOrder()).toEqual(shown);
  await nurse.hasPlace(1);

  await test.step("and work goes on where it was", async () => {
    await doctor.opensOpenCase();
    await doctor.hearsReadBack(READ_BACK);
    await doctor.confirms();
  });
}

/** The queue and the cases with all that a power cut must not change. */
async function standing(doctor: Caller, nurse: Caller): Promise<unknown[]> {
  const lists = await Promise.all([doctor.queue(), nurse.cases()]);
  return lists.map((rows) => rows.map(({ id, state, level, queued_at, due_at, position, rev }) => ({ id, state, level, queued_at, due_at, position, rev })));
}
