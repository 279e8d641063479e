// One socket that keeps itself alive: signs in by ticket, resumes at the last log position,
// answers ticks, counts silence as death and comes back with growing, jittered pauses.
import type { CallJoin, CallSignal, RingDeclined, CallState, CallStats, CallText, ClientMessage, ServerMessage } from "../protocol";
import { backoff } from "./backoff";
import { readFrame } from "./frames";
import type { Result } from "./result";

/** Silence after which the link counts as dead. The server speaks every 10 s. */
export const DEAD_AFTER_MS = 25_000;

/** Silence after `open` without a welcome. */
const WELCOME_WITHIN_MS = 5_000;

export type Wire = Pick<WebSocket, "send" | "close"> & {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
};

export type SocketPorts = {
  ticket: () => Promise<Result<{ ticket: string }>>;
  open: () => Wire;
  random: () => number;
  setTimeout: (run: () => void, ms: number) => number;
  clearTimeout: (timer: number) => void;
};

export type LinkEvent =
  | { type: "connecting" }
  | { type: "up"; serverTime: string }
  | { type: "heard"; serverTime: string | null }
  | { type: "down"; retryInMs: number }
  | { type: "ended"; reason: "session" | "superseded" | "forbidden" };

/** What is told to the rest of the client. */
export type SocketEvents = {
  link: (event: LinkEvent) => void;
  message: (message: ServerMessage) => void;
};

/** Messages of a call, which the client may send while the link is up. */
export type CallMessage =
  | ({ type: "call_join" } & CallJoin)
  | ({ type: "call_signal" } & CallSignal)
  | ({ type: "call_state" } & CallState)
  | ({ type: "call_stats" } & CallStats)
  | ({ type: "call_text" } & CallText)
  | { type: "call_leave" }
  | ({ type: "ring_declined" } & RingDeclined);

export class Socket {
  readonly #ports: SocketPorts;
  readonly #events: SocketEvents;
  #wire: Wire | null = null;
  #up = false;
  #running = false;
  #attempt = 0;
  /** Grows with every connection, so that a late answer of an earlier one is not taken for ours. */
  #round = 0;
  #seq: number | null = null;
  #retryTimer: number | null = null;
  #deadTimer: number | null = null;
  #minimumPauseMs = 0;
  /** Messages and changes left out because this client does not know them. */
  dropped = 0;

  constructor(ports: SocketPorts, events: SocketEvents) {
    this.#ports = ports;
    this.#events = events;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#connect();
  }

  /** Ends for good: signed out, or the page goes away. */
  stop(): void {
    this.#running = false;
    this.#seq = null;
    this.#forget();
  }

  /** Tries at once instead of waiting: the person asked, or the device says it is back online. */
  retryNow(): void {
    if (!this.#running || this.#up || this.#retryTimer === null) return;
    this.#clear();
    void this.#connect();
  }

  /** Sends while the link is up; says whether it was. */
  send(message: CallMessage): boolean {
    if (!this.#up) return false;
    this.#post(message);
    return true;
  }

  async #connect(): Promise<void> {
    const round = ++this.#round;
    this.#events.link({ type: "connecting" });
    const ticket = await this.#ports.ticket();
    if (!this.#running || round !== this.#round) return;
    if (!ticket.ok) {
      this.#lost();
      return;
    }
    const wire = this.#ports.open();
    this.#wire = wire;
    this.#awaitLife(WELCOME_WITHIN_MS);
    wire.onopen = () => {
      const resume = this.#seq === null ? {} : { resume: { seq: this.#seq } };
      this.#post({ type: "hello", ticket: ticket.value.ticket, ...resume });
    };
    wire.onmessage = (event) => {
      if (round === this.#round) this.#read(String(event.data));
    };
    wire.onclose = (event) => {
      if (round === this.#round) this.#closed(event.code);
    };
  }

  #read(raw: string): void {
    const { message, dropped } = readFrame(raw);
    this.dropped += dropped;
    this.#awaitLife(DEAD_AFTER_MS);
    if (message === null) return;
    switch (message.type) {
      case "welcome":
        this.#up = true;
        this.#attempt = 0;
        this.#minimumPauseMs = 0;
        this.#events.link({ type: "up", serverTime: message.server_time });
        return;
      case "tick":
        this.#post({ type: "tock" });
        this.#events.link({ type: "heard", serverTime: message.server_time });
        return;
      case "restart":
        this.#minimumPauseMs = message.reconnect_in_ms;
        return;
      case "session_ended":
        this.#end("session");
        return;
      case "changes":
        this.#seq = message.seq;
        break;
      case "snapshot":
        // Half a snapshot is no place to resume from.
        this.#seq = message.complete ? message.seq : null;
        break;
      case "ring":
      case "call_seats":
      case "error":
      case "call_joined":
      case "call_peer_joined":
      case "call_peer_changed":
      case "call_peer_left":
      case "call_signal":
      case "call_mode":
      case "call_text":
      case "call_ended":
        break;
    }
    this.#events.message(message);
    this.#events.link({ type: "heard", serverTime: null });
  }

  #closed(code: number): void {
    switch (code) {
      case 4401:
        // The ticket was too old, or the session is gone; asking for a new ticket tells which.
        this.#lost();
        return;
      case 4403:
        this.#end("forbidden");
        return;
      case 4409:
        this.#end("superseded");
        return;
      case 4430:
      case 1009:
        // We fell behind: the next view is asked for whole.
        this.#seq = null;
        this.#lost();
        return;
      case 1013:
        this.#minimumPauseMs = Math.max(this.#minimumPauseMs, 2_000);
        this.#lost();
        return;
      default:
        this.#lost();
    }
  }

  #lost(): void {
    this.#forget();
    if (!this.#running) return;
    const pause = Math.max(backoff(this.#attempt, this.#ports.random), this.#minimumPauseMs);
    this.#attempt += 1;
    this.#events.link({ type: "down", retryInMs: pause });
    this.#retryTimer = this.#ports.setTimeout(() => {
      this.#retryTimer = null;
      void this.#connect();
    }, pause);
  }

  #end(reason: "session" | "superseded" | "forbidden"): void {
    this.stop();
    this.#events.link({ type: "ended", reason });
  }

  #awaitLife(ms: number): void {
    if (this.#deadTimer !== null) this.#ports.clearTimeout(this.#deadTimer);
    this.#deadTimer = this.#ports.setTimeout(() => {
      this.#deadTimer = null;
      this.#lost();
    }, ms);
  }

  #forget(): void {
    this.#round += 1;
    this.#up = false;
    this.#clear();
    const wire = this.#wire;
    this.#wire = null;
    wire?.close();
  }

  #clear(): void {
    if (this.#retryTimer !== null) this.#ports.clearTimeout(this.#retryTimer);
    if (this.#deadTimer !== null) this.#ports.clearTimeout(this.#deadTimer);
    this.#retryTimer = null;
    this.#deadTimer = null;
  }

  #post(message: ClientMessage): void {
    if (this.#wire?.readyState === 1) this.#wire.send(JSON.stringify(message));
  }
}
