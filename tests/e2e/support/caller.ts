import { randomUUID } from "node:crypto";

import type { Answer, ConsultContent, ConsultCreated, ConsultList, ConsultRow, LiveFigures, NewConsult } from "../../../web/src/protocol.ts";
import { PATIENT, type Person } from "./people.ts";
import type { Server } from "./server.ts";

/** Somebody who uses the server without a browser, to prepare what a story needs. */
export class Caller {
  private constructor(
    private readonly server: Server,
    private readonly token: string,
  ) {}

  static async as(server: Server, person: Person): Promise<Caller> {
    const answer = await fetch(`${server.url}/api/v1/demo/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ person: person.id, commission: person.commission }),
    });
    if (!answer.ok) throw new Error(`${person.name} could not sign in: ${String(answer.status)} ${await answer.text()}`);
    return new Caller(server, ((await answer.json()) as { token: string }).token);
  }

  async asks(request: NewConsult): Promise<ConsultCreated> {
    return this.#call<ConsultCreated>("POST", "/consults", request);
  }

  async does(consult: string, command: string, body: unknown = {}): Promise<void> {
    await this.#call("POST", `/consults/${consult}/${command}`, body);
  }

  async answers(consult: string, answer: Answer): Promise<void> {
    await this.does(consult, "answer", answer);
  }

  async goesOnDuty(centre: string): Promise<void> {
    await this.#call("PUT", "/duty", { state: "on", centres: [centre], sound_tested_at: new Date().toISOString() });
  }

  async goesOffDuty(): Promise<void> {
    await this.#call("PUT", "/duty", { state: "off" });
  }

  /** Opens a case; with the answer in it, that is the nurse's first contact. */
  async reads(consult: string): Promise<void> {
    await this.#call("GET", `/consults/${consult}`);
  }

  /** A case as its owner reads it. */
  async content(consult: string): Promise<ConsultContent> {
    return this.#call<ConsultContent>("GET", `/consults/${consult}`);
  }

  async queue(): Promise<ConsultRow[]> {
    return (await this.#call<ConsultList>("GET", "/queue")).consults;
  }

  async cases(): Promise<ConsultRow[]> {
    return (await this.#call<ConsultList>("GET", "/consults")).consults;
  }

  /** What is going on, as who follows up is told. */
  async live(): Promise<LiveFigures> {
    return this.#call<LiveFigures>("GET", "/indicators/live");
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.server.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        "content-type": "application/json",
        ...(method === "GET" ? {} : { "idempotency-key": randomUUID() }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
    return JSON.parse(text) as T;
  }
}

/** Cases from question to close, answered in writing: enough of them for figures to be shown. */
export async function cases(nurse: Caller, doctor: Caller, centre: string, count = 5): Promise<void> {
  await doctor.goesOnDuty(centre);
  for (let n = 0; n < count; n += 1) {
    const { id } = await nurse.asks(request(centre, "P2"));
    await doctor.does(id, "claim");
    await doctor.answers(id, answerInWriting());
    await nurse.reads(id);
    await nurse.does(id, "acknowledge", { seen: true });
    await nurse.does(id, "close", { participation: "informed" });
  }
  await doctor.goesOffDuty();
}

/** A request with everything that is required of P2 to P4. */
export function request(centre: string, level: "P1" | "P2" | "P3" | "P4", more: Partial<NewConsult> = {}): NewConsult {
  return {
    centre,
    level,
    reason: "pain",
    callback_phone: "070-174 06 52",
    patient: named(PATIENT),
    sbar: {
      situation: "Ökad smärta i höften sedan i går.",
      background: "Höftfraktur för tre veckor sedan.",
      assessment: "Smärta 6 av 10 i rörelse, stabil i övrigt.",
      recommendation: { kind: "advice" },
    },
    care_limits: { kinds: ["none_known"] },
    disclosure_basis: "consent",
    nurse_with_patient: true,
    patient_takes_part: true,
    ...more,
  };
}

/** A patient as a request names one. */
export function named(patient: { name: string; number: string }): NonNullable<NewConsult["patient"]> {
  return { id_type: "personnummer", id: patient.number.replace("-", ""), name: patient.name };
}

/** An answer without an order. */
export function answerInWriting(): Answer {
  return {
    mode: "text",
    assessed_by: "via_nurse",
    assessment: "Smärta efter fraktur, behandlas hemma.",
    level_of_care: "stay_home",
    orders: [],
    contingency: "Ökad smärta: ring igen.",
    follow_up: null,
  };
}

/** An answer with one order. */
export function answerWithOrder(): Answer {
  const orders = [{ kind: "medicine" as const, what: "Paracetamol", form: "tablett", strength: "500 mg", dose: "2 tabletter", route: "po", when: "4 gånger dagligen", why: "smärta" }];
  return { ...answerInWriting(), orders, order_entered: "by_me" };
}
