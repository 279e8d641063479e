// What the whole page shares: who is signed in, what the server last said, where we are.
// Views read it and ask it to act; it alone talks to the server.
import { getContext, setContext, untrack } from "svelte";
import { workplace, type Session, type Workplace } from "../model/session";
import { NO_LINK, confirmedAt, reduceLink, serverNow, type Link } from "../model/link";
import { answered, EMPTY_ROOM, applyChanges, applySnapshot, type WaitingRoom } from "../model/waiting_room";
import { href, parseRoute, type Route } from "../model/route";
import { assertNever, text, type Text } from "../model/text";
import { notReplied, replied, type CaseContent } from "../model/contents";
import { codeText } from "../model/errors";
import { kept, keeps } from "../model/kept";
import type { Rows } from "../model/kept_draft";
import { locksItself } from "../model/lock";
import { rings, takeSeats, type Seats } from "../model/seats";
import { begun, newDraft, type Draft, type Known } from "../model/new_draft";
import type { ConsultCreated, ConsultRow, Duty, DutySet, NewConsult, Outcome, ServerMessage } from "../protocol";
import { Api, type Commands } from "../transport/api";
import { Socket, type CallMessage } from "../transport/socket";
import type { Result } from "../transport/result";
import { findDraft, keepDraft } from "../transport/drafts";
import { steadyNow } from "./clock";
import { Drafts, type KeptDraft } from "./drafts.svelte";
import { endsKept, KEPT_NO_LONGER, keepsSession } from "./kept_session";
import { rememberMunicipality } from "./municipality";
import { Sending } from "./sending.svelte";
import type { CallSession } from "./call.svelte";

const TOKEN = "vantrum.token";
/** So long signing out waits for what was just typed to reach the server. */
const KEEP_LAST_MS = 3_000;

/** Somebody calls: the doctor waits in the room. */
export type Ringing = { consult: string; from: string; since: number };

/** A call that somebody wants to join, with picture or with sound alone. */
export type Joining = { consult: string; picture: boolean; /** In place of the colleague who is rung. */ instead?: boolean };

export class App {
  session = $state.raw<Session>({ stage: "restoring", unreachable: false });
  link = $state.raw<Link>(NO_LINK);
  room = $state.raw<WaitingRoom>(EMPTY_ROOM);
  route = $state.raw<Route>({ page: "home" });
  ringing = $state.raw<Ringing | null>(null);
  /** The call of this page, or the last one it was in. It goes on whatever page is shown. */
  call = $state.raw<CallSession | null>(null);
  /** The call that would end the one this page is in: whoever wants it is asked first. */
  switching = $state.raw<Joining | null>(null);
  contents = $state.raw<Readonly<Record<string, CaseContent>>>({});
  /** Who sits in the calls of her cases, as the server last said. */
  seats = $state.raw<Seats>({});
  /** The steady clock of this page, moved on each second. */
  deviceNow = $state(steadyNow());
  /** What was typed and not yet sent. It lives in memory alone: nothing of a patient stays on a shared tablet. */
  draft = $state<Draft | null>(null);
  /** How it is kept; a practice is not. */
  request = $state.raw<KeptDraft<Draft> | null>(null);
  /** The request on its way. */
  sending = $state.raw<Sending<ConsultCreated> | null>(null);
  /** How many presses have done nothing, because what they met had just been moved there. */
  amiss = $state(0);
  /** Whether the screen is locked: the page waits, rings and talks on, and shows nobody's case. */
  locked = $state(false);
  /** What locked it, as far as this page has seen. */
  lockedBy = $state<"hand" | "time" | null>(null);

  readonly api: Api;
  /** What is being written in the forms of her cases. */
  readonly drafts: Drafts;
  readonly #socket: Socket;
  /** Commands without a yes or no yet, each by what it asks. */
  #sendings: readonly { same: string; sending: Pick<Sending<never>, "stop"> }[] = [];
  /** With picture, or with sound alone: how the call that was just answered is to open. */
  #answer: { picture: boolean } | null = null;
  /** By the server's clock, which goes on while the device sleeps. */
  #touchedAt = steadyNow();
  #locking: Sending<unknown> | null = null;
  /** Cases whose content left with the lock, and comes back with its opening. */
  #hidden: readonly string[] = [];
  #onCall: ((message: ServerMessage) => void) | null = null;

