import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const binary = process.env["VANTRUM"] ?? path.join(root, "target/debug/vantrum");

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

/** Asks `url` until it answers well; `alive` says whether asking on makes sense. */
export async function untilReady(url: string, alive: () => boolean): Promise<void> {
  for (;;) {
    if (!alive()) throw new Error(`nothing serves ${url}: the process ended`);
    try {
      const answer = await fetch(url);
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The whole product as one process, on data of its own. */
export class Server {
  readonly url: string;
  /** Everything the process wrote, for tests that search it. */
  output = "";
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly adminPort: number,
    readonly dataDir: string,
    private readonly extra: readonly string[],
  ) {
    this.url = `http://localhost:${String(port)}`;
  }

  static async start(extra: readonly string[] = []): Promise<Server> {
    const dataDir = await mkdtemp(path.join(tmpdir(), "vantrum-e2e-"));
    const server = new Server(await freePort(), await freePort(), dataDir, extra);
    await server.#spawn();
    return server;
  }

  async #spawn(): Promise<void> {
    const child = spawn(
      binary,
      [
        "serve",
        "--demo",
        "--listen",
        `127.0.0.1:${String(this.port)}`,
        "--admin-listen",
        `127.0.0.1:${String(this.adminPort)}`,
        "--data-dir",
        this.dataDir,
        ...this.extra,
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const keep = (chunk: Buffer): void => {
      this.output += chunk.toString("utf8");
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    this.#process = child;
    await untilReady(`${this.url}/readyz`, () => child.exitCode === null).catch((cause: unknown) => {
      throw new Error(`the server did not start:\n${this.output}`, { cause });
    });
  }

  /** Kills the process without a word, as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  /** Starts it again on the same data and the same port. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#spawn();
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child !== undefined && child.exitCode === null) {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
