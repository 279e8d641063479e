import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { Lines, mortal } from "./lines.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** The program under test. */
export const binary = process.env["VANTRUM"] ?? path.join(root, "target/debug/vantrum");

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** How far the clock goes at once, in seconds: half of what the server waits between two ticks. */
const STEP = 5;

/** Where pages reach a server: at its own address, or over a line to it. */
export type Address = { readonly url: string };

/** A window whose socket goes on. */
export type Listening = { hearsTheServer: () => Promise<void> };

type Options = {
  /** The address of a Redis; without it the store is the folder. */
  redis?: string;
  env?: Readonly<Record<string, string>>;
};

/** The whole product as one process, on data of its own. */
export class Server implements Address {
  readonly url: string;
  #output: Lines[] = [];
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly adminPort: number,
    readonly dataDir: string,
    private readonly options: Options,
  ) {
    this.url = `http://localhost:${String(port)}`;
  }

  static async start(options: Options = {}): Promise<Server> {
    const dataDir = await mkdtemp(path.join(tmpdir(), "vantrum-e2e-"));
    const server = new Server(await freePort(), await freePort(), dataDir, options);
    await server.#spawn();
    return server;
  }

  /** Everything the process has written, over all its starts. */
  get output(): string {
    return this.#output.map((lines) => lines.text).join("");
  }

  /** Arguments that name this server's store. */
  get store(): string[] {
    return ["--data-dir", this.dataDir, ...(this.options.redis === undefined ? [] : ["--redis-url", this.options.redis])];
  }

  async #spawn(): Promise<void> {
    const listen = `127.0.0.1:${String(this.port)}`;
    const admin = `127.0.0.1:${String(this.adminPort)}`;
    const child = mortal(
      spawn(binary, ["serve", "--demo", "--listen", listen, "--admin-listen", admin, ...this.store], {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, ...this.options.env },
      }),
    );
    const lines = new Lines(child);
    this.#output.push(lines);
    this.#process = child;
    await lines.line(/: http:\/\//u);
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${String(this.adminPort)}/metrics`)).text();
  }

  /**
   * Puts the server's clock forward, as the operator of a demo may: what it does by itself is seen without waiting for it.
   * `windows` are those that go on answering; each has answered before the clock goes on, so that none seems to have left.
   */
  async forward(seconds: number, ...windows: readonly Listening[]): Promise<void> {
    for (let gone = 0; gone < seconds; gone += STEP) {
      const answer = await fetch(`http://127.0.0.1:${String(this.adminPort)}/demo/clock`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ seconds: Math.min(STEP, seconds - gone) }),
      });
      if (answer.status !== 204) throw new Error(`the clock does not go forward: ${String(answer.status)} ${await answer.text()}`);
      await Promise.all(windows.map((window) => window.hearsTheServer()));
    }
  }

  /** Kills the process without a word, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Starts it again on the same data and the same port. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#spawn();
  }

  /** Asks it to end and waits until it has; the data stay. */
  async end(): Promise<void> {
    await this.#end("SIGTERM");
  }

  async stop(): Promise<void> {
    await this.end();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }
}
