import { describe, expect, it } from "vitest";
import type { Answer, AnswerContent, ReasonContent } from "../protocol";
import { at, row } from "./desk.fixture";
import { askedAbout, shortReply } from "./short_reply";

const by = { id: "ek", name: "Dr Maria Ek", unit: "alven" };
const answer: Answer = { mode: "video", assessed_by: "saw_patient", assessment: "Stabil.", level_of_care: "stay_home", orders: [{ what: "Furix", dose: "40 mg" }], order_entered: "by_me", follow_up: null };
const earlier: AnswerContent = { at: at(-10), by, opened_at: null, answer };
const colleague = { id: "signe", name: "Signe Fahim", unit: "home" };
const asked: ReasonContent = { at: at(-5), by: colleague, of: "asked_back", text: "Även i natt?" };

describe("a short reply", () => {
  it("is offered when somebody of the unit has asked about an answer, and says who", () => {
    const case_ = { consult: row({ state: "claimed", marks: ["asked_back"] }), reasons: [asked], earlier_answers: [earlier] };
    expect(askedAbout(case_)).toEqual({ question: "Även i natt?", by: colleague, earlier });
    expect(askedAbout({ ...case_, consult: row({ state: "claimed" }) })).toBeNull();
    expect(askedAbout({ ...case_, earlier_answers: [] })).toBeNull();
  });

  it("leaves all else as it was decided, and the orders to be read back", () => {
    expect(shortReply(answer, "Ja, även i natt.", "text")).toEqual({ ...answer, mode: "text", assessment: "Ja, även i natt.\n\nStabil." });
  });

  it("is sent alone where both would be too long", () => {
    expect(shortReply({ ...answer, assessment: "x".repeat(3_990) }, "Ja, även i natt.", "text").assessment).toBe("Ja, även i natt.");
  });
});
