import { beforeEach, describe, expect, it, vi } from "vitest";
import { openDevices } from "./devices";
import { FIRST_OFFER_MS, Peer, type Signal } from "./peer";
import { sparingSpeech } from "./sdp";
import { POLITE_MS, STALL_MS, START_MS, look, otherMends, watching, type Sight, type StallState } from "./stall";
import { sample, toStats, weak } from "./stats";

describe("negotiation", () => {
  it("begins on the impolite side, so that the first offers do not meet", async () => {
    vi.useFakeTimers();
    const { peer, connection, sent } = side("polite");
    connection.onnegotiationneeded?.();
    await settled();
    expect(sent).toEqual([]);
    await peer.take(offer("theirs"));
    expect(sent).toMatchObject([{ description: { type: "answer" } }]);
    await vi.advanceTimersByTimeAsync(FIRST_OFFER_MS);
    expect(sent).toHaveLength(1);
    connection.onnegotiationneeded?.();
    await settled();
    expect(sent.at(-1)).toMatchObject({ description: { type: "offer" } });
    vi.useRealTimers();
  });
  it("does not wait for ever for the other side to begin", async () => {
    vi.useFakeTimers();
    const { connection, sent } = side("polite");
    connection.onnegotiationneeded?.();
    await vi.advanceTimersByTimeAsync(FIRST_OFFER_MS);
    expect(sent).toMatchObject([{ description: { type: "offer" } }]);
    vi.useRealTimers();
  });
  it("offers when there is something to send", async () => {
    const { peer, connection, sent } = side("impolite");
    await peer.setTrack("audio", TRACK);
    connection.onnegotiationneeded?.();
    await settled();
    expect(sent).toEqual([{ description: { type: "offer", sdp: "own-1" } }]);
  });
  it("gives way on the polite side when both offer at once", async () => {
    const { peer, connection, sent } = side("polite");
    await peer.take(offer("first"));
    connection.onnegotiationneeded?.();
    await settled();
    expect(connection.signalingState).toBe("have-local-offer");
    await peer.take(offer("theirs"));
    expect(connection.remote).toEqual({ type: "offer", sdp: "theirs" });
    expect(sent.at(-1)).toMatchObject({ description: { type: "answer" } });
  });
  it("holds on the impolite side, and takes no offence at paths of the offer it turned down", async () => {
    const { peer, connection, sent } = side("impolite");
    connection.onnegotiationneeded?.();
    await settled();
    await peer.take(offer("theirs"));
    expect(connection.remote).toBeNull();
    connection.refusesCandidates = true;
    await peer.take({ candidate: { candidate: "candidate:1", sdp_mid: "0", sdp_m_line_index: 0, username_fragment: null } });
    expect(sent).toHaveLength(1);
  });
  it("takes signals one at a time, in order", async () => {
    const { peer, connection } = side("polite");
    const first = peer.take(offer("one"));
    const then = peer.take({ candidate: { candidate: "candidate:1" } });
    await Promise.all([first, then]);
    expect(connection.log).toEqual(["remote offer", "local", "candidate"]);
  });
  it("cannot be resumed once a signal was lost", async () => {
    const { peer, connection, breakWire } = side("polite");
    expect(peer.resumable).toBe(true);
    breakWire();
    connection.onicecandidate?.({ candidate: { candidate: "c", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: null } });
    expect(peer.resumable).toBe(false);
  });
});

