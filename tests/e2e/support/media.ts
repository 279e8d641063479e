import { expect } from "@playwright/test";

/** A page that runs a function in itself, whatever drives its browser. */
export type Asked = { evaluate: <R>(runs: () => Promise<R>) => Promise<R> };

/** What one side has decoded of the other's picture. */
export type Decoded = { frames: number; freezes: number; frozenSeconds: number };

declare global {
  interface Window {
    watchedPeers: RTCPeerConnection[];
  }
}

/** Runs in the page before its own scripts: keeps every peer connection for us to ask. */
export function watchPeers(): void {
  window.watchedPeers = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.watchedPeers.push(this);
    }
  };
}

/** What the connections that are open now have decoded; a page that was reloaded begins at nothing. */
export async function decoded(page: Asked): Promise<Decoded> {
  return page.evaluate(async () => {
    const total = { frames: 0, freezes: 0, frozenSeconds: 0 };
    for (const peer of window.watchedPeers) {
      if (peer.connectionState === "closed") continue;
      for (const stat of (await peer.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (stat["type"] !== "inbound-rtp" || stat["kind"] !== "video") continue;
        total.frames += Number(stat["framesDecoded"] ?? 0);
        total.freezes += Number(stat["freezeCount"] ?? 0);
        total.frozenSeconds += Number(stat["totalFreezesDuration"] ?? 0);
      }
    }
    return total;
  });
}

/** The picture that is there now goes on for `more` frames, whatever connection brings it. */
export async function goesOnSeeing(page: Asked, who: string, more = 25): Promise<void> {
  await seesTheOther(page, who, (await decoded(page)).frames + more);
}

const PATIENCE = { timeout: 60_000, intervals: [200] };

/** The picture of the other side has come to `atLeast` frames and goes on. Freezes are told, not judged. */
export async function seesTheOther(page: Asked, who: string, atLeast = 75): Promise<void> {
  const frames = async (): Promise<number> => (await decoded(page)).frames;
  await expect.poll(frames, { ...PATIENCE, message: `${who} decodes frames` }).toBeGreaterThanOrEqual(atLeast);
  const so = await decoded(page);
  await expect.poll(frames, { ...PATIENCE, message: `${who} decodes further frames` }).toBeGreaterThan(so.frames);
  console.log(`    ${who}: ${String(so.frames)} frames and counting, ${String(so.freezes)} freezes, ${so.frozenSeconds.toFixed(1)} s frozen`);
}

/** Sound of the other side arrives. */
export async function hearsTheOther(page: Asked, who: string): Promise<void> {
  const packets = (): Promise<number> =>
    page.evaluate(async () => {
      let received = 0;
      for (const peer of window.watchedPeers) {
        if (peer.connectionState === "closed") continue;
        for (const stat of (await peer.getStats()).values() as Iterable<Record<string, unknown>>) {
          if (stat["type"] === "inbound-rtp" && stat["kind"] === "audio") received += Number(stat["packetsReceived"] ?? 0);
        }
      }
      return received;
    });
  const before = await packets();
  await expect.poll(packets, { ...PATIENCE, message: `${who} hears` }).toBeGreaterThan(before);
}
