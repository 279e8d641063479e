// A call as its page shows it: who is there, what is sent, how the connection goes.
import { codeText } from "./errors";
import { text, type Text } from "./text";
import type { CallPeer, EndReason, LeaveReason, ServerMessage } from "../protocol";
import { RING_MS } from "./ring";

export type CallStage =
  /** A seat is asked for. */
  | "joining"
  /** The seat is taken, nobody else is there. */
  | "alone"
  | "connecting"
  | "connected"
  /** It was connected and is being mended. */
  | "reconnecting"
  /** Another device of the same person holds the seat. */
  | "elsewhere"
  /** There is no call for us now, and `refusal` says why. It is not told as an end. */
  | "refused"
  | "ended";

/** Why a device of ours gives nothing. */
export type Cause = "denied" | "missing" | "busy" | "ended" | "other";

export type CallLine = { mine: boolean; from: string; text: string; at: number };

export type Call = {
  stage: CallStage;
  me: CallPeer | null;
  other: CallPeer | null;
  mic: boolean;
  camera: boolean;
  soundOnly: boolean;
  facing: "user" | "environment";
  /** The browser asks somebody for camera and microphone. The call does not wait for it. */
  asking: boolean;
  micProblem: Cause | null;
  cameraProblem: Cause | null;
  /** The other camera did not open, and the one that worked is back. */
  notFlipped: boolean;
  weak: boolean;
  /** Whether the other side is heard right now. */
  speaking: boolean;
  connectedAt: number | null;
  /** Since when the seat is taken and nobody has come yet. */
  aloneSince: number | null;
  brokenSince: number | null;
  /** Who went, and how. */
  gone: { name: string; reason: LeaveReason } | null;
  ended: EndReason | "left" | null;
  /** Why there is no call for us: an error code. */
  refusal: string | null;
  lines: readonly CallLine[];
};

/** How a device stands after it was asked for. */
export type Stands = { on: boolean; cause: Cause | null };

export type CallEvent =
  | { type: "opened"; mic: Stands; camera: Stands }
  | { type: "refused"; code: string }
  | { type: "message"; message: ServerMessage }
  | { type: "ice"; connected: boolean; broken: boolean }
  | { type: "link_lost" }
  | { type: "mic"; stands: Stands }
  | { type: "camera"; stands: Stands; facing: Call["facing"]; flipped?: boolean }
  /** A device of ours is gone by itself. */
  | { type: "device_ended"; kind: "mic" | "camera" }
  | { type: "sound_only"; on: boolean }
  | { type: "quality"; weak: boolean; speaking: boolean }
  | { type: "said"; text: string }
  | { type: "left" };

/** A break that lasts this long is told together with the telephone number. */
export const LONG_BREAK_MS = 30_000;
const LINES_KEPT = 200;

export function newCall(picture: boolean): Call {
  return {
    stage: "joining",
    me: null,
    other: null,
    mic: false,
    camera: false,
    soundOnly: !picture,
    facing: "user",
    asking: true,
    micProblem: null,
    cameraProblem: null,
    notFlipped: false,
    weak: false,
    speaking: false,
    connectedAt: null,
    aloneSince: null,
    brokenSince: null,
    gone: null,
    ended: null,
    refusal: null,
    lines: [],
  };
}

