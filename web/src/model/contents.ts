// The content of a case as the page holds it. Replies overtake each other on their way: the newest
// log position is the one that is shown.
import type { ConsultContent } from "../protocol";
import type { Text } from "./text";

/** Content of one case as last fetched. */
export type CaseContent = { content: ConsultContent | null; loading: boolean; failed: Text | null };

/** What is shown once `reply` has come: an older reply that comes later changes nothing. */
export function replied(shown: CaseContent | undefined, reply: ConsultContent): CaseContent {
  const newer = shown?.content ?? null;
  const content = newer !== null && newer.consult.rev > reply.consult.rev ? newer : reply;
  return { content, loading: false, failed: null };
}

/** What is shown once it is known that nothing comes: what was there stays, with the reason. */
export function notReplied(shown: CaseContent | undefined, why: Text): CaseContent {
  return { content: shown?.content ?? null, loading: false, failed: why };
}
