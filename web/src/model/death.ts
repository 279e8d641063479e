// A death: what the nurse examines and tells, and what the doctor establishes. Nothing is chosen
// beforehand; the four signs are each looked for or not.
import type { ConsultContent, ConsultRow, Death, DeathAnswer, DeathBasis, DeathSigns, Expected, Implant, RelativesTold, SignFound } from "../protocol";
import type { Fault } from "./draft";
import { fromLocal, lastClock } from "./local_time";
import type { DeathDraft } from "./new_draft";
import { text, type Text } from "./text";

export const EXPECTED: readonly Expected[] = ["yes", "no", "unknown"];
export const SIGNS = ["no_pulse", "no_heart_sounds", "no_breathing", "fixed_pupils"] as const satisfies readonly (keyof DeathSigns)[];
export const FOUND: readonly SignFound[] = ["not_found", "found", "not_examined"];
export const IMPLANT: readonly Implant[] = ["no", "yes", "unknown"];
export const TOLD: readonly RelativesTold[] = ["yes", "no", "none"];

/** Whether a case is about a death, so that nothing is asked that is asked of the living. */
export function isDeath(row: Pick<ConsultRow, "reason">): boolean {
  return row.reason === "death";
}

/** `examinedBy`: who writes, for she has examined most of them herself. */
export function newDeath(examinedBy: string): DeathDraft {
  return {
    expected: null,
    decidedBy: "",
    decidedOn: "",
    seenAlive: { day: "", clock: "" },
    signs: { no_pulse: null, no_heart_sounds: null, no_breathing: null, fixed_pupils: null },
    examinedAt: { day: "", clock: "" },
    examinedBy,
    implant: null,
    relativesTold: null,
  };
}

/** Everything that stands in the way of sending, in the order of the form. `whole`: nothing may be left for later. */
export function deathFaults(death: DeathDraft, whole: boolean, now: number): Fault[] {
  const found: Fault[] = [];
  const need = (missing: boolean, field: Fault["field"], fault: Text) => {
    if (missing) found.push({ field, text: fault });
  };
  need(whole && death.expected === null, "death-expected", text("death.error.expected"));
  if (death.expected === "yes") {
    need(death.decidedBy.trim() === "", "death-decided_by", text("death.error.decided_by"));
    need(death.decidedOn === "" || Date.parse(`${death.decidedOn}T00:00:00Z`) > now, "death-decided_on", text("death.error.decided_on"));
  }
  need(isTyped(death.seenAlive) && past(death.seenAlive, now) === null, "death-last_seen_alive_at", text("death.error.past"));
  const looked = SIGNS.filter((sign) => death.signs[sign] !== null);
  if (whole || looked.length > 0) {
    for (const sign of SIGNS) need(death.signs[sign] === null, `death-${sign}`, text(`death.error.${sign}`));
  }
  need((whole || isTyped(death.examinedAt)) && past(death.examinedAt, now) === null, "death-examined_at", text("death.error.examined_at"));
  need(whole && death.examinedBy.trim() === "", "death-examined_by", text("death.error.examined_by"));
  need(whole && death.implant === null, "death-implant", text("death.error.implant"));
  need(whole && death.relativesTold === null, "death-relatives_told", text("death.error.relatives_told"));
  return found;
}

/** What is told, as the server takes it; `null` where nothing is. */
export function toDeath(death: DeathDraft, now: number): Death | null {
  const told: Death = {};
  if (death.expected !== null) {
    told.expected = { decision: death.expected, ...(death.expected === "yes" ? { decided_by: death.decidedBy.trim(), decided_on: death.decidedOn } : {}) };
  }
  const seen = past(death.seenAlive, now);
  if (seen !== null) told.last_seen_alive_at = new Date(seen).toISOString();
  const { no_pulse, no_heart_sounds, no_breathing, fixed_pupils } = death.signs;
  if (no_pulse !== null && no_heart_sounds !== null && no_breathing !== null && fixed_pupils !== null) told.signs = { no_pulse, no_heart_sounds, no_breathing, fixed_pupils };
  const examined = past(death.examinedAt, now);
  if (examined !== null) told.examined_at = new Date(examined).toISOString();
  if (death.implant !== null) told.implant = death.implant;
  if (death.relativesTold !== null) told.relatives_told = death.relativesTold;
  // Her name stands there before she has said anything.
  if (death.examinedBy.trim() !== "" && (told.signs !== undefined || told.examined_at !== undefined)) told.examined_by = death.examinedBy.trim();
  return Object.keys(told).length === 0 ? null : told;
}

/** What is still to be told of a death. */
export function isToldWhole(death: Death | null): boolean {
  return death !== null && death.expected !== undefined && death.signs !== undefined && death.examined_at !== undefined && death.implant !== undefined && death.relatives_told !== undefined;
}

type When = DeathDraft["examinedAt"];

function isTyped(when: When): boolean {
  return when.day !== "" || when.clock !== "";
}

/** The point in time that was typed, the last one where there is no day; `null` where it is none or still to come. */
export function past(when: When, now: number): number | null {
  if (when.clock === "") return null;
  if (when.day !== "") {
    const at = fromLocal(when.day, when.clock);
    return at === null || at > now ? null : at;
  }
  return lastClock(when.clock, now);
}

export type DeathAnswerDraft = {
  established: boolean | null;
  at: When;
  by: Doctor | null;
  byName: string;
  basis: DeathBasis | null;
  certificateBy: Doctor | null;
  certificateName: string;
  causeBy: Doctor | null;
  causeName: string;
  police: boolean | null;
};

