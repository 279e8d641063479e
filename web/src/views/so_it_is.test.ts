// A canary: sentences about what the system did or will do, each shown in the situations that make
// it true, and in no other situation of this table.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { withDeskTexts } from "../i18n/index.svelte";
import caseSv from "../i18n/case/sv.json";
import deskSv from "../i18n/desk/sv.json";
import baseSv from "../i18n/sv.json";
import { newCall } from "../model/call";
import { at, duty, NOW, row, type centre } from "../model/desk.fixture";
import { wasFirst } from "../model/desk";
import { newDraft, type Draft } from "../model/draft";
import { reach } from "../model/duty";
import type { Gone } from "../model/waiting_room";
import type { ConsultContent, ConsultRow, DiaryEntry, LiveFigures } from "../protocol";
import NeedsAction from "./administration/NeedsAction.svelte";
import CallStage from "./call/CallStage.svelte";
import NotHers from "./desk/NotHers.svelte";
import Material from "./desk/Material.svelte";
import QueueRow from "./desk/QueueRow.svelte";
import UrgentBar from "./desk/UrgentBar.svelte";
import LinkState from "./LinkState.svelte";
import PatientFields from "./nurse/PatientFields.svelte";
import Request from "./nurse/Request.svelte";
import Shift from "./nurse/Shift.svelte";
import Waiting from "./nurse/Waiting.svelte";
import { ME, page, PHONE, room, UP } from "./rendered.fixture";
import { said, SENTENCES, type Sentence, type Side } from "./so_it_is.fixture";

vi.stubGlobal("navigator", {});
beforeAll(withDeskTexts);

const WALL = { id: "wall", name: "Peter Wall", unit: "Älvens hälsocentral" };
const SARA = { id: "sara", name: "Sara Lindgren", unit: "Hemsjukvården" };
const NILS = { id: "nils", name: "Nils Nord", unit: "Hemsjukvården" };
const BROKEN = { doctor: WALL, at: at(-1), talked_seconds: 0, must_go: true, first_right_until: null };

