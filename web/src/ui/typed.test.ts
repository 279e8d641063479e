import { expect, it } from "vitest";
import { typedText } from "./typed";

it("what is pasted loses what steers it, and nothing else", () => {
  expect(typedText("Furix\t40 mg\r\ni.v.", true)).toBe("Furix 40 mg\ni.v.");
  expect(typedText("Furix\t40 mg\r\ni.v.", false)).toBe("Furix 40 mg i.v.");
  expect(typedText("blod\u00adtryck", true)).toBe("blodtryck");
  expect(typedText("\u202a070-174 06 52\u202c", false)).toBe("070-174 06 52");
  expect(typedText("می\u200cنا åäö 😀 ½", false)).toBe("می\u200cنا åäö 😀 ½");
});

it("no sign that the server refuses is left, wherever it stands", () => {
  const refused = [...range(0, 0x1f), ...range(0x7f, 0x9f), 0x61c, 0x200e, 0x200f, ...range(0x2028, 0x202e), ...range(0x2066, 0x2069)].map((code) => String.fromCodePoint(code));
  for (const sign of refused) {
    for (const text of [sign, `5${sign}mg`, `${sign}${sign}a`, `\r${sign}\n`]) {
      expect(refused.filter((one) => typedText(text, false).includes(one))).toEqual([]);
      expect(refused.filter((one) => one !== "\n" && typedText(text, true).includes(one))).toEqual([]);
    }
  }
});

it("is the same when it is done again", () => {
  for (const text of ["a\r\r\nb", "\t\u2028 ", "x\u00ad\u00ad\r"]) {
    for (const lines of [true, false]) expect(typedText(typedText(text, lines), lines)).toBe(typedText(text, lines));
  }
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}
