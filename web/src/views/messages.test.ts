// The forty messages that people meet, each where its situation is rendered by the view that shows it.
import type { Component } from "svelte";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { withDeskTexts } from "../i18n/index.svelte";
import caseSv from "../i18n/case/sv.json";
import deskSv from "../i18n/desk/sv.json";
import baseSv from "../i18n/sv.json";
import { newCall, type Call } from "../model/call";
import { at, duty, NOW, row, type centre } from "../model/desk.fixture";
import { wasFirst } from "../model/desk";
import { newDraft, faults, type Draft, type PatientDraft } from "../model/draft";
import { reach } from "../model/duty";
import { applyChanges } from "../model/waiting_room";
import { translate } from "../i18n/runtime";
import type { AnswerContent, ConsultContent, ConsultRow, DiaryEntry, Gap } from "../protocol";
import CallStage from "./call/CallStage.svelte";
import IdentityCheck from "./call/IdentityCheck.svelte";
import InRoom from "./call/InRoom.svelte";
import DutyBar from "./desk/DutyBar.svelte";
import NotHers from "./desk/NotHers.svelte";
import Queue from "./desk/Queue.svelte";
import LinkState from "./LinkState.svelte";
import AnswerState from "./desk/AnswerState.svelte";
import Gaps from "./Gaps.svelte";
import AlreadyOpen from "./nurse/AlreadyOpen.svelte";
import AnswerPanel from "./nurse/AnswerPanel.svelte";
import PatientFields from "./nurse/PatientFields.svelte";
import Request from "./nurse/Request.svelte";
import Ringing from "./nurse/Ringing.svelte";
import Shift from "./nurse/Shift.svelte";
import Waiting from "./nurse/Waiting.svelte";
import { ME, page, PHONE, room, UP } from "./rendered.fixture";

// What a page asks of the browser while it is put together; no device answers here.
vi.stubGlobal("navigator", {});
beforeAll(withDeskTexts);

const NILS = { id: "nils", name: "Nils Nord", unit: "Hemsjukvården" };
const SARA = { id: "sara", name: "Sara Lindgren", unit: "Hemsjukvården" };
const WALL = { id: "wall", name: "Peter Wall", unit: "alven" };

