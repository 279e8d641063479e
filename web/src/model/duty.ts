// Whether nurses are told that this doctor can be reached, and what the doctor is told about it.
// A claim to be on duty is not enough: somebody must have heard the sound.
import type { Duty, DutySet, DutyState, Level } from "../protocol";
import { localClock, nextClock } from "./local_time";
import { text, type Text } from "./text";

export const LEVELS: readonly Level[] = ["P1", "P2", "P3", "P4"];

/** The sound in this window. `blocked`: the browser lets nothing sound before the first tap. */
export type Sound = "untested" | "heard" | "blocked";

export type Reach =
  | { kind: "off" }
  | { kind: "paused" }
  | { kind: "reached"; levels: readonly Level[]; until: string | null; testedAt: string }
  | { kind: "not_reached"; why: Text };

/** What stands at the desk about being reached. Being unsure counts as not being reached. */
export function reach(duty: Duty | null, sound: Sound, linkUp: boolean): Reach {
  if (duty === null || duty.state === "off") return { kind: "off" };
  if (duty.state === "paused") return { kind: "paused" };
  if (!linkUp) return { kind: "not_reached", why: text("desk.reach.no_link") };
  if (sound === "blocked") return { kind: "not_reached", why: text("desk.reach.sound_off") };
  if (duty.sound_tested_at === null || sound !== "heard") return { kind: "not_reached", why: text("desk.reach.untested") };
  if (!duty.reachable) return { kind: "not_reached", why: text("desk.reach.not_yet") };
  return { kind: "reached", levels: duty.levels, until: duty.until, testedAt: duty.sound_tested_at };
}

/** What a doctor may choose about duty. */
export type DutyDraft = {
  centres: string[];
  levels: Level[];
  /** `HH:MM`, or nothing for no end. */
  until: string;
  /** Whether exercises alarm this doctor. */
  practice: boolean;
};

export function dutyDraft(duty: Duty | null, centres: readonly string[]): DutyDraft {
  const chosen = duty !== null && duty.centres.length > 0 ? duty.centres : centres;
  const levels = duty !== null && duty.levels.length > 0 ? duty.levels : LEVELS;
  return { centres: [...chosen], levels: [...levels], until: duty?.until == null ? "" : localClock(Date.parse(duty.until)), practice: duty?.practice === true };
}

export type DutyFault = { field: "duty-centres" | "duty-levels" | "duty-until"; text: Text };

export function dutyFaults(draft: DutyDraft, now: number): DutyFault[] {
  const found: DutyFault[] = [];
  if (draft.centres.length === 0) found.push({ field: "duty-centres", text: text("desk.duty.error.centres") });
  if (draft.levels.length === 0) found.push({ field: "duty-levels", text: text("desk.duty.error.levels") });
  if (draft.until !== "" && nextClock(draft.until, now) === null) found.push({ field: "duty-until", text: text("desk.duty.error.until") });
  return found;
}

/** Duty as the server takes it. `testedAt`: when the test sound was heard in this window. */
export function toDuty(state: DutyState, draft: DutyDraft, testedAt: number | null, now: number): DutySet {
  if (state === "off") return { state };
  const duty: DutySet = { state, centres: [...draft.centres], mode: "pick", levels: LEVELS.filter((level) => draft.levels.includes(level)) };
  const until = draft.until === "" ? null : nextClock(draft.until, now);
  if (until !== null) duty.until = new Date(until).toISOString();
  if (draft.practice) duty.practice = true;
  if (testedAt !== null) duty.sound_tested_at = new Date(testedAt).toISOString();
  return duty;
}
