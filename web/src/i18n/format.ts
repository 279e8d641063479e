// Times and numbers as people here read them. The county's clock is Stockholm's, wherever
// the device believes itself to be.

const ZONE = "Europe/Stockholm";
const LOCALES = { sv: "sv-SE", en: "en-GB" } as const;
type Language = keyof typeof LOCALES;

const formats = new Map<string, Intl.DateTimeFormat>();
function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(LOCALES[language], { timeZone: ZONE, ...options });
    formats.set(key, made);
  }
  return made;
}

/** `10:14` today, `tis 24 nov 10:14` on another day. */
export function clockTime(at: string | number, now: number, language: Language): string {
  const time = typeof at === "number" ? at : Date.parse(at);
  const clock = format(language, { hour: "2-digit", minute: "2-digit" }).format(time);
  if (localDay(time) === localDay(now)) return clock;
  const day = format(language, { weekday: "short", day: "numeric", month: "short" }).format(time);
  return `${day} ${clock}`;
}

/** `10:16:32`: for a time that the server has confirmed. */
export function exactTime(at: number, language: Language): string {
  return format(language, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
}

/** The local day as `YYYY-MM-DD`. */
export function localDay(at: number): string {
  return format("sv", { year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** `0:38` under an hour of waiting or talking, `1:02:10` over. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** `38,6` in Swedish, `38.6` in English. */
export function number(value: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(LOCALES[language], { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
}
