// A length of time in the largest whole unit that says it, for targets and waits.
import { text, type Text } from "./text";

export function duration(seconds: number): Text {
  const minutes = Math.round(seconds / 60);
  if (minutes < 120 && minutes % 60 !== 0) return text("duration.minutes", { count: minutes });
  const hours = Math.round(seconds / 3_600);
  if (hours < 48 && hours % 24 !== 0) return text("duration.hours", { count: hours });
  return text("duration.days", { count: Math.round(seconds / 86_400) });
}
