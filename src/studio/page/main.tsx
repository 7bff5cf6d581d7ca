/** The studio begins. */
import { render } from "preact";
import { App } from "./App.tsx";
import { openAddress } from "./opening.ts";
import { Studio } from "./studio.ts";

const studio = new Studio();
const place = document.getElementById("studio");
if (place !== null) {
  place.replaceChildren();
  render(<App studio={studio} />, place);
}
void openAddress(studio);
window.addEventListener("hashchange", () => location.reload());
if (navigator.serviceWorker !== undefined && location.protocol === "https:")
  navigator.serviceWorker.register("offline.js").catch(() => undefined);
