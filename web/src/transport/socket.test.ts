import { beforeEach, describe, expect, it } from "vitest";
import type { ClientMessage } from "../protocol";
import { backoff } from "./backoff";
import { readFrame } from "./frames";
import { DEAD_AFTER_MS, Socket, type LinkEvent, type Wire } from "./socket";

describe("the socket", () => {
  it("signs in by ticket and answers a tick", async () => {
    await link.comeUp();
    expect(link.sent()).toEqual([{ type: "hello", ticket: "t1" }]);
    link.hear({ type: "tick", server_time: NOON });
    expect(link.sent()).toContainEqual({ type: "tock" });
  });

  it("resumes at the last log position it has applied", async () => {
    await link.comeUp();
    link.hear({ type: "changes", seq: 42, items: [] });
    link.breakOff(1006);
    await link.passes(500);
    await link.comeUp();
    expect(link.sent()).toEqual([{ type: "hello", ticket: "t2", resume: { seq: 42 } }]);
  });

  it("does not resume from half a snapshot", async () => {
    await link.comeUp();
    link.hear({ type: "snapshot", seq: 42, items: [], complete: false });
    link.breakOff(1006);
    await link.passes(500);
    await link.comeUp();
    expect(link.sent()).toEqual([{ type: "hello", ticket: "t2" }]);
  });

  it("counts 25 seconds of silence as a dead link", async () => {
    await link.comeUp();
    link.hear({ type: "tick", server_time: NOON });
    await link.passes(DEAD_AFTER_MS - 1);
    expect(link.events.at(-1)?.type).toBe("heard");
    await link.passes(1);
    expect(link.events.at(-1)).toMatchObject({ type: "down" });
  });

  it("ends for good when the session has ended or another device took over", async () => {
    await link.comeUp();
    link.breakOff(4409);
    expect(link.events.at(-1)).toEqual({ type: "ended", reason: "superseded" });
    await link.passes(60_000);
    expect(link.wires).toHaveLength(1);
  });

  it("waits as long as a restarting server asks", async () => {
    await link.comeUp();
    link.hear({ type: "restart", reconnect_in_ms: 3_000 });
    link.breakOff(1012);
    expect(link.events.at(-1)).toEqual({ type: "down", retryInMs: 3_000 });
  });

  it("tries at once when asked to, and only then", async () => {
    await link.comeUp();
    link.socket.retryNow();
    expect(link.wires).toHaveLength(1);
    link.breakOff(1006);
    link.socket.retryNow();
    await link.settles();
    expect(link.wires).toHaveLength(2);
  });
});

describe("reading frames", () => {
  it("drops and counts what it does not know", () => {
    expect(readFrame('{"type":"fireworks"}')).toEqual({ message: null, dropped: 1 });
    expect(readFrame("not json")).toEqual({ message: null, dropped: 1 });
    expect(readFrame('{"type":"changes","seq":7,"items":[{"type":"consult_gone","id":"a"},{"type":"fireworks"}]}')).toEqual({
      message: { type: "changes", seq: 7, items: [{ type: "consult_gone", id: "a" }] },
      dropped: 1,
    });
  });
});

describe("pauses between attempts", () => {
  it("grow to eight seconds and are spread", () => {
    expect([0, 1, 2, 3, 4, 5, 9].map((attempt) => backoff(attempt, () => 1))).toEqual([500, 500, 1000, 2000, 4000, 8000, 8000]);
    expect(backoff(0, () => 0)).toBe(0);
    expect(backoff(5, () => 0)).toBe(250);
  });
});

const NOON = "2026-11-21T12:00:00.000Z";
let link: FakeLink;
beforeEach(() => {
  link = new FakeLink();
});

/** A link and a clock in the test's hand. */
class FakeLink {
  wires: FakeWire[] = [];
  events: LinkEvent[] = [];
  #tickets = 0;
  #now = 0;
  #timers = new Map<number, { at: number; run: () => void }>();
  #nextTimer = 1;
  socket = new Socket(
    {
      ticket: () => Promise.resolve({ ok: true, value: { ticket: `t${++this.#tickets}` } }),
      open: () => {
        const wire = new FakeWire();
        this.wires.push(wire);
        return wire;
      },
      random: () => 1,
      setTimeout: (run, ms) => {
        this.#timers.set(this.#nextTimer, { at: this.#now + ms, run });
        return this.#nextTimer++;
      },
      clearTimeout: (timer) => this.#timers.delete(timer),
    },
    { link: (event) => this.events.push(event), message: () => undefined },
  );

  async comeUp(): Promise<void> {
    this.socket.start();
    await this.settles();
    this.#wire.onopen?.(new Event("open"));
    this.hear({ type: "welcome", session: "s", server_time: NOON, seq: 1 });
  }
  hear(message: unknown): void {
    this.#wire.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }
  breakOff(code: number): void {
    this.#wire.onclose?.({ code } as CloseEvent);
  }
  sent(): ClientMessage[] {
    return this.#wire.sent;
  }
  async passes(ms: number): Promise<void> {
    this.#now += ms;
    for (const [id, timer] of [...this.#timers]) {
      if (timer.at <= this.#now && this.#timers.delete(id)) timer.run();
    }
    await this.settles();
  }
  async settles(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  }
  get #wire(): FakeWire {
    return this.wires.at(-1)!;
  }
}

class FakeWire implements Wire {
  readyState = 1;
  sent: ClientMessage[] = [];
  onopen: Wire["onopen"] = null;
  onmessage: Wire["onmessage"] = null;
  onclose: Wire["onclose"] = null;
  send(data: string): void {
    this.sent.push(JSON.parse(data) as ClientMessage);
  }
  close(): void {
    this.readyState = 3;
  }
}
