import { Caller, request } from "../support/caller.ts";
import { KRAMFORS } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a doctor sends a case to a centre that is not hers, and the nurse reads where and why", async ({ context, enter, server }) => {
  const asks = await Caller.as(server, KRAMFORS.nurse);
  const doctor = await enter.doctor(context, KRAMFORS.doctor);
  await doctor.goesOnDuty();
  const nurse = await enter.nurse(context, KRAMFORS.nurse);
  const { id } = await asks.asks(request(KRAMFORS.centre.id, "P3", { reason: "nutrition_fluid" }));
  await doctor.takes({ level: "P3", reason: "nutrition_fluid", municipality: KRAMFORS.municipality });

  await doctor.button("desk.elsewhere.open").click();
  const dialog = doctor.page.getByRole("dialog", { name: doctor.say("redirect.title") });
  const others = dialog.getByRole("group", { name: doctor.say("desk.elsewhere.others") });
  const names = await others.getByRole("radio").evaluateAll((all) => all.map((one) => one.closest("label")?.querySelector(".word")?.textContent?.trim() ?? ""));
  expect(names.length).toBeGreaterThan(1);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "sv")));
  await expect(dialog.getByText(doctor.say("desk.elsewhere.means"))).toBeVisible();
  const skogsbyns = others.getByRole("radio", { name: /^Skogsbyns/u });
  await skogsbyns.check();
  await dialog.getByRole("textbox", { name: doctor.say("desk.why") }).fill("Patienten är listad där.");
  await dialog.getByRole("button", { name: doctor.say("redirect.send"), exact: true }).click();
  await expect(doctor.heading("desk.queue.title")).toBeVisible();

  await nurse.opensCase(id);
  await expect(nurse.page.getByText("Patienten är listad där.").first()).toBeVisible();
  await expect(nurse.page.getByText(/Skogsbyns/u).first()).toBeVisible();
});
