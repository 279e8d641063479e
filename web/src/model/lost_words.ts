// What a doctor wrote in any form of a case that she holds no more: one text, hers to copy.
import type { Key } from "../i18n/runtime";
import type { DraftForm } from "../protocol";

type Fields = Record<string, string | null>;

/** A form in which she writes about the case: how its dialog keeps it, and which field holds words. */
export type WordsForm = { form: DraftForm; label: Key; said: string; fresh: () => Fields };

/** All of them but the answer. */
export const DOCTORS_WORDS: readonly WordsForm[] = [
  { form: "need_more", label: "desk.more.title", said: "what", fresh: () => ({ what: "", day: "", clock: "" }) },
  { form: "redirect", label: "redirect.title", said: "reason", fresh: () => ({ centre: null, reason: "" }) },
  { form: "release", label: "desk.release.title", said: "reason", fresh: () => ({ reason: "" }) },
  { form: "triage", label: "desk.level.title", said: "reason", fresh: () => ({ level: null, reason: "" }) },
  { form: "incident", label: "incident.report", said: "text", fresh: () => ({ text: "" }) },
];

/** The answer first, and what else was written under the name of its form; empty if nothing was. */
export function writtenOf(answer: string, others: readonly { name: string; said: string }[]): string {
  const named = others.filter(({ said }) => said.trim() !== "").map(({ name, said }) => `${name}: ${said.trim()}`);
  return [answer, ...named].filter((part) => part !== "").join("\n");
}
