/**
 * How soon the studio answers: from a key to the frame in which the step is drawn, with many messages in
 * transit; and how smoothly a long execution scrolls.
 */
import { chromium, type Page } from "playwright-core";
import { fragmentOf } from "../src/studio/address.ts";
import { chromiumPath } from "../test/browser/chromium.ts";
import { median } from "./statistics.ts";
import { formatTable } from "./table.ts";
import { servedBy } from "./tab.ts";

/** Everybody sends something to everybody else: 23 processes have 506 messages in transit. */
const CROWD = `
import { protocol, role } from "lightcone";
export default protocol<{ type: "word"; by: string }>()({
  name: "crowd",
  roles: {
    process: role({
      processes: 23,
      initially({ self, neighbors, send }) {
        for (const other of neighbors) send(other, { type: "word", by: self });
        return { heard: 0 };
      },
      upon: {
        word(state, { by }, { self, send }) {
          state.heard++;
          send(by, { type: "word", by: self });
        },
      },
    }),
  },
  properties: { few: { invariant: ({ process }) => process.every(({ state }) => state.heard < 100) } },
});
`;

/** Two processes that go on for ever. */
const RALLY = `
import { protocol, role } from "lightcone";
export default protocol<{ type: "ball"; count: number }>()({
  name: "rally",
  roles: {
    player: role({
      processes: 2,
      initially({ index, neighbors, send }) {
        if (index === 1) send(neighbors[0]!, { type: "ball", count: 1 });
        return { hits: 0 };
      },
      upon: {
        ball(state, { count }, { from, send }) {
          state.hits++;
          send(from, { type: "ball", count: count + 1 });
        },
      },
    }),
  },
  properties: { few: { invariant: ({ player }) => player.every(({ state }) => state.hits < 5_000) } },
});
`;

const STROKES = 40;
const STEPS = 2_000;

/** In the browser: remembers every task that takes more than 50 ms, in milliseconds. */
const WATCH = `globalThis.longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
  .observe({ type: "longtask" });`;

/** In the browser: presses a key, and tells after how many milliseconds the step was drawn and painted. */
const STRIKE = `([key, step]) => new Promise((resolve) => {
  const begin = performance.now();
  const isDrawn = () =>
    document.querySelector("svg.diagram text.number.last")?.textContent === String(step) &&
    document.querySelector("svg.diagram .ghost") !== null;
  const look = () => {
    if (!isDrawn()) return void requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now() - begin);
    port2.postMessage(0);
  };
  window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  requestAnimationFrame(look);
})`;

/** In the browser: scrolls from end to end and tells the time of each frame, in milliseconds. */
const SCROLL = `([by]) => new Promise((resolve) => {
  const scroller = document.querySelector(".scroller");
  const times = [];
  let last;
  const go = (time) => {
    if (last !== undefined) times.push(time - last);
    last = time;
    const before = scroller.scrollTop;
    scroller.scrollTop += by;
    if (scroller.scrollTop === before) resolve(times);
    else requestAnimationFrame(go);
  };
  requestAnimationFrame(go);
})`;

/** The pace of one thing that a reader does, again and again. */
export interface Pace {
  readonly what: string;
  /** Each in milliseconds. */
  readonly times: readonly number[];
  /** The tasks of more than 50 ms, in milliseconds. */
  readonly longTasks: readonly number[];
}

/** Measures how soon the studio answers. @throws Error where there is no Chromium */
export async function measurePace(command: string): Promise<Pace[]> {
  if (chromiumPath === undefined) throw new Error("there is no Chromium: set CHROMIUM to its path");
  const studio = await servedBy(command);
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  const open = async (source: string, events: readonly string[], step: number): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
    const experiment = { files: { "pace.ts": source }, system: {}, events, step };
    await page.goto(`${studio.url.replace(/#.*/, "")}#${await fragmentOf(experiment)}`);
    await page.getByRole("button", { name: "Run it" }).click();
    await page.locator(".ghost").first().waitFor({ timeout: 30_000 });
    await page.evaluate(WATCH);
    return page;
  };
  try {
    return [
      await strokes(await open(CROWD, [], 0)),
      await turns("back and on", await open(RALLY, rally(), STEPS)),
      await scrolling(await open(RALLY, rally(), STEPS)),
    ];
  } finally {
    await browser.close();
    studio.close();
  }
}

/** The events of a long rally. */
function rally(): string[] {
  return Array.from({ length: STEPS }, (_, i) => {
    const [to, from] = i % 2 === 0 ? ["player2", "player1"] : ["player1", "player2"];
    return `${to} receives ball(count: ${i + 1}) from ${from}`;
  });
}

async function strokes(page: Page): Promise<Pace> {
  const times: number[] = [];
  for (let step = 1; step <= STROKES; step++) times.push(await called(page, STRIKE, ["1", step]));
  return paceOf(page, "a step, 506 messages in transit", times);
}

async function turns(what: string, page: Page): Promise<Pace> {
  const times: number[] = [];
  for (let turn = 1; turn <= STROKES; turn++)
    times.push(await called(page, STRIKE, [turn % 2 === 1 ? "ArrowLeft" : "ArrowRight", STEPS - (turn % 2)]));
  return paceOf(page, `${what}, after ${STEPS} steps`, times);
}

async function scrolling(page: Page): Promise<Pace> {
  await page.locator(".scroller").evaluate((element) => Object.assign(element, { scrollTop: 0 }));
  return paceOf(page, `a frame, ${STEPS} steps scrolled`, await called(page, SCROLL, [220]));
}

async function paceOf(page: Page, what: string, times: readonly number[]): Promise<Pace> {
  const longTasks = await page.evaluate<number[]>("longTasks");
  await page.close();
  return { what, times, longTasks };
}

/** Calls a function, given as text, in the browser. */
function called<T>(page: Page, code: string, parameters: readonly unknown[]): Promise<T> {
  return page.evaluate<T>(`(${code})(${JSON.stringify(parameters)})`);
}

/** Paces as a table. */
export function formatPaces(all: readonly Pace[]): string {
  const rows = all.map(({ what, times, longTasks }) => [
    what,
    String(times.length),
    median(times).toFixed(0),
    nineOfTen(times).toFixed(0),
    Math.max(...times).toFixed(0),
    String(longTasks.length),
    Math.max(0, ...longTasks).toFixed(0),
  ]);
  return formatTable(
    ["milliseconds", "times", "median", "nine of ten", "most", "tasks over 50", "longest"],
    rows,
  );
}

/** The time within which nine of ten are. */
function nineOfTen(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(0.9 * sorted.length) - 1] ?? 0;
}
