import { expect, type Locator } from "@playwright/test";

import type { ConsultRow } from "../../../web/src/protocol.ts";
import type { Administrator } from "./administrator.ts";
import type { Caller } from "./caller.ts";
import type { Doctor } from "./doctor.ts";
import type { Nurse } from "./nurse.ts";
import type { Person } from "./people.ts";

const PATIENCE = { timeout: 20_000 };
const OVER: readonly ConsultRow["state"][] = ["closed", "withdrawn", "void"];

/** A doctor's first page shows what the server tells her: the queue in its order, and each case of hers as it stands. */
export async function showsTheQueue(doctor: Doctor, person: Person, asks: Caller): Promise<void> {
  await expect(async () => {
    const [queue, cases] = await Promise.all([asks.queue(), asks.cases()]);
    expect(await doctor.rowsInOrder()).toEqual(queue.map((row, before) => takeName(doctor, row, before)));
    // What a closed case has left her to do keeps it there.
    const stays = (row: ConsultRow): boolean => (row.state === "closed" ? row.gaps.some((gap) => gap.owner === "doctor") : !OVER.includes(row.state));
    const mine = cases.filter((row) => row.doctor?.id === person.id && stays(row));
    const parts = mine.map((row) => [row.level, doctor.say(`reason.${row.reason}`), doctor.say(`state.${row.state}`)]);
    await saysEach(doctor.page.getByRole("region", { name: doctor.say("desk.mine.title") }).getByRole("listitem"), parts);
  }).toPass(PATIENCE);
}

/** A nurse's first page shows what the server tells her: each open case of her own and of her unit, with its place. */
export async function showsTheCases(nurse: Nurse, person: Person, asks: Caller): Promise<void> {
  await expect(async () => {
    const open = (await asks.cases()).filter((row) => !OVER.includes(row.state));
    for (const [title, rows] of [
      ["home.mine", open.filter((row) => row.nurse?.id === person.id)],
      ["home.unit", open.filter((row) => row.nurse?.id !== person.id)],
    ] as const) {
      await saysEach(nurse.part(title).getByRole("listitem"), rows.map((row) => [row.level, nurse.say(`reason.${row.reason}`), ...placeOf(nurse, row)]));
    }
  }).toPass(PATIENCE);
}

/** The page of who follows up shows what the server counts now. */
export async function showsTheFigures(window: Administrator, asks: Caller): Promise<void> {
  const now = window.page.getByRole("region", { name: window.words.like("admin.now") });
  await expect(async () => {
    const live = await asks.live();
    const said = plain(await now.innerText());
    for (const { level, n } of live.in_queue) expect(said).toContain(`${String(n)} ${level} `);
    expect(said).toContain(`${String(live.reachable)} ${window.say("admin.now.reachable")}`);
    expect(said).toContain(`${String(live.urgent_without_contact)} ${window.say("admin.now.urgent")}`);
  }).toPass(PATIENCE);
}

function takeName(doctor: Doctor, row: ConsultRow, before: number): string {
  const name = `${row.level} ${doctor.say(`level.${row.level}`)}, ${doctor.say(`reason.${row.reason}`)}, ${row.municipality_name}`;
  const take = doctor.say("desk.row.take_name", { name });
  return before === 0 ? take : `${take}, ${doctor.say("desk.row.ahead", { count: before })}`;
}

/** The place, where nothing else is more pressing to say. */
function placeOf(nurse: Nurse, row: ConsultRow): string[] {
  if (row.state !== "queued" || row.position === null || row.marks.includes("overdue")) return [];
  const [place = ""] = nurse.say("home.row.place", { place: row.position }).split(" {{");
  return [place];
}

/** Each line says all that one of `wanted` wants, no two the same, and there are no others. */
async function saysEach(lines: Locator, wanted: readonly string[][]): Promise<void> {
  const said = (await lines.allInnerTexts()).map(plain);
  const left = [...said];
  for (const parts of wanted) {
    const found = left.findIndex((line) => parts.every((part) => line.includes(plain(part))));
    expect(found, `${parts.join(", ")} in ${left.join(" | ")}`).not.toBe(-1);
    left.splice(found, 1);
  }
  expect(left).toEqual([]);
}

function plain(text: string): string {
  return text.replaceAll("\u00ad", "").replaceAll(/\s+/gu, " ");
}
