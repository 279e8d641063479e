// The doctor's desk while the window is open: duty, sound, the queue as it stands on screen, the
// case in hand and answers not yet sent. It outlives the single page, so that the alarm does too.
import { getContext, setContext, untrack } from "svelte";
import type { Answer, AnswerMode, ClaimEnded, ConsultContent, ConsultRow, Duty, DutyState, ErrorCode, NeedMore, Notice, Outcome, Redirect, Release, Triage } from "../protocol";
import { ANSWER_ROWS, draftText, newAnswer, toAnswer, type AnswerDraft } from "../model/answering";
import { isDeath } from "../model/death";
import { calling, decide, isMuted, mute, SILENCE, type Alarm } from "../model/alarm";
import { alarmsShown, firstToTake, goneWhileOpen, inHand, missedStands, newlyEnded, openCases, queueOf, REST_MS, settle, urgentOf, wasFirst, type Missed } from "../model/desk";
import { dutyDraft, reach, toDuty, type DutyDraft, type Reach, type Sound } from "../model/duty";
import { codeText } from "../model/errors";
import { kept, keepsDraft } from "../model/kept";
import type { NextAct } from "../model/next_act";
import { isExercise } from "../model/practice";
import { shortReply } from "../model/short_reply";
import { aimAt, isNewAim, type Aim } from "../model/steady";
import { text, type Text } from "../model/text";
import { Tones } from "../media/alarm";
import { audioContext } from "../media/features";
import { t } from "../i18n/index.svelte";
import { failureText, type App } from "./app.svelte";
import { steadyNow } from "./clock";
import type { FormOf } from "./drafts.svelte";
import { PhraseBook } from "./phrases.svelte";
import type { Sending } from "./sending.svelte";

const KEYS = "vantrum.desk.keys";
/** How long a window may be silent after a reload before nurses are no longer told that its doctor can be reached. */
const BLOCKED_MS = 15_000;

/** Refusals that mean that the request is no longer there to take. */
const GONE: ReadonlySet<ErrorCode> = new Set(["already_taken", "wrong_state", "consult_over", "not_found"]);

/** A request that is read before it is taken: on its way, there, or why not. */
export type Reading = { id: string; content: ConsultContent | null; failed: Text | null };

/** The form of an answer. A doctor who takes the case after her reads what she wrote in plain lines. */
export const ANSWER_FORM: FormOf<AnswerDraft> = { fresh: newAnswer, rows: ANSWER_ROWS, lines: answerLines };

/** What is written of an answer, in plain lines and in the words of her who writes. */
export function answerLines(draft: AnswerDraft): string {
  return draftText(draft, ({ key, params }) => t(key, params));
}

export class Desk {
  /** The queue in the server's order. */
  readonly queue: ConsultRow[];
  readonly mine: ConsultRow[];
  readonly holding: ConsultRow | null;
  /** Acute requests that nobody has taken, the first to take first: the bar names it on every page. */
  readonly urgent: ConsultRow[];
  /** Requests past their longest time that this doctor is told of. */
  readonly alarms: Notice[];
  readonly reach: Reach;
  readonly phrases: PhraseBook;

  sound = $state<Sound>("untested");
  /** The test tone has been made and nobody has said yet whether it was heard. */
  listening = $state(false);
  /** When the test tone was heard in this window, by the server's clock. */
  testedAt = $state<number | null>(null);
  /** What the doctor is choosing about duty, while the choice is open. */
  choosing = $state<DutyDraft | null>(null);
  settingDuty = $state.raw<Sending<Duty> | null>(null);
  /** Ids in the order in which they stand on screen. */
  shown = $state.raw<readonly string[]>([]);
  /** Requests whose sound this doctor has heard enough of. */
  #muted = $state.raw<Alarm["muted"]>({});
  dismissed = $state.raw<readonly string[]>([]);
  taking = $state.raw<{ id: string; sending: Sending<Outcome> } | null>(null);
  /** Why the last request that was pressed is not hers. */
  missed = $state.raw<(Missed & { words: Text }) | null>(null);
  /** How the case in hand left it while she was elsewhere, until she has put that away. */
  ended = $state.raw<ClaimEnded | null>(null);
  selected = $state<string | null>(null);
  /** What is read of a request before it is taken. */
  reading = $state.raw<Reading | null>(null);
  /** Whether this device is likely to have a keyboard: a phone or a tablet in the hand has none to press. */
  keyboard = $state(true);
  /** Whether the doctor wants single keys to act. */
  keysWanted = $state(localStorage.getItem(KEYS) !== "off");
  answering = $state.raw<Readonly<Record<string, Sending<Outcome>>>>({});
  /** What was said to a read-back, by case: of which one, and how far it has come. */
  confirming = $state.raw<Readonly<Record<string, { of: string; sending: Sending<Outcome> }>>>({});
  /** The case that this doctor is leaving: once it is no longer hers, neither is its page. */
  leaving = $state<string | null>(null);
  /** What is due in the case that is shown. */
  act = $state.raw<NextAct | null>(null);
  /** Cases whose nurse the doctor has rung from this page. */
  phoned = $state.raw<readonly string[]>([]);
  /** How the call of a case went, as far as this page has seen. */
  calls = $state.raw<Readonly<Record<string, "video" | "audio">>>({});