describe("stalled media", () => {
  it("seeks new paths after a second and a half without bytes", () => {
    const flowing = run(watching(0), { bytes: 100, now: 500 });
    expect(look(flowing, sight({ bytes: 100, now: 500 + STALL_MS - 1 })).remedy).toBe("none");
    expect(look(flowing, sight({ bytes: 100, now: 500 + STALL_MS })).remedy).toBe("restart");
  });
  it("acts at once on a connection that says it is gone", () => {
    expect(look(run(watching(0), { bytes: 100, now: 500 }), sight({ bytes: 100, now: 600, ice: "disconnected" })).remedy).toBe("restart");
  });
  it("builds anew after three attempts, each given time", () => {
    let state = run(watching(0), { bytes: 100, now: 0 });
    const remedies: string[] = [];
    for (let now = 500; now <= 20_000; now += 500) {
      const result = look(state, sight({ bytes: 100, now }));
      state = result.state;
      if (result.remedy !== "none") remedies.push(`${result.remedy} ${now}`);
      if (result.remedy === "rebuild") break;
    }
    expect(remedies).toEqual(["restart 1500", "restart 5500", "restart 9500", "rebuild 13500"]);
  });
  it("does not mistake a silent other side for a broken link", () => {
    const flowing = run(watching(0), { bytes: 100, now: 500 });
    expect(look(flowing, sight({ bytes: 100, now: 60_000, expected: false })).remedy).toBe("none");
  });
  it("takes a count that begins anew for life, not for silence", () => {
    const flowing = run(watching(0), { bytes: 10_000, now: 500 });
    expect(look(flowing, sight({ bytes: 50, now: 5_000 }))).toMatchObject({ remedy: "none", state: { bytes: 50, attempts: 0 } });
  });
  it("begins anew when a connection never came up", () => {
    expect(look(watching(0), sight({ now: START_MS - 1, ice: "checking" })).remedy).toBe("none");
    expect(look(watching(0), sight({ now: START_MS, ice: "checking" })).remedy).toBe("rebuild");
    expect(look(watching(0), sight({ now: START_MS, ice: "checking", polite: true })).remedy).toBe("none");
    expect(look(watching(0), sight({ now: 60_000, ice: "new", expected: false })).remedy).toBe("none");
  });
  it("lets the impolite side act first, and does not cross its attempt", () => {
    const flowing = run(watching(0), { bytes: 100, now: 0 });
    expect(look(flowing, sight({ bytes: 100, now: STALL_MS, polite: true })).remedy).toBe("none");
    expect(look(flowing, sight({ bytes: 100, now: STALL_MS + POLITE_MS, polite: true })).remedy).toBe("restart");
    expect(look(otherMends(flowing, 1_600), sight({ bytes: 100, now: STALL_MS + POLITE_MS, polite: true })).remedy).toBe("none");
  });
});

describe("what is measured", () => {
  it("is said as rates since the last report, and what is not known is left out", () => {
    const before = sample(report({ frames: 100, packets: 1_000, lost: 0, concealed: 0, samples: 48_000 }), 0);
    const now = sample(report({ frames: 200, packets: 1_900, lost: 100, concealed: 4_800, samples: 96_000 }), 5_000);
    expect(toStats("connected", before, now)).toEqual({
      ice: "connected", frames_decoded: 200, audio_packets: 1_900, pair: "host", protocol: "udp", rtt_ms: 31, loss_permille: 100, fps: 20, concealed_permille: 100,
    });
    expect(toStats("new", null, sample(new Map() as unknown as RTCStatsReport, 0))).toEqual({ ice: "new", frames_decoded: 0, audio_packets: 0 });
  });
  it("is weak when sound has to be made up", () => {
    expect(weak({ ice: "connected", concealed_permille: 100 })).toBe(true);
    expect(weak({ ice: "connected", rtt_ms: 80, loss_permille: 20 })).toBe(false);
  });
});

describe("speech", () => {
  it("is asked for sparingly, in the other side's description only", () => {
    const sdp = "m=audio 9\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n";
    expect(sparingSpeech(sdp)).toContain("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=24000\r\n");
    expect(sparingSpeech("m=video 9\r\n")).toBe("m=video 9\r\n");
  });
});

describe("devices", () => {
  it("fall back to sound where there is no camera", async () => {
    const getUserMedia = vi.fn((wanted?: MediaStreamConstraints) =>
      wanted?.video ? Promise.reject(named("NotFoundError")) : Promise.resolve(new FakeStream([TRACK]) as unknown as MediaStream));
    expect(await openDevices({ getUserMedia }, BOTH)).toEqual({ audio: TRACK, video: null, mic: null, camera: "missing" });
  });
  it("keep the picture where there is no microphone", async () => {
    const picture = { kind: "video" } as MediaStreamTrack;
    const getUserMedia = (wanted?: MediaStreamConstraints) =>
      wanted?.audio ? Promise.reject(named("NotFoundError")) : Promise.resolve(new FakeStream([picture]) as unknown as MediaStream);
    expect(await openDevices({ getUserMedia }, BOTH)).toEqual({ audio: null, video: picture, mic: "missing", camera: null });
  });
  it.each([["NotAllowedError", "denied"], ["NotFoundError", "missing"], ["NotReadableError", "busy"], ["AbortError", "busy"], ["TypeError", "other"]])("say why: %s is %s", async (name, cause) => {
    const getUserMedia = vi.fn(() => Promise.reject(named(name)));
    expect(await openDevices({ getUserMedia }, BOTH)).toEqual({ audio: null, video: null, mic: cause, camera: cause });
    // Who has said no is asked at most once more.
    expect(getUserMedia.mock.calls.length).toBe(cause === "denied" ? 2 : 3);
  });
});

