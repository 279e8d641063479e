import type { Page } from "@playwright/test";

import { Caller } from "../support/caller.ts";
import { seesTheOther } from "../support/media.ts";
import { TIMRA } from "../support/people.ts";
import { test } from "../support/test.ts";

const CALLS = 10;
const ROW = { level: "P1", reason: "breathing", municipality: TIMRA.municipality } as const;
/** The parts of a call's beginning, each from the one before. */
const PARTS = ["claim answered", "call asked for", "devices open", "ticket", "joined", "ICE connected", "first frame"] as const;
type Part = (typeof PARTS)[number] | "nurse answered";

test("from Ta to the first decoded frame, median of ten calls", async ({ context, enter, server }) => {
  test.setTimeout(600_000);
  const doctor = await enter.doctor(context, TIMRA.doctor);
  const nurse = await enter.nurse(context, TIMRA.nurse);
  const asking = await Caller.as(server, TIMRA.nurse);
  await doctor.goesOnDuty();
  const runs: Record<Part, number>[] = [];

  for (let call = 0; call < CALLS; call += 1) {
    const { id } = await asking.asks({ centre: TIMRA.centre.id, level: "P1", reason: "breathing", callback_phone: "070-174 06 52" });
    await doctor.take(ROW).waitFor();
    await doctor.page.evaluate(() => {
      performance.clearMarks();
      performance.clearResourceTimings();
      addEventListener("click", () => performance.mark("bench:take"), { capture: true, once: true });
    });
    await nurse.page.evaluate(() => {
      performance.clearMarks();
    });
    const answered = nurse.answersTheRing();
    await doctor.pressesInList(doctor.take(ROW));
    await doctor.calls();
    await answered;
    await Promise.all([seesTheOther(doctor.page, "doctor", 1), seesTheOther(nurse.page, "nurse", 1)]);
    runs.push(await parts(doctor.page, nurse.page));
    await nurse.hangsUp();
    await Caller.as(server, TIMRA.doctor).then((caller) => caller.does(id, "release"));
    await asking.does(id, "withdraw", { reason: "other" });
    await doctor.page.goto(`${server.url}/#/`);
  }

  console.log(`\nfrom Ta, in ms, median of ${String(CALLS)} (least to most):`);
  for (const part of [...PARTS, "nurse answered"] as const) {
    const sorted = runs.map((run) => run[part]).sort((a, b) => a - b);
    console.log(`  ${part.padEnd(16)} ${ms(median(sorted))}  (${ms(sorted[0])} to ${ms(sorted.at(-1))})`);
  }
});

/** When each part was over, in ms after the click on Ta, by the doctor's page; the nurse's moment by the common clock. */
async function parts(doctor: Page, nurse: Page): Promise<Record<Part, number>> {
  const marks = (page: Page): Promise<Record<string, number>> =>
    page.evaluate(() => {
      const seen: Record<string, number> = {};
      const note = (name: string, at: number): void => {
        seen[name] ??= performance.timeOrigin + at;
      };
      for (const entry of performance.getEntriesByType("mark")) note(entry.name, entry.startTime);
      for (const entry of performance.getEntriesByType("resource") as PerformanceResourceTiming[]) {
        if (entry.name.endsWith("/claim")) note("claim", entry.responseEnd);
      }
      return seen;
    });
  const [his, hers] = await Promise.all([marks(doctor), marks(nurse)]);
  const start = his["bench:take"] ?? Number.NaN;
  const since = (at: number | undefined): number => (at ?? Number.NaN) - start;
  return {
    "claim answered": since(his["claim"]),
    "call asked for": since(his["call:click"]),
    "devices open": since(his["call:devices"]),
    ticket: since(his["call:ticket"]),
    joined: since(his["call:joined"]),
    "ICE connected": since(his["call:ice"]),
    "first frame": since(his["call:first_frame"]),
    "nurse answered": since(hers["call:click"]),
  };
}

function median(sorted: readonly number[]): number | undefined {
  return sorted[Math.floor(sorted.length / 2)];
}

function ms(value: number | undefined): string {
  return (value ?? Number.NaN).toFixed(0).padStart(6);
}
