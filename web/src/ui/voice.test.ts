import { afterEach, describe, expect, it } from "vitest";
import { voice } from "./voice.svelte";

const opened: symbol[] = [];
const opens = async (): Promise<symbol> => {
  const place = Symbol("place");
  opened.push(place);
  await voice.opens(place);
  return place;
};
const heard = (place: symbol | null) => voice.said.filter((one) => one.place === place).map(({ words }) => words);

describe("the voice of the page", () => {
  afterEach(() => {
    for (const place of opened.splice(0)) voice.closes(place);
    voice.hush();
  });

  it("says the same words again, as something new", async () => {
    const page = await opens();
    await voice.say("Place 2.");
    await voice.say("Place 2.");
    expect(heard(page)).toEqual(["Place 2.", "Place 2."]);
    expect(new Set(voice.said.map(({ n }) => n)).size).toBe(2);
  });
  it("says two things of one breath both, in their order", async () => {
    const page = await opens();
    await Promise.all([voice.say("First."), voice.say("Second.")]);
    expect(heard(page)).toEqual(["First.", "Second."]);
  });
  it("is heard in the dialog that stands before the page, and there alone", async () => {
    const [page, dialog] = [await opens(), await opens()];
    await voice.say("Sent.");
    expect([heard(page), heard(dialog)]).toEqual([[], ["Sent."]]);
  });
  it("is heard on the page when its dialog is closed in the same turn, and what was said there is not said again", async () => {
    const [page, dialog] = [await opens(), await opens()];
    await voice.say("Taken.");
    const said = voice.say("Sent.");
    voice.closes(dialog);
    await said;
    expect(heard(page)).toEqual(["Sent."]);
  });
  it("keeps what is said before the page can be heard, unless it is hushed", async () => {
    await voice.say("Too early, and over.");
    voice.hush();
    await voice.say("Too early.");
    expect(heard(await opens())).toEqual(["Too early."]);
  });
  it("keeps no long list of what was said", async () => {
    const page = await opens();
    for (const words of ["1", "2", "3", "4"]) await voice.say(words);
    expect(heard(page)).toEqual(["2", "3", "4"]);
  });
});
