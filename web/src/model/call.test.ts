import { describe, expect, it } from "vitest";
import type { CallPeer, ServerMessage } from "../protocol";
import { endingOf, newCall, reduceCall, unanswered, type Call, type CallEvent } from "./call";

describe("a call", () => {
  it("waits alone, connects when the other comes, and counts from then", () => {
    let call = told(newCall(true), OPENED, joined([]));
    expect(call.stage).toBe("alone");
    call = told(call, message({ type: "call_peer_joined", peer: DOCTOR }));
    expect(call.stage).toBe("connecting");
    call = reduceCall(call, { type: "ice", connected: true, broken: false }, 5_000);
    expect(call).toMatchObject({ stage: "connected", connectedAt: 5_000, brokenSince: null });
  });
  it("says that nobody answers when it has rung for thirty seconds", () => {
    const alone = reduceCall(told(newCall(true), OPENED), joined([]), 10_000);
    expect([unanswered(alone, 39_999), unanswered(alone, 40_000)]).toEqual([false, true]);
    const come = told(alone, message({ type: "call_peer_joined", peer: DOCTOR }));
    expect(unanswered(come, 90_000)).toBe(false);
  });
  it("is mended, not ended, when the connection breaks", () => {
    let call = connected();
    call = reduceCall(call, { type: "ice", connected: false, broken: true }, 9_000);
    expect(call).toMatchObject({ stage: "reconnecting", brokenSince: 9_000, connectedAt: 5_000 });
    call = reduceCall(call, { type: "ice", connected: true, broken: false }, 10_000);
    expect(call).toMatchObject({ stage: "connected", brokenSince: null, connectedAt: 5_000 });
  });
  it("goes on as it is when only the socket was lost", () => {
    expect(told(connected(), joined([DOCTOR])).stage).toBe("connected");
    expect(told(connected(), joined([{ ...DOCTOR, generation: 2 }])).stage).toBe("reconnecting");
  });
  it("is rebuilt when the other side reloads its page", () => {
    expect(told(connected(), message({ type: "call_peer_joined", peer: { ...DOCTOR, generation: 2 } })).stage).toBe("reconnecting");
  });
  it("says who has gone and how", () => {
    const call = told(connected(), message({ type: "call_peer_left", seat: DOCTOR.seat, reason: "lost" }));
    expect(call).toMatchObject({ stage: "alone", gone: { name: "Maria Ek", reason: "lost" } });
  });
  it("ends once, and nothing wakes it", () => {
    const call = told(connected(), message({ type: "call_ended", reason: "returned" }));
    expect(call).toMatchObject({ stage: "ended", ended: "returned", other: null });
    expect(told(call, joined([DOCTOR]))).toBe(call);
  });
  it("may be taken back from another device", () => {
    expect(told(newCall(true), OPENED, message({ type: "error", code: "seat_taken" })).stage).toBe("elsewhere");
    expect(told(connected(), message({ type: "call_ended", reason: "superseded" })).stage).toBe("elsewhere");
  });
  it("survives a restart of the server", () => {
    expect(told(connected(), message({ type: "call_ended", reason: "restart" })).stage).toBe("reconnecting");
  });
  it("keeps sound when there is no camera, and the camera off in sound alone", () => {
    expect(told(newCall(true), { type: "opened", mic: WORKS, camera: { on: false, cause: "missing" } })).toMatchObject({ stage: "joining", mic: true, camera: false, cameraProblem: "missing", micProblem: null });
    const alone = told(connected(), { type: "sound_only", on: true });
    expect(alone).toMatchObject({ soundOnly: true, camera: false });
    expect(told(alone, { type: "camera", stands: WORKS, facing: "environment", flipped: true })).toMatchObject({ soundOnly: false, camera: true, facing: "environment" });
  });
  it("is joined before the browser's question about devices is answered", () => {
    const call = told(newCall(true), joined([DOCTOR]));
    expect(call).toMatchObject({ stage: "connecting", asking: true, mic: false, camera: false });
    expect(told(call, OPENED)).toMatchObject({ stage: "connecting", asking: false, mic: true, camera: true });
  });
  it("says when a device of ours is gone, and works again when it is opened", () => {
    const gone = told(connected(), { type: "device_ended", kind: "mic" }, { type: "device_ended", kind: "camera" });
    expect(gone).toMatchObject({ mic: false, micProblem: "ended", camera: false, cameraProblem: "ended", stage: "connected" });
    expect(told(gone, { type: "mic", stands: WORKS })).toMatchObject({ mic: true, micProblem: null });
  });
  it("keeps the camera that worked where the other does not open", () => {
    expect(told(connected(), { type: "camera", stands: WORKS, facing: "user", flipped: false })).toMatchObject({ camera: true, notFlipped: true });
    expect(told(connected(), { type: "camera", stands: WORKS, facing: "environment", flipped: true })).toMatchObject({ notFlipped: false });
  });
  it("tells no refusal as an end", () => {
    const refused = told(newCall(true), { type: "refused", code: "forbidden" });
    expect(endingOf(refused, "nurse")).toEqual({ key: "error.forbidden" });
    expect(endingOf(told(connected(), message({ type: "call_ended", reason: "over" })), "nurse")).toEqual({ key: "call.ended.over" });
  });
  it("shows lines of both sides with their names", () => {
    const call = told(connected(), { type: "said", text: "96" }, message({ type: "call_text", from: DOCTOR.seat, text: "Tack" }));
    expect(call.lines.map((line) => [line.mine, line.from, line.text])).toEqual([[true, "Sara", "96"], [false, "Maria Ek", "Tack"]]);
  });
});

const NURSE: CallPeer = { seat: "n", role: "nurse", name: "Sara", polite: true, generation: 1, connected: true, mic: true, camera: true, screen: false };
const DOCTOR: CallPeer = { seat: "d", role: "doctor", name: "Maria Ek", polite: false, generation: 1, connected: true, mic: true, camera: true, screen: false };
const WORKS = { on: true, cause: null };
const OPENED: CallEvent = { type: "opened", mic: WORKS, camera: WORKS };
function message(said: ServerMessage): CallEvent {
  return { type: "message", message: said };
}
function joined(peers: CallPeer[]): CallEvent {
  return message({ type: "call_joined", you: NURSE, peers, mode: "p2p", ice_servers: [] });
}
function told(call: Call, ...events: CallEvent[]): Call {
  return events.reduce((before, event) => reduceCall(before, event, 0), call);
}
function connected(): Call {
  return reduceCall(told(newCall(true), OPENED, joined([DOCTOR])), { type: "ice", connected: true, broken: false }, 5_000);
}
