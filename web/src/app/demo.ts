// The demo's way in: choosing whom to be, and being her again.
import { demoPeople, signInDemo, unlockDemo } from "../transport/demo";
import type { Result } from "../transport/result";
import type { DemoPeople } from "../protocol";
import type { Text } from "../model/text";
import { failureText, type App } from "./app.svelte";

/** Whom one can be, asked for. */
export type People = Promise<Result<DemoPeople>>;

export function people(app: App): People {
  return demoPeople(app.api);
}

export async function signIn(app: App, person: string, commission: string): Promise<Text | null> {
  const created = await signInDemo(app.api, person, commission);
  return created.ok ? app.enterWith(created.value.token) : failureText(created);
}

/** Proves again who she is. Opens the screen if it was locked, and begins her session's longest time anew. */
export async function proveAgain(app: App): Promise<Text | null> {
  const { session } = app;
  if (session.stage !== "signed_in") return null;
  return app.enterAgain(() => unlockDemo(app.api, session.me.id));
}
