import { type ChildProcess } from "node:child_process";

/** What a process has written so far, and a way to wait for a line of it. */
export class Lines {
  text = "";
  readonly #waiting = new Set<() => void>();

  constructor(private readonly child: ChildProcess) {
    const keep = (chunk: Buffer): void => {
      this.text += chunk.toString("utf8");
      this.#wake();
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("exit", () => {
      this.#wake();
    });
  }

  /** Resolves with the first line that matches; fails when the process ends without it. */
  async line(wanted: RegExp): Promise<string> {
    for (;;) {
      const found = this.text.split("\n").find((line) => wanted.test(line));
      if (found !== undefined) return found;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`the process ended without a line like ${String(wanted)}:\n${this.text}`);
      }
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

const living = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

/** Lets `child` not outlive this process, however this process ends. */
export function mortal<C extends ChildProcess>(child: C): C {
  living.add(child);
  child.once("exit", () => living.delete(child));
  return child;
}
