import { Caller, request } from "../support/caller.ts";
import { Inputs } from "../support/inputs.ts";
import { HARNOSAND } from "../support/people.ts";
import { barriers } from "../support/accessible.ts";
import { expect, test } from "../support/test.ts";

test("a doctor's own phrase and template are hers on the next machine, and stand in an answer as if she had typed them", async ({ context, browser, enter, server }) => {
  const nurse = await Caller.as(server, HARNOSAND.nurse);
  const doctor = await enter.doctor(context, HARNOSAND.doctor);
  await doctor.goesOnDuty();

  await test.step("she writes them, and nothing of a patient", async () => {
    await doctor.page.getByRole("link", { name: doctor.say("phrases.title"), exact: true }).click();
    await expect(doctor.page.getByText(doctor.say("phrases.never"), { exact: true })).toBeVisible();
    await doctor.button("phrases.add").click();
    await doctor.page.keyboard.type("Vätska");
    await doctor.field("phrases.field.text").fill("Elsa 19121212-1212 dricker själv.");
    await doctor.button("phrases.save").click();
    await expect(doctor.page.getByRole("link", { name: doctor.say("phrases.error.number") })).toBeVisible();
    await doctor.field("phrases.field.text").fill("Dricker själv, fortsätt erbjuda vätska.");
    await doctor.button("phrases.add.medicine").click();
    await doctor.page.keyboard.type("Furosemid");
    await doctor.field("answer.row.medicine").fill("Furosemid");
    await doctor.field("answer.row.dose").fill("40 mg");
    expect(await barriers(doctor.page, "own phrases")).toEqual([]);
    await doctor.button("phrases.save").click();
    await expect(doctor.page.getByText(doctor.words.like("phrases.saved"))).toBeVisible();
  });

  const second = await browser.newContext();
  const elsewhere = await enter.doctor(second, HARNOSAND.doctor);
  await nurse.asks(request(HARNOSAND.centre.id, "P3", { reason: "nutrition_fluid" }));
  await elsewhere.takes({ level: "P3", reason: "nutrition_fluid", municipality: HARNOSAND.municipality });

  await test.step("the phrase stands where she was writing, by keyboard alone", async () => {
    const field = elsewhere.field("answer.assessment");
    await field.fill("Lätt uttorkad.");
    const chooses = elsewhere.page.getByRole("button", { name: `${elsewhere.say("phrases.choose")} ${elsewhere.say("phrases.choose.in", { field: elsewhere.say("answer.assessment") })}` });
    await elsewhere.page.keyboard.press("Tab");
    await expect(chooses).toBeFocused();
    await elsewhere.page.keyboard.press("Enter");
    await expect(elsewhere.page.getByRole("button", { name: "Vätska", exact: true })).toBeFocused();
    await elsewhere.page.keyboard.press("Escape");
    await expect(chooses).toBeFocused();
    await elsewhere.page.keyboard.press("Enter");
    await elsewhere.page.keyboard.press("Enter");
    await expect(field).toHaveValue("Lätt uttorkad. Dricker själv, fortsätt erbjuda vätska.");
    await expect(field).toBeFocused();
    await elsewhere.page.keyboard.type(" Ny kontakt i morgon.");
    await expect(field).toHaveValue("Lätt uttorkad. Dricker själv, fortsätt erbjuda vätska. Ny kontakt i morgon.");
  });

  await test.step("the template is an order, and asks for what it left open", async () => {
    await elsewhere.button("phrases.choose.template").click();
    await elsewhere.page.getByRole("button", { name: "Furosemid", exact: true }).click();
    await expect(elsewhere.field("answer.row.medicine")).toHaveValue("Furosemid");
    await expect(elsewhere.field("answer.row.dose")).toHaveValue("40 mg");
    await expect(elsewhere.field("answer.row.route")).toHaveValue("");
    expect(await barriers(elsewhere.page, "an order from a template")).toEqual([]);
    await elsewhere.page.getByRole("button", { name: elsewhere.words.like("answering.send_orders") }).click();
    await expect(elsewhere.page.getByRole("link", { name: elsewhere.say("answering.error.order.route", { number: 1 }) })).toBeVisible();
    await elsewhere.button("answering.order.remove", { n: 1 }).click();
  });

  await test.step("with a phrase an answer in writing takes no more inputs than without", async () => {
    await elsewhere.field("answer.assessment").fill("");
    const inputs = await Inputs.begin(elsewhere);
    await elsewhere.chooses("answering.assessed_by", "answering.assessed.via_nurse");
    await elsewhere.field("answer.assessment").fill("Lätt uttorkad, dricker själv.");
    await elsewhere.chooses("answer.level_of_care", "care.stay_home");
    await elsewhere.chooses("answer.follow_up", "answering.follow_up.none");
    await elsewhere.sendsTheAnswer();
    const made = await inputs.made();
    expect(made.length, made.join("\n")).toBeLessThanOrEqual(5);
  });
  elsewhere.isUnharmed();
  await second.close();
});

test("phrases changed on two machines are lost on neither without her word", async ({ context, enter }) => {
  const one = await enter.doctor(context, HARNOSAND.doctor);
  const other = await enter.doctor(context, HARNOSAND.doctor);
  for (const doctor of [one, other]) {
    await doctor.page.getByRole("link", { name: doctor.say("phrases.title"), exact: true }).click();
    await doctor.button("phrases.add").click();
  }
  await one.page.keyboard.type("Vätska");
  await one.field("phrases.field.text").fill("Erbjud vätska.");
  await one.button("phrases.save").click();
  await expect(one.page.getByText(one.words.like("phrases.saved"))).toBeVisible();
  await other.field("phrases.field.title").fill("Svikt");
  await other.field("phrases.field.text").fill("Väg dagligen.");
  await other.button("phrases.save").click();
  await expect(other.page.getByRole("alert").filter({ hasText: other.words.like("phrases.elsewhere") })).toBeVisible();
  await expect(other.field("phrases.field.text")).toHaveValue("Väg dagligen.");
  await other.button("phrases.elsewhere.take").click();
  await expect(other.field("phrases.field.text")).toHaveValue("Erbjud vätska.");
});
