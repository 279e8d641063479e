// How a reviewer reads a case: by a number short enough to be said, and what took too long.
import type { DossierLine, DossierWait } from "../protocol";
import { text, type Text } from "./text";

/** The end of a case's id: its beginning is the time, which many cases share. */
export function caseNumber(id: string): string {
  return id.slice(-8).toUpperCase();
}

/** Whether it took longer than was promised, or has by now. */
export function tookTooLong(wait: DossierWait): boolean {
  return wait.within_seconds !== null && wait.seconds > wait.within_seconds;
}

/** What an event set or was about, beside its name. */
export function detailsOf(line: DossierLine): Text[] {
  const said: Text[] = [];
  if (line.level !== null) said.push(text("review.level", { level: line.level }));
  if (line.cause !== null) said.push(text(`review.cause.${line.cause}`));
  if (line.task !== null) said.push(text(`gap.${line.task}`));
  if (line.gap !== null) said.push(text(`gap.${line.gap}`));
  return said;
}

