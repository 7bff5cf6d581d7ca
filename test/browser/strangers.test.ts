/** What a studio in a real browser lets nobody do, and what it does without a network. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fragmentOf } from "../../src/studio/address.ts";
import { chromiumPath } from "./chromium.ts";
import { atStep, studioFor } from "./opened.ts";

const LOCK = readFileSync(new URL("../../zoo/first-steps/client-server.ts", import.meta.url), "utf8");

/** A protocol that tries every way out when it is loaded, and writes down which there are. */
const HOSTILE = `
import { protocol, role } from "lightcone";
const reached: string[] = [];
const ways: Record<string, () => unknown> = {
  fetch: () => fetch("/stolen"),
  xhr: () => new XMLHttpRequest().open("GET", "/stolen"),
  socket: () => new WebSocket("ws://" + "localhost/stolen"),
  events: () => new EventSource("/stolen"),
  scripts: () => (globalThis as any).importScripts("/stolen"),
  post: () => (globalThis as any).postMessage({ kind: "answer", id: 1, answer: {} }),
  listen: () => { (globalThis as any).onmessage = () => {}; (globalThis as any).self.onmessage(); },
  worker: () => new Worker("/stolen"),
  storage: () => indexedDB.open("stolen"),
  caches: () => caches.open("stolen"),
  beacon: () => navigator.sendBeacon("/stolen"),
  timer: () => setTimeout(() => {}, 0),
  code: () => new Function("return self")(),
  eval: () => eval("self"),
  constructor: () => (() => {}).constructor("return self")(),
  generator: () => Object.getPrototypeOf(function* () {}).constructor("yield self")().next(),
  clock: () => Date.now(),
  chance: () => Math.random(),
  location: () => location.href.length,
};
for (const [name, way] of Object.entries(ways)) {
  try { way(); reached.push(name); } catch {}
}
export default protocol<{ type: "m" }>()({
  name: "hostile",
  roles: {
    process: role({
      initially: () => ({ reached, tried: Object.keys(ways).length, markup: "<b onclick=alert(1)>" }),
    }),
  },
});
`;

/** The service workers of a browser, of which Node has no types. */
interface ServiceWorkers {
  readonly ready: Promise<unknown>;
  register(path: string): Promise<unknown>;
}

describe.skipIf(chromiumPath === undefined)("the studio, of strangers and alone,", () => {
  const zoo = studioFor();

  test("opens a link in a fresh profile at the same moment, seen by the same process", async () => {
    const page = await zoo.open();
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press("1");
    await atStep(page, "Step 1");
    await page.waitForURL(/#two-generals~1/);
    const [, fragment = ""] = page.url().split("#");
    await page.close();
    const other = await zoo.open({ fragment });
    await atStep(other, "Step 1");
    await other.close();
  });

  test("does not run the program of a link before its reader wants that", async () => {
    const files = { "sent.ts": LOCK };
    const page = await zoo.open({ fragment: await fragmentOf({ files, system: {}, events: [], step: 0 }) });
    await page.getByText("Read it before you run it.").waitFor();
    expect(await page.locator(".diagram").count()).toBe(0);
    await page.getByRole("button", { name: "Run it" }).click();
    await page.locator(".heads .head").first().waitFor();
    await page.close();
  });

  test("lets author code reach neither page nor network", async () => {
    const files = { "hostile.ts": HOSTILE };
    const page = await zoo.open({ fragment: await fragmentOf({ files, system: {}, events: [], step: 0 }) });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("button", { name: "Run it" }).click();
    await page.locator(".conf", { hasText: "tried: 19" }).waitFor();
    await page.locator(".conf", { hasText: "reached: []" }).first().waitFor();
    await page.locator(".conf", { hasText: "<b onclick=alert(1)>" }).first().waitFor();
    expect(asked.filter((url) => url.includes("stolen"))).toEqual([]);
    await page.close();
  });

  test("opens again without a network, checks, and plays other pages of the zoo", async () => {
    const site = studioFor();
    const page = await site.open();
    await page.locator('[role="option"]').first().waitFor();
    // What it does by itself over https.
    await page.evaluate(async () => {
      const { serviceWorker } = Reflect.get(globalThis, "navigator") as { serviceWorker: ServiceWorkers };
      await serviceWorker.register("offline.js");
      await serviceWorker.ready;
    });
    await site.stop();
    await page.reload();
    await page.locator(".segment", { hasText: "Deliver" }).click();
    await atStep(page, "Step 1");
    await page.keyboard.press("o");
    await page.locator(".zoo-page", { hasText: "peterson-turn-first" }).click();
    await page.locator(".heads .head", { hasText: "wants[p1]" }).waitFor();
    await page.keyboard.press("c");
    await page.getByText("violated after 7 steps").waitFor();
    await page.close();
  });

  test("keeps engines in an origin that has no storage, no network, and no way to the page", async () => {
    const page = await zoo.open();
    await page.locator('[role="option"]').first().waitFor();
    const frame = page.frames().find((one) => one.url().endsWith("sandbox.html"));
    const [inner] = frame?.childFrames() ?? [];
    const reached = await inner?.evaluate(async () => {
      // eslint-disable-next-line typescript/no-explicit-any -- the browser's own, of which Node has no types
      const here = globalThis as unknown as Record<"localStorage" | "parent" | "document", any>;
      const ways: Record<string, () => unknown> = {
        network: () => fetch("/index.html"),
        elsewhere: () => fetch("https://example.com/"),
        storage: () => here.localStorage.length,
        page: () => here.parent.document.body.innerHTML,
        cookies: () => here.document.cookie,
      };
      const found: string[] = [];
      for (const [name, way] of Object.entries(ways)) {
        try {
          await way();
          found.push(name);
        } catch {
          // As it should be.
        }
      }
      return found;
    });
    expect(reached).toEqual([]);
    await page.close();
  });

  test("says why nothing can be played, also after keys that play", async () => {
    const page = await zoo.open({
      fragment: await fragmentOf({
        files: { "none.ts": "export default 1;" },
        system: {},
        events: [],
        step: 0,
      }),
    });
    await page.getByRole("button", { name: "Run it" }).click();
    const told = page.getByText("has no protocol as its default export");
    await told.first().waitFor();
    for (const key of ["1", "ArrowLeft", "Enter", "g"]) await page.keyboard.press(key);
    await page.getByRole("tab", { name: "Graph", selected: true }).waitFor();
    expect(await told.count()).toBeGreaterThan(0);
    await page.close();
  });

  test("opens something where a link is far too long, and does not repeat it", async () => {
    const page = await zoo.open({ fragment: "x".repeat(100_000) });
    await page.locator(".heads .head").first().waitFor();
    const [told = ""] = await page.locator(".banner").allTextContents();
    expect(told).toMatch(/The zoo has no page "x{50,60}…"/);
    await page.close();
  });

  test("ends a handler that loops for ever, and keeps what was played", async () => {
    const endless = LOCK.replace("state.answer = value;", "for (;;);");
    const page = await zoo.open({
      fragment: await fragmentOf({ files: { "endless.ts": endless }, system: {}, events: [], step: 0 }),
    });
    await page.getByRole("button", { name: "Run it" }).click();
    await page.locator(".heads .head").first().waitFor();
    await page.keyboard.press("1");
    await page.getByText("has not returned after 5 s").first().waitFor();
    await atStep(page, "Start");
    await page.close();
  });
});
