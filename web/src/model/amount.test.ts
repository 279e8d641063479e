import { expect, it } from "vitest";
import { amount, pieces } from "./amount";

it("every number has its unit, as the server judges it", () => {
  const sound = ["5 mg", "5mg", "1 tablett", "½ tablett", "1½ tablett", "2-3 ml", "2,5 – 5 mg", "1 till 2 tabletter", "0,5 ml/kg", "1 000 mg", "1.000 E", "2 l/min", "1 %", "400 µg", "1 tablett (40 mg)", "högst 4 g"];
  expect(sound.filter((typed) => amount(typed) !== "with_unit")).toEqual([]);
  expect(["", "en halv", "enligt lista", "mg"].filter((typed) => amount(typed) !== "no_number")).toEqual([]);
  const bare = ["5", "0,5", "½", "mg 5", "5 10 mg", "2-3", "1 tablett 3", "5 x", "5 mg x 2", "5 (mg)", "1 000", "5-", "5, mg"];
  expect(bare.filter((typed) => amount(typed) !== "no_unit")).toEqual([]);
});

it("number and unit are one piece, and nothing of the text is lost", () => {
  const together = (said: string) => pieces(said).filter((piece) => piece.together).map((piece) => piece.said);
  expect(together("Furix 10 mg/ml, 40 mg i.v. nu")).toEqual(["10 mg/ml", "40 mg"]);
  expect(together("2-3 ml vid behov, högst 1 000 mg per dygn")).toEqual(["2-3 ml", "1 000 mg"]);
  expect(together("vid behov")).toEqual([]);
  for (const said of ["Furix 10 mg/ml, 40 mg i.v. nu", "kl. 08:00", "", "½ tablett"]) expect(pieces(said).map((piece) => piece.said).join("")).toBe(said);
});
