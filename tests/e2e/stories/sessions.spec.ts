import { HARNOSAND, PATIENT } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const { nurse: eva, colleague: peter } = HARNOSAND;

test("signing out leaves nothing of the patient in the window, and the other window as it was", async ({ context, enter }) => {
  const other = await enter.nurse(context, peter);
  const window = await enter.nurse(context, eva);
  await window.asksUrgently({ reason: "pain", patient: PATIENT });
  await expect(window.page.getByText(PATIENT.name)).toBeVisible();

  await window.signsOut();
  await window.isSignedOut();
  await window.page.goBack();
  await window.isSignedOut();
  expect(await window.page.content()).not.toContain("Tolvansson");
  expect(await window.page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toMatch(/Tolvansson|token/u);

  await other.isSignedIn(peter);
});

test("signing out ends the session that a cookie kept", async ({ context, enter }) => {
  const window = await enter.nurse(context, eva, { by: "cookie" });
  const cookies = await context.cookies();
  const kept = { secure: true, sameSite: "Strict" };
  expect(cookies).toHaveLength(2);
  expect(cookies.find(({ httpOnly }) => httpOnly)).toMatchObject({ ...kept, name: "__Host-vantrum" });
  // What scripts may read says that there is a session, and nothing of it.
  expect(cookies.find(({ httpOnly }) => !httpOnly)).toMatchObject({ ...kept, name: "__Host-vantrum-kept", value: "1" });

  await window.signsOut();
  await window.isSignedOut();
  expect(await context.cookies()).toEqual([]);

  await test.step("also for somebody who has kept the cookie", async () => {
    await context.addCookies(cookies);
    const [answer] = await Promise.all([window.page.waitForResponse("**/api/v1/me"), window.page.reload()]);
    expect(answer.status()).toBe(401);
    await window.isSignedOut();
  });
});

test("a page says so when its session has been ended elsewhere", async ({ context, enter, server }) => {
  const window = await enter.nurse(context, eva);
  const token = await window.page.evaluate(() => sessionStorage.getItem("vantrum.token"));
  const answer = await fetch(`${server.url}/api/v1/session`, { method: "DELETE", headers: { authorization: `Bearer ${token ?? ""}` } });
  expect(answer.ok).toBe(true);

  await window.isSignedOut();
  await expect(window.page.getByRole("status").filter({ hasText: window.say("signin.session_over") })).toBeVisible();
});