/** What a message says, `{…}` for what is filled in, and the page on which it is met. */
const SHOWN: [number, string, () => string][] = [
  [1, "Livshotande läge? Ring 112 först. Du kan be om läkare samtidigt.", () => asking("urgent")],
  [4, "Vi kan inte ge någon säker väntetid just nu. Svar senast {tid} enligt överenskommelsen.", () => waiting({})],
  [6, "{Jourläkaren} nås på telefon: {nummer}. Skicka gärna frågan också, så kan läkaren läsa den.", () => asking("urgent", {}, { reachable: 0, on_call: { name: "Jourläkaren", phone: PHONE, channel: "phone" } })],
  [8, "Det finns redan ett öppet ärende för patienten, skickat {tid} av {namn}. Öppna det, eller skicka ett nytt ändå.", () => page(AlreadyOpen, { open: [{ id: "a", queued_at: at(-7), nurse: NILS }] })],
  [9, "Numret stämmer inte. Kontrollera siffrorna, eller välj Reservnummer", () => naming({ number: "19500907-2554" })],
  [10, "Kommun, enhet, ålder, fråga och bild är dolda för läkaren tills ärendet är taget. Samordnaren, regionens uppföljning och andra enheter ser inte kommun eller enhet.", () => naming({ protectedIdentity: true })],
  [11, "Skickat {tid}. Du är nummer {n} i kön.", () => waiting({ position: 2 })],
  [12, "Vi vet inte om frågan kom fram. Ring {nummer} om det brådskar. Vi försöker igen.", () => asking("urgent", { sending: { stage: "unknown", nextTryAt: NOW + 8_000, open: true, refusal: null } })],
  [13, "Läst av läkare {tid}. Ingen har tagit ärendet än.", () => waiting({ seen_at: at(-1) }, [{ at: at(-1), what: "seen", by: null }])],
  [14, "{Läkare}, {enhet}, har tagit ärendet. Du blir uppringd eller får svar här.", () => waiting({ state: "claimed", position: null, doctor: WALL })],
  [15, "Du har väntat {n} minuter. Har något ändrats? Nej · Lägg till · Sämre nu", () => waiting({})],
  [16, "Ett ärende som är mer brådskande, har väntat längre eller har avbrutits har kommit före. Du är nu nummer {n}. Din väntetid räknas från {tid}.", overtaken],
  [17, "Svarstiden har passerat utan läkare. Ring {jour} {nummer}.", () => waiting({ level: "P1", marks: ["overdue"], due_at: at(-1) })],
  [18, "Svarstiden {tid} har passerat. Ingen läkare har haft kontakt än. Ring {nummer}. Larmet gick till skärmen hos {antal} läkare i tjänst i länet. Det gick också till samordnarens lista.", () => waiting({ marks: ["overdue"], due_at: at(-1), told: { doctors: 2, coordinator: true } })],
  [19, "112 larmat {tid}. Ärendet ligger kvar som Akut tills du avslutar det.", () => waiting({ level: "P1", emergency_called_at: at(-1) })],
  [20, "Du kan gå: inget ärende är kvar hos dig. {Namn} har tagit emot ärendet {tid}.", () => page(Shift, { changing: { mine: [], offered: [], toTake: [], taken: [row({ nurse: NILS, taken_over_at: at(-1), taken_over_from: SARA })] } })],
  [21, "Ingen har tagit emot ärendet än. Samtalet kommer fortfarande till dig.", () => page(Shift, { changing: { mine: [], offered: [row({ handover: { by: NILS, at: at(-1) } })], toTake: [], taken: [] } })],
  [22, "{Läkaren} ringer. Svara · Svara utan bild · Kan inte nu", () => page(Ringing, {}, { ringing: { consult: "a", from: WALL.name, since: NOW }, room: room({ state: "claimed" }) })],
  [23, "Sjuksköterskan svarar inte här. Ring {nummer}.", () => calling({ stage: "alone", aloneSince: NOW - 60_000 }, "Sjuksköterskan")],
  [25, "Samtalet bröts. Vi kopplar upp igen. Ärendet är kvar hos {läkare}.", () => calling({ stage: "reconnecting", brokenSince: NOW })],
  [26, "{Läkaren} måste gå. Du är först i kön. Telefon {nummer}.", () => waiting({ position: 1, interrupted: { doctor: WALL, at: at(-1), talked_seconds: 240, must_go: true, first_right_until: null } })],
  [27, "Samtalet spelas inte in. I rummet: {namn och roller}.", () => page(InRoom, { call: { ...newCall(true), other: { seat: "s", name: WALL.name, role: "doctor", mic: true, camera: true } } })],
  [29, "Säg patientens namn och födelsedatum. Stämmer · Fel patient", () => page(IdentityCheck, { onwrong: () => undefined })],
  [30, "Läs upp ordinationen. {Läkaren} bekräftar innan den gäller.", () => answered({ state: "answered", has_orders: true })],
  [31, "Stämmer inte. Ge inte läkemedlet förrän läkaren har bekräftat.", () => answered({ state: "answered", has_orders: true, marks: ["read_back_rejected"] })],
  [32, "Muntlig ordination, ännu inte införd i läkemedelslistan. Ansvarig: {namn}, senast {tid}.", () => page(Gaps, { row: row({ doctor: WALL, gaps: [gap("order_entered", false)] }) })],
  [33, "Ditt svar är inte öppnat. {Enhet} ser det på sin tavla. Ring {nummer}.", unopened],
  [34, "Ärendet är markerat som fel patient. Inget är raderat. Det syns hos båda vårdgivarna.", () => answered({ state: "void" })],
  [36, "{Namn} hann före. Ärendet är taget.", () => atDesk(NotHers, { missed: {}, missedWords: wasFirst({ id: "a", to: "taken", by: WALL }) })],
  [37, "Inga väntande frågor. Kontrollerat {tid}. Ljudet fungerar.", () => atDesk(Queue, {})],
  [38, "Du kan inte nås: ljudet är av. Åtgärda nu.", () => atDesk(DutyBar, { sound: "blocked", reach: reach(duty({}), "blocked", true) })],
  [38, "Du kan snart inte nås: inloggningen går ut {tid}. Åtgärda nu.", () => atDesk(DutyBar, {}, { session: { stage: "signed_in", me: { ...ME, session_ends_at: at(29) } } })],
  [39, "Vi når inte Väntrum just nu. Uppgifterna är från {tid}. Ring: {lista}. Efterregistrera sedan.", () => page(LinkState, {}, { link: { ...UP, stage: "down", downSince: NOW - 61_000 } })],
];

/** Messages whose situation does not exist yet: their words are ready. */
const WORDS_ONLY: [number, string][] = [
  [3, "{n} läkare kan nås på {enhet}. Väntan brukar vara {a}–{b} minuter."],
  [5, "Ingen läkare kan nås på {enhet} nu. Frågan går till {jour}. Telefon {nummer}."],
  [7, "Planerade frågor besvaras tidigast {dag, tid}. Behövs beslutet tidigare? Välj Idag."],
  [24, "Svag uppkoppling. Bilden pausas, ljudet fortsätter."],
  [28, "{Namn} väntar utanför. Har patienten sagt ja? Släpp in · Inte nu"],
  [35, "Akut fråga, ingen annan är ledig. Pausa samtalet och ta · Kan inte nu"],
  [40, "Visas inte: färre än 5 ärenden. Pågående Akut-ärenden över svarstiden finns under Kräver åtgärd."],
];

