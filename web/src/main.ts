// Composition root: one app, one page.
import { mount } from "svelte";
import { App } from "./app/app.svelte";
import { speakAsBefore } from "./i18n/index.svelte";
import "./ui/theme/index.css";
import Root from "./views/Root.svelte";

const target = document.getElementById("app");
if (target !== null) {
  await speakAsBefore();
  const app = new App();
  app.start();
  mount(Root, { target, props: { app } });
}
