// Whether the server hears us, and what it last confirmed.
import type { ConsultRow } from "../protocol";
import { open } from "./cases";
import { text, type Text } from "./text";

export type Link = {
  stage: "connecting" | "up" | "down" | "ended";
  /** When we last heard from the server, by our own clock. */
  heardAt: number | null;
  /** The server's clock minus ours, in milliseconds. */
  offsetMs: number;
  /** When the next attempt will be made, by our own clock. */
  nextTryAt: number | null;
  /** Since when the link is gone, by our own clock. */
  downSince: number | null;
  /** When the link last came back after being gone. */
  backAt: number | null;
  /** Why there will be no more attempts. */
  ended: "session" | "superseded" | "forbidden" | null;
};

export const NO_LINK: Link = { stage: "connecting", heardAt: null, offsetMs: 0, nextTryAt: null, downSince: null, backAt: null, ended: null };

export type LinkEvent =
  | { type: "connecting" }
  | { type: "up"; serverTime: string }
  | { type: "heard"; serverTime: string | null }
  | { type: "down"; retryInMs: number }
  | { type: "ended"; reason: "session" | "superseded" | "forbidden" };

/** How long "connected again" is shown before the page is calm again. */
export const BACK_SHOWN_MS = 5_000;

export function reduceLink(link: Link, event: LinkEvent, now: number): Link {
  switch (event.type) {
    case "connecting":
      // A link that was gone stays gone until the server has answered.
      return link.downSince === null ? { ...link, stage: "connecting" } : { ...link, nextTryAt: null };
    case "up":
      return {
        ...link,
        stage: "up",
        heardAt: now,
        offsetMs: Date.parse(event.serverTime) - now,
        nextTryAt: null,
        downSince: null,
        backAt: link.downSince === null ? link.backAt : now,
      };
    case "heard":
      return { ...link, heardAt: now, offsetMs: event.serverTime === null ? link.offsetMs : Date.parse(event.serverTime) - now };
    case "down":
      return { ...link, stage: "down", nextTryAt: now + event.retryInMs, downSince: link.downSince ?? now };
    case "ended":
      return { ...link, stage: "ended", nextTryAt: null, ended: event.reason };
  }
}

/** The server's clock, as far as we know it. */
export function serverNow(link: Link, now: number): number {
  return now + link.offsetMs;
}

/** The server's time of the last thing it told us, or `null` before the first. */
export function confirmedAt(link: Link): number | null {
  return link.heardAt === null ? null : link.heardAt + link.offsetMs;
}

/** Whether to say that the link has come back. */
export function justBack(link: Link, now: number): boolean {
  return link.stage === "up" && link.backAt !== null && now - link.backAt < BACK_SHOWN_MS;
}

/**
 * What is said while the link is gone. The server keeps the place of a nurse whose request waits,
 * and of nobody else. `time`: the last contact in words, or `null` before the first.
 */
export function lostLines(row: ConsultRow | null, asks: boolean, time: string | null): { title: Text; why: Text } {
  const place = asks && row?.state === "queued" ? row.position : null;
  const title = text(place === null ? "link.down" : "link.lost.title");
  if (time === null) return { title, why: text("link.lost.never") };
  if (place !== null) return { title, why: text("link.lost.place", { place, time }) };
  return { title, why: text(row !== null && open(row) ? "link.lost.case" : "link.lost.plain", { time }) };
}
