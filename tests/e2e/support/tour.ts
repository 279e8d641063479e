import { type BrowserContext, expect, type Page } from "@playwright/test";

import { answerInWriting, Caller, cases, named, request } from "./caller.ts";
import { Administrator } from "./administrator.ts";
import { Doctor } from "./doctor.ts";
import { seesTheOther } from "./media.ts";
import { Nurse } from "./nurse.ts";
import { ANDERS, BIRGITTA, GORAN, HARNOSAND, KARIN, KRAMFORS, TIMO } from "./people.ts";
import type { Server } from "./server.ts";
import { ORDER, READ_RIGHT, READ_WRONG } from "./story.ts";
import type { Language } from "./words.ts";

/** What is done with a page in a state; `role` says whose page it is. */
export type Visit = (page: Page, state: string, role: Role) => Promise<void>;
export type Role = "anybody" | "nurse" | "doctor" | "administrator";

const VALUES = { respiratory_rate: "24", spo2: "91", pulse: "102", systolic_bp: "118", temperature: "38,6" };
const ROW = { level: "P1", reason: "breathing", municipality: KRAMFORS.municipality } as const;

/** Leads `visit` through every state of every page, once. The server is the tour's own: it is killed on the way. */
export async function tour(context: BrowserContext, server: Server, language: Language, visit: Visit): Promise<void> {
  const { centre } = KRAMFORS;
  const colleague = await Caller.as(server, KRAMFORS.colleague);
  const nurse = await Nurse.open(context, server, language);
  const doctor = await Doctor.open(context, server, language);
  const nurses = (state: string): Promise<void> => visit(nurse.page, state, "nurse");
  const doctors = (state: string): Promise<void> => visit(doctor.page, state, "doctor");

  await cases(colleague, await Caller.as(server, KRAMFORS.doctor), centre.id);

  // Before anybody has asked

  await nurse.opens("/telefon");
  await visit(nurse.page, "telefon", "anybody");
  await nurse.opens();
  await expect(nurse.heading("signin.group.doctor")).toBeVisible();
  await visit(nurse.page, "sign-in", "anybody");

  await nurse.signsIn(KRAMFORS.nurse);
  await expect(nurse.heading("home.reach")).toBeVisible();
  await nurses("home-empty");

  await doctor.signsIn(KRAMFORS.doctor);
  await doctors("desk-off");
  await doctor.switchesDuty("on");
  await doctor.button("desk.sound.test").click();
  await doctors("desk-sound-test");
  await doctor.button("desk.sound.yes").click();
  await doctor.isReached();
  await doctors("desk-empty");
  await doctor.opensDutyChoice();
  await doctors("desk-duty-choice");
  await doctor.opensDutyChoice();

  // The forms

  await nurse.opensOrdinaryForm();
  await nurses("request");
  await nurse.button("draft.send_plain").click();
  await expect(nurse.page.getByText(nurse.words.like("draft.fault.title", { count: 2 }))).toBeVisible();
  await nurses("request-errors");
  await nurse.field("draft.patient.number").fill(GORAN.number);
  await nurse.measures(VALUES);
  await nurse.unfolds("news2.show");
  await nurses("request-values");
  await nurse.leavesForm();
  await nurse.opensUrgentForm();
  await nurses("urgent");
  await nurse.sends("P1");
  await expect(nurse.page.getByText(nurse.say("draft.fault.title", { count: 1 }))).toBeVisible();
  await nurses("urgent-errors");
  await nurse.leavesForm();

  // A queue, and a case to read back that is not hers

  await colleague.asks(request(centre.id, "P2", { patient: named(BIRGITTA) }));
  await colleague.asks(request(centre.id, "P3", { reason: "medication", ready: "text_enough", patient: named(ANDERS) }));
  await colleague.asks(request(centre.id, "P3", { reason: "wound_skin", exercise: true }));
  await colleague.asks(request(centre.id, "P4", { reason: "test_result", patient: named(GORAN) }));
  await doctor.take({ level: "P2", reason: "pain", municipality: KRAMFORS.municipality }).waitFor();
  await doctor.opensRow("pain");
  await doctors("desk-queue");

  // Urgent: asked, waited for, rung

  await nurse.asksUrgently({ reason: "breathing", signal: signal(language), patient: GORAN, situation: "Tilltagande andnöd sedan i natt. Sitter upp i sängen." });
  await nurses("waiting");
  await nurse.button("waiting.changed.worse").click();
  await nurses("waiting-worse");
  await nurse.button("app.close").click();
  await nurse.button("waiting.changed.add").click();
  await nurses("waiting-supplement");
  await nurse.measures(VALUES);
  await nurse.button("supplement.send").click();
  await expect(nurse.page.getByText(nurse.words.like("supplement.saved"))).toBeVisible();
  await expect(doctor.take(ROW)).toBeVisible();
  await doctors("desk-urgent");
  await doctor.takes(ROW);
  await doctor.unfolds("news2.show");
  await doctors("case");
  await doctor.calls();
  await expect(nurse.ringing).toBeVisible({ timeout: 20_000 });
  await nurses("ringing");
  await nurse.answersTheRing();

  // The call

  await Promise.all([seesTheOther(nurse.page, "nurse", 10), seesTheOther(doctor.page, "doctor", 10)]);
  await nurses("call");
  await doctors("case-call");
  await doctor.button("desk.level.open").click();
  await doctors("case-level-dialog");
  await doctor.button("app.cancel").click();
  await nurse.button("call.sound_only").click();
  await expect(nurse.heading("call.sound_only.title")).toBeVisible();
  await nurses("call-sound-only");
  await doctors("case-call-no-picture");
  await nurse.button("call.try_picture").click();
  await doctor.button("answering.orders.first").click();
  await doctor.page.getByRole("button", { name: doctor.words.like("answering.send_orders") }).click();
  await expect(doctor.page.getByText(doctor.words.like("draft.fault.title", { count: 2 }))).toBeVisible();
  await doctors("answer-errors");
  await doctor.judges();
  await doctor.fillsOrder(ORDER);
  await doctors("answer");
  await doctor.sendsTheAnswer();

  // The read-back, while another urgent case of hers begins to wait elsewhere

  const { id: waiting } = await (await Caller.as(server, KRAMFORS.nurse)).asks({ centre: HARNOSAND.centre.id, level: "P1", reason: "chest_heart", callback_phone: "070-174 06 52" });
  await nurse.seesTheOrder("15 mg");
  await nurses("call-order");
  await doctors("read-back-waiting");
  await nurse.readsBack(READ_WRONG);
  await doctor.hearsReadBack(READ_WRONG);
  await doctors("read-back-confirm");
  await doctor.rejects();
  await doctors("read-back-rejected");
  await nurse.isToldNotToGive();
  await nurses("call-rejected");
  await nurse.hangsUp();
  await nurse.isToldNotToGive();
  await nurses("rejected");
  await nurse.goesHome();
  await nurses("home-cases");
  await nurse.opensTheCaseThatNeedsHer();
  await nurse.readsBack(READ_RIGHT);
  await nurses("read-back-sent");
  await doctor.hearsReadBack(READ_RIGHT);
  await doctor.confirms();
  await doctors("read-back-confirmed");
  await nurse.isToldToGive();
  await nurses("close");
  await nurse.closes();
  await nurses("done");
  await doctor.goesToTheQueue();

  // An answer in writing, without an order

  const { id } = await colleague.asks(request(centre.id, "P2", { patient: named(BIRGITTA) }));
  const other = await Caller.as(server, KRAMFORS.doctor);
  await other.does(id, "claim");
  await other.answers(id, answerInWriting());
  await nurse.goesHome();
  await nurse.opensCaseOfUnit();
  await expect(nurse.heading("answer.title.see").first()).toBeVisible();
  await nurses("answer-to-see");

  // Figures

  const administrator = await Administrator.open(context, server, language);
  await administrator.signsIn(KARIN);
  await administrator.sees();
  await visit(administrator.page, "figures", "administrator");
  await administrator.signsOut();
  await administrator.signsIn(TIMO);
  await expect(administrator.heading("admin.title")).toBeVisible();
  await administrator.looksAt("today");
  await visit(administrator.page, "figures-none", "administrator");

  // The link is lost

  await nurse.opensCase(waiting);
  await expect(nurse.page.getByRole("dialog")).toBeVisible({ timeout: 150_000 });
  await nurses("waiting-two-minutes");
  await nurse.button("waiting.p1.back").click();
  await nurses("waiting-long");
  await server.kill();
  await Promise.all([nurse.seesLinkLost(), doctor.seesLinkLost(), administrator.seesLinkLost()]);
  await nurses("waiting-link-lost");
  await doctors("desk-link-lost");
  await visit(administrator.page, "figures-link-lost", "administrator");
  await server.restart();
  await Promise.all([nurse.isConnected(), doctor.isConnected()]);

  // And out

  await doctor.signsOut();
  await doctor.isSignedOut();
  await nurse.opensAccount();
  await nurses("account");
  await nurse.opensAccount();
  for (const window of [nurse, doctor, administrator]) window.isUnharmed();
}

function signal(language: Language): string {
  return language === "sv" ? "Andfådd i vila" : "Breathless at rest";
}
