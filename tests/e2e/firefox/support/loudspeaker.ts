import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { Lines, mortal } from "../../support/lines.ts";

const PULSEAUDIO = process.env["PULSEAUDIO"] ?? "pulseaudio";

/** A loudspeaker that nobody hears. Without one Firefox makes no tone: its audio never runs. */
export class Loudspeaker {
  private constructor(
    private readonly dir: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(): Promise<Loudspeaker> {
    const dir = await mkdtemp(path.join(tmpdir(), "vantrum-sound-"));
    const modules = ["module-null-sink", `module-native-protocol-unix socket=${dir}/native auth-anonymous=1`, "module-always-sink"];
    const child = mortal(
      spawn(PULSEAUDIO, ["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes", "-vv", ...modules.flatMap((module) => ["-L", module])], {
        stdio: ["ignore", "ignore", "pipe"],
        env: { ...process.env, HOME: dir, XDG_RUNTIME_DIR: dir },
      }),
    );
    await new Lines(child).line(/Daemon startup complete/u);
    return new Loudspeaker(dir, child);
  }

  /** What a program needs in its environment to find it. */
  get env(): Record<string, string> {
    return { HOME: this.dir, XDG_RUNTIME_DIR: this.dir, PULSE_SERVER: `unix:${this.dir}/native` };
  }

  async stop(): Promise<void> {
    const gone = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await gone;
    await rm(this.dir, { recursive: true, force: true });
  }
}
