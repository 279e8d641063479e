// One call of this page: takes the seat, connects, mends, reports, and lets go.
import { newCall, reduceCall, type Call, type CallEvent } from "../model/call";
import { mediaDevices } from "../media/features";
import { Held } from "../media/held";
import { ofCamera } from "../media/still";
import { hasTorch, setTorch } from "../media/torch";
import { Peer, type Signal } from "../media/peer";
import { look, otherMends, watching, type StallState } from "../media/stall";
import { iceWord, sample, toStats, weak, type Sample } from "../media/stats";
import type { CallPeer, IceServer, ServerMessage } from "../protocol";
import type { App, Joining } from "./app.svelte";
import { callTicket } from "../transport/calls";
import { steadyNow } from "./clock";

const LOOK_EVERY_MS = 500;
const REPORT_EVERY_MS = 5_000;
const REJOIN_AFTER_MS = 1_000;
/** Louder than a quiet room. */
const VOICE = 0.01;

/** Joins the call of a case. Who is in another call is asked before she leaves it. */
export function joinCall(app: App, wanted: Joining): void {
  if (app.talking !== null && app.talking.consult !== wanted.consult) {
    app.switching = wanted;
    return;
  }
  begin(app, wanted);
}

/** Leaves the call of this page for the one that was asked about. */
export function switchCall(app: App): void {
  const wanted = app.switching;
  app.switching = null;
  if (wanted !== null) begin(app, wanted);
}

function begin(app: App, { consult, picture, instead = false }: Joining): void {
  app.call?.leave();
  const session = new CallSession(app, consult, instead);
  app.call = session;
  void session.start(picture);
}

export class CallSession {
  call = $state.raw<Call>(newCall(true));
  /** Sound and picture of the other side. */
  incoming = $state.raw<MediaStream | null>(null);
  /** Our own picture, without sound. */
  own = $state.raw<MediaStream | null>(null);
  /** Whether the lamp beside our camera is lit; `null` where there is none. */
  torch = $state<boolean | null>(null);

  readonly #app: App;
  /** The case that the call is about. */
  readonly consult: string;
  readonly #instead: boolean;
  #peer: Peer | null = null;
  #peerOf: CallPeer | null = null;
  #servers: readonly IceServer[] = [];
  /** Signals received since our seat last started anew: the server compares it with what it sent. */
  #signals = 0;
  readonly #held: Held;
  #stall: StallState = watching(0);
  #lastReport: Sample | null = null;
  #reportedAt = 0;
  #reportedMedia = false;
  #weakSince: number | null = null;
  #timer: number | null = null;
  #rejoin: number | null = null;
  #joining = false;
  #gone = false;
  #stopFollowingLink: () => void = () => undefined;

