import { type BrowserContext, expect, type Page } from "@playwright/test";

import { answerInWriting, Caller, cases, named, request } from "./caller.ts";
import { Administrator } from "./administrator.ts";
import { deathRequest, deathRow, establishes, opensDeathForm } from "./death.ts";
import { Doctor } from "./doctor.ts";
import { seesTheOther } from "./media.ts";
import { Nurse } from "./nurse.ts";
import { ANDERS, BIRGITTA, GORAN, HARNOSAND, KARIN, KRAMFORS, LOVISA, TIMO } from "./people.ts";
import { Reviewer } from "./reviewer.ts";
import type { Server } from "./server.ts";
import { ORDER, READ_RIGHT, READ_WRONG } from "./story.ts";
import type { Language } from "./words.ts";

/** What is done with a page in a state; `role` says whose page it is. */
export type Visit = (page: Page, state: string, role: Role) => Promise<void>;
export type Role = "anybody" | "nurse" | "doctor" | "administrator" | "reviewer";

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
  await nurse.button("check.open").click();
  await expect(nurse.page.getByRole("meter", { name: nurse.say("check.level") })).toBeVisible();
  await nurses("request-devices");
  await nurse.button("check.close").click();
  await nurse.field("draft.patient.number").fill(GORAN.number);
  await nurse.measures(VALUES);
  await nurse.unfolds("news2.show");
  await nurses("request-values");
  await nurse.leavesForm();
  await opensDeathForm(nurse);
  await nurses("request-death");
  await nurse.chooses("death.expected", "death.expected.yes");
  await nurse.sends("P3");
  await nurses("request-death-errors");
  await nurse.leavesForm();
  await nurse.button("practice.send").click();
  await expect(nurse.field("draft.patient.name")).toHaveValue("Övning Övningsson");
  await nurses("practice");
  await nurse.leavesForm();
  await nurse.button("hint.seen").click();
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
  await doctor.reads({ level: "P2", reason: "pain", municipality: KRAMFORS.municipality });
  await expect(doctor.reading.getByRole("definition").first()).toBeVisible();
  await doctors("desk-read");

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
  await doctor.reads(ROW);
  await expect(nurse.page.getByText(nurse.words.like("waiting.seen"))).toBeVisible();
  await nurses("waiting-seen");
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
  await doctor.hangsUp();
  await nurse.isToldNotToGive();
  await nurses("rejected");
  await nurse.goesHome();
  await nurses("home-cases");
  await nurse.opensBoard();
  await nurses("board");
  await nurse.handsOver();
  await nurses("board-handing-over");
  const kept = nurse.part("shift.title").getByRole("button", { name: new RegExp(`^${nurse.say("shift.keep")}`, "u") });
  for (let left = await kept.count(); left > 0; left -= 1) {
    await nurse.pressesInList(kept.first());
    await expect(kept).toHaveCount(left - 1);
  }
  await nurse.goesHome();
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
  await nurse.button("after.ask_back").click();
  await nurses("ask-back");
  await nurse.button("app.cancel").click();
  await nurse.button("after.void").click();
  await nurses("wrong-patient");
  await nurse.button("app.cancel").click();
  await nurse.reports("Kort");
  await expect(nurse.page.getByText(nurse.say("incident.short"))).toBeVisible();
  await nurses("incident");
  await nurse.field("incident.label").fill("Svaret kom sent, och ingen ringde tillbaka.");
  await nurse.button("incident.send").click();
  await expect(nurse.page.getByText(nurse.say("incident.reported"))).toBeVisible();
  await nurses("incident-reported");

  // A death

  const { id: died } = await colleague.asks(deathRequest(centre.id, GORAN));
  await doctor.takes(deathRow(KRAMFORS.municipality));
  await doctors("case-death");
  await doctor.chooses("death.established", "death.established.now");
  await doctor.button("answering.send").click();
  await doctors("answer-death-errors");
  await establishes(doctor);
  await doctors("answer-death");
  await doctor.sendsTheAnswer();
  await doctors("answered-death");
  await nurse.opensCase(died);
  await expect(nurse.heading("answer.title.see").first()).toBeVisible();
  await nurses("answer-to-see-death");
  await nurse.button("answer.seen").click();
  await expect(nurse.page.getByText(nurse.say("close.death"))).toBeVisible();
  await nurses("close-death");
  await nurse.button("close.send").click();
  await nurse.isDone();
  await doctor.goesToTheQueue();

  // A case that waits for the nurse herself, and one whose doctor had to go

  const { id: aside } = await colleague.asks(request(centre.id, "P3", { reason: "palliative", patient: named(BIRGITTA) }));
  await other.does(aside, "claim");
  await other.does(aside, "need_more", { what: "Vilken dos morfin har hon fått sedan i går?", until: new Date(Date.now() + 3_600_000).toISOString() });
  await nurse.goesHome();
  await nurses("home-more-wanted");
  await nurse.opensCase(aside);
  await expect(nurse.page.getByRole("heading", { name: nurse.words.like("aside.more") })).toBeVisible();
  await nurses("more-wanted");
  await nurse.button("aside.send_back").click();
  await expect(nurse.page.getByText(nurse.say("aside.reply.empty")).first()).toBeVisible();
  await nurses("more-wanted-errors");
  await nurse.field("aside.reply").fill("Två genombrottsdoser, senast 06:30.");
  await nurse.button("aside.send_back").click();
  await nurse.isWaiting();
  await nurse.opensMore();
  await nurses("waiting-more");
  await nurse.button("correct.open").click();
  await nurses("correct-patient");
  await nurse.page.getByRole("dialog").getByRole("button", { name: nurse.say("app.cancel"), exact: true }).click();
  await nurse.button("waiting.park").click();
  await expect(nurse.heading("aside.parked")).toBeVisible();
  await nurses("parked");
  await nurse.button("aside.resume").click();
  await nurse.isWaiting();
  await other.does(aside, "claim");
  await other.does(aside, "must_go", { draft: "Genombrottssmärta. Tänkte höja vid behov-dosen." });
  await expect(nurse.page.getByText(nurse.words.like("waiting.left.first")).or(nurse.page.getByText(nurse.words.like("waiting.left")))).toBeVisible();
  const left = { level: "P3", reason: "palliative", municipality: KRAMFORS.municipality } as const;
  await expect(doctor.take(left)).toBeVisible();
  await doctors("desk-interrupted");
  await doctor.takes(left);
  await expect(doctor.page.getByText(doctor.words.like("desk.left_behind"))).toBeVisible();
  await doctors("case-left-behind");
  await doctor.button("desk.handover").click();
  await expect(doctor.page.getByText(doctor.say("desk.handover.waiting"))).toBeVisible();
  await doctors("case-handing-over");
  await doctor.button("desk.handover.keep").click();
  await expect(doctor.page.getByText(doctor.say("desk.handover.waiting"))).toBeHidden();
  await doctor.button("desk.more.open").click();
  await doctors("case-more-dialog");
  await doctor.button("app.cancel").click();
  await doctor.button("desk.must_go").click();
  await expect(doctor.heading("desk.queue.title")).toBeVisible();
  await nurse.page.getByRole("link", { name: nurse.say("waiting.phone") }).first().click();
  await expect(nurse.page.getByText(nurse.say("waiting.phoning.title"))).toBeVisible();
  await nurse.button("waiting.emergency").click();
  await expect(nurse.page.getByText(nurse.say("waiting.emergency.text"))).toBeVisible();
  await nurses("waiting-112");
  await colleague.does(aside, "withdraw", { reason: "phoned" });

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

  // What went wrong

  const reviewer = await Reviewer.open(context, server, language);
  await reviewer.signsIn(LOVISA);
  await expect(reviewer.listed).toHaveCount(1);
  await visit(reviewer.page, "review", "reviewer");
  await reviewer.opensDossier();
  await visit(reviewer.page, "dossier", "reviewer");

  // The link is lost

  await nurse.opensCase(waiting);
  await server.forward(120, nurse, doctor, administrator, reviewer);
  await expect(nurse.page.getByRole("dialog")).toBeVisible();
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
  for (const window of [nurse, doctor, administrator, reviewer]) window.isUnharmed();
}

function signal(language: Language): string {
  return language === "sv" ? "Andfådd i vila" : "Breathless at rest";
}
