// One peer connection, negotiated without knowing who begins: both sides may offer at any
// time, and when both do, the polite one gives way.
import type { IceCandidate, IceServer, SessionDescription } from "../protocol";
import { sparingSpeech } from "./sdp";

export type Signal = { description: SessionDescription } | { candidate: IceCandidate };

export type PeerPorts = {
  connect: (config: RTCConfiguration) => RTCPeerConnection;
  /** Carries a signal to the other side; says whether it could. */
  send: (signal: Signal) => boolean;
  onStream: (stream: MediaStream) => void;
  onIce: (state: RTCIceConnectionState) => void;
};

/**
 * How long the polite side leaves the first offer to the other. Without this both begin at
 * the same moment, one offer is rolled back, and Chromium then sometimes gathers no path.
 */
export const FIRST_OFFER_MS = 2_000;

/** Most that a picture may take of the link. */
const PICTURE_BITRATE = 600_000;

export class Peer {
  readonly #ports: PeerPorts;
  readonly #polite: boolean;
  readonly #connection: RTCPeerConnection;
  readonly #incoming = new MediaStream();
  #makingOffer = false;
  #ignoringOffer = false;
  #applyingAnswer = false;
  /** A signal could not be sent: the other side no longer knows how we stand. */
  #unsent = false;
  /** The first description of the other side has come, or was waited for long enough. */
  #begun: boolean;
  #needed = false;
  #firstOffer: ReturnType<typeof setTimeout> | null = null;
  #chain: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(ports: PeerPorts, polite: boolean, servers: readonly IceServer[]) {
    this.#ports = ports;
    this.#polite = polite;
    const connection = ports.connect({
      iceServers: servers.map((server) => ({ ...server })),
      bundlePolicy: "max-bundle",
      iceCandidatePoolSize: servers.length > 0 ? 1 : 0,
    });
    this.#connection = connection;
    this.#begun = !polite;
    if (polite) this.#firstOffer = setTimeout(() => this.#begin(), FIRST_OFFER_MS);
    // Whoever begins offers to receive, even with nothing to send.
    else for (const kind of ["audio", "video"] as const) connection.addTransceiver(kind, { direction: "recvonly" });
    connection.onnegotiationneeded = () => {
      this.#needed = true;
      if (this.#begun) void this.#offer();
    };
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null) return;
      this.#send({
        candidate: { candidate: candidate.candidate, sdp_mid: candidate.sdpMid, sdp_m_line_index: candidate.sdpMLineIndex, username_fragment: candidate.usernameFragment },
      });
    };
    connection.oniceconnectionstatechange = () => {
      if (!this.#closed) ports.onIce(connection.iceConnectionState);
    };
    connection.ontrack = ({ track }) => {
      for (const old of this.#incoming.getTracks()) if (old.kind === track.kind && old !== track) this.#incoming.removeTrack(old);
      if (!this.#incoming.getTracks().includes(track)) this.#incoming.addTrack(track);
      ports.onStream(this.#incoming);
    };
  }

  get ice(): RTCIceConnectionState {
    return this.#connection.iceConnectionState;
  }

  /** Whether a page that lost only its socket may go on with this connection. */
  get resumable(): boolean {
    return !this.#unsent && this.#connection.signalingState === "stable" && !this.#makingOffer;
  }

  /** Sends `track` from now on, or nothing of its kind. */
  async setTrack(kind: "audio" | "video", track: MediaStreamTrack | null): Promise<void> {
    const sender = this.#senderOf(kind);
    if (sender !== undefined) {
      await sender.replaceTrack(track);
      return;
    }
    if (track === null) return;
    const added = this.#connection.addTrack(track);
    if (kind === "video") await limit(added);
  }

  /** Neither sends nor receives pictures, so that sound has the link to itself. */
  setPictures(on: boolean): void {
    for (const transceiver of this.#connection.getTransceivers()) {
      if (transceiver.receiver.track.kind === "video" && transceiver.direction !== "stopped") transceiver.direction = on ? "sendrecv" : "inactive";
    }
  }

  /** Seeks new paths, without ending what flows. */
  restart(): void {
    this.#connection.restartIce();
  }

  stats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** Takes a signal of the other side; one at a time, in order. */
  take(signal: Signal): Promise<void> {
    this.#chain = this.#chain.then(() => this.#apply(signal)).catch(() => undefined);
    return this.#chain;
  }

  close(): void {
    this.#closed = true;
    if (this.#firstOffer !== null) clearTimeout(this.#firstOffer);
    this.#connection.close();
  }

  #begin(): void {
    this.#begun = true;
    if (this.#needed && !this.#closed) void this.#offer();
  }

  async #offer(): Promise<void> {
    try {
      this.#needed = false;
      this.#makingOffer = true;
      await this.#connection.setLocalDescription();
      this.#sendDescription();
    } catch {
      // Closed meanwhile, or overtaken by the other side's offer: there will be another need.
    } finally {
      this.#makingOffer = false;
    }
  }

  async #apply(signal: Signal): Promise<void> {
    if (this.#closed) return;
    const connection = this.#connection;
    if ("candidate" in signal) {
      const { candidate, sdp_mid, sdp_m_line_index, username_fragment } = signal.candidate;
      try {
        await connection.addIceCandidate({ candidate, sdpMid: sdp_mid ?? null, sdpMLineIndex: sdp_m_line_index ?? null, usernameFragment: username_fragment ?? null });
      } catch (error) {
        // Paths of an offer that we turned down mean nothing to us.
        if (!this.#ignoringOffer) throw error;
      }
      return;
    }
    const { type, sdp } = signal.description;
    const ready = !this.#makingOffer && (connection.signalingState === "stable" || this.#applyingAnswer);
    this.#ignoringOffer = type === "offer" && !ready && !this.#polite;
    if (this.#ignoringOffer) return;
    if (this.#firstOffer !== null) clearTimeout(this.#firstOffer);
    this.#firstOffer = null;
    // What the answer does not cover the browser asks for again.
    this.#begun = true;
    this.#needed = false;
    this.#applyingAnswer = type === "answer";
    await connection.setRemoteDescription({ type, sdp: sparingSpeech(sdp) });
    this.#applyingAnswer = false;
    if (type === "offer") {
      await connection.setLocalDescription();
      this.#sendDescription();
    }
  }

  #sendDescription(): void {
    const local = this.#connection.localDescription;
    if (local === null || (local.type !== "offer" && local.type !== "answer")) return;
    this.#send({ description: { type: local.type, sdp: local.sdp } });
  }

  #send(signal: Signal): void {
    if (!this.#closed && !this.#ports.send(signal)) this.#unsent = true;
  }

  #senderOf(kind: "audio" | "video"): RTCRtpSender | undefined {
    return this.#connection
      .getTransceivers()
      .find((transceiver) => transceiver.receiver.track.kind === kind && (transceiver.direction === "sendrecv" || transceiver.direction === "sendonly" || transceiver.direction === "inactive"))?.sender;
  }
}

async function limit(sender: RTCRtpSender): Promise<void> {
  const parameters = sender.getParameters();
  const [first] = parameters.encodings;
  if (first === undefined) return;
  first.maxBitrate = PICTURE_BITRATE;
  try {
    await sender.setParameters(parameters);
  } catch {
    // A limit is a courtesy to the link; the browser's own control remains.
  }
}
