import { barriers } from "../support/accessible.ts";
import { Caller, request } from "../support/caller.ts";
import { HARNOSAND } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("who is about to ask about the same patient is told before she sends", async ({ context, enter, server }) => {
  const asked = request(HARNOSAND.centre.id, "P2");
  await (await Caller.as(server, HARNOSAND.colleague)).asks(asked);
  const nurse = await enter.nurse(context, HARNOSAND.nurse);
  await nurse.page.setViewportSize({ width: 390, height: 844 });
  await nurse.opensOrdinaryForm();
  const { id } = asked["patient"] as { id: string };
  await nurse.field("draft.patient.number").fill(id.slice(0, -1));
  const told = nurse.page.getByText(nurse.words.like("draft.open"));
  await expect(told).toHaveCount(0);
  await nurse.field("draft.patient.number").fill(id);
  await expect(told).toContainText(HARNOSAND.colleague.name);
  expect(await barriers(nurse.page, "an open case of the same patient")).toEqual([]);
  await nurse.page.getByRole("link", { name: nurse.say("draft.open.go"), exact: true }).click();
  await nurse.isWaiting();
});