/** Situations, what shows each, and which of the side's sentences it shows: the nurse's where nothing else is said. */
const SITUATIONS: { when: string; of?: Side; shows: () => string; says: Sentence[] }[] = [
  // Before sending
  { when: "she asks at once and somebody can be reached", shows: () => asking("urgent", {}, true), says: ["draft.after.urgent", "draft.after", "draft.after.peek"] },
  { when: "she asks at once and nobody can be reached", shows: () => asking("urgent", { reachable: 0 }, true), says: ["draft.after", "draft.after.peek"] },
  { when: "the county lets nobody read beforehand", shows: () => asking("ordinary", {}, false), says: ["draft.after", "draft.kept.here"] },
  { when: "what she has written is kept", shows: () => asking("ordinary", {}, false, { begun: true, unsaved: false }), says: ["draft.after", "draft.kept"] },
  { when: "what she has written is not kept yet", shows: () => asking("ordinary", {}, false, { begun: true, unsaved: true }), says: ["draft.after", "draft.kept.here"] },
  { when: "the patient is protected", shows: () => page(PatientFields, { patient: { how: "number", number: "", name: "", protectedIdentity: true }, fault: undefined }), says: ["draft.patient.protected.hint"] },
  // Waiting
  { when: "it waits", shows: () => waiting({}, []), says: ["waiting.screen_plain"] },
  { when: "its time has passed by day", shows: () => waiting({ marks: ["overdue"], told: { doctors: 2, coordinator: true } }, []), says: ["waiting.overdue", "waiting.told.doctors", "waiting.told.coordinator", "waiting.screen_plain"] },
  { when: "its time has passed by night", shows: () => waiting({ marks: ["overdue"], told: { doctors: 0, coordinator: true } }, []), says: ["waiting.overdue", "waiting.told.nobody", "waiting.told.coordinator", "waiting.screen_plain"] },
  { when: "the time of a practice has passed", shows: () => waiting({ marks: ["overdue", "exercise"], told: { doctors: 1, coordinator: false } }, []), says: ["waiting.overdue", "waiting.told.doctors", "waiting.screen_plain"] },
  { when: "an acute request is past its time, and told before that was kept", shows: () => waiting({ level: "P1", marks: ["overdue"], queued_at: at(0) }, []), says: ["waiting.overdue.p1", "waiting.screen_plain"] },
  { when: "a doctor has read it", shows: () => waiting({ seen_at: at(-1) }, [entry("seen", -1)]), says: ["waiting.seen.untaken", "waiting.screen_plain"] },
  { when: "a doctor has read it, and another took it, asked and left", shows: () => waiting({ seen_at: at(-5) }, [entry("seen", -5), entry("claimed", -4), entry("more_needed", -3)]), says: ["waiting.seen", "waiting.screen_plain"] },
  { when: "the doctor had to go before a word was said", shows: () => waiting({ position: 1, interrupted: BROKEN }, []), says: ["waiting.left.first", "waiting.screen_plain"] },
  { when: "the doctor had to go in the middle of the talk", shows: () => waiting({ position: 2, interrupted: { ...BROKEN, talked_seconds: 240 } }, []), says: ["waiting.left", "oral.title", "waiting.screen_plain"] },
  { when: "the call ended without an answer", shows: () => waiting({ interrupted: { ...BROKEN, must_go: false, talked_seconds: 240 } }, []), says: ["waiting.broken_off", "oral.title", "waiting.screen_plain"] },
  { when: "the system gave it back", shows: () => waiting({}, [entry("claimed", -4), entry("released", -1)]), says: ["turn.released.system", "waiting.screen_plain"] },
  { when: "its time lies ahead", shows: () => waiting({ next_steps: [{ at: at(4), what: "target_missed" }] }, []), says: ["step.target_missed", "waiting.screen_plain"] },
  { when: "its time lies ahead while a doctor has it", shows: () => waiting({ state: "claimed", position: null, doctor: WALL, next_steps: [{ at: at(4), what: "target_missed" }] }, []), says: ["step.target_missed.held", "waiting.now.claimed", "waiting.screen_held"] },
  { when: "the time of a practice lies ahead", shows: () => waiting({ marks: ["exercise"], next_steps: [{ at: at(4), what: "target_missed" }] }, []), says: ["step.target_missed.exercise", "waiting.screen_plain"] },
  { when: "she has put it aside", shows: () => waiting({ state: "parked", position: null }, []), says: ["waiting.now.parked"] },
  // With a doctor
  { when: "a doctor has taken it", shows: () => waiting({ state: "claimed", position: null, doctor: WALL }, [entry("claimed", -1)]), says: ["waiting.now.claimed", "waiting.screen_held"] },
  { when: "the doctor phones", shows: () => waiting({ state: "claimed", position: null, doctor: WALL, marks: ["doctor_phoning"] }, [entry("claimed", -1)]), says: ["waiting.now.phoning", "waiting.screen_held"] },
  { when: "she has asked once more", shows: () => waiting({ state: "claimed", position: null, doctor: WALL, marks: ["asked_back"] }, [entry("claimed", -9)]), says: ["waiting.now.asked_back", "waiting.screen_held"] },
  { when: "an acute one is with a doctor", shows: () => waiting({ level: "P1", state: "claimed", position: null, doctor: WALL }, [entry("claimed", -1)]), says: ["waiting.now.claimed", "waiting.screen_held"] },
  { when: "she has chosen sound alone", shows: () => page(CallStage, { session: { call: { ...newCall(false), stage: "connected" }, own: null, incoming: null }, expected: WALL.name, holder: WALL.name, phone: PHONE }), says: ["call.sound_only.text"] },
  // The shift
  { when: "a colleague has taken all that was hers", shows: () => shift(5, []), says: ["shift.taken", "shift.go"] },
  { when: "a colleague has taken some of it", shows: () => shift(1, [row({ nurse: SARA })]), says: ["shift.taken"] },
  { when: "nobody has taken anything from her", shows: () => shift(0, []), says: [] },
  // Without a link
  { when: "the nurse's link is lost while she waits", shows: () => lost({ position: 2 }), says: ["link.lost.title", "link.lost.place"] },
  { when: "a doctor's link is lost", of: "doctor", shows: () => lost({ position: 2 }, "doctor"), says: ["link.down", "link.lost.case"] },
  { when: "the link is lost after she took it back", shows: () => lost({ state: "withdrawn", position: null }), says: ["link.down", "link.lost.plain"] },
  // At the desk
  { when: "a colleague took it", of: "doctor", shows: () => gone({ id: "a", to: "taken", by: WALL }), says: ["desk.row.taken_by"] },
  { when: "it was sent on", of: "doctor", shows: () => gone({ id: "a", to: "redirected", by: null }), says: ["desk.row.redirected"] },
  { when: "it was withdrawn", of: "doctor", shows: () => gone({ id: "a", to: "withdrawn", by: null }), says: ["desk.row.withdrawn"] },
  { when: "it waits for the nurse", of: "doctor", shows: () => gone({ id: "a", to: "aside", by: null }), says: ["desk.row.aside"] },
  { when: "nobody knows where it went", of: "doctor", shows: () => gone(null), says: ["desk.row.taken"] },
  { when: "a colleague was faster", of: "doctor", shows: () => atDesk(NotHers, {}, { missedWords: wasFirst({ id: "a", to: "taken", by: WALL }) }), says: ["desk.taken.by"] },
  { when: "it was withdrawn as she pressed", of: "doctor", shows: () => atDesk(NotHers, {}, { missedWords: wasFirst({ id: "a", to: "withdrawn", by: null }) }), says: ["desk.taken.withdrawn"] },
  { when: "an acute one waits and sounds", of: "doctor", shows: () => atDesk(UrgentBar, {}, { urgent: [row({ level: "P1" })] }), says: ["desk.urgent.repeats"] },
  { when: "she has muted it", of: "doctor", shows: () => atDesk(UrgentBar, {}, { urgent: [row({ level: "P1" })], isMuted: () => true }), says: [] },
  { when: "an acute one waits while she has a case", of: "doctor", shows: () => atDesk(UrgentBar, {}, { urgent: [row({ level: "P1" })], free: false }), says: ["desk.urgent.holding"] },
  { when: "a doctor before her had written", of: "doctor", shows: leftBehind, says: ["desk.left_behind"] },
  // Who watches over the county
  { when: "nothing needs to be done", of: "administrator", shows: () => action({}), says: ["admin.action.none"] },
  { when: "a protected patient waits too long", of: "administrator", shows: () => action({ unit_name: "", municipality_name: "" }), says: ["admin.action.asked_hidden", "admin.action.not_taken"] },
  { when: "another patient waits too long, and a doctor has her", of: "administrator", shows: () => action({ taken: true }), says: ["admin.action.asked", "admin.action.taken"] },
];

