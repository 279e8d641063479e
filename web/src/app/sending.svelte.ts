// A command on its way. It is sent again under its own key until the server has said yes or
// no, so an answer that was lost can never do a thing twice.
import { steadyNow } from "./clock";
import { backoff } from "../transport/backoff";
import { mayHelpToRepeat, UNKNOWN, type Refused, type Result } from "../transport/result";

export class Sending<T> {
  /** `unknown`: no answer came and the next attempt is at `nextTryAt`. */
  stage = $state<"sending" | "unknown" | "busy" | "done" | "refused" | "stopped">("sending");
  nextTryAt = $state<number | null>(null);
  refusal = $state.raw<Refused | null>(null);
  readonly finished: Promise<Result<T>>;
  /** What is sent. It is let go when no more attempts are made: it may hold a patient's story. */
  #attempt: ((key: string) => Promise<Result<T>>) | null;
  readonly #key = crypto.randomUUID();
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #finish!: (result: Result<T>) => void;

  constructor(attempt: (key: string) => Promise<Result<T>>) {
    this.#attempt = attempt;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    void this.#send();
  }

  /** Whether the person still waits for a yes or no. */
  get open(): boolean {
    return this.stage === "sending" || this.stage === "unknown" || this.stage === "busy";
  }

  /** Tries at once instead of at `nextTryAt`. */
  retryNow(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    void this.#send();
  }

  /** Makes no more attempts. What is on its way may still arrive: nobody can call it back. */
  stop(): void {
    if (!this.open) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#attempt = null;
    this.stage = "stopped";
    this.#finish(UNKNOWN);
  }

  async #send(): Promise<void> {
    const result = await this.#attempt?.(this.#key);
    // It was stopped meanwhile.
    if (result === undefined || this.#attempt === null) return;
    if (result.ok) {
      this.#attempt = null;
      this.stage = "done";
      this.#finish(result);
      return;
    }
    if (!mayHelpToRepeat(result.failure)) {
      this.#attempt = null;
      if (result.failure.kind === "refused") this.refusal = result.failure;
      this.stage = "refused";
      this.#finish(result);
      return;
    }
    const asked = result.failure.kind === "refused" ? (result.failure.retryAfterMs ?? 0) : 0;
    this.stage = result.failure.kind === "unknown" ? "unknown" : "busy";
    this.#tries += 1;
    const pause = Math.max(1_000, asked, backoff(this.#tries, Math.random));
    this.nextTryAt = steadyNow() + pause;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#send();
    }, pause);
  }
}
