import { afterEach, describe, expect, it, vi } from "vitest";
import { future } from "./answering";
import { past } from "./death";
import { toNeedMore } from "./desk";
import { newDraft, toRequest } from "./draft";
import { dutyDraft, toDuty } from "./duty";
import { range } from "./figures";
import { dayAfter, fromLocal, lastClock, localClock, localDate, nextClock } from "./local_time";
import { newSupplement, toSupplement } from "./supplement";
import { toVitals } from "./vitals";

const at = (time: string) => Date.parse(time);
/** Half past eleven in the evening before the clock goes on, and before it goes back. */
const SPRING = at("2027-03-27T22:30:00Z");
const AUTUMN = at("2027-10-30T21:30:00Z");

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Where a device may believe itself to be, and how far that is from UTC in July. */
const OFFSETS: Readonly<Record<string, number>> = { "Europe/Stockholm": -120, UTC: 0, "America/Los_Angeles": 420, "Pacific/Auckland": -720 };

describe.each(Object.keys(OFFSETS))("on a device in %s", (zone) => {
  const inZone = (name: string, test: () => void) => it(name, () => {
    vi.stubEnv("TZ", zone);
    expect(new Date(2027, 6, 1).getTimezoneOffset()).toBe(OFFSETS[zone]);
    test();
  });

  inZone("eight in the morning after the short night is the next morning's", () => {
    expect(localDate(SPRING)).toBe("2027-03-27");
    expect(nextClock("08:00", SPRING)).toBe(at("2027-03-28T06:00:00Z"));
    expect(lastClock("08:00", SPRING)).toBe(at("2027-03-27T07:00:00Z"));
    expect(lastClock("23:30", at("2027-03-28T21:00:00Z"))).toBe(SPRING);
  });

  inZone("eight in the morning after the long night is the next morning's", () => {
    expect(nextClock("08:00", AUTUMN)).toBe(at("2027-10-31T07:00:00Z"));
    expect(nextClock("23:45", at("2027-10-31T23:00:00Z"))).toBe(at("2027-11-01T22:45:00Z"));
    expect(lastClock("23:30", at("2027-10-31T22:00:00Z"))).toBe(AUTUMN);
  });

  inZone("what the clock shows twice is the one that comes next, and the one that was last", () => {
    const first = at("2027-10-31T00:30:00Z");
    const second = at("2027-10-31T01:30:00Z");
    expect([localClock(first), localClock(second)]).toEqual(["02:30", "02:30"]);
    expect(nextClock("02:30", AUTUMN)).toBe(first);
    expect(nextClock("02:30", first)).toBe(second);
    expect(lastClock("02:30", second - 1)).toBe(first);
    expect(lastClock("02:30", second)).toBe(second);
    expect(fromLocal("2027-10-31", "02:30")).toBe(first);
  });

  inZone("what the clock leaps over is as long after the leap", () => {
    expect(fromLocal("2027-03-28", "02:30")).toBe(at("2027-03-28T01:30:00Z"));
    expect(nextClock("02:30", SPRING)).toBe(at("2027-03-28T01:30:00Z"));
  });

  inZone("every field that takes a clock time says the same", () => {
    for (const [now, eight] of [[SPRING, "2027-03-28T06:00:00.000Z"], [AUTUMN, "2027-10-31T07:00:00.000Z"]] as const) {
      const request = newDraft("ordinary", now, { phone: "", basis: null });
      expect(toRequest({ ...request, mustLeaveAt: "08:00", decideByClock: "08:00" }, now)).toMatchObject({ must_leave_at: eight, decide_by: eight });
      expect(toSupplement({ ...newSupplement(), mustLeaveAt: "08:00" }, now).must_leave_at).toBe(eight);
      expect(toNeedMore({ what: "Puls", day: "", clock: "08:00" }, now)).toEqual({ ok: true, body: { what: "Puls", until: eight } });
      expect(toDuty("on", { ...dutyDraft(null, ["hc"]), until: "08:00" }, null, now).until).toBe(eight);
      expect(future({ day: "", clock: "08:00" }, now)).toBe(at(eight));
      // The evening after, the clock has changed: half past eleven was the evening before.
      const evening = fromLocal(dayAfter(localDate(now), 1), "23:00")!;
      expect(past({ day: "", clock: "23:30" }, evening)).toBe(now);
      expect(toVitals({ ...request.vitals, pulse: "96", takenAt: "23:30" }, evening)?.taken_at).toBe(new Date(now).toISOString());
    }
    expect(range("week", at("2027-03-28T21:30:00Z"))).toEqual({ from: "2027-03-21T23:00:00.000Z", to: "2027-03-28T22:00:00.000Z" });
  });
});