const TEXTS: Record<string, string> = { ...baseSv, ...caseSv, ...deskSv };

describe("what is said is so", () => {
  it.each(SITUATIONS)("when $when", ({ of = "nurse", shows, says }) => {
    expect(said(of, shows(), TEXTS).sort()).toEqual([...says].sort());
  });
  it("of every sentence that is watched, in some situation", () => {
    const shown = new Set(SITUATIONS.flatMap(({ says }) => says));
    expect(Object.values(SENTENCES).flat().filter((key) => !shown.has(key))).toEqual([]);
  });
  it("also of 112, which stays while the case is acute", () => {
    const ringing = (part: Partial<ConsultRow>) => waiting({ position: null, doctor: WALL, ...part }, []).includes(TEXTS["phone.call_112"] ?? "");
    expect([ringing({ level: "P1", state: "claimed" }), ringing({ level: "P1", state: "in_call" })]).toEqual([true, true]);
  });
});

function entry(what: DiaryEntry["what"], minutes: number): DiaryEntry {
  return { at: at(minutes), what, by: null };
}

function asking(path: Draft["path"], asked: Parameters<typeof centre>[0], peek: boolean, kept: { begun: boolean; unsaved: boolean } | null = null): string {
  const draft = { ...newDraft(path, NOW, { phone: PHONE, basis: "consent" }), centre: "alven" };
  const me = { ...ME, modules: { ...ME.modules, peek } };
  return page(Request, { path }, { openDraft: () => draft, draft, request: kept === null ? null : { ...kept, foundAt: null, enter: () => undefined, leave: () => undefined }, room: room({}, {}, asked), session: { stage: "signed_in", me } });
}