const BOTH = { sound: true, picture: true, facing: "user" } as const;
const TRACK = { kind: "audio" } as MediaStreamTrack;
const offer = (sdp: string): Signal => ({ description: { type: "offer", sdp } });
function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}
function sight(change: Partial<Sight>): Sight {
  return { bytes: 0, now: 0, ice: "connected", expected: true, polite: false, ...change };
}
function run(state: StallState, change: Partial<Sight>): StallState {
  return look(state, sight(change)).state;
}
function report(of: { frames: number; packets: number; lost: number; concealed: number; samples: number }): RTCStatsReport {
  return new Map<string, unknown>([
    ["v", { type: "inbound-rtp", kind: "video", packetsReceived: 0, packetsLost: 0, bytesReceived: 1, framesDecoded: of.frames }],
    ["a", { type: "inbound-rtp", kind: "audio", packetsReceived: of.packets, packetsLost: of.lost, bytesReceived: 1, concealedSamples: of.concealed, totalSamplesReceived: of.samples }],
    ["p", { type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 0.031, localCandidateId: "l" }],
    ["l", { type: "local-candidate", candidateType: "host", protocol: "udp" }],
  ]);
}

beforeEach(() => {
  vi.stubGlobal("MediaStream", FakeStream);
});

class FakeStream {
  #tracks: MediaStreamTrack[];
  constructor(tracks: MediaStreamTrack[] = []) {
    this.#tracks = tracks;
  }
  getTracks() {
    return this.#tracks;
  }
  getAudioTracks() {
    return this.#tracks.filter((track) => track.kind === "audio");
  }
  getVideoTracks() {
    return this.#tracks.filter((track) => track.kind === "video");
  }
}

/** A peer connection's states of negotiation, and nothing else of one. */
class FakeConnection {
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: unknown) => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  ontrack: ((event: unknown) => void) | null = null;
  iceConnectionState = "new";
  signalingState = "stable";
  localDescription: unknown = null;
  remote: { type: string; sdp: string } | null = null;
  refusesCandidates = false;
  log: string[] = [];
  #descriptions = 0;
  setLocalDescription(): Promise<void> {
    this.log.push("local");
    const answering = this.signalingState === "have-remote-offer";
    this.localDescription = { type: answering ? "answer" : "offer", sdp: `own-${++this.#descriptions}` };
    this.signalingState = answering ? "stable" : "have-local-offer";
    return Promise.resolve();
  }
  setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    this.log.push(`remote ${description.type}`);
    this.remote = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
    return Promise.resolve();
  }
  addIceCandidate(): Promise<void> {
    this.log.push("candidate");
    return this.refusesCandidates ? Promise.reject(new Error("no such offer")) : Promise.resolve();
  }
  getTransceivers(): unknown[] {
    return [];
  }
  addTransceiver(): unknown {
    return {};
  }
  addTrack(): unknown {
    return {};
  }
  close(): void {
    this.signalingState = "closed";
  }
}

function side(manners: "polite" | "impolite") {
  const connection = new FakeConnection();
  const sent: Signal[] = [];
  let wire = true;
  const peer = new Peer(
    {
      connect: () => connection as unknown as RTCPeerConnection,
      send: (signal) => {
        if (wire) sent.push(signal);
        return wire;
      },
      onStream: () => undefined,
      onIce: () => undefined,
    },
    manners === "polite",
    [],
  );
  return { peer, connection, sent, breakWire: () => (wire = false) };
}