  /** What this window has spoken of at the desk: each thing is said once. */
  readonly spoken: Record<"urgent" | "unanswered" | "told", { known: readonly string[] }> = { urgent: { known: [] }, unanswered: { known: [] }, told: { known: [] } };

  readonly #app: App;
  readonly #tones = new Tones(audioContext);
  #alarm: Alarm = SILENCE;
  #known: Record<string, ConsultRow> = {};
  /** Claims that this window knows to have ended; `null` before it has heard of any. */
  #endedKnown: readonly string[] | null = null;
  #pointer = { inside: false, movedAt: 0 };
  /** What "the next" and "the acute one" stand for on the screen, and since when. */
  #next: Aim = { id: null, since: Number.NEGATIVE_INFINITY };
  #first: Aim = { id: null, since: Number.NEGATIVE_INFINITY };

  constructor(app: App) {
    this.#app = app;
    this.phrases = PhraseBook.of(app);
    const me = app.session.stage === "signed_in" ? app.session.me.id : "";
    this.queue = $derived(queueOf(app.room));
    this.mine = $derived(openCases(app.room, me));
    this.holding = $derived(inHand(app.room, me));
    this.urgent = $derived(urgentOf(this.queue, this.duty));
    this.alarms = $derived(alarmsShown(app.room, this.dismissed));
    this.reach = $derived(reach(this.duty, this.sound, app.link.stage === "up"));
  }

