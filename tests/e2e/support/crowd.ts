import type { Browser, BrowserContext } from "@playwright/test";

import { expect } from "@playwright/test";

import type { NewConsult } from "../../../web/src/protocol.ts";
import type { Administrator } from "./administrator.ts";
import { Caller, request } from "./caller.ts";
import type { Doctor, Row } from "./doctor.ts";
import { showsTheCases, showsTheFigures, showsTheQueue } from "./equal.ts";
import { Line } from "./line.ts";
import type { Nurse } from "./nurse.ts";
import { KARIN, KRAMFORS, KRAMFORS_MORE, LINDA, type Person } from "./people.ts";
import type { Server } from "./server.ts";
import type { Enter } from "./test.ts";
import type { Window } from "./window.ts";

type Level = Row["level"];
type Reason = NonNullable<NewConsult["reason"]>;

const [ANDREAS, LINDA_M, EMMA] = KRAMFORS_MORE.nurses;
const [ANNIKA, EBBA] = KRAMFORS_MORE.doctors;
/** What many ask about; what a story aims at is something else. */
const COMMON: readonly Reason[] = ["infection_fever", "pain", "fall_injury", "abdomen_urinary", "wound_skin", "confusion_behaviour", "medication", "test_result"];
const LEVELS: readonly Level[] = ["P3", "P4", "P3", "P2", "P3", "P4", "P3"];

/** How many ask in the same moment. */
const AT_ONCE = 10;

/** Everybody of one crowded hour: ten windows on one line to the server, and those who use it without a window. */
export class Crowd {
  private constructor(
    readonly server: Server,
    readonly line: Line,
    readonly sara: Nurse,
    readonly tablet: Nurse,
    readonly signe: Nurse,
    readonly andreas: Nurse,
    readonly lindaM: Nurse,
    readonly maria: Doctor,
    readonly annika: Doctor,
    readonly ebba: Doctor,
    readonly coordinator: Administrator,
    readonly administrator: Administrator,
    private readonly callers: ReadonlyMap<Person, Caller>,
  ) {}

  /** Opens the ten windows, the second of them on another device of the first. */
  static async gathers(browser: Browser, context: BrowserContext, enter: Enter, server: Server): Promise<Crowd> {
    const line = await Line.to(server);
    const how = { server: line };
    const others = [EMMA, KRAMFORS_MORE.elsewhere];
    const everybody = [KRAMFORS.nurse, KRAMFORS.colleague, ANDREAS, LINDA_M, KRAMFORS.doctor, ANNIKA, EBBA, LINDA, KARIN, ...others];
    const callers = new Map<Person, Caller>();
    for (const person of everybody) callers.set(person, await Caller.as(server, person));
    for (const person of [KRAMFORS.doctor, ANNIKA, EBBA, KRAMFORS_MORE.elsewhere]) await callers.get(person)?.goesOnDuty(KRAMFORS.centre.id);
    return new Crowd(
      server,
      line,
      await enter.nurse(context, KRAMFORS.nurse, how),
      await enter.nurse(await browser.newContext({ viewport: { width: 820, height: 1_180 } }), KRAMFORS.nurse, how),
      await enter.nurse(context, KRAMFORS.colleague, how),
      await enter.nurse(context, ANDREAS, how),
      await enter.nurse(context, LINDA_M, how),
      await enter.doctor(context, KRAMFORS.doctor, how),
      await enter.doctor(context, ANNIKA, how),
      await enter.doctor(context, EBBA, how),
      await enter.administrator(context, LINDA, how),
      await enter.administrator(context, KARIN, how),
      callers,
    );
  }

  get windows(): Window[] {
    return [this.sara, this.tablet, this.signe, this.andreas, this.lindaM, this.maria, this.annika, this.ebba, this.coordinator, this.administrator];
  }

  /** Who sits at a window. */
  person(window: Window): Person {
    switch (window) {
      case this.sara:
      case this.tablet:
        return KRAMFORS.nurse;
      case this.signe:
        return KRAMFORS.colleague;
      case this.andreas:
        return ANDREAS;
      case this.lindaM:
        return LINDA_M;
      case this.maria:
        return KRAMFORS.doctor;
      case this.annika:
        return ANNIKA;
      case this.ebba:
        return EBBA;
      case this.coordinator:
        return LINDA;
      default:
        return KARIN;
    }
  }

  /** The same person without a window. */
  as(who: Window | Person): Caller {
    const person = "page" in who ? this.person(who) : who;
    const caller = this.callers.get(person);
    if (caller === undefined) throw new Error(`${person.name} is not in the crowd`);
    return caller;
  }

  /** A nurse who is in no window, and a doctor who is in none and answers for another centre besides. */
  readonly emma = EMMA;
  readonly peter = KRAMFORS_MORE.elsewhere;

  /** Asks about something to which text is enough of an answer, so that no call has its time; acute it never is. */
  async asks(who: Window | Person, level: Level, reason: Reason): Promise<{ id: string; row: Row }> {
    const { id } = await this.as(who).asks(request(KRAMFORS.centre.id, level, { reason, ...(level === "P1" ? {} : { reply: "text_ok" }) }));
    return { id, row: { level, reason, municipality: KRAMFORS.municipality } };
  }

  /** Somebody who is in no window asks at once for a doctor. */
  async acute(reason: Reason = "breathing"): Promise<{ id: string; row: Row }> {
    return this.asks(EMMA, "P1", reason);
  }

  /** Fills the queue up to `count`, asked by all nurses in turn. */
  async fills(count: number): Promise<void> {
    const nurses = [KRAMFORS.nurse, KRAMFORS.colleague, ANDREAS, LINDA_M, EMMA];
    const missing = count - (await this.as(KRAMFORS.doctor).queue()).length;
    const ask = (n: number) => this.as(nurses[n % nurses.length] ?? EMMA).asks(request(KRAMFORS.centre.id, LEVELS[n % LEVELS.length] ?? "P3", { reason: COMMON[n % COMMON.length] ?? "pain" }));
    for (let n = 0; n < missing; n += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, missing - n) }, (_, more) => ask(n + more)));
    expect(await this.as(KRAMFORS.doctor).queue()).toHaveLength(count);
  }

  /** Which of two windows has got the case, and which has not. */
  async whoGot(id: string, one: Doctor, other: Doctor): Promise<{ first: Doctor; second: Doctor }> {
    const holder = async (): Promise<string | undefined> => (await this.as(EMMA).cases()).find((row) => row.id === id)?.doctor?.name;
    const names = [one, other].map((doctor) => this.person(doctor).name);
    await expect.poll(async () => names.includes((await holder()) ?? "")).toBe(true);
    const first = (await holder()) === this.person(one).name ? one : other;
    return { first, second: first === one ? other : one };
  }

  /** Every window shows on its first page what the server tells the same person. */
  async showsWhatIs(): Promise<void> {
    for (const nurse of [this.sara, this.tablet, this.signe, this.andreas, this.lindaM]) {
      await nurse.goesHome();
      await showsTheCases(nurse, this.person(nurse), this.as(nurse));
    }
    for (const doctor of [this.maria, this.annika, this.ebba]) {
      await doctor.goesToTheFirstPage();
      await showsTheQueue(doctor, this.person(doctor), this.as(doctor));
    }
    for (const window of [this.coordinator, this.administrator]) await showsTheFigures(window, this.as(window));
  }

  async seesLinkLost(): Promise<void> {
    await Promise.all(this.windows.map((window) => window.seesLinkLost()));
  }

  async isConnected(): Promise<void> {
    await Promise.all(this.windows.map((window) => window.isConnected()));
  }
}
