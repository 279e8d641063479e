// What the page of telephone numbers cannot know when it is written: which hours hold now, and whose
// municipality this device is in. The page says everything without it.
const MINE = "vantrum.municipality";
const DAY = 24 * 60;
const SUNDAY = 6;

const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The day and the minute of it in Sweden, wherever the device believes itself to be. */
function local(at) {
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return { day: new Date(Date.UTC(parts.year, parts.month - 1, parts.day)), minute: parts.hour * 60 + parts.minute };
}

/** Easter Sunday, after Gauss as Lichtenberg mended it. */
function easter(year) {
  const k = Math.floor(year / 100);
  const m = 15 + Math.floor((3 * k + 3) / 4) - Math.floor((8 * k + 13) / 25);
  const s = 2 - Math.floor((3 * k + 3) / 4);
  const a = year % 19;
  const d = (19 * a + m) % 30;
  const r = Math.floor(d / 29) + (Math.floor(d / 28) - Math.floor(d / 29)) * Math.floor(a / 11);
  const og = 21 + d - r;
  const sz = 7 - ((year + Math.floor(year / 4) + s) % 7);
  const oe = 7 - ((og - sz) % 7);
  return Date.UTC(year, 2, og + oe);
}

/** `free`: a holiday or the eve of one. `unsure`: a day that some keep as an eve and others do not. */
function kindOf(day) {
  const [month, date, weekday] = [day.getUTCMonth() + 1, day.getUTCDate(), day.getUTCDay()];
  const on = `${month}-${date}`;
  const after = Math.round((day.getTime() - easter(day.getUTCFullYear())) / (DAY * 60_000));
  if (["1-1", "1-6", "5-1", "6-6", "12-24", "12-25", "12-26", "12-31"].includes(on)) return "free";
  // Good Friday to Easter Monday, Ascension Day, Whitsun Eve and Whit Sunday.
  if ([-2, -1, 0, 1, 39, 48, 49].includes(after)) return "free";
  // Midsummer Eve is a Friday, Midsummer and All Saints' Day are Saturdays.
  if (month === 6 && ((weekday === 5 && date >= 19 && date <= 25) || (weekday === 6 && date >= 20 && date <= 26))) return "free";
  const allSaints = (month === 10 && date === 31) || (month === 11 && date <= 6);
  if (weekday === 6 && allSaints) return "free";
  const eve = weekday === 5 && ((month === 10 && date >= 30) || (month === 11 && date <= 5));
  return eve || ["1-5", "4-30"].includes(on) || [-3, 38].includes(after) ? "unsure" : "plain";
}

/** The minute of the week whose numbers hold, or `null` where the page cannot be sure. */
function minuteOfWeek(at) {
  const { day, minute } = local(at);
  const kind = kindOf(day);
  if (kind === "unsure") return null;
  const weekday = kind === "free" ? SUNDAY : (day.getUTCDay() + 6) % 7;
  return weekday * DAY + minute;
}

function mark() {
  const now = minuteOfWeek(Date.now());
  for (const row of document.querySelectorAll("tr[data-week]")) {
    const spans = row.dataset.week.split(",").map((span) => span.split("-").map(Number));
    const holds = now !== null && spans.some(([from, until]) => from <= now && now < until);
    if (holds === row.classList.contains("holds")) continue;
    row.classList.toggle("holds", holds);
    const head = row.querySelector("th");
    head.querySelector(".now")?.remove();
    if (!holds) continue;
    const said = document.createElement("span");
    said.className = "now";
    said.textContent = "gäller nu";
    head.append(" ", said);
  }
}

/** Puts the municipality where somebody last signed in on this device before the others. */
function mineFirst() {
  let mine = null;
  try {
    mine = localStorage.getItem(MINE);
  } catch {
    // A device that keeps nothing has none.
  }
  const own = mine === null ? null : document.getElementById(mine);
  const first = document.querySelector("main > section");
  if (own === null || first === null || own === first || !own.matches("main > section")) return;
  first.before(own);
  const links = document.querySelector("nav");
  const link = [...links.querySelectorAll("a")].find((one) => one.hash === `#${mine}`);
  if (link !== undefined) links.prepend(link);
}

mineFirst();
mark();
setInterval(mark, 30_000);