  constructor(app: App, consult: string, instead: boolean) {
    this.#app = app;
    this.consult = consult;
    this.#instead = instead;
    this.#held = new Held({
      devices: mediaDevices,
      changed: (kind, track) => {
        if (kind === "video") this.#setOwn(track);
        return this.#peer?.setTrack(kind, track);
      },
      ended: (kind) => {
        this.#tell({ type: "device_ended", kind: kind === "audio" ? "mic" : "camera" });
        this.#sayState();
      },
    });
  }

  /** Whether this page is in the call: not over, not refused, and not gone on at another device. */
  get live(): boolean {
    return this.call.stage !== "ended" && this.call.stage !== "elsewhere" && this.call.stage !== "refused";
  }

  /**
   * Takes the seat, and opens the devices at the same time: a question of the browser that nobody
   * answers keeps nobody out of the call.
   */
  async start(picture: boolean): Promise<void> {
    performance.mark("call:click");
    this.call = newCall(picture);
    this.#app.listenToCall((message) => this.#hear(message));
    this.#stopFollowingLink = $effect.root(() => {
      let up = this.#app.link.stage === "up";
      $effect(() => {
        const now = this.#app.link.stage === "up";
        // The socket came back: the seat is taken again, with the connection we still have.
        if (now && !up && this.live) void this.#join();
        up = now;
      });
    });
    this.#timer = window.setInterval(() => void this.#look(), LOOK_EVERY_MS);
    void this.#open(picture);
    await this.#join();
  }

  async #open(picture: boolean): Promise<void> {
    const opened = await this.#held.open(picture);
    if (opened === null) return;
    performance.mark("call:devices");
    this.#tell({ type: "opened", ...opened });
    this.#sayState();
  }

  /** Takes the seat from another device of the same person. */
  async takeOver(): Promise<void> {
    this.call = newCall(!this.call.soundOnly);
    void this.#open(!this.call.soundOnly);
    await this.#join(true);
  }

  async setMic(on: boolean): Promise<void> {
    const stands = await this.#held.mic(on);
    if (stands === null) return;
    this.#tell({ type: "mic", stands });
    this.#sayState();
  }

  async setCamera(on: boolean): Promise<void> {
    const stands = await this.#held.camera(on);
    if (stands === null) return;
    if (stands.on && this.call.soundOnly) this.#peer?.setPictures(true);
    this.#tell({ type: "camera", stands, facing: this.#held.facing });
    this.#sayState();
  }

  /** The camera on the other side of the tablet. */
  async flip(): Promise<void> {
    const seen = await this.#held.flip();
    if (seen === null) return;
    const { flipped, ...stands } = seen;
    if (stands.on && this.call.soundOnly) this.#peer?.setPictures(true);
    this.#tell({ type: "camera", stands, facing: this.#held.facing, flipped });
    this.#sayState();
  }

  /** Lights the lamp beside our camera, or puts it out. */
  async setTorch(on: boolean): Promise<void> {
    const track = this.#held.video;
    if (track !== null && (await setTorch(track, on)) && track === this.#held.video) this.torch = on;
  }

  /** What our own camera sees now; `null` where it gives no picture. */
  async still(): Promise<Blob | null> {
    return this.#held.video === null ? null : ofCamera(this.#held.video);
  }

  async setSoundOnly(on: boolean): Promise<void> {
    if (!on) {
      this.#tell({ type: "sound_only", on: false });
      this.#peer?.setPictures(true);
      await this.setCamera(true);
      return;
    }
    this.#tell({ type: "sound_only", on: true });
    await this.#held.camera(false);
    this.#peer?.setPictures(false);
    this.#sayState();
  }

  /** Says a line beside the call; `false` where it could not go out, so that nothing typed is lost. */
  say(text: string): boolean {
    const said = text.trim();
    if (said === "") return true;
    if (!this.#app.sendCall({ type: "call_text", text: said })) return false;
    this.#tell({ type: "said", text: said });
    return true;
  }

  /** Hangs up. The case stays, and so does the seat while the call lasts. */
  leave(): void {
    if (this.#gone) return;
    if (this.live) this.#app.sendCall({ type: "call_leave" });
    this.#tell({ type: "left" });
    this.#letGo();
  }

  async #join(takeover = false): Promise<void> {
    if (this.#joining || this.#gone || this.#app.link.stage !== "up") return;
    this.#joining = true;
    const mine = this.call.me;
    const resume = mine !== null && this.#peer?.resumable === true ? { generation: mine.generation, signals: this.#signals } : null;
    const ticket = await callTicket(this.#app.api, this.consult, this.#instead, crypto.randomUUID());
    this.#joining = false;
    if (this.#isOver()) return;
    if (!ticket.ok) {
      const { failure } = ticket;
      if (failure.kind !== "refused" || failure.status >= 500 || failure.status === 429) this.#joinLater();
      else if (failure.code === "consult_over") this.#end("over");
      else {
        this.#tell({ type: "refused", code: failure.code });
        this.#letGo();
      }
      return;
    }
    performance.mark("call:ticket");
    const { room, ticket: secret } = ticket.value;
    // Without a socket this is lost; its coming back calls this again.
    this.#app.sendCall({ type: "call_join", room, ticket: secret, takeover, ...(resume === null ? {} : { resume }) });
  }

  #joinLater(): void {
    if (this.#rejoin !== null || this.#gone) return;
    this.#rejoin = window.setTimeout(() => {
      this.#rejoin = null;
      void this.#join();
    }, REJOIN_AFTER_MS);
  }

  #hear(message: ServerMessage): void {
    const before = this.call;
    this.#tell({ type: "message", message });
    switch (message.type) {
      case "call_joined": {
        performance.mark("call:joined");
        if (before.me?.generation !== message.you.generation) this.#signals = 0;
        this.#servers = message.ice_servers;
        const [other] = message.peers;
        const kept = before.me?.generation === message.you.generation && other !== undefined && this.#peerOf?.seat === other.seat && this.#peerOf.generation === other.generation;
        if (!kept) this.#connect(other ?? null, message.you.polite);
        this.#sayState();
        return;
      }
      case "call_peer_joined":
        this.#connect(message.peer, this.call.me?.polite ?? false);
        return;
      case "call_peer_left":
        if (this.#peerOf?.seat === message.seat) this.#connect(null, false);
        return;
      case "call_signal":
        this.#signals += 1;
        if ("description" in message && message.description.type === "offer") this.#stall = otherMends(this.#stall, steadyNow());
        if (this.#peerOf?.seat === message.from) void this.#peer?.take(message);
        return;
      case "call_ended":
        if (message.reason === "restart") this.#joinLater();
        else if (message.reason === "superseded") this.#yield();
        else this.#letGo();
        return;
      case "error":
        if (message.code === "seat_taken") this.#yield();
        else if (message.of === "call_join") this.#joinLater();
        return;
      case "welcome":
      case "snapshot":
      case "changes":
      case "ring":
      case "call_seats":
      case "tick":
      case "session_ended":
      case "restart":
      case "call_peer_changed":
      case "call_mode":
      case "call_text":
        return;
    }
  }

  /** Builds the connection to `other` anew, or takes it down. */
  #connect(other: CallPeer | null, polite: boolean): void {
    this.#peer?.close();
    this.#peer = null;
    this.#peerOf = other;
    this.incoming = null;
    this.#stall = watching(steadyNow());
    this.#lastReport = null;
    this.#reportedMedia = false;
    if (other === null) return;
    const peer = new Peer(
      {
        connect: (config) => new RTCPeerConnection(config),
        send: (signal: Signal) => this.#app.sendCall({ type: "call_signal", to: other.seat, generation: other.generation, ...signal }),
        onStream: (stream) => {
          // A new object, so that what shows it notices a new track.
          this.incoming = new MediaStream(stream.getTracks());
          if (this.call.soundOnly) this.#peer?.setPictures(false);
        },
        onIce: (state) => {
          if (state === "connected" || state === "completed") performance.mark("call:ice");
          this.#tell({ type: "ice", connected: state === "connected" || state === "completed", broken: state === "disconnected" || state === "failed" });
          if (state === "disconnected" || state === "failed") void this.#look();
          void this.#report(true);
        },
      },
      polite,
      this.#servers,
    );
    this.#peer = peer;
    void peer.setTrack("audio", this.#held.audio);
    void peer.setTrack("video", this.#held.video);
  }

  async #look(): Promise<void> {
    const peer = this.#peer;
    if (peer === null) return;
    const now = steadyNow();
    const seen = sample(await peer.stats(), now);
    if (peer !== this.#peer) return;
    const expected = this.#peerOf !== null && (this.call.other?.mic === true || this.call.other?.camera === true);
    const { state, remedy } = look(this.#stall, { bytes: seen.bytes, now, ice: peer.ice, expected, polite: this.call.me?.polite === true });
    this.#stall = state;
    if (remedy === "restart") {
      this.#tell({ type: "ice", connected: false, broken: true });
      peer.restart();
    } else if (remedy === "rebuild") {
      // The room gives the seat a new generation, and both sides build anew.
      this.#connect(null, false);
      void this.#join();
      return;
    } else if (state.flowed && state.attempts === 0 && this.call.stage === "reconnecting" && seen.bytes > 0) {
      this.#tell({ type: "ice", connected: true, broken: false });
    }
    await this.#report(false, seen);
  }

  /** Reports at once when the first media is decoded or the connection changes, else every 5 s. */
  async #report(changed: boolean, seen?: Sample): Promise<void> {
    const peer = this.#peer;
    if (peer === null) return;
    const now = seen ?? sample(await peer.stats(), steadyNow());
    if (peer !== this.#peer) return;
    const first = !this.#reportedMedia && (now.framesDecoded > 0 || now.audioPackets > 0);
    if (!changed && !first && now.at - this.#reportedAt < REPORT_EVERY_MS) {
      if (now.level > VOICE !== this.call.speaking) this.#tell({ type: "quality", weak: this.call.weak, speaking: now.level > VOICE });
      return;
    }
    const stats = toStats(iceWord(peer.ice), this.#lastReport, now);
    this.#app.sendCall({ type: "call_stats", ...stats });
    this.#reportedMedia ||= first;
    this.#reportedAt = now.at;
    this.#lastReport = now;
    const poor = weak(stats);
    this.#weakSince = poor ? (this.#weakSince ?? now.at) : null;
    // One bad report is a hiccup, two are a weak connection.
    this.#tell({ type: "quality", weak: this.#weakSince !== null && now.at - this.#weakSince >= REPORT_EVERY_MS - LOOK_EVERY_MS, speaking: now.level > VOICE });
  }

  #sayState(): void {
    if (this.call.me === null || !this.live) return;
    this.#app.sendCall({ type: "call_state", mic: this.call.mic, camera: this.call.camera, screen: false });
  }

  #setOwn(track: MediaStreamTrack | null): void {
    this.torch = hasTorch(track) ? false : null;
    this.own = track === null ? null : new MediaStream([track]);
  }

  #tell(event: CallEvent): void {
    this.call = reduceCall(this.call, event, steadyNow());
  }

  #end(reason: "over" | "returned"): void {
    this.#tell({ type: "message", message: { type: "call_ended", reason } });
    this.#letGo();
  }

  #isOver(): boolean {
    return this.#gone;
  }

  /** Another device of ours has the seat: this one gives its devices back. */
  #yield(): void {
    this.#connect(null, false);
    this.#held.release();
  }

  /** Gives camera, microphone and connection back. */
  #letGo(): void {
    this.#gone = true;
    this.#connect(null, false);
    this.#held.release();
    if (this.#timer !== null) window.clearInterval(this.#timer);
    if (this.#rejoin !== null) window.clearTimeout(this.#rejoin);
    this.#stopFollowingLink();
    this.#app.listenToCall(null);
  }
}
