// Times where there is little room: the clock today, else the day.
import { localDay } from "./format";

const ZONE = "Europe/Stockholm";
const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const days = {
  sv: new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, day: "numeric", month: "numeric" }),
  en: new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "numeric", month: "short" }),
} as const;

/** `10:05` today, `20/11` on another day. */
export function shortTime(at: string, now: number, language: "sv" | "en"): string {
  const time = Date.parse(at);
  return localDay(time) === localDay(now) ? clock.format(time) : days[language].format(time);
}
