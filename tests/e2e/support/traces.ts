import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { binary, type Server } from "./server.ts";

const run = promisify(execFile);

/** Something that a run has left behind, by the name under which a failure tells it. */
export type Trace = { what: string; bytes: Buffer };

export function text(what: string, said: string): Trace {
  return { what, bytes: Buffer.from(said, "utf8") };
}

/** Every file under `dir`, whatever it holds. */
export async function files(dir: string): Promise<Trace[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(found.map(async (file) => ({ what: file, bytes: await readFile(file) })));
}

/** The access logs of all controllers, as a reviewer gets them. The server has ended. */
export async function accessLogs(server: Server): Promise<Trace> {
  const { stdout } = await run(binary, ["audit", "export", "--demo", ...server.store], { maxBuffer: 256 * 1024 * 1024 });
  return text("the exported access logs", stdout);
}

/** Where any of `secrets` lies in clear, in any of the ways in which text is written down. */
export function found(secrets: readonly string[], traces: readonly Trace[]): string[] {
  return traces.flatMap(({ what, bytes }) => secrets.filter((secret) => forms(secret).some((form) => bytes.includes(form))).map((secret) => `${secret} in ${what}`));
}

function forms(secret: string): Buffer[] {
  const plain = Buffer.from(secret, "utf8");
  // Base64 depends on where in its three bytes a text begins; the ends are left out, since they depend on what is around.
  const base64 = [0, 1, 2].map((before) => Buffer.from(Buffer.concat([Buffer.alloc(before), plain]).toString("base64").slice(before === 0 ? 0 : 4, -4)));
  const others = [Buffer.from(secret, "utf16le"), Buffer.from(encodeURIComponent(secret)), Buffer.from(plain.toString("hex"))];
  return [plain, ...base64.filter((form) => form.length >= 8), ...others];
}
