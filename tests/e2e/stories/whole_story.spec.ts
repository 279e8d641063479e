import { Caller, cases } from "../support/caller.ts";
import { KARIN, KRAMFORS, SOLLEFTEA } from "../support/people.ts";
import { Redis } from "../support/redis.ts";
import { Server } from "../support/server.ts";
import { SECRETS, wholeStory } from "../support/story.ts";
import { expect, test } from "../support/test.ts";
import { accessLogs, files, found, text, type Trace } from "../support/traces.ts";
import type { Window } from "../support/window.ts";

/** What the windows of a story have asked for and told. */
const addresses = (...windows: Window[]): Trace => text("the addresses of the pages", windows.flatMap((window) => window.urls).join("\n"));
/** The log says as much as it can, so that the search means something. */
const TALKATIVE = { VANTRUM_LOG: "vantrum=trace,info" };

test.describe.serial("on two pages of one browser, with the embedded store", { tag: "@call" }, () => {
  let server: Server;
  const traces: Trace[] = [];
  test.beforeAll(async () => {
    server = await Server.start({ env: TALKATIVE });
  });
  test.afterAll(() => server.stop());

  test("nurse asks, doctor answers over video, the order is read back until it is right", async ({ context, enter }) => {
    const { centre } = KRAMFORS;
    await cases(await Caller.as(server, KRAMFORS.colleague), await Caller.as(server, KRAMFORS.doctor), centre.id);
    const administrator = await enter.administrator(context, KARIN, { server });
    await administrator.sees();
    await administrator.looksAtLevel(administrator.say("admin.level.all"));
    const before = await administrator.casesOf(centre.name);

    const doctor = await enter.doctor(context, KRAMFORS.doctor, { server });
    const nurse = await enter.nurse(context, KRAMFORS.nurse, { server });
    await wholeStory(nurse, doctor, KRAMFORS);

    await test.step("the administrator sees the waiting time of the centre, and one case more", async () => {
      await administrator.page.reload();
      await administrator.sees();
      await administrator.looksAtLevel(administrator.say("admin.level.all"));
      expect(await administrator.casesOf(centre.name)).toBe(before + 1);
    });
    traces.push(addresses(nurse, doctor, administrator), text("the metrics", await server.metrics()), text("the figures' page", await administrator.page.content()));
  });

  test("leaves no trace of the patient in clear", async () => {
    await server.end();
    traces.push(text("the server's log", server.output), await accessLogs(server), ...(await files(server.dataDir)));
    // The search finds what is there in clear.
    expect(found([KRAMFORS.doctor.id], traces).length).toBeGreaterThanOrEqual(2);
    expect(found(SECRETS, traces)).toEqual([]);
  });
});

test.describe.serial("in two browsers that keep the secret in a cookie, with Redis", { tag: "@call" }, () => {
  let redis: Redis;
  let server: Server;
  const traces: Trace[] = [];
  test.beforeAll(async () => {
    redis = await Redis.start();
    server = await Server.start({ redis: redis.url, env: TALKATIVE });
  });
  test.afterAll(async () => {
    await server.stop();
    await redis.stop();
  });

  test("nurse asks, doctor answers over video, the order is read back until it is right", async ({ browser, enter }) => {
    const [hers, his] = await Promise.all([browser.newContext(), browser.newContext()]);
    const nurse = await enter.nurse(hers, SOLLEFTEA.nurse, { server, by: "cookie" });
    const doctor = await enter.doctor(his, SOLLEFTEA.doctor, { server, by: "cookie" });
    await wholeStory(nurse, doctor, SOLLEFTEA);
    traces.push(addresses(nurse, doctor), text("the metrics", await server.metrics()));
    await Promise.all([hers.close(), his.close()]);
  });

  test("leaves no trace of the patient in clear", async () => {
    traces.push({ what: "a value of Redis", bytes: await redis.values() });
    await server.end();
    traces.push(text("the server's log", server.output), await accessLogs(server), ...(await files(redis.dir)), ...(await files(server.dataDir)));
    expect(found([SOLLEFTEA.doctor.id], traces).length).toBeGreaterThanOrEqual(2);
    expect(found(SECRETS, traces)).toEqual([]);
  });
});
