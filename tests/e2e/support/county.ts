import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** The demo county, of which Kramfors has been promised an answer within seconds to what is urgent or pressing: what happens when one is broken is seen within a test. */
export async function impatientCounty(seconds: number): Promise<{ file: string; remove: () => Promise<void> }> {
  const demo = readFileSync(new URL("../../../src/config/demo_county.toml", import.meta.url), "utf8");
  const brief = `{ goal_seconds = ${String(Math.ceil(seconds / 2))}, max_seconds = ${String(seconds)}, contact_due_seconds = 60 }`;
  const county = demo.replaceAll(/^targets\.p([12]) = .*$/gmu, (_line, level: string) => `targets.p${level} = ${brief}`);
  if (county === demo) throw new Error("the demo county promises nothing for P1 and P2");
  const folder = await mkdtemp(path.join(tmpdir(), "vantrum-county-"));
  const file = path.join(folder, "county.toml");
  await writeFile(file, county);
  return { file, remove: () => rm(folder, { recursive: true }) };
}
