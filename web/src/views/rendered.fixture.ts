// A view put together for a test, and what it says as it is read: one line without tags.
import type { Component } from "svelte";
import { render } from "svelte/server";
import { KEY as APP } from "../app/app.svelte";
import { KEY as DESK } from "../app/desk.svelte";
import { Drafts } from "../app/drafts.svelte";
import { centre, NOW, at, row } from "../model/desk.fixture";
import { NO_LINK, type Link } from "../model/link";
import { EMPTY_ROOM, type WaitingRoom } from "../model/waiting_room";
import type { ConsultRow } from "../protocol";

export const PHONE = "0980-319 210";
export const UP: Link = { ...NO_LINK, stage: "up", heardAt: NOW };
export const ME = { id: "sara", name: "Sara Lindgren", role: "nurse", unit: "unit", phone: PHONE, centres: ["alven"], may: [], duty: null, demo: true, locked: false, session_ends_at: at(600), modules: { news2: false, peek: true } };

export function room(consult: Partial<ConsultRow>, more: Partial<WaitingRoom> = {}, asked: Parameters<typeof centre>[0] = {}): WaitingRoom {
  return { ...EMPTY_ROOM, loaded: true, seq: 1, consults: { a: row(consult) }, centres: { alven: centre(asked) }, ...more };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any view, with its own props
export function page(view: Component<any>, props: object, app: object = {}, desk: object = {}): string {
  const known = {
    session: { stage: "signed_in", me: ME }, link: UP, room: room({}), route: { page: "case", id: "a" }, ringing: null, contents: {}, request: null, sending: null,
    drafts: new Drafts({ find: () => Promise.resolve({ ok: true, value: { draft: null } }), keep: () => Promise.resolve({ ok: true, value: null }) }),
    now: NOW, deviceNow: NOW, wall: (at: number) => at, seats: {}, call: null, talking: null, confirmedAt: NOW, stopRinging: () => undefined, ...app,
  };
  const whole = { row: (id: string) => known.room.consults[id] ?? null, ...known };
  const { body } = render(view, { props, context: new Map<symbol, unknown>([[APP, whole], [DESK, desk]]) });
  return body
    .replace(/<!--.*?-->/gsu, "")
    .replace(/<[^>]*>/gu, " ")
    .replaceAll("\u2060", "")
    .replace(/&nbsp;|&ensp;|\u00a0/gu, " ")
    .replace(/\s+/gu, " ")
    .replace(/ ([.,?!])/gu, "$1");
}