export function reduceCall(call: Call, event: CallEvent, now: number): Call {
  if (call.stage === "ended") return call;
  switch (event.type) {
    case "opened":
      return { ...call, asking: false, mic: event.mic.on, camera: event.camera.on, micProblem: event.mic.cause, cameraProblem: event.camera.cause };
    case "refused":
      return { ...call, stage: "refused", refusal: event.code, other: null, speaking: false };
    case "message":
      return heard(call, event.message, now);
    case "ice":
      if (event.connected) return { ...call, stage: "connected", connectedAt: call.connectedAt ?? now, brokenSince: null };
      return event.broken && call.stage === "connected" ? { ...call, stage: "reconnecting", brokenSince: now, speaking: false } : call;
    case "link_lost":
      // Media may flow on without the socket; the page says only what is broken.
      return call;
    case "mic":
      return { ...call, mic: event.stands.on, micProblem: event.stands.cause };
    case "camera":
      return { ...call, camera: event.stands.on, cameraProblem: event.stands.cause, facing: event.facing, notFlipped: event.flipped === false && event.stands.on, soundOnly: event.stands.on ? false : call.soundOnly };
    case "device_ended":
      return event.kind === "mic" ? { ...call, mic: false, micProblem: "ended" } : { ...call, camera: false, cameraProblem: "ended" };
    case "sound_only":
      return { ...call, soundOnly: event.on, camera: event.on ? false : call.camera, cameraProblem: event.on ? null : call.cameraProblem };
    case "quality":
      return { ...call, weak: event.weak, speaking: event.speaking };
    case "said":
      return line(call, { mine: true, from: call.me?.name ?? "", text: event.text, at: now });
    case "left":
      return over(call, "left");
  }
}

function heard(call: Call, message: ServerMessage, now: number): Call {
  switch (message.type) {
    case "call_joined": {
      const other = message.peers[0] ?? null;
      const same = other !== null && call.other?.seat === other.seat && call.other.generation === other.generation && call.me?.generation === message.you.generation;
      const stage = other === null ? "alone" : same && (call.stage === "connected" || call.stage === "reconnecting") ? call.stage : "connecting";
      return { ...call, me: message.you, other, stage: call.connectedAt !== null && stage === "connecting" ? "reconnecting" : stage, aloneSince: other === null ? (call.aloneSince ?? now) : null, gone: other === null ? call.gone : null };
    }
    case "call_peer_joined":
      return { ...call, aloneSince: null, other: message.peer, stage: call.connectedAt === null ? "connecting" : "reconnecting", brokenSince: call.connectedAt === null ? null : (call.brokenSince ?? now), gone: null };
    case "call_peer_changed":
      return call.other?.seat === message.peer.seat ? { ...call, other: message.peer } : call;
    case "call_peer_left":
      return call.other?.seat === message.seat
        ? { ...call, stage: "alone", other: null, brokenSince: null, speaking: false, weak: false, gone: { name: call.other.name, reason: message.reason } }
        : call;
    case "call_text":
      return line(call, { mine: false, from: call.other?.seat === message.from ? call.other.name : "", text: message.text, at: now });
    case "call_ended":
      // A restarting server gives the seats back at once.
      return message.reason === "restart" ? { ...call, stage: call.connectedAt === null ? "joining" : "reconnecting" } : over(call, message.reason);
    case "error":
      return message.code === "seat_taken" ? { ...call, stage: "elsewhere" } : call;
    case "welcome":
    case "snapshot":
    case "changes":
    case "ring":
    case "call_seats":
    case "tick":
    case "session_ended":
    case "restart":
    case "call_signal":
    case "call_mode":
      return call;
  }
}

/** Whether it has rung long enough to say that nobody answers. */
export function unanswered(call: Call, now: number): boolean {
  return call.stage === "alone" && call.gone === null && call.aloneSince !== null && now - call.aloneSince >= RING_MS;
}

/** How a call ended for whoever was in it. */
export function endingOf(call: Call, role: "nurse" | "doctor"): Text {
  if (call.stage === "elsewhere") return text("call.ended.superseded");
  // Nothing has ended: there is no call for us, and why not.
  if (call.stage === "refused") return codeText(call.refusal ?? "");
  if (call.ended === "left") return text("call.ended.left");
  return text(call.ended === "returned" && role === "nurse" ? "call.ended.returned" : "call.ended.over");
}

function line(call: Call, said: CallLine): Call {
  return { ...call, lines: [...call.lines, said].slice(-LINES_KEPT) };
}

function over(call: Call, ended: EndReason | "left"): Call {
  return { ...call, stage: ended === "superseded" ? "elsewhere" : "ended", ended, other: null, speaking: false };
}
