// What the browser measures of a connection, as the server and the page want it.
import type { CallStats, CandidateKind, IceState } from "../protocol";

/** Running totals and present values of one connection. */
export type Sample = {
  at: number;
  /** Bytes of sound and picture received. */
  bytes: number;
  audioPackets: number;
  packets: number;
  lost: number;
  framesDecoded: number;
  concealed: number;
  soundSamples: number;
  rttMs: number | null;
  pair: CandidateKind | null;
  protocol: "udp" | "tcp" | null;
  /** How loud the other side is, 0 to 1. */
  level: number;
};

export function sample(report: RTCStatsReport, at: number): Sample {
  const seen: Sample = { at, bytes: 0, audioPackets: 0, packets: 0, lost: 0, framesDecoded: 0, concealed: 0, soundSamples: 0, rttMs: null, pair: null, protocol: null, level: 0 };
  report.forEach((entry: Record<string, unknown>) => {
    if (entry["type"] === "inbound-rtp") {
      const received = num(entry["packetsReceived"]);
      seen.bytes += num(entry["bytesReceived"]);
      seen.packets += received;
      seen.lost += Math.max(0, num(entry["packetsLost"]));
      if (entry["kind"] === "audio") {
        seen.audioPackets += received;
        seen.concealed += num(entry["concealedSamples"]);
        seen.soundSamples += num(entry["totalSamplesReceived"]);
        seen.level = Math.max(seen.level, num(entry["audioLevel"]));
      } else {
        seen.framesDecoded += num(entry["framesDecoded"]);
      }
    } else if (entry["type"] === "candidate-pair" && entry["nominated"] === true && entry["state"] === "succeeded") {
      if (typeof entry["currentRoundTripTime"] === "number") seen.rttMs = Math.round(entry["currentRoundTripTime"] * 1_000);
      const local = report.get(String(entry["localCandidateId"])) as Record<string, unknown> | undefined;
      const kind = local?.["candidateType"];
      if (kind === "host" || kind === "srflx" || kind === "prflx" || kind === "relay") seen.pair = kind;
      const protocol = local?.["protocol"];
      if (protocol === "udp" || protocol === "tcp") seen.protocol = protocol;
    }
  });
  return seen;
}

/** How the call goes between two samples. What is not known is left out. */
export function toStats(ice: IceState, before: Sample | null, now: Sample): CallStats {
  const seconds = before === null ? 0 : (now.at - before.at) / 1_000;
  const stats: CallStats = { ice, frames_decoded: now.framesDecoded, audio_packets: now.audioPackets };
  if (now.pair !== null) stats.pair = now.pair;
  if (now.protocol !== null) stats.protocol = now.protocol;
  if (now.rttMs !== null) stats.rtt_ms = now.rttMs;
  if (before === null || seconds <= 0) return stats;
  const lost = Math.max(0, now.lost - before.lost);
  const packets = Math.max(0, now.packets - before.packets) + lost;
  if (packets > 0) stats.loss_permille = share(lost, packets);
  stats.fps = Math.min(999, Math.round(Math.max(0, now.framesDecoded - before.framesDecoded) / seconds));
  const samples = now.soundSamples - before.soundSamples;
  if (samples > 0) stats.concealed_permille = share(now.concealed - before.concealed, samples);
  return stats;
}

/** Whether the person should be told that the connection is weak. */
export function weak(stats: CallStats): boolean {
  return (stats.rtt_ms ?? 0) > 600 || (stats.loss_permille ?? 0) > 150 || (stats.concealed_permille ?? 0) > 80;
}

export function iceWord(state: RTCIceConnectionState): IceState {
  switch (state) {
    case "new":
      return "new";
    case "connected":
    case "completed":
      return "connected";
    case "failed":
    case "closed":
      return "failed";
    case "checking":
    case "disconnected":
      return "checking";
  }
}

function share(part: number, whole: number): number {
  return Math.min(1_000, Math.max(0, Math.round((part / whole) * 1_000)));
}

function num(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
