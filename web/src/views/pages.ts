// The pages that are fetched when they are needed, and those worth fetching before.
import type { Attachment } from "svelte/attachments";
import type { App } from "../app/app.svelte";
import { people as demoPeople } from "../app/demo";
import { withCaseTexts, withDeskTexts, withReviewTexts, withSignInTexts } from "../i18n/index.svelte";

/** A page, once its words and drawings are there. All are fetched at once: each time there and back is felt on a weak link. */
async function page<T>(words: () => Promise<void>, load: () => Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([load(), words(), import("../ui/more_icons")]);
  return loaded;
}

/** The way in, and with it those who can go in, fetched beside it. It does with the drawings of the first page. */
export async function signIn(app: App) {
  const people = demoPeople(app);
  const [{ default: SignIn }] = await Promise.all([import("./SignIn.svelte"), withSignInTexts()]);
  return { SignIn, people };
}
export const request = () => page(withCaseTexts, () => import("./nurse/Request.svelte"));
/** The first page asks for a doctor before it lists anything. */
export const caseLine = () => import("./nurse/CaseLine.svelte");
export const hint = () => page(withCaseTexts, () => import("./Hint.svelte"));
export const practice = () => page(withCaseTexts, () => import("./nurse/Practice.svelte"));
export const nurseCase = () => page(withCaseTexts, () => import("./nurse/Case.svelte"));
export const nurseCall = () => page(withCaseTexts, () => import("./call/NurseCall.svelte"));
export const callBar = () => page(withCaseTexts, () => import("./call/CallBar.svelte"));
export const lock = () => page(withCaseTexts, () => import("./Lock.svelte"));
export const board = () => page(withCaseTexts, () => import("./nurse/Board.svelte"));
export const phoned = () => page(withCaseTexts, () => import("./Phoned.svelte"));
export const desk = () => page(withDeskTexts, () => import("./desk/Desk.svelte"));
export const overview = () => page(withDeskTexts, () => import("./administration/Overview.svelte"));
export const review = () => page(withReviewTexts, () => import("./review/Review.svelte"));

export const besides = () => page(withCaseTexts, () => import("./Besides.svelte"));

/** The guard of a list on the first page, which it need not wait for: without a link no row moves either. */
export function steadyLater(told: () => void): Attachment<HTMLElement> {
  return (list) => {
    const guard = import("../app/steady").then(({ steady }) => steady(told)(list));
    return () => void guard.then((end) => end?.(), () => undefined);
  };
}

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

let settled = false;

/** Fetches what no page waits for, once: our own letters, and the page of telephone numbers to keep. Until the first page stands the link is its own. */
export function settle(): void {
  if (settled) return;
  settled = true;
  void import("../ui/theme/font.css").catch(() => undefined);
  void import("../app/phone_page").then(({ keepPhonePage }) => keepPhonePage()).catch(() => undefined);
}
