// Swedish personal identity and coordination numbers, checked while they are typed. The
// server checks again; this only spares the nurse a round trip.
import type { IdType } from "../protocol";

/** The kind of number that `typed` is, or `null` where its date or check digit is wrong. */
export function numberKind(typed: string): Extract<IdType, "personnummer" | "samordningsnummer"> | null {
  const match = /^(\d{2})?(\d{2})(\d{2})(\d{2})[-+]?(\d{4})$/u.exec(typed.replace(/\s/gu, ""));
  if (match === null) return null;
  const [, , year = "", month = "", day = "", last = ""] = match;
  const coordination = Number(day) > 60;
  const dayOfMonth = coordination ? Number(day) - 60 : Number(day);
  if (Number(month) < 1 || Number(month) > 12 || dayOfMonth < 1 || dayOfMonth > 31) return null;
  if (!luhn(year + month + day + last)) return null;
  return coordination ? "samordningsnummer" : "personnummer";
}

/** The number as the server takes it: twelve digits where the century was given. */
export function plainNumber(typed: string): string {
  return typed.replace(/\s/gu, "");
}

/** A stored number as people write it: the four last digits apart. Other numbers stay as they are. */
export function shownNumber(id: string): string {
  return id.replace(/^(\d{6}|\d{8})(\d{4})$/u, "$1-$2");
}

/** Signs that people put between the digits of one number. */
const BETWEEN = String.raw`[ \u00a0\u2009\-\u2013+.]?`;
/** A day and four digits more, from the first digit of a group to the last. */
const NUMBER = new RegExp(String.raw`(?<!\d)((?:1[89]|20)${BETWEEN})?(\d\d)${BETWEEN}(\d\d)${BETWEEN}(\d\d)(${BETWEEN})(\d{4})(?!\d)`, "gu");

/**
 * Whether a text holds what looks like a person's number. The check digit decides only where ten
 * digits stand in a row, which may be a telephone number. The server looks again.
 */
export function holdsPersonNumber(typed: string): boolean {
  // Each group of digits may begin one, also inside what began before it.
  for (let from = 0; from < typed.length; from += 1) {
    NUMBER.lastIndex = from;
    const match = NUMBER.exec(typed);
    if (match === null) return false;
    if (isDated(match)) return true;
    from = match.index;
  }
  return false;
}

function isDated([, century, year = "", month = "", day = "", apart = "", last = ""]: RegExpExecArray): boolean {
  const born = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
  const coordinated = Number(month) <= 12 && Number(day) >= 60 && Number(day) <= 91;
  return (born || coordinated) && (century !== undefined || apart !== "" || luhn(year + month + day + last));
}

/** Every second digit doubled, from the first; the digits of all products sum to a multiple of ten. */
function luhn(ten: string): boolean {
  let sum = 0;
  for (const [place, digit] of Array.from(ten).entries()) {
    const product = Number(digit) * (place % 2 === 0 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === 0;
}