  /** Takes up the sound of before a reload, and lets go of it at the end. */
  start(): () => void {
    const ends = new AbortController();
    // Once for the window, not each time duty changes.
    untrack(() => void this.#restoreSound(ends.signal));
    const touch = window.matchMedia("(hover: none) and (pointer: coarse)");
    const look = () => {
      this.keyboard = !touch.matches;
    };
    look();
    touch.addEventListener("change", look, { signal: ends.signal });
    return () => {
      ends.abort();
      this.#tones.close();
    };
  }

  /** Whether single keys act; then, and only then, the page says so. */
  get keysOn(): boolean {
    return this.keyboard && this.keysWanted;
  }

  get duty(): Duty | null {
    const { room, session } = this.#app;
    return room.loaded ? room.duty : session.stage === "signed_in" ? session.me.duty : null;
  }

  /** The time by which waits are counted: it stands still while the server is not heard. */
  get clock(): number {
    return this.#app.link.stage === "up" ? this.#app.now : (this.#app.confirmedAt ?? this.#app.now);
  }

  /** A row that stands on screen, also after somebody else has taken it. */
  row(id: string): ConsultRow | null {
    return this.queue.find((row) => row.id === id) ?? this.#known[id] ?? null;
  }

  waits(id: string): boolean {
    return this.queue.some((row) => row.id === id);
  }

  // What changes with every message and every second

  /** Lets go of what was written and noted on cases that are no longer this doctor's. */
  letGo(): void {
    const { room, session, locked: covered } = this.#app;
    const me = session.stage === "signed_in" ? session.me.id : "";
    const stays = (id: string) => keepsDraft(id, me, room);
    // Closing the row lets go at once of what was read in it.
    const selected = this.selected;
    untrack(() => {
      this.answering = kept(this.answering, stays);
      this.confirming = kept(this.confirming, stays);
      this.calls = kept(this.calls, stays);
      this.phoned = this.phoned.filter(stays);
      const read = this.reading;
      if (read !== null && (covered || selected !== read.id || !this.waits(read.id))) this.reading = null;
    });
    // Nothing that she looks into goes away without a word.
    const gone = goneWhileOpen(selected, this.queue, this.mine);
    if (gone !== null) {
      this.selected = null;
      this.#misses(gone, "already_taken", codeText("already_taken"));
    }
  }

  /** Puts rows in order, unless they would move under the pointer, and notes what a key stands for. */
  arrange(): void {
    const wanted = this.queue.map((row) => row.id);
    const resting = !this.#pointer.inside || this.#app.deviceNow - this.#pointer.movedAt >= REST_MS;
    const before = untrack(() => this.shown);
    const after = settle(before, wanted, resting);
    this.#known = { ...this.#known, ...Object.fromEntries(this.queue.map((row) => [row.id, row])) };
    if (after.length !== before.length || after.some((id, index) => id !== before[index])) {
      this.shown = after;
      this.#known = Object.fromEntries(Object.entries(this.#known).filter(([id]) => after.includes(id) || wanted.includes(id)));
    }
    const now = steadyNow();
    this.#next = aimAt(this.#next, untrack(() => this.next?.id ?? null), now);
    this.#first = aimAt(this.#first, this.urgent[0]?.id ?? null, now);
  }

  /** The row that stands first on the screen of those that can be taken. */
  get next(): ConsultRow | null {
    return firstToTake(this.shown.map((id) => this.queue.find((row) => row.id === id)).filter((row) => row !== undefined), this.duty);
  }

  /** Takes away what was refused, once its cause is gone and it can have been read. */
  forgive(): void {
    const { missed, shown, holding } = this;
    if (missed !== null && !missedStands(missed, this.#app.deviceNow, { shown: shown.includes(missed.id), holding: holding !== null })) this.missed = null;
  }

  /** Sounds what is to sound. A sound that cannot be made does not count as made. */
  attend(): void {
    const { room, deviceNow } = this.#app;
    const who = calling(this.queue, room.notices, this.duty, this.holding, this.mine);
    if (this.sound !== "heard" || !this.#tones.awake) return;
    const decision = decide(this.#alarm, who, Math.max(deviceNow, steadyNow()));
    this.#alarm = decision.alarm;
    if (decision.tone !== null) this.#tones.play(decision.tone);
  }

  pointer(inside: boolean): void {
    this.#pointer = { inside, movedAt: steadyNow() };
  }

  /** Notes how a case left her hand that she was not looking at: who or what ended that, and when. Its own page says so itself. */
  tellEnded(): void {
    const { room, route, session } = this.#app;
    if (!room.loaded) return;
    const me = session.stage === "signed_in" ? session.me.id : "";
    const heard = newlyEnded(this.#endedKnown, Object.values(room.endedClaims), me);
    this.#endedKnown = heard.known;
    const told = untrack(() => heard.ended ?? this.ended);
    const looksAt = told !== null && (route.page === "case" || route.page === "call") && route.id === told.consult;
    this.ended = looksAt || this.holding !== null ? null : told;
  }

  silence(row: ConsultRow): void {
    this.#alarm = mute(this.#alarm, row);
    this.#muted = this.#alarm.muted;
  }

  /** Whether this doctor has heard enough of a request. That belongs to the request: it stays so when it is taken and put back. */
  isMuted(row: ConsultRow): boolean {
    return isMuted({ ...SILENCE, muted: this.#muted }, row);
  }

  dismiss(consult: string): void {
    this.dismissed = [...this.dismissed, consult];
  }

  useKeys(on: boolean): void {
    this.keysWanted = on;
    localStorage.setItem(KEYS, on ? "on" : "off");
  }

  // Duty and sound

  /** Makes the test tone. Only the doctor can say whether it was heard. */
  async testSound(): Promise<void> {
    const awake = await this.#tones.wake();
    this.listening = awake && this.#tones.play("test");
    if (!this.listening) this.sound = "blocked";
  }

  heardSound(heard: boolean): void {
    this.listening = false;
    this.sound = heard ? "heard" : "untested";
    this.testedAt = heard ? this.#app.now : null;
    if (this.duty !== null && this.duty.state !== "off") this.setDuty(this.duty.state);
  }

  setDuty(state: DutyState, chosen?: DutyDraft): void {
    const me = this.#app.session.stage === "signed_in" ? this.#app.session.me : null;
    const draft = chosen ?? dutyDraft(this.duty, me?.centres ?? []);
    const sending = this.#app.setDuty(toDuty(state, draft, this.testedAt, this.#app.now));
    this.settingDuty = sending;
    void sending.finished.then((result) => {
      if (result.ok && this.choosing !== null) this.choosing = null;
    });
  }

  /** Takes part in exercises or no more. */
  practise(on: boolean): void {
    const me = this.#app.session.stage === "signed_in" ? this.#app.session.me : null;
    if (this.duty === null || this.duty.state === "off") return;
    this.setDuty(this.duty.state, { ...dutyDraft(this.duty, me?.centres ?? []), practice: on });
  }

  chooseDuty(): void {
    const me = this.#app.session.stage === "signed_in" ? this.#app.session.me : null;
    this.choosing = this.choosing === null ? dutyDraft(this.duty, me?.centres ?? []) : null;
  }

  // Commands

  /** Takes a request. Somebody else may be faster: then that is said, and nothing is lost. */
  take(id: string): void {
    if (this.taking?.sending.open === true) return;
    this.missed = null;
    const sending = this.#app.command(id, "claim", {});
    this.taking = { id, sending };
    void sending.finished.then((result) => {
      if (result.ok) {
        this.selected = null;
        this.#app.go({ page: "case", id });
        return;
      }
      const code: ErrorCode = result.failure.kind === "refused" ? result.failure.code : "internal";
      this.#misses(id, code, codeText(code));
    });
  }

  #misses(id: string, code: ErrorCode, words: Text): void {
    this.missed = { id, code, words, at: this.#app.deviceNow };
  }

  /**
   * Reads a request without taking it. What is read is kept no longer than it is shown: until the
   * row is closed, or somebody has taken it.
   */
  async peek(id: string): Promise<void> {
    this.selected = id;
    this.reading = { id, content: null, failed: null };
    const shows = () => this.reading?.id === id;
    const said = await this.#app.command(id, "peek", {}).finished;
    if (!said.ok) {
      if (shows()) this.reading = { id, content: null, failed: failureText(said) };
      return;
    }
    const result = await this.#app.api.consult(id);
    if (!shows()) return;
    const gone = result.ok && !result.value.peeked;
    const failed = result.ok ? (gone ? text("desk.peek.gone") : null) : failureText(result);
    this.reading = { id, content: result.ok && !gone ? result.value : null, failed };
  }

  /** Why the last request is not hers, with what is known by now of where it went: that may be told a moment after the refusal. */
  get missedWords(): Text | null {
    const missed = this.missed;
    if (missed === null) return null;
    const gone = GONE.has(missed.code) ? this.#app.room.gone.find((one) => one.id === missed.id) : undefined;
    return gone !== undefined || missed.code === "already_taken" ? wasFirst(gone) : missed.words;
  }

  /** Takes over from a colleague who wants that. */
  takeOver(id: string): void {
    if (this.taking?.sending.open === true) return;
    this.missed = null;
    const sending = this.#app.command(id, "accept_handover", {});
    this.taking = { id, sending };
    void sending.finished.then((result) => {
      if (result.ok) this.#app.go({ page: "case", id });
      else this.#misses(id, result.failure.kind === "refused" ? result.failure.code : "internal", failureText(result));
    });
  }

  /** Wants a colleague to take over, with what was written so far. Until one does the case is hers. */
  handOver(id: string): Sending<Outcome> {
    const written = this.#answerText(id);
    return this.#app.command(id, "handover", written === "" ? {} : { draft: written });
  }

  /** Goes on herself after all. */
  keep(id: string): Sending<Outcome> {
    return this.#app.command(id, "accept_handover", {});
  }

  /** Whether nothing in hand keeps this doctor from a real request. */
  get free(): boolean {
    return this.holding === null || isExercise(this.holding);
  }

  /** Takes the row that stands first on the screen. */
  takeNext(): void {
    this.#takeAimed(this.#next);
  }

  /** Takes the acute request that the bar names. */
  takeUrgent(): void {
    this.#takeAimed(this.#first);
  }

  /** Takes the row that stands open, if it can still be taken. */
  takeSelected(): void {
    const id = this.selected;
    if (id !== null && this.shown.includes(id) && this.waits(id)) this.take(id);
  }

  /** What has only just become the first is not what she meant who pressed. */
  #takeAimed(aim: Aim): void {
    if (aim.id === null || isNewAim(aim, steadyNow())) this.#app.amiss += 1;
    else this.take(aim.id);
  }

  /** Notes that this doctor leaves a case. Its row may change before the answer comes, and take down whoever waits for it. */
  #leaves(id: string, sending: Sending<Outcome>): Sending<Outcome> {
    this.leaving = id;
    void sending.finished.then(() => {
      if (sending.refusal !== null && this.leaving === id) this.leaving = null;
    });
    return sending;
  }

  release(id: string, body: Release): Sending<Outcome> {
    return this.#leaves(id, this.#app.command(id, "release", body));
  }

  needMore(id: string, body: NeedMore): Sending<Outcome> {
    return this.#leaves(id, this.#app.command(id, "need_more", body));
  }

  awaitNurse(id: string): Sending<Outcome> {
    return this.#leaves(id, this.#app.command(id, "awaiting_nurse", {}));
  }

  /** Leaves at once; what was written goes along to the next doctor. */
  mustGo(id: string): Sending<Outcome> {
    const written = this.#answerText(id);
    return this.#leaves(id, this.#app.command(id, "must_go", written === "" ? {} : { draft: written }));
  }

  redirect(id: string, body: Redirect): Sending<Outcome> {
    return this.#leaves(id, this.#app.command(id, "redirect", body));
  }

  triage(id: string, body: Triage): Sending<Outcome> {
    return this.#app.command(id, "triage", body);
  }

  /** What has been written of the answer, in plain lines. */
  #answerText(id: string): string {
    const draft = this.#app.drafts.written(id, "answer", ANSWER_FORM);
    return draft === null ? "" : answerLines(draft);
  }

  sendAnswer(id: string, mode: AnswerMode): void {
    const draft = this.#app.drafts.open(id, "answer", ANSWER_FORM);
    if (this.answering[id]?.open === true) return;
    const row = this.#app.row(id);
    const me = this.#app.session.stage === "signed_in" ? this.#app.session.me.name : "";
    const died = row !== null && isDeath(row) ? me : null;
    this.#answers(id, toAnswer($state.snapshot(draft.fields), mode, this.#app.now, died), draft);
  }

  /** Replies to a question about an answer, all else of which stands. */
  sendReply(id: string, earlier: Answer, mode: AnswerMode): void {
    const draft = this.#app.drafts.open(id, "answer", ANSWER_FORM);
    if (this.answering[id]?.open === true) return;
    this.#answers(id, shortReply(earlier, draft.fields.assessment.trim(), mode), draft);
  }

  #answers(id: string, answer: Answer, draft: { sent: () => void }): void {
    const sending = this.#app.command(id, "answer", answer);
    this.answering = { ...this.answering, [id]: sending };
    void sending.finished.then((result) => {
      if (result.ok) draft.sent();
    });
  }

  /**
   * Judges every read-back that stood on the page, each reading once. `of`: when the last was read; `rev`: of the case
   * as the doctor looked at it.
   */
  confirm(id: string, matches: boolean, of: string, rev: number): void {
    const before = this.confirming[id];
    if (before !== undefined && (before.sending.open || (before.of === of && before.sending.stage === "done"))) return;
    this.confirming = { ...this.confirming, [id]: { of, sending: this.#app.command(id, "confirm_read_back", { matches, rev }) } };
  }

  rang(id: string): void {
    if (this.phoned.includes(id)) return;
    this.phoned = [...this.phoned, id];
    // A claim is kept while its doctor phones; after an answer there is none to keep.
    if (this.holding?.id === id) void this.#app.command(id, "phoning", {});
  }

  /** Keeps how the call goes, by which the answer begins with the right way of contact. */
  followCall(): void {
    const session = this.#app.talking;
    const call = session?.call;
    if (session === null || call?.stage !== "connected") return;
    const pictured = !call.soundOnly && (call.other?.camera === true || call.camera);
    if (pictured) this.met(session.consult, "video");
    else if (this.calls[session.consult] === undefined) this.met(session.consult, "audio");
  }

  met(id: string, call: "video" | "audio"): void {
    if (this.calls[id] !== call) this.calls = { ...this.calls, [id]: call };
  }

  /**
   * After a reload the sound is heard again only if the browser lets it through. Until then the
   * doctor is told, and after a while the nurses are not told that the doctor can be reached.
   */
  async #restoreSound(ends: AbortSignal): Promise<void> {
    const tested = this.duty?.sound_tested_at;
    if (this.duty === null || this.duty.state === "off" || tested == null) return;
    if (await this.#wakeAs(tested)) return;
    if (ends.aborted) return;
    this.sound = "blocked";
    const retry = () => void this.#wakeAs(tested);
    const touched = { signal: ends, capture: true };
    window.addEventListener("pointerdown", retry, touched);
    window.addEventListener("keydown", retry, touched);
    window.setTimeout(() => {
      if (!ends.aborted && this.sound === "blocked" && this.duty?.reachable === true) this.setDuty(this.duty.state);
    }, BLOCKED_MS);
  }

  async #wakeAs(tested: string): Promise<boolean> {
    if (this.sound === "heard") return true;
    if (!(await this.#tones.wake())) return false;
    this.testedAt = Date.parse(tested);
    this.sound = "heard";
    return true;
  }
}

/** Under which the views find their desk. */
export const KEY = Symbol("desk");
export function provideDesk(desk: Desk): void {
  setContext(KEY, desk);
}
/** The desk that this view is part of. */
export function useDesk(): Desk {
  return getContext<Desk>(KEY);
}
