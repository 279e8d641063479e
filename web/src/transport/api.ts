// Typed calls to `/api/v1`. Answers are checked where a wrong shape would mislead, and every
// way of failing comes back as a value: nothing here throws.
import * as v from "valibot";
import type {
  Acknowledge,
  Addendum,
  Answer,
  AskBack,
  Close,
  ConfirmReadBack,
  ConsultContent,
  ConsultCreated,
  CorrectPatient,
  Duty,
  DutySet,
  Handover,
  Me,
  MustGo,
  NeedMore,
  NewConsult,
  Outcome,
  Redirect,
  Release,
  ReportIncident,
  SocketTicket,
  Supplement,
  TaskDone,
  Triage,
  Void,
  Withdraw,
} from "../protocol";
import { UNKNOWN, type Result } from "./result";
import * as shape from "./shapes";

/** How long an answer may take before it counts as not coming. */
const TIMEOUT_MS = 15_000;

/** Commands on a consult, with their bodies. */
export type Commands = {
  supplement: Supplement;
  claim: Record<string, never>;
  release: Release;
  answer: Answer;
  acknowledge: Acknowledge;
  confirm_read_back: ConfirmReadBack;
  close: Close;
  withdraw: Withdraw;
  ask_back: AskBack;
  addendum: Addendum;
  correct_patient: CorrectPatient;
  void: Void;
  park: Record<string, never>;
  resume: Record<string, never>;
  need_more: NeedMore;
  awaiting_nurse: Record<string, never>;
  must_go: MustGo;
  peek: Record<string, never>;
  handover: Handover;
  accept_handover: Record<string, never>;
  task_done: TaskDone;
  phoning: Record<string, never>;
  emergency_called: Record<string, never>;
  redirect: Redirect;
  report_incident: ReportIncident;
  triage: Triage;
};

export type Ports = {
  fetch: typeof fetch;
  /** The bearer secret of this window, or `null` when nobody is signed in here: then the browser's cookie speaks, if it has one. */
  token: () => string | null;
  /** Told when the server no longer knows the session. */
  onSignedOut: () => void;
  /** Told when the session's screen is locked, by whichever page. */
  onLocked: () => void;
};

/** How long a picture may take on a thin link: as long as the server waits for it, and an answer's time. */
const PICTURE_TIMEOUT_MS = 75_000;

type Call = { method: string; path: string; body?: unknown; key?: string };

/** The server's HTTP interface as this client uses it. */
export class Api {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  signOut(): Promise<Result<unknown>> {
    return this.call({ method: "DELETE", path: "/session" }, v.unknown());
  }

  lock(key: string): Promise<Result<unknown>> {
    return this.call({ method: "POST", path: "/session/lock", body: {}, key }, v.unknown());
  }

  me(): Promise<Result<Me>> {
    return this.call({ method: "GET", path: "/me" }, shape.me);
  }

  socketTicket(): Promise<Result<SocketTicket>> {
    return this.call({ method: "POST", path: "/socket/tickets", body: {} }, shape.socketTicket);
  }

  /** Content of one case. The server logs the disclosure before it answers. */
  consult(id: string): Promise<Result<ConsultContent>> {
    return this.call({ method: "GET", path: `/consults/${encodeURIComponent(id)}` }, shape.content);
  }

  /** A new request. `key` stays the same for every attempt to send the same request. */
  create(request: NewConsult, key: string): Promise<Result<ConsultCreated>> {
    return this.call({ method: "POST", path: "/consults", body: request, key }, shape.created);
  }

  /** A command on a consult. `key` stays the same for every attempt of the same command. */
  command<N extends keyof Commands>(id: string, name: N, body: Commands[N], key: string): Promise<Result<Outcome>> {
    return this.call({ method: "POST", path: `/consults/${encodeURIComponent(id)}/${name}`, body, key }, shape.outcome);
  }

  setDuty(duty: DutySet, key: string): Promise<Result<Duty>> {
    return this.call({ method: "PUT", path: "/duty", body: duty, key }, shape.duty);
  }

  /** Any call of the interface; those that only some pages make stand beside it. */
  async call<T>(call: Call, schema: v.GenericSchema<unknown, T>): Promise<Result<T>> {
    let response: Response;
    let body: unknown;
    const picture = call.body instanceof Blob;
    try {
      response = await this.#ports.fetch(`/api/v1${call.path}`, {
        method: call.method,
        headers: this.#headers(call),
        body: call.body === undefined ? null : call.body instanceof Blob ? call.body : JSON.stringify(call.body),
        credentials: this.#ports.token() === null ? "same-origin" : "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(picture || schema.type === "blob" ? PICTURE_TIMEOUT_MS : TIMEOUT_MS),
      });
      if (response.ok && schema.type === "blob") {
        body = await response.blob();
      } else {
        const text = await response.text();
        body = text === "" ? null : JSON.parse(text);
      }
    } catch {
      return UNKNOWN;
    }
    if (!response.ok) return this.#refused(response.status, body);
    const parsed = v.safeParse(schema, body);
    // An answer that cannot be read says nothing about what was done.
    return parsed.success ? { ok: true, value: parsed.output } : UNKNOWN;
  }

  #headers(call: Call): Record<string, string> {
    const headers: Record<string, string> = { accept: "application/json", "x-vantrum-request": "1" };
    const token = this.#ports.token();
    if (token !== null) headers["authorization"] = `Bearer ${token}`;
    if (call.body !== undefined) headers["content-type"] = call.body instanceof Blob ? call.body.type : "application/json";
    if (call.key !== undefined) headers["idempotency-key"] = call.key;
    return headers;
  }

  #refused(status: number, body: unknown): Result<never> {
    const problem = v.safeParse(shape.problem, body);
    // A proxy's error page carries no code: the request may have reached the server.
    if (!problem.success) return UNKNOWN;
    const { code, detail, field, retry_after_ms: retryAfterMs, what, by, at } = problem.output;
    const between = what == null || at == null ? null : { what, by: by ?? null, at };
    if (code === "session_locked") this.#ports.onLocked();
    if (code === "session_revoked" || code === "unauthenticated") this.#ports.onSignedOut();
    return {
      ok: false,
      failure: { kind: "refused", code, status, detail: detail ?? "", field: field ?? null, retryAfterMs: retryAfterMs ?? null, between },
    };
  }
}
