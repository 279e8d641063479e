/** What a nurse asks of a case in a dialog. */
export type CaseDialog = "withdraw" | "reached" | "correct" | "triage" | "redirect" | "ask_back" | "addendum" | "void" | "anyway";