  constructor() {
    this.api = new Api({
      fetch: (input, init) => fetch(input, init),
      token: () => sessionStorage.getItem(TOKEN),
      onSignedOut: () => this.#forget(this.#wasSignedIn() ? text("signin.session_over") : null),
      onLocked: () => this.#cover(),
    });
    this.drafts = new Drafts({
      find: (consult, form) => findDraft(this.api, consult, form),
      keep: (consult, form, draft) => keepDraft(this.api, consult, form, draft),
    });
    this.#socket = new Socket(
      {
        ticket: () => this.api.socketTicket(),
        open: () => new WebSocket(`${location.origin.replace(/^http/u, "ws")}/api/v1/socket`, "vantrum.v1"),
        random: Math.random,
        setTimeout: (run, ms) => window.setTimeout(run, ms),
        clearTimeout: (timer) => window.clearTimeout(timer),
      },
      {
        link: (event) => {
          this.link = reduceLink(this.link, event, steadyNow());
          // The server tells anew who sits where.
          if (event.type === "up") this.seats = {};
          if (event.type === "ended" && event.reason === "session") this.#forget(text("signin.session_over"));
        },
        message: (message) => this.#hear(message),
      },
    );
  }

  /** Begins: takes up the session of this window, listens to the address and the device. */
  start(): void {
    const follow = () => {
      this.route = parseRoute(location.hash);
      this.#letGo();
    };
    follow();
    window.addEventListener("hashchange", follow);
    window.addEventListener("beforeunload", (event) => {
      // What was typed and lives in this page alone: the browser asks before it goes.
      if ((this.draft !== null && begun(this.draft)) || this.drafts.holdsPage) event.preventDefault();
      // A page that goes away takes its call along.
      if (this.talking !== null) event.preventDefault();
    });
    window.addEventListener("online", () => this.#socket.retryNow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#socket.retryNow();
      else void this.drafts.flush();
    });
    for (const touch of ["pointerdown", "keydown"]) {
      window.addEventListener(touch, () => this.#touch(), { capture: true, passive: true });
    }
    window.setInterval(() => {
      this.deviceNow = steadyNow();
      this.drafts.look(this.deviceNow);
      if (this.session.stage === "signed_in" && !this.locked && locksItself(this.session.me, this.room, this.now - this.#touchedAt)) {
        this.#lock("time");
      }
    }, 1_000);
    void this.#restore();
  }

  /** The server's clock, for everything that is shown as a time. */
  get now(): number {
    return serverNow(this.link, this.deviceNow);
  }

  /** The server's time of something that happened here at `deviceMs`. */
  wall(deviceMs: number): number {
    return serverNow(this.link, deviceMs);
  }

  /** The server's time of the last thing it told us. */
  get confirmedAt(): number | null {
    return confirmedAt(this.link);
  }

  get workplace(): Workplace {
    return this.session.stage === "signed_in" ? workplace(this.session.me) : "none";
  }

  go(route: Route): void {
    location.hash = href(route);
  }

  retryLink(): void {
    this.#socket.retryNow();
  }

  /** Takes up a session whose secret has just been given out. */
  async enterWith(token: string): Promise<Text | null> {
    sessionStorage.setItem(TOKEN, token);
    return this.#enter();
  }

  /** Takes up her session as `opens` leaves it: she proves again who she is. */
  async enterAgain(opens: () => Promise<Result<unknown>>): Promise<Text | null> {
    // A lock that is still on its way would come after this, and lock what was just opened.
    this.#locking?.stop();
    const opened = await opens();
    this.#touch();
    return opened.ok ? this.#enter() : failureText(opened);
  }

  /** Locks the screen because she says so. */
  lock(): void {
    this.#lock("hand");
  }

  #lock(by: "hand" | "time"): void {
    this.#cover();
    this.lockedBy = by;
    void this.drafts.flush();
    this.#locking = this.sendOnce(["lock"], (key) => this.api.lock(key));
  }

  #touch(): void {
    this.#touchedAt = serverNow(this.link, steadyNow());
  }

  /** Takes everything of a patient off the page. What was typed stays, out of sight. */
  #cover(): void {
    if (this.session.stage !== "signed_in" || this.locked) return;
    this.locked = true;
    this.#hidden = Object.keys(this.contents);
    this.contents = {};
  }

  #uncover(): void {
    this.locked = false;
    this.lockedBy = null;
    for (const id of this.#hidden) void this.loadContent(id);
    this.#hidden = [];
  }

  async signOut(): Promise<void> {
    await Promise.race([this.drafts.flush(), new Promise((resolve) => setTimeout(resolve, KEEP_LAST_MS))]);
    // The end that she asks for is not news to her.
    this.#socket.stop();
    await this.api.signOut();
    this.#forget(null);
  }

  // Requests and cases

  /** The draft of a form, opened now if there is none of its kind. */
  openDraft(path: Draft["path"], rows: Rows): Draft {
    if (this.draft?.path === path) return this.draft;
    const known = this.#known();
    const kept = this.drafts.open(null, path === "urgent" ? "urgent_request" : "request", { fresh: () => newDraft(path, this.now, known), rows, begun });
    if (!kept.begun) kept.fields.openedAt = this.now;
    this.request = kept;
    this.draft = kept.fields;
    return this.draft;
  }

  /** Opens a new draft of what is kept nowhere, made of what is known of the nurse. */
  begin(make: (now: number, known: Known) => Draft): void {
    this.request = null;
    this.draft = make(this.now, this.#known());
  }

  #known(): Known {
    const me = this.session.stage === "signed_in" ? this.session.me : null;
    return { phone: me?.phone ?? "", basis: me?.disclosure_basis ?? null };
  }

  /** Throws away what was typed, and stops sending it. */
  discardDraft(): void {
    this.sending?.stop();
    this.#draftEnds();
  }

  #draftEnds(): void {
    // From which of the forms a request came the server does not know: the page empties it.
    this.request?.discard();
    this.request = null;
    this.draft = null;
    this.sending = null;
  }

  /** Sends a request, and again until the server has said yes or no. The draft stays until yes. */
  send(request: NewConsult): Sending<ConsultCreated> {
    const sending = this.sendOnce(["create", request], (key) => this.api.create(request, key));
    this.sending = sending;
    void sending.finished.then((result) => {
      if (!result.ok || this.sending !== sending) return;
      this.#draftEnds();
      this.go({ page: "case", id: result.value.id });
    });
    return sending;
  }

  /** A command on a case, sent again until the server has said yes or no. */
  command<N extends keyof Commands>(id: string, name: N, body: Commands[N]): Sending<Outcome> {
    const sending = this.sendOnce([id, name, body], (key) => this.api.command(id, name, body, key));
    void sending.finished.then((result) => {
      if (result.ok && id in this.contents) void this.loadContent(id);
    });
    return sending;
  }

  setDuty(duty: DutySet): Sending<Duty> {
    return this.sendOnce(["duty", duty], (key) => this.api.setDuty(duty, key));
  }

  row(id: string): ConsultRow | null {
    return this.room.consults[id] ?? this.contents[id]?.content?.consult ?? null;
  }

  /**
   * Fetches a case. The server writes the access log first, so it is asked only when shown,
   * and not again for a log position (`rev`) that is shown already.
   */
  async loadContent(id: string, rev: number | null = null): Promise<void> {
    if (untrack(() => this.locked)) {
      if (!this.#hidden.includes(id)) this.#hidden = [...this.#hidden, id];
      return;
    }
    const shown = untrack(() => this.contents[id]?.content?.consult.rev);
    if (rev !== null && shown !== undefined && shown >= rev && rev > 0) return;
    const before = untrack(() => this.contents[id]) ?? { content: null, loading: false, failed: null };
    this.contents = { ...untrack(() => this.contents), [id]: { ...before, loading: true } };
    const result = await this.api.consult(id);
    // She may have signed out, locked the screen or let the case go while it was fetched.
    if (this.locked || !this.#mayKeep(id)) {
      this.#letGo();
      return;
    }
    const shownNow = this.contents[id];
    const after = result.ok ? replied(shownNow, result.value) : notReplied(shownNow, failureText(result));
    this.contents = { ...this.contents, [id]: after };
  }

  // Calls

  sendCall(message: CallMessage): boolean {
    return this.#socket.send(message);
  }

  /** The call that goes on in this page, whatever page is shown. */
  get talking(): CallSession | null {
    return this.call?.live === true ? this.call : null;
  }

  /** Hands every call message to the one call that this page is in. */
  listenToCall(listener: ((message: ServerMessage) => void) | null): void {
    this.#onCall = listener;
  }

  stopRinging(): void {
    this.ringing = null;
  }

  /** She cannot answer now, and the doctor is told. */
  declineRing(): void {
    if (this.ringing !== null) this.sendCall({ type: "ring_declined", consult: this.ringing.consult });
    this.ringing = null;
  }

  /** How the next call is to be answered: with picture, or with sound alone. */
  answerWith(picture: boolean): void {
    this.#answer = { picture };
  }

  /** How the call that opens now was answered; `null` where only its page was opened. */
  takeAnswer(): { picture: boolean } | null {
    const answer = this.#answer;
    this.#answer = null;
    return answer;
  }

  async #restore(): Promise<void> {
    // Without a secret of this window the browser may keep one in a cookie, which no script sees.
    if (this.#wasSignedIn() || keepsSession(document.cookie)) await this.#enter();
    else this.#forget(null);
  }

  #wasSignedIn(): boolean {
    return this.session.stage === "signed_in" || sessionStorage.getItem(TOKEN) !== null;
  }

  async #enter(): Promise<Text | null> {
    const me = await this.api.me();
    if (me.ok) {
      this.session = { stage: "signed_in", me: me.value };
      rememberMunicipality(me.value.municipality);
      if (me.value.locked) this.#cover();
      else if (this.locked) this.#uncover();
      this.#socket.start();
      return null;
    }
    if (me.failure.kind === "unknown" || me.failure.status >= 500) {
      this.session = { stage: "restoring", unreachable: true };
      window.setTimeout(() => void this.#enter(), 2_000);
      return null;
    }
    // A session that is over has been forgotten already, with its reason.
    if (this.session.stage === "restoring") this.#forget(failureText(me));
    else if (this.#wasSignedIn()) this.#forget(null);
    return failureText(me);
  }

  /**
   * Sends what `attempt` sends, unless the very same is on its way: two taps are one command, under
   * one key. It stops when she signs out, so that nothing of hers goes out in another's name.
   */
  sendOnce<T>(what: readonly unknown[], attempt: (key: string) => Promise<Result<T>>): Sending<T> {
    const same = JSON.stringify(what);
    const known = this.#sendings.find((one) => one.same === same);
    if (known !== undefined) return known.sending as Sending<T>;
    const sending = new Sending(attempt);
    this.#sendings = [...this.#sendings, { same, sending }];
    void sending.finished.then(() => {
      this.#sendings = this.#sendings.filter((one) => one.sending !== sending);
    });
    return sending;
  }

  #mayKeep(id: string): boolean {
    return this.session.stage === "signed_in" && keeps(id, this.session.me, this.room, this.route);
  }

  /** Lets go of content that is neither shown nor hers to answer for. */
  #letGo(): void {
    this.contents = kept(this.contents, (id) => this.#mayKeep(id));
    this.drafts.letGo((id) => this.#mayKeep(id));
  }

  #forget(why: Text | null): void {
    for (const { sending } of this.#sendings) sending.stop();
    this.call?.leave();
    this.call = null;
    this.switching = null;
    if (endsKept(this.session.stage === "signed_out", sessionStorage.getItem(TOKEN) !== null)) document.cookie = KEPT_NO_LONGER;
    sessionStorage.removeItem(TOKEN);
    this.#socket.stop();
    this.session = { stage: "signed_out", why };
    this.room = EMPTY_ROOM;
    this.link = NO_LINK;
    this.contents = {};
    this.drafts.forget();
    this.request = null;
    this.draft = null;
    this.sending = null;
    this.ringing = null;
    this.seats = {};
    this.locked = false;
    this.lockedBy = null;
    this.#hidden = [];
  }

  /** What is known of the waiting room now. */
  #sees(room: WaitingRoom): void {
    const before = this.room.consults;
    this.room = room;
    this.drafts.lookAgain((id) => {
      const [then, now] = [before[id], room.consults[id]];
      return then !== undefined && now !== undefined && then.rev !== now.rev;
    });
    this.#letGo();
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case "snapshot":
        this.#sees(applySnapshot(this.room, message));
        return;
      case "changes": {
        const rung = this.ringing?.consult;
        const before = rung === undefined ? undefined : this.room.consults[rung];
        this.#sees(applyChanges(this.room, message));
        if (rung !== undefined && answered(before, this.room.consults[rung])) this.ringing = null;
        return;
      }
      case "ring":
        this.ringing = { consult: message.consult, from: message.from, since: steadyNow() };
        return;
      case "call_seats":
        this.seats = takeSeats(this.seats, message);
        if (this.ringing?.consult === message.consult && !rings(message)) this.ringing = null;
        return;
      case "call_joined":
      case "call_peer_joined":
      case "call_peer_changed":
      case "call_peer_left":
      case "call_signal":
      case "call_mode":
      case "call_text":
      case "call_ended":
      case "error":
        this.#onCall?.(message);
        return;
      case "welcome":
      case "tick":
      case "session_ended":
      case "restart":
        return;
      default:
        assertNever(message);
    }
  }
}

/** Why something could not be done, in words with a way out. */
export function failureText(result: { ok: false; failure: { kind: "unknown" } | { kind: "refused"; code: string } }): Text {
  return result.failure.kind === "unknown" ? text("error.unknown_outcome") : codeText(result.failure.code);
}

/** Under which the views find their app. */
export const KEY = Symbol("app");
export function provideApp(app: App): void {
  setContext(KEY, app);
}
/** The app that this view is part of. */
export function useApp(): App {
  return getContext<App>(KEY);
}
