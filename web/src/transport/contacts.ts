// Calls around a case that only some pages make: the text for a journal, contacts by telephone.
// They are fetched with those pages.
import * as v from "valibot";
import type { JournalText, NewPhoneContact, PhoneContactContent, PhoneContactCreated, PhoneContactList } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, level, text, time } from "./shapes";

const journal = as<JournalText>(v.looseObject({ text }));
const created = as<PhoneContactCreated>(v.looseObject({ id: text }));
const list = as<PhoneContactList>(v.looseObject({ contacts: v.array(v.looseObject({ id: text, at: time, level })), units: v.array(v.looseObject({ id: text })) }));
const content = as<PhoneContactContent>(v.looseObject({ disclosed: v.boolean() }));

/** A case as text for one's own journal. The server logs it as an export before it answers. */
export function journalText(api: Api, id: string): Promise<Result<JournalText>> {
  return api.call({ method: "POST", path: `/consults/${encodeURIComponent(id)}/export_journal`, body: {} }, journal);
}

/** `key` stays the same for every attempt to register the same contact. */
export function registerPhoneContact(api: Api, contact: NewPhoneContact, key: string): Promise<Result<PhoneContactCreated>> {
  return api.call({ method: "POST", path: "/phone-contacts", body: contact, key }, created);
}

export function phoneContacts(api: Api): Promise<Result<PhoneContactList>> {
  return api.call({ method: "GET", path: "/phone-contacts" }, list);
}

/** What was said on the telephone. The server logs the disclosure before it answers. */
export function phoneContact(api: Api, id: string): Promise<Result<PhoneContactContent>> {
  return api.call({ method: "GET", path: `/phone-contacts/${encodeURIComponent(id)}` }, content);
}
