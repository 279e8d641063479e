import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { Lines, mortal } from "./lines.ts";
import { freePort } from "./server.ts";

const run = promisify(execFile);

/** A real Redis with its append-only file on, on a port and in a folder of its own. */
export class Redis {
  readonly url: string;
  #child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly dir: string,
  ) {
    this.url = `redis://127.0.0.1:${String(port)}`;
  }

  static async start(): Promise<Redis> {
    const redis = new Redis(await freePort(), await mkdtemp(path.join(tmpdir(), "vantrum-redis-")));
    await redis.#spawn();
    return redis;
  }

  async #spawn(): Promise<void> {
    // Nothing on disk is compressed, so that a search of its bytes means something.
    const plain = ["--rdbcompression", "no", "--aof-use-rdb-preamble", "no"];
    const kept = ["--appendonly", "yes", "--save", ""];
    const place = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", this.dir];
    const child = mortal(spawn("redis-server", [...place, ...kept, ...plain], { stdio: ["ignore", "pipe", "pipe"] }));
    this.#child = child;
    await new Lines(child).line(/ready to accept connections/i);
  }

  /** Every value of every key, as bytes one after another. */
  async values(): Promise<Buffer> {
    const keys = (await this.#cli("--scan")).toString("utf8").split("\n").filter(Boolean);
    const parts = await Promise.all(keys.map((key) => this.#value(key)));
    return Buffer.concat([Buffer.from(keys.join("\n")), ...parts]);
  }

  async #value(key: string): Promise<Buffer> {
    const kind = (await this.#cli("TYPE", key)).toString("utf8").trim();
    switch (kind) {
      case "string":
        return this.#cli("GET", key);
      case "stream":
        return this.#cli("XRANGE", key, "-", "+");
      case "hash":
        return this.#cli("HGETALL", key);
      case "list":
        return this.#cli("LRANGE", key, "0", "-1");
      case "set":
        return this.#cli("SMEMBERS", key);
      case "zset":
        return this.#cli("ZRANGE", key, "0", "-1");
      case "none":
        // It expired since the scan.
        return Buffer.alloc(0);
      default:
        throw new Error(`no way to read ${key}, a ${kind}`);
    }
  }

  async #cli(...words: string[]): Promise<Buffer> {
    const options = { encoding: "buffer", maxBuffer: 256 * 1024 * 1024 } as const;
    return (await run("redis-cli", ["-p", String(this.port), "--raw", ...words], options)).stdout;
  }

  /** Kills it without a word and starts it on the same file. */
  async crash(): Promise<void> {
    await this.#end("SIGKILL");
    await this.#spawn();
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
    await rm(this.dir, { recursive: true, force: true });
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }
}
