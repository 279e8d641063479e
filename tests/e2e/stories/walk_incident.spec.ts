import { KRAMFORS, LOVISA, PATIENT } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const WHAT = "Läkaren tog ärendet och ringde aldrig. Jag väntade i fem minuter.";

test("a nurse reports what went wrong, and her provider's reviewer reads what happened", async ({ context, enter }) => {
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
    await expect(reviewer.listed).toHaveCount(1);
    await expect(reviewer.listed).toContainText(KRAMFORS.nurse.name);
    await reviewer.opensDossier();
    await expect(reviewer.page.getByText(WHAT)).toBeVisible();
    const happened = await reviewer.lines("review.timeline");
    expect(happened.map((line) => line.split("\n")[0])).toEqual(["queued", "claimed", "incident_reported"].map((what) => reviewer.say(`diary.${what}`)));
    expect((await reviewer.lines("review.on_duty")).join("\n")).toContain(KRAMFORS.doctor.name);
    const shown = await reviewer.page.content();
    for (const secret of [PATIENT.name, PATIENT.number, PATIENT.number.replace("-", ""), "andnöd"]) expect(shown).not.toContain(secret);
  });
});
