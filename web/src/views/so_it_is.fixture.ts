// Sentences about what the system did or will do. Two canaries watch them: one renders each view in
// each situation, one reaches the situations in a browser with a server. No sentence of a side's may
// be shown there but those that are so.
import type { Key } from "../i18n/runtime";

/** The sentences of each side. A word may be another sentence's on another side. */
export const SENTENCES = {
  nurse: [
    "draft.after.urgent",
    "draft.after",
    "draft.after.peek",
    "draft.kept",
    "draft.kept.here",
    "draft.patient.protected.hint",
    "step.target_missed",
    "step.target_missed.exercise",
    "step.target_missed.held",
    "waiting.screen_plain",
    "waiting.screen_held",
    "waiting.overdue",
    "waiting.overdue.p1",
    "waiting.told.doctors",
    "waiting.told.nobody",
    "waiting.told.coordinator",
    "waiting.seen",
    "waiting.seen.untaken",
    "waiting.left",
    "waiting.left.first",
    "waiting.broken_off",
    "waiting.now.parked",
    "waiting.now.claimed",
    "waiting.now.phoning",
    "waiting.now.asked_back",
    "turn.released.system",
    "oral.title",
    "call.sound_only.text",
    "shift.taken",
    "shift.go",
    "link.lost.title",
    "link.lost.place",
    "link.lost.case",
    "link.lost.plain",
    "link.down",
  ],
  doctor: [
    "desk.row.taken",
    "desk.row.taken_by",
    "desk.row.redirected",
    "desk.row.withdrawn",
    "desk.row.aside",
    "desk.taken.by",
    "desk.taken.withdrawn",
    "desk.urgent.repeats",
    "desk.urgent.holding",
    "desk.left_behind",
    "link.lost.title",
    "link.lost.place",
    "link.lost.case",
    "link.lost.plain",
    "link.down",
  ],
  administrator: ["admin.action.none", "admin.action.asked", "admin.action.asked_hidden", "admin.action.not_taken", "admin.action.taken"],
} as const satisfies Record<string, readonly Key[]>;

export type Side = keyof typeof SENTENCES;
export type Sentence = (typeof SENTENCES)[Side][number];

/** Those of a side's sentences that stand in `shown`, which is one line. `texts` are those of the language shown. */
export function said(side: Side, shown: string, texts: Readonly<Record<string, string>>): Sentence[] {
  const watched: readonly Sentence[] = SENTENCES[side];
  const textOf = (key: Sentence) => texts[key] ?? texts[`${key}_other`] ?? "";
  // A sentence stands there whole: not as the beginning of a longer one.
  return watched.filter((key) => {
    const longer = watched.filter((one) => one !== key && textOf(one).startsWith(textOf(key)) && textOf(one) !== textOf(key));
    const rest = longer.reduce((left, one) => left.replace(pattern(textOf(one)), " "), shown);
    return pattern(textOf(key)).test(rest);
  });
}

function pattern(text: string): RegExp {
  const parts = text.split(/\{\{\w+\}\}/u).map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(`(?<![\\p{L}])${parts.join(".{1,80}?")}(?![\\p{L}])`, "u");
}