/** The doctor who writes, or another who is named. */
export type Doctor = "me" | "other";

export function newDeathAnswer(): DeathAnswerDraft {
  return { established: null, at: { day: "", clock: "" }, by: null, byName: "", basis: null, certificateBy: null, certificateName: "", causeBy: null, causeName: "", police: null };
}

/** On what this death may be established: a nurse's examination is enough only where it was expected and all signs are there. */
export function basesFor(content: Pick<ConsultContent, "death"> | null): DeathBasis[] {
  const told = content?.death;
  const signs = told?.signs;
  const relies = told?.expected?.decision === "yes" && signs !== undefined && SIGNS.every((sign) => signs[sign] === "found");
  return relies ? ["nurse_examination", "own_examination", "obvious_signs"] : ["own_examination", "obvious_signs"];
}

export type DeathFault = { field: string; text: Text };

export function deathAnswerFaults(draft: DeathAnswerDraft, now: number): DeathFault[] {
  const found: DeathFault[] = [];
  const need = (missing: boolean, field: string, fault: Text) => {
    if (missing) found.push({ field, text: fault });
  };
  need(draft.established === null, "death-established", text("death.error.established"));
  if (draft.established !== true) return found;
  need(past(draft.at, now) === null, "death-at", text("death.error.at"));
  need(named(draft.by, draft.byName, "me") === null, draft.by === "other" ? "death-by-name" : "death-by", text("death.error.by"));
  need(draft.basis === null, "death-basis", text("death.error.basis"));
  need(named(draft.certificateBy, draft.certificateName, "me") === null, draft.certificateBy === "other" ? "death-certificate-name" : "death-certificate", text("death.error.certificate"));
  need(named(draft.causeBy, draft.causeName, "me") === null, draft.causeBy === "other" ? "death-cause-name" : "death-cause", text("death.error.cause"));
  need(draft.police === null, "death-police", text("death.error.police"));
  return found;
}

/** What is said of the death, as the server takes it. `me`: who answers. */
export function toDeathAnswer(draft: DeathAnswerDraft, me: string, now: number): DeathAnswer {
  const at = past(draft.at, now);
  const by = named(draft.by, draft.byName, me);
  const certificate = named(draft.certificateBy, draft.certificateName, me);
  const cause = named(draft.causeBy, draft.causeName, me);
  if (draft.established !== true || at === null || by === null || draft.basis === null || certificate === null || cause === null || draft.police === null) return {};
  return { established: { at: new Date(at).toISOString(), by, basis: draft.basis }, certificate_by: certificate, cause_certificate_by: cause, police: draft.police };
}

function named(who: Doctor | null, name: string, me: string): string | null {
  if (who === null) return null;
  const other = name.trim();
  return who === "me" ? me : other === "" ? null : other;
}

/** One line of what is known of a death: what it is called, and what was said. */
export type DeathLine = { label: Text; value: Text | string; strong?: boolean };

/** What the nurse told, in the order in which a doctor judges it. `time`: a point in time in words. */
export function toldLines(death: Death, time: (at: string) => string): DeathLine[] {
  const lines: DeathLine[] = [];
  const { expected, signs } = death;
  if (expected !== undefined) {
    const decided = expected.decided_by !== undefined && expected.decided_on !== undefined;
    lines.push({ label: text("death.expected"), value: decided ? text("death.decided", { by: expected.decided_by ?? "", on: unbrokenDay(expected.decided_on ?? "") }) : text(`death.expected.${expected.decision}`), strong: true });
  }
  if (signs !== undefined) for (const sign of SIGNS) lines.push({ label: text(`death.sign.${sign}`), value: foundText(sign, signs[sign]), strong: signs[sign] !== "found" });
  const examined = [death.examined_at === undefined ? undefined : time(death.examined_at), death.examined_by].filter((part) => part !== undefined);
  if (examined.length > 0) lines.push({ label: text("death.examined"), value: examined.join(", ") });
  if (death.last_seen_alive_at !== undefined) lines.push({ label: text("death.seen_alive"), value: time(death.last_seen_alive_at) });
  if (death.implant !== undefined) lines.push({ label: text("death.implant"), value: text(`death.implant.${death.implant}`), strong: death.implant !== "no" });
  if (death.relatives_told !== undefined) lines.push({ label: text("death.relatives"), value: text(`death.relatives.${death.relatives_told}`), strong: death.relatives_told === "no" });
  return lines;
}

/** What was found, in the words of the sign: "känns inte" rather than a denial of a denial. */
export function foundText(sign: (typeof SIGNS)[number], found: SignFound): Text {
  return found === "not_examined" ? text("death.found.not_examined") : text(`death.found.${sign}.${found}`);
}

/** A day that stays on one line. */
function unbrokenDay(day: string): string {
  return day.replaceAll("-", "\u2011");
}

/** What the doctor established, or that nobody has. */
export function establishedLines(said: DeathAnswer, time: (at: string) => string): DeathLine[] {
  const { established } = said;
  if (established === undefined) return [{ label: text("death.established"), value: text("death.established.no"), strong: true }];
  return [
    { label: text("death.established"), value: `${time(established.at)}, ${established.by}`, strong: true },
    { label: text("death.basis"), value: text(`death.basis.${established.basis}`) },
    { label: text("death.certificate"), value: said.certificate_by ?? "" },
    { label: text("death.cause"), value: said.cause_certificate_by ?? "" },
    { label: text("death.police"), value: text(said.police === true ? "death.police.yes" : "death.police.no"), strong: said.police === true },
  ];
}