describe("message", () => {
  it.each(SHOWN)("%i is met where its situation is: %s", (_number, said, shows) => {
    const shown = shows();
    for (const sentence of sentences(said)) expect(shown).toMatch(pattern(sentence));
  });
  it("is met in no other situation", () => {
    const calm = waiting({ queued_at: at(0), position: 1 });
    for (const [number, said] of SHOWN) {
      const needsMore = [13, 14, 15, 16, 17, 18, 19, 20, 21, 25, 26, 31, 32, 33, 34, 39].includes(number);
      if (needsMore) expect([number, sentences(said).every((sentence) => pattern(sentence).test(calm))]).toEqual([number, false]);
    }
  });
  it.each(WORDS_ONLY)("%i has its words: %s", (_number, said) => {
    const all = Object.values({ ...baseSv, ...caseSv, ...deskSv }).map((text) => text.replace(/\{\{\w+\}\}/gu, "x")).join("\n");
    for (const sentence of sentences(said)) expect(all).toMatch(pattern(sentence));
  });
});

/** The parts of a message: a page may give each its own place. */
function sentences(said: string): string[] {
  return said.split(/(?<=[.?!]) | · /u).filter((part) => part !== "");
}

function pattern(sentence: string): RegExp {
  const plain = sentence.split(/\{[^}]*\}/u).map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(plain.join(".{1,80}?").replace(/\\\.$/u, "\\.?"), "u");
}

// Situations

function waiting(consult: Partial<ConsultRow>, diary: readonly DiaryEntry[] | null = null): string {
  const whole = row(consult);
  const content = diary === null ? null : { ...contentOf(whole), answer: null, diary };
  return page(Waiting, { row: whole, content }, { room: room(consult) });
}

function overtaken(): string {
  const change = { type: "consult_changed", consult: row({ rev: 2, position: 2 }) } as const;
  const after = applyChanges(room({ position: 1 }), { seq: 2, items: [change] });
  return page(Waiting, { row: after.consults["a"], content: null }, { room: after });
}

function asking(path: Draft["path"], app: object = {}, asked: Parameters<typeof centre>[0] = {}): string {
  const draft = { ...newDraft(path, NOW, { phone: PHONE, basis: "consent" }), centre: "alven" };
  return page(Request, { path }, { openDraft: () => draft, draft, room: room({}, {}, asked), ...app });
}

function naming(patient: Partial<PatientDraft>): string {
  const draft = newDraft("ordinary", NOW, { phone: PHONE, basis: "consent" });
  Object.assign(draft.patient, patient);
  const wrong = faults(draft, NOW).find(({ field }) => field === "patient-number");
  return page(PatientFields, { patient: draft.patient, fault: wrong === undefined ? undefined : translate(caseSv, caseSv, "sv", wrong.text.key, wrong.text.params) });
}

function calling(call: Partial<Call>, expected = WALL.name): string {
  const session = { call: { ...newCall(true), ...call }, own: null, incoming: null };
  return page(CallStage, { session, expected, holder: WALL.name, phone: PHONE });
}

const gap = (kind: Gap["kind"], late: boolean): Gap => ({ kind, owner: "doctor", due_at: at(late ? -1 : 60), late });

/** The desk of the doctor whose answer nobody has read. */
function unopened(): string {
  const whole = row({ state: "answered", answered_at: at(-11), doctor: WALL, gaps: [gap("unopened", true)] });
  const content = { ...contentOf(whole), callback_phone: PHONE };
  return page(AnswerState, { row: whole, content }, {}, { confirming: {} });
}

function answered(consult: Partial<ConsultRow>): string {
  const whole = row({ answered_at: at(-2), doctor: WALL, position: null, ...consult });
  return page(AnswerPanel, { row: whole, content: contentOf(whole), onask: () => undefined }, { room: room(consult) });
}

function contentOf(whole: ConsultRow): ConsultContent {
  const answer: AnswerContent = {
    at: at(-2), by: WALL, opened_at: at(-1), first_contact_at: null,
    answer: { mode: "text", assessed_by: "via_nurse", assessment: "Stabil.", level_of_care: "stay_home", orders: whole.has_orders ? [{ what: "Furosemid", strength: "40 mg" }] : [], contingency: "Ring.", follow_up: null },
  } as unknown as AnswerContent;
  return { consult: whole, answer, earlier_answers: [], addenda: [], read_backs: [], reasons: [], diary: [], images: [], supplements: [], vitals: [], news2: [] } as unknown as ConsultContent;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any view, with its own props
function atDesk(view: Component<any>, desk: object, app: object = {}): string {
  const empty = { queue: [], mine: [], shown: [], holding: null, missed: null, missedWords: null, ended: null, next: null, urgent: [], alarms: [], taking: null, listening: false, choosing: null, settingDuty: null, duty: duty({}), sound: "heard", reach: reach(duty({}), "heard", true), isMuted: () => false, keysOn: false, clock: NOW, row: () => null, waits: () => false };
  return page(view, {}, { room: { ...room({}), consults: {} }, ...app }, { ...empty, ...desk });
}