function waiting(consult: Partial<ConsultRow>, diary: DiaryEntry[]): string {
  const whole = row(consult);
  const content = { consult: whole, answer: null, patient: null, callback_phone: PHONE, earlier_answers: [], addenda: [], read_backs: [], reasons: [], diary, images: [], supplements: [], vitals: [], news2: [], would_otherwise: null } as unknown as ConsultContent;
  return page(Waiting, { row: whole, content }, { room: room(consult) });
}

function shift(taken: number, mine: ConsultRow[]): string {
  const rows = Array.from({ length: taken }, (_, n) => row({ id: `t${String(n)}`, nurse: NILS, taken_over_at: at(-1), taken_over_from: SARA }));
  const shown = page(Shift, { changing: { mine, offered: [], toTake: [], taken: rows } });
  expect(shown.split(NILS.name)).toHaveLength(taken + 1);
  return shown;
}

function lost(consult: Partial<ConsultRow>, role = "nurse"): string {
  return page(LinkState, {}, { room: room(consult), link: { ...UP, stage: "down", downSince: NOW - 5_000 }, session: { stage: "signed_in", me: { ...ME, role } } });
}

function gone(to: Gone | null): string {
  return atDesk(QueueRow, { row: row({}) }, {}, { room: { ...room({}), consults: {}, gone: to === null ? [] : [to] } });
}

function atDesk(view: Parameters<typeof page>[0], props: object, desk: object, app: object = {}): string {
  const empty = { spoken: { urgent: { known: [] } }, queue: [], mine: [], shown: [], holding: null, missed: null, missedWords: null, ended: null, next: null, free: true, urgent: [], alarms: [], taking: null, selected: null, duty: duty({}), sound: "heard", reach: reach(duty({}), "heard", true), keysOn: false, clock: NOW, row: () => null, waits: () => false, isMuted: () => false };
  return page(view, props, { room: { ...room({}), consults: {} }, ...app }, { ...empty, ...desk });
}

function leftBehind(): string {
  const held = row({ state: "claimed", position: null, doctor: WALL });
  const content = { consult: held, sbar: null, answer: null, earlier_answers: [], addenda: [], diary: [], images: [], supplements: [], vitals: [], news2: [], nurse_with_patient: null, patient_takes_part: null, disclosure_basis: null, reasons: [{ of: "draft", at: at(-2), by: WALL, text: "Svikt" }] } as unknown as ConsultContent;
  return atDesk(Material, { row: held, content, held: true, session: null }, {});
}

function action(missed: Partial<LiveFigures["overdue"][number]>): string {
  const overdue = Object.keys(missed).length === 0 ? [] : [{ id: "x", level: "P1", centre: "alven", centre_name: "Älvens", unit_name: "Hemsjukvården", municipality_name: "Kramfors", queued_at: at(-9), due_at: at(-4), taken: false, phone: PHONE, ...missed }];
  return page(NeedsAction, { figures: { live: { overdue, gaps: [], slots: [] } } });
}
