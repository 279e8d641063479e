import { Caller, named, request } from "../support/caller.ts";
import { GORAN, KRAMFORS, LOVISA, MARIA, PATIENT } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const WHAT = "Läkaren tog ärendet och ringde aldrig. Jag väntade i fem minuter.";

test("a nurse reports what went wrong, and her provider's reviewer reads what happened", async ({ context, enter, server }) => {
  const asks = await Caller.as(server, KRAMFORS.nurse);
  const hidden = await asks.asks(request(KRAMFORS.centre.id, "P3", { patient: { ...named(GORAN), protected_identity: true } }));
  await asks.does(hidden.id, "report_incident", { text: WHAT });
  const doctor = await enter.doctor(context, KRAMFORS.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  await nurse.asksUrgently({ reason: "breathing", patient: PATIENT, situation: "Tilltagande andnöd sedan i natt." });
  const row = { level: "P1", reason: "breathing", municipality: KRAMFORS.municipality } as const;
  await doctor.takes(row);

  await test.step("what she wrote survives that the link is gone, and is sent when it is back", async () => {
    await context.route("**/report_incident", (route) => route.abort());
    await nurse.reports(WHAT);
    await expect(nurse.page.getByText(nurse.say("error.unknown_outcome"))).toBeVisible();
    await expect(nurse.field("incident.label")).toHaveValue(WHAT);
    await context.unroute("**/report_incident");
    await nurse.page.getByRole("dialog").getByRole("button", { name: nurse.say("link.retry"), exact: true }).click();
    await expect(nurse.page.getByRole("dialog")).toHaveCount(0);
  });
  await test.step("both sides see that it was reported, and not what", async () => {
    for (const window of [nurse, doctor]) await expect(window.page.getByText(window.say("incident.reported"), { exact: true }).first()).toBeVisible();
    expect(doctor.frames.join("\n")).not.toContain(WHAT);
    await expect(doctor.page.getByText(WHAT)).toHaveCount(0);
  });
  await test.step("the reviewer reads what she wrote, what happened and who was on duty", async () => {
    const reviewer = await enter.reviewer(context, LOVISA);
    await expect(reviewer.listed).toHaveCount(2);
    for (const row of await reviewer.listed.all()) await expect(row).toContainText(`${KRAMFORS.nurse.name}, ${reviewer.say("role.nurse")}, ${KRAMFORS.nurse.unit}`);
    await reviewer.opensDossier();
    await expect(reviewer.page.getByText(WHAT)).toBeVisible();
    const happened = await reviewer.lines("review.timeline");
    expect(happened.map((line) => line.split("\n")[0])).toEqual(["queued", "claimed", "incident_reported"].map((what) => reviewer.say(`diary.${what}`)));
    expect((await reviewer.lines("review.on_duty")).join("\n")).toContain(KRAMFORS.doctor.name);
    const shown = await reviewer.page.content();
    for (const secret of [PATIENT.name, PATIENT.number, PATIENT.number.replace("-", ""), "andnöd"]) expect(shown).not.toContain(secret);
  });
  await test.step("the reviewer of the centre reads it too, and never where a protected patient lives", async () => {
    const reviewer = await enter.reviewer(context, MARIA);
    await expect(reviewer.listed).toHaveCount(2);
    await expect(reviewer.listed.first()).toContainText(KRAMFORS.nurse.unit);
    const row = reviewer.listed.last();
    await expect(row).toContainText(`${reviewer.say("review.hidden")}, ${KRAMFORS.centre.name}`);
    await expect(row).toContainText(KRAMFORS.nurse.name);
    await expect(row).not.toContainText(KRAMFORS.municipality);
    await row.getByRole("link").click();
    await expect(reviewer.page.getByText(WHAT)).toBeVisible();
    await expect(reviewer.page.getByText(reviewer.words.like("review.owners"))).toContainText(reviewer.say("review.hidden"));
    expect(await reviewer.shown()).not.toContain(KRAMFORS.municipality);
  });
});
