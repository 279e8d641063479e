// The pages that are fetched when they are needed, and those worth fetching before.
import { withCaseTexts, withDeskTexts, withReviewTexts, withSignInTexts } from "../i18n/index.svelte";

export const signIn = () => withSignInTexts().then(() => import("./SignIn.svelte"));
export const request = () => withCaseTexts().then(() => import("./nurse/Request.svelte"));
export const hint = () => withCaseTexts().then(() => import("./Hint.svelte"));
export const practice = () => withCaseTexts().then(() => import("./nurse/Practice.svelte"));
export const nurseCase = () => withCaseTexts().then(() => import("./nurse/Case.svelte"));
export const nurseCall = () => withCaseTexts().then(() => import("./call/NurseCall.svelte"));
export const lock = () => withCaseTexts().then(() => import("./Lock.svelte"));
export const board = () => withCaseTexts().then(() => import("./nurse/Board.svelte"));
export const phoned = () => withCaseTexts().then(() => import("./Phoned.svelte"));
export const desk = () => withDeskTexts().then(() => import("./desk/Desk.svelte"));
export const overview = () => withDeskTexts().then(() => import("./administration/Overview.svelte"));
export const review = () => withReviewTexts().then(() => import("./review/Review.svelte"));

/** How long the first page has the link to itself. */
const CALM_MS = 2_000;

/**
 * Fetches all that a nurse may need in a hurry while the link holds: what was fetched once opens
 * also where there is no link. Stops when the returned function is called.
 */
export function fetchAhead(): () => void {
  const timer = setTimeout(() => {
    // What does not come now is asked for again when its page is opened.
    void Promise.allSettled([request(), nurseCase(), nurseCall(), board(), lock()]);
  }, CALM_MS);
  return () => clearTimeout(timer);
}
